"""What `weight-decay` says is true of the run, can be read in time, and is what the film shows."""

from __future__ import annotations

import numpy as np
import pytest

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.parts.balloon import Balloon, BalloonRow
from scenes.parts.decay_path import WIDEST, DecayPath, DecayPaths
from scenes.parts.frame import Region
from scenes.parts.pushes import Pushes, SizedNames
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.scripts.weight_decay import beats, rounding
from scenes.weight_decay import WeightDecay
from sim.experiments.weight_decay import Params, Result, simulate

ROOM = Region(-2, 2, -1, 1)
ALIKE = {"loud": 3, "medium": 2.5, "quiet": 2.2}
NEAR = {"loud": 5, "medium": 2, "quiet": 1, "steps": 300}
FAR = {"loud": 10_000, "quiet": 0.001, "lr": 0.1, "weight_decay": 1, "steps": 3000}
SHORT = {"steps": 50, "lr": 1e-4, "clock_lr": 1e-5, "clock_weight_decay": 1e-3}


def told(**params: float) -> tuple[Result, dict[str, str]]:
    result = simulate(Params(**params))
    return result, {beat.name: beat.caption.replace("\n", " ") for beat in beats(result)}


@pytest.mark.parametrize("story", [{}, ALIKE, NEAR, FAR, SHORT, {"clock_lr": 0.1, "clock_weight_decay": 1}], ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_weights_escape_or_are_crushed_only_where_they_do() -> None:
    result, captions = told()
    assert "loud weights escape, quiet ones are crushed" in captions["through-the-divider"]
    assert result.alternating.l2[-1, 0] > 0.5
    assert result.alternating.l2[-1, 2] < 0.05
    result, captions = told(**NEAR)
    assert "the more of a weight stays" in captions["through-the-divider"]
    assert np.all(np.diff(result.alternating.l2[-1]) < 0)
    assert "equally much is left" in told(**ALIKE)[1]["through-the-divider"]


def test_nothing_is_said_of_a_decay_that_has_hardly_begun() -> None:
    result, captions = told(**SHORT)
    assert result.alternating.l2[-1].min() > 0.9
    assert captions["through-the-divider"] == captions["all-alike"]
    assert captions["all-alike"] == "After 50 steps at these rates hardly anything has decayed yet."


@pytest.mark.parametrize("story", [{}, NEAR, FAR], ids=str)
def test_adamw_has_the_same_factor_for_everyone(story: dict[str, float]) -> None:
    result, captions = told(**story)
    assert "Same factor for everyone" in captions["past-the-divider"]
    assert np.ptp(result.alternating.decoupled[-1]) < 1e-3


@pytest.mark.parametrize("story", [{}, NEAR, FAR], ids=str)
def test_the_two_recipes_of_plain_sgd_are_as_close_as_is_said(story: dict[str, float]) -> None:
    result, captions = told(**story)
    assert "the two are identical" in captions["same-for-sgd"]
    bound = float(rounding(result))
    assert result.sgd.largest_difference < bound * np.abs(result.sgd.l2.positions).max()
    assert bound < 1e-10


def test_the_half_life_is_that_of_the_setting() -> None:
    assert "takes 69 314 steps" in told()[1]["mind-the-clock"]
    result, captions = told(clock_lr=0.1, clock_weight_decay=1)
    assert f"takes {np.log(0.5) / np.log(0.9):.0f} steps" in captions["mind-the-clock"]
    assert result.clock.half_life == pytest.approx(6.58, abs=0.01)


def test_the_closing_sentence_is_true_of_the_random_gradients() -> None:
    result, captions = told()
    assert "L2 crushes the quiet weights and spares the loud. AdamW shrinks all alike" in captions["all-alike"]
    assert result.random.l2[-1, 0] > 0.5
    assert abs(result.random.l2[-1, 2]) < 0.05
    assert np.ptp(result.random.decoupled[-1]) < 0.1
    assert "leaves more of the loud" in told(**NEAR)[1]["all-alike"]
    assert "both recipes shrink all alike" in told(**ALIKE)[1]["all-alike"]


@pytest.mark.parametrize("weight", [1.0, 0.3614, 0.1])
def test_a_balloon_is_as_high_as_its_weight_and_stands_on_the_floor(weight: float) -> None:
    balloon = Balloon(ROOM, DARK.adam, DARK).show(weight)
    assert balloon.skin.height == pytest.approx(weight * balloon.ring.height, rel=0.02)
    assert balloon.skin.get_bottom()[1] == pytest.approx(ROOM.bottom, abs=0.01)
    assert balloon.ghost(weight, DARK.ink).get_center() == pytest.approx(balloon.skin.get_center(), abs=0.01)
    assert balloon.number.text == f"{weight:.4f}"


def test_a_balloon_that_is_all_but_gone_is_still_seen_and_keeps_its_number() -> None:
    balloon = Balloon(ROOM, DARK.adam, DARK).show(-0.002)
    assert balloon.skin.height > 0.03
    assert balloon.number.text == "−0.0020"


def test_in_a_slim_region_a_balloon_is_larger_for_the_number_that_stands_under_it() -> None:
    beside, under = (Balloon(Region(-x, x, -1.5, 1.5), DARK.adam, DARK) for x in (2.5, 1.5))
    assert beside.number.get_left()[0] > beside.ring.get_right()[0]
    assert under.number.get_top()[1] < under.ring.get_bottom()[1] and under.number.get_bottom()[1] > -1.5
    assert under.ring.width > 1.25 * (3 - beside.number.width)
    assert under.show(0.5).skin.get_bottom()[1] == pytest.approx(under.ring.get_bottom()[1], abs=0.02)


@pytest.mark.parametrize("height", [0.9, 1.2, 2.0])
@pytest.mark.parametrize("decay", [0.1, 1.0])
def test_what_goes_past_the_divider_does_not_touch_it(height: float, decay: float) -> None:
    path = DecayPath(decay, 1.0, past=True, region=Region(-2, 2, 0, height), theme=DARK)
    before, behind, box = path[:3]
    assert min(before.get_bottom()[1], behind.get_bottom()[1]) > box.get_top()[1] + 0.1


def test_in_a_slim_region_the_decay_s_number_stands_under_a_longer_stream() -> None:
    slim = DecayPath(0.1, 1.0, past=False, region=Region(-1.6, 1.6, -1, 1), theme=DARK).show(0.1)
    behind, number = slim[1], slim._number
    assert behind.width > number.width
    assert number.get_top()[1] < behind.get_bottom()[1] and number.get_bottom()[1] > -1


def test_streams_are_as_wide_as_the_decay_that_flows() -> None:
    through = DecayPath(0.1, 1.0, past=False, region=ROOM, theme=DARK)
    past = DecayPath(0.1, 1.0, past=True, region=ROOM, theme=DARK)
    before, behind = through.show(0.1)[:2]
    assert before.height == pytest.approx(0.1 * WIDEST)
    assert behind.height == pytest.approx(WIDEST)
    assert past.show(0.1)[1].height == pytest.approx(0.1 * WIDEST)
    assert [path._number.text for path in (through, past)] == ["1", "0.1"]


def test_a_row_of_balloons_and_its_ways_of_decay_are_at_the_step_of_the_clock() -> None:
    clock, weights, dividers = StepClock(), np.array([[1.0, 1.0], [0.5, 0.25]]), np.array([[1.0, 2.0], [10.0, 0.1]])
    regions = ROOM.split(1, 1)
    row = BalloonRow(regions, DARK.adam, DARK).follow(clock, weights)
    paths = DecayPaths(0.1, 1.0, past=False, regions=regions, theme=DARK).follow(clock, dividers)
    clock.set_value(1)
    assert [balloon.number.text for balloon in row.update(0)] == ["0.5000", "0.2500"]
    assert [path._number.text for path in paths.update(0)] == ["0.01", "1"]
    for ghost, balloon in zip(row.ghosts(weights[1], DARK.ink), row, strict=True):
        assert ghost.width == pytest.approx(balloon.skin.width, rel=1e-3)
        assert ghost.get_bottom() == pytest.approx(balloon.skin.get_bottom(), abs=1e-6)


def test_pushes_are_as_long_as_their_gradients_are_large_and_stay_in_their_regions() -> None:
    regions = ROOM.split(1, 1)
    loud, quiet = (arrow.copy() for arrow in Pushes(np.array([[10.0, -1.0]]), regions, DARK).arrows)
    assert loud.width == pytest.approx(10 * quiet.width, rel=0.02)
    assert loud.get_left()[0] == pytest.approx(regions[0].centre[0]) and loud.get_right()[0] < regions[0].right
    assert quiet.get_right()[0] == pytest.approx(regions[1].centre[0])
    names = SizedNames([("loud", 10_000), ("quiet", 0.1)], regions, DARK)
    assert "10000" in names[0][1].typst_code  # and not 1e+04
    assert names[0][0].baseline == pytest.approx(names[1][0].baseline)


def test_the_film_tells_the_script_in_order_and_shows_what_is_left() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: WeightDecay, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: WeightDecay(renderer=renderer), Quality("walk", 128, 72, 2), look)
    assert [span.beat for span in timeline] == list(beats(simulate(Params())))
    for beat, texts in {
        "three-idle-weights": {"1.0000"},
        "through-the-divider": {"0.8890", "0.3598", "0.0003", "0.01", "0.0998", "0.981"},
        "past-the-divider": {"0.3614", "0.1"},
        "same-for-sgd": {"0.3680"},
        "mind-the-clock": {"0.9900", "69314", "0.5000"},
        "all-alike": {"0.8945", "0.3401", "−0.0020", "0.3607", "0.3418", "0.3707"},
    }.items():
        assert texts <= shown[beat], beat


def test_the_film_is_told_to_its_end_where_almost_nothing_is_left_or_almost_nothing_happens() -> None:
    for story in (FAR, SHORT):
        params = Params(**story)
        timeline = walk(
            lambda renderer, p=params: WeightDecay(renderer=renderer, params=p), Quality("walk", 128, 72, 1)
        )
        assert [span.beat for span in timeline] == list(beats(simulate(params)))
