"""By what a pot multiplies the two parts of a gradient, step by step, and what both approach."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Line, VGroup

from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, maths

_FORMULAS = ('"steady:" 1\\/(1 - mu)', '"flipping:" 1\\/(1 + mu)')
_LINE = 0.7  # frame units that a label beside its line takes up


class GainChart(VGroup):
    """Two curves from step 1 on.

    Args:
        gains: of the steady and of the flipping part at each step, shape ``(T, 2)``.
        limits: what they approach, the first above the second.

    Attributes:
        limits: a line and its name for each limit; not shown until they are added.
    """

    def __init__(
        self,
        gains: np.ndarray,
        limits: tuple[float, float],
        region: Region,
        theme: Theme,
    ) -> None:
        last = len(gains)
        room = region.inset(left=0.3, right=0.55, bottom=0.45, top=0.45)
        seen = Coordinates(room, (0, last), (0, limits[0] * room.height / (room.height - _LINE)))
        chart = Chart(seen, theme, x_ticks={0: "0", last: f"step {last}"}, y_ticks={}, y_name="pot ÷ gradient")
        self.curves = VGroup(*(chart.curve(np.arange(1, last + 1), gain, theme.momentum) for gain in gains.T))
        super().__init__(chart, self.curves)
        self.limits = VGroup()
        between = (limits[0] - limits[1]) * seen.scale[1]
        for limit, text, side in zip(limits, _FORMULAS, (UP, UP if between > _LINE else DOWN), strict=True):
            level = Line(*seen.point([0, last], 2 * [limit]), color=theme.target, stroke_width=3.5)
            label = maths(f"{text} = {limit:.4g}", theme.text_colour(theme.target), LABEL)
            self.limits.add(VGroup(level, label.next_to(level, side, buff=0.18, aligned_edge=RIGHT)))

    def show(self, step: float) -> GainChart:
        """The curves after a fractional number of steps."""
        for curve in self.curves:
            curve.draw_to(step - 1)
        return self
