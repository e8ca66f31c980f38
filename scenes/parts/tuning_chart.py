"""The loss at every learning rate that was tried: a dot each, the best marked, the rule of thumb ringed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import Circle, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.spot import box, place_beside
from scenes.parts.theme import Theme
from scenes.parts.ticks import powers
from scenes.parts.trail import Dots, PolyLine
from scenes.parts.typesetting import LABEL, SMALL, words


@dataclass(frozen=True)
class Tried:
    """A method with its learning rates.

    Attributes:
        rates, losses: rising rates, and the loss at each, shape ``(n,)``; a loss that is not finite is off the chart.
        rule: the rate of the rule of thumb.
    """

    rates: np.ndarray
    losses: np.ndarray
    rule: float
    colour: str


class TuningChart(VGroup):
    """Dots of several methods over the same logarithmic axis, thick where the line is another's."""

    def __init__(self, name: str, methods: Sequence[Tried], region: Region, theme: Theme) -> None:
        self._methods, self._theme = methods, theme
        losses = np.concatenate([method.losses for method in methods])
        rates = np.concatenate([method.rates for method in methods])
        low, high = float(np.nanmin(losses)), float(np.nanmax(losses[np.isfinite(losses)]))
        high = min(high, 3 * low)
        room = 0.12 * (high - low)
        seen = Coordinates(
            region.inset(left=0.85, right=0.3, top=0.55, bottom=0.5),
            (rates.min() / (8 if frame.is_narrow() else 2), rates.max() * 2),
            (low - room, high + room),
            log_x=True,
        )
        chart = Chart(
            seen,
            theme,
            x_ticks=powers(*seen.x, 5) | {1.0: "η = 1"},
            y_ticks={low: f"{low:.2f}", high: f"{high:.2f}"},
            y_name=say("loss, {task}", task=name),
            size=LABEL,
        )
        self.lines, self.dots = VGroup(), VGroup()
        for method, width in zip(methods, (7, 3), strict=False):
            places = seen.point(method.rates, np.clip(np.nan_to_num(method.losses, nan=high), None, high))
            self.lines.add(PolyLine(places, method.colour, width))
            self.dots.add(Dots(places, method.colour, radius=0.1, opacity=1, tenth=1))
        super().__init__(chart, self.lines, self.dots)
        self._seen = seen

    def show(self, count: float) -> TuningChart:
        """The first so many rates of each method."""
        for line, dots in zip(self.lines, self.dots, strict=True):
            line.draw_to(max(count - 1, 0))
            dots.show(int(count + 1e-9))
        return self

    def rules(self) -> VGroup:
        """Rings about the rules of thumb, each with its loss beside it."""
        marks = VGroup()
        taken: list[Region] = []
        lines = [line.places for line in self.lines]
        size = SMALL if frame.is_narrow() else LABEL
        for method, line in zip(self._methods, self.lines, strict=True):
            index = int(np.argmin(np.abs(method.rates - method.rule)))
            loss, place = float(method.losses[index]), line.places[index]
            ring = Circle(0.24, color=self._theme.target, stroke_width=5).move_to(place)
            text = words(f"{loss:.3f}", self._theme.text_colour(method.colour), size, "semibold")
            lines.append(ring.points)
            place_beside(text, place, lines, taken, self._seen.region.inset(left=0.12))
            taken.append(box(text))
            marks.add(ring, text)
        return marks
