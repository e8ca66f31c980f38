"""What `second-moment-memory` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Line

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.parts.area import Area
from scenes.parts.frame import Region, safe_stage
from scenes.parts.memory_rows import WIDTHS, MemoryRows
from scenes.parts.numerals import grouped
from scenes.parts.shock_chart import BEFORE, STEPS_BEFORE, ShockChart, by_decades
from scenes.parts.shock_pictures import SizeChart, StrideChart
from scenes.parts.spot import box
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number, Words
from scenes.parts.wobble_row import WobbleRow
from scenes.scripts.second_moment_memory import beats
from scenes.second_moment_memory import SecondMomentMemory, remark
from sim.experiments.second_moment_memory import Params, simulate

STORIES = [
    {},
    {"jump": 1.5, "short_beta2": 0.9, "beta2": 0.91, "long_beta2": 0.95},
    {"jump": 1000, "beta1": 0, "before": 10**7},
    {"jump": 1.98765, "short_beta2": 0.99989, "beta2": 0.999895},
]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_steps_are_said_to_overshoot_only_where_they_do() -> None:
    assert says("overshoots") == "Gradients grow tenfold: the memory lags, and the steps overshoot."
    assert "1000-fold" in says("overshoots", jump=1000)
    assert "no step is much too long" in says("overshoots", jump=1.5, short_beta2=0.9, beta2=0.91, long_beta2=0.92)
    assert "Where v lags" in says("overshoots", short_beta2=0.9)


def test_forgetting_takes_as_much_longer_as_it_did_in_the_run() -> None:
    assert says("stays-timid") == "After a loud patch it stays timid: forgetting takes 3.7 times as long."
    assert "9.3 times" in says("stays-timid", jump=1000)
    slow = {"short_beta2": 0.9, "beta2": 0.91, "long_beta2": 0.92, "jump": 1.5}
    assert says("stays-timid", **slow) == "Forgetting a loud patch takes 1.6 times as long as noticing it."


def test_counts_and_known_betas_are_written_so_that_they_can_be_read() -> None:
    assert [grouped(steps) for steps in (613.0, 6153.0, 61555.0)] == ["613", "6153", "61 555"]
    assert [remark(beta) for beta in (0.95, 0.99, 0.999)] == ["0.95: many LLMs", "0.99", "0.999: the default"]


def chart() -> ShockChart:
    return ShockChart(10_000, (0, 10), ((10, "10"), (0, "0")), "size", region=safe_stage(), theme=DARK)


def test_every_decade_after_the_change_is_equally_wide_and_the_curve_passes_through_its_values() -> None:
    picture = chart()
    assert np.diff([picture.at(step, 0)[0] for step in (1, 10, 100, 1000)]) == pytest.approx(
        np.full(3, picture.at(10, 0)[0] - picture.at(1, 0)[0])
    )
    steps = np.arange(-STEPS_BEFORE + 1, 10_001)
    curve = picture.curve(steps, np.where(steps < 1, 2.0, 8.0), DARK.adam)
    left, right = curve.places[picture.times < 0], curve.places[picture.times >= 0]
    assert left[:, 1] == pytest.approx(picture.at(1, 2)[1])
    assert right[:, 1] == pytest.approx(picture.at(1, 8)[1])


def test_time_before_the_change_is_shown_too() -> None:
    picture = chart()
    line = picture.level(1, 10, DARK.gradient)
    picture.show(-STEPS_BEFORE / 2)
    assert line.get_end() == pytest.approx(picture.chart.coordinates.point(-BEFORE / 2, 1), abs=0.01)
    picture.show(100)
    assert line.get_end() == pytest.approx(picture.at(100, 10), abs=0.02)


def test_steps_of_arrival_that_are_close_stand_side_by_side() -> None:
    picture = chart()
    marks = picture.arrivals([(500, 9), (520, 9), (9999, 9)], ["500", "520", "9999"], "after", 11, DARK.adam)
    boxes = [box(piece) for mark in marks for piece in mark if isinstance(piece, Words)]
    for one, other in zip(sorted(boxes, key=lambda b: b.left), sorted(boxes, key=lambda b: b.left)[1:], strict=False):
        assert one.right < other.left
    for mark, step in zip(marks, (500, 520, 9999), strict=True):
        line = next(piece for piece in mark if isinstance(piece, Line))
        assert line.get_end() == pytest.approx(picture.at(step, 9), abs=1e-6)


def test_what_is_remembered_lies_behind_the_size_of_the_gradients_and_comes_to_its_marks() -> None:
    up = simulate(Params()).up
    picture = SizeChart(up, safe_stage(), DARK).fill().show(1e5)
    for mark, step in zip(picture.arrived(9, "steps"), up.full_arrival, strict=True):
        assert mark[1].get_center() == pytest.approx(picture.at(step, 9), abs=1e-6)
    edges = [part.edge for part in picture if isinstance(part, Area)][::-1]
    assert [edge.get_stroke_width() for edge in edges] == list(WIDTHS)
    for edge, sizes in zip(edges, up.sizes.T, strict=True):
        assert edge.places[-1] == pytest.approx(picture.at(up.steps[-1], sizes[-1]), abs=0.01)


def test_arrows_of_forgetting_go_from_the_step_of_noticing_and_none_covers_a_curve() -> None:
    result = simulate(Params())
    picture = StrideChart(result.down, (0.08, 6), ((1, "1"),), region=safe_stage(), theme=DARK, log_y=True)
    _, *ways = picture.forgetting(result.up)
    for (arrow, _), begin, end in zip(ways, result.up.full_arrival, result.down.full_arrival, strict=True):
        assert arrow.get_left()[0] == pytest.approx(picture.at(begin, 1)[0], abs=1e-3)
        assert arrow.get_right()[0] == pytest.approx(picture.at(end, 1)[0], abs=1e-3)
        assert arrow.get_bottom()[1] > picture.at(1, 1)[1]


def test_every_memory_has_its_line_and_its_number_in_one_row() -> None:
    clock, steps = StepClock(), np.array([0.0, 10.0])
    rows = MemoryRows(["short", "longer", "longest"], Region(-1.5, 1.5, -3, 3), DARK)
    tally = rows.tally("size", steps, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), clock)
    assert [cell.text for (cell,) in tally.cells] == ["1.000", "2.000", "3.000"]
    clock.set_value(10)
    assert [cell.text for (cell,) in tally.update(0).cells] == ["4.000", "5.000", "6.000"]
    down = [
        part.get_y()
        for pair in zip(rows.key(DARK.adam), (cell for (cell,) in tally.cells), strict=True)
        for part in pair
    ]
    assert down == sorted(down, reverse=True)


def test_memories_in_a_flat_region_stand_beside_each_other_above_their_numbers() -> None:
    rows = MemoryRows(["short", "longer", "longest"], Region(-4, 4, -1, 1), DARK)
    tally = rows.tally("size", np.array([0.0]), np.array([[1.0, 2.0, 3.0]]), StepClock())
    key, numbers = rows.key(DARK.adam), [cell for (cell,) in tally.cells]
    for name, number in zip(key, numbers, strict=True):
        assert name.get_left()[0] < number.get_x()
        assert number.get_top()[1] < name.get_bottom()[1]
    assert key[0].get_right()[0] < key[1].get_left()[0] < key[1].get_right()[0] < key[2].get_left()[0]


@pytest.mark.parametrize("width", [6, 8.1, 12])
def test_the_time_before_has_room_for_its_name(width: float) -> None:
    place = Region(0, width, 0, 4)
    picture = ShockChart(60_000, (0, 10), ((10, "10"),), "size", region=place, theme=DARK)
    texts = {part.text: part for part in picture.get_family() if isinstance(part, Words)}
    assert texts["before"].get_right()[0] < texts["step 1"].get_left()[0]
    line = picture.level(1, 10, DARK.gradient)
    assert picture.chart.coordinates.region.left == pytest.approx(line.places[0][0])


def test_a_second_in_decades_is_a_factor() -> None:
    pace = by_decades(1, 10_000)
    at = [1 + pace(share) * 9999 for share in (0, 0.25, 0.5, 1)]
    assert at == pytest.approx([1, 10, 100, 10_000])


def test_what_wobbles_is_drawn_to_one_scale() -> None:
    calm = simulate(Params()).calm
    numbers = ["1"] * len(calm.betas)
    row = WobbleRow(calm.sizes, numbers, DARK.second_moment, region=Region(-5, 5, -1, 1), theme=DARK).show(399)
    heights = np.array([line.height for line in row.lines])
    assert heights / heights[0] == pytest.approx(np.ptp(calm.sizes, axis=0) / np.ptp(calm.sizes[:, 0]), rel=1e-6)


def test_the_film_tells_the_script_in_order_and_shows_its_numbers() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: SecondMomentMemory, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)} | {
            part.typst_code for part in family if isinstance(part, Words)
        }

    timeline = walk(lambda renderer: SecondMomentMemory(renderer=renderer), Quality("walk", 128, 72, 2), look)
    assert [span.beat for span in timeline] == list(beats(simulate(Params())))

    def said(beat: str, *texts: str) -> bool:
        return all(any(text in label for label in shown[beat]) for text in texts)

    assert said("trails-behind", "165", "1650", "16 506")
    assert said("overshoots", "2.131 η", "5.202 η", "8.446 η")
    assert said("stays-timid", "165 → 613", "1650 → 6153", "16 506 → 61 555")
    assert said("quick-or-calm", "1.11", "8.446", "11.2%", "0.5%")
    assert said("remembers-a-shock", "613", "6153", "61 555")


def test_a_number_that_stands_far_from_its_curve_is_led_to_it() -> None:
    result, place = simulate(Params()), Region(0, 5, 0, 3.2)
    marks = StrideChart(result.up, (0, 10.5), ((1, "1"),), region=place, theme=DARK).extremes()
    led = [mark for mark in marks if isinstance(mark[0], Line)]
    assert led
    for leader, dot, number in led:
        assert leader.get_start() == pytest.approx(dot.get_center())
        assert np.linalg.norm(leader.get_end() - number.get_center()) < number.width
