"""A piece of program that a lecture reads line by line, with a band on the line that is at work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from manim import RIGHT, UP, Mobject, Rectangle, VGroup

from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, Words, code, em

M = TypeVar("M", bound=Mobject)

_CHARACTER = 0.602  # of the em: how wide a character of the typeface for programs is
_LEADING = 1.75  # of the em
_BAND = 0.92  # of a line's height


class CodeBlock(VGroup):
    """Lines under each other, indented as they are written.

    Args:
        lines: of the program.
        size: of the type.

    Attributes:
        lines: the typeset lines, which can be typed in one by one.
        band: lies behind the line that is at work.
    """

    def __init__(self, lines: Sequence[str], theme: Theme, size: float = LABEL) -> None:
        height = _LEADING * em(size)
        self.lines: list[Words] = []
        for row, text in enumerate(lines):
            line = code(text.lstrip(), theme.ink, size)
            line.shift((_CHARACTER * em(size) * (len(text) - len(text.lstrip())) - line.get_left()[0]) * RIGHT)
            line.shift((-row * height - line.baseline) * UP)
            self.lines.append(line)
        width = max(line.get_right()[0] for line in self.lines) + 2 * em(size)
        self.band = Rectangle(width=width, height=_BAND * height, stroke_width=0, fill_color=theme.rule)
        self.band.set_fill(opacity=0.35)
        super().__init__(self.band, *self.lines)
        self.light(0)

    @property
    def size(self) -> float:
        """Of the type, also after scaling."""
        return self._height / (_LEADING * em(1))

    @property
    def _height(self) -> float:
        """Of one line."""
        return float(self.band.height) / _BAND

    def light(self, row: int) -> CodeBlock:
        """Put the band behind a line."""
        line = self.lines[row]
        left = min(each.get_left()[0] for each in self.lines)
        margin = 0.5 * self._height
        self.band.next_to([left - margin, 0, 0], RIGHT, buff=0)
        self.band.set_y(line.baseline + 0.19 * self._height)
        return self

    def beside(self, row: int, mark: M) -> M:
        """Set a mark to the right of a line, behind the band's end."""
        mark.next_to(self.band, RIGHT, buff=0.25)
        mark.set_y(self.lines[row].baseline + 0.19 * self._height)
        return mark
