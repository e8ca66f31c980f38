"""The plane that touches a landscape underfoot: a round sheet that tilts until it lies on the slope, an arrow on it."""

from __future__ import annotations

import numpy as np
from manim import TAU, VGroup, VMobject

from scenes.parts.oblique import Oblique
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme

ARROW = 0.85  # of the sheet's radius: how long the arrow on it is
_LINES = np.linspace(-0.8, 0.8, 5)


class TangentSheet(VGroup):
    """A sheet around a foot, ruled along the slope and across it.

    Args:
        foot: weights and height, shape ``(3,)``.
        gradient: shape ``(2,)``.
        radius: in weights.
    """

    def __init__(self, foot: np.ndarray, gradient: np.ndarray, radius: float, theme: Theme) -> None:
        self._foot, self._gradient, self._radius = foot, gradient, radius
        colour = theme.gradient
        self._sheet = VMobject(stroke_color=colour, stroke_width=3, fill_color=colour, fill_opacity=0.14)
        self._ruling = VMobject(stroke_color=colour, stroke_width=1.5, stroke_opacity=0.6)
        super().__init__(self._sheet, self._ruling)
        slope = float(np.linalg.norm(gradient))
        along = gradient / slope if slope > 0 else np.array([0.0, 1.0])
        self._axes = np.stack([along, [-along[1], along[0]]])

    def show(self, view: Oblique, share: float) -> TangentSheet:
        """Tilt the sheet from level to a share of the slope."""
        turn = np.linspace(0, TAU, 73)
        rim = self._places(view, np.stack([np.cos(turn), np.sin(turn)], axis=-1), share)
        self._sheet.set_points_as_corners(rim)
        self._ruling.clear_points()
        for line in _LINES:
            half = np.sqrt(1 - line * line)
            for ends in ([[line, -half], [line, half]], [[-half, line], [half, line]]):
                start, end = self._places(view, np.array(ends), share)
                self._ruling.start_new_path(start).add_line_to(end)
        return self

    def towards(self, view: Oblique, turn: float, length: float) -> np.ndarray:
        """The place on the tilted sheet so far from the foot, turned from uphill by an angle."""
        way = length * np.array([[np.cos(turn), np.sin(turn)]])
        return self._places(view, way, 1.0)[0]

    def _places(self, view: Oblique, ways: np.ndarray, share: float) -> np.ndarray:
        offsets = self._radius * ways @ self._axes
        x, y = (offsets + self._foot[:2]).T
        return view.point(x, y, self._foot[2] + share * offsets @ self._gradient)


class FeltSlope(VGroup):
    """What somebody feels underfoot: the sheet, and an arrow on it that leads uphill until it is turned."""

    def __init__(self, foot: np.ndarray, gradient: np.ndarray, radius: float, theme: Theme) -> None:
        self._foot = foot
        self.sheet, self.arrow = TangentSheet(foot, gradient, radius, theme), Pointer(theme.gradient, width=0.14)
        super().__init__(self.sheet, self.arrow)

    def show(self, view: Oblique, *, tilt: float, turn: float, length: float) -> FeltSlope:
        """Tilt the sheet to a share of the slope; turn the arrow, drawn to a share of its length, from uphill."""
        self.sheet.show(view, tilt)
        self.arrow.point(view.point(*self._foot), self.sheet.towards(view, turn, ARROW * length))
        return self
