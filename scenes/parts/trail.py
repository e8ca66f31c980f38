"""Trails: the iterates that a run leaves behind, countable and in order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import Circle, VGroup, VMobject
from manim.constants import CapStyleType, LineJointType

_THIRDS = np.linspace(0, 1, 4)[:, np.newaxis]


class Dots(VMobject):
    """A dot at each iterate, every tenth one larger so that steps can be counted; one path for all.

    Args:
        places: shape ``(n, 3)``, on screen.
        tenth: how many times larger every tenth is; 1 where dots are no steps.
    """

    def __init__(
        self, places: np.ndarray, colour: str, radius: float = 0.04, opacity: float = 0.9, *, tenth: float = 1.7
    ) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=opacity)
        dot = Circle(1, num_components=5).points
        self.places = places
        radii = np.where(np.arange(len(places)) % 10 == 0, tenth * radius, radius)
        self._paths = places[:, None, :] + radii[:, None, None] * dot
        self._shown = 0

    def show(self, count: int) -> Dots:
        """Show the first ``count`` dots."""
        count = min(count, len(self._paths))
        if count != self._shown:
            self._shown = count
            self.set_points(self._paths[:count].reshape(-1, 3))
        return self


def joined(paths: Iterable[VMobject]) -> VMobject:
    """Paths in the same paint, apart from each other, as one that shows the same.

    Dashes and letters on their own would each be looked at in every frame.
    """
    first, *others = paths
    return first.copy().set_points(np.concatenate([path.points for path in (first, *others)]))


def straight(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """The cubic curves that go straight from places to others of any one shape ``(…, 3)``, shape ``(…, 4, 3)``."""
    return starts[..., np.newaxis, :] + _THIRDS * (ends - starts)[..., np.newaxis, :]


class PolyLine(VMobject):
    """A line through places that can be drawn up to any fractional index, with round corners.

    Args:
        places: shape ``(n, 3)``, on screen.
    """

    def __init__(self, places: np.ndarray, colour: str, width: float = 4, opacity: float = 1) -> None:
        super().__init__(
            stroke_color=colour,
            stroke_width=width,
            stroke_opacity=opacity,
            joint_type=LineJointType.ROUND,
            cap_style=CapStyleType.ROUND,
        )
        self.places = np.asarray(places, float)

    def draw_to(self, index: float, end: np.ndarray | None = None) -> PolyLine:
        """Draw the line from its first place to a fractional index.

        Args:
            index: 0 is the first place; beyond the last one the whole line is drawn.
            end: where the line ends, if not on the straight way to the next place.
        """
        last = len(self.places) - 1
        index = min(max(index, 0.0), last)
        whole = int(index)
        corners = self.places[: whole + 1]
        if index > whole:
            if end is None:
                end = self.places[whole] + (index - whole) * (self.places[whole + 1] - self.places[whole])
            corners = np.vstack([corners, end])
        if len(corners) > 1:
            self.set_points_as_corners(corners)
        else:
            self.clear_points()
        return self

    def draw_all(self) -> PolyLine:
        return self.draw_to(len(self.places) - 1)


class PathTrail(VGroup):
    """The way of a run over a map: the line that it walked and a dot at each iterate."""

    def __init__(self, places: np.ndarray, colour: str, width: float = 3.5) -> None:
        self.line = PolyLine(places, colour, width)
        self.dots = Dots(places, colour, opacity=1)
        super().__init__(self.line, self.dots)

    def walk_to(self, step: float, here: np.ndarray | None = None) -> PathTrail:
        """Show the way up to a fractional step, which ends ``here`` if not on the straight way to the next place."""
        self.line.draw_to(step, here)
        self.dots.show(int(step + 1e-9) + 1)
        return self
