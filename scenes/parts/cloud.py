"""A cloud of many points in one path: a thousand weights as five hundred places of two."""

from __future__ import annotations

import numpy as np
from manim import RegularPolygon, VMobject

from scenes.parts.coordinates import Coordinates


class Cloud(VMobject):
    """Points that move together, for crowds that a viewer reads as a shape.

    Args:
        positions: shape ``(T, 2 n)``; weight ``i`` goes across and weight ``n + i`` up.
        coordinates: where they are shown; points beyond it are left out.
    """

    def __init__(self, positions: np.ndarray, coordinates: Coordinates, colour: str, radius: float = 0.035) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=0.85)
        self.coordinates = coordinates
        self._x, self._y = np.split(positions, 2, axis=1)
        self._dot = RegularPolygon(8).scale(radius).points
        self.show(0)

    def show(self, step: int) -> Cloud:
        """The cloud after so many steps."""
        step = min(step, len(self._x) - 1)
        x, y = self._x[step], self._y[step]
        inside = self.coordinates.contains(x, y)
        places = self.coordinates.point(x[inside], y[inside])
        self.set_points((places[:, None, :] + self._dot).reshape(-1, 3))
        return self
