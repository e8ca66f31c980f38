"""The blindfolded hiker, who stands on the ground and feels its slope."""

from __future__ import annotations

import numpy as np
from manim import Circle, Polygon, VGroup, VMobject

from scenes.parts.theme import Theme

_LEGS = [(-0.20, 0.0), (-0.10, 0.0), (0.0, 0.3), (0.10, 0.0), (0.20, 0.0), (0.11, 0.42), (-0.11, 0.42)]
_BODY = [(-0.11, 0.38), (0.11, 0.38), (0.17, 0.68), (0.1, 0.74), (-0.1, 0.74), (-0.17, 0.68)]
_ARM = [(0.12, 0.7), (0.17, 0.66), (0.33, 0.46), (0.28, 0.43)]
_STICK = [(0.29, 0.52), (0.325, 0.53), (0.42, 0.0), (0.39, 0.0)]
_BAND = [(-0.15, 0.86), (0.15, 0.86), (0.15, 0.94), (-0.15, 0.94)]
_KNOT = [(-0.13, 0.92), (-0.3, 0.97), (-0.26, 0.88), (-0.31, 0.82)]


class Hiker(VGroup):
    """A figure one unit tall, its feet at the origin until it stands somewhere.

    Args:
        colour: the role's of the optimizer that the hiker is.
    """

    def __init__(self, colour: str, theme: Theme) -> None:
        figure = VMobject(stroke_color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
        for outline in (_STICK, _ARM, _LEGS, _BODY):
            corners = Polygon(*np.pad(np.array(outline), ((0, 0), (0, 1))))
            figure.append_points(corners.points)
        head = Circle(0.13).shift([0, 0.88, 0])
        figure.append_points(head.points)
        band = VMobject(stroke_width=0, fill_color=theme.background, fill_opacity=1)
        for outline in (_BAND, _KNOT):
            band.append_points(Polygon(*np.pad(np.array(outline), ((0, 0), (0, 1)))).points)
        knot = VMobject(stroke_color=colour, stroke_width=1.5)
        super().__init__(figure, band, knot)
        self._outlines = [part.points.copy() for part in (figure, band)]

    def stand(self, place: np.ndarray, height: float) -> Hiker:
        """Set the feet on a place on screen, the figure so many frame units tall."""
        for part, outline in zip(self.submobjects, self._outlines, strict=False):
            part.set_points(height * outline + place)
        return self
