"""Ground over two weights seen obliquely, shown only where it is lit."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import contourpy
import numpy as np
from manim import ManimColor, VGroup

from scenes.parts.contour_map import rings
from scenes.parts.coordinates import Interval
from scenes.parts.deferred import Deferred
from scenes.parts.oblique import Oblique
from scenes.parts.theme import Theme
from scenes.parts.trail import straight

Window = tuple[slice, slice]
EVERYTHING: Window = (slice(None), slice(None))


class Relief(VGroup):
    """Filled contours at their heights, painted from deep to high: what is higher hides what is behind it.

    Args:
        loss: the height at an array of positions of shape ``(…, 2)``.
        x, y: what the ground reaches over.
        cell: the distance of two points of the grid that contours are found on, in weights.
        level: the height from one contour line to the next.
        shades: the theme's ground is spread over the heights between these two.
        tint: a colour that all shades are mixed with, and how much of it.
    """

    def __init__(
        self,
        loss: Callable[[np.ndarray], np.ndarray],
        x: Interval,
        y: Interval,
        theme: Theme,
        *,
        cell: float,
        level: float,
        shades: Interval,
        tint: tuple[str, float] | None = None,
    ) -> None:
        self.loss = loss
        self.x, self.y = (np.linspace(*ends, round((ends[1] - ends[0]) / cell) + 1) for ends in (x, y))
        self.positions = np.stack(np.meshgrid(self.x, self.y), axis=-1)
        self.heights = loss(self.positions)
        lowest, highest = np.floor(self.heights.min() / level), np.ceil(self.heights.max() / level)
        self.levels = level * np.arange(lowest, highest)
        parts = []  # band and line of every level, then the rim
        for floor in self.levels:
            colour = _shade(theme, (floor + level / 2 - shades[0]) / (shades[1] - shades[0]))
            if tint:
                colour = ManimColor(colour).interpolate(ManimColor(tint[0]), tint[1]).to_hex()
            parts.append(Deferred(stroke_width=0, fill_color=colour, fill_opacity=1))
            parts.append(Deferred(stroke_color=theme.crest, stroke_width=1.5, stroke_opacity=0.6))
        parts.append(Deferred(stroke_color=theme.crest, stroke_width=3))
        super().__init__(*parts)

    def show(self, view: Oblique, lit: np.ndarray, window: Window = EVERYTHING) -> Relief:
        """Draw what is lit.

        Args:
            lit: over the window, positive where the ground is lit and falling at its edge.
            window: the part of the grid outside of which nothing is lit.
        """
        drawn = cache(lambda: self._drawn(view, lit, window))
        for index, part in enumerate(self):
            part.defer(_of(drawn, index))
        return self

    def _drawn(self, view: Oblique, lit: np.ndarray, window: Window) -> list[np.ndarray]:
        """The points of each part."""
        x, y = self.positions[window].transpose(2, 0, 1)
        heights = self.heights[window]
        inside = lit > 0
        seen = heights[inside] if inside.any() else np.array([np.inf])
        highest = seen.max()
        lines = _contours(x, y, heights, ~inside)
        # Bands that lie under all that is lit need no painting, but the last of them.
        lowest = max(int(np.searchsorted(self.levels, seen.min(), side="right")) - 1, 0)
        outlines: list[list[np.ndarray]] = []
        for index, level in enumerate(self.levels):
            if index >= lowest and level < highest:
                area = lit if index == lowest else np.minimum(heights - level, lit)
                outlines += [rings(_contours(x, y, area), 0, np.inf), lines.lines(level)]
            else:
                outlines += [[], []]
        outlines.append(_contours(x, y, lit).lines(0.0))
        return self._projected(view, outlines)

    def _projected(self, view: Oblique, outlines: list[list[np.ndarray]]) -> list[np.ndarray]:
        """The points of paths along lines on the ground, each given as positions of shape ``(n, 2)``."""
        lines = [line for of_one in outlines for line in of_one]
        positions = np.concatenate([np.empty((0, 2)), *lines])
        places = view.point(*positions.T, self.loss(positions))
        curves = straight(places[:-1], places[1:])
        is_within = np.ones(len(curves), bool)
        is_within[np.cumsum([len(line) for line in lines[:-1]], dtype=int) - 1] = False
        counts = [sum(len(line) - 1 for line in of_one) for of_one in outlines]
        return [part.reshape(-1, 3) for part in np.split(curves[is_within], np.cumsum(counts)[:-1])]


def _of(drawn: Callable[[], list[np.ndarray]], index: int) -> Callable[[], np.ndarray]:
    return lambda: drawn()[index]


def _contours(x: np.ndarray, y: np.ndarray, z: np.ndarray, hidden: np.ndarray | None = None) -> Any:
    """What finds the contours of an array over a grid, but where it is hidden.

    A frame takes twenty of these. ContourPy's function that makes one spends three quarters of the time on checks.
    """
    return contourpy.SerialContourGenerator(
        x,
        y,
        z,
        hidden,
        corner_mask=hidden is not None,
        line_type=contourpy.LineType.Separate,
        fill_type=contourpy.FillType.OuterOffset,
        quad_as_tri=False,
        z_interp=contourpy.ZInterp.Linear,
    )


class Lantern(Relief):
    """The ground in a circle around somebody."""

    def shine(self, view: Oblique, position: np.ndarray, radius: float) -> Lantern:
        """Light the ground up to a distance from a position, in weights."""
        window = _around(self.x, self.y, position, position, radius)
        self.show(view, radius - np.linalg.norm(self.positions[window] - position, axis=-1), window)
        return self


class LitWay(Relief):
    """The ground that has been in a lantern's light on a way.

    Args:
        way: the positions that the lantern comes by, shape ``(n, 2)``.
        radius: how far its light reaches, in weights.
    """

    def __init__(self, way: np.ndarray, radius: float, *relief: Any, **options: Any) -> None:
        super().__init__(*relief, **options)
        self._way, self._radius = way, radius
        self._nearest = np.full_like(self.heights, np.inf)
        self._walked = 0
        self._seen_from: Oblique | None = None

    def walk(self, view: Oblique, step: int) -> LitWay:
        """Show what has been lit up to a step; the way is only walked forwards."""
        if step + 1 == self._walked and view is self._seen_from:
            return self
        self._seen_from = view
        for position in self._way[self._walked : step + 1]:
            window = _around(self.x, self.y, position, position, 2 * self._radius)
            away = np.linalg.norm(self.positions[window] - position, axis=-1)
            self._nearest[window] = np.minimum(self._nearest[window], away)
        self._walked = step + 1
        way = self._way[: self._walked]
        window = _around(self.x, self.y, way.min(axis=0), way.max(axis=0), self._radius)
        self.show(view, self._radius - np.minimum(self._nearest[window], 2 * self._radius), window)
        return self


def _around(x: np.ndarray, y: np.ndarray, low: np.ndarray, high: np.ndarray, margin: float) -> Window:
    """The window of a grid that reaches from one corner to another and a margin beyond."""
    spans = []
    for axis, start, end in ((y, low[1], high[1]), (x, low[0], high[0])):
        first, last = np.searchsorted(axis, [start - margin, end + margin])
        spans.append(slice(max(int(first) - 2, 0), int(last) + 2))
    return spans[0], spans[1]


def _shade(theme: Theme, share: float) -> str:
    """The ground's colour at a share of the way from deep to high, between the theme's shades."""
    at = float(np.clip(share, 0, 1)) * (len(theme.ground) - 1)
    lower = min(int(at), len(theme.ground) - 2)
    return str(ManimColor(theme.ground[lower]).interpolate(ManimColor(theme.ground[lower + 1]), at - lower).to_hex())
