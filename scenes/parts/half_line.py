"""The numbers nearest to zero that half precision has, and a number that falls to the nearest of them."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, Circle, Line, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, words

_GAPS, _FEWER_GAPS = 4, 3  # between the numbers that are shown; in a narrow picture


class HalfLine(VGroup):
    """A number line with a pit at each number that there is; a ball above it is the number that is to be stored.

    Args:
        smallest: the smallest positive number.
        wanted, stored: the number, and what half precision makes of it; beyond the line the ball stays at its end.
        name: of the ball.
    """

    def __init__(
        self, smallest: float, wanted: float, stored: float, name: str, *, region: Region, theme: Theme
    ) -> None:
        row, gaps = region.inset(left=0.9, right=0.9), _FEWER_GAPS if frame.is_narrow() else _GAPS
        self._left, self._floor, self._gap = row.left, region.bottom + 0.75, row.width / (gaps + 0.3)
        ends = np.array([[row.left, self._floor, 0], [row.right, self._floor, 0]])
        self.line = Line(*ends, color=theme.rule, stroke_width=5)
        pits, labels = VGroup(), VGroup()
        for count in range(gaps + 1):
            foot = ends[0] + count * self._gap * RIGHT
            pits.add(Line(foot + 0.16 * UP, foot + 0.16 * DOWN, color=theme.ink, stroke_width=5))
            text = f"{count * smallest:.3g}".replace("e-0", "e-")
            labels.add(words(text, theme.ink, READOUT).next_to(foot, DOWN, buff=0.3))
        self._wanted, self._stored = (min(x / smallest, gaps + 0.25) for x in (wanted, stored))
        self._top = region.top - 1.05
        self.ball = Circle(0.2, color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1)
        self.label = words(name, theme.text_colour(theme.target), READOUT, "semibold")
        super().__init__(self.line, pits, labels, self.ball, self.label)
        title = words(say("the numbers of float16 next to zero"), theme.quiet_ink, LABEL)
        self.add(title.move_to([row.right, region.top, 0], UP + RIGHT))
        self.fall(0)
        self.label.next_to(self.ball, UP, buff=0.15)

    def fall(self, share: float) -> HalfLine:
        """Let the ball fall this share of its way, first down, then along to the number that is stored."""
        down, along = np.clip([2 * share, 2 * share - 1], 0, 1)
        x = self._left + self._gap * (self._wanted + along * (self._stored - self._wanted))
        y = self._top + down * (self._floor + 0.2 - self._top)
        before = self.ball.get_center()
        self.ball.move_to([x, y, 0])
        self.label.shift(self.ball.get_center() - before)
        return self
