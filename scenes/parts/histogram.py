"""A histogram that fills up as values come in."""

from __future__ import annotations

import numpy as np
from manim import DashedLine, VGroup, VMobject

from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import joined


class Histogram(VGroup):
    """Bars over values from ``-reach`` to ``reach``; what lies beyond is counted at the ends.

    Args:
        values: in the order in which they come, shape ``(T,)``.
        name: what is counted.
    """

    def __init__(
        self, values: np.ndarray, reach: float, name: str, region: Region, *, colour: str, theme: Theme, bins: int = 41
    ) -> None:
        edges = np.linspace(-reach, reach, bins + 1)
        self._bins = np.clip(np.digitize(values, edges) - 1, 0, bins - 1)
        self._edges = edges
        highest = np.bincount(self._bins, minlength=bins).max()
        room = region.inset(left=0.2, right=0.2, bottom=0.45, top=0.45)
        self.seen = Coordinates(room, (-reach, reach), (0, 1.05 * float(highest)))
        ticks = {-1.0: "−1", 0.0: "0", 1.0: "1"}
        self._theme = theme
        chart = Chart(self.seen, theme, x_ticks=ticks, y_ticks={}, y_name=name)
        chart.remove(chart[1])  # how many there are is not read off
        self.bars = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
        super().__init__(self.bars, chart)
        self.show(0)

    def show(self, count: int) -> Histogram:
        """The first ``count`` values."""
        self.bars.clear_points()
        counts = np.bincount(self._bins[:count], minlength=len(self._edges) - 1)
        for left, right, number in zip(self._edges, self._edges[1:], counts, strict=False):
            if number:
                gap = 0.08 * (right - left)
                x, y = [left + gap, right - gap, right - gap, left + gap], [0, 0, number, number]
                corners = self.seen.point(x, y)
                self.bars.start_new_path(corners[0]).add_points_as_corners([*corners[1:], corners[0]])
        return self

    def marks(self, *values: float) -> VGroup:
        """Dashed lines at values."""
        ends = (self.seen.point(value, list(self.seen.y)) for value in values)
        return VGroup(*(joined(DashedLine(*pair, color=self._theme.target, stroke_width=4)) for pair in ends))
