"""A bowl over two weights on a round plate, seen from above, that turns under the axes of the weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import contourpy
import numpy as np
from manim import DEGREES, RIGHT, TAU, UP, Circle, Line, Mobject, Star, VGroup, VMobject

from scenes.parts.contour_map import rings
from scenes.parts.coordinates import undistorted
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, maths


class Turntable(VGroup):
    """Filled contours on a plate; the axes and their names stay where they are.

    Args:
        loss: the loss at an array of positions of shape ``(…, 2)``, before anything turns.
        levels: rising, at most one fewer than the theme has shades of ground.
        reach: the plate's radius, in weights; its middle is the goal.
        axes: the names of the two weights, in Typst's mathematics.
    """

    def __init__(
        self,
        loss: Callable[[np.ndarray], np.ndarray],
        levels: Sequence[float],
        *,
        reach: float,
        region: Region,
        theme: Theme,
        axes: tuple[str, str] = ("a", "b"),
    ) -> None:
        names = [maths(name, theme.ink, LABEL) for name in axes]
        room = region.inset(right=names[0].width + 0.15, top=names[1].height + 0.15)
        self.coordinates = undistorted(room, (-reach, reach), (-reach, reach))
        self._centre = self.coordinates.point(0, 0)
        self.radius = reach * float(self.coordinates.scale[0])
        self.plate = self._contours(loss, levels, reach, theme)
        lines = VGroup()
        for way, name in zip((RIGHT, UP), names, strict=True):
            tip = self._centre + self.radius * way
            lines.add(Line(2 * self._centre - tip, tip, color=theme.rule, stroke_width=3))
            lines.add(name.next_to(tip, way, buff=0.15))
        self.goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.22)
        self.goal.move_to(self._centre)
        super().__init__(self.plate, lines, self.goal)
        self._turning: list[tuple[VMobject, np.ndarray]] = []
        self.carry(self.plate)

    def _contours(
        self, loss: Callable[[np.ndarray], np.ndarray], levels: Sequence[float], reach: float, theme: Theme
    ) -> VGroup:
        angle, radius = np.meshgrid(np.linspace(0, TAU, 361), np.linspace(0, reach, 181))
        x, y = radius * np.cos(angle), radius * np.sin(angle)
        contours = contourpy.contour_generator(
            x, y, loss(np.stack([x, y], axis=-1)), fill_type=contourpy.FillType.OuterOffset
        )
        shades = np.linspace(0, len(theme.ground) - 1, len(levels) + 1)
        rim = Circle(self.radius, stroke_width=3, stroke_color=theme.crest, fill_color=theme.ground[-1], fill_opacity=1)
        plate = VGroup(rim.move_to(self._centre))
        for level, shade in reversed(list(zip(levels, shades, strict=False))):
            lower = VMobject(stroke_width=0).set_fill(theme.ground[round(shade)], opacity=1)
            for ring in rings(contours, -np.inf, level):
                places = self.coordinates.point(*ring.T)
                lower.start_new_path(places[0]).add_points_as_corners(places[1:])
            if lower.has_points():
                plate.add(lower)
        return plate

    def carry(self, *mobjects: Mobject) -> Turntable:
        """Let things lie on the plate as it stands unturned, and turn with it."""
        parts = (part for mobject in mobjects for part in mobject.family_members_with_points())
        self._turning += [(part, part.points.copy()) for part in parts]
        return self

    def turn_to(self, degrees: float) -> Turntable:
        """Turn the plate, and what it carries, anticlockwise from where it was at first."""
        sine, cosine = np.sin(degrees * DEGREES), np.cos(degrees * DEGREES)
        rotation = np.array([[cosine, sine, 0], [-sine, cosine, 0], [0, 0, 1]])
        for part, points in self._turning:
            part.set_points((points - self._centre) @ rotation + self._centre)
        return self
