"""What the film says about bias correction is what the runs do, to the digits that it shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.bias_correction import Params, simulate
from sim.gradients import Given, Noisy
from sim.landscapes import Quadratic
from sim.optimizers import Adam
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def shown(value: float) -> str:
    return f"{value:.4g}"


def test_after_one_step_the_moments_hold_a_tenth_and_a_thousandth(result):
    assert result.constant.first_moment[0, 0] == pytest.approx(0.1)
    assert result.constant.second_moment[0, 0] == pytest.approx(0.001)


def test_the_corrected_first_moment_is_the_constant_gradient_at_every_step():
    constant = simulate(Params(gradient=2.5)).constant
    np.testing.assert_allclose(constant.first_moment_corrected, 2.5, rtol=1e-12)
    assert constant.first_moment[0, 0] == pytest.approx(0.25)


def test_on_the_noisy_stream_only_the_corrected_moment_starts_at_the_gradients(result):
    stream = result.stream
    assert stream.first_moment_corrected[0, 0] == pytest.approx(stream.gradients[0, 0])
    assert abs(stream.first_moment[0, 0]) < 0.2 * abs(stream.gradients[0, 0])
    assert abs(stream.first_moment_corrected[-1, 0] - 1) < 0.5


def test_uncorrected_steps_are_too_long_by_this_much(result):
    ratios = {step: f"{result.ratio.at(step):.3f}" for step in (1, 2, 3, 5, 10, 50, 100, 500, 1000)}
    assert ratios == {
        1: "3.162",
        2: "4.250",
        3: "4.950",
        5: "5.797",
        10: "6.528",
        50: "4.504",
        100: "3.241",
        500: "1.594",
        1000: "1.258",
    }


def test_it_gets_worse_before_it_gets_better(result):
    assert (shown(result.ratio.peak), result.ratio.peak_step) == ("6.569", 12)
    assert [result.ratio.within(fraction) for fraction in (1, 0.1, 0.01)] == [288, 1751, 3925]


def test_the_first_ten_steps_cover_55_learning_rates(result):
    assert f"{result.ratio.distance(10):.2f}" == "55.28"


def test_the_moments_are_full_after_44_and_4603_steps(result):
    assert (result.ratio.first_moment_full, result.ratio.second_moment_full) == (44, 4603)


def test_the_curve_is_the_ratio_of_real_adam_steps(result):
    stream = Given(np.ones((2000, 1)))
    corrected, bare = (run(Adam(eps=0, bias_correction=on), stream, 0.0, 2000) for on in (True, False))
    np.testing.assert_allclose(result.ratio.values[:2000], (bare.updates / corrected.updates)[:, 0], rtol=1e-9)


def test_the_curve_is_the_formula_on_screen(result):
    formula = (1 - 0.9**result.ratio.steps) / np.sqrt(1 - 0.999**result.ratio.steps)
    np.testing.assert_allclose(result.ratio.values, formula, rtol=1e-9)


def test_correcting_one_moment_alone_is_worse_than_none_or_too_timid(result):
    first = result.first_step
    assert [shown(x) for x in (first.neither, first.only_first, first.only_second, first.both)] == [
        "3.162",
        "31.62",
        "0.1",
        "1",
    ]


def test_the_cloud_spreads_as_far_as_the_storyboard_says(result):
    with_it, without = result.corrected.rms, result.uncorrected.rms
    assert [f"{with_it[t]:.4f}" for t in (10, 20, 100)] == ["0.0366", "0.0490", "0.0710"]
    assert [f"{without[t]:.4f}" for t in (10, 20, 100)] == ["0.1707", "0.2056", "0.1389"]
    assert result.cloud_peak_step == 20
    assert f"{result.loss_ratio[20]:.2f}" == "17.59"


def test_both_clouds_start_at_the_minimum_and_see_the_same_noise(result):
    assert not result.corrected.positions[0].any() and not result.uncorrected.positions[0].any()
    # Adam's first step is one learning rate against the sign of the noise, the uncorrected one 3.162 of them.
    first, bare = result.corrected.positions[1], result.uncorrected.positions[1]
    np.testing.assert_allclose(bare / first, math.sqrt(10), rtol=1e-3)


def test_the_losses_belong_to_the_positions(result):
    for cloud in (result.corrected, result.uncorrected):
        np.testing.assert_allclose(cloud.losses, 500 * cloud.rms**2, rtol=1e-12)


def test_the_difference_lasts_for_thousands_of_steps_and_for_every_seed(result):
    long_run = result.long_run
    np.testing.assert_array_equal(long_run.uncorrected_rms[:301], result.uncorrected.rms)
    assert [f"{long_run.loss_ratio(t):.3f}" for t in (500, 1000, 2000)] == ["1.621", "1.272", "1.082"]
    ratios = long_run.loss_ratios
    assert ratios.shape == (20,)
    assert [f"{x:.3f}" for x in (ratios.mean(), ratios.min(), ratios.max())] == ["3.852", "3.615", "4.316"]


def test_rmsprops_first_step_is_ten_times_adams(result):
    assert shown(result.warmup.rmsprop[0]) == "10"
    assert shown(result.warmup.corrected[0]) == "1"
    assert shown(result.warmup.uncorrected[0]) == "3.162"


def test_warmup_hides_rmsprops_first_steps(result):
    warmup = result.warmup
    assert warmup.ramp[0] == 1 / 200 and warmup.ramp[199] == warmup.ramp[-1] == 1
    assert np.all(warmup.ramp * warmup.rmsprop < 1.1)


def test_with_a_short_second_memory_uncorrected_steps_are_too_short():
    ratio = simulate(Params(beta1=0.99, beta2=0.9)).ratio
    assert ratio.first < 1
    assert ratio.peak < 1.1


@settings(max_examples=10)
@given(
    beta1=st.floats(0, 0.99),
    beta2=st.floats(0, 0.9999),
    lr=st.floats(1e-4, 1),
    gradient=st.floats(1e-3, 1000),
    stream_noise=st.floats(0, 5),
    noise=st.floats(1e-3, 100),
    seed=st.integers(0, 2**31),
    warmup=st.integers(1, 300),
)
def test_every_allowed_choice_has_a_result(**chosen):
    result = simulate(Params(**chosen))
    assert np.isfinite(result.ratio.values).all()
    assert np.isfinite(result.corrected.rms).all() and np.isfinite(result.uncorrected.rms).all()
    assert result.ratio.within(0.05) is not None


def test_seed_and_noise_are_those_that_were_chosen():
    chosen = Params(seed=5, noise=3.0, gradient=2.0, stream_noise=0.25)
    result = simulate(chosen)
    draws = np.random.default_rng(5).standard_normal((60, 1))
    np.testing.assert_allclose(result.stream.gradients, 2.0 * (1 + 0.25 * draws), rtol=1e-12)

    noisy = Noisy(Quadratic(curvatures=(1.0,) * 1000), 3.0, seed=5)
    for cloud, on in ((result.corrected, True), (result.uncorrected, False)):
        alone = run(Adam(lr=0.01, bias_correction=on), noisy, np.zeros(1000), 300)
        np.testing.assert_array_equal(cloud.positions, alone.positions)


def test_the_seeds_of_the_long_run_begin_with_the_one_that_was_chosen(result):
    ratios = simulate(Params(seed=19)).long_run.loss_ratios
    assert ratios[0] == pytest.approx(result.long_run.loss_ratios[19], rel=1e-9)
    assert ratios[1] != pytest.approx(result.long_run.loss_ratios[1], rel=1e-9)


def test_rate_and_memories_are_those_that_were_chosen():
    chosen = Params(beta1=0.8, beta2=0.99, lr=0.05, warmup=40)
    result = simulate(chosen)
    rule = Adam(beta1=0.8, beta2=0.99, lr=0.05)
    for taken in (result.constant, result.stream):
        assert taken.optimizer == rule
    assert result.constant_uncorrected.optimizer == Adam(beta1=0.8, beta2=0.99, lr=0.05, bias_correction=False)
    assert result.ratio.at(7) == pytest.approx((1 - 0.8**7) / math.sqrt(1 - 0.99**7))
    assert result.first_step.neither == pytest.approx(0.2 / math.sqrt(0.01), rel=1e-6)
    assert result.warmup.uncorrected[0] == pytest.approx(0.2 / math.sqrt(0.01), rel=1e-6)
    assert result.warmup.ramp[:2].tolist() == [1 / 40, 2 / 40] and len(result.warmup.steps) == 80
