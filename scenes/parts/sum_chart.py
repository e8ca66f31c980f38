"""The two parts of a sum of gradients over the steps: one that swings about zero, one that goes down to its limit."""

from __future__ import annotations

import numpy as np
from manim import UL, Line, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import stacked
from scenes.parts.typesetting import LABEL, READOUT, SMALL, maths, words


class SumChart(VGroup):
    """A chart from step 1 on, with its formula above.

    Args:
        formula: how the sum is made, in Typst's mathematics.
        sums: sideways and steady part, shape ``(T, 2)``.
        limits: the sizes that they approach, shape ``(2,)``.
    """

    def __init__(
        self, formula: str, sums: np.ndarray, limits: np.ndarray, colour: str, *, region: Region, theme: Theme
    ) -> None:
        head, body = region.stack(1, 3.6, gap=0.15)
        swing, depth = (float(limit) for limit in limits)
        last, highest = len(sums), float(np.abs(sums[:, 0]).max())
        # The lowest is what is swung down to or what is gone down to, whichever is lower.
        lowest = -1.08 * max(depth, highest)
        names = [(0.0, say("sideways {value}", value=0)), (-depth, say("steady {value}", value=f"−{depth:.4g}"))]
        left = max(words(name, theme.ink, SMALL).width for _, name in names) + 0.2 if frame.is_narrow() else 1.95
        seen = Coordinates(body.inset(left=left, right=0.05, bottom=0.1, top=0.4), (0, last), (lowest, highest))
        ticks = stacked(seen, *names)
        chart = Chart(seen, theme, x_ticks={}, y_ticks=ticks)
        goal = Line(*seen.point([0, last], 2 * [-depth]), color=theme.target, stroke_width=3)
        self.curves = VGroup(*(chart.curve(np.arange(1, last + 1), part, colour) for part in sums.T))
        self.label = words(f"± {swing:.4g}", theme.ink, LABEL)
        self.label.next_to(seen.point(last, float(sums[last // 2 :, 0].max())), UL, buff=0.12)
        title = head.place(maths(formula, theme.text_colour(colour), READOUT))
        super().__init__(title, chart, goal, self.curves, self.label)

    def show(self, step: float) -> SumChart:
        """The sums after a fractional number of steps."""
        for curve in self.curves:
            curve.draw_to(step - 1)
        return self
