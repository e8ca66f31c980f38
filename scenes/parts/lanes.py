"""Lanes: rows that keep their names while what is in them changes, and a line above for the heads of columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, Mobject, VGroup

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, SMALL, Number, words


class Lanes(VGroup):
    """The names of the lanes, each with what is said of it; everything else is placed by whoever shows it.

    What is said stands beside the name, and in a narrow picture under it.

    Args:
        names: of each lane, and what is said of it.
        shares: the lanes' heights.

    Attributes:
        field: where the lanes are.
        rows: the field's rows.
    """

    def __init__(self, names: Sequence[tuple[str, str]], shares: Sequence[float], region: Region, theme: Theme) -> None:
        self._theme = theme
        self._heads, body = region.stack(0.32, 4.3, gap=0.12)
        super().__init__()
        for name, said in names:
            letter, note = words(name, theme.ink, READOUT, "semibold"), words(said, theme.quiet_ink, LABEL)
            if frame.is_narrow():
                note.next_to(letter, DOWN, buff=0.15, aligned_edge=LEFT)
            else:
                note.next_to(letter, RIGHT, buff=0.3).shift((letter.baseline - note.baseline) * UP)
            self.add(VGroup(letter, note))
        left, self.field = body.split(2.5, 10.5, gap=0.2)
        if frame.is_narrow():
            self.field = body.inset(left=self.width + 0.25)
        self.rows = self.field.stack(*shares, gap=0.14)
        for both, row in zip(self, self.rows, strict=True):
            middle = both if frame.is_narrow() else both[0]
            both.shift([left.left - both.get_left()[0], row.centre[1] - middle.get_y(), 0])

    def cells(self, column: Region, margin: float = 0) -> list[Region]:
        """What a column has of each row, but for a margin above and below."""
        return [Region(column.left, column.right, row.bottom + margin, row.top - margin) for row in self.rows]

    def head(self, mobject: Mobject, right: float) -> Mobject:
        """Put the name of a column above the rows, flush right."""
        return mobject.move_to([right, self._heads.centre[1], 0], RIGHT)

    def numbers(self, values: np.ndarray, right: float, decimals: Sequence[int], clock: StepClock) -> VGroup:
        """A number in each row that follows the clock, flush right.

        Args:
            values: after step 1, 2, …, shape ``(T, n)``; before that there is none, after the last it stays.
        """
        return VGroup(
            *(
                _rolling(["…", *(f"{value:.{places}f}" for value in series)], right, row, clock, self._theme)
                for series, places, row in zip(values.T, decimals, self.rows, strict=True)
            )
        )

    def column(
        self, head: Mobject, values: np.ndarray, right: float, decimals: Sequence[int], clock: StepClock
    ) -> VGroup:
        """Numbers as in :meth:`numbers` with their name above."""
        return VGroup(self.head(head, right), self.numbers(values, right, decimals, clock))

    def mark(self, x: float, name: str) -> VGroup:
        """A line across all rows for where one should come to, its name above."""
        target = self._theme.target
        line = Line([x, self.field.top, 0], [x, self.field.bottom, 0], color=target, stroke_width=4)
        return VGroup(line, self.head(words(name, self._theme.text_colour(target), SMALL), x))


def _rolling(texts: Sequence[str], right: float, row: Region, clock: StepClock, theme: Theme) -> Number:
    number = Number(texts[-1], theme.ink, READOUT, anchor="right").move_to([right, row.centre[1], 0], RIGHT)
    number.add_updater(lambda n: n.show(texts[min(clock.step, len(texts) - 1)]), call_updater=True)
    return number
