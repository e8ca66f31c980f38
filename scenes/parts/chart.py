"""Charts: numbers over steps, with quiet axes and curves that grow with the run."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup
from numpy.typing import ArrayLike

from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import kept_left_of, safe_area
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import SMALL, words


class Chart(VGroup):
    """Axes with few ticks, each named as the viewer would say it.

    The axis lines run along the left and the bottom edge of the coordinates' region; tick names stand outside.

    Args:
        x_ticks, y_ticks: position in data to the text beside it.
        x_name, y_name: what the axes count, at their ends, each above its axis.
        size: of all words.
    """

    def __init__(
        self,
        coordinates: Coordinates,
        theme: Theme,
        *,
        x_ticks: Mapping[float, str],
        y_ticks: Mapping[float, str],
        x_name: str = "",
        y_name: str = "",
        size: float = SMALL,
    ) -> None:
        self.coordinates, self.theme = coordinates, theme
        region = coordinates.region
        corner = np.array([region.left, region.bottom, 0])
        stroke = {"color": theme.rule, "stroke_width": 2.5}
        super().__init__(
            Line(corner, corner + region.width * RIGHT, **stroke),
            Line(corner, corner + region.height * UP, **stroke),
        )
        for value, text in x_ticks.items():
            foot = coordinates.point(value, coordinates.y[0])
            self.add(Line(foot, foot + 0.1 * DOWN, **stroke))
            self.add(kept_left_of(words(text, theme.quiet_ink, size).next_to(foot, DOWN, buff=0.18), safe_area().right))
        for value, text in y_ticks.items():
            foot = coordinates.point(coordinates.x[0], value)
            self.add(Line(foot, foot + 0.1 * LEFT, **stroke))
            self.add(words(text, theme.quiet_ink, size).next_to(foot, LEFT, buff=0.18))
        if x_name:
            name = words(x_name, theme.quiet_ink, size)
            self.add(name.next_to(corner + region.width * RIGHT, UP, buff=0.14, aligned_edge=RIGHT))
        if y_name:
            name = words(y_name, theme.quiet_ink, size)
            name.next_to(corner + region.height * UP, UP, buff=0.15, aligned_edge=LEFT)
            self.add(kept_left_of(name, safe_area().right))

    def curve(self, x: ArrayLike, y: ArrayLike, colour: str, width: float = 4.5) -> PolyLine:
        """A curve in the chart's coordinates, clipped to them in y and not yet drawn."""
        x, y = np.asarray(x, float), np.clip(np.asarray(y, float), *self.coordinates.y)
        return PolyLine(self.coordinates.point(x, y), colour, width)
