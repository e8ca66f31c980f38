"""What the film says about the two wells, and what it quotes from other clips, is what the runs do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.experiments.checkpoints import SHARP, WIDE, Params, simulate
from sim.gradients import Noisy
from sim.landscapes import Checkpoints, TwoWeightNet
from sim.optimizers import SGD
from sim.runs import run
from tests.sim.every_experiment import default_result


@pytest.fixture(scope="module")
def result():
    return default_result("checkpoints")


def test_the_sharp_well_is_the_deeper_one(result):
    assert [f"{x:.3f}" for x in (*result.minima, result.ridge)] == ["-1.497", "1.848", "-1.015"]
    assert [f"{loss:.4f}" for loss in result.losses] == ["-0.8883", "-0.8151"]
    assert f"{Checkpoints().loss(np.array([result.ridge])):.4f}" == "0.0425"
    assert [f"{curvature:.4g}" for curvature in result.curvatures] == ["44.5", "1.282"]
    assert f"{result.largest_stable_lr:.4f}" == "0.0449"


def test_noise_shakes_most_out_of_the_sharp_well_and_few_out_of_the_wide_one(result):
    assert [f"{share:.4f}" for share in result.shaken.end] == ["0.7425", "0.1010"]
    assert result.shaken.half_out == 852
    assert f"{np.sqrt(0.7425 * 0.2575 / 2000):.3f}" == "0.010"


def test_a_smaller_rate_or_no_noise_lets_nobody_out(result):
    assert result.gently.lr == 0.01 and result.gently.noise == 4
    assert np.all(result.gently.left == 0) and np.all(result.quiet.left == 0)


@pytest.mark.parametrize(("noise", "left"), [(3.0, ["0.1555", "0.0120"]), (2.0, ["0.0000", "0.0000"])])
def test_less_noise_lets_fewer_out(noise, left):
    assert [f"{share:.4f}" for share in simulate(Params(noise=noise)).shaken.end] == left


def test_without_noise_the_rate_decides_which_well_holds():
    wells = Checkpoints()
    bottom = wells.minima[SHARP, 0]
    ends = [run(SGD(lr=lr), wells, bottom + 1e-3, 2000).positions[-1, 0] for lr in (0.044, 0.046, 0.15)]
    assert [f"{end:.3f}" for end in ends] == ["-1.497", "-1.464", "1.848"]


def test_the_places_that_are_shown_are_those_of_the_walkers(result):
    wells = Checkpoints()
    assert result.shaken.places.shape == (251, 2, 100) and result.shaken.every == 8
    for well in (SHARP, WIDE):
        starts = np.full((2000, 1), wells.minima[well, 0])
        alone = run(SGD(lr=0.03), Noisy(wells, 4.0, 0), starts, 80).positions[..., 0]
        np.testing.assert_array_equal(result.shaken.places[:11, well], alone[::8, :100])


def test_the_net_is_the_same_function_and_fifty_times_as_sharp(result):
    slide = result.slide
    np.testing.assert_allclose(slide.products, 1, rtol=1e-15)
    assert [f"{slide.sharpness[at]:#.4g}" for at in (0, -1)] == ["2.000", "100.0"]
    assert f"{TwoWeightNet().sharpness(np.array([3, 1 / 3])):.3f}" == "9.111"
    middle = len(slide.offsets) // 2
    step = slide.offsets[1] - slide.offsets[0]
    curved = (slide.walls[:, middle + 1] - 2 * slide.walls[:, middle] + slide.walls[:, middle - 1]) / step**2
    np.testing.assert_allclose(curved, slide.sharpness, rtol=0.01)


def test_what_is_quoted_from_other_clips_is_what_they_say(result):
    assert f"{result.averaging.gain_ratio:.2f}" == "19.00"
    assert (result.valley.zigzag.arrived, result.valley.momentum.arrived) == (140, 34)
    roads = result.roads
    assert (roads.adam.arrived, roads.gradient_descent.arrived) == (108, 689)
    assert (roads.turned_adam.arrived, roads.turned_gradient_descent.arrived) == (798, 689)
    ratio = result.bias.ratio
    assert (f"{ratio.first:.3f}", f"{ratio.peak:.3f}", ratio.peak_step) == ("3.162", "6.569", 12)
    assert (result.built.sgd.test_accuracy, result.built.adam.test_accuracy) == (1.0, 0.7001)
    assert (f"{result.tuned.best_sgd:.3f}", f"{result.tuned.best_adam:.3f}") == ("2.002", "2.001")


def test_tuned_means_the_best_of_all_rates(result):
    ten = default_result("when-to-use-what").zipf
    assert result.tuned.best_sgd == pytest.approx(ten.best_sgd, rel=1e-9)
    assert result.tuned.best_adam == pytest.approx(ten.best_adam, rel=1e-9)


def test_the_small_rate_must_be_the_smaller_one():
    with pytest.raises(ValidationError, match=r"must be below lr=0\.02"):
        Params(lr=0.02, small_lr=0.03)


@settings(max_examples=5, deadline=None)
@given(
    lr=st.floats(0.02, 0.044),
    noise=st.floats(0.5, 8),
    walkers=st.integers(200, 220),
    steps=st.integers(250, 300),
    largest_weight=st.floats(2, 30),
    seed=st.integers(0, 9),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen))
    wells = Checkpoints()
    starts = np.full((chosen["walkers"], 1), wells.minima[SHARP, 0])
    alone = run(SGD(lr=chosen["lr"]), Noisy(wells, chosen["noise"], chosen["seed"]), starts, chosen["steps"])
    assert result.shaken.end[SHARP] == np.mean(alone.positions[-1, :, 0] > result.ridge)
    assert len(result.shaken.left) == chosen["steps"] + 1
    assert result.slide.weights[-1, 0] == pytest.approx(chosen["largest_weight"])
