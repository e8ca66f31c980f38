"""The two parts of a sum of gradients over the steps: one that swings about zero, one that goes down to its limit."""

from __future__ import annotations

import numpy as np
from manim import LEFT, UP, Line, VGroup

from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import stacked
from scenes.parts.typesetting import LABEL, READOUT, maths, words


class SumChart(VGroup):
    """A chart from step 1 on, with its formula above.

    Args:
        formula: how the sum is made, in Typst's mathematics.
        sums: sideways and steady part, shape ``(T, 2)``.
        limits: the sizes that they approach, shape ``(2,)``.
    """

    def __init__(
        self, formula: str, sums: np.ndarray, limits: np.ndarray, *, colour: str, region: Region, theme: Theme
    ) -> None:
        head, body = region.stack(1, 3.6, gap=0.15)
        swing, depth = (float(limit) for limit in limits)
        highest = 1.25 * float(np.abs(sums[:, 0]).max())
        last = len(sums)
        # The lowest is what is swung down to or what is gone down to, whichever is lower.
        lowest = -1.08 * max(depth, highest / 1.25)
        seen = Coordinates(body.inset(left=1.1, right=0.1, bottom=0.1), (0, last), (lowest, highest))
        chart = Chart(seen, theme, x_ticks={}, y_ticks=stacked(seen, (0.0, "0"), (-depth, f"−{depth:.4g}")))
        goal = Line(*seen.point([0, last], 2 * [-depth]), color=theme.target, stroke_width=3)
        self.curves = VGroup(*(chart.curve(np.arange(1, last + 1), part, colour) for part in sums.T))
        name = words(f"± {swing:.4g}", theme.ink, LABEL).next_to(seen.point(last, swing), UP + LEFT, buff=0.12)
        title = head.place(maths(formula, theme.text_colour(colour), READOUT))
        super().__init__(title, chart, goal, self.curves, name)

    def show(self, step: float) -> SumChart:
        """The sums after a fractional number of steps."""
        for curve in self.curves:
            curve.draw_to(step - 1)
        return self
