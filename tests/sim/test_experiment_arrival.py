"""A run has arrived when its loss stays below the goal, not where the record of a swing happens to end."""

import numpy as np

from sim.experiments import learning_rate, momentum_memory, oscillating_valley, wrong_learning_rate
from sim.experiments.arrival import GOAL, arrival
from sim.landscapes import Quadratic
from sim.optimizers import SGD, Adam
from sim.runs import run

VALLEY, START = Quadratic(curvatures=(1.0, 50.0)), (-10.0, 1.0)


def test_a_swing_that_was_cut_as_it_passed_the_goal_has_not_arrived():
    swinging = SGD(lr=0.02, momentum=0.9)
    full = run(swinging, VALLEY, START, 300)
    dips = np.flatnonzero(np.diff(np.sign(full.losses - GOAL)) < 0) + 1  # the steps at which it comes below the goal
    assert dips.size > 1 and arrival(full) == dips[-1] == 103
    for step in range(99, 103):
        assert arrival(run(swinging, VALLEY, START, step)) is None


def test_a_run_that_was_cut_at_its_arrival_has_arrived():
    swinging = SGD(lr=0.02, momentum=0.9)
    assert [arrival(run(swinging, VALLEY, START, steps)) for steps in (103, 150, 206, 2000)] == [103] * 4


def test_losses_are_held_against_the_goal_in_their_own_unit():
    small = run(SGD(lr=2e4), Quadratic(curvatures=(1e-6, 50e-6)), START, 300)
    assert arrival(small, unit=1e-6) == 268 and arrival(small) == 0


def test_an_adam_that_stayed_as_long_again_has_arrived_though_it_breaks_out_in_the_end():
    adam = Adam(lr=0.1)
    taken = run(adam, VALLEY, START, 8000)
    assert arrival(run(adam, VALLEY, START, 3000)) == 234
    out = np.flatnonzero(taken.losses[234:] >= GOAL)
    assert out.size and 234 + out[0] > 2 * 3000  # which is why nothing is said of it beyond


def test_wherever_the_carts_of_the_momentum_film_are_cut_their_arrivals_are_those_of_the_whole_way():
    for steps in range(100, 112):
        short = momentum_memory.simulate(momentum_memory.Params(steps=steps))
        assert [journey.arrived for journey in short.journeys] == [None, 103 if steps >= 103 else None, None], steps


def test_the_swings_of_the_oscillating_valley_are_not_cut_either():
    full = oscillating_valley.simulate(oscillating_valley.Params())
    for steps in range(50, 110):
        short = oscillating_valley.simulate(oscillating_valley.Params(steps=steps))
        for name in ("momentum", "heavy", "best", "nesterov"):
            expected = getattr(full, name).arrived
            assert getattr(short, name).arrived == (expected if expected <= steps else None), (steps, name)


def test_gradient_descent_below_the_edge_never_comes_up_again():
    result = learning_rate.simulate(learning_rate.Params(steps=400))
    for descent in (result.careful, result.fast):
        assert np.all(np.diff(descent.losses) <= 0)
    assert result.too_large.arrived is None


def test_the_loss_of_a_scaled_valley_is_watched_in_the_unit_of_the_valley_as_it_was():
    result = wrong_learning_rate.simulate(wrong_learning_rate.Params())
    assert {each.adam_arrived for each in result.scaled} == {234}
