"""A matrix of two weights as a grid of cells, and the glasses through which a diagonal method sees it."""

from __future__ import annotations

import numpy as np
from manim import Circle, Line, Square, VGroup

from scenes.parts.rolling import plain
from scenes.parts.theme import Theme
from scenes.parts.typesetting import FORMULA, Number


class MatrixGrid(VGroup):
    """Two rows of two numbers, each in its cell.

    Args:
        cell: the side of a cell, in frame units.
    """

    def __init__(self, entries: np.ndarray, cell: float, theme: Theme) -> None:
        self.theme = theme
        self.cells, self.numbers = VGroup(), VGroup()
        for row, column in np.ndindex(2, 2):
            square = Square(0.94 * cell, stroke_width=0, fill_color=theme.panel, fill_opacity=1)
            self.cells.add(square.move_to([column * cell, -row * cell, 0]))
            self.numbers.add(Number("0", theme.ink, FORMULA * min(1, cell / 1.4), anchor="middle").move_to(square))
        super().__init__(self.cells, self.numbers)
        self.show(entries)

    def show(self, entries: np.ndarray) -> MatrixGrid:
        for number, value in zip(self.numbers, np.ravel(entries), strict=True):
            number.show(plain(value) if abs(value) > 1e-9 else "0")
        return self


class Glasses(VGroup):
    """Two lenses over the diagonal of a grid."""

    def __init__(self, grid: MatrixGrid, colour: str) -> None:
        first, last = grid.cells[0].get_center(), grid.cells[-1].get_center()
        way = (last - first) / np.linalg.norm(last - first)
        radius = 0.47 * float(last[0] - first[0])  # nothing of the other cells is seen
        lenses = [Circle(radius, color=colour, stroke_width=9).move_to(place) for place in (first, last)]
        bridge = Line(first + radius * way, last - radius * way, color=colour, stroke_width=9)
        super().__init__(*(lens.set_fill(colour, 0.18) for lens in lenses), bridge)
