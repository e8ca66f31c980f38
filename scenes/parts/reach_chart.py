"""How far swings reach as time goes by: curves on logarithmic axes, each with its number where it ends or leaves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.log_chart import log_chart
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import four_digits
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, Number, words

_BEYOND = 200  # times the farthest bounded reach: where the chart ends


class ReachChart(VGroup):
    """Curves that are drawn together; their numbers stand right of their ends, on an upright chart above them.

    Args:
        name: what the upright axis counts.
        swings: name and reach after step 0, 1, … of each; those that grow without bound first.
        bounded: a reach that must be seen whole.
    """

    def __init__(
        self,
        name: str,
        swings: Sequence[tuple[str, np.ndarray]],
        colour: str,
        *,
        bounded: float,
        region: Region,
        theme: Theme,
    ) -> None:
        last, highest = len(swings[0][1]) - 1, _BEYOND * bounded
        chart = log_chart(region, last, (0.5, highest), name, theme, log_y=True)
        self._reaches = [reach for _, reach in swings]
        self.curves, self.rows = VGroup(), VGroup()
        for (text, reach), width in zip(swings, np.linspace(8, 3, len(swings)), strict=True):
            gone = int(np.argmax(np.append(reach[1:], np.inf) > highest))
            steps = np.arange(1, min(gone + 1, last) + 1)
            self.curves.add(chart.curve(steps, reach[steps], colour, width))
            row = VGroup(words(text, theme.quiet_ink, LABEL), Number("1", theme.ink, 1.4 * LABEL))
            row.arrange(DOWN, buff=0.15, aligned_edge=LEFT)
            end = self.curves[-1].places[-1]
            if region.is_upright and gone == last:
                row.next_to(end, UP, buff=0.2, aligned_edge=RIGHT)
            else:
                row.next_to(end, RIGHT, buff=0.3)
            row.shift(min(chart.coordinates.region.top - row.get_top()[1], 0) * UP)
            self.rows.add(row)
        for below, row in pairwise(reversed(self.rows)):
            row.shift(max(below.get_top()[1] + 0.25 - row.get_bottom()[1], 0) * UP)
        self._step = Readout(say("step"), "1", theme)
        super().__init__(chart, self.rows, self.curves, readout_rows([self._step], str(last)))
        self.show(1)

    def show(self, step: float) -> ReachChart:
        """The curves up to a fractional step, from 1 on, the numbers at the nearest whole one."""
        for curve, row, reach in zip(self.curves, self.rows, self._reaches, strict=True):
            curve.draw_to(step - 1)
            row[1].show(four_digits(reach[round(step)]))
        self._step.show(str(round(step)))
        return self
