"""The swing: runs through a long valley, seen from above, and below it how far along each is, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import DOWN, DashedLine, Dot, Line, Star, VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import Coordinates, undistorted
from scenes.parts.frame import Region, kept_left_of
from scenes.parts.map_runner import MapRunner
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine, joined
from scenes.parts.typesetting import LABEL, SMALL, words
from sim.landscapes import Landscape

STRIP = 0.55  # frame units under the map for the marks where runs turn back
CROWDED = 300  # iterates on a map: more of them hide the way


@dataclass(frozen=True)
class Swinger:
    """One run.

    Attributes:
        name: what its turning point is called.
        positions: along the valley and across it until it arrives, shape ``(steps + 1, 2)``; the goal is at zero.
        colour: of its role.
        width: of its curve.
    """

    name: str
    positions: np.ndarray
    colour: str
    width: float = 4.5


class ValleySwing(VGroup):
    """A map above, a chart of the way along the valley below, both at the same step.

    Args:
        above: the map's region, edge to edge.
        below: a strip of it, directly under the map, is for the marks where runs turn back; the rest is the chart's.
        chart_width: from the left edge of ``below``; the rest of it stays free. None for all of it.
    """

    def __init__(
        self,
        swingers: Sequence[Swinger],
        landscape: Landscape,
        *,
        above: Region,
        below: Region,
        theme: Theme,
        chart_width: float | None = None,
    ) -> None:
        self._swingers, self._theme = swingers, theme
        everything = np.concatenate([swinger.positions for swinger in swingers])
        low, high = everything.min(axis=0), np.maximum(everything.max(axis=0), 0)
        margin = 0.08 * (high[0] - low[0])
        self.seen = undistorted(above, (low[0] - margin, high[0] + margin), (1.25 * low[1], 1.25 * high[1]))
        top = float(landscape.loss(everything[0]))
        levels = [top * share for share in (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)]
        valley = ContourMap(landscape.loss, levels, self.seen, theme)
        goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.24)
        goal.move_to(self.seen.point(0, 0))
        self.runners = [MapRunner(each.positions, self.seen, each.colour, theme, each.width) for each in swingers]
        for runner in self.runners:
            if len(runner.places) > CROWDED:
                # So long a way would hide the others: a faint line says where it was, and the chart when.
                runner.trail.line.set_stroke(opacity=0.4)
                runner.trail.remove(runner.trail.dots)

        self._strip = below.inset(bottom=below.height - STRIP)
        place = below.inset(top=STRIP, right=below.width - (chart_width or below.width))
        last = max(len(swinger.positions) for swinger in swingers) - 1
        coordinates = Coordinates(
            place.inset(left=0.95, right=0.65, top=0.05, bottom=0.5), (0, last), (low[0] - margin, high[0] + margin)
        )
        self.chart = Chart(
            coordinates,
            theme,
            x_ticks={0: "0", last: say("step {step}", step=last)},
            y_ticks={0: say("goal"), float(everything[0, 0]): say("start")},
            size=LABEL,
        )
        level = joined(DashedLine(*coordinates.point([0, last], [0, 0]), color=theme.target, stroke_width=3))
        self.curves: list[PolyLine] = [
            self.chart.curve(np.arange(len(each.positions)), each.positions[:, 0], each.colour, each.width)
            for each in swingers
        ]
        self.heads = [Dot(radius=0.1, color=each.colour) for each in swingers]
        longest_first = sorted(self.runners, key=lambda runner: -len(runner.places))
        super().__init__(valley, goal, self.chart, level, *self.curves, *self.heads, *longest_first)
        self.go_to(0)

    def go_to(self, step: float) -> ValleySwing:
        """Show every run at a fractional step; a run that has arrived waits at its goal."""
        for runner, curve, head in zip(self.runners, self.curves, self.heads, strict=True):
            runner.go_to(step)
            curve.draw_to(step)
            head.move_to(curve.get_end() if curve.has_points() else curve.places[0])
        return self

    def follow(self, clock: StepClock) -> ValleySwing:
        """Keep showing the step of a clock."""
        self.add_updater(lambda swing: swing.go_to(clock.now))
        return self

    def turning_marks(self) -> list[tuple[int, VGroup]]:
        """A mark under the map where each run turns back that passes the goal, and at which step it does; in order."""
        passing = [swinger for swinger in self._swingers if swinger.positions[:, 0].max() > 0]
        marks, edge = [], self._strip.right
        for swinger in sorted(passing, key=lambda each: -each.positions[:, 0].max()):
            step = int(np.argmax(swinger.positions[:, 0]))
            past = float(swinger.positions[step, 0])
            foot = self.seen.point(past, self.seen.y[0])
            tick = Line(foot, foot + 0.14 * DOWN, color=swinger.colour, stroke_width=5)
            text = words(say("{name}: {past} past it", name=swinger.name, past=f"{past:.3f}"), self._theme.ink, SMALL)
            text.next_to(tick, DOWN, buff=0.08)
            kept_left_of(text, edge)
            edge = text.get_left()[0] - 0.3
            marks.append((step, VGroup(tick, text)))
        return sorted(marks, key=lambda mark: mark[0])
