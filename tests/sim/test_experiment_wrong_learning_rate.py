"""What the film says about the wrong learning rate is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.arrival import GOAL
from sim.experiments.wrong_learning_rate import CLOSE, Params, simulate


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


@pytest.fixture(scope="module")
def races(result):
    """Each race by the distance of its target and Adam's learning rate."""
    return {(race.distance, race.lr): race for pair in result.races for race in pair}


def test_scaling_the_loss_breaks_sgd_and_adam_does_not_notice(result):
    assert [scaled.factor for scaled in result.scaled] == [1, 1e-3, 1e3]
    assert [scaled.sgd_arrived for scaled in result.scaled] == [268, None, None]
    assert [scaled.sgd_exploded for scaled in result.scaled] == [False, False, True]
    assert [scaled.adam_arrived for scaled in result.scaled] == [234] * 3
    assert result.largest_path_difference < 1e-5


def test_losses_are_counted_in_the_unit_of_the_valley_as_it_was(result):
    for scaled in result.scaled:
        assert scaled.sgd_losses[0] == pytest.approx(75) and scaled.adam_losses[0] == pytest.approx(75)
    plain = result.scaled[0]
    assert plain.sgd_losses[plain.sgd_arrived - 1] >= GOAL > plain.sgd_losses[plain.sgd_arrived]


@pytest.mark.parametrize(
    ("distance", "lr", "arrived"),
    [(0.05, 1e-3, 81), (1, 1e-3, 2203), (1, 0.1, 79), (100, 1e-3, None), (100, 0.1, 2203)],
)
def test_which_rate_wins_depends_on_the_distance(races, distance, lr, arrived):
    race = races[distance, lr]
    assert race.arrived == arrived
    assert race.stays == (arrived is not None)
    if arrived is not None:
        offsets = np.abs(race.positions - distance) / distance
        assert offsets[arrived - 1] >= CLOSE and np.all(offsets[arrived:] < CLOSE)


def test_the_far_target_is_hardly_begun_at_the_small_rate(races):
    assert f"{races[100, 1e-3].after_1000:.4f}" == "0.9979"


def test_too_near_a_target_is_overshot_by_its_own_distance(races):
    assert f"{races[0.05, 0.1].farthest:.3f}" == "2.000"
    assert races[0.05, 1e-3].farthest < 1.01


def test_too_near_a_target_cannot_hold_adam(races):
    # The storyboard counts 4641 steps until it stays. It never does: rounding decides the last outbreak before 5000.
    race = races[0.05, 0.1]
    assert race.arrived == 89 and not race.stays
    assert race.outbreaks >= 4 and race.farthest_outbreak > 0.3
    offsets = np.abs(race.positions - 0.05) / 0.05
    assert np.all(offsets[89:189] < CLOSE) and offsets[88] >= CLOSE
    assert race.farthest_outbreak == offsets[189:].max()


def test_the_outbreaks_do_not_hang_on_where_zero_is():
    for near in (0.049, 0.0501, 0.052):
        race = simulate(Params(near=near)).races[0][1]
        assert not race.stays and race.outbreaks >= 3


def test_one_sgd_rate_is_too_low_or_there_in_one_step(result):
    assert result.bowl_lr == pytest.approx(1e-4)
    assert f"{result.flat.left_after_1000:.4f}" == "0.9048"
    assert result.steep.left_after_one == pytest.approx(0, abs=1e-15)
    assert (result.flat.curvature, result.steep.curvature) == (1, 1e4)


def test_a_steep_bowl_is_left_at_once_and_a_flat_one_not_at_all(result):
    assert (result.steep.arrived, result.flat.arrived) == (1, None)
    assert simulate(Params(bowl_lr_times_steepness=1.9)).steep.arrived == 44  # 0.9^44 = 0.0097


def test_the_first_outbreak_comes_after_a_rest(races):
    race = races[0.05, 0.1]
    out = race.breaks_out_at
    assert out is not None and out > race.arrived + 100
    assert abs(race.positions[out] - 0.05) >= CLOSE * 0.05
    assert races[1, 0.1].breaks_out_at is None and races[100, 1e-3].breaks_out_at is None


def test_two_rates_for_the_race_have_to_differ():
    with pytest.raises(ValueError, match=r"small_adam_lr=0.1: must be < adam_lr=0.1, because"):
        Params(small_adam_lr=0.1)


def test_adams_path_to_a_target_scales_with_distance_over_rate(races):
    np.testing.assert_allclose(races[100, 0.1].positions, 100 * races[1, 1e-3].positions, rtol=1e-6, atol=1e-9)


@settings(max_examples=3)
@given(
    condition_number=st.floats(2, 1000),
    sgd_lr=st.floats(1e-4, 1),
    adam_lr=st.floats(1e-2, 1),
    small_adam_lr=st.floats(1e-4, 9e-3),
    factor=st.floats(2, 9999),
    near=st.floats(1e-3, 0.5),
    far=st.floats(2, 1e4),
    steepness=st.floats(2, 1e6),
    bowl_lr_times_steepness=st.floats(0.01, 1.99),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen))
    for pair, distance in zip(result.races, (chosen["near"], 1, chosen["far"]), strict=True):
        assert [race.lr for race in pair] == [chosen["small_adam_lr"], chosen["adam_lr"]]
        assert {race.distance for race in pair} == {distance}
    assert [scaled.factor for scaled in result.scaled] == [1, 1 / chosen["factor"], chosen["factor"]]
    assert {scaled.sgd.optimizer.lr for scaled in result.scaled} == {chosen["sgd_lr"]}
    assert {scaled.adam.optimizer.lr for scaled in result.scaled} == {chosen["adam_lr"]}
    assert result.steep.left_after_one == pytest.approx(1 - chosen["bowl_lr_times_steepness"], abs=1e-12)
    assert result.flat.left_after_1000 == pytest.approx((1 - result.bowl_lr) ** 1000, rel=1e-9)
