"""What the film says about the tape of gradients is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.experiments.averaging_out import Params, simulate


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_the_tape_is_the_guides(result):
    assert result.gradients[:4].tolist() == [[1, -0.5], [-1, -0.5], [1, -0.5], [-1, -0.5]]


@pytest.mark.parametrize(
    ("step", "buffer"),
    [
        (1, ("1", "-0.5")),
        (2, ("-0.1", "-0.95")),
        (3, ("0.91", "-1.355")),
        (4, ("-0.181", "-1.72")),
        (20, ("-0.4623", "-4.392")),
        (60, ("-0.5254", "-4.991")),
    ],
)
def test_the_pot_holds_what_the_storyboard_says(result, step, buffer):
    assert tuple(f"{value:.4g}" for value in result.buffers[step - 1]) == buffer


def test_the_steady_part_grows_tenfold_and_the_flipping_one_shrinks_to_a_half(result):
    assert [f"{gain:.4g}" for gain in (result.steady_gain, result.flipping_gain, result.gain_ratio)] == [
        "10",
        "0.5263",
        "19",
    ]
    assert [f"{limit:.4g}" for limit in result.buffer_limit] == ["0.5263", "5"]
    assert [f"{limit:.4g}" for limit in result.average_limit] == ["0.05263", "0.5"]


@pytest.mark.parametrize("momentum", [0.3, 0.9, 0.97])
def test_the_limits_are_what_a_long_tape_leads_to(momentum):
    long = simulate(Params(momentum=momentum, steps=2000))
    np.testing.assert_allclose(np.abs(long.buffers[-1]), long.buffer_limit, rtol=1e-12)
    np.testing.assert_allclose(np.abs(long.averages[-1]), long.average_limit, rtol=1e-12)
    assert long.buffer_angles[-1] == pytest.approx(long.limit_angle)


def test_the_plain_mean_points_to_the_goal_after_even_steps_only(result):
    np.testing.assert_allclose(result.means[1::2], [[0, -0.5]] * 30, atol=1e-15)
    assert [f"{value:.4f}" for value in result.means[2]] == ["0.3333", "-0.5000"]
    assert np.all(result.means[0::2, 0] > 0)


@pytest.mark.parametrize(("step", "angle"), [(3, "33.88"), (5, "22.24"), (21, "7.47")])
def test_the_wedge_shrinks_at_odd_steps(result, step, angle):
    assert f"{result.buffer_angles[step - 1]:.2f}" == angle


def test_at_even_steps_the_pot_is_always_six_degrees_off_and_the_gradient_63(result):
    assert {f"{angle:.3f}" for angle in result.buffer_angles[1::2]} == {"6.009"} == {f"{result.limit_angle:.3f}"}
    assert {f"{angle:.2f}" for angle in result.raw_angles} == {"63.43"}


def test_twenty_steps_with_momentum_lead_six_times_as_far_and_half_as_much_sideways(result):
    assert [f"{x:.3f}" for x in (result.plain.sideways_path, result.plain.forward)] == ["2.000", "1.000"]
    assert [f"{x:.3f}" for x in (result.momentum.sideways_path, result.momentum.forward)] == ["1.075", "6.047"]


def test_the_same_speed_without_momentum_shakes_ten_times_as_much(result):
    assert result.effective_lr == pytest.approx(1)
    assert result.plain_fast.sideways_path == pytest.approx(20) and result.plain_fast.forward == pytest.approx(10)


def test_gain_is_speed_times_aim(result):
    speed = result.momentum.forward / result.plain.forward
    assert result.aim_gain == pytest.approx(speed * result.plain.sideways_path / result.momentum.sideways_path)
    assert 10 < result.aim_gain < result.gain_ratio


def test_adams_average_is_the_pot_over_ten(result):
    np.testing.assert_allclose(result.averages, 0.1 * result.buffers, rtol=1e-12)


def test_the_walkers_go_against_the_gradients_of_the_tape(result):
    np.testing.assert_allclose(result.plain.run.updates, -0.1 * result.gradients[:20], atol=1e-15)
    np.testing.assert_allclose(result.momentum.run.updates, -0.1 * result.buffers[:20], atol=1e-15)


@settings(max_examples=15)
@given(
    momentum=st.floats(0.01, 0.98),
    flipping=st.floats(0.2, 3),
    steady=st.floats(0.2, 3),
    lr=st.floats(1e-3, 10),
    walk=st.integers(4, 60),
    steps=st.integers(60, 200),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen))
    assert len(result.buffers) == chosen["steps"] and len(result.plain.run.updates) == chosen["walk"]
    assert result.plain.forward == pytest.approx(chosen["lr"] * chosen["steady"] * chosen["walk"])
    assert result.plain.sideways_path == pytest.approx(chosen["lr"] * chosen["flipping"] * chosen["walk"])
    assert result.plain.forward < result.momentum.forward
    assert result.limit_angle < result.raw_angles[0]
