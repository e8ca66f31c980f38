"""A stream of noisy gradients, its running average, and the average without its bias."""

from __future__ import annotations

import numpy as np
from manim import Line, VGroup

from film.language import say
from scenes.parts.area import Area
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import stacked
from scenes.parts.trail import Dots
from scenes.parts.typesetting import LABEL, words
from sim.runs import Run


class StreamChart(VGroup):
    """Gradients rain as dots about their mean; the average fills up, the corrected one is a line.

    Args:
        stream: Adam under it, over one weight.
        mean: of the gradients.

    Attributes:
        average, corrected: m, and m without its bias, after step 1, 2, …, shape ``(T,)``.
    """

    def __init__(self, stream: Run, *, mean: float, region: Region, theme: Theme) -> None:
        assert stream.first_moment is not None and stream.first_moment_corrected is not None
        gradients = stream.gradients[:, 0]
        self.average = average = stream.first_moment[:, 0]
        self.corrected = corrected = stream.first_moment_corrected[:, 0]
        steps = np.arange(1, len(gradients) + 1)
        last = int(steps[-1])
        everything = np.concatenate([gradients, average, corrected])
        low, high = min(1.1 * everything.min(), 0), max(1.05 * everything.max(), 1.2 * mean)
        end = say("step {step}", step=last)
        right = max(0.5, words(end, theme.quiet_ink).width / 2)  # it is in the middle under the chart's end
        seen = Coordinates(region.inset(left=0.8, right=right, top=0.5, bottom=0.5), (0, last), (low, high))
        y_ticks = stacked(seen, (mean, f"{mean:g}"), (0, "0"))
        x_ticks = {0: "0", last: end}
        chart = Chart(seen, theme, x_ticks=x_ticks, y_ticks=y_ticks, y_name=say("dots: gradients"), size=LABEL)
        middle = Line(*seen.point([0, last], [mean, mean]), color=theme.rule, stroke_width=2.5)
        self._rain = Dots(seen.point(steps, gradients), theme.gradient, radius=0.05, opacity=0.55)
        self._average = Area(chart, steps, average, theme.first_moment)
        self._corrected = chart.curve(steps, corrected, theme.adam, width=6)
        super().__init__(chart, middle, self._average, self._rain, self._corrected)

    def show(self, step: float) -> StreamChart:
        """The stream after a fractional number of steps."""
        self._rain.show(int(step + 1e-9))
        self._average.draw_to(max(step - 1, 0))
        self._corrected.draw_to(max(step - 1, 0))
        return self
