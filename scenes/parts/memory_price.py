"""What memory costs and what it buys: momenta along a curve of later turns and smoother averages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.theme import Theme
from scenes.parts.trade_off import TradeOff
from scenes.parts.typesetting import LABEL, READOUT, words
from sim.experiments.momentum_memory import Result

_HEADROOM = 1.28  # above 100 %, for the name of the momentum that keeps all of the noise


class MemoryPrice(VGroup):
    """A ball on the curve, and the three numbers of where it is: beside the chart, or where nothing else is in it.

    Args:
        names: under which the momenta of the story stand beside the curve.
        colours: of their dots, roles'.

    Attributes:
        marks: a dot and a name for each momentum of the story; not shown until they are added.
        rows: the readouts.
        stops: where on the curve they are, fractional indices.
    """

    def __init__(
        self, story: Result, names: Sequence[str], colours: Sequence[str], region: Region, theme: Theme
    ) -> None:
        self._price = price = story.price
        if frame.is_narrow():
            left, right = region, region.inset(left=region.width / 2, top=0.3)
        else:
            left, right = region.split(2.3, 1, gap=0.4)
        last = float(price.turns[-1])
        seen = Coordinates(left.inset(left=1.0, top=0.5, bottom=0.5), (0, 1.04 * last), (0, _HEADROOM))
        chart = Chart(
            seen,
            theme,
            x_ticks={0: "0", last: f"{last:.0f}"},
            y_ticks={0: "0", 1: "100%"},
            size=LABEL,
            y_name=say("noise that is left: lower is smoother"),
        )
        later = words(say("steps until it turns: right is later"), theme.quiet_ink, LABEL)
        chart.add(later.next_to(seen.point(last / 2, 0), DOWN, buff=0.18))
        places = zip(story.carts.expected_turns, story.noise.expected, names, colours, strict=True)
        self._picture = TradeOff(
            chart, price.turns, price.left, theme.momentum, [(turn, kept, *named) for turn, kept, *named in places]
        )
        self.marks = self._picture.marks
        indices = np.arange(len(price.momenta))
        self.stops = [float(np.interp(momentum, price.momenta, indices)) for momentum in story.momenta]
        counted = say("memory μ"), say("turns after"), say("noise left")
        self.rows = [Readout(what, "0", theme, size=1.2 * READOUT) for what in counted]
        super().__init__(self._picture, readout_rows(self.rows, "100.0%", right.inset(top=0.5)))
        self.show(0)

    def show(self, choice: float) -> MemoryPrice:
        """Put the ball on a choice, a fractional index."""
        price = self._price
        self._picture.show(choice)
        momentum, turn, left = (
            float(np.interp(choice, np.arange(len(each)), each)) for each in (price.momenta, price.turns, price.left)
        )
        for row, text in zip(self.rows, (f"{momentum:.3f}", f"{turn:.1f}", f"{100 * left:.1f}%"), strict=True):
            row.show(text)
        return self
