"""What `momentum-memory` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.momentum_memory import MomentumMemory
from scenes.parts.cart_lane import CartLane
from scenes.parts.cart_race import CartRace
from scenes.parts.chart import Chart
from scenes.parts.columns import Columns
from scenes.parts.coordinates import Coordinates
from scenes.parts.echo_rows import EchoRows
from scenes.parts.first_steps import FirstSteps
from scenes.parts.frame import Region, safe_stage
from scenes.parts.memory_price import MemoryPrice
from scenes.parts.noise_rows import NoiseRows
from scenes.parts.row_names import RowNames
from scenes.parts.speed_limits import SpeedLimits
from scenes.parts.spot import box
from scenes.parts.steps import StepClock
from scenes.parts.swing_table import SwingTable, overshoots, shown_way, step_count
from scenes.parts.switch import Switch
from scenes.parts.tally import Tally
from scenes.parts.theme import DARK
from scenes.parts.trade_off import TradeOff
from scenes.parts.typesetting import Number
from scenes.parts.valley_swing import STRIP, Swinger, ValleySwing
from scenes.parts.weight_bars import WeightBars
from scenes.scripts.momentum_memory import beats
from sim.experiments.momentum_memory import Params, Result, simulate

STORIES = [
    {},
    {"momentum": 0.1, "heavy_momentum": 0.5, "steps": 100},
    {"momentum": 0.5, "heavy_momentum": 0.8, "condition_number": 4},
    {"momentum": 0.98765, "heavy_momentum": 0.99499, "condition_number": 1000, "loud": 1e6},
    {"lr_times_curvature": 1.99},
    {"lr_times_curvature": 0.01, "condition_number": 2},
]
LANE = Region(-4, 4, -0.7, 0.7)


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_speeds_turns_and_noise_are_those_of_the_run() -> None:
    assert says("more-speed") == "Turning μ up also turns speed up: 1, 10, 100 times η."
    assert "1, 2, 5 times η" in says("more-speed", momentum=0.5, heavy_momentum=0.8)
    assert "0.99 needs 69 steps" in says("turns-later")
    assert "0.8 needs 4 steps" in says("turns-later", momentum=0.5, heavy_momentum=0.8)
    assert "0.9 keeps 23%, 0.99 keeps 7%" in says("less-noise")
    assert "0.5 keeps 58%, 0.8 keeps 33%" in says("less-noise", momentum=0.5, heavy_momentum=0.8)


def test_the_winner_in_the_valley_is_the_first_to_arrive() -> None:
    assert says("swings-past") == "In the valley 0.9 wins; 0.99 swings past the goal 50 times."
    assert "zero momentum wins" in says("swings-past", condition_number=2)
    assert "0.5 does not swing" in says("swings-past", condition_number=50, momentum=0.4, heavy_momentum=0.5, steps=100)
    assert "nobody wins" in says("swings-past", steps=100, condition_number=1000)
    assert says("swings-past", momentum=0.3, heavy_momentum=0.5) == (
        "In this valley 0.5 wins: it does not swing past the goal."
    )
    assert "and still is the first" in says("swings-past", condition_number=200, momentum=0.5, heavy_momentum=0.9)


def test_passing_the_goal_is_counted_as_it_happens_and_as_the_run_counted_it() -> None:
    assert overshoots(np.array([-2.0, 1.0, 3.0, -1.0])).tolist() == [0, 1, 1, 2]
    journeys = simulate(Params()).journeys
    for journey in journeys:
        assert overshoots(shown_way(journey)[:, 0])[-1] == journey.overshoots
    table = SwingTable(journeys, LANE.stack(1, 1, 1), LANE, DARK).count(2000)
    assert [[cell.text for cell in row] for row in table.cells] == [["268", "0"], ["103", "4"], ["1110", "50"]]
    assert [step_count(103, 50), step_count(103, 400), step_count(None, 400)] == ["50", "103", "400…"]


def test_an_arrow_is_as_long_as_its_cart_is_fast_and_points_where_it_goes() -> None:
    lane = CartLane(LANE, DARK.momentum, DARK, per_speed=0.03)
    assert lane.show(0, 100, 1).arrow.width == pytest.approx(3, abs=0.05)
    assert lane.arrow.get_left()[0] > lane.cart.get_right()[0]
    assert lane.show(0, -10, 1).arrow.width == pytest.approx(0.3, abs=0.05)
    assert lane.arrow.get_right()[0] < lane.cart.get_left()[0]


def test_the_road_falls_the_way_that_the_slope_does() -> None:
    lane = CartLane(LANE, DARK.momentum, DARK, per_speed=0.03)
    assert np.subtract(lane.crest.get_end(), lane.crest.get_start())[1] < 0
    assert np.subtract(lane.show(0, 0, -1).crest.get_end(), lane.crest.get_start())[1] > 0


def test_no_arrow_leaves_its_road() -> None:
    for story in STORIES:
        clock = StepClock()
        race = CartRace(simulate(Params(**story)).carts, [DARK.momentum] * 3, [LANE] * 3, ([LANE] * 3, LANE), DARK)
        for drive, steps in ((race.push, race.filled), (race.push_back, race.turned)):
            drive(clock, seconds=1)
            for step in range(steps + 1):
                clock.set_value(step)
                race.update(0)
                for arrow in (lane.arrow for lane in race.lanes if lane.arrow.has_points()):
                    assert LANE.left <= arrow.get_left()[0] <= arrow.get_right()[0] <= LANE.right


def test_the_carts_are_pushed_to_their_limits_and_then_back_until_the_last_one_has_turned() -> None:
    clock = StepClock()
    race = CartRace(simulate(Params()).carts, [DARK.momentum] * 3, [LANE] * 3, ([LANE] * 3, LANE), DARK)

    def speeds(step: int) -> list[str]:
        clock.set_value(step)
        return [part.text for part in race.update(0).get_family() if isinstance(part, Number)]

    race.push(clock, seconds=1)
    assert speeds(0) == ["0.0"] * 3 and speeds(race.filled) == ["1.0", "10.0", "100.0"]
    race.push_back(clock, seconds=1)
    assert speeds(0) == ["1.0", "10.0", "100.0"] and all(text.startswith("−") for text in speeds(race.turned))


def test_columns_come_one_by_one_and_are_as_high_as_their_numbers() -> None:
    columns = Columns(np.array([1.0, 0.5, 0.0]), Coordinates(LANE, (0, 3), (0, 1)), DARK.momentum)
    assert not columns.has_points()
    assert columns.show(1).height == pytest.approx(LANE.height)
    assert LANE.left < columns.get_left()[0] < columns.get_right()[0] < LANE.left + LANE.width / 3
    assert LANE.width / 3 < columns.show(3).width < 2 * LANE.width / 3  # a column of nothing is not drawn


def test_an_echo_is_as_high_as_what_is_left_of_its_push() -> None:
    rows = EchoRows(np.array([[1.0, 1.0], [0.0, 0.5]]), [DARK.momentum] * 2, [LANE, LANE], DARK).show(1)
    assert [columns.height for columns in rows.columns] == pytest.approx([rows.columns[0].height] * 2)
    assert rows.columns[0].width < rows.columns[1].width  # of the first push nothing is left in the second step


def test_a_tally_stands_in_the_middle_of_its_rows() -> None:
    rows = LANE.stack(1, 2)
    tally = Tally(("one", "other"), rows, LANE, DARK).show(1, ["7", "69"])
    assert [cells[1].text for cells in tally.cells] == ["7", "69"]
    assert [cells[1].get_y() for cells in tally.cells] == pytest.approx([row.centre[1] for row in rows], abs=0.05)


def test_names_and_limits_stand_in_the_middle_of_their_rows_and_names_move_to_others() -> None:
    rows, others = LANE.stack(1, 1), LANE.inset(bottom=0.5).stack(1, 2)
    names = RowNames(["μ = 0", "μ = 0.9"], [DARK.momentum] * 2, rows, LANE, DARK)
    assert [name.get_y() for name in names] == pytest.approx([row.centre[1] for row in rows])
    for move in (each.build() for each in names.to_rows(others, LANE)):
        move.begin()
        move.finish()
    assert [name.get_y() for name in names] == pytest.approx([row.centre[1] for row in others])
    assert [name.get_left()[0] for name in names] == pytest.approx([LANE.left] * 2)
    column = LANE.split(1, 3)[0]
    limits = SpeedLimits(["0", "0.98765"], rows, column, DARK)[1]
    assert [limit.get_y() for limit in limits] == pytest.approx([row.centre[1] for row in rows])
    assert column.left - 1e-6 <= limits.get_left()[0] <= limits.get_right()[0] <= column.right + 1e-6


def test_without_momentum_adams_bars_and_formula_stand_where_those_with_it_stood() -> None:
    steps = FirstSteps(simulate(Params()), safe_stage(), DARK)
    assert steps.without.get_center() == pytest.approx(steps.bars[2].get_center(), abs=0.02)
    assert steps.formula_without.get_center() == pytest.approx(steps.formula.get_center())
    assert all(one.get_right()[0] < other.get_left()[0] for one, other in zip(steps.bars, steps.bars[1:], strict=False))


def test_the_price_of_memory_is_read_off_where_the_ball_is() -> None:
    result = simulate(Params())
    price = MemoryPrice(result, ["none", "some", "much"], [DARK.momentum] * 3, safe_stage(), DARK)
    assert [[row.number.text for row in price.show(stop).rows] for stop in price.stops] == [
        ["0.000", "0.0", "100.0%"],
        ["0.900", "6.6", "22.9%"],
        ["0.990", "69.0", "7.1%"],
    ]


def test_a_switch_slides_to_its_other_place() -> None:
    switch = Switch("β₁", ("0.9", "0"), DARK.adam, DARK)
    slot, before = switch[0], switch.knob.get_x()
    slide = switch.flip().build()
    slide.begin()
    slide.finish()
    assert slot.get_left()[0] < before < slot.get_x() < switch.knob.get_x() < slot.get_right()[0]


def test_the_ball_of_a_trade_off_comes_to_its_stops_and_their_names_are_off_the_curve() -> None:
    costs, gains = np.linspace(0, 10, 101), np.linspace(1, 0, 101) ** 4
    seen = Coordinates(LANE.inset(bottom=-3), (0, 10), (0, 1))
    chart = Chart(seen, DARK, x_ticks={}, y_ticks={})
    stops = [(costs[i], gains[i], f"stop {i}", DARK.momentum) for i in (10, 60)]
    picture = TradeOff(chart, costs, gains, DARK.momentum, stops).show(60)
    assert picture.ball.get_center() == pytest.approx(picture.marks[1][0].get_center(), abs=1e-6)
    for mark in picture.marks:
        name = box(mark[1])
        inside = (name.left < picture.curve.places[:, 0]) & (picture.curve.places[:, 0] < name.right)
        heights = picture.curve.places[inside, 1]
        assert not ((name.bottom < heights) & (heights < name.top)).any()


def swing(result: Result, above: Region, below: Region) -> ValleySwing:
    names = ("μ = 0", "μ = 0.9", "μ = 0.99")
    swingers = [
        Swinger(name, journey.run.positions[: journey.arrived + 1], DARK.momentum)
        for name, journey in zip(names, result.journeys, strict=True)
    ]
    return ValleySwing(swingers, result.landscape, above=above, below=below, theme=DARK)


def test_the_swing_marks_where_its_runs_turn_back_and_no_mark_covers_another() -> None:
    above, below = safe_stage().stack(1.7, 3, gap=0)
    result = simulate(Params())
    marks = swing(result, above, below).turning_marks()
    turns = [int(np.argmax(journey.run.positions[:, 0])) for journey in result.journeys[1:]]
    assert [step for step, _ in marks] == sorted(turns)
    (_, one), (_, other) = sorted(marks, key=lambda mark: mark[1][1].get_x())
    assert "2.951" in one[1].typst_code and "8.958" in other[1].typst_code
    assert one[1].get_right()[0] < other[1].get_left()[0]
    assert all(above.bottom - STRIP < box(mark[1]).bottom for _, mark in marks)


def test_marks_of_runs_that_turn_back_in_nearly_the_same_place_stand_side_by_side() -> None:
    above, below = safe_stage().stack(1.7, 3, gap=0)
    result = simulate(Params())
    ways = [np.array([[-10.0, 1.0], [past, 0.5], [0.0, 0.0]]) for past in (8.0, 8.5)]
    swingers = [Swinger("μ = 0.99", way, DARK.momentum) for way in ways]
    picture = ValleySwing(swingers, result.landscape, above=above, below=below, theme=DARK)
    one, other = sorted((mark for _, mark in picture.turning_marks()), key=lambda mark: mark[1].get_x())
    assert one[1].get_right()[0] < other[1].get_left()[0] < other[1].get_right()[0] <= below.right + 1e-6


def test_map_and_chart_of_the_swing_show_the_same_step() -> None:
    above, below = safe_stage().stack(1.7, 3, gap=0)
    result = simulate(Params())
    picture = swing(result, above, below).go_to(40)
    for runner, head, journey in zip(picture.runners, picture.heads, result.journeys, strict=True):
        along, across = journey.run.positions[40]
        assert runner.puck.get_center() == pytest.approx(picture.seen.point(along, across), abs=1e-6)
        assert head.get_center() == pytest.approx(picture.chart.coordinates.point(40, along), abs=1e-6)


def test_words_of_rows_of_noise_stand_above_them_where_they_get_room() -> None:
    noise = simulate(Params()).noise
    rows = NoiseRows(noise.shown[:250], noise.left, [DARK.momentum] * 3, LANE, theme=DARK, head=0.2)
    assert [head.bottom for head in rows.heads] == [row.top for row in rows.rows]
    assert rows.heads[0].top == pytest.approx(LANE.top) and rows.rows[-1].bottom == pytest.approx(LANE.bottom)
    for above, head in zip(rows.rows, rows.heads[1:], strict=False):
        assert head.top < above.bottom


def test_a_low_road_has_ground_under_all_its_marks() -> None:
    low = Region(-4.5, 4.5, -0.45, 0.45)
    lane = CartLane(low, DARK.momentum, DARK, 0.1).show(0, 1, 1)
    assert lane.marks.get_bottom()[1] > low.bottom


def test_limits_are_written_in_one_line_where_rows_are_low() -> None:
    low, high = (SpeedLimits(["0.9"], [Region(-1, 1, 0, height)], LANE, DARK)[1][0] for height in (0.6, 1.4))
    assert low.height < 0.6 < high.height


def test_rows_of_noise_have_one_scale() -> None:
    result = simulate(Params())
    rows = NoiseRows(result.noise.shown[:250], result.noise.left, [DARK.momentum] * 3, LANE, theme=DARK)
    bands = [band.height for band in rows.bands]
    per_unit = rows.show(249).lines[0].height / np.ptp(result.noise.shown[:250, 0])
    assert bands[0] == pytest.approx(2 * result.noise.left[0] * per_unit)
    assert np.array(bands[1:]) / bands[0] == pytest.approx(result.noise.left[1:] / result.noise.left[0], rel=1e-6)
    for line, row in zip(rows.show(249).lines, rows.rows, strict=True):
        assert row.bottom - 1e-6 <= line.get_bottom()[1] <= line.get_top()[1] <= row.top + 1e-6


def test_bars_of_weights_have_the_ratio_of_their_numbers() -> None:
    bars = WeightBars("step", np.array([2.0, 0.5]), ("1", "2"), DARK.adam, region=Region(-2, 2, -2, 2), theme=DARK)
    assert bars.bars[1].height / bars.bars[0].height == pytest.approx(0.25)
    whole = bars.bars[0].height
    assert 2 < whole < 4
    assert bars.grow(0.5).bars[0].height == pytest.approx(whole / 2)


def test_the_film_tells_the_script_in_order_and_shows_its_numbers() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: MomentumMemory, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: MomentumMemory(renderer=renderer), Quality("walk", 128, 72, 2), look)
    assert [span.beat for span in timeline] == list(beats(simulate(Params())))
    assert {"1.0", "10.0", "100.0"} <= shown["more-speed"]
    assert {"1", "7", "69"} <= shown["turns-later"]
    assert {"268", "103", "1110", "0", "4", "50"} <= shown["swings-past"]
    assert {"0.2301", "0.0740", "0.2294", "0.0709"} <= shown["less-noise"]
