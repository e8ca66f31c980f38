"""What the film says about rare features is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InvalidInput
from sim.experiments.rare_features import CLOSE, FREQUENT, RARE, Params, simulate


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_the_rare_feature_is_in_few_batches(result):
    assert [f"{100 * share:.4g}" for share in result.in_batch] == ["100", "55.55", "7.675"]
    assert result.batch == 16
    np.testing.assert_allclose(result.in_batch, 1 - (1 - result.frequencies) ** 16, atol=0.02)


def test_sgd_learns_each_at_the_pace_at_which_it_appears(result):
    assert result.sgd.median.tolist() == [7, 93, 834.5]
    assert f"{result.sgd.gap:.0f}" == "119"


def test_adam_narrows_the_gap(result):
    assert result.adam.median.tolist() == [136, 229.5, 614]
    assert f"{result.adam.gap:.1f}" == "4.5"


def test_tuned_the_gap_is_real_and_not_magic(result):
    assert result.tuned_sgd.learned.tolist() == [28, 27, 229]
    assert result.tuned_adam.learned.tolist() == [43, 30, 121]


def test_a_notch_further_the_frequent_feature_shakes(result):
    assert result.shaken_sgd.learned.tolist() == [217, 93, 136]
    late = slice(30, 200)
    shaken, tuned = (np.ptp(each.run.positions[late, FREQUENT]) for each in (result.shaken_sgd, result.tuned_sgd))
    assert shaken > 5 * tuned


def test_adams_speed_is_the_root_of_the_frequency(result):
    assert [f"{speed:.4g}" for speed in result.tape.adam_speeds] == ["0.7089", "0.2218", "0.06812"]
    assert [f"{speed:.4f}" for speed in result.tape.expected_adam_speeds] == ["0.7071", "0.2236", "0.0707"]
    np.testing.assert_allclose(result.tape.sgd_speeds, result.frequencies, rtol=0.05)
    np.testing.assert_allclose(result.tape.expected_adam_speeds**2, result.tape.expected_sgd_speeds)


def test_when_it_appears_the_pull_is_full_size(result):
    # A gradient of 1 or 0 has a mean square like its mean: it is full size, only mostly zero.
    np.testing.assert_allclose(result.mean_pull, result.mean_square)
    np.testing.assert_allclose(result.mean_pull, result.frequencies, rtol=0.1)


def test_the_paces_are_ways_over_time(result):
    counts = result.tape.sgd_paces * 100 * np.arange(1, 301)[:, np.newaxis]  # how often each has appeared
    np.testing.assert_allclose(counts, np.round(counts), atol=1e-6)
    assert np.all(np.diff(counts, axis=0) >= -1e-6)
    assert result.tape.adam_paces.shape == (300, 3)


def test_the_weights_of_all_seeds_are_kept(result):
    np.testing.assert_array_equal(result.sgd.weights[:, 0], result.sgd.first.run.positions)
    close = np.abs(result.adam.weights - 1) <= CLOSE
    for seed, steps in enumerate(result.adam.learned.astype(int)):
        assert close[steps, seed, range(3)].all() and not close[steps - 1, seed, range(3)].any()


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"rare": "0.1", "uncommon": "0.06"}, "rare ≤ uncommon"), ({"tuned_sgd_lr": "4"}, "beyond the best rate")],
)
def test_features_and_rates_are_what_they_are_called(settings, said):
    with pytest.raises(InvalidInput, match=said):
        Params.from_settings(settings)


def test_learned_is_the_step_from_which_a_weight_stays_close(result):
    for learning in (result.sgd.first, result.adam.first, result.tuned_sgd, result.tuned_adam):
        for step, weights in zip(learning.learned.astype(int), learning.run.positions.T, strict=True):
            assert abs(weights[step - 1] - 1) > CLOSE and np.all(np.abs(weights[step:] - 1) <= CLOSE)


def test_the_first_gradient_is_minus_the_mean_over_the_first_batch(result):
    examples = result.examples[:16].astype(float)
    expected = -(examples * examples.sum(axis=1, keepdims=True)).mean(axis=0)
    np.testing.assert_allclose(result.sgd.first.run.gradients[0], expected, rtol=1e-12)
    np.testing.assert_array_equal(result.sgd.first.run.gradients[0], result.tuned_adam.run.gradients[0])


def test_without_time_the_rare_feature_is_never_learned():
    learned = simulate(Params(steps=200)).sgd.median
    assert np.isfinite(learned[FREQUENT]) and np.isinf(learned[RARE])


def test_features_that_are_equally_frequent_are_learned_equally_fast():
    equal = simulate(Params(frequent=0.1, uncommon=0.1, rare=0.1, steps=1000))
    assert equal.sgd.gap == pytest.approx(1, rel=0.3) and equal.adam.gap == pytest.approx(1, rel=0.3)


def test_a_rate_far_past_the_limit_never_learns():
    assert np.all(np.isinf(simulate(Params(shaken_sgd_lr=8, steps=200)).shaken_sgd.learned[FREQUENT]))


def test_the_seeds_begin_with_the_one_that_was_chosen(result):
    next_seed = simulate(Params(seed=1))
    np.testing.assert_array_equal(next_seed.sgd.learned[:-1], result.sgd.learned[1:])
    np.testing.assert_array_equal(next_seed.adam.learned[0], result.adam.learned[1])


@settings(max_examples=6)
@given(
    frequent=st.floats(0.1, 1),
    uncommon=st.floats(0.01, 0.1),
    rare=st.floats(0.001, 0.01),
    sgd_lr=st.floats(0.01, 8),
    adam_lr=st.floats(1e-4, 1),
    tuned_sgd_lr=st.floats(0.01, 4),
    shaken_sgd_lr=st.floats(4.01, 8),
    tuned_adam_lr=st.floats(1e-4, 1),
    seed=st.integers(0, 2**31),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=200))
    for name, learning in (
        ("sgd_lr", result.sgd.first),
        ("adam_lr", result.adam.first),
        ("tuned_sgd_lr", result.tuned_sgd),
        ("shaken_sgd_lr", result.shaken_sgd),
        ("tuned_adam_lr", result.tuned_adam),
    ):
        assert learning.run.optimizer.lr == chosen[name]
    assert result.frequencies.tolist() == [chosen["frequent"], chosen["uncommon"], chosen["rare"]]
