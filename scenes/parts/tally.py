"""A tally: numbers that roll in rows and columns, under headings."""

from __future__ import annotations

from collections.abc import Sequence

from manim import UP, VGroup

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, SMALL, Number, em, words

HEAD = 0.5  # the height of the headings
_OUT = 0.015  # frame units: what a heading may leave the safe area by


class Tally(VGroup):
    """Every number stands in the middle of its column, in the middle of its row.

    Args:
        headings: of the columns.
        rows: the regions beside which the numbers stand; their heights count, not their widths.
        region: the columns share its width; the headings are at its top.
        size: of the numbers.
    """

    def __init__(
        self,
        headings: Sequence[str],
        rows: Sequence[Region],
        region: Region,
        theme: Theme,
        size: float = READOUT,
    ) -> None:
        columns = region.split(*(1 for _ in headings), gap=0.15)
        heads = VGroup()
        for text, column in zip(headings, columns, strict=True):
            head = column.place(words(text, theme.quiet_ink, SMALL), UP)
            heads.add(frame.kept_left_of(head, frame.safe_area().right + _OUT))
        for head in heads[1:]:
            head.shift((heads[0].baseline - head.baseline) * UP)
        self.cells = [[Number("0", theme.ink, size, anchor="middle") for _ in headings] for _ in rows]
        for row, cells in zip(rows, self.cells, strict=True):
            for column, cell in zip(columns, cells, strict=True):
                cell.move_to([column.centre[0], row.centre[1], 0])
                cell.shift((row.centre[1] - 0.33 * em(size) - cell.baseline) * UP)
        super().__init__(heads, *(cell for cells in self.cells for cell in cells))

    def show(self, column: int, texts: Sequence[str]) -> Tally:
        """Write a column from top to bottom."""
        for cells, text in zip(self.cells, texts, strict=True):
            cells[column].show(text)
        return self
