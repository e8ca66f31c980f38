"""What the film says about gradients that are never zeroed is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiments.forgotten_zero_grad import Params, simulate
from sim.gradients import Batches
from sim.optimizers import SGD
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_the_regression_starts_and_ends_where_the_storyboard_says(result):
    assert f"{result.start_loss:.4g}" == "8.491"
    assert f"{result.full_batch.zeroed_losses[999]:.4g}" == "0.004301"
    assert f"{result.small_batch.zeroed_losses[999]:.4g}" == "0.004339"


@pytest.mark.parametrize(("step", "loss"), [(100, "2.735"), (300, "3.880"), (999, "5.117")])
def test_the_full_batch_rings_for_ever(result, step, loss):
    assert f"{result.full_batch.not_zeroed_losses[step]:.3f}" == loss


def test_ringing_neither_settles_nor_blows_up(result):
    losses = result.full_batch.not_zeroed_losses
    assert f"{losses.min():.2f}" == "0.27" and losses.max() == pytest.approx(result.start_loss)
    assert losses[500:].max() > 0.8 * result.start_loss


@pytest.mark.parametrize(("step", "loss"), [(100, "35.40"), (300, "393.7"), (999, "2.41e+06")])
def test_small_batches_pump_the_swing(result, step, loss):
    digits = ".2e" if "e" in loss else "#.4g"
    assert f"{result.small_batch.not_zeroed_losses[step]:{digits}}" == loss


def test_small_batches_blow_up_under_every_seed(result):
    assert result.above_start == 200 == result.seed_losses.shape[1]
    assert f"{result.median_loss:.1f}" == "348.7"


def test_the_seeds_begin_with_the_one_that_was_chosen(result):
    np.testing.assert_allclose(result.seed_losses[:, 0], result.small_batch.not_zeroed_losses[:301], rtol=1e-9)
    following = simulate(Params(seed=2, steps=300))
    np.testing.assert_allclose(following.seed_losses[:, :-1], result.seed_losses[:, 1:], rtol=1e-9)


def test_the_sum_is_momentum_one_exactly(result):
    for swing in (result.slow_swing, result.fast_swing, result.too_fast_swing):
        assert swing.largest_difference == 0
        np.testing.assert_array_equal(swing.buckets, swing.run.first_moment[:, 0])


def test_a_swing_keeps_its_height_and_only_past_four_it_explodes(result):
    swings = (result.slow_swing, result.fast_swing, result.too_fast_swing)
    assert [f"{swing.amplitude:.4g}" for swing in swings] == ["1.007", "6.302", "8.364e+27"]


def test_a_batch_of_all_examples_does_not_pump():
    whole = simulate(Params(batch=256, steps=300))
    np.testing.assert_allclose(whole.small_batch.not_zeroed_losses, whole.full_batch.not_zeroed_losses, rtol=1e-6)
    assert whole.above_start == 0


def test_larger_batches_pump_less():
    medians = [simulate(Params(batch=batch, steps=300)).median_loss for batch in (4, 16, 64)]
    assert medians == sorted(medians, reverse=True)


def test_no_example_is_twice_in_a_batch(result):
    source = result.small_batch.zeroed.source
    assert isinstance(source, Batches)
    assert all(len(set(rows)) == 16 for rows in source.rows)


def test_every_choice_reaches_its_run():
    chosen = Params(
        lr=0.03,
        batch=8,
        label_noise=0,
        slow_swing=0.15,
        fast_swing=2,
        too_fast_swing=6,
        data_seed=3,
        seed=4,
        steps=300,
    )
    result = simulate(chosen)
    alone = run(SGD(lr=0.03, momentum=1.0), result.landscape, np.zeros(10), 300)
    np.testing.assert_allclose(result.full_batch.not_zeroed.positions, alone.positions, rtol=1e-9, atol=1e-12)
    assert result.landscape.loss(result.landscape.minima)[0] == pytest.approx(0, abs=1e-25)
    swings = (result.slow_swing, result.fast_swing, result.too_fast_swing)
    assert [swing.run.optimizer.lr for swing in swings] == [0.15, 2, 6]
    assert result.zeroed_ball.optimizer.lr == 0.15
    assert result.small_batch.zeroed.source.rows.shape == (300, 8)


def test_a_rate_that_leaves_the_finite_numbers_counts_as_above_the_start():
    wild = simulate(Params(lr=1, batch=1, steps=5000))
    assert wild.small_batch.not_zeroed.diverged_at is not None
    assert wild.above_start == 200


def test_the_bucket_is_fullest_where_the_slope_is_least(result):
    swing = result.slow_swing
    assert swing.first_quarter == 5
    assert [f"{gradient:.4g}" for gradient in swing.run.gradients[:5, 0]] == ["1", "0.9", "0.71", "0.449", "0.1431"]
    assert f"{swing.buckets[4]:.4g}" == "3.202" and swing.buckets[:20].max() == swing.buckets[4]


def test_a_zeroed_ball_comes_to_rest(result):
    assert abs(result.zeroed_ball.positions[-1, 0]) < 1e-8


def test_the_reach_is_that_of_forty_places(result):
    swing = result.fast_swing
    places = np.abs(swing.run.positions[:, 0])
    assert swing.reach[-1] == places[-40:].max() and swing.reach[10] == places[:11].max()


def test_more_and_more_seeds_are_above_the_start(result):
    assert result.above[0] == 0 and result.above[-1] == 200
