"""A task on which both methods are tuned: their losses over the rates, and the best ones so far."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, VGroup

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout
from scenes.parts.theme import Theme
from scenes.parts.tuning_chart import Tried, TuningChart
from scenes.parts.typesetting import LABEL
from sim.experiments.when_to_use_what import ADAM_RATES, ADAM_RULE, SGD_RATES, SGD_RULE, Tuning

_ROW = 0.75  # height of the line under the chart
_TWO_ROWS = 1.15


class TunedTask(VGroup):
    """The chart, and under it the least loss of each method, in two lines where one is too long.

    Args:
        name: of the task.
    """

    def __init__(self, name: str, tuning: Tuning, region: Region, theme: Theme) -> None:
        methods = (
            Tried(np.array(SGD_RATES), tuning.sgd, SGD_RULE, theme.momentum),
            Tried(np.array(ADAM_RATES), tuning.adam, ADAM_RULE, theme.adam),
        )
        self._best = [np.fmin.accumulate(method.losses) for method in methods]
        self.rows = [
            Readout(label, f"{best[-1]:.3f}", theme, method.colour, LABEL).put(0, 0, 0.95)
            for label, best, method in zip((say("best: momentum"), "Adam"), self._best, methods, strict=True)
        ]
        line = VGroup(*self.rows).arrange(RIGHT, buff=0.35)
        beside = line.width <= region.width
        if not beside:
            line.arrange(DOWN, buff=0.15, aligned_edge=RIGHT)
        line.move_to([region.centre[0], region.bottom + (0.3 if beside else 0.45), 0])
        if beside:
            self.rows[1].put(line.get_right()[0], self.rows[0].number.baseline, 0.95)
        self._chart = TuningChart(name, methods, region.inset(bottom=_ROW if beside else _TWO_ROWS), theme)
        super().__init__(self._chart, line)
        self.show(0)

    def show(self, count: float) -> TunedTask:
        """The first so many rates of each method."""
        self._chart.show(count)
        tried = int(count + 1e-9)
        for row, best in zip(self.rows, self._best, strict=True):
            row.show(f"{best[min(tried, len(best)) - 1]:.3f}" if tried else "…")
        return self

    def rules(self) -> VGroup:
        """What the rules of thumb are worth."""
        return self._chart.rules()
