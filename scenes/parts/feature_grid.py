"""A data set as a grid: a row for each example, a column for each feature, a mark where a feature is on."""

from __future__ import annotations

import numpy as np
from manim import Rectangle, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.theme import Theme


class FeatureGrid(VGroup):
    """Positive entries in one colour; negative ones in another and less high, so that the sign is told by shape too.

    Args:
        inputs: shape ``(examples, features)``, of entries of one size.
        wide: how many of the first columns are drawn so much wider, and how much.
    """

    def __init__(
        self, inputs: np.ndarray, wide: tuple[int, float], colours: tuple[str, str], region: Region, theme: Theme
    ) -> None:
        rows, columns = inputs.shape
        widths = np.where(np.arange(columns) < wide[0], wide[1], 1.0)
        edges = region.left + region.width * np.append(0, np.cumsum(widths)) / widths.sum()
        pitch = region.height / rows
        ground = Rectangle(width=region.width, height=region.height, stroke_width=0, fill_color=theme.panel)
        super().__init__(ground.set_fill(opacity=1).move_to(region.centre))
        for sign, colour, high in ((1, colours[0], 0.84), (-1, colours[1], 0.4)):
            cells = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
            for row, column in np.argwhere(np.sign(inputs) == sign):
                middle, half = region.top - (row + 0.5) * pitch, high * pitch / 2
                gap = 0.08 * (edges[column + 1] - edges[column])
                left, right = edges[column] + gap, edges[column + 1] - gap
                corners = np.array([[left, middle - half, 0], [right, middle - half, 0], [right, middle + half, 0]])
                cells.start_new_path(corners[0])
                cells.add_points_as_corners([*corners[1:], [left, middle + half, 0], corners[0]])
            self.add(cells)
