"""Adam's two memories in one picture: a bar as wide as the size, and a needle in it for the mean."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, Rectangle, VGroup

from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme


class MomentGauge(VGroup):
    """The bar reaches from minus the size to plus the size, so the needle's place in it is their ratio.

    Args:
        means, sizes: after step 1, 2, …, shape ``(T,)``; the largest fills the region.
    """

    def __init__(self, means: np.ndarray, sizes: np.ndarray, region: Region, theme: Theme) -> None:
        self._means, self._sizes = np.append(0.0, means), np.append(0.0, sizes)
        full = max(float(np.abs(means).max()), float(sizes.max()))
        self._unit, self._middle = 0.5 * region.width / full, region.centre
        self._height = region.height
        x = region.centre[0]
        zero = Line([x, region.bottom, 0], [x, region.top, 0], color=theme.rule, stroke_width=2.5)
        self.size = Rectangle(stroke_width=0, fill_color=theme.second_moment, fill_opacity=0.75)
        self.mean = Rectangle(stroke_width=0, fill_color=theme.first_moment, fill_opacity=1)
        super().__init__(self.size, zero, self.mean)
        self.show(0)

    def show(self, step: int) -> MomentGauge:
        """The memories after so many steps."""
        step = min(step, len(self._means) - 1)
        mean, size = self._means[step], self._sizes[step]
        half = max(self._unit * size, 0.015)
        self._box(self.size, -half, half, 0.56 * self._height)
        at = self._unit * mean
        self._box(self.mean, at - 0.055, at + 0.055, self._height)
        return self

    def follow(self, clock: StepClock) -> MomentGauge:
        """Keep showing the step of a clock."""
        self.add_updater(lambda gauge: gauge.show(clock.step), call_updater=True)
        return self

    def _box(self, box: Rectangle, left: float, right: float, height: float) -> None:
        corners = np.array([[left, -1, 0], [right, -1, 0], [right, 1, 0], [left, 1, 0], [left, -1, 0]])
        box.set_points_as_corners(self._middle + corners * [1, height / 2, 0])


def gauges(means: np.ndarray, sizes: np.ndarray, cells: Sequence[Region], clock: StepClock, theme: Theme) -> VGroup:
    """A gauge in every cell, on the clock.

    Args:
        means, sizes: after step 1, 2, …, shape ``(T, n)``.
    """
    columns = zip(means.T, sizes.T, cells, strict=True)
    return VGroup(*(MomentGauge(mean, size, cell, theme).follow(clock) for mean, size, cell in columns))
