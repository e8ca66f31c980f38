"""What the film says about Adam's doubts is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.skeptical_navigator import AIMLESS, HUGE, SURE, UNSURE, Params, simulate


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_the_four_streams_are_the_storyboards(result):
    assert result.means.tolist() == [1, 1, 100, 0] and result.deviations.tolist() == [0.1, 5, 10, 1]
    np.testing.assert_allclose(result.run.gradients.mean(axis=0), result.means, atol=0.2)
    np.testing.assert_allclose(result.run.gradients.std(axis=0), result.deviations, rtol=0.05)


def test_sure_lanes_get_full_steps_and_noisy_ones_small_steps(result):
    assert [f"{speed:.4g}" for speed in result.speeds] == ["0.9954", "0.2062", "0.9955", "0.002466"]
    assert [f"{speed:.4f}" for speed in result.expected_speeds] == ["0.9950", "0.1961", "0.9950", "0.0000"]


def test_the_second_moment_is_size_and_not_doubt(result):
    assert [f"{size:.4g}" for size in result.sizes] == ["1.002", "5.181", "99.91", "0.9848"]
    assert result.second_moment_ratio == pytest.approx(1e4, rel=0.01)
    assert result.speeds[HUGE] == pytest.approx(result.speeds[SURE], abs=2e-4)


def test_pure_noise_never_stands_still_and_goes_nowhere(result):
    assert (f"{result.jitter:.4f}", f"{result.expected_jitter:.4f}") == ("0.2239", "0.2294")
    assert f"{result.drift:.2f}" == "12.33"
    assert result.drift == pytest.approx(result.speeds[AIMLESS] * 5000)


def test_the_first_step_is_a_full_one_for_every_lane(result):
    np.testing.assert_allclose(result.first_strides, 1, rtol=1e-6)
    np.testing.assert_array_equal(np.sign(result.strides[0]), np.sign(result.run.gradients[0]))


def test_strides_are_the_ratio_of_the_corrected_moments(result):
    ratio = result.run.first_moment_corrected / (np.sqrt(result.run.second_moment_corrected) + 1e-8)
    np.testing.assert_allclose(result.strides, ratio, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(np.diff(result.progress, axis=0), result.strides, atol=1e-9)


def test_without_noise_the_sure_lanes_take_full_steps():
    quiet = simulate(Params(sure_noise=0, steps=3000))
    np.testing.assert_allclose(quiet.speeds[[SURE, HUGE]], 1, rtol=1e-7)


def test_more_noise_makes_the_unsure_lane_slower():
    speeds = [simulate(Params(unsure_noise=noise)).speeds[UNSURE] for noise in (1, 3, 20)]
    np.testing.assert_allclose(speeds, [2**-0.5, 10**-0.5, 401**-0.5], rtol=0.25)
    assert speeds == sorted(speeds, reverse=True)


def test_a_longer_first_memory_jitters_less_and_none_jitters_fully():
    jitters = [simulate(Params(beta1=beta1)).jitter for beta1 in (0, 0.9, 0.99)]
    np.testing.assert_allclose(jitters, [1, 0.2294, 0.0709], rtol=0.25)


def test_another_seed_is_another_noise_and_the_same_seed_the_same(result):
    again, other = simulate(Params()), simulate(Params(seed=1))
    np.testing.assert_array_equal(again.progress, result.progress)
    assert not np.array_equal(other.run.gradients, result.run.gradients)
    np.testing.assert_allclose(other.speeds, result.speeds, atol=0.03)


@settings(max_examples=8)
@given(
    lr=st.floats(1e-6, 1),
    beta1=st.floats(0, 0.99),
    beta2=st.floats(0.9, 0.9995),
    sure_noise=st.floats(0, 0.5),
    unsure_noise=st.floats(1, 100),
    huge=st.floats(2, 1e4),
    seed=st.integers(0, 2**31),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=3000))
    adam = result.run.optimizer
    assert (adam.lr, adam.beta1, adam.beta2) == (chosen["lr"], chosen["beta1"], chosen["beta2"])
    assert result.run.diverged_at is None and np.all(result.speeds < 8)
    assert result.deviations[HUGE] == pytest.approx(chosen["huge"] * chosen["sure_noise"])
