"""What `averaging-out` says is true of the run, can be read in time, and is what the film shows."""

from __future__ import annotations

import numpy as np
import pytest
from manim import DL, UR, VMobject

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.averaging_out import AveragingOut
from scenes.parts.aimed_lane import Who, aimed_lanes
from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.frame import Region
from scenes.parts.pot import Pot
from scenes.parts.steps import StepClock
from scenes.parts.sum_arrow import SumArrow
from scenes.parts.sum_chart import SumChart
from scenes.parts.tape import Tape, running_tape
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.parts.walk_table import WalkTable
from scenes.scripts.averaging_out import beats
from sim.experiments.averaging_out import FORWARD, SIDEWAYS, Params, simulate

ROOM = Region(-3, 3, -2, 2)
STORIES = [
    {},
    {"momentum": 0.3},
    {"momentum": 0.123456},
    {"momentum": 0.98},
    {"flipping": 3, "steady": 0.2, "walk": 59},
    {"flipping": 0.234567, "steady": 2.98765, "steps": 1000},
]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_flipping_voices_are_said_to_cancel_only_when_little_is_left_of_them() -> None:
    assert "keeps 90%" in says("the-pot") and "flipping ones cancel" in says("the-pot")
    assert "flipping ones shrink" in says("the-pot", momentum=0.3)


def test_the_limits_are_said_to_be_reached_only_when_they_are() -> None:
    assert says("two-limits") == "The steady part is multiplied by 10, the flipping part by about a half."
    assert "multiplied by 1.43, the flipping part by 0.77" in says("two-limits", momentum=0.3)
    assert "grows on, to 50 times" in says("two-limits", momentum=0.98)
    assert "multiplied by 50" in says("two-limits", momentum=0.98, steps=500)


def test_the_wedge_is_that_of_the_last_step() -> None:
    assert "shrinks from 63 to 6 degrees" in says("wedge")
    assert "shrinks from 63 to 7 degrees" in says("wedge", walk=21)
    assert "goes only from 63 to 61 degrees" in says("wedge", momentum=0.05)


def test_the_average_is_said_to_point_to_the_goal_only_when_it_nearly_does() -> None:
    assert says("points-to-the-goal") == "[+1, −0.5], [−1, −0.5], …: the average points to the goal."
    assert "[+3, −0.2]" in says("points-to-the-goal", flipping=3, steady=0.2)
    assert "nearer to the goal" in says("points-to-the-goal", flipping=3, steady=0.2)


def test_speed_and_average_follow_the_momentum() -> None:
    assert "momentum 0.8 means up to 5 times" in says("speed-and-aim", momentum=0.8)
    assert "divided by 5. It is never exactly [0, −2]" in says("adams-average", momentum=0.8, steady=2)


def area(piles: VMobject) -> float:
    """What the slabs of one colour cover."""
    return sum(float(np.ptp(path[:, 0]) * np.ptp(path[:, 1])) for path in piles.get_subpaths())


@pytest.mark.parametrize("momentum", [0.3, 0.9])
def test_what_the_pot_does_not_cancel_is_the_momentum_of_the_run(momentum: float) -> None:
    result = simulate(Params(momentum=momentum))
    pot = Pot(result.gradients, momentum, ROOM, DARK, source=np.zeros(3))
    for step in (1, 2, 3, 6, 60):
        left = area(pot.show(step).left_over) / pot.columns[0].width / pot.unit
        assert left == pytest.approx(np.abs(result.buffers[step - 1]).sum(), rel=1e-3), step
        assert not pot.falling.has_points()
        if step % 2 == 0:
            assert area(pot.glide(step).left_over) / pot.columns[0].width / pot.unit == pytest.approx(left, rel=1e-6)


def test_nothing_leaves_the_pot_and_the_time_lapse_does_not_jump() -> None:
    result = simulate(Params())
    pot = Pot(result.gradients, 0.9, ROOM, DARK, source=np.zeros(3))
    areas = [area(pot.glide(step).left_over) for step in np.linspace(0, 60, 241)]
    assert max(np.abs(np.diff(areas))) < 0.06 * max(areas)
    for step in np.linspace(0, 60, 121):
        pot.show(step)
        for piles in (pot.left_over, pot.cancelled):
            if piles.has_points():
                assert pot.box.left <= piles.get_left()[0] and piles.get_right()[0] <= pot.box.right
                assert piles.get_top()[1] <= pot.box.top


def test_the_lines_in_the_pot_lie_where_the_piles_end() -> None:
    result = simulate(Params(steps=500))
    pot = Pot(result.gradients, 0.9, ROOM, DARK, source=np.zeros(3)).show(500)
    steady, sideways = pot.marks(result.buffer_limit, DARK)
    assert [line.get_y() for line in sideways] == pytest.approx(
        [pot.cancelled.get_top()[1], pot.left_over.get_top()[1]], abs=1e-3
    )
    assert steady[0].get_y() == pytest.approx(pot.box.bottom + pot.unit * 5)


def test_the_gradient_under_the_head_is_that_of_the_step() -> None:
    gradients = simulate(Params()).gradients
    tape = Tape(gradients, ROOM, DARK, head=-1, pitch=1.5)
    assert not tape.now.has_points()
    for step in (1, 2, 7):
        corners = tape.show(step).now.get_start_anchors()
        tail, tip = (corners[0] + corners[6]) / 2, corners[3]
        assert (tip - tail)[:2] == pytest.approx(tape.unit * gradients[step - 1])
        assert (tip + tail) / 2 == pytest.approx(tape.place)


def test_a_part_of_the_tape_runs_to_the_pitch_and_the_scale_of_the_whole() -> None:
    gradients = simulate(Params()).gradients
    whole = running_tape(gradients, Region(-4, 4, 0, 3), StepClock(), DARK)
    part = running_tape(gradients * [0, 1], Region(-4, 4, -4, -3), StepClock(), DARK, like=whole)
    assert (part.pitch, part.unit, part.head) == (whole.pitch, whole.unit, whole.head)


def test_the_arrow_of_the_sum_is_the_momentum_of_the_run() -> None:
    result = simulate(Params())
    arrow = SumArrow(result.gradients, result.buffers, ROOM, DARK)
    for step in (1, 4, 60):
        corners = arrow.show(step).total.get_start_anchors()
        assert (corners[3] - (corners[0] + corners[6]) / 2)[:2] == pytest.approx(arrow.unit * result.buffers[step - 1])


def test_the_walker_goes_where_the_arrow_points_and_the_wedge_is_as_wide() -> None:
    result = simulate(Params())
    positions = result.momentum.run.positions
    walker = AimedWalker(positions, result.buffer_angles[:20], DARK.momentum, DARK, start=np.zeros(3), unit=2, reach=1)
    for step in range(20):
        walker.go_to(step + 0.5)
        corners = walker.arrow.get_start_anchors()
        aim = corners[3] - (corners[0] + corners[6]) / 2
        way = positions[step + 1] - positions[step]
        assert aim[:2] == pytest.approx(way[[FORWARD, SIDEWAYS]] / np.linalg.norm(way), abs=1e-6)
        walker.go_to(step + 1)
        assert walker.puck.get_center()[:2] == pytest.approx(2 * positions[step + 1][[FORWARD, SIDEWAYS]])
        assert walker.wedge.height == pytest.approx(2 * np.sin(np.radians(result.buffer_angles[step])), rel=1e-6)


@pytest.mark.parametrize("flipping", [1, 3])
def test_both_lanes_have_one_scale_at_which_everybody_stays_in_theirs(flipping: float) -> None:
    result = simulate(Params(flipping=flipping, steady=0.2))
    walks = [
        Who("plain", result.plain.run.positions, result.raw_angles, DARK.gradient_descent),
        Who("momentum", result.momentum.run.positions, result.buffer_angles, DARK.momentum),
    ]
    rooms = Region(-6, 6, -2, 2).stack(1, 1, gap=0.1)
    lanes = aimed_lanes(walks, rooms, StepClock(), DARK)
    assert lanes[0].walker.unit == lanes[1].walker.unit
    for lane, room in zip(lanes, rooms, strict=True):
        places = lane.walker.places
        assert places[:, 0].max() < room.right
        assert room.bottom <= places[:, 1].min() and places[:, 1].max() <= room.top


def test_the_walks_of_a_table_stay_in_their_fields_and_a_walker_comes_over_to_the_same_scale() -> None:
    result = simulate(Params())
    walks = [("a", result.plain, DARK.gradient_descent), ("b", result.plain_fast, DARK.gradient_descent)]
    table = WalkTable(walks, (1, 2), Region(-6, 6, -2, 2), DARK)
    ghost = table.ghost(1, result.raw_angles).go_to(20)
    assert np.ptp(ghost.places[:, 0]) == pytest.approx(10 * table.unit)
    positions = result.plain.run.positions
    walker = AimedWalker(positions, result.raw_angles[:20], DARK.momentum, DARK, start=np.ones(3), unit=2, reach=1)
    walker.go_to(20)
    for move in walker.move(table.start(0), table.unit):
        move.begin()
        move.finish()
    way = walker.puck.get_center() - table.start(0)
    assert way == pytest.approx([table.unit * positions[-1, FORWARD], 0, 0])


@pytest.mark.parametrize("story", [{}, {"momentum": 0.98, "flipping": 3, "steady": 0.2}, {"momentum": 0.05}], ids=str)
def test_the_size_of_the_swing_is_written_where_no_curve_is(story: dict[str, float]) -> None:
    result = simulate(Params(**story))
    chart = SumChart("b", result.buffers, result.buffer_limit, DARK.momentum, region=ROOM, theme=DARK)
    low, high = chart.label.get_corner(DL), chart.label.get_corner(UR)
    for curve in chart.curves:
        inside = (low < curve.places) & (curve.places < high)
        assert not inside[:, :2].all(axis=1).any()


@pytest.mark.parametrize("story", [{}, {"momentum": 0.3, "flipping": 3, "steady": 0.2, "walk": 60}], ids=str)
def test_the_film_tells_the_script_in_order_and_shows_the_numbers_of_the_runs(story: dict[str, float]) -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: AveragingOut, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    params = Params(**story)
    timeline = walk(lambda renderer: AveragingOut(renderer=renderer, params=params), Quality("walk", 128, 72, 3), look)
    result = simulate(params)
    assert [span.beat for span in timeline] == list(beats(result))
    sideways = {f"{walk.sideways_path:#.4g}" for walk in (result.plain, result.momentum, result.plain_fast)}
    assert sideways <= shown["speed-and-aim"]
    if not story:
        assert {"−0.525", "−4.991"} <= shown["two-limits"]
        assert {"63.43°", "6.009°", "1.000", "6.047"} <= shown["wedge"]
        assert {"1.075", "10.00", "20.00", "×6.047"} <= shown["speed-and-aim"]
        assert {"63.43°", "6.009°"} <= shown["points-to-the-goal"]
