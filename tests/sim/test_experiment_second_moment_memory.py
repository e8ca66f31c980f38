"""What the film says about beta2 is what Adam does, to the digits that it shows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InvalidInput
from sim.experiments.second_moment_memory import Params, simulate
from sim.gradients import Given
from sim.optimizers import Adam
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_memories_are_100_1000_and_10_000_steps(result):
    np.testing.assert_allclose(result.memories, [100, 1000, 10_000], rtol=1e-9)


def test_the_size_rises_late_and_falls_four_times_later(result):
    assert result.up.full_arrival.tolist() == [165, 1650, 16_506]
    assert result.down.full_arrival.tolist() == [613, 6153, 61_555]


def test_after_a_jump_up_the_steps_overshoot(result):
    assert [f"{stride:.3f}" for stride in result.up.extreme] == ["2.131", "5.202", "8.446"]
    assert result.up.extreme_step.tolist() == [12, 17, 31]


def test_after_a_drop_the_steps_collapse_to_a_tenth(result):
    assert [f"{stride:.4f}" for stride in result.down.extreme] == ["0.1341", "0.1041", "0.1005"]


def test_the_second_moment_is_the_formula_on_screen(result):
    since = result.down.steps >= 1
    expected = 1 + 99 * result.betas ** result.down.steps[since][:, np.newaxis]
    np.testing.assert_allclose(result.down.sizes[since, :2] ** 2, expected[:, :2], rtol=1e-9)
    np.testing.assert_allclose(result.down.sizes[since, 2] ** 2, expected[:, 2], rtol=0.0025)  # memory 99.75 % full


def test_sixty_thousand_steps_do_not_quite_fill_the_longest_memory(result):
    assert result.up.arrival.tolist() == [165, 1650, 16_507]
    assert result.down.arrival.tolist() == [613, 6153, 61_530]
    long = simulate(Params(before=10**7))
    for change in (long.up, long.down):
        np.testing.assert_array_equal(change.arrival, change.full_arrival)
    assert f"{long.up.extreme[2]:.3f}" == "8.449"


@pytest.mark.parametrize("change", ["up", "down"])
def test_closed_form_is_what_adam_does(change):
    params = Params(short_beta2=0.9, beta2=0.95, long_beta2=0.99, before=1000, jump=5, beta1=0.8)
    predicted = getattr(simulate(params), change)
    old, new = (1.0, 5.0) if change == "up" else (5.0, 1.0)
    after = int(predicted.steps[-1])
    stream = Given(np.repeat([old, new], [1000, after])[:, np.newaxis])
    adams = run(Adam(lr=1.0, beta1=0.8, beta2=np.array([0.9, 0.95, 0.99])), stream, 0.0, 1000 + after)
    tail = slice(-len(predicted.steps), None)
    np.testing.assert_allclose(predicted.sizes, np.sqrt(adams.second_moment[tail, :, 0]), rtol=1e-9)
    np.testing.assert_allclose(predicted.strides, -adams.updates[tail, :, 0], rtol=1e-8)
    np.testing.assert_array_equal(predicted.gradients, adams.gradients[tail, 0, 0])


def test_before_the_change_every_step_is_a_full_one(result):
    for change in (result.up, result.down):
        before = change.steps <= 0
        np.testing.assert_allclose(change.strides[before], 1, rtol=1e-6)
        assert change.steps[before].tolist() == list(range(-199, 1))
        assert np.unique(change.gradients[before]).size == 1 == np.unique(change.gradients[~before]).size


def test_no_jump_leads_farther_than_its_own_size():
    assert np.all(simulate(Params(jump=100)).up.extreme < 100)
    assert np.all(simulate(Params(jump=1.5)).up.extreme < 1.5)


def test_without_a_first_memory_the_first_step_overshoots_most():
    up = simulate(Params(beta1=0, before=10**7)).up
    assert up.extreme_step.tolist() == [1, 1, 1]
    np.testing.assert_allclose(up.extreme, [10 / math.sqrt(1 + 99 * (1 - beta)) for beta in (0.99, 0.999, 0.9999)])


def test_a_longer_memory_is_calmer_and_overshoots_more(result):
    calm = result.calm
    assert calm.betas.tolist() == [0.95, 0.99, 0.999, 0.9999]
    assert [f"{stride:.3f}" for stride in calm.overshoot] == ["1.110", "2.131", "5.202", "8.446"]
    assert [f"{100 * wobble:.1f}" for wobble in calm.wobble] == ["11.2", "4.9", "1.5", "0.5"]
    np.testing.assert_allclose(calm.wobble, calm.expected, rtol=0.1)
    assert np.all(np.diff(calm.sizes.std(axis=0)) < 0)


def test_a_memory_that_is_chosen_twice_is_shown_once():
    assert simulate(Params(short_beta2=0.95)).calm.betas.tolist() == [0.95, 0.999, 0.9999]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"beta2": "0.99"}, "must rise"),
        ({"short_beta2": "0.9", "beta1": "0.95"}, "or m would lag behind v"),
        ({"before": "49000"}, "must be at least 50000, 5 times the memory of long_beta2=0.9999"),
    ],
)
def test_a_choice_that_the_story_cannot_be_told_of_is_refused_with_a_reason(settings, reason):
    with pytest.raises(InvalidInput, match=reason):
        Params.from_settings(settings)


@settings(max_examples=10)
@given(
    short_beta2=st.floats(0.9, 0.97),
    beta2=st.floats(0.98, 0.995),
    long_beta2=st.floats(0.996, 0.9999),
    beta1=st.floats(0, 0.9),
    jump=st.floats(1.5, 1000),
    before=st.integers(50_000, 10**7),
)
def test_every_allowed_choice_has_a_result(**chosen):
    result = simulate(Params(**chosen))
    assert result.betas.tolist() == [chosen["short_beta2"], chosen["beta2"], chosen["long_beta2"]]
    for change in (result.up, result.down):
        assert np.all(np.isfinite(change.arrival)) and np.all(np.isfinite(change.strides))
        assert set(change.gradients) == {1.0, chosen["jump"]}
