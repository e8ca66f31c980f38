"""A loss over two weights seen from above: filled contours, deep where the loss is small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import contourpy
import numpy as np
from manim import Rectangle, VGroup, VMobject

from scenes.parts.coordinates import Coordinates
from scenes.parts.theme import Theme


class ContourMap(VGroup):
    """The landscape in its whole region, one shade for each interval between two levels.

    Args:
        loss: the loss at an array of positions of shape ``(…, 2)``.
        levels: rising, at most one fewer than the theme has shades of ground.
    """

    def __init__(
        self,
        loss: Callable[[np.ndarray], np.ndarray],
        levels: Sequence[float],
        coordinates: Coordinates,
        theme: Theme,
        samples: int = 480,
    ) -> None:
        region = coordinates.region
        x = np.linspace(*coordinates.x, samples)
        y = np.linspace(*coordinates.y, max(40, round(samples * region.height / region.width)))
        values = loss(np.stack(np.meshgrid(x, y), axis=-1))
        contours = contourpy.contour_generator(x, y, values, fill_type=contourpy.FillType.OuterOffset)

        highest = Rectangle(width=region.width, height=region.height, stroke_width=0)
        highest.move_to(region.centre).set_fill(theme.ground[-1], opacity=1)
        shades = np.linspace(0, len(theme.ground) - 1, len(levels) + 1)
        super().__init__(highest)
        for level, shade in reversed(list(zip(levels, shades, strict=False))):
            lower = VMobject(stroke_width=0).set_fill(theme.ground[round(shade)], opacity=1)
            for ring in rings(contours, -np.inf, level):
                _add_path(lower, coordinates, ring)
            # The lines are not the polygons' outlines: these run along the region's edges too.
            line = VMobject(stroke_color=theme.rule, stroke_width=1.5, stroke_opacity=0.5)
            for piece in contours.lines(level):
                _add_path(line, coordinates, piece)
            if lower.has_points():
                self.add(lower, line)


def rings(contours: contourpy.ContourGenerator, low: float, high: float) -> list[np.ndarray]:
    """What lies around the ground between two heights, and around the holes in it: positions of shape ``(n, 2)``.

    Args:
        contours: with polygons as points and offsets (``FillType.OuterOffset``).
    """
    filled = zip(*contours.filled(low, high), strict=True)
    return [polygon[start:end] for polygon, offsets in filled for start, end in pairwise(offsets)]


def _add_path(to: VMobject, coordinates: Coordinates, positions: np.ndarray) -> None:
    places = coordinates.point(positions[:, 0], positions[:, 1])
    to.start_new_path(places[0]).add_points_as_corners(places[1:])
