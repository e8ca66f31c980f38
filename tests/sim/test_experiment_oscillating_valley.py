"""What the film says about the valley is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.arrival import GOAL
from sim.experiments.oscillating_valley import Params, simulate
from sim.landscapes import Quadratic
from sim.optimizers import SGD
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_downhill_points_73_degrees_away_from_the_goal(result):
    assert f"{result.angle:.2f}" == "72.98"


@pytest.mark.parametrize(
    ("journey", "arrived", "crossings", "sideways_path"),
    [
        ("zigzag", 140, 140, "19"),
        ("careful", 268, 0, "1"),
        ("momentum", 34, 19, "7.935"),
        ("heavy", 103, 52, "19"),
        ("best", 33, 33, None),
        ("nesterov", 70, 41, None),
    ],
)
def test_each_journey_takes_the_storyboards_steps(result, journey, arrived, crossings, sideways_path):
    taken = getattr(result, journey)
    assert (taken.arrived, taken.crossings) == (arrived, crossings)
    assert sideways_path is None or f"{taken.sideways_path:.4g}" == sideways_path


def test_too_much_momentum_overshoots_the_goal_six_times(result):
    assert result.heavy.overshoots == 6
    assert result.zigzag.overshoots == result.careful.overshoots == 0


def test_each_zigzag_step_keeps_nine_tenths_of_the_offset_on_the_other_side(result):
    assert result.wall_factor == pytest.approx(-0.9)
    across = result.zigzag.run.positions[:50, 1]
    np.testing.assert_allclose(across[1:], -0.9 * across[:-1], rtol=1e-12)


def test_careful_steps_crawl_along_the_valley_by_the_factor_on_screen(result):
    along = result.careful.run.positions[:50, 0]
    np.testing.assert_allclose(along[1:], (1 - result.careful.lr) * along[:-1], rtol=1e-12)


def test_polyaks_best_rate_and_momentum_follow_from_the_condition_number(result):
    assert (f"{result.best_lr:.4f}", f"{result.best_momentum:.4f}") == ("0.0614", "0.5658")
    assert (result.best.run.optimizer.lr, result.best.run.optimizer.momentum) == (result.best_lr, result.best_momentum)


def test_arrival_is_the_first_step_after_which_the_loss_stays_low(result):
    for journey in (result.zigzag, result.careful, result.momentum, result.heavy, result.best, result.nesterov):
        assert journey.losses[journey.arrived - 1] >= GOAL
        assert np.all(journey.losses[journey.arrived :] < GOAL)


def test_the_running_counter_ends_at_the_crossings_it_counts(result):
    for journey in (result.zigzag, result.momentum, result.nesterov):
        assert journey.crossings_at[0] == 0
        assert journey.crossings_at[journey.arrived] == journey.crossings


def test_plain_descent_explodes_past_two_over_the_curvature_and_momentum_does_not():
    result = simulate(Params(lr_times_curvature=2.1))
    assert result.zigzag.exploded and result.zigzag.arrived is None
    assert not result.momentum.exploded
    lr = result.zigzag.lr
    assert result.largest_stable_lr < lr < result.largest_stable_lr_momentum


def test_a_run_that_leaves_the_finite_numbers_has_diverged():
    zigzag = simulate(Params(lr_times_curvature=4)).zigzag
    assert zigzag.diverged and zigzag.exploded and zigzag.arrived is None


def test_a_run_that_is_too_slow_has_not_arrived():
    careful = simulate(Params(condition_number=1000, steps=100)).careful
    assert careful.arrived is None and not careful.exploded


def test_without_momentum_there_is_no_nesterov():
    assert simulate(Params(momentum=0)).nesterov is None


@settings(max_examples=15)
@given(
    condition_number=st.floats(2, 1000),
    lr_times_curvature=st.floats(1e-3, 4),
    momentum=st.floats(0, 0.999),
    heavy_momentum=st.floats(0, 0.999),
    start_along=st.floats(-100, -0.1),
    start_across=st.floats(-100, 100),
)
def test_every_allowed_choice_has_a_result(**chosen):
    result = simulate(Params(**chosen, steps=50))
    assert 0 <= result.angle <= 90


def test_every_journey_is_the_run_that_was_chosen():
    chosen = Params(
        condition_number=20,
        lr_times_curvature=1.5,
        momentum=0.6,
        heavy_momentum=0.8,
        start_along=-4,
        start_across=2,
        steps=60,
    )
    result = simulate(chosen)
    valley, start = Quadratic(curvatures=(1.0, 20.0)), (-4.0, 2.0)
    for journey, rule in (
        (result.zigzag, SGD(lr=1.5 / 20)),
        (result.careful, SGD(lr=1 / 20)),
        (result.momentum, SGD(lr=1.5 / 20, momentum=0.6)),
        (result.heavy, SGD(lr=1.5 / 20, momentum=0.8)),
        (result.nesterov, SGD(lr=1 / 20, momentum=0.6, nesterov=True)),
    ):
        np.testing.assert_array_equal(journey.run.positions, run(rule, valley, start, 60).positions)
    assert result.start.tolist() == [-4.0, 2.0]
