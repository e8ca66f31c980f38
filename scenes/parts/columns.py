"""Columns: one for each number of a series, side by side, all in one path."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.parts.coordinates import Coordinates

WIDTH = 0.7  # of the room that a column has


class Columns(VMobject):
    """Columns that stand on zero and come one by one.

    Args:
        heights: of the columns over 0, 1, 2, … on the horizontal axis, shape ``(n,)``.
    """

    def __init__(self, heights: np.ndarray, coordinates: Coordinates, colour: str) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=1)
        left = np.arange(len(heights)) + (1 - WIDTH) / 2
        feet, tops = np.zeros(len(heights)), np.asarray(heights, float)
        outline = [(left, feet), (left, tops), (left + WIDTH, tops), (left + WIDTH, feet)]
        self._boxes = np.stack([coordinates.point(x, y) for x, y in outline], axis=1)
        self._seen = np.abs(self._boxes[:, 1, 1] - self._boxes[:, 0, 1]) > 1e-3  # lower ones are no more than a line
        self._shown = 0

    def show(self, count: int) -> Columns:
        """Show the first ``count`` columns."""
        count = min(count, len(self._boxes))
        if count != self._shown:
            self._shown = count
            self.clear_points()
            for box in self._boxes[:count][self._seen[:count]]:
                self.start_new_path(box[0]).add_points_as_corners([*box[1:], box[0]])
        return self
