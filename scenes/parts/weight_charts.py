"""One weight under several learning rates: a chart for each, under each other, and the step at which it is learned."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import Line, VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import stacked
from scenes.parts.typesetting import LABEL, READOUT, Number, em

WILD = 12.0  # a weight is followed no farther from its true value
CALM = 0.35  # of the largest chart's height, the least height of the others
_NAME, _FOOT, _GAP = 0.5, 0.45, 0.1  # frame units above a chart, below the last one, between two


@dataclass(frozen=True)
class Path:
    """A weight's way.

    Attributes:
        name: which run it is.
        weights: after step 0, 1, …, as long as the run was.
        learned: the step at which its counter stops; infinity if it does not.
    """

    name: str
    weights: np.ndarray
    learned: float


class WeightCharts(VGroup):
    """Charts to one scale, each with a line at 1, the true value, and a counter behind it.

    Args:
        last: the step at the charts' right edge.
    """

    def __init__(self, paths: list[Path], last: int, *, region: Region, colour: str, theme: Theme) -> None:
        self._paths, self._theme = paths, theme
        strays = [np.clip(np.abs(path.weights[: last + 1] - 1).max(), 0, WILD) for path in paths]
        reaches = 1.04 * np.maximum(strays, CALM * max(strays))
        free = region.height - len(paths) * (_NAME + _GAP) - _FOOT
        super().__init__()
        self._curves, self._counts = VGroup(), VGroup()
        top = region.top
        for path, stray, reach in zip(paths, strays, reaches, strict=True):
            top -= _NAME
            height = free * reach / reaches.sum()
            room = Region(region.left + 0.75, region.right - 1.4, top - height, top)
            top -= height + _GAP
            seen = Coordinates(room, (0, last), (1 - reach, 1 + reach))
            ends = [(1 + way, f"{1 + way:.0f}") for way in (stray, -stray) if stray > 2]
            chart = Chart(
                seen,
                theme,
                x_ticks={0: "0", last: say("step {step}", step=last)} if path is paths[-1] else {},
                y_ticks=stacked(seen, (1, "1"), *ends),
                y_name=path.name,
                size=LABEL,
            )
            goal = Line(*seen.point([0, last], [1, 1]), color=theme.target, stroke_width=3)
            weights = path.weights[: last + 1]
            self._curves.add(chart.curve(np.arange(len(weights)), weights, colour, 4))
            count = Number("0", theme.quiet_ink, 1.1 * READOUT)
            count.shift([room.right + 0.4, room.centre[1] - 0.33 * em(count.font_size), 0])
            self._counts.add(count)
            self.add(chart, goal)
        self.add(self._curves, self._counts)

    def draw_to(self, step: float) -> WeightCharts:
        """The ways up to a fractional step."""
        for path, curve, count in zip(self._paths, self._curves, self._counts, strict=True):
            curve.draw_to(step)
            done = step >= path.learned
            count.show(f"{path.learned:g}" if done else f"{int(step + 1e-9)}")
            count.set_fill(self._theme.ink if done else self._theme.quiet_ink)
        return self
