"""The hiker's film says only what its runs do, and its parts stand on the ground that they show."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.blindfolded_hiker import BlindfoldedHiker
from scenes.parts import frame
from scenes.parts.census import Census
from scenes.parts.frame import Region
from scenes.parts.hiker import Hiker
from scenes.parts.lantern_walk import LanternWalk
from scenes.parts.numerals import grouped
from scenes.parts.oblique import Oblique, fitting
from scenes.parts.promise import PromiseCut
from scenes.parts.signpost import Signpost
from scenes.parts.slope_wall import SlopeWall
from scenes.parts.tangent_sheet import ARROW, FeltSlope, TangentSheet
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number, Words
from scenes.scripts.blindfolded_hiker import amount, beats
from sim.experiments.blindfolded_hiker import Params, simulate

STORIES = [
    {},
    {"lr": 2, "start_x": -2.5},
    {"lr": 0.001, "steps": 5},
    {"start_x": -2.5, "start_y": 0.5},
    {"start_x": 4, "start_y": -4},
    {"start_x": -4, "start_y": 4, "steps": 1000, "longest_leap": 12},
    {"longest_leap": 0.1, "weights": 2},
    {"weights": 10**12},
]
VIEW = Oblique(np.zeros(3), np.zeros(3), 1.5)


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_a_promise_is_called_broken_only_where_the_leap_leads_uphill() -> None:
    assert "it is broken" in says("a-promise-about-here")
    assert "very nearly keeps" in says("a-promise-about-here", longest_leap=0.1)
    assert "keeps 62% of its word" in says("a-promise-about-here", longest_leap=3)
    assert "as it likes" in says("a-promise-about-here", start_x=4, start_y=-4, longest_leap=3)


def test_short_steps_are_praised_only_where_they_lead_down() -> None:
    assert "short step" in says("short-step-feel-again")
    assert "uphill" in says("short-step-feel-again", lr=2)


def test_the_valley_is_called_what_it_is() -> None:
    assert "not THE valley" in says("fog-off")
    assert "the deepest valley. Only 46.2%" in says("fog-off", start_x=-2.5, start_y=0.5)
    assert "after 5 steps still on the way" in says("fog-off", steps=5)
    assert "not at rest" in says("fog-off", lr=2, start_x=-2.5, start_y=0.5)


def test_the_million_is_the_models() -> None:
    assert "a million walks" in says("one-backward-pass")
    assert "feels 2 slopes. Probing each takes 3 walks" in says("one-backward-pass", weights=2)
    assert "1 trillion slopes" in says("one-backward-pass", weights=10**12)
    assert [amount(count) for count in (9, 12_500, 7_000_000_000)] == ["9", "12.5 thousand", "7 billion"]


@pytest.mark.parametrize("tilt", [0.36, 0.85])
def test_a_view_fits_what_it_is_given_into_its_region(tilt: float) -> None:
    corners = np.array([[-4, -4, 1], [4, -4, 1], [-4, 4, 0.5], [4, 4, 1], [0, 0, -1.0]])
    region = Region(-5, 1, -2, 0)
    view = fitting(corners, region, tilt)
    places = view.point(*corners.T)
    assert view.tilt == tilt
    assert region.left - 1e-9 <= places[:, 0].min() and places[:, 0].max() <= region.right + 1e-9
    assert region.bottom - 1e-9 <= places[:, 1].min() and places[:, 1].max() <= region.top + 1e-9
    assert np.ptp(places[:, 0]) == pytest.approx(6) or np.ptp(places[:, 1]) == pytest.approx(2)


def test_from_straight_above_there_are_no_heights() -> None:
    above = replace(VIEW, tilt=1.0)
    assert above.point(1, 2, 0.7) == pytest.approx([1.5, 3, 0])
    assert VIEW.point(1, 2, 0.7)[1] > VIEW.point(1, 2, 0)[1]
    assert above.about(np.ones(3)).towards(VIEW, 0.5).tilt == above.tilt


def test_names_of_bars_do_not_touch_where_there_is_little_room() -> None:
    promise = simulate(Params()).promise
    room = Region(-2.5, 2.5, -2, 2)
    cut = PromiseCut(promise.distances, promise.promised, promise.delivered, region=room, theme=DARK)
    promised, delivered = cut[-1]
    assert promised.get_right()[0] < delivered.get_left()[0] and delivered.get_right()[0] <= room.right


def test_a_board_stays_in_the_picture() -> None:
    post = Signpost(np.array([3.0, 0, 0]), 0.5, "height −0.8616", DARK.target, DARK).keep_left_of(3.5)
    assert post.board.get_right()[0] == pytest.approx(3.5)
    assert post.pole.get_x() == pytest.approx(3) and post.label.get_x() == pytest.approx(post.board.get_x())


def test_the_lantern_lights_its_circle_and_nothing_beyond_and_the_way_remembers_it() -> None:
    result = simulate(Params())
    walk = LanternWalk(result.descent.positions, result.landscape, DARK.gradient_descent, DARK)
    walk.go_to(VIEW, 10)
    here = result.descent.positions[10]
    for across, lit in ((0.49, True), (0.51, False)):
        assert (walk.lantern.get_right()[0] >= VIEW.point(here[0] + across, 0, 0)[0]) == lit
    foot = walk.hiker[0].points[:, 1].min()
    assert foot == pytest.approx(VIEW.point(*here, result.losses[10])[1], abs=1e-6)
    start = VIEW.point(*result.descent.positions[0], result.losses[0])
    assert walk.way.get_left()[0] < start[0] - 0.49 * VIEW.scale


def test_the_sheet_lies_on_the_slope() -> None:
    result = simulate(Params())
    foot = np.append(result.descent.positions[0], result.losses[0])
    sheet = TangentSheet(foot, result.gradient, 0.5, DARK)
    downhill = result.descent.positions[0] + 0.25 * result.downhill
    assert sheet.towards(VIEW, np.pi, 0.5) == pytest.approx(VIEW.point(*downhill, result.tangent(downhill)))


@pytest.mark.parametrize("leap", [1.0, 3.0, 6.0])
def test_the_bars_hang_as_far_down_as_the_ground_and_the_slope_do(leap: float) -> None:
    promise = simulate(Params()).promise
    cut = PromiseCut(promise.distances, promise.promised, promise.delivered, region=frame.safe_stage(), theme=DARK)
    cut.show(leap)
    level = cut.seen.point(0, 0)[1]
    for bar, line in zip(cut.bars, (cut.promise, cut.crest), strict=True):
        end = bar.get_bottom()[1] if line.get_end()[1] < level else bar.get_top()[1]
        assert end == pytest.approx(line.get_end()[1], abs=1e-6)


def test_a_wall_fills_from_its_end_and_counts_what_it_knows() -> None:
    wall = SlopeWall("pass", "n", 1_000_000, frame.safe_stage(), DARK).show(250_000)
    assert wall.count.text == "250 000"
    assert 4 * len(wall.known.points) == len(wall.known.points) + len(wall.unknown.points)
    assert wall.known.get_left()[0] > wall.unknown.get_right()[0] - wall.width / 40
    assert grouped(1_000_001) == "1 000 001"


def test_the_crowd_ends_in_the_valleys_that_colour_it() -> None:
    result = simulate(Params())
    crowd = Census(
        result.map.ways, result.map.valleys.ravel(), result.landscape, VIEW, DARK, every=5, colour=DARK.adam
    ).show(300)  # fmt: skip
    assert crowd[0].get_fill_color().to_hex() == DARK.target
    for swarm, minimum in zip(crowd, result.minima, strict=True):
        assert swarm.get_center() == pytest.approx(VIEW.point(*minimum, result.landscape.loss(minimum)), abs=0.1)


@pytest.mark.parametrize("row", range(3))
def test_a_signpost_leaves_the_head_of_whoever_stands_in_its_valley_free_and_no_board_covers_another(row: int) -> None:
    result = simulate(Params())
    crowd = Census(
        result.map.ways, result.map.valleys.ravel(), result.landscape, VIEW, DARK, every=5, colour=DARK.adam
    )  # fmt: skip
    hiker = Hiker(DARK.adam, DARK).stand(VIEW.point(*result.minima[row], result.minima_losses[row]), 0.8)
    boards = [post.board for post in crowd.signposts(result.minima_losses, result.map.shares, hiker)]
    assert boards[row].get_bottom()[1] > hiker.get_top()[1]
    assert boards[1].get_bottom()[1] > boards[2].get_top()[1]


def test_a_view_said_about_another_place_is_the_same_view() -> None:
    ground = np.array([1.0, -2.0, 0.3])
    assert VIEW.about(ground).point(0.4, 2.6, 0.1) == pytest.approx(VIEW.point(0.4, 2.6, 0.1))
    halfway = VIEW.about(ground).towards(Oblique(ground, np.array([3.0, 1.0, 0.0]), 4.0), 0.5)
    assert halfway.point(*ground) == pytest.approx(VIEW.point(*ground) / 2 + np.array([1.5, 0.5, 0]))


def test_the_arrow_underfoot_turns_from_uphill_to_downhill() -> None:
    result = simulate(Params())
    foot = np.append(result.descent.positions[0], result.losses[0])
    felt = FeltSlope(foot, result.gradient, 0.5, DARK)
    for turn, side in ((0.0, 1), (np.pi, -1)):
        tip = result.descent.positions[0] - side * 0.5 * ARROW * result.downhill
        felt.show(VIEW, tilt=1, turn=turn, length=1)
        assert np.abs(felt.arrow.points - VIEW.point(*tip, result.tangent(tip))).sum(axis=-1).min() < 1e-6
    assert len(felt.show(VIEW, tilt=1, turn=0, length=0).arrow.points) == 0


def test_the_film_tells_the_script_in_order_and_shows_the_runs_numbers() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: BlindfoldedHiker, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        texts = {part.text for part in family if isinstance(part, Number)}
        shown[span.beat.name] = texts | {part.typst_code for part in family if isinstance(part, Words)}

    timeline = walk(lambda renderer: BlindfoldedHiker(renderer=renderer), Quality("walk", 128, 72, 10), look)
    result = simulate(Params())
    assert [span.beat for span in timeline] == list(beats(result))
    last = result.promise.leaps[-1]
    assert {f"{last.promised:.4f}", f"{last.delivered:.4f}".replace("-", "−")} <= shown["a-promise-about-here"]
    assert {"60", f"{result.losses[-1]:.4f}".replace("-", "−")} <= shown["short-step-feel-again"]
    assert any(f"{result.map.shares[0]:.1%}" in text.replace("\\", "") for text in shown["fog-off"])
    assert {"400", "1 000 000"} <= shown["one-backward-pass"]
