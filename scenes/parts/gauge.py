"""A speedometer: a needle on a round scale, with its number below."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import DEGREES, DOWN, Arc, Circle, Line, VGroup

from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, SMALL, Number, words

_EMPTY, _FULL = 210 * DEGREES, -30 * DEGREES


class Gauge(VGroup):
    """A needle that turns clockwise from empty to full.

    Args:
        name: what is measured, below the number.
        colour: of the needle, a role's.
        full: the value at the end of the scale.
        ticks: value to text for the marks on the scale.
        text: what the number shows first.
        radius: in frame units.
        size: of the number; the name and the marks are set smaller.
    """

    def __init__(
        self,
        name: str,
        colour: str,
        theme: Theme,
        *,
        full: float,
        ticks: Mapping[float, str],
        text: str = "0",
        radius: float = 1.3,
        size: float = LABEL,
    ) -> None:
        self.full, self.radius = full, radius
        scale = Arc(radius, _EMPTY, _FULL - _EMPTY, color=theme.rule, stroke_width=6)
        self.needle = Pointer(colour, width=0.08)
        self.hub = Circle(0.1, stroke_width=0, fill_color=theme.ink, fill_opacity=1)
        small = SMALL / LABEL * size
        self.number = Number(text, theme.ink, size, anchor="middle")
        self.label = words(name, theme.quiet_ink, small)
        super().__init__(scale, self.needle, self.hub, self.number, self.label)
        for value, tick in ticks.items():
            way = self._way(value)
            self.add(Line(0.88 * radius * way, radius * way, color=theme.ink, stroke_width=4))
            mark = words(tick, theme.quiet_ink, small)
            room = 0.22 + (abs(way[0]) * mark.width + abs(way[1]) * mark.height) / 2
            self.add(mark.move_to((radius + room) * way))
        self.number.next_to(self.hub, DOWN, buff=0.42 * radius)
        self.label.next_to(self.number, DOWN, buff=0.22)
        self.show(0.0, text)

    def _way(self, value: float) -> np.ndarray:
        angle = _EMPTY + (_FULL - _EMPTY) * float(np.clip(value / self.full, 0, 1.04))
        return np.array([np.cos(angle), np.sin(angle), 0.0])

    def show(self, value: float, text: str) -> Gauge:
        """Turn the needle to a value and write its number; beyond the scale the needle rests at its stop."""
        centre = self.hub.get_center()
        self.needle.point(centre, centre + 0.8 * self.radius * self._way(value))
        self.number.show(text)
        return self
