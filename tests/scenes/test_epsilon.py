"""What `epsilon` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

from functools import partial
from itertools import combinations

import numpy as np
import pytest
from manim import tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.epsilon import Epsilon
from scenes.parts import frame
from scenes.parts.epsilon_cliff import EpsilonCliff
from scenes.parts.frame import Region
from scenes.parts.half_line import HalfLine
from scenes.parts.journeys import Journeys
from scenes.parts.numerals import exponential, power_of_ten
from scenes.parts.spot import box
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.scripts.epsilon import beats
from sim.experiments.epsilon import Params, simulate

ROOM = Region(-5, 5, -2, 2)
GENTLE = {"eps": 1e-10, "large_eps": 1e-9, "scale": 1, "noise": 0.01, "steps": 3000}
EXTREME = {"eps": 1e-12, "large_eps": 10, "scale": 1e6, "condition_number": 1000, "steps": 200, "lr": 1}
STORIES = [{}, GENTLE, EXTREME, {"eps": 1e-6, "large_eps": 1e-2, "scale": 1.23456e-12, "steps": 30000}]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**{"steps": 200, **params})))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_adam_is_said_to_stop_believing_only_where_a_step_is_shorter() -> None:
    assert "stops believing" in says("where-adam-stops")
    assert "believes in every one" in says("where-adam-stops", eps=1e-10)


def test_an_epsilon_below_all_gradients_silences_none() -> None:
    assert "It silences them" in says("silenced")
    assert "shortens their steps" in says("silenced", eps=1e-10, large_eps=1e-9)
    assert "silences none" in says("silenced", eps=1e-12, large_eps=1e-10)


def test_who_arrives_in_the_small_valley_is_read_from_the_runs() -> None:
    assert "10⁻⁸ arrives, 10⁻⁴ does not" in says("small-loss", steps=3000)
    assert "in 200 steps neither arrives" in says("small-loss")
    assert "equally fast" in says("small-loss", steps=3000, scale=1)
    assert "10⁻⁸: 2406 steps, 10⁻⁶: " in says("small-loss", steps=5000, large_eps=1e-6)


def test_a_large_epsilon_is_right_only_against_noise_that_is_smaller() -> None:
    assert "nothing but noise" in says("only-noise")
    assert "no help" in says("only-noise", noise=0.01)


def test_half_precision_is_blamed_for_the_epsilon_that_it_loses() -> None:
    assert "where 10⁻⁸ is zero" in says("half-precision")
    assert "10⁻⁶ is still a number" in says("half-precision", eps=1e-6)
    assert "10⁻¹⁰ and 10⁻⁹ are both zero" in says("half-precision", eps=1e-10, large_eps=1e-9)


def test_small_numbers_are_written_as_people_write_them() -> None:
    texts = [exponential(number) for number in (1, 0.01, 1e-4, 1.5e-8, 34.69)]
    assert texts == ["1", "0.01", "10⁻⁴", "1.5 × 10⁻⁸", "34.7"]
    assert [power_of_ten(number) for number in (0, 1, 0.01, 1e-4, 5e-5)] == [
        "0",
        "1",
        "0.01",
        "10^(-4)",
        "5 times 10^(-5)",
    ]


def test_bars_end_on_the_curve_and_the_silence_ends_at_epsilon() -> None:
    result = simulate(Params(steps=200))
    cliff = EpsilonCliff(result.gradients, (1e-8, 1e-4), exponential, region=ROOM, colour=DARK.adam, theme=DARK)
    for eps, strides in ((1e-8, result.strides), (1e-4, result.large_strides)):
        cliff.put_epsilon(eps).show_lengths(strides)
        curve, pole = np.array(cliff.post[0].get_anchors()), cliff.post[1].get_x()
        assert cliff.silence.get_right()[0] == pytest.approx(pole)
        for bar, gradient in zip(cliff.bars, result.gradients, strict=True):
            height = np.interp(bar.get_x(), curve[:, 0], curve[:, 1])
            assert bar.get_top()[1] == pytest.approx(height, abs=0.04)
            assert (bar.get_x() < pole - 0.01) == (gradient < 0.99 * eps)


@pytest.mark.parametrize("shape", [(9, 16), (10, 10), (12, 9)])
def test_numbers_of_bars_that_are_close_do_not_touch(shape: tuple[float, float]) -> None:
    result = simulate(Params())
    with tempconfig({"frame_width": shape[0], "frame_height": shape[1]}):
        place, ends, write = frame.safe_stage(), (1e-8, 1e-4), partial(exponential, digits=4)
        cliff = EpsilonCliff(result.gradients, ends, write, region=place, colour=DARK.adam, theme=DARK)
        line = HalfLine(result.half.smallest, 1e-8, 0, "ε", region=place, theme=DARK)
    cliff.show_lengths(result.large_strides)
    for boxes in ([box(number) for number in cliff.numbers], [box(label) for label in line[2]]):
        for one, other in combinations(boxes, 2):
            beside = one.right < other.left or other.right < one.left
            assert beside or one.bottom > other.top or other.bottom > one.top


def test_the_curve_of_a_short_journey_shows_every_step() -> None:
    story = simulate(Params(**EXTREME))
    journeys = Journeys(story, StepClock(), frame.stage(), DARK)
    assert len(journeys.curves[0].places) > (story.journey.arrived or 200)


def test_a_number_falls_to_what_half_precision_stores() -> None:
    half = simulate(Params(steps=200)).half
    line = HalfLine(half.smallest, 1e-8, half.eps, "ε", region=ROOM, theme=DARK)
    pits = [pit.get_x() for pit in line[1]]
    start = line.ball.get_center()
    assert pits[0] < start[0] < pits[0] + 0.2 * (pits[1] - pits[0])
    landed = line.fall(1).ball.get_center()
    assert landed[0] == pytest.approx(pits[0]) and landed[1] < start[1]
    assert HalfLine(half.smallest, 1e-4, 1e-4, "ε", region=ROOM, theme=DARK).fall(1).ball.get_x() > pits[-1]


@pytest.mark.parametrize("story", [GENTLE, EXTREME], ids=["gentle", "extreme"])
def test_the_film_can_be_told_of_other_runs(story: dict[str, float]) -> None:
    def make(renderer: object) -> Epsilon:
        return Epsilon(renderer=renderer, params=Params(**story))

    timeline = walk(make, Quality("walk", 128, 72, 5))
    assert [span.beat for span in timeline] == list(beats(simulate(Params(**story))))


def test_the_film_tells_the_script_in_order_and_shows_the_numbers_of_the_run() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: Epsilon, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: Epsilon(renderer=renderer), Quality("walk", 128, 72, 10), look)
    assert [span.beat for span in timeline] == list(beats(simulate(Params())))
    assert {"1", "0.9999", "0.9901", "0.5"} <= shown["where-adam-stops"]
    assert {"0.9999", "0.9901", "0.5", "0.009901", "9.999 × 10⁻⁵"} <= shown["silenced"]
    assert {"2406", "20 000"} <= shown["small-loss"]
    assert {"17.52", "0.17"} <= shown["only-noise"]
