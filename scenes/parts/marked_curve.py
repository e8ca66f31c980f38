"""A curve that is walked along, with what is said of its landmarks beside them."""

from __future__ import annotations

import numpy as np
from manim import Dot, Line, VGroup

from scenes.parts.chart import Chart
from scenes.parts.frame import Region
from scenes.parts.spot import box, place_beside
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, Words, words


class MarkedCurve(VGroup):
    """A curve over a chart, a level line to compare it with, a dot that walks, and labels that find free spots.

    Args:
        x, y: shape ``(n,)``.
        level: height, name and colour of the level line.
    """

    def __init__(self, chart: Chart, x: np.ndarray, y: np.ndarray, colour: str, level: tuple[float, str, str]) -> None:
        self.chart, self._colour = chart, colour
        self.curve: PolyLine = chart.curve(x, y, colour)
        height, name, level_colour = level
        ends = chart.coordinates.point([x[0], x[-1]], 2 * [height])
        self.dot = Dot(radius=0.12, color=colour)
        super().__init__(Line(*ends, color=level_colour, stroke_width=4), self.curve, self.dot)
        self._lines = [self.curve.places, ends]
        self._taken: list[Region] = []
        self._level = (words(name, chart.theme.text_colour(level_colour), LABEL), ends.mean(axis=0))
        self.walk_to(0)

    def walk_to(self, index: int) -> MarkedCurve:
        self.curve.draw_to(index)
        self.dot.move_to(self.curve.places[index])
        return self

    def mark(self, index: int, text: str) -> VGroup:
        """A dot on the curve and its label, to be shown when the time has come."""
        place = self.curve.places[index]
        return VGroup(
            Dot(place, radius=0.08, color=self._colour), self._label(words(text, self.chart.theme.ink, LABEL), place)
        )

    def name_level(self) -> Words:
        """The level line's name, where the marks leave room for it."""
        return self._label(*self._level)

    def _label(self, label: Words, place: np.ndarray) -> Words:
        place_beside(
            label, place, self._lines, self._taken, self.chart.coordinates.region.inset(left=0.12, bottom=0.08)
        )
        self._taken.append(box(label))
        return label
