"""What is left of one push, step after step: a row of columns for each memory, on a floor of its own."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, VGroup

from scenes.parts.columns import Columns
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme


class EchoRows(VGroup):
    """Columns to one scale, a full row is the push itself.

    Args:
        shares: what is left after 0, 1, … steps, one row for each column, shape ``(T, n)``.
        colours: of the roles.
        rows: where.
    """

    def __init__(self, shares: np.ndarray, colours: Sequence[str], rows: Sequence[Region], theme: Theme) -> None:
        self.columns = VGroup()
        super().__init__(self.columns)
        for left, colour, row in zip(shares.T, colours, rows, strict=True):
            place = row.inset(top=0.1, bottom=0.1)
            self.columns.add(Columns(left, Coordinates(place, (0, len(left)), (0, 1)), colour))
            floor = [place.left, place.bottom, 0], [place.right, place.bottom, 0]
            self.add(Line(*floor, color=theme.rule, stroke_width=3))
        self.show(0)

    def show(self, step: int) -> EchoRows:
        """Show what was left after each step up to this one."""
        for columns in self.columns:
            columns.show(step + 1)
        return self
