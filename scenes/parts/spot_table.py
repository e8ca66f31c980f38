"""A table of lengths read row by row: the row that is spoken of stands out, the others recede."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, FadeIn, Line, Rectangle, VGroup

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme
from scenes.parts.typesetting import FORMULA, LABEL, maths, words

_SIZE = 1.25 * LABEL


class SpotTable(VGroup):
    """Rows of a name, a formula, an arrow to a common scale and a number.

    Args:
        rows: name, formula, value and the arrow's colour of each.
        unit: what the numbers are counted in.
    """

    def __init__(self, rows: Sequence[tuple[str, str, float, str]], unit: str, region: Region, theme: Theme) -> None:
        self.theme = theme
        columns = region.inset(left=0.3, right=0.3).split(1.45, 0.9, 3.2, 1.1, gap=0.3)
        longest = max(value for _, _, value, _ in rows)
        self.rows, self.bands = VGroup(), region.stack(*(1 for _ in rows), gap=0)
        for (name, formula, value, colour), band in zip(rows, self.bands, strict=True):
            row = VGroup(
                words(name, theme.quiet_ink, _SIZE).move_to([columns[0].left, band.centre[1], 0], LEFT),
                maths(formula, theme.quiet_ink, 0.85 * FORMULA).move_to([columns[1].centre[0], band.centre[1], 0]),
                Pointer(colour, width=0.16),
                words(f"{value:.4g} {unit}", theme.quiet_ink, _SIZE, "semibold"),
            )
            tail = np.array([columns[2].left, band.centre[1], 0.0])
            row[2].point(tail, tail + columns[2].width * value / longest * RIGHT)
            row[3].move_to([columns[3].right, band.centre[1], 0], RIGHT)
            row[3].shift((row[0].baseline - row[3].baseline) * UP)
            self.rows.add(row)
        start = [columns[2].left, region.top, 0]
        self.start = Line(start, start + region.height * DOWN, color=theme.rule, stroke_width=2.5)
        self.band = Rectangle(
            width=region.width,
            height=0.92 * self.bands[0].height,
            stroke_width=0,
            fill_color=theme.panel,
            fill_opacity=1,
        ).move_to(self.bands[0].centre)
        super().__init__(self.band, self.start)

    def spotlight(self, index: int) -> list[Animation]:
        """What makes one row stand out, and brings it in if it is not there yet."""
        changes: list[Animation] = [self.band.animate.move_to(self.bands[index].centre)]
        for place, row in enumerate(self.rows):
            ink = self.theme.ink if place == index else self.theme.quiet_ink
            texts = VGroup(row[0], row[1], row[3])
            if row in self.submobjects:
                changes.append(texts.animate.set_color(ink))
            elif place == index:
                texts.set_color(ink)
                self.add(row)
                changes.append(FadeIn(row))
        return changes
