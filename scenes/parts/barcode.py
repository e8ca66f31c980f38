"""Barcodes: which examples of a stream contain something, a bar for each that does."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from scenes.parts.frame import Region
from scenes.parts.theme import Theme

_TRACE = 0.03  # frame units: the lowest level that is drawn, so that a trace can be seen


class Barcode(VGroup):
    """A bar of full height for each example with the feature; the fields of batches with a bar light up.

    Args:
        present: for each example, in order, whether it has the feature, shape ``(n,)``.
        batch: how many examples share a field.
        colour: of the bars, a role's.
    """

    def __init__(self, present: NDArray[np.bool_], batch: int, region: Region, colour: str, theme: Theme) -> None:
        self._present, self._batch, self._region = present, batch, region
        self._pitch = region.width / len(present)
        ground = Rectangle(width=region.width, height=region.height, stroke_width=0)
        self._fields = VMobject(stroke_width=0, fill_color=theme.ground[0], fill_opacity=1)
        self._bars = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
        super().__init__(ground.set_fill(theme.panel, opacity=1).move_to(region.centre), self._fields, self._bars)

    def show(self, count: int) -> Barcode:
        """The first ``count`` examples; a batch lights up once it has been seen whole."""
        starts = np.arange(0, count - self._batch + 1, self._batch)
        lit = [start for start in starts if self._present[start : start + self._batch].any()]
        gap = 0.12 * self._batch
        self._draw(self._fields, np.array(lit) + gap / 2, self._batch - gap, self._region.height)
        self._draw(self._bars, np.flatnonzero(self._present[:count]) + 0.1, 0.8, self._region.height)
        return self

    def sink(self, share: float, level: float) -> Barcode:
        """All bars on their way from their full height to a level that covers the whole stream.

        Args:
            share: of the way, from 0 to 1.
            level: the height in the end, a share of the full height.
        """
        eased = share * share * (3 - 2 * share)
        height = (1 - eased + eased * level) * self._region.height
        flood = self._rectangle(0, len(self._present), max(eased * level * self._region.height, _TRACE * eased))
        self._draw(self._bars, np.flatnonzero(self._present) + 0.1, 0.8, max(height, _TRACE))
        self._bars.set_points(np.concatenate([self._bars.points, flood]))
        self._fields.set_fill(opacity=1 - eased)
        return self

    def _draw(self, path: VMobject, starts: np.ndarray, width: float, height: float) -> None:
        path.clear_points()
        if len(starts):
            path.set_points(np.concatenate([self._rectangle(start, width, height) for start in starts]))

    def _rectangle(self, start: float, width: float, height: float) -> np.ndarray:
        """The curves of a rectangle on the ground, from one example on and so many wide."""
        left = self._region.left + start * self._pitch
        right, low, high = left + width * self._pitch, self._region.bottom, self._region.bottom + height
        corners = np.array([[left, low, 0], [right, low, 0], [right, high, 0], [left, high, 0], [left, low, 0]])
        shares = np.array([0, 1 / 3, 2 / 3, 1])[:, np.newaxis]
        return np.concatenate([a + shares * (b - a) for a, b in pairwise(corners)])
