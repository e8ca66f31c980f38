"""Many thin lines that grow together: the same run under hundreds of seeds, as one path."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.parts.chart import Chart
from scenes.parts.trail import straight


class Bundle(VMobject):
    """Lines over the same steps.

    Args:
        chart: in whose coordinates.
        x: shape ``(n,)``.
        y: one column for each line, shape ``(n, lines)``; what is not finite or beyond the chart lies at its edge.
        stride: every how many points are drawn, where a crowd is read as a shape and the last point counts.
    """

    def __init__(
        self, chart: Chart, x: np.ndarray, y: np.ndarray, colour: str, *, stride: int = 1, opacity: float = 0.25
    ) -> None:
        super().__init__(stroke_color=colour, stroke_width=1.5, stroke_opacity=opacity)
        kept = np.unique(np.append(np.arange(0, len(x), stride), len(x) - 1))
        low, high = chart.coordinates.y
        heights = np.clip(np.nan_to_num(y[kept], nan=high, posinf=high), low, high)
        places = chart.coordinates.point(x[kept, None], heights)
        # All lines of a step together: what is drawn only grows.
        self._pieces = straight(places[:-1], places[1:])
        self._x = x[kept]
        self._shown = 0

    def draw_to(self, x: float) -> Bundle:
        """Draw all lines up to a place on the axis."""
        shown = int(np.searchsorted(self._x, x + 1e-9, side="right")) - 1
        if shown != self._shown:
            self._shown = shown
            # Lines stay whole only if their pieces follow each other.
            self.set_points(self._pieces[:shown].swapaxes(0, 1).reshape(-1, 3))
        return self
