"""Where somebody is who wanders about the start: one line over the steps, with the wanderer at its end."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.parts.ball import Puck
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import round_down, stacked


class WanderChart(VGroup):
    """Distances from the start go up and down.

    Args:
        way: distances after each step, shape ``(T + 1,)``.
        name: what the upright axis counts.
    """

    def __init__(self, way: np.ndarray, name: str, region: Region, *, colour: str, theme: Theme) -> None:
        self._way = np.asarray(way, float)
        low, high = min(float(way.min()), -1.0), max(float(way.max()), 1.0)
        margin = 0.05 * (high - low)
        room = region.inset(left=0.8, right=0.25, top=0.45, bottom=0.1)
        seen = Coordinates(room, (0, len(way) - 1), (low - margin, high + margin))
        ends = [(round_down(end), f"{round_down(end):g}") for end in (high, low)]
        ticks = stacked(seen, (0.0, "0"), *ends)
        chart = Chart(seen, theme, x_ticks={}, y_ticks=ticks, y_name=name)
        self.line = chart.curve(np.arange(len(way)), self._way, colour, 2.5)
        self.puck = Puck(colour, theme)
        super().__init__(chart, self.line, self.puck)
        self.show(0)

    def show(self, step: float) -> WanderChart:
        """The way up to a fractional step."""
        self.line.draw_to(step)
        whole = min(int(step), len(self._way) - 2)
        places = self.line.places[whole : whole + 2]
        self.puck.move_to(places[0] + (step - whole) * (places[1] - places[0]))
        return self
