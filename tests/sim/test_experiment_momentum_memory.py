"""What the film says about momentum's memory is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InvalidInput
from sim.experiments.arrival import GOAL
from sim.experiments.momentum_memory import Params, simulate


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_more_momentum_is_more_speed(result):
    np.testing.assert_allclose(result.carts.limits, [1, 10, 100], rtol=1e-12)
    np.testing.assert_allclose(result.carts.speeds[result.carts.flip - 1], [1, 10, 100], rtol=1e-9)


def test_more_momentum_turns_later(result):
    assert result.carts.turns.tolist() == [1, 7, 69]
    np.testing.assert_allclose(result.carts.expected_turns, [0, 6.58, 68.97], atol=0.005)
    after = result.carts.speeds[result.carts.flip :]
    for cart, turn in enumerate(result.carts.turns):
        assert after[turn - 1, cart] < 0 and np.all(after[: turn - 1, cart] >= 0)


def test_in_the_valley_nine_tenths_win_and_more_swings(result):
    assert [journey.arrived for journey in result.journeys] == [268, 103, 1110]
    assert [journey.overshoots for journey in result.journeys] == [0, 4, 50]
    assert [f"{journey.farthest_past:.3f}" for journey in result.journeys] == ["0.000", "2.951", "8.958"]
    assert [journey.arrived for journey in result.even_journeys] == [268, 217, 1043]


def test_even_journeys_have_the_same_top_speed(result):
    tops = [journey.run.optimizer.lr / (1 - journey.run.optimizer.momentum) for journey in result.even_journeys]
    np.testing.assert_allclose(tops, result.lr)


def test_more_momentum_leaves_less_noise(result):
    assert [f"{left:.4f}" for left in result.noise.left[1:]] == ["0.2301", "0.0740"]
    assert [f"{left:.4f}" for left in result.noise.expected] == ["1.0000", "0.2294", "0.0709"]
    assert result.noise.left[0] == pytest.approx(1, abs=0.01)
    assert np.all(np.diff(result.noise.shown.std(axis=0)) < 0)


def test_a_push_is_kept_by_its_momentum_in_every_step(result):
    np.testing.assert_allclose(result.echo, result.momenta ** np.arange(len(result.echo))[:, np.newaxis], rtol=1e-12)
    assert [f"{left:.3f}" for left in result.echo[-1]] == ["0.000", "0.002", "0.553"]


def test_a_way_is_the_sum_of_its_speeds(result):
    ways = result.carts.ways
    assert ways[0].tolist() == [0, 0, 0]
    np.testing.assert_allclose(np.diff(ways, axis=0), result.carts.speeds, rtol=1e-9, atol=1e-9)


def test_the_price_of_the_chosen_momenta_is_what_their_runs_paid(result):
    price = result.price
    assert price.momenta[0] == 0 and price.momenta[-1] == pytest.approx(0.99)
    np.testing.assert_allclose(np.interp(0.99, price.momenta, price.turns), result.carts.expected_turns[2])
    np.testing.assert_allclose(np.interp(0.99, price.momenta, price.left), result.noise.expected[2])
    assert np.all(np.diff(price.turns) > 0) and np.all(np.diff(price.left) < 0)


def test_the_third_cart_has_the_most_momentum():
    with pytest.raises(InvalidInput, match=r"heavy_momentum=0\.6: must be above momentum=0\.9, because"):
        Params.from_settings({"heavy_momentum": "0.6"})


def test_adam_without_beta1_is_not_sgd(result):
    np.testing.assert_allclose(result.adam_step, [0.01, 0.01], rtol=1e-6)
    np.testing.assert_allclose(result.default_adam_step, [0.01, 0.01], rtol=1e-6)
    np.testing.assert_allclose(result.sgd_step, [1, 0.01], rtol=1e-12)


def test_arrival_is_the_first_step_after_which_the_loss_stays_low(result):
    for journey in (*result.journeys, *result.even_journeys):
        assert journey.losses[journey.arrived - 1] >= GOAL and np.all(journey.losses[journey.arrived :] < GOAL)


def test_too_few_steps_do_not_arrive():
    assert [journey.arrived for journey in simulate(Params(steps=150)).journeys] == [None, 103, None]


def test_without_momentum_the_first_column_is_the_noise_itself(result):
    noise = np.random.default_rng(0).standard_normal(60_000)
    np.testing.assert_allclose(result.noise.shown[:, 0], noise[2000:3000], rtol=1e-12)
    assert simulate(Params(seed=1)).noise.left[1] != result.noise.left[1]


@settings(max_examples=6)
@given(
    momentum=st.floats(0.1, 0.7),
    heavy_momentum=st.floats(0.71, 0.995),
    condition_number=st.floats(2, 1000),
    lr_times_curvature=st.floats(0.01, 1.99),
    adam_lr=st.floats(1e-4, 1),
    loud=st.floats(1.5, 1e6),
    seed=st.integers(0, 2**31),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=100))
    momenta = [0, chosen["momentum"], chosen["heavy_momentum"]]
    assert result.momenta.tolist() == momenta
    assert [journey.run.optimizer.momentum for journey in result.journeys] == momenta
    assert result.lr == pytest.approx(chosen["lr_times_curvature"] / chosen["condition_number"])
    np.testing.assert_allclose(result.carts.turns[1:], np.floor(result.carts.expected_turns[1:]) + 1)
    np.testing.assert_allclose(result.noise.left, result.noise.expected, rtol=0.15)
    np.testing.assert_allclose(result.adam_step, chosen["adam_lr"], rtol=1e-6)
    np.testing.assert_allclose(result.sgd_step, [chosen["adam_lr"] * chosen["loud"], chosen["adam_lr"]])
