"""A trade-off: a curve of what a choice costs against what it buys, a ball that moves along it, named stops."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Dot, VGroup

from scenes.parts.chart import Chart
from scenes.parts.frame import Region
from scenes.parts.spot import box, place_beside
from scenes.parts.steps import at_step
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, words


class TradeOff(VGroup):
    """The chart with its curve, drawn as far as the ball has come.

    Args:
        costs, gains: one for each choice, shape ``(n,)``: the curve.
        stops: cost, gain, name and colour of the choices that are named.

    Attributes:
        marks: a dot and a name for each stop, in free spots beside the curve; not shown until they are added.
    """

    def __init__(
        self,
        chart: Chart,
        costs: np.ndarray,
        gains: np.ndarray,
        colour: str,
        stops: Sequence[tuple[float, float, str, str]],
    ) -> None:
        self.curve: PolyLine = chart.curve(costs, gains, colour, 6)
        self.ball = Dot(radius=0.16, color=colour)
        super().__init__(chart, self.curve, self.ball)
        self.marks: list[VGroup] = []
        taken: list[Region] = []
        within = chart.coordinates.region.inset(left=0.3, bottom=0.1)
        for cost, gain, name, stop_colour in stops:
            place = chart.coordinates.point(cost, gain)
            label = words(name, chart.theme.ink, LABEL)
            place_beside(label, place, [self.curve.places], taken, within)
            taken.append(box(label))
            self.marks.append(VGroup(Dot(place, radius=0.12, color=stop_colour), label))
        self.show(0)

    def show(self, choice: float) -> TradeOff:
        """Put the ball on a choice, a fractional index."""
        self.curve.draw_to(choice)
        self.ball.move_to(at_step(self.curve.places, choice))
        return self
