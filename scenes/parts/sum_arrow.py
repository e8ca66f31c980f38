"""A sum of vectors as an arrow that grows from a fixed tail, beside the arrow of the newest vector."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.steps import at_step
from scenes.parts.theme import Theme


class SumArrow(VGroup):
    """Both arrows start at the top of the region, to one scale, at which the longest sum fits.

    Args:
        vectors, sums: one for each step, shape ``(T, 2)``; they point down or sideways.
    """

    def __init__(self, vectors: np.ndarray, sums: np.ndarray, region: Region, theme: Theme) -> None:
        self._vectors, self._sums = (np.pad(each, ((1, 0), (0, 1))) for each in (vectors, sums))
        everything = np.abs(np.concatenate([vectors, sums])).max(axis=0)
        self.unit = min(0.46 * region.width / max(everything[0], 1e-12), region.height / max(everything[1], 1e-12))
        self._tail = np.array([region.centre[0], region.top, 0])
        self.newest, self.total = Pointer(theme.gradient, width=0.1), Pointer(theme.momentum, width=0.17)
        super().__init__(self.total, self.newest)
        self.show(0)

    def show(self, step: float) -> SumArrow:
        """The sum at a fractional step, and the vector that made it."""
        index = min(int(np.ceil(step - 1e-9)), len(self._vectors) - 1)
        self._draw(self._vectors[index] * min(step, 1), at_step(self._sums, step))
        return self

    def glide(self, step: float) -> SumArrow:
        """The sum in a time-lapse: always after pairs of vectors, so that nothing flickers."""
        self._draw(self._vectors[2], at_step(self._sums[::2], step / 2))
        return self

    def _draw(self, vector: np.ndarray, total: np.ndarray) -> None:
        self.newest.point(self._tail, self._tail + self.unit * vector)
        self.total.point(self._tail, self._tail + self.unit * total)
