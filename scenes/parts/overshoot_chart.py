"""What a step of gradient descent multiplies an offset by, over the learning rate, and where that is less than one."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, Circle, Line, Rectangle, VGroup

from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import stacked
from scenes.parts.typesetting import SMALL, words


class OvershootChart(VGroup):
    """``|1 - rate|`` with a knob on it; the zones in which steps shrink the offset and let it grow are filled.

    Args:
        farthest: the largest rate that the knob goes to, times curvature.
    """

    def __init__(self, farthest: float, region: Region, colour: str, theme: Theme) -> None:
        right = max(2.5, 1.15 * farthest)
        seen = Coordinates(region.inset(left=0.5, right=0.3, bottom=0.5), (0, right), (0, right - 1))
        self.chart = Chart(seen, theme, x_ticks={0: "0", 1: "1/L", 2: "2/L"}, y_ticks=stacked(seen, (1, "1"), (0, "0")))
        name = words("η", theme.quiet_ink, SMALL).next_to(seen.point(right, 0), RIGHT, buff=0.12)
        corner, opposite = seen.point(0, 0), seen.point(2, 1)
        zone = Rectangle(width=opposite[0] - corner[0], height=opposite[1] - corner[1], stroke_width=0)
        zone.set_fill(theme.target, opacity=0.22).move_to((corner + opposite) / 2)
        beyond = Rectangle(
            width=seen.region.right - opposite[0], height=seen.region.height, stroke_width=0, fill_opacity=0.22
        )
        beyond.set_fill(theme.gradient).move_to([opposite[0], seen.region.centre[1], 0], LEFT)
        edge = Line(seen.point(2, 0), seen.point(2, right - 1), color=theme.target, stroke_width=4)
        bend = self.chart.curve([0, 1, right], [1, 0, right - 1], theme.ink).draw_all()
        self.knob = Circle(0.16, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
        super().__init__(zone, beyond, self.chart, edge, bend, name, self.knob)
        self.turn_to(1)

    def turn_to(self, rate: float) -> OvershootChart:
        """Put the knob over a learning rate, times curvature."""
        self.knob.move_to(self.chart.coordinates.point(rate, np.abs(1 - rate)))
        return self
