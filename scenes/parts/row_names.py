"""The names of what is compared, at the left of its rows; they move along when a beat has other rows."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, Animation, VGroup

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, words


class RowNames(VGroup):
    """Each name in its role's colour, in the middle of its row.

    Args:
        rows: whose heights count, not their widths.
        column: at whose left edge the names begin.
    """

    def __init__(
        self, names: Sequence[str], colours: Sequence[str], rows: Sequence[Region], column: Region, theme: Theme
    ) -> None:
        super().__init__(
            *(
                words(name, theme.text_colour(colour), READOUT, "semibold")
                for name, colour in zip(names, colours, strict=True)
            )
        )
        for name, row in zip(self, rows, strict=True):
            name.move_to([column.left, row.centre[1], 0], LEFT)

    def to_rows(self, rows: Sequence[Region], column: Region) -> list[Animation]:
        """What brings them to other rows."""
        return [
            name.animate.move_to([column.left, row.centre[1], 0], LEFT) for name, row in zip(self, rows, strict=True)
        ]
