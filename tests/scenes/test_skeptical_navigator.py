"""What `skeptical-navigator` says is true of the run, can be read in time, and is what the film shows."""

from __future__ import annotations

import numpy as np
import pytest
from manim import tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.parts.agreement_curve import AgreementCurve
from scenes.parts.frame import Region
from scenes.parts.gradient_stream import GradientStream
from scenes.parts.histogram import Histogram
from scenes.parts.lanes import Lanes
from scenes.parts.moment_gauge import MomentGauge
from scenes.parts.race_lane import RaceLane, race
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.ticks import round_down
from scenes.parts.typesetting import Number
from scenes.parts.wander_chart import WanderChart
from scenes.scripts.skeptical_navigator import beats
from scenes.skeptical_navigator import SkepticalNavigator
from sim.experiments.skeptical_navigator import AIMLESS, Params, agreement, simulate

ROOM = Region(-3, 3, -1, 1)
STORIES = [
    {},
    {"beta1": 0, "huge": 2},
    {"beta1": 0.99, "beta2": 0.9, "steps": 3000},
    {"sure_noise": 0.5, "unsure_noise": 1},
    {"sure_noise": 0, "unsure_noise": 100, "huge": 1e4, "seed": 7},
    {"beta2": 0.9995, "lr": 1, "steps": 20000},
]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_an_average_without_memory_is_not_said_to_remember() -> None:
    assert "m remembers the average" in says("two-memories")
    assert "m is the newest gradient" in says("two-memories", beta1=0)


def test_signs_are_said_to_cancel_only_where_the_memory_lets_them() -> None:
    assert "near 0 if signs cancel" in says("the-ratio")
    assert "few signs to cancel" in says("the-ratio", beta1=0)


def test_the_jitter_is_the_measured_one() -> None:
    assert "22% of η" in says("never-still")
    for beta1 in (0, 0.5, 0.99):
        jitter = simulate(Params(beta1=beta1)).jitter
        assert f"{100 * jitter:.0f}% of η" in says("never-still", beta1=beta1)


def test_a_second_moment_is_called_huge_only_if_it_is() -> None:
    assert "huge" in says("size-is-not-doubt") and "larger" in says("size-is-not-doubt", huge=2)


def test_every_lane_takes_a_full_first_step_whatever_the_parameters() -> None:
    for story in STORIES:
        np.testing.assert_allclose(simulate(Params(**story)).first_strides, 1, rtol=1e-6)
        assert "never skeptical" in says("first-step", **story)


def test_full_and_small_steps_are_spoken_of_only_where_they_are_taken() -> None:
    assert "sure gradients full, noisy ones small" in says("direction-times-agreement")
    for story in ({"unsure_noise": 1}, {"beta1": 0}):
        assert "the noisier the gradients, the slower" in says("direction-times-agreement", **story)


def test_arrows_of_a_stream_are_its_gradients_and_stay_in_their_lane() -> None:
    gradients = np.random.default_rng(3).normal(1, 5, 50)
    stream = GradientStream(gradients, ROOM, DARK, common=100)
    arrows = stream.show(40).arrows.get_subpaths()
    assert ROOM.left <= stream.arrows.get_left()[0] and stream.arrows.get_right()[0] <= ROOM.right
    unit = ROOM.height / np.ptp(gradients)
    newest = arrows[-1][:, 1]
    reach = newest[np.argmax(np.abs(newest - stream.zero))] - stream.zero
    assert reach == pytest.approx(unit * gradients[39], rel=1e-6)
    for step in np.linspace(0, 50, 101):
        stream.show(step)
        if stream.arrows.has_points():
            assert ROOM.bottom - 1e-6 <= stream.arrows.get_bottom()[1] <= stream.arrows.get_top()[1] <= ROOM.top + 1e-6
    alone = np.ptp(stream.show(40, zoom=1).arrows.points[:, 1])
    assert np.ptp(stream.show(40, zoom=0).arrows.points[:, 1]) == pytest.approx(
        alone * np.ptp(gradients) / 100, rel=1e-6
    )


def test_the_needle_stands_in_the_bar_at_the_ratio_of_the_two_memories() -> None:
    run = simulate(Params()).run
    means, sizes = run.first_moment[:, AIMLESS], np.sqrt(run.second_moment[:, AIMLESS])
    gauge = MomentGauge(means, sizes, ROOM, DARK)
    for step in (10, 100, 5000):
        gauge.show(step)
        share = (gauge.mean.get_x() - ROOM.centre[0]) / (gauge.size.width / 2)
        assert share == pytest.approx(means[step - 1] / sizes[step - 1], abs=1e-6)
        assert gauge.size.width <= ROOM.width + 1e-6


def test_racers_stand_where_they_are_and_their_way_begins_at_the_start() -> None:
    lane = RaceLane(-1, 5, ROOM, DARK.adam, DARK).show(2)
    assert lane.puck.get_x() == pytest.approx(0)
    assert lane.way.get_start()[0] == pytest.approx(-2)
    assert lane.show(-1).puck.get_x() == pytest.approx(ROOM.left)


def test_a_histogram_counts_everything_that_has_come() -> None:
    values = np.array([-9.0, -0.5, 0.0, 0.01, 0.02, 0.5, 9.0])
    histogram = Histogram(values, 1, "", ROOM, colour=DARK.adam, theme=DARK, bins=3)
    unit = histogram.seen.scale[1]
    for count, heights in ((0, []), (3, [2, 1]), (7, [2, 3, 2])):
        bars = histogram.show(count).bars.get_subpaths()
        assert [np.ptp(bar[:, 1]) / unit for bar in bars] == pytest.approx(heights), count


def test_the_wanderer_is_at_the_end_of_its_line() -> None:
    way = np.array([0.0, 1.0, -2.0, 5.0])
    chart = WanderChart(way, "", ROOM, colour=DARK.adam, theme=DARK)
    for step in (0.5, 1, 2.25, 3):
        chart.show(step)
        assert chart.puck.get_center() == pytest.approx(chart.line.get_end())


def test_ticks_lie_within_what_they_mark() -> None:
    assert [round_down(value) for value in (43.7, -8.99, 0.0567, -123.4)] == pytest.approx([40, -8, 0.05, -100])


def test_lanes_lie_on_the_curve_that_they_should_follow() -> None:
    result = simulate(Params())
    curve = AgreementCurve(agreement, Region(-6, 6, -3, 3), DARK).show(1)
    mark = curve.mark("B", np.array([5.0]), result.speeds[[1]])
    nearest = np.linalg.norm(curve.curve.places - mark[0].get_center(), axis=1).min()
    assert nearest < 0.05


def test_a_name_on_the_curve_stays_in_its_region() -> None:
    region = Region(-6, 6, -3, 3)
    curve = AgreementCurve(agreement, region, DARK)
    mark = curve.mark("somebody without a mean", np.array([np.inf]), np.array([0.0]))
    assert mark[1].get_right()[0] == pytest.approx(region.right)


def test_numbers_in_lanes_begin_with_step_one_and_stay_at_the_last() -> None:
    clock = StepClock()
    lanes = Lanes([("A", "calm"), ("B", "wild")], (1, 2), Region(-6, 6, -3, 3), DARK)
    numbers = lanes.numbers(np.array([[1.0, 2.0], [3.0, 4.0]]), 5, (0, 2), clock)
    for step, texts in ((0, ["…", "…"]), (1, ["1", "2.00"]), (2, ["3", "4.00"]), (9, ["3", "4.00"])):
        clock.set_value(step)
        assert [number.update().text for number in numbers] == texts
    for number, row in zip(numbers, lanes.rows, strict=True):
        assert row.bottom < number.get_y() < row.top and number.get_right()[0] == pytest.approx(5)


@pytest.mark.parametrize("width", [9, 10, 128 / 9])
def test_lanes_begin_where_their_names_end(width: float) -> None:
    with tempconfig({"frame_width": width}):
        lanes = Lanes([("A", "1 ± 0.1"), ("B", "100 ± 10")], (1, 1), Region(-4, 4, -3, 3), DARK)
    assert lanes.get_left()[0] == pytest.approx(-4) and lanes.get_right()[0] < lanes.field.left
    for name, row in zip(lanes, lanes.rows, strict=True):
        assert row.bottom < name.get_bottom()[1] and name.get_top()[1] < row.top


def test_a_race_shows_everybody_to_one_scale() -> None:
    ways, clock = np.array([[0.0, 0.0], [4.0, -2.0]]), StepClock()
    clock.set_value(1)
    lanes = race(ways, [ROOM, ROOM], clock, least=(-1, 1), colour=DARK.adam, theme=DARK).update()
    ahead, behind = (lane.puck.get_x() - lane.place(0)[0] for lane in lanes)
    assert ahead == pytest.approx(-2 * behind) and lanes[0].puck.get_x() <= ROOM.right


@pytest.mark.parametrize(
    "story", [{}, {"beta1": 0, "unsure_noise": 100, "huge": 1e4, "sure_noise": 0, "steps": 3000}], ids=str
)
def test_the_film_tells_the_script_in_order_and_shows_the_numbers_of_the_run(story: dict[str, float]) -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: SkepticalNavigator, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    params = Params(**story)
    timeline = walk(
        lambda renderer: SkepticalNavigator(renderer=renderer, params=params), Quality("walk", 128, 72, 3), look
    )
    result = simulate(params)
    assert [span.beat for span in timeline] == list(beats(result))
    assert {f"{speed:.4f}" for speed in result.speeds} <= shown["the-ratio"]
    assert "1.0000" in shown["first-step"]
    if not story:
        assert {"1.002", "5.181", "99.91", "0.9848"} <= shown["two-memories"]
        assert {"0.9954", "0.2062", "0.9955", "0.0025"} <= shown["the-ratio"]
        assert "12.33" in shown["never-still"]
