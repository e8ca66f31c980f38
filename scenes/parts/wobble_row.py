"""Lines that wobble side by side to one scale, each on a panel with its number above: one sees which is calm."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import UP, Rectangle, VGroup

from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import READOUT, words

_HEAD = 0.55  # for the numbers


class WobbleRow(VGroup):
    """Columns from left to right.

    Args:
        series: a line for each column, shape ``(T, n)``.
        numbers: written above each.
        colour: of the lines, a role's.
        gap: between the columns.
    """

    def __init__(
        self,
        series: np.ndarray,
        numbers: Sequence[str],
        colour: str,
        *,
        region: Region,
        theme: Theme,
        gap: float = 0.5,
    ) -> None:
        middle = float(series.mean())
        reach = 1.05 * float(np.abs(series - middle).max())
        super().__init__()
        self.lines: list[PolyLine] = []
        for values, number, column in zip(series.T, numbers, region.split(*(1 for _ in numbers), gap=gap), strict=True):
            place = column.inset(top=_HEAD)
            ground = Rectangle(width=place.width, height=place.height, stroke_width=0, fill_color=theme.panel)
            label = words(number, theme.ink, READOUT, "semibold").next_to(
                [place.centre[0], place.top, 0], UP, buff=0.15
            )
            seen = Coordinates(place, (0, len(values) - 1), (middle - reach, middle + reach))
            self.lines.append(PolyLine(seen.point(np.arange(len(values)), values), colour, 3.5))
            self.add(ground.set_fill(opacity=1).move_to(place.centre), label)
        self.add(*self.lines)

    def show(self, step: float) -> WobbleRow:
        """Draw the lines up to a step."""
        for line in self.lines:
            line.draw_to(step)
        return self
