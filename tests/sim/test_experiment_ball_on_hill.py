"""What the film says about the ball is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.ball_on_hill import Params, simulate
from sim.landscapes import BallOnHill
from sim.optimizers import SGD
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def shown(value: float) -> str:
    return f"{value:.4g}"


def test_there_are_three_valleys_and_two_ridges(result):
    assert [shown(x) for x in result.minima] == ["-0.005759", "3.409", "-3.781"]
    assert [shown(f) for f in result.minima_losses] == ["0.0002328", "0.7026", "0.8301"]
    assert [shown(x) for x in result.ridges] == ["-2.725", "2.597"]
    assert [shown(f) for f in result.ridge_losses] == ["1.154", "0.811"]


def test_gradient_descent_stops_in_the_first_trap_without_ever_turning(result):
    ball = result.gradient_descent
    assert (shown(ball.position), shown(ball.loss)) == ("3.409", "0.7026")
    assert ball.turns == 0 and ball.settled and ball.valley == 1
    assert f"{np.abs(ball.run.updates).max():.3f}" == "0.070"


def test_larger_rates_end_in_the_same_trap(result):
    assert [ball.run.optimizer.lr for ball in result.larger_rates] == [0.5, 1.0, 2.0]
    assert [shown(ball.position) for ball in result.larger_rates] == ["3.409"] * 3
    assert all(ball.valley == 1 and ball.settled and not ball.ridges_crossed for ball in result.larger_rates)


def test_momentum_crosses_the_bump_and_settles_in_the_best_valley(result):
    ball = result.momentum
    assert (shown(ball.position), shown(ball.loss)) == ("-0.005759", "0.0002328")
    assert ball.turns == 12 and ball.settled and ball.valley == 0
    assert ball.ridges_crossed == (result.ridges[1],)


def test_too_much_momentum_ends_in_the_worst_valley(result):
    ball = result.heavy
    assert (shown(ball.position), shown(ball.loss)) == ("-3.784", "0.8301")
    assert ball.valley == 2 and ball.loss > result.gradient_descent.loss
    assert ball.ridges_crossed == (result.ridges[1], result.ridges[0])


@pytest.mark.parametrize(
    ("momentum", "end"),
    [(0.5, "3.409"), (0.8, "3.409"), (0.98, "3.392")],
)
def test_other_momenta_end_where_the_storyboard_says(momentum, end):
    assert shown(simulate(Params(momentum=momentum)).momentum.position) == end


def test_a_momentum_of_95_hundredths_reaches_the_best_valley_too():
    assert simulate(Params(momentum=0.95)).momentum.valley == 0


def test_only_13_of_100_momenta_reach_the_best_valley(result):
    reached = result.sweep.momenta[result.sweep.reached_best]
    assert len(reached) == 13
    assert reached.min() == 0.85


def test_the_sweep_is_the_runs_that_it_says_it_is(result):
    for momentum in (0.0, 0.86, 0.97):
        i = round(100 * momentum)
        assert result.sweep.momenta[i] == momentum
        alone = run(SGD(lr=0.1, momentum=momentum), BallOnHill(), 7.0, 3000)
        assert result.sweep.ends[i] == alone.positions[-1, 0]


def test_sgd_with_momentum_is_newtons_law_with_drag(result):
    honey = result.honey
    assert honey.largest_difference < 1e-14
    assert honey.positions.shape == result.momentum.positions.shape
    assert honey.lr(honey.mass) == pytest.approx(0.1, rel=1e-12)
    assert honey.momentum(honey.mass) == pytest.approx(0.9, rel=1e-12)
    assert (shown(honey.mass), shown(honey.time_step), shown(honey.drag)) == ("0.81", "0.3", "0.3")


def test_gradient_descent_is_the_massless_ball():
    honey = simulate(Params(momentum=0)).honey
    assert honey.mass == 0
    assert honey.largest_difference < 1e-14


def test_mass_sets_both_rate_and_momentum_but_not_the_top_speed(result):
    push = result.push
    assert [shown(value) for value in push.lr] == ["0.4737", "0.08257", "0.00892"]
    assert [shown(value) for value in push.momentum] == ["0.5263", "0.9174", "0.9911"]
    np.testing.assert_allclose(push.lr / (1 - push.momentum), push.top_speed, rtol=1e-12)
    assert f"{push.top_speed:.3f}" == "1.000"


def test_heavier_balls_are_slower_to_start_and_to_stop(result):
    push = result.push
    starts, stops = push.steps_to_top, push.steps_to_stop
    assert starts[0] < starts[1] < starts[2] and stops[0] < stops[1] < stops[2]
    for i, steps in enumerate(starts):
        assert push.speeds[steps - 1, i] >= 0.99 * push.top_speed > push.speeds[steps - 2, i]
    for i, steps in enumerate(stops):
        after = push.speeds[push.pushed :, i]
        assert after[steps - 1] < 0.01 * push.top_speed <= after[steps - 2]


def test_a_rate_that_explodes_is_said_to_have_diverged():
    result = simulate(Params(lr=3.0, steps=3000))
    fastest = result.larger_rates[-1]
    assert fastest.diverged and fastest.valley is None and not fastest.settled
    assert np.all(np.isfinite(fastest.positions))


def test_a_ball_that_swings_through_the_minimum_has_not_settled():
    ball = simulate(Params(steps=78)).momentum  # by now it is close, and still at 0.014 a step
    assert abs(ball.position - BallOnHill().minima[0, 0]) < 0.05
    assert not ball.settled


def test_a_ball_that_creeps_down_the_slope_has_not_settled():
    ball = simulate(Params(lr=1e-3, steps=50)).gradient_descent
    assert abs(ball.run.updates[-1, 0]) < 0.01
    assert not ball.settled


@settings(max_examples=15)
@given(
    lr=st.floats(1e-4, 3),
    momentum=st.floats(0, 0.99),
    heavy_momentum=st.floats(0, 0.999),
    start=st.floats(-8, 8),
    drag=st.floats(1e-3, 10),
)
def test_every_allowed_choice_has_a_result(lr, momentum, heavy_momentum, start, drag):
    result = simulate(Params(lr=lr, momentum=momentum, heavy_momentum=heavy_momentum, start=start, drag=drag, steps=50))
    assert np.isfinite(result.push.speeds).all()
    assert result.momentum.diverged or np.isfinite(result.honey.largest_difference)


def test_every_ball_starts_where_it_is_told_to():
    result = simulate(Params(start=-6.0))
    balls = (result.gradient_descent, *result.larger_rates, result.momentum, result.heavy)
    assert {ball.positions[0] for ball in balls} == {-6.0}
    assert result.honey.positions[0] == -6.0
    assert result.sweep.ends[0] == run(SGD(lr=0.1), BallOnHill(), -6.0, 3000).positions[-1, 0]


def test_every_ball_has_the_rate_momentum_and_steps_it_is_told_to_have():
    result = simulate(Params(lr=0.2, momentum=0.8, heavy_momentum=0.95, steps=60))
    expected = [(result.gradient_descent, 0.2, 0.0), (result.momentum, 0.2, 0.8), (result.heavy, 0.2, 0.95)]
    for ball, lr, momentum in [
        *expected,
        *((ball, k, 0.0) for ball, k in zip(result.larger_rates, (1.0, 2.0, 4.0), strict=True)),
    ]:
        np.testing.assert_array_equal(
            ball.positions, run(SGD(lr=lr, momentum=momentum), BallOnHill(), 7.0, 60).positions[:, 0]
        )
    assert result.sweep.ends[50] == run(SGD(lr=0.2, momentum=0.5), BallOnHill(), 7.0, 3000).positions[-1, 0]


def test_thicker_honey_needs_more_mass_for_the_same_path():
    thin, thick = simulate(Params(drag=0.3)), simulate(Params(drag=0.6))
    assert thick.honey.mass > thin.honey.mass
    assert thick.honey.largest_difference < 1e-14
