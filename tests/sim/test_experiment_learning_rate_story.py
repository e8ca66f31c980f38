"""What the film says about one rate or many is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.arrival import GOAL
from sim.experiments.learning_rate_story import Params, simulate
from sim.landscapes import Quadratic
from sim.optimizers import Adam
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


@pytest.mark.parametrize(
    ("drive", "moves"),
    [("gradient_descent", ("1.8", "0.0045")), ("adam", ("0.1", "0.1")), ("rmsprop", ("0.1", "0.1"))],
)
def test_first_moves_are_400_to_1_or_equal(result, drive, moves):
    assert tuple(f"{move:.4g}" for move in getattr(result, drive).first_move) == moves


@pytest.mark.parametrize(
    ("drive", "arrived"),
    [("gradient_descent", 689), ("adam", 108), ("turned_gradient_descent", 689), ("turned_adam", 798)],
)
def test_turning_the_bowl_takes_adams_gift_and_nothing_from_gradient_descent(result, drive, arrived):
    assert getattr(result, drive).arrived == arrived


def test_adam_gives_each_lane_a_rate_of_its_own_as_the_lanes_are_steep(result):
    assert result.adam.own_rates[0] == pytest.approx([0.1 / 400, 0.1])
    np.testing.assert_allclose(result.adam.own_rates[:108, 1] / result.adam.own_rates[:108, 0], 400, rtol=1e-5)


def test_gradient_descents_path_turns_rigidly(result):
    assert result.largest_turn < 1e-12


def test_adams_loss_of_speed_does_not_hang_on_its_rate(result):
    assert [drive.run.optimizer.lr for drive in result.other_adams] == pytest.approx([0.05, 0.02])
    assert [drive.arrived for drive in result.other_adams] == [118, 130]
    assert [drive.arrived for drive in result.turned_other_adams] == [1357, 2739]


def test_past_the_steepest_lanes_limit_the_car_flies_off(result):
    assert (result.lr, result.too_high_lr, result.largest_stable_lr) == pytest.approx((0.0045, 0.0055, 0.005))
    assert f"{result.too_high.losses[100]:.4g}" == "1.372e+18"


def test_the_cars_of_the_bowl_drive_on_the_axes_of_the_weights(result):
    valley = Quadratic(curvatures=(400.0, 1.0))
    alone = run(Adam(lr=0.1), valley, (1.0, 1.0), 3000)
    np.testing.assert_array_equal(result.adam.run.positions, alone.positions)
    np.testing.assert_array_equal(result.adam.lanes, alone.positions)


def test_arrival_is_the_first_step_after_which_the_loss_stays_low(result):
    for drive in (result.gradient_descent, result.adam, result.turned_adam, result.rmsprop):
        if drive.arrived is None:
            assert drive.losses[-1] >= GOAL
        else:
            assert drive.losses[drive.arrived - 1] >= GOAL and np.all(drive.losses[drive.arrived :] < GOAL)


@pytest.mark.parametrize("angle", [0, 90])
def test_adam_keeps_its_gift_where_the_bowl_lies_along_the_axes(angle):
    assert simulate(Params(angle=angle)).turned_adam.arrived == 108


def test_a_bowl_that_is_hardly_turned_already_costs_adam_speed():
    assert simulate(Params(angle=5)).turned_adam.arrived > 108


def test_a_steeper_path_slows_gradient_descent_in_proportion_and_adam_not_at_all():
    steep = simulate(Params(steepness=1600, steps=5000))
    assert steep.gradient_descent.arrived == pytest.approx(4 * 689, rel=0.01)
    assert steep.adam.arrived == pytest.approx(108, abs=30)


@settings(max_examples=8)
@given(
    steepness=st.floats(2, 1e4),
    lr_times_curvature=st.floats(0.01, 1.99),
    too_high=st.floats(2.01, 10),
    adam_lr=st.floats(1e-4, 1),
    rmsprop_lr=st.floats(1e-4, 1),
    angle=st.floats(0, 90),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=100))
    rates = [
        getattr(result, drive).run.optimizer.lr for drive in ("gradient_descent", "too_high", "turned_adam", "rmsprop")
    ]
    expected = [chosen["lr_times_curvature"], chosen["too_high"]]
    assert rates[:2] == pytest.approx([value / chosen["steepness"] for value in expected])
    assert rates[2:] == [chosen["adam_lr"], chosen["rmsprop_lr"]]
    assert result.turned_bowl.angle == chosen["angle"]
    assert result.gradient_descent.losses[-1] < result.gradient_descent.losses[0]
    assert result.too_high.losses[-1] > result.too_high.losses[0]
