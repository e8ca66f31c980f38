"""A sum shown term by term: arrows up and down side by side, and the arrow that they add up to."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Line, VGroup

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, SMALL, words


class TermArrows(VGroup):
    """Terms from the left, the newest first; their sum on the right, to the same scale.

    Args:
        name: what is added up.
        terms: how many are shown.
        colour, sum_colour: roles of the terms and of their sum.
    """

    def __init__(self, name: str, terms: int, region: Region, theme: Theme, *, colour: str, sum_colour: str) -> None:
        self.region = region
        title = words(name, theme.ink, SMALL).move_to([region.centre[0], region.top, 0]).shift(0.1 * DOWN)
        self._middle = region.bottom + 0.45 * (region.height - 0.4)
        self._reach = 0.45 * (region.height - 0.4)
        pitch = region.width / (terms + 2.5)
        self._feet = region.left + pitch * (0.5 + np.arange(terms))
        self._sum_foot = region.right - 0.6 * pitch
        axis = Line(
            [region.left, self._middle, 0], [self._feet[-1] + 0.6 * pitch, self._middle, 0],
            color=theme.rule, stroke_width=2,
        )  # fmt: skip
        equals = words("=", theme.ink, LABEL).move_to([(self._feet[-1] + self._sum_foot) / 2, self._middle, 0])
        self.arrows = VGroup(*(Pointer(colour, width=0.06) for _ in range(terms)))
        self.total = Pointer(sum_colour, width=0.1)
        super().__init__(title, axis, equals, self.arrows, self.total)

    def show(self, terms: np.ndarray, total: float) -> TermArrows:
        """Draw terms and their sum, the longest of all as long as there is room."""
        longest = max(np.abs(terms).max(initial=0), abs(total), 1e-300)
        for arrow, foot, term in zip(self.arrows, self._feet, [*terms, *np.zeros(len(self.arrows))], strict=False):
            self._draw(arrow, foot, term / longest)
        self._draw(self.total, self._sum_foot, total / longest)
        return self

    def _draw(self, arrow: Pointer, foot: float, share: float) -> None:
        tail = foot * RIGHT + self._middle * UP
        arrow.point(tail, tail + share * self._reach * UP)
