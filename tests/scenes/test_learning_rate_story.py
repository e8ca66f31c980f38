"""What `learning-rate-story` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest
from manim import ValueTracker, tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.learning_rate_story import LearningRateStory
from scenes.parts import frame
from scenes.parts.board import board
from scenes.parts.car import CarRunner
from scenes.parts.drives import RoadRace, bowl_plate, colour_of, counted
from scenes.parts.matrix_grid import Glasses, MatrixGrid
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.turned_bowls import TurnedBowls
from scenes.parts.typesetting import Number
from scenes.scripts.learning_rate_story import beats
from sim.experiments.learning_rate_story import Params, Result, simulate
from sim.landscapes import TurnedBowl

STORIES = [
    {},
    {"steepness": 2},
    {"steepness": 1e4, "adam_lr": 1},
    {"adam_lr": 0.001, "steps": 100},
    {"angle": 0},
    {"angle": 12.345, "lr_times_curvature": 0.1},
    {"angle": 90, "too_high": 10},
]


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(Params())


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_the_flat_lane_is_said_to_pay_only_where_it_is_the_one_that_keeps_the_car_waiting() -> None:
    assert "flat lane pays" in says("steepest-caps")
    assert "hardly suffers" in says("steepest-caps", steepness=2)


def test_adam_is_called_slow_where_it_is_slower_than_gradient_descent() -> None:
    assert "about one speed" in says("a-dial-each")
    assert "slower" in says("a-dial-each", adam_lr=1)
    assert "too slow" in says("a-dial-each", adam_lr=0.001, steps=100)
    assert "help if" in says("only-the-diagonal")
    assert "no quicker" in says("only-the-diagonal", adam_lr=1)


def test_adams_gift_is_gone_only_where_it_had_one_and_gradient_descent_is_as_quick() -> None:
    assert "45 degrees" in says("turned") and "gift is gone" in says("turned")
    assert "10 degrees" in says("turned", angle=10) and "loses speed" in says("turned", angle=10)
    assert "Adam the same" in says("turned", angle=90)
    assert "hardly" in says("turned", steepness=2)
    assert "loses speed" in says("turned", adam_lr=0.3)
    assert "neither way" in says("turned", adam_lr=1)
    assert "neither way" in says("turned", adam_lr=0.001, steps=100)


def test_both_roads_are_drawn_to_one_scale(result: Result) -> None:
    steep, flat = (road.hillside for road in RoadRace(result, frame.stage(), DARK).roads)
    heights = [float((hill.rim(1) - hill.rim(0))[1]) for hill in (steep, flat)]
    assert heights[0] / heights[1] == pytest.approx(400)
    assert float((steep.rim(1) - flat.rim(1))[0]) == pytest.approx(0)


def test_a_car_stands_on_its_road_and_is_gone_when_it_has_left_it(result: Result) -> None:
    race = RoadRace(result, frame.stage(), DARK)
    mountain, highway = race.cars(result.too_high, StepClock())
    for step in (0, 0.5, 1):
        mountain.go_to(step)
        hill = mountain.hillside
        rim = hill.coordinates.point(x := np.linspace(*hill.coordinates.x, 4001), hill.loss(x))
        wheels = mountain.car[2].points
        nearest = np.linalg.norm(rim[:, None] - wheels[None], axis=-1).min()
        assert nearest < 0.08, step
    assert mountain.gone_at == 3  # 1, -1.2, 1.44, -1.728
    assert not mountain.go_to(3).car[0].has_points()
    assert highway.gone_at is None


def test_a_car_that_leaves_its_road_does_not_cover_what_stands_above_the_stage(result: Result) -> None:
    mountain = RoadRace(result, frame.stage(), DARK).cars(result.too_high, StepClock())[0]
    tops = [mountain.go_to(step).car.get_top()[1] for step in np.linspace(0, 2.999, 100)]
    assert max(tops) < frame.stage().top


def test_shape_and_colour_say_who_drives(result: Result) -> None:
    race = RoadRace(result, frame.stage(), DARK)
    truck, beetle = (race.cars(drive, StepClock())[0] for drive in (result.gradient_descent, result.adam))
    assert isinstance(truck, CarRunner) and isinstance(beetle, CarRunner)
    assert len(truck.car[0].points) != len(beetle.car[0].points)
    assert colour_of(result.adam, DARK) != colour_of(result.gradient_descent, DARK)


@pytest.mark.parametrize(("width", "height"), [(128 / 9, 8), (12, 9), (10, 10), (9, 16)])
def test_a_board_leaves_half_of_the_stage_and_lies_across_an_upright_one(width: float, height: float) -> None:
    with tempconfig({"frame_width": width, "frame_height": height}):
        stage, safe = frame.stage(), frame.safe_area()
        ground, room, rest = board(6.9, 5.0, DARK)
    assert safe.left <= room.left + 1e-9 and room.right <= safe.right + 1e-9
    if height > width:
        assert ground.width == pytest.approx(rest.width) and rest.top == pytest.approx(ground.get_bottom()[1])
    else:
        assert ground.height == pytest.approx(rest.height) and rest.left == pytest.approx(ground.get_right()[0])
        assert rest.width >= stage.width / 2 - 1e-9


def test_what_is_said_of_a_short_move_stands_below_the_name_of_a_short_road(result: Result) -> None:
    with tempconfig({"frame_width": 10, "frame_height": 10}):
        race = RoadRace(result, board(4.2, 4.3, DARK)[2], DARK)
        moved = race.first_moves(result.gradient_descent)[3]
    assert moved.get_left()[0] < race.roads[1].label.get_right()[0]
    assert moved.get_top()[1] < race.roads[1].label.get_bottom()[1]


def test_what_lies_on_the_plate_turns_with_it_and_the_axes_do_not(result: Result) -> None:
    plate = bowl_plate(result, frame.stage(), DARK)
    place = Number("0", DARK.ink).move_to(plate.coordinates.point(1, 1))
    axes = [part.points.copy() for part in plate[1].family_members_with_points()]
    plate.carry(place).turn_to(45)
    middle = plate.coordinates.point(0, 0)
    assert (place.get_center() - middle)[0] == pytest.approx(0, abs=0.02)
    for part, points in zip(plate[1].family_members_with_points(), axes, strict=True):
        np.testing.assert_array_equal(part.points, points)
    assert place.get_center()[1] == pytest.approx(plate.coordinates.point(0, np.sqrt(2))[1], abs=0.02)
    # Turned back, everything lies where it did.
    assert plate.turn_to(0) and place.get_center() == pytest.approx(plate.coordinates.point(1, 1), abs=1e-6)


def test_the_way_in_the_bowl_recedes_and_turns_along_and_its_count_stays(result: Result) -> None:
    bowls, clock, turn = TurnedBowls(result, frame.stage(), DARK), StepClock(), ValueTracker(0)
    lasts = bowls.race(False, clock)
    assert lasts == [108, 689]
    way = bowls.runners[1]
    clock.set_value(200)
    bowls.turn_along(turn)
    goal = bowls.plates[1].coordinates.point(0, 0)
    start = way.places[0] - goal
    turn.set_value(90)
    bowls.plates.update()
    assert way.trail.dots.get_fill_opacity() < 1
    assert lasts != bowls.race(True, clock)
    dot = way.trail.dots.points[: len(way.trail.dots.points) // 2]
    assert np.abs(dot - goal - np.array([-start[1], start[0], 0])).sum(axis=1).min() < 0.2


def test_the_glasses_leave_the_other_cells_free() -> None:
    grid = MatrixGrid(TurnedBowl().hessian, 1.45, DARK)
    assert [number.text for number in grid.numbers] == ["200.5", "199.5", "199.5", "200.5"]
    for lens in Glasses(grid, DARK.adam)[:2]:
        for number in grid.numbers[1:3]:
            reach = np.linalg.norm(number[1].points - lens.get_center(), axis=1).min()
            assert reach > lens.width / 2


def test_counters_stop_where_a_drive_arrives_and_say_that_one_is_still_under_way(result: Result) -> None:
    assert [counted(result.adam, step) for step in (0, 107, 108, 500)] == ["0", "107", "108", "108"]
    assert counted(simulate(Params(adam_lr=0.001, steps=100)).adam, 70) == "70…"


def test_the_film_tells_the_script_in_order_and_shows_the_counts_of_the_run(result: Result) -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: LearningRateStory, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: LearningRateStory(renderer=renderer), Quality("walk", 128, 72, 4), look)
    assert [span.beat for span in timeline] == list(beats(result))
    assert "0.0045" in shown["one-dial"]
    assert "689" in shown["steepest-caps"]
    assert {"689", "108"} <= shown["a-dial-each"]
    assert {"689", "108", "798"} <= shown["turned"] & shown["along-the-axes"]
    assert {"400", "1", "200.5", "199.5", "118", "1357", "130", "2739"} <= shown["only-the-diagonal"]
