"""Uncorrected steps from the first to the last, beside the two memories that make them too long or too short."""

from __future__ import annotations

import numpy as np
from manim import DOWN, VGroup

from scenes.parts.frame import Region
from scenes.parts.log_chart import log_chart
from scenes.parts.marked_curve import MarkedCurve
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.tank import Tank
from scenes.parts.theme import Theme
from scenes.parts.typesetting import SMALL, words


class ExcessWalk(VGroup):
    """A curve on the left, the tanks of m and v on the right, and readouts; all show the same step.

    Args:
        ratio: uncorrected over corrected step after step 1, 2, …, shape ``(T,)``.
        shares: how full m and v are at each, both of shape ``(T,)``.
        left, right: where.
    """

    def __init__(
        self, ratio: np.ndarray, shares: tuple[np.ndarray, np.ndarray], left: Region, right: Region, theme: Theme
    ) -> None:
        self._ratio, self._shares, self._theme = ratio, shares, theme
        last = len(ratio)
        chart = log_chart(left, last, (0, 1.3 * max(float(ratio.max()), 1)), "step length, in η", theme)
        level = (1.0, "corrected: 1", theme.adam)
        self.curve = MarkedCurve(chart, np.arange(1, last + 1), ratio, theme.ink, level)
        self.tanks = VGroup(
            *(
                Tank(name, colour, column.inset(bottom=0.75), theme)
                for name, colour, column in zip(
                    "mv", (theme.first_moment, theme.second_moment), right.split(1, 1), strict=True
                )
            )
        )
        self._step = Readout("step", "1", theme)
        self._now = Readout("uncorrected, in η", "0", theme, theme.ink)
        super().__init__(chart, self.curve, self.tanks, readout_rows([self._step, self._now], "00000"))
        self.show(1)

    def show(self, step: float) -> ExcessWalk:
        """The picture at the nearest whole step."""
        index = int(np.clip(round(step), 1, len(self._ratio))) - 1
        self.curve.walk_to(index)
        self._step.show(str(index + 1))
        self._now.show(f"{self._ratio[index]:.3f}")
        for tank, share in zip(self.tanks, self._shares, strict=True):
            tank.show(share[index], f"{100 * share[index]:.3g}%")
        return self

    def landmarks(self, heights: dict[int, str], full: tuple[int | None, int | None]) -> dict[int, VGroup]:
        """What is to be said at which step; the level line's name takes a place that is left.

        Args:
            heights: for steps on the curve.
            full: the steps at which m and v hold 99 %.
        """
        marks = {step: VGroup(self.curve.mark(step - 1, text)) for step, text in heights.items()}
        for tank, step in zip(self.tanks, full, strict=True):
            if step is not None:
                note = words(f"99% full\nat step {step}", self._theme.ink, SMALL).next_to(tank, DOWN, buff=0.2)
                marks.setdefault(step, VGroup()).add(note)
        self.add(self.curve.name_level())
        return marks
