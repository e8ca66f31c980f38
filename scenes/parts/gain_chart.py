"""By what a pot multiplies the two parts of a gradient, step by step, and what both approach."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Line, VGroup

from film.language import mark, say
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, maths

_FORMULAS = (mark("steady:"), "1\\/(1 - mu)"), (mark("flipping:"), "1\\/(1 + mu)")
_LINE, _LINES = 0.7, 1.2  # frame units that a label beside its line takes up, and one of two lines


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
        colour = theme.text_colour(theme.target)
        texts = [
            (f'"{say(name)}"', f"{formula} = {limit:.4g}")
            for (name, formula), limit in zip(_FORMULAS, limits, strict=True)
        ]
        labels, line = [maths(" ".join(text), colour, LABEL) for text in texts], _LINE
        if max(label.width for label in labels) > room.width:
            in_two = [VGroup(*(maths(row, colour, LABEL) for row in text)) for text in texts]
            labels, line = [rows.arrange(DOWN, buff=0.15, aligned_edge=RIGHT) for rows in in_two], _LINES
        seen = Coordinates(room, (0, last), (0, limits[0] * room.height / (room.height - line)))
        chart = Chart(
            seen, theme, x_ticks={0: "0", last: say("step {step}", step=last)}, y_ticks={}, y_name=say("pot ÷ gradient")
        )
        self.curves = VGroup(*(chart.curve(np.arange(1, last + 1), gain, theme.momentum) for gain in gains.T))
        super().__init__(chart, self.curves)
        self.limits = VGroup()
        between = (limits[0] - limits[1]) * seen.scale[1]
        for limit, label, side in zip(limits, labels, (UP, UP if between > line else DOWN), strict=True):
            level = Line(*seen.point([0, last], 2 * [limit]), color=theme.target, stroke_width=3.5)
            self.limits.add(VGroup(level, label.next_to(level, side, buff=0.18, aligned_edge=RIGHT)))

    def show(self, step: float) -> GainChart:
        """The curves after a fractional number of steps."""
        for curve in self.curves:
            curve.draw_to(step - 1)
        return self
