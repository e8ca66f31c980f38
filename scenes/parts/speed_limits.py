"""The limits that the speeds of carts with momentum approach, as a column of fractions beside their rows."""

from __future__ import annotations

from collections.abc import Sequence

from manim import UP, VGroup

from film.language import say
from scenes.parts.frame import Region, shrunk
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, SMALL, maths, words

_FRACTION = 0.9  # frame units: what a fraction's height needs


class SpeedLimits(VGroup):
    """``1 / (1 - momentum)`` for each, in the middle of its row, in one line where that is low; all of one size.

    Args:
        momenta: as they are written.
        rows: whose heights count, not their widths.
        column: as wide as the widest may be; the heading is at its top.
    """

    def __init__(self, momenta: Sequence[str], rows: Sequence[Region], column: Region, theme: Theme) -> None:
        over = "/" if rows[0].height > _FRACTION else "\\/"
        limits = VGroup(*(maths(f"1 {over} (1 - {momentum})", theme.ink, READOUT) for momentum in momenta))
        shrunk(limits, column.width)
        for limit, row in zip(limits, rows, strict=True):
            limit.move_to([column.centre[0], row.centre[1], 0])
        super().__init__(column.place(words(say("its limit"), theme.quiet_ink, SMALL), UP), limits)
