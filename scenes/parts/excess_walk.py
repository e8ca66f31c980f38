"""Uncorrected steps from the first to the last, beside the two memories that make them too long or too short."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import DOWN, VGroup

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.log_chart import log_chart
from scenes.parts.marked_curve import MarkedCurve
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain
from scenes.parts.tank import Tank
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, words
from sim.experiments.bias_correction import Ratio


class ExcessWalk(VGroup):
    """A curve on the left, the tanks of m and v on the right, and readouts; all show the same step.

    Args:
        ratio: uncorrected over corrected step, and how full m and v are.
        left, right: where.
    """

    def __init__(self, ratio: Ratio, left: Region, right: Region, theme: Theme) -> None:
        self._ratio, self._theme = ratio, theme
        last = len(ratio.values)
        chart = log_chart(left, last, (0, 1.3 * max(ratio.peak, 1)), say("step length, in η"), theme)
        level = (1.0, say("corrected: 1"), theme.adam)
        self.curve = MarkedCurve(chart, ratio.steps, ratio.values, theme.ink, level)
        self.tanks = VGroup(
            *(
                Tank(name, colour, column.inset(bottom=0.8), theme)
                for name, colour, column in zip(
                    "mv", (theme.first_moment, theme.second_moment), right.split(1, 1), strict=True
                )
            )
        )
        self._step = Readout(say("step"), "1", theme)
        self._now = Readout(say("uncorrected, in η"), "0", theme, theme.ink)
        super().__init__(chart, self.curve, self.tanks, readout_rows([self._step, self._now], "00000"))
        self.show(1)

    def show(self, step: float) -> ExcessWalk:
        """The picture at the nearest whole step."""
        index = int(np.clip(round(step), 1, len(self._ratio.values))) - 1
        self.curve.walk_to(index)
        self._step.show(str(index + 1))
        self._now.show(f"{self._ratio.values[index]:.3f}")
        for tank, share in zip(self.tanks, (self._ratio.first_moment, self._ratio.second_moment), strict=True):
            tank.show(share[index], f"{100 * share[index]:.3g}%")
        return self

    def landmarks(self, steps: Iterable[int]) -> dict[int, VGroup]:
        """What is to be said at which step; the level line's name takes a place that is left.

        Args:
            steps: those whose height is named; those at which the tanks hold 99 % are found.
        """
        ratio = self._ratio
        marks = {
            step: VGroup(
                self.curve.mark(step - 1, say("{value} at step {step}", value=plain(ratio.at(step)), step=step))
            )
            for step in sorted(set(steps))
        }
        full = ratio.first_moment_full, ratio.second_moment_full
        for tank, step in zip(self.tanks, full, strict=True):
            if step is not None:
                note = words(say("99% full\nat step {step}", step=step), self._theme.ink, LABEL).next_to(
                    tank, DOWN, buff=0.15
                )
                marks.setdefault(step, VGroup()).add(note)
        self.add(self.curve.name_level())
        return marks
