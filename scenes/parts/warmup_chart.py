"""What a warm-up hides: step lengths of RMSprop and Adam under a constant gradient, before and after the ramp."""

from __future__ import annotations

import numpy as np
from manim import UP, VGroup

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.key import line_key
from scenes.parts.log_chart import log_chart
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, words
from sim.experiments.bias_correction import Warmup


class WarmupChart(VGroup):
    """Step lengths over steps, both logarithmic; the lines are drawn up to a fractional step.

    Attributes:
        warmed: the line with the warm-up; not shown until it is added.
        key: a heading and the three lines' names, each with its first step.
    """

    def __init__(self, warmup: Warmup, region: Region, theme: Theme) -> None:
        lines = [
            ("RMSprop", warmup.rmsprop, theme.rmsprop, 5),
            ("Adam", warmup.corrected, theme.adam, 5),
            (say("RMSprop, warm-up"), warmup.rmsprop * warmup.ramp, theme.rmsprop, 11),
        ]
        everything = np.concatenate([lengths for _, lengths, *_ in lines])
        y = 0.7 * float(everything.min()), 1.3 * float(everything.max())
        chart = log_chart(region, len(warmup.steps), y, say("step length, in η"), theme, log_y=True)
        *self._plain, self.warmed = (chart.curve(warmup.steps, lengths, *look) for _, lengths, *look in lines)
        names = line_key([(f"{name}: {lengths[0]:.3g} η", *look) for name, lengths, *look in lines], theme)
        heading = words(say("first step"), theme.quiet_ink, READOUT).next_to(names, UP, buff=0.35)
        self.key = VGroup(heading, *names)
        super().__init__(chart, *self._plain)

    def show(self, step: float) -> WarmupChart:
        """The lines without warm-up, from step 1 on."""
        for line in self._plain:
            line.draw_to(step - 1)
        return self
