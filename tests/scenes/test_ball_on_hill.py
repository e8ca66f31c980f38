"""What `ball-on-hill` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest
from manim import tempconfig

from film.beats import caption_faults
from scenes.ball_on_hill import BallOnHill
from scenes.parts import frame
from scenes.parts.mass_slider import MassSlider
from scenes.parts.path_chart import PathChart
from scenes.parts.speed_chart import SpeedChart
from scenes.parts.spot import box
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.scripts.ball_on_hill import beats, outcome, shared_ending
from sim.experiments.ball_on_hill import Params, simulate

STORIES = [
    {},
    {"momentum": 0.8, "heavy_momentum": 0.85},
    {"start": -7.5, "lr": 0.02, "steps": 50},
    {"start": 8, "lr": 3, "momentum": 0.99, "heavy_momentum": 0.999},
    {"start": 1, "momentum": 0, "heavy_momentum": 0},
]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_enough_momentum_rolls_through_and_too_little_is_said_to_be_too_little() -> None:
    assert "rolls through the bump" in says("momentum-rolls-through")
    assert "0.8 of it is too little" in says("momentum-rolls-through", momentum=0.8)


def test_no_momentum_is_called_gradient_descent() -> None:
    assert "gradient descent again" in says("momentum-rolls-through", momentum=0)


def test_too_much_momentum_is_blamed_only_when_it_flies_past() -> None:
    assert "into the worst" in says("more-is-not-better")
    assert "ends in the best valley" in says("more-is-not-better", heavy_momentum=0.95)
    assert "where gradient descent did" in says("more-is-not-better", heavy_momentum=0.98, steps=3000)


def test_a_ball_that_still_rolls_is_not_said_to_have_stopped() -> None:
    assert "not at rest" in says("gradient-descent-stops", lr=0.01, steps=50)
    assert "still rolling" in says("more-is-not-better", heavy_momentum=0.999)


def test_the_trap_is_not_called_a_trap_from_a_start_in_the_best_valley() -> None:
    assert "same trap" in says("bigger-rate-same-trap")
    assert "same place" in says("bigger-rate-same-trap", start=1)


def test_two_paths_that_part_are_not_shown_as_one() -> None:
    assert "Honey gives friction" in says("mass-lives-in-momentum")
    assert "rounding" in says("mass-lives-in-momentum", start=8, lr=3, momentum=0.99)


def test_balls_that_end_together_are_named_together() -> None:
    result = simulate(Params(momentum=0.8))
    assert shared_ending([result.gradient_descent, result.momentum]).startswith("μ = 0, 0.8\nloss 0.7026")
    assert outcome(result.gradient_descent) == "ends at x = 3.409"
    assert outcome(simulate(Params(lr=3, start=8)).larger_rates[-1]) == "flies out"


@pytest.mark.parametrize("story", [{}, {"momentum": 0, "drag": 10}, {"lr": 3, "momentum": 0.99}], ids=str)
def test_the_mass_of_the_film_stands_for_its_own_rates_and_no_mass_for_no_momentum(story: dict[str, float]) -> None:
    result = simulate(Params(**story))
    slider = MassSlider(result.honey, frame.safe_stage(), DARK)
    if result.params.momentum:
        assert float(shown(slider)[0]) == pytest.approx(result.params.lr, rel=1e-3)
        assert float(shown(slider)[1]) == pytest.approx(result.params.momentum, rel=1e-3)
    slider.turn_to(0)
    assert shown(slider)[1] == "0.0000"
    assert float(shown(slider)[0]) == pytest.approx(result.push.top_speed, rel=1e-3)


def shown(picture: MassSlider) -> list[str]:
    return [part.text for part in picture.get_family() if isinstance(part, Number)]


def test_curves_of_speed_reach_the_line_of_the_top_speed() -> None:
    push = simulate(Params()).push
    chart = SpeedChart(push, DARK.momentum, frame.safe_stage(), DARK).show(push.pushed)
    lightest, _, heaviest = (curve.get_end() for curve in chart.curves)
    assert lightest == pytest.approx(chart.seen.point(push.pushed, 1), abs=1e-6)
    assert heaviest == pytest.approx(chart.seen.point(push.pushed, 0.99), abs=0.01)
    assert all(np.diff(chart.widths) > 0)  # heavier is thicker


def test_dots_lie_on_the_dashes_where_the_two_paths_are_one() -> None:
    result = simulate(Params())
    paths = result.momentum.positions[:61], result.honey.positions[:61]
    chart = PathChart(*paths, name="x", colour=DARK.momentum, region=frame.stage(), theme=DARK).show(60)
    dots, dashes = chart.submobjects[-1], chart.dashed.points
    assert box(dots).width == pytest.approx(np.ptp(dashes[:, 0]), abs=0.25)
    assert box(dots).height == pytest.approx(np.ptp(dashes[:, 1]), abs=0.25)


@pytest.mark.parametrize("width, height", [(128 / 9, 8), (12, 9), (10, 10), (9, 16)])
def test_what_hangs_between_the_slopes_touches_neither(width: float, height: float) -> None:
    with tempconfig({"frame_width": width, "frame_height": height, "dry_run": True}):
        scene = BallOnHill()
        scene.raise_hill(scene.result.landscape, scene.result.heavy.positions, clear=4.6)
        gap, safe = scene.between_slopes(1.75), frame.safe_area()
    assert gap.height == pytest.approx(1.75)
    assert gap.width > 0.5 * safe.width
    assert safe.left < gap.left and gap.right < safe.right
    assert scene.hill.highest(gap.left, gap.right) < gap.bottom


@pytest.mark.parametrize("story", [{}, {"start": 8, "lr": 3, "momentum": 0.99, "heavy_momentum": 0.999}], ids=str)
def test_the_film_tells_the_script_in_its_order(story: dict[str, float]) -> None:
    with tempconfig({"dry_run": True, "pixel_width": 128, "pixel_height": 72, "frame_rate": 2}):
        scene = BallOnHill(params=Params(**story))
        scene.render()
    assert [span.beat for span in scene.timeline] == list(beats(scene.result))
