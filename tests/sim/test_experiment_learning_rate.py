"""What the film says about learning rates is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.arrival import GOAL
from sim.experiments.learning_rate import Params, simulate


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_too_small_takes_thousands_of_steps_for_what_takes_140(result):
    descents = (result.too_small, result.careful, result.fast, result.too_large)
    assert [descent.arrived for descent in descents] == [13_523, 268, 140, None]
    assert [descent.stable for descent in descents] == [True, True, True, False]
    assert [descent.lr * 50 for descent in descents] == pytest.approx([0.02, 1, 1.9, 2.1])


def test_past_two_over_the_curvature_every_step_overshoots_by_more(result):
    assert result.too_large.factors[1] == pytest.approx(-1.1)
    assert [f"{result.too_large.losses[step]:.4g}" for step in (30, 100)] == ["7616", "4.748e+09"]
    assert result.largest_stable_lr == pytest.approx(0.04)


def test_a_step_multiplies_the_offsets_by_the_factors_on_screen(result):
    for descent in (result.too_small, result.fast, result.too_large):
        path = descent.run.positions[:50]
        np.testing.assert_allclose(path[1:], path[:-1] * descent.factors, rtol=1e-12)


def test_in_single_precision_the_loss_goes_first_then_a_weight_then_comes_nan(result):
    single = result.single
    assert (single.loss_overflow, single.weight_overflow, single.not_a_number) == (449, 891, 892)
    assert np.isinf(single.losses[449]) and np.isfinite(single.losses[448])
    assert np.isnan(single.positions[892, 1]) and np.isinf(single.positions[891, 1])
    assert np.abs(single.positions[890]).max() <= single.largest


def test_single_precision_follows_the_descent_in_double(result):
    np.testing.assert_allclose(result.single.positions[:100], result.too_large.run.positions[:100], rtol=1e-4)


def test_adam_rattles_and_does_not_explode(result):
    assert f"{result.adam_peak:.0f}" == "2025"
    assert f"{result.adam_losses[100]:.4g}" == "0.01746"
    assert result.adam.diverged_at is None
    assert 0.99 < result.adam_longest_step < 1.5


def test_on_a_curved_loss_too_large_ends_in_a_flatter_valley(result):
    net = result.net
    assert (f"{net.sharpness[0]:.3f}", f"{net.limit:g}", f"{net.sharpness[-1]:.3f}") == ("9.130", "8", "6.715")
    assert (f"{net.losses[0]:.4f}", f"{net.peak:.4f}", net.peak_step) == ("0.0032", "0.3748", 13)
    assert net.losses[-1] < 1e-30 and f"{net.losses[-1]:.1e}" == "2.5e-32"
    assert net.escaped


def test_a_rate_that_the_start_can_stand_stays_there_and_a_far_larger_one_explodes():
    calm = simulate(Params(net_lr=0.1, steps=100)).net
    assert not calm.escaped and calm.sharpness[-1] == pytest.approx(calm.sharpness[0], rel=0.01)
    wild = simulate(Params(net_lr=0.5, steps=100)).net
    assert not wild.escaped and wild.run.diverged_at is not None


def test_arrival_is_the_first_step_after_which_the_loss_stays_low(result):
    for descent in (result.too_small, result.careful, result.fast):
        assert descent.losses[descent.arrived - 1] >= GOAL and np.all(descent.losses[descent.arrived :] < GOAL)


def test_too_few_steps_do_not_arrive():
    assert simulate(Params(steps=100)).too_small.arrived is None


def test_barely_past_the_limit_single_precision_still_overflows():
    barely = simulate(Params(too_large=2.01, steps=100)).single
    assert barely.loss_overflow < barely.weight_overflow < barely.not_a_number


def test_the_fewest_steps_are_taken_near_the_edge_where_the_curvatures_differ_much(result):
    rates, arrived = result.sweep.rates, result.sweep.arrived
    assert (f"{result.sweep.best:.3f}", np.nanmin(arrived)) == ("1.938", 137)
    # In a quadratic the best rate is two over the sum of its curvatures (Polyak 1964).
    assert result.sweep.best == pytest.approx(2 * 50 / 51, rel=0.02)
    assert simulate(Params(condition_number=2, steps=200)).sweep.best == pytest.approx(2 * 2 / 3, rel=0.05)
    assert np.all(np.diff(arrived[rates < 1.9]) < 0) and rates.max() < 2


def test_the_rates_that_are_compared_must_rise():
    with pytest.raises(ValueError, match="larger than the one before"):
        Params(careful=1.95)


@settings(max_examples=10)
@given(
    condition_number=st.floats(2, 1000),
    too_small=st.floats(1e-3, 0.6),
    careful=st.floats(0.7, 1.2),
    fast=st.floats(1.3, 1.99),
    too_large=st.floats(2.1, 10),
    adam_lr=st.floats(1e-3, 1000),
    net_lr=st.floats(1e-3, 1),
    net_first=st.floats(0.1, 5),
    net_second=st.floats(0.1, 5),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=100))
    for name in ("too_small", "careful", "fast", "too_large"):
        descent = getattr(result, name)
        assert descent.lr == pytest.approx(chosen[name] / chosen["condition_number"])
        assert descent.stable == (name != "too_large")
    assert result.adam.optimizer.lr == chosen["adam_lr"] and result.adam.diverged_at is None
    assert result.net.run.optimizer.lr == chosen["net_lr"]
    assert result.net.run.positions[0].tolist() == [chosen["net_first"], chosen["net_second"]]
