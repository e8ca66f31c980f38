"""What the film says about weight decay is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import InvalidInput
from sim.experiments.weight_decay import Params, simulate
from sim.gradients import Given
from sim.optimizers import AdamW
from sim.runs import run


@pytest.fixture(scope="module")
def result():
    return simulate(Params())


def test_l2_in_adam_spares_the_loud_and_crushes_the_quiet(result):
    assert [f"{left:.4f}" for left in result.alternating.l2[-1]] == ["0.8890", "0.3598", "0.0003"]
    assert [f"{left:.4f}" for left in result.random.l2[-1]] == ["0.8945", "0.3401", "-0.0020"]


def test_adam_divides_the_decay_by_the_size_of_the_gradients(result):
    assert [f"{by:.3g}" for by in result.adam_divider[-1]] == ["10", "1", "0.102"]
    np.testing.assert_allclose(result.adamw_divider, np.broadcast_to(result.sizes, (1000, 3)), rtol=1e-6)
    assert [f"{left:.3g}" for left in result.divided_decay[-1]] == ["0.01", "0.0998", "0.981"]
    assert result.adam.second_moment_corrected is not None
    np.testing.assert_allclose(result.adam_divider, np.sqrt(result.adam.second_moment_corrected) + 1e-8)


def test_weights_are_what_they_are_called():
    with pytest.raises(InvalidInput, match="quiet ≤ medium ≤ loud"):
        Params.from_settings({"quiet": "2"})


def test_adamw_shrinks_all_alike(result):
    assert [f"{left:.4f}" for left in result.alternating.decoupled[-1]] == ["0.3614"] * 3
    assert [f"{left:.4f}" for left in result.random.decoupled[-1]] == ["0.3607", "0.3418", "0.3707"]
    assert f"{result.expected_left[-1]:.4f}" == "0.3677"


def test_for_plain_sgd_the_two_are_the_same_to_rounding(result):
    # The storyboard's 3.3e-16 is another order of the same products; what matters is that it is rounding.
    assert 0 < result.sgd.largest_difference < 5e-15
    np.testing.assert_array_equal(result.sgd.l2.positions[0], result.sgd.decoupled[0])


def test_the_guides_setting_takes_69314_steps_to_a_half(result):
    assert (f"{result.clock.half_life:.0f}", f"{result.clock.left_after_1000:.4f}") == ("69314", "0.9900")
    np.testing.assert_allclose(np.interp(result.clock.half_life, result.clock.steps, result.clock.left), 0.5, rtol=1e-4)


def test_all_weights_start_at_one_and_are_idle(result):
    for recipes in (result.alternating, result.random):
        np.testing.assert_array_equal(recipes.l2[0], 1)
        np.testing.assert_array_equal(recipes.decoupled[0], 1)
    assert result.adam.gradients[:2].tolist() == [[10, 1, 0.1], [-10, -1, -0.1]]
    assert (result.adam.optimizer.name, result.adamw.optimizer.name) == ("adam", "adamw")


def test_random_gradients_are_drawn_row_by_row_with_the_seed():
    params = Params(steps=50, seed=5)
    noise = np.random.default_rng(5).standard_normal((50, 600)) * np.repeat([10, 1, 0.1], 200)
    last = run(AdamW(lr=0.01, weight_decay=0.1), Given(noise), np.ones(600), 50).positions[-1]
    np.testing.assert_allclose(simulate(params).random.decoupled[-1], last.reshape(3, 200).mean(axis=1), rtol=1e-12)


def test_equally_loud_weights_shrink_alike_under_either_recipe():
    equal = simulate(Params(loud=3, medium=3, quiet=3, steps=100))
    assert np.ptp(equal.alternating.l2[-1]) == np.ptp(equal.alternating.decoupled[-1]) == 0


def test_more_decay_leaves_less(result):
    more = simulate(Params(weight_decay=0.2))
    assert np.all(more.alternating.decoupled[-1] < result.alternating.decoupled[-1])
    assert more.alternating.l2[-1, 0] < result.alternating.l2[-1, 0]


@settings(max_examples=6)
@given(
    loud=st.floats(10, 1e4),
    medium=st.floats(0.1, 10),
    quiet=st.floats(0.001, 0.1),
    lr=st.floats(1e-4, 0.1),
    weight_decay=st.floats(1e-3, 1),
    clock_lr=st.floats(1e-5, 0.1),
    clock_weight_decay=st.floats(1e-3, 1),
)
def test_every_choice_reaches_its_run(**chosen):
    result = simulate(Params(**chosen, steps=50))
    assert result.sizes.tolist() == [chosen["loud"], chosen["medium"], chosen["quiet"]]
    for taken in (result.adam, result.adamw, result.sgd.l2):
        assert (taken.optimizer.lr, taken.optimizer.weight_decay) == (chosen["lr"], chosen["weight_decay"])
    assert result.expected_left[-1] == pytest.approx((1 - chosen["lr"] * chosen["weight_decay"]) ** 50)
    assert result.clock.half_life == pytest.approx(
        np.log(2) / -np.log1p(-chosen["clock_lr"] * chosen["clock_weight_decay"]), rel=1e-5
    )
