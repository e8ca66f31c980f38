"""Arrows for gradients, velocities and moments: one filled shape that is cheap to move."""

from __future__ import annotations

import numpy as np
from manim import VMobject


class Pointer(VMobject):
    """A straight arrow from a tail to a tip, drawn as one polygon.

    A short arrow keeps its proportions by shrinking as a whole, so that a vanishing vector vanishes.
    """

    def __init__(self, colour: str, width: float = 0.07, opacity: float = 1) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=opacity)
        self._width = width

    def point(self, tail: np.ndarray, tip: np.ndarray) -> Pointer:
        """Draw the arrow between two places; nothing is drawn between equal places."""
        way = np.asarray(tip, float) - tail
        length = float(np.linalg.norm(way))
        if length < 1e-3:
            self.clear_points()
            return self
        along = way / length
        across = np.array([-along[1], along[0], 0.0])
        head = min(4.2 * self._width, 0.6 * length)
        wing = 0.46 * head
        shaft = min(self._width / 2, 0.4 * wing)
        neck = tip - head * along
        outline = [
            tail + shaft * across,
            neck + shaft * across,
            neck + wing * across,
            tip,
            neck - wing * across,
            neck - shaft * across,
            tail - shaft * across,
        ]
        self.set_points_as_corners([*outline, outline[0]])
        return self
