"""A wall of cells, one for each share of a model's weights, that fill as their slopes become known."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.numerals import grouped
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, Number, maths, words

COLUMNS, ROWS = 50, 20
CELLS = COLUMNS * ROWS
_ONE_LINE = 5.5  # frame units that name and cost need beside each other


class SlopeWall(VGroup):
    """A name and a cost above cells in columns, under each other where there is little room, and a count below them.

    Cells fill from the last column to the first, as a backward pass goes; one is full when all of its slopes are known.

    Args:
        name: of what finds the slopes.
        cost: for all of them, in Typst's mathematics.
        weights: how many there are to find.

    Attributes:
        cost: not shown until it is added.
        corner: above the cell that fills first.
    """

    def __init__(self, name: str, cost: str, weights: int, region: Region, theme: Theme) -> None:
        self._weights = weights
        in_two = region.width < _ONE_LINE
        head = region.place(words(name, theme.ink, READOUT), UP + LEFT)
        foot = region.place(words(say("slopes known"), theme.quiet_ink, READOUT), DOWN + LEFT)
        self.count = Number("0", theme.ink, READOUT)
        self.count.shift([foot.get_right()[0] + 0.25, foot.baseline, 0])
        room = region.inset(top=1.15 if in_two else 0.6, bottom=0.65)
        self.cost = maths(cost, theme.ink, READOUT).next_to(head, RIGHT, buff=0.3)
        if in_two:
            self.cost.next_to(head, DOWN, buff=0.15, aligned_edge=LEFT)
        self.corner = np.array([room.right - 0.2, room.top + 0.05, 0])
        width, height = room.width / COLUMNS, room.height / ROWS
        across, down = np.meshgrid(np.arange(COLUMNS) + 0.5, np.arange(ROWS) + 0.5, indexing="ij")
        centres = np.stack([room.left + width * across, room.top - height * down, 0 * down], axis=-1)
        mark = 0.42 * min(width, height) * np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0], [1, 0, 0]])
        self._cells = centres.reshape(-1, 1, 3) + VMobject().set_points_as_corners(mark).points
        self.known = VMobject(stroke_width=0, fill_color=theme.gradient, fill_opacity=1)
        self.unknown = VMobject(stroke_width=0, fill_color=theme.rule, fill_opacity=0.45)
        super().__init__(head, self.unknown, self.known, foot, self.count)
        self.show(0)

    def show(self, known: float) -> SlopeWall:
        """Fill the cells of as many weights as have their slopes known."""
        split = len(self._cells) - int(known / self._weights * len(self._cells) + 1e-9)
        for path, cells in ((self.unknown, self._cells[:split]), (self.known, self._cells[split:])):
            path.set_points(cells.reshape(-1, 3))
        self.count.show(grouped(int(known + 1e-9)))
        return self
