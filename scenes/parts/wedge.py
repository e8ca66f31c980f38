"""A wedge: how far a direction lies off another one."""

from __future__ import annotations

import numpy as np
from manim import VMobject


class Wedge(VMobject):
    """A filled sector about a direction, as wide to either side as one is off."""

    def __init__(self, colour: str, opacity: float = 0.3) -> None:
        super().__init__(stroke_color=colour, stroke_width=2.5, fill_color=colour, fill_opacity=opacity)

    def spread(self, tip: np.ndarray, radius: float, about: float, off: float) -> Wedge:
        """Draw the sector.

        Args:
            tip: its point.
            about: the direction in the middle, in degrees counted from the right.
            off: from the middle to either side, in degrees.
        """
        angles = np.radians(about + np.linspace(-off, off, 33))
        arc = tip + radius * np.stack([np.cos(angles), np.sin(angles), 0 * angles], axis=-1)
        self.set_points_as_corners([tip, *arc, tip])
        return self
