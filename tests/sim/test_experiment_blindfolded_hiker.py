"""What the film says about the hiker is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.blindfolded_hiker import Params, simulate
from sim.landscapes import BlindfoldedHiker
from sim.optimizers import SGD
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


@pytest.mark.parametrize(("step", "loss"), [(0, "0.1302"), (5, "0.02247"), (10, "-0.1649"), (20, "-0.7775")])
def test_the_hiker_descends_as_the_storyboard_says(result, step, loss):
    assert f"{result.losses[step]:.4g}" == loss


def test_sixty_readings_end_in_the_second_best_valley(result):
    assert f"{result.losses[-1]:.4f}" == "-0.8616" and len(result.descent.gradients) == 60
    assert [f"{x:.4g}" for x in result.descent.positions[-1]] == ["1.886", "0.9309"]
    assert result.valley == 1 and not result.found_deepest
    assert [f"{loss:.4g}" for loss in result.minima_losses] == ["-1.155", "-0.8616", "-0.5304"]
    assert [f"{x:.3f}" for x in result.minima[0]] == ["-1.816", "-1.147"]


def test_the_slope_is_kept_near_and_broken_far(result):
    assert f"{result.slope:.4f}" == "0.2971"
    assert [(f"{x.promised:.4g}", f"{x.delivered:.4g}") for x in result.promise.leaps] == [
        ("0.02971", "0.03067"),
        ("0.2971", "0.3942"),
        ("0.8913", "0.5558"),
        ("1.783", "-0.1682"),
    ]
    assert [round(leap.distance, 12) for leap in result.promise.leaps] == [0.1, 1, 3, 6]
    assert [leap.higher for leap in result.promise.leaps] == [False, False, False, True]


def test_a_promise_is_broken_by_the_square_of_the_distance():
    near, nearer = (simulate(Params(longest_leap=leap)).promise.leaps[-1] for leap in (0.2, 0.1))
    wrong = [leap.delivered - leap.promised for leap in (near, nearer)]
    assert wrong[0] / wrong[1] == pytest.approx(4, rel=0.1)


def test_what_is_delivered_is_the_ground_where_the_leaps_land(result):
    promise, ground = result.promise, BlindfoldedHiker()
    np.testing.assert_allclose(promise.delivered, result.losses[0] - ground.loss(promise.positions), atol=1e-15)
    np.testing.assert_allclose(result.tangent(promise.positions), result.losses[0] - promise.promised, atol=1e-15)
    away = np.linalg.norm(promise.positions - result.descent.positions[0], axis=-1)
    np.testing.assert_allclose(away, promise.distances, atol=1e-14)


def test_less_than_half_of_the_map_leads_to_the_deepest_valley(result):
    assert [f"{share:.1%}" for share in result.map.shares] == ["46.2%", "35.5%", "18.3%"]
    assert result.map.valleys.shape == (41, 41) and np.all(result.map.valleys >= 0)


def test_the_map_agrees_with_walks_by_themselves(result):
    for i, j in ((0, 0), (5, 33), (22, 34), (40, 3)):
        start = result.map.axis[[i, j]]
        alone = run(SGD(lr=0.2), BlindfoldedHiker(), start, 600).positions
        np.testing.assert_allclose(alone[-1], result.minima[result.map.valleys[i, j]], atol=1e-3)
        np.testing.assert_allclose(result.map.ways[:, 41 * i + j], alone[:301:5], atol=1e-12)


def test_probing_takes_a_walk_for_every_weight_and_is_not_exact(result):
    probing = result.probing
    assert (probing.evaluations, probing.evaluations_for_all) == (3, 1_000_001)
    assert f"{probing.error:.4g}" == "3.075e-07"
    assert simulate(Params(weights=10)).probing.evaluations_for_all == 11


def test_where_the_hiker_starts_decides_the_valley():
    assert simulate(Params(start_x=-2.5, start_y=0.5)).found_deepest
    assert simulate(Params(start_x=2.1, start_y=-2.5)).valley == 2


def test_too_few_strides_do_not_arrive():
    assert simulate(Params(steps=5)).valley is None


def test_strides_that_are_too_long_cannot_end_in_the_deepest_valley():
    valleys = simulate(Params(lr=2)).map.valleys
    assert not np.any(valleys == 0) and np.any(valleys == -1)


def test_a_slow_hikers_map_is_that_of_a_faster_one(result):
    np.testing.assert_array_equal(simulate(Params(lr=0.001)).map.valleys, result.map.valleys)


def test_downhill_is_against_the_gradient(result):
    assert result.downhill @ result.gradient == pytest.approx(-result.slope)
    assert np.linalg.norm(result.downhill) == pytest.approx(1)


@settings(max_examples=8)
@given(
    lr=st.floats(1e-3, 2),
    start_x=st.floats(-4, 4),
    start_y=st.floats(-4, 4),
    steps=st.integers(5, 60),
    longest_leap=st.floats(0.1, 12),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen))
    start = (chosen["start_x"], chosen["start_y"])
    alone = run(SGD(lr=chosen["lr"]), BlindfoldedHiker(), start, chosen["steps"])
    np.testing.assert_array_equal(result.descent.positions, alone.positions)
    assert result.promise.distances[-1] == chosen["longest_leap"]
