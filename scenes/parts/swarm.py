"""Many walkers over a landscape at once, in one path for each kind of mark."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.parts.deferred import Deferred
from scenes.parts.steps import at_step


class Swarm(Deferred):
    """Walkers that a viewer reads as a crowd.

    Args:
        places: on screen at every frame of the walk, shape ``(T, n, 3)``.
        corners: of the mark around a place, shape ``(k, 3)``.
    """

    def __init__(self, places: np.ndarray, corners: np.ndarray, colour: str, opacity: float = 0.9) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=opacity)
        self._places = places
        self._mark = VMobject().set_points_as_corners([*corners, corners[0]]).points
        self.show(0)

    def show(self, time: float) -> Swarm:
        """The crowd at a fractional frame."""
        self.defer(lambda: (at_step(self._places, time)[:, None, :] + self._mark).reshape(-1, 3))
        return self
