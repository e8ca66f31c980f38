"""Balls: one that rolls on a hillside, one that slides over a map."""

from __future__ import annotations

import numpy as np
from manim import ORIGIN, TAU, Circle, VGroup, VMobject

from scenes.parts.hillside import Hillside
from scenes.parts.theme import Theme


class RollingBall(VGroup):
    """A ball whose rim touches the hillside; its spokes show that it rolls, and their number which ball it is."""

    def __init__(self, hillside: Hillside, colour: str, theme: Theme, spokes: int = 1, radius: float = 0.22) -> None:
        self.hillside, self.radius = hillside, radius
        disc = Circle(radius, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
        wheel = VMobject(stroke_color=theme.background, stroke_width=5)
        for angle in TAU * np.arange(spokes) / spokes:
            wheel.start_new_path(ORIGIN)
            wheel.add_line_to(0.8 * radius * np.array([np.sin(angle), np.cos(angle), 0]))
        super().__init__(disc, wheel)
        self._at_rest = [disc.points.copy(), wheel.points.copy()]

    def roll_to(self, weight: float) -> RollingBall:
        """Stand above this weight, turned by the way that the rim has rolled off."""
        centre = self.hillside.rim(weight) + self.radius * self.hillside.normal(weight)
        turn = -(self.hillside.arc_length(weight) / self.radius) % TAU
        rotation = np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        disc, wheel = self._at_rest
        self[0].set_points(disc + centre)
        self[1].set_points(wheel @ rotation + centre)
        return self


class Puck(Circle):
    """A ball seen from above."""

    def __init__(self, colour: str, theme: Theme, radius: float = 0.14) -> None:
        super().__init__(radius, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
