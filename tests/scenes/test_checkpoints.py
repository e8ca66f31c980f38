"""The film of the four questions says only what the runs do, and its cards, sand and net show them."""

from __future__ import annotations

import numpy as np
import pytest

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.catalog import CLIPS
from scenes.checkpoints import Checkpoints
from scenes.parts import frame
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.hillside import Hillside
from scenes.parts.question_card import QuestionCard, TimeBar, deal
from scenes.parts.same_net import SameNet
from scenes.parts.sand import HEAP, Sand
from scenes.parts.short_swing import saved_steps, short_swing
from scenes.parts.spot import box
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.two_results import two_results
from scenes.parts.typesetting import READOUT, Number
from scenes.parts.walk_pair import gains, walk_pair
from scenes.parts.well_scene import left_table, well_tags
from scenes.scripts.checkpoints import ANSWERS, beats
from sim.experiments.checkpoints import Params, simulate
from tests.sim.every_experiment import default_result

SLEEPY = {"noise": 0.5, "lr": 0.02, "small_lr": 0.001, "steps": 300, "walkers": 200}
WILD = {"noise": 8, "lr": 0.044, "small_lr": 0.02, "walkers": 200, "steps": 1000, "largest_weight": 30}


def says(beat: str, **params: float) -> str:
    result = simulate(Params(**params)) if params else default_result("checkpoints")
    captions = {each.name: each.caption for each in beats(result)}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", [{}, SLEEPY, WILD], ids=["default", "sleepy", "wild"])
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story)) if story else default_result("checkpoints")):
        assert caption_faults(beat.caption) == [], beat.name


def test_the_answers_have_the_numbers_of_their_films() -> None:
    assert "steady pushes ×10, flipping ones ×0.53" in says("momentum")
    assert "400 times as steep" in says("asks-adaptive")
    assert "3.16 times too long" in says("bias")
    assert "curvature 2 or 100." in says("a-matter-of-units")


def test_the_sharp_well_is_said_to_empty_only_where_it_does() -> None:
    assert "out of the sharp well, though it is the deeper one" in says("wells")
    assert "shakes nobody out" in says("wells", **SLEEPY)


def test_the_small_rate_is_said_to_save_only_whom_it_saves() -> None:
    assert "At η = 0.01: nobody." in says("noise-times-rate")
    assert "neither is large enough" in says("noise-times-rate", **SLEEPY)
    assert "at η = 0.02 it is still enough" in says("noise-times-rate", **WILD)


def test_a_film_is_made_anew_when_what_it_quotes_changes() -> None:
    stems = {file.stem for file in CLIPS["checkpoints"].sources()}
    assert {"checkpoints", "averaging_out", "learning_rate_story", "bias_correction", "when_to_use_what"} <= stems
    assert "weight_decay" not in stems


def test_a_card_shows_its_back_then_an_edge_then_its_face() -> None:
    card = QuestionCard(3, "Why?", frame.safe_stage(), DARK, size=READOUT)
    width = card.width
    assert card.turn(0.25).width == pytest.approx(width * np.cos(np.pi / 4), rel=0.02)
    assert card.back in card.submobjects and card.face not in card.submobjects
    assert card.turn(0.5).width < 0.02 * width
    assert card.turn(1).face in card.submobjects and card.back not in card.submobjects
    assert card.width == pytest.approx(width)


@pytest.mark.parametrize("room", [Region(-6, 6, -2, 2), Region(-4.5, 4.5, -2.5, 2.5), Region(-4, 4, -3.4, 3.4)])
def test_cards_are_dealt_apart_and_their_words_stay_on_them(room: Region) -> None:
    cards = deal(ANSWERS, room, DARK)
    for number, card in enumerate(cards):
        board = box(card[0])
        assert room.left - 0.1 <= board.left and board.right <= room.right + 0.1
        for other in map(box, (each[0] for each in cards[:number])):
            assert board.left > other.right or board.top < other.bottom
        words = box(card.turn(1).face)
        assert board.left < words.left and words.right < board.right
        assert board.bottom < words.bottom and words.top < board.top


def test_sand_lies_on_the_ground_where_the_walkers_are() -> None:
    seen = Coordinates(frame.stage(), (-4, 4), (-1, 9))
    hill = Hillside(lambda x: 0.5 * x**2, lambda x: x, seen, DARK)
    sand = Sand(np.array([np.full(50, -2.0), np.linspace(-9, 3, 50)]), hill, DARK.gradient_descent)
    foot = hill.rim(-2.0)
    assert sand.get_center()[0] == pytest.approx(foot[0])
    assert foot[1] < sand.get_bottom()[1] < sand.get_top()[1] < foot[1] + HEAP + 0.2
    assert sand.show(1).get_left()[0] >= seen.region.left - 0.06
    assert sand.get_right()[0] == pytest.approx(hill.rim(3.0)[0], abs=0.06)


def test_the_nets_line_stays_while_its_bowl_gets_steep() -> None:
    result = default_result("checkpoints")
    picture = SameNet(result.slide, result.net, frame.stage(), frame.safe_stage(), DARK)
    line, wide = picture.line.points.copy(), picture.wall.width
    picture.show(len(result.slide.weights) - 1)
    assert picture.line.points == pytest.approx(line)
    assert picture.wall.width < 0.5 * wide
    assert picture.here.get_center() == pytest.approx(picture.map_place(*result.slide.weights[-1]))


def test_a_time_bar_runs_off_towards_its_start() -> None:
    room = frame.safe_stage()
    bar = TimeBar(room, DARK)
    assert bar.width == pytest.approx(room.width)
    assert bar.show(0.25).get_right()[0] == pytest.approx(room.left + room.width / 4)
    assert bar.get_left()[0] == pytest.approx(room.left)


def test_what_has_left_a_well_is_read_at_the_clock() -> None:
    result, clock = default_result("checkpoints"), StepClock()
    table = left_table(result.shaken, clock, DARK)
    assert [row.number.text for row in table] == ["0.00%", "0.00%"]
    clock.set_value(2000)
    assert [row.number.text for row in table.update()] == ["74.25%", "10.10%"]


def test_each_tag_hangs_over_its_well_clear_of_the_sand() -> None:
    result = default_result("checkpoints")
    seen = Coordinates(frame.stage(), (-4, 4.2), (-1.5, 2.5))
    hill = Hillside(
        lambda x: result.landscape.loss(np.asarray(x)[..., None]),
        lambda x: result.landscape.gradient(np.asarray(x)[..., None])[..., 0],
        seen,
        DARK,
    )
    for tag, bottom in zip(well_tags(result, hill, DARK), result.minima, strict=True):
        assert tag.get_x() == pytest.approx(hill.rim(float(bottom))[0])
        assert tag.get_bottom()[1] > hill.highest(tag.get_left()[0], tag.get_right()[0]) + HEAP


def test_the_gains_stand_clear_of_both_walkers() -> None:
    averaging, clock, room = default_result("averaging-out"), StepClock(), frame.safe_stage()
    pair, formula = walk_pair(averaging, room, clock, DARK), gains(averaging, DARK)
    place = box(room.place(formula, np.array([1, 1, 0])))
    for step in range(averaging.params.walk + 1):
        clock.set_value(step)
        for walker in (walker for _, walker in pair.update()):
            seen = box(walker)
            assert seen.right < place.left or seen.top < place.bottom
    assert pair[1][1].get_right()[0] <= room.right


def test_the_short_swing_names_the_momenta_beside_its_chart() -> None:
    clock = StepClock()
    swing, key = short_swing(default_result("momentum-memory"), 100, clock, DARK)
    clock.set_value(100)
    assert len(key) == len(swing.runners) == 3
    assert swing.update().chart.get_right()[0] < key.get_left()[0] < key.get_right()[0] < frame.safe_stage().right
    rows = saved_steps(default_result("oscillating-valley"), DARK)
    assert [row.number.text for row in rows] == ["140", "34"]


def test_the_two_results_are_those_of_their_film() -> None:
    other = default_result("when-to-use-what")
    blocks = two_results(other.zipf, other.built, frame.safe_stage(), DARK)
    assert [[row.number.text for row in block] for block in blocks] == [["2.002", "2.001"], ["100%", "70.01%"]]
    safe = frame.safe_stage()
    assert safe.left < blocks[0].get_left()[0] and blocks[0].get_right()[0] < blocks[1].get_left()[0]


def test_the_film_tells_the_script_in_order_and_shows_the_runs_numbers() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: Checkpoints, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: Checkpoints(renderer=renderer), Quality("walk", 128, 72, 10), look)
    assert [span.beat for span in timeline] == list(beats(default_result("checkpoints")))
    assert {"140", "34"} <= shown["momentum"]
    assert {"689", "798"} <= shown["adaptive"]
    assert {"0.2056", "0.0490"} <= shown["bias"]
    assert {"74.25%", "10.10%"} <= shown["wells"]
    assert "0.00%" in shown["noise-times-rate"]
    assert {"100.0", "10.0"} <= shown["a-matter-of-units"]
    assert {"2.002", "2.001", "100%", "70.01%"} <= shown["still-open"]
