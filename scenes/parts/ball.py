"""Balls: one that rolls on a hillside, one that slides over a map."""

from __future__ import annotations

import numpy as np
from manim import TAU, Circle, Line, VGroup

from scenes.parts.hillside import Hillside
from scenes.parts.theme import Theme


class RollingBall(VGroup):
    """A ball whose rim touches the hillside; its spoke shows that it rolls."""

    def __init__(self, hillside: Hillside, colour: str, theme: Theme, radius: float = 0.17) -> None:
        self.hillside, self.radius = hillside, radius
        disc = Circle(radius, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
        spoke = Line([0, 0, 0], [0, 0.8 * radius, 0], color=theme.background, stroke_width=4)
        super().__init__(disc, spoke)
        self._at_rest = [disc.points.copy(), spoke.points.copy()]

    def roll_to(self, weight: float) -> RollingBall:
        """Stand above this weight, turned by the way that the rim has rolled off."""
        centre = self.hillside.rim(weight) + self.radius * self.hillside.normal(weight)
        turn = -(self.hillside.arc_length(weight) / self.radius) % TAU
        rotation = np.array([[np.cos(turn), np.sin(turn), 0], [-np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
        disc, spoke = self._at_rest
        self[0].set_points(disc + centre)
        self[1].set_points(spoke @ rotation + centre)
        return self


class Puck(Circle):
    """A ball seen from above."""

    def __init__(self, colour: str, theme: Theme, radius: float = 0.14) -> None:
        super().__init__(radius, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
