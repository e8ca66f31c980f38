"""How many steps each learning rate takes, up to the edge past which none is enough."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, UP, Dot, Line, Rectangle, VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.spot import box, place_beside
from scenes.parts.theme import Theme
from scenes.parts.ticks import decades
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, words


class RateSweep(VGroup):
    """Steps, each factor of ten as high as the next, over learning rates; the ground past the edge is filled.

    Args:
        rates: times curvature, rising, shape ``(n,)``.
        steps: of each, NaN for never, shape ``(n,)``.
        last: the most steps that were taken.
    """

    def __init__(
        self, rates: np.ndarray, steps: np.ndarray, last: int, *, region: Region, colour: str, theme: Theme
    ) -> None:
        self._theme, self._colour = theme, colour
        low = max(1.0, 0.5 * float(np.nanmin(np.append(steps, last))))
        seen = Coordinates(
            region.inset(left=1.2, bottom=0.6, top=0.55),
            (0, 2.5),
            (low, 1.6 * last),
            log_y=True,
        )
        self.chart = Chart(
            seen,
            theme,
            x_ticks={0: "0", 1: "1/L", 2: "2/L"},
            y_ticks=decades(low, 1.6 * last),
            y_name=say("steps until the loss stays below 0.001"),
            size=LABEL,
        )
        edge = seen.point(2, low)
        beyond = Rectangle(width=seen.region.right - edge[0], height=seen.region.height, stroke_width=0)
        beyond.set_fill(theme.gradient, opacity=0.22).move_to([edge[0], seen.region.centre[1], 0], LEFT)
        wall = Line(edge, edge + seen.region.height * UP, color=theme.target, stroke_width=5)
        never = words(say("never"), theme.ink, LABEL, "semibold").move_to(beyond).shift(0.2 * seen.region.height * UP)
        came = ~np.isnan(steps)
        self.curve: PolyLine = self.chart.curve(rates[came], steps[came], colour, 6)
        self.wall = VGroup(beyond, wall, never)
        super().__init__(self.chart, self.wall, self.curve)

    def marks(self, entries: Sequence[tuple[float, int, str]]) -> VGroup:
        """Dots on the curve, each with its label in a free spot.

        Args:
            entries: rate times curvature, steps, and what is said of it.
        """
        seen = self.chart.coordinates
        taken: list[Region] = []
        labels = VGroup()
        inside = seen.region.inset(left=0.12, bottom=0.08, right=self.wall[0].width + 0.15)
        for rate, steps, text in entries:
            place = seen.point(rate, steps)
            label = words(text, self._theme.ink, LABEL)
            place_beside(label, place, [self.curve.places], taken, inside)
            taken.append(box(label))
            labels.add(VGroup(Dot(place, radius=0.11, color=self._colour), label))
        return labels
