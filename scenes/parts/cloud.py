"""A cloud of many points in one path: a thousand weights as five hundred places of two."""

from __future__ import annotations

import numpy as np
from manim import UP, Circle, DashedVMobject, Rectangle, RegularPolygon, VGroup, VMobject

from scenes.parts.coordinates import Coordinates, undistorted
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import joined
from scenes.parts.typesetting import LABEL, words


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

    def ring(self, step: int, share: float, colour: str) -> VMobject:
        """The dashed circle about the origin that holds a share of the points after so many steps."""
        radius = float(np.quantile(np.hypot(self._x[step], self._y[step]), share)) * self.coordinates.scale[0]
        circle = Circle(radius, color=colour, stroke_width=4).move_to(self.coordinates.point(0, 0))
        return joined(DashedVMobject(circle, num_dashes=40))


class CloudPanel(VGroup):
    """A cloud on a panel of its own, its name above.

    Args:
        reach: how far from the middle is seen at least, in data.
    """

    def __init__(
        self, name: str, positions: np.ndarray, colour: str, *, reach: float, region: Region, theme: Theme
    ) -> None:
        self.cloud = Cloud(positions, undistorted(region, (-reach, reach), (-reach, reach)), colour)
        ground = Rectangle(width=region.width, height=region.height, stroke_width=0, fill_color=theme.panel)
        ground.set_fill(opacity=1).move_to(region.centre)
        super().__init__(ground, words(name, theme.ink, LABEL).next_to(ground, UP, buff=0.1), self.cloud)
        self.name, self.colour = name, colour
