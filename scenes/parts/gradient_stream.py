"""A stream of gradients that runs through a lane: arrows enter at one end and leave at the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, VGroup

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme


class GradientStream(VGroup):
    """Upright arrows on a line that stands for zero; they move to the left.

    Args:
        gradients: one for each step, shape ``(T,)``; the longest fits into the lane.
        region: the lane.
        common: the size of a gradient that would fill the lane before it is zoomed in.
        pitch: from one arrow to the next, in frame units.
    """

    def __init__(
        self, gradients: np.ndarray, region: Region, theme: Theme, *, common: float, pitch: float = 0.36
    ) -> None:
        self.gradients, self.region, self.pitch = np.asarray(gradients, float), region, pitch
        low, high = min(self.gradients.min(), 0), max(self.gradients.max(), 0)
        self._own, self._common = max(high - low, 1e-12), common
        self.zero = region.bottom - region.height * low / self._own
        floor = Line([region.left, self.zero, 0], [region.right, self.zero, 0], color=theme.rule, stroke_width=2.5)
        self.arrows = Pointer(theme.gradient, width=0.07)
        super().__init__(floor, self.arrows)
        self.show(0)

    def show(self, step: float, zoom: float = 1) -> GradientStream:
        """The stream at a fractional step.

        Args:
            zoom: 0 shows the lane to the common scale, 1 to its own; between them factors are even.
        """
        right = self.region.right
        come = np.arange(min(int(np.ceil(step - 1e-9)), len(self.gradients)))
        x = right - 0.5 * self.pitch - (step - 1 - come) * self.pitch
        shown = (x > self.region.left) & (x < right + 0.5 * self.pitch)
        room = np.minimum(x - self.region.left, right + 0.5 * self.pitch - x)
        size = np.clip(room / self.pitch, 0, 1)
        unit = self.region.height / np.exp(zoom * np.log(self._own) + (1 - zoom) * np.log(self._common))
        tails = np.stack([x, np.full_like(x, self.zero), 0 * x], axis=-1)
        tips = tails + np.stack([0 * x, unit * size * self.gradients[come], 0 * x], axis=-1)
        self.arrows.point_all(tails[shown], tips[shown], np.maximum(size[shown], 0.1))
        return self


def streams(gradients: np.ndarray, cells: Sequence[Region], theme: Theme) -> VGroup:
    """A stream in every cell; before they are zoomed in, the largest gradient of all would fill its cell.

    Args:
        gradients: shape ``(T, n)``.
    """
    common = float(np.abs(gradients).max())
    columns = zip(gradients.T, cells, strict=True)
    return VGroup(*(GradientStream(column, cell, theme, common=common) for column, cell in columns))
