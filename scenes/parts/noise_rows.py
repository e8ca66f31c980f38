"""Noise and its averages as rows to one scale, each row as high as what it holds: one sees how much is left."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Rectangle, VGroup

from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine

LEAST = 0.17  # a row's height as a share of the highest, so that there is room for its words


class NoiseRows(VGroup):
    """Lines that are drawn step by step; behind each a band one standard deviation up and down.

    Args:
        series: one row for each column, shape ``(T, n)``.
        widths: their standard deviations, shape ``(n,)``.
        colours: of the roles.
        head: what is kept free above each row for what is said of it.

    Attributes:
        rows: their regions.
        heads: what is free above them; the rows themselves if nothing is.
    """

    def __init__(
        self,
        series: np.ndarray,
        widths: np.ndarray,
        colours: Sequence[str],
        region: Region,
        *,
        theme: Theme,
        head: float = 0,
    ) -> None:
        super().__init__()
        reaches = np.abs(series).max(axis=0)
        reaches = np.maximum(reaches, LEAST * reaches.max())
        self.rows = region.inset(top=head).stack(*reaches, gap=0.15 + head)
        self.heads = [Region(row.left, row.right, row.top, row.top + head) for row in self.rows] if head else self.rows
        self.bands, self.lines = VGroup(), list[PolyLine]()
        for values, reach, width, colour, row in zip(series.T, reaches, widths, colours, self.rows, strict=True):
            seen = Coordinates(row, (0, len(values) - 1), (-reach, reach))
            band = Rectangle(
                width=row.width, height=2 * width * seen.scale[1], stroke_width=0, fill_color=colour, fill_opacity=0.35
            )
            self.bands.add(band.move_to(row.centre))
            ground = Rectangle(width=row.width, height=row.height, stroke_width=0, fill_color=theme.panel)
            self.add(ground.set_fill(opacity=1).move_to(row.centre))
            self.lines.append(PolyLine(seen.point(np.arange(len(values)), values), colour, 3))
        self.add(self.bands, *self.lines)

    def show(self, step: float) -> NoiseRows:
        for line in self.lines:
            line.draw_to(step)
        return self
