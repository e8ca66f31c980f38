"""Two ways to the same path: a weight over the steps, dotted as one computes it, dashed as the other does."""

from __future__ import annotations

import numpy as np
from manim import DashedVMobject, VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import Dots, PolyLine, joined
from scenes.parts.typesetting import LABEL, words


class PathChart(VGroup):
    """A chart whose dots come with the steps; the dashed path is there to be laid over them.

    Args:
        dotted, dashed: shape ``(T + 1,)``.
        name: of the axis; it says which is which.

    Attributes:
        dashed: the other path; not shown until it is added.
    """

    def __init__(
        self, dotted: np.ndarray, dashed: np.ndarray, *, name: str, colour: str, region: Region, theme: Theme
    ) -> None:
        steps = np.arange(len(dotted))
        low, high = float(dotted.min()), float(dotted.max())
        last = say("step {step}", step=len(steps) - 1)
        margin = 0.06 * (high - low)
        room = region.inset(
            left=0.9, right=max(0.5, words(last, theme.quiet_ink, LABEL).width / 2), top=0.55, bottom=0.55
        )
        seen = Coordinates(room, (0, steps[-1]), (low - margin, high + margin))
        chart = Chart(
            seen,
            theme,
            x_ticks={0: "0", int(steps[-1]): last},
            y_ticks={low: f"{low:.1f}", high: f"{high:.1f}"},
            y_name=name,
            size=LABEL,
        )
        self._dots = Dots(seen.point(steps, dotted), colour, radius=0.055)
        way = PolyLine(seen.point(steps, np.clip(dashed, *seen.y)), theme.ink, width=4).draw_all()
        self.dashed = joined(DashedVMobject(way, num_dashes=70))
        super().__init__(chart, self._dots)
        self.show(0)

    def show(self, step: int) -> PathChart:
        """Show the dots up to a step."""
        self._dots.show(step + 1)
        return self
