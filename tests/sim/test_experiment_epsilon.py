"""What the film says about epsilon is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.arrival import GOAL
from sim.experiments.epsilon import Params, simulate
from sim.landscapes import Quadratic
from sim.optimizers import SGD
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_adam_equalises_four_of_five_gradients_and_halves_the_fifth(result):
    assert result.gradients.tolist() == [1, 1e-2, 1e-4, 1e-6, 1e-8]
    assert [f"{stride:.4g}" for stride in result.strides] == ["1", "1", "0.9999", "0.9901", "0.5"]


def test_a_larger_epsilon_silences_small_gradients(result):
    assert [f"{stride:.4g}" for stride in result.large_strides] == ["0.9999", "0.9901", "0.5", "0.009901", "9.999e-05"]


def test_the_slider_begins_and_ends_at_the_two_and_silences_ever_more(result):
    np.testing.assert_allclose(result.slider.strides[[0, -1]], [result.strides, result.large_strides], rtol=1e-12)
    assert np.all(np.diff(result.slider.strides, axis=0) < 0)
    g, eps = result.gradients, result.slider.eps[:, np.newaxis]
    np.testing.assert_allclose(result.slider.strides, g / (g + eps), rtol=1e-12)


def test_in_the_valley_with_the_small_loss_one_arrives_and_one_is_parked(result):
    assert result.start_loss == pytest.approx(75)
    assert (result.journey.arrived, result.large_journey.arrived) == (2406, None)
    assert (f"{result.large_journey.parked:.2f}", result.parked_step) == ("34.69", 2000)
    assert result.journey.parked < 1
    assert (result.journey.eps, result.large_journey.eps) == (1e-8, 1e-4)


def test_arrival_is_the_first_step_after_which_the_loss_stays_low(result):
    journey = result.journey
    assert journey.losses[journey.arrived - 1] >= GOAL and np.all(journey.losses[journey.arrived :] < GOAL)


def test_in_half_precision_the_small_epsilon_is_zero(result):
    assert result.half.eps == 0 and f"{result.half.smallest:.2e}" == "5.96e-08"
    assert np.isnan(result.half.quotient_of_zero) and np.isinf(result.half.quotient_of_small)


def test_in_half_precision_an_epsilon_of_1e_4_is_not():
    half = simulate(Params(eps=1e-4, large_eps=1e-3, steps=200)).half
    assert half.eps == pytest.approx(1e-4, rel=1e-3)
    assert half.quotient_of_zero == 0 and half.quotient_of_small == pytest.approx(1, rel=1e-3)


def test_in_the_valley_as_it_is_epsilon_hardly_matters():
    unscaled = simulate(Params(scale=1, steps=5000))
    assert unscaled.large_journey.arrived == pytest.approx(unscaled.journey.arrived, abs=5)
    assert unscaled.journey.arrived == pytest.approx(simulate(Params(steps=5000)).journey.arrived, rel=0.01)


def test_far_below_epsilon_adam_is_averaged_descent_at_the_rate_over_epsilon():
    damped = simulate(Params(large_eps=10, scale=1e-3, lr=1, steps=2000)).large_journey
    plain = run(SGD(lr=1e-4), Quadratic(curvatures=(1, 50)), (-10, 1), 2000)
    np.testing.assert_allclose(damped.run.positions[-1, 0], plain.positions[-1, 0], rtol=0.005)


def test_the_large_epsilon_is_a_number_in_half_precision_and_divides_as_one(result):
    assert result.large_half.eps == pytest.approx(1e-4, rel=1e-3)
    assert (result.large_half.quotient_of_zero, result.large_half.quotient_of_small) == (0, 1)


def test_under_noise_alone_the_small_epsilon_drifts_and_the_large_one_hardly_moves(result):
    drifts = result.drift.rms[-1], result.large_drift.rms[-1]
    assert [f"{drift:.3g}" for drift in drifts] == ["17.5", "0.175"]
    assert result.start_gradient == pytest.approx(5e-5)


def test_the_large_epsilon_must_be_larger():
    with pytest.raises(ValueError, match="must be larger"):
        Params(eps=1e-3)


@settings(max_examples=8)
@given(
    eps=st.floats(1e-12, 1e-2),
    large_eps=st.floats(2e-2, 10),
    scale=st.floats(1e-12, 1e6),
    lr=st.floats(1e-4, 1),
    condition_number=st.floats(2, 1000),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=200))
    adams = [journey.run.optimizer for journey in (result.journey, result.large_journey)]
    assert [adam.eps for adam in adams] == [chosen["eps"], chosen["large_eps"]]
    assert [adam.lr for adam in adams] == [chosen["lr"]] * 2
    assert result.landscape.curvatures == pytest.approx((chosen["scale"], chosen["scale"] * chosen["condition_number"]))
    assert result.parked_step == 200
