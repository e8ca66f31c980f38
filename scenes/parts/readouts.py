"""Readouts: numbers on screen that follow the simulation, with the name of what they count."""

from __future__ import annotations

import re

import numpy as np
from manim import LEFT, RIGHT, Circle, VGroup

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, SMALL, Number, em, words

_DOT = 0.15  # frame units from a dot to its name
_EXPONENT = re.compile(r"e\D?\d+$")


class Readout(VGroup):
    """A name and a number, the number's right end fixed.

    Args:
        name: what is counted.
        text: what the number shows first.
        role: colour of the dot before the name, for numbers that belong to one of the runners.
    """

    def __init__(self, name: str, text: str, theme: Theme, role: str | None = None, size: float = READOUT) -> None:
        self.number = Number(text, theme.ink, size, anchor="right")
        self.label = words(name, theme.quiet_ink, size)
        self.dot = Circle(0.3 * em(size), stroke_width=0, fill_color=role or theme.ink, fill_opacity=1)
        self.has_dot = role is not None
        super().__init__(self.number, self.label, *([self.dot] if self.has_dot else []))

    def put(self, right: float, baseline: float, width: float) -> Readout:
        """Set the number's right end on a baseline, the name so that ``width`` is left for the number."""
        self.number.shift((right - self.number.get_right()[0]) * RIGHT)
        self.number.shift([0, baseline - self.number.baseline, 0])
        self.label.shift([right - width - self.label.get_right()[0], baseline - self.label.baseline, 0])
        if self.has_dot:
            self.dot.next_to(self.label, LEFT, buff=_DOT).set_y(baseline + 0.3 * em(READOUT))
        return self

    def resize(self, factor: float) -> Readout:
        """Let name and number be larger or smaller, and what the number shows later."""
        self.scale(factor)
        self.number.font_size *= factor
        return self

    def show(self, text: str) -> Readout:
        self.number.show(text)
        return self


def readout_rows(rows: list[Readout], widest: str, region: Region | None = None) -> VGroup:
    """Readouts under each other in the readout region, numbers flush right; smaller where a picture is not wide enough.

    Args:
        widest: the longest text that any of the numbers will show.
        region: where, if not at the top right.
    """
    region = region or frame.readouts()
    size = rows[0].number.font_size
    # A power of ten may come to need a sign and two digits, and is raised above the others.
    width = Number(_EXPONENT.sub("e-88", widest), "#000000", size).width + 0.3
    if not frame.is_wide():
        needed = max(row.label.width + (row.dot.width if row.has_dot else 0) for row in rows) + width
        factor = float(np.clip((region.width - _DOT) / needed, SMALL / size, 1))
        rows, size, width = [row.resize(factor) for row in rows], factor * size, factor * width
    baseline = region.top - 0.79 * em(size)
    for row in rows:
        row.put(region.right, baseline, width)
        baseline -= 1.3 * em(size)
    return VGroup(*rows)
