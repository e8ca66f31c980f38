"""What `oscillating-valley` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.oscillating_valley import OscillatingValley
from scenes.parts.bar_race import BarRace, Racer
from scenes.parts.component_arrows import ComponentArrows
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.loss_race import LossRace, side_by_side
from scenes.parts.map_runner import MapRunner
from scenes.parts.numerals import figures, in_maths
from scenes.parts.pointer import Pointer
from scenes.parts.push_sums import PushSums
from scenes.parts.term_arrows import TermArrows
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.scripts.oscillating_valley import beats, contestants
from sim.experiments.oscillating_valley import Journey, Params, simulate

ROOM = Region(-3, 3, -1.1, 1.1)
STORIES = [
    {},
    {"momentum": 0},
    {"momentum": 0.3, "heavy_momentum": 0.123456},
    {"condition_number": 2},
    {"condition_number": 999.875, "heavy_momentum": 0.999},
    {"lr_times_curvature": 0.5},
    {"lr_times_curvature": 3},
    {"lr_times_curvature": 4},
    {"start_across": 0},
    {"start_along": -0.1, "start_across": 100},
]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_the_slope_is_said_to_point_at_the_wall_only_where_it_does() -> None:
    assert "at the wall" in says("wrong-way")
    assert "misses by 6 degrees" in says("wrong-way", condition_number=2)
    assert "misses by 1 degree." in says("wrong-way", condition_number=2, start_across=0.2)
    assert "straight at the goal" in says("wrong-way", start_across=0)


def test_a_zig_zag_is_spoken_of_where_there_is_one() -> None:
    assert "Much motion" in says("zig-zag")
    assert "no zig-zag" in says("zig-zag", lr_times_curvature=0.5)
    assert "no zig-zag" in says("smaller-steps", lr_times_curvature=0.5)
    assert "soon dies away" in says("zig-zag", lr_times_curvature=1.1)
    assert "flies out" in says("zig-zag", lr_times_curvature=2.5)


def test_smaller_steps_are_called_quicker_only_when_they_are() -> None:
    assert "do not cure the slowness" in says("smaller-steps")
    assert "quicker" in says("smaller-steps", condition_number=2)


def test_momentum_is_praised_for_what_it_does() -> None:
    assert "sideways pushes cancel" in says("momentum-cancels")
    assert "not quicker" in says("momentum-cancels", momentum=0.35, lr_times_curvature=1.3, condition_number=2)
    assert "gradient descent again" in says("momentum-cancels", momentum=0)
    assert "flies out" in says("momentum-cancels", lr_times_curvature=4)
    assert "forward pushes cancel too" in says("momentum-cancels", momentum=0.9)
    assert "Few of the sideways ones" in says("momentum-cancels", momentum=0.1)
    assert "nothing to cancel" in says("momentum-cancels", start_across=0)


def test_too_much_momentum_is_blamed_only_when_it_swings_and_is_later() -> None:
    assert "Too much" in says("too-much-momentum")
    assert "no harm done" in says("too-much-momentum", heavy_momentum=0.5)
    assert "arrives sooner" in says("too-much-momentum", momentum=0)
    assert "flies out" in says("too-much-momentum", lr_times_curvature=3.9)


def test_the_closing_sentence_is_true_of_the_momentum_that_was_shown() -> None:
    assert "along it they add up" in says("across-and-along")
    assert "alone" in says("across-and-along", momentum=0)
    assert "grow faster" in says("across-and-along", lr_times_curvature=4)
    assert "that turn round" in says("across-and-along", momentum=0.9)


@pytest.mark.parametrize("axis", [0, 1])
def test_the_arrows_add_up_to_the_momentum_of_the_run(axis: int) -> None:
    journey = simulate(Params()).momentum
    assert journey.run.first_moment is not None
    picture = TermArrows("pushes", -journey.run.gradients[:8, axis], 0.7, ROOM, DARK, upright=bool(axis))
    lengths, sums = [], -journey.run.first_moment[:8, axis]
    for step in range(1, 9):
        picture.show(step)
        ends = np.concatenate([tip_and_tail(arrow, axis) for arrow in picture.arrows if arrow.has_points()])
        reach = np.ptp([*ends[::2], ends[1]])  # tips, and the first tail
        assert tip_and_tail(picture.total, axis)[0] == pytest.approx(ends[2 * step - 2], abs=2e-3), step
        lengths.append(np.subtract(*tip_and_tail(picture.total, axis)) / reach)
        assert np.sign(lengths[-1]) == np.sign(sums[step - 1])
    assert picture.left == pytest.approx(abs(sums[-1]) / np.sum(0.7 ** np.arange(7, -1, -1) * pushes(journey, axis)))


def pushes(journey: Journey, axis: int) -> np.ndarray:
    return np.abs(journey.run.gradients[:8, axis])


def tip_and_tail(arrow: Pointer, axis: int) -> np.ndarray:
    """Where an arrow ends and begins along an axis; its outline goes tail, neck, wing, tip."""
    corners = arrow.get_start_anchors()
    return np.array([corners[3][axis], corners[0][axis]])


def test_arrows_stay_in_their_room() -> None:
    for params in (Params(), Params(condition_number=2), Params(momentum=0.99), Params(lr_times_curvature=4)):
        journey = simulate(params).momentum
        for axis in (0, 1):
            picture = TermArrows(
                "pushes", -journey.run.gradients[:8, axis], params.momentum, ROOM, DARK, upright=bool(axis)
            )
            for step in np.linspace(0, 8, 33):
                picture.show(step)
                for arrow in (*picture.arrows, picture.total):
                    if arrow.has_points():
                        assert ROOM.left - 1e-6 <= arrow.get_left()[0] <= arrow.get_right()[0] <= ROOM.right + 1e-6
                        assert ROOM.bottom - 1e-6 <= arrow.get_bottom()[1] <= arrow.get_top()[1] <= ROOM.top + 1e-6


def test_a_run_that_leaves_the_map_ends_at_its_edge() -> None:
    seen = Coordinates(ROOM, (-2, 2), (-1, 1))
    runner = MapRunner(np.array([[0.0, 0.5], [1.0, 0.0], [2.0, -4.0], [0.0, 0.0]]), seen, DARK.momentum, DARK)
    assert runner.places[-1] == pytest.approx(seen.point(1.25, -1))
    assert runner.go_to(1.5).puck.get_fill_opacity() == 1
    assert runner.go_to(2).puck.get_fill_opacity() == 0


def test_names_side_by_side_do_not_touch_and_stay_near_their_places() -> None:
    wishes, widths = [0.0, 0.1, 0.2, 9.9], [1.0, 1.0, 1.0, 1.0]
    middles = side_by_side(wishes, widths, -0.2, 10)
    assert np.all(np.diff(middles) >= 1 - 1e-9)
    assert middles[0] >= 0.3 - 1e-9
    assert middles[-1] <= 9.5 + 1e-9
    assert side_by_side([2.0, 5.0], [1.0, 1.0], 0, 10) == [2.0, 5.0]


def test_counts_are_written_in_the_room_that_there_is() -> None:
    assert [figures(value) for value in (0, 7.935, 19.0, 1155.2, 2e9, 5e-5, np.inf)] == [
        *("0", "7.935", "19.00", "1155", "2.0e+09", "5e-05", "∞")
    ]


def test_numbers_in_formulas_have_powers_of_ten_and_no_exponents() -> None:
    assert [in_maths(value) for value in (50, -99900.0, 1.9, 0)] == ["50", "-9.99 times 10^(4)", "1.9", "0"]


def test_components_are_as_long_as_they_are_large() -> None:
    arrows = ComponentArrows({"along": 10.0, "across": 50.0}, DARK.gradient, ROOM, DARK).arrows
    assert arrows[1].width == pytest.approx(5 * arrows[0].width)
    arrows = ComponentArrows({"along": 0.0, "across": 99900.0}, DARK.gradient, ROOM, DARK).arrows
    assert not arrows[0].has_points()


def test_a_curve_ends_where_it_leaves_the_chart_and_arrives_at_its_floor() -> None:
    chart = LossRace(ROOM, DARK, start=10, goal=0.1, highest=20, last=4, arrivals=[3, 4])
    seen = chart.coordinates
    assert chart.fall(np.array([10.0, 15, 25, 5, 40]), DARK.momentum).draw_all().get_end() == pytest.approx(
        seen.point(2, 20)
    )
    arriving = chart.fall(np.array([10.0, 1, 0.5, 0.05]), DARK.momentum).draw_all()
    assert arriving.get_end() == pytest.approx(seen.point(3, 0.1))
    leader = chart.arrival(3, DARK.momentum)[0]
    assert leader.get_start() == pytest.approx(arriving.get_end())


@pytest.mark.parametrize("room", [Region(-6.4, 6.4, -1.3, 1.3), Region(-4.5, 4.5, -1.6, 1.6), Region(-4, 4, -3.4, 3.4)])
def test_what_the_pushes_are_called_stands_clear_of_what_is_left_of_them(room: Region) -> None:
    pictures = PushSums(simulate(Params()).momentum.run, 8, room, DARK)
    for title, total, verdict in ((sums[0], sums[1], sums.verdict) for sums in pictures):
        assert title.get_right()[0] < total.get_left()[0] or total.get_top()[1] < title.get_bottom()[1]
        assert total.get_right()[0] < verdict.get_left()[0] and total.baseline == pytest.approx(verdict.baseline)
        assert room.left - 1e-6 <= title.get_left()[0] and verdict.get_right()[0] <= room.right + 1e-6


@pytest.mark.parametrize("height", [2, 9])
def test_names_of_runners_stand_beside_their_bars_or_where_there_is_height_above(height: float) -> None:
    racers = [Racer("gradient descent", DARK.gradient_descent, 40), Racer("momentum", DARK.momentum, 90)]
    race = BarRace(racers, 100, Region(-3, 3, 0, height), DARK).show(100)
    for name, bar, count in zip(race, race.bars, race.counts, strict=False):
        if height > 2:
            assert bar.get_left()[0] == pytest.approx(-3) and name.get_bottom()[1] > bar.get_top()[1]
        else:
            assert name.get_right()[0] < bar.get_left()[0]
        assert count.get_right()[0] <= 3
    assert race.bars[0].width == pytest.approx(4 / 9 * race.bars[1].width)


def test_everybody_in_the_race_has_their_own_role_and_arrival() -> None:
    result = simulate(Params())
    assert [journey.arrived for *_, journey in contestants(result)] == [268, 140, 103, 34, 33]
    for name, role, journey in contestants(result):
        assert ("gradient" in name) == (role == "gradient_descent") == (journey.run.optimizer.momentum == 0)


def test_the_film_tells_the_script_in_order_and_shows_the_sideways_path_of_the_whole_run() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: OscillatingValley, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: OscillatingValley(renderer=renderer), Quality("walk", 128, 72, 10), look)
    result = simulate(Params())
    assert [span.beat for span in timeline] == list(beats(result))
    for beat, journey in (("zig-zag", result.zigzag), ("momentum-cancels", result.momentum)):
        assert f"{journey.sideways_path:#.4g}" in shown[beat]
        assert {str(journey.arrived), str(journey.crossings)} <= shown[beat]
