"""Walks of the same number of steps under each other: what each is called, its lane, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, maths, words


class WalkTable(VGroup):
    """Rows of a formula, room for a walk, and two numbers.

    Args:
        rows: formula, its colour and the numbers of each.
        heads: the names of the two columns of numbers.
        shares: the rows' heights.

    Attributes:
        rows: formula and numbers of each row.
        fields: the room for each walk.
    """

    def __init__(
        self,
        rows: Sequence[tuple[str, str, tuple[float, float]]],
        heads: tuple[str, str],
        shares: Sequence[float],
        region: Region,
        theme: Theme,
    ) -> None:
        names, middle, *columns = region.split(2.9, 6.3, 1.25, 1.45, gap=0.2)
        super().__init__()
        for head, column in zip(heads, columns, strict=True):
            self.add(words(head, theme.quiet_ink, LABEL).move_to([column.right, region.top - 0.1, 0], RIGHT + UP))
        lanes = region.inset(top=0.5).stack(*shares, gap=0.1)
        self.fields = [Region(middle.left, middle.right, lane.bottom, lane.top) for lane in lanes]
        self.rows = VGroup()
        for (formula, colour, numbers), lane in zip(rows, lanes, strict=True):
            name = maths(formula, theme.text_colour(colour), READOUT).move_to([names.left, lane.centre[1], 0], LEFT)
            if name.width > names.width:
                name.scale(names.width / name.width, about_edge=LEFT)
            row = VGroup(name)
            for number, column in zip(numbers, columns, strict=True):
                text = Number(f"{number:#.4g}" if number < 1000 else f"{number:.0f}", theme.ink, READOUT)
                row.add(text.move_to([column.right, lane.centre[1], 0], RIGHT))
            self.rows.add(row)

    def start(self, row: int) -> np.ndarray:
        """Where the walk of a row begins."""
        field = self.fields[row]
        return np.array([field.left + 0.2, field.centre[1], 0])
