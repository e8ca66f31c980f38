"""A slider: a knob on a scale, for a quantity that the film turns while the viewer watches what follows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import DOWN, UP, Circle, Line, VGroup

from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, SMALL, words


class Slider(VGroup):
    """A horizontal scale with a knob.

    Args:
        name: what is turned, above the scale.
        ticks: value to text, the least and the greatest are the scale's ends.
        width: in frame units.
        log: whether equal factors lie equally far apart, as opposed to equal differences.
    """

    def __init__(
        self, name: str, ticks: Mapping[float, str], colour: str, theme: Theme, width: float = 4, *, log: bool = True
    ) -> None:
        self._measure = np.log if log else np.asarray
        self._ends = self._measure([min(ticks), max(ticks)])
        self.track = Line([-width / 2, 0, 0], [width / 2, 0, 0], color=theme.rule, stroke_width=6)
        self.knob = Circle(0.16, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
        super().__init__(self.track, words(name, theme.ink, LABEL).next_to(self.track, UP, buff=0.3))
        for value, text in ticks.items():
            self.add(words(text, theme.quiet_ink, SMALL).next_to(self.place(value), DOWN, buff=0.3))
        self.add(self.knob)
        self.turn_to(min(ticks))

    def place(self, value: float) -> np.ndarray:
        """Where on the scale a value lies."""
        share = (self._measure(value) - self._ends[0]) / (self._ends[1] - self._ends[0])
        start, end = self.track.get_start(), self.track.get_end()
        return start + share * (end - start)

    def turn_to(self, value: float) -> Slider:
        self.knob.move_to(self.place(value))
        return self
