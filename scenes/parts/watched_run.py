"""A run over a map, and beside it one of its numbers over the steps, against a level that matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import Coordinates, Interval, undistorted
from scenes.parts.frame import SAFE, Region, frame
from scenes.parts.map_runner import MapRunner
from scenes.parts.marked_curve import MarkedCurve
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL


@dataclass(frozen=True)
class Watched:
    """One number of a run.

    Attributes:
        name: what it is.
        values: after step ``first``, ``first + 1``, …, shape ``(n,)``.
        first: 0 if the start has the number, 1 if only steps do.
        level: height, name and tick of the level line.
    """

    name: str
    values: np.ndarray
    first: int
    level: tuple[float, str, str]


class WatchedRun(VGroup):
    """The map lies at the left edge, the chart on its right; in an upright region the chart is below.

    Args:
        positions: the run's iterates, shape ``(steps + 1, 2)``.
        view: what of the map is seen at least.
        levels: of the map's shades.
        shares: of the region's width for map and chart.

    Attributes:
        seen: the map's coordinates.
        foot: the room under the chart.
    """

    def __init__(
        self,
        positions: np.ndarray,
        watched: Watched,
        *,
        loss: Callable[[np.ndarray], np.ndarray],
        view: tuple[Interval, Interval],
        levels: Sequence[float],
        region: Region,
        colour: str,
        theme: Theme,
        shares: tuple[float, float],
    ) -> None:
        left, right = region.stack(1, 1.1, gap=0.4) if region.is_upright else region.split(*shares, gap=0.4)
        margin = SAFE * frame().width
        right = right.inset(left=margin if region.is_upright else 0, right=margin)
        right, self.foot = right.stack(3.6, 1, gap=0.2)
        self.seen = undistorted(left, *view)
        self.ground = ContourMap(loss, levels, self.seen, theme)
        self.runner = MapRunner(positions, self.seen, colour, theme, 4)
        self._watched = watched
        level, level_name, tick = watched.level
        values, last = watched.values, watched.first + len(watched.values) - 1
        high = 1.18 * max(float(values.max()), level)
        low = 0.9 * min(float(values.min()), level) if watched.first == 0 else 0
        plot = Coordinates(right.inset(left=0.7, right=0.55, top=0.6, bottom=0.5), (watched.first, last), (low, high))
        start = say("step {step}", step=watched.first) if watched.first else "0"
        ends = {watched.first: start, last: say("step {step}", step=last)}
        chart = Chart(plot, theme, x_ticks=ends, y_ticks={level: tick}, y_name=watched.name, size=LABEL)
        steps = np.arange(watched.first, last + 1)
        self.walk = MarkedCurve(chart, steps, values, colour, (level, level_name, theme.target))
        self.walk.add(self.walk.name_level())
        super().__init__(self.ground, self.runner, chart, self.walk)

    def go_to(self, step: float) -> WatchedRun:
        """Show the run at a fractional step; the chart ends earlier than a long run."""
        self.runner.go_to(step)
        self.walk.walk_to(int(np.clip(int(step + 1e-9) - self._watched.first, 0, len(self._watched.values) - 1)))
        return self

    def follow(self, clock: StepClock) -> WatchedRun:
        """Keep showing the step of a clock."""
        self.add_updater(lambda picture: picture.go_to(clock.now))
        return self
