"""A table of numbers that may roll: a name before each row, a head over each column."""

from __future__ import annotations

from collections.abc import Sequence

from manim import UP, VGroup

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, SMALL, Number, em, words


class NumberTable(VGroup):
    """Rows of numbers, each number in the middle of its column.

    Args:
        rows: a name and the texts of its numbers.
        names: where the names stand; its height is that of the table.
        columns: where the numbers stand.
        heads: what the columns are, if that has to be said.

    Attributes:
        heads: the words over the columns.
        rows: of each row the name, then its numbers.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, Sequence[str]]],
        names: Region,
        columns: Sequence[Region],
        theme: Theme,
        heads: Sequence[str] = (),
    ) -> None:
        bands = names.stack(*(1 for _ in range(len(rows) + bool(heads))), gap=0)
        self.heads = VGroup()
        for text, column in zip(heads, columns, strict=False):
            self.heads.add(words(text, theme.ink, SMALL).move_to([column.centre[0], bands[0].centre[1], 0]))
        self.rows = VGroup()
        for (name, texts), band in zip(rows, bands[bool(heads) :], strict=True):
            row = VGroup(words(name, theme.quiet_ink, SMALL).move_to(band.centre))
            for text, column in zip(texts, columns, strict=True):
                number = Number(text, theme.ink, READOUT, anchor="middle")
                number.move_to([column.centre[0], band.centre[1], 0])
                row.add(number.shift((band.centre[1] - 0.33 * em(READOUT) - number.baseline) * UP))
            self.rows.add(row)
        super().__init__(self.heads, self.rows)
