"""An area under a curve: what has been gathered so far, which grows with the run."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.parts.chart import Chart
from scenes.parts.trail import PolyLine

OPACITY = 0.4


class Area(VGroup):
    """A curve with the ground between it and zero filled, drawn up to any fractional index.

    Args:
        chart: in whose coordinates.
        x, y: shape ``(n,)``.
    """

    def __init__(self, chart: Chart, x: np.ndarray, y: np.ndarray, colour: str) -> None:
        self.edge: PolyLine = chart.curve(x, y, colour)
        self._floor = float(chart.coordinates.point(x[0], 0.0)[1])
        self._ground = VMobject(stroke_width=0, fill_color=colour, fill_opacity=OPACITY)
        super().__init__(self._ground, self.edge)

    def draw_to(self, index: float) -> Area:
        self.edge.draw_to(index)
        if not len(self.edge.points):
            self._ground.clear_points()
            return self
        top = np.vstack([self.edge.get_start_anchors(), self.edge.get_end_anchors()[-1:]])
        feet = top[[-1, 0]] * [1, 0, 1] + [0, self._floor, 0]
        self._ground.set_points_as_corners([*top, *feet, top[0]])
        return self
