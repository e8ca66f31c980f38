"""What `learning-rate` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest
from manim import tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.learning_rate import LearningRate
from scenes.parts import frame
from scenes.parts.digit_lane import DigitLane
from scenes.parts.frame import Region
from scenes.parts.overshoot_chart import OvershootChart
from scenes.parts.rate_sweep import RateSweep
from scenes.parts.rolling import widest
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.parts.valley_cut import ValleyCut
from scenes.parts.valley_panel import ValleyPanel
from scenes.scripts.learning_rate import beats
from sim.experiments.learning_rate import Params, simulate
from sim.landscapes import Quadratic

ROOM = Region(-3, 3, -1.5, 1.5)
GENTLE = {
    "condition_number": 2,
    "too_small": 0.5,
    "fast": 1.2,
    "too_large": 2.01,
    "adam_lr": 0.5,
    "net_lr": 0.1,
}
EXTREME = {
    "condition_number": 1000,
    "too_small": 0.001,
    "fast": 1.99,
    "too_large": 10,
    "adam_lr": 1000,
    "net_lr": 1,
    "net_first": 5,
    "net_second": 5,
}
STORIES = [{}, GENTLE, EXTREME, {"steps": 100}, {"steps": 30000, "too_small": 0.0123456}, {"net_first": 0.1}]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_a_rate_is_called_too_small_only_if_it_is_later() -> None:
    assert "13 523 steps for what takes 140" in says("too-small")
    assert "not enough for what takes 266" in says("too-small", steps=300, fast=1.01)
    assert "none of the four arrives" in says("too-small", steps=100)
    assert "not too small" in says("too-small", condition_number=2, too_small=0.99, careful=1.97, fast=1.99)


def test_adam_is_said_to_rattle_only_if_it_climbs() -> None:
    assert "rattles" in says("adam-rattles")
    assert "walks in" in says("adam-rattles", adam_lr=0.5)


def test_the_flatter_place_is_spoken_of_only_if_it_was_found() -> None:
    assert "in a flatter place" in says("flatter-place")
    assert "settles, and nothing explodes" in says("flatter-place", net_lr=0.1)
    assert "too large for this loss" in says("flatter-place", net_lr=0.5)
    # Two leaps in a circle, for ever; and a rate that is far from there when the film ends.
    assert "not yet found" in says("flatter-place", net_lr=1, net_first=2, net_second=1)
    assert "not yet found" in says("flatter-place", net_lr=0.001, net_first=0.1)


def test_the_best_is_said_to_be_near_the_edge_only_in_a_narrow_valley() -> None:
    assert "near the edge" in says("near-the-edge")
    assert "the best is 1.39/L" in says("near-the-edge", condition_number=2)
    assert "too small is slow" in says("near-the-edge", steps=100)


def test_a_panel_counts_until_its_run_arrives_and_says_when_it_flies_out() -> None:
    def panel(positions: np.ndarray, arrived: int | None) -> ValleyPanel:
        valley = Quadratic(curvatures=(1, 50))
        picture = {"landscape": valley, "region": ROOM, "colour": DARK.momentum, "theme": DARK}
        return ValleyPanel("η", positions, arrived, **picture)

    def seen(label: object) -> bool:
        return label.glyphs[0].get_fill_opacity() > 0.5  # type: ignore[attr-defined]

    along = np.stack([np.linspace(-10, 0, 1001), np.full(1001, 0.1)], axis=1)
    arriving = panel(along, 1000)
    assert arriving.go_to(400).count.text == "400" and arriving.go_to(5000).count.text == "1000"
    assert arriving.runner.puck.get_center()[:2] == pytest.approx(arriving.runner.places[-1][:2])
    flying = panel(np.stack([np.full(2000, -5.0), 1.01 ** np.arange(2000)], axis=1), None)
    assert not seen(flying.go_to(20).verdict)
    assert seen(flying.go_to(200).verdict)


def test_the_count_of_a_narrow_panel_leaves_its_name_free() -> None:
    narrow = Region(-1.5, 1.5, -1, 1)
    picture = {"landscape": Quadratic(curvatures=(1, 50)), "region": narrow, "colour": DARK.adam, "theme": DARK}
    panel = ValleyPanel("SGD ÷1000", np.zeros((3001, 2)), None, **picture).go_to(3000)
    assert panel.label.get_right()[0] < panel.count.get_left()[0]


@pytest.mark.parametrize(("width", "height"), [(128 / 9, 8), (12, 9), (9, 16)])
def test_the_note_of_a_lane_leaves_its_name_and_its_boxes_free(width: float, height: float) -> None:
    with tempconfig({"frame_width": width, "frame_height": height}):
        place = frame.safe_stage().stack(1, 1, 1)[0]
        lane = DigitLane("weight, without its sign", 3.4e38, DARK.momentum, place, DARK)
        note = lane.note("past the last box at step 891")
    name = lane[2]
    assert note.get_left()[0] > name.get_right()[0] or note.get_top()[1] < name.get_bottom()[1]
    assert note.get_bottom()[1] > lane.empty.get_top()[1] or note.get_top()[1] < lane.empty.get_bottom()[1]
    assert note.get_bottom()[1] >= place.bottom


def test_a_lane_has_a_full_box_for_each_digit() -> None:
    lane = DigitLane("loss", 3.4e38, DARK.momentum, ROOM, DARK)
    one = len(lane.show(7).full.points)
    boxes = [len(lane.show(value).full.points) // one for value in (0.3, 9.9, 10, 4.7e9, np.inf, np.nan)]
    assert boxes == [0, 1, 2, 10, 39, 0]


def test_the_knob_of_the_overshoot_leaves_the_zone_at_two() -> None:
    chart = OvershootChart(2.1, ROOM, DARK.momentum, DARK)
    zone = chart[0]
    assert chart.turn_to(1.9).knob.get_center()[1] < zone.get_top()[1]
    assert chart.turn_to(2.1).knob.get_center()[1] > zone.get_top()[1]
    assert chart.turn_to(2.0).knob.get_center()[:2] == pytest.approx([zone.get_right()[0], zone.get_top()[1]])


def test_a_ball_that_hops_over_the_wall_is_out_of_the_picture() -> None:
    valley = ValleyCut(50, 2.5, ROOM, DARK)
    ball = valley.hopper((-1.1) ** np.arange(400.0), DARK.momentum)
    assert np.abs(ball.weights[:-1]).max() <= 2.5 < abs(ball.weights[-1])
    assert np.sign(ball.weights[-1]) == -np.sign(ball.weights[-2])


def test_a_ball_on_the_wall_stays_on_the_stage_below_the_readouts() -> None:
    valley = ValleyCut(50, 2.5, frame.stage(), DARK)
    ball = valley.hopper(np.array([0.0, 2.45]), DARK.momentum).go_to(1)
    assert ball.ball.get_top()[1] < frame.stage().top


def test_a_readout_leaves_room_for_the_longest_number_of_its_run() -> None:
    assert widest(np.array([1.0, 1.7861e222]), np.array([12.34])) == "1.786e+222"


def test_the_sweep_draws_a_rate_that_never_arrives_nowhere() -> None:
    steps = np.array([np.nan, 500, 50])
    sweep = RateSweep(np.array([0.1, 0.5, 1.9]), steps, 1000, region=ROOM, colour=DARK.momentum, theme=DARK)
    assert len(sweep.curve.places) == 2


@pytest.mark.parametrize("story", [GENTLE, EXTREME, {"steps": 100}], ids=["gentle", "extreme", "short"])
def test_the_film_can_be_told_of_other_runs(story: dict[str, float]) -> None:
    def make(renderer: object) -> LearningRate:
        return LearningRate(renderer=renderer, params=Params(**story))

    timeline = walk(make, Quality("walk", 128, 72, 5))
    assert [span.beat for span in timeline] == list(beats(simulate(Params(**story))))


def test_the_film_tells_the_script_in_order_and_shows_the_numbers_of_the_run() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: LearningRate, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: LearningRate(renderer=renderer), Quality("walk", 128, 72, 10), look)
    assert [span.beat for span in timeline] == list(beats(simulate(Params())))
    assert {"13 523", "268", "140"} <= shown["too-small"]
    assert {"−1.1", "4.748e+09"} <= shown["past-the-edge"]
    assert {"892"} <= shown["last-station"]
    assert {"2025", "0.01746"} <= shown["adam-rattles"]
    assert {"6.715", "2.465e−32"} <= shown["flatter-place"]
