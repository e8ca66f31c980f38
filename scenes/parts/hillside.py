"""A loss over one weight as a hillside: shaded ground from edge to edge, on whose rim balls roll."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DOWN, VGroup, VMobject

from scenes.parts.coordinates import Coordinates
from scenes.parts.theme import Theme

Curve = Callable[[np.ndarray], np.ndarray]


class Hillside(VGroup):
    """The ground under a loss, across its whole region and fading into the background below.

    Args:
        loss: the loss at an array of weights.
        slope: its derivative.
        coordinates: how it is shown.
    """

    def __init__(self, loss: Curve, slope: Curve, coordinates: Coordinates, theme: Theme) -> None:
        self.loss, self.slope, self.coordinates = loss, slope, coordinates
        self._weights = np.linspace(*coordinates.x, 600)
        rim = coordinates.point(self._weights, loss(self._weights))
        chords = np.linalg.norm(np.diff(rim, axis=0), axis=1)
        self._arc_lengths = np.concatenate([[0.0], np.cumsum(chords)])

        floor = coordinates.region.bottom
        ground = VMobject(stroke_width=0)
        ground.set_points_as_corners([*rim, [rim[-1, 0], floor, 0], [rim[0, 0], floor, 0], rim[0]])
        ground.set_fill([theme.ground[0], theme.background], opacity=1).set_sheen_direction(DOWN)
        crest = VMobject(stroke_color=theme.crest, stroke_width=5).set_points_as_corners(rim)
        super().__init__(ground, crest)

    def rim(self, weight: float) -> np.ndarray:
        """The place on the rim above a weight."""
        return self.coordinates.point(weight, self.loss(np.asarray(weight, float)))

    def highest(self, left: float, right: float) -> float:
        """The height on screen of the rim's highest place between two places across."""
        rim = self[1].get_start_anchors()
        return float(rim[(rim[:, 0] >= left) & (rim[:, 0] <= right), 1].max(initial=-np.inf))

    def normal(self, weight: float) -> np.ndarray:
        """The unit vector on screen that points out of the ground at a weight."""
        along, up = self.coordinates.scale
        tilt = float(self.slope(np.asarray(weight, float))) * up / along
        return np.array([-tilt, 1.0, 0.0]) / np.hypot(tilt, 1.0)

    def arc_length(self, weight: float) -> float:
        """How far along the rim a weight lies from the left edge, in frame units: what a ball has rolled."""
        return float(np.interp(weight, self._weights, self._arc_lengths))
