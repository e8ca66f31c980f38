"""The losses of one training twice over: its gradients never zeroed, and zeroed before every step."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from film.language import say
from scenes.parts.bundle import Bundle
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import four_digits
from scenes.parts.theme import Theme
from scenes.parts.ticks import powers, stacked
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, Number, Words, words
from sim.experiments.forgotten_zero_grad import SEEDS, SEEDS_STEPS, Pair, Result

_HIGHEST = 1e60  # what a chart of losses still shows


class LossPair(VGroup):
    """Two curves on one chart, with a readout each at the top right.

    Args:
        pair: the two runs, of which the first so many steps are shown.
        also: losses that must fit on the chart as well.
        log: whether every factor of ten is as high as the next.
        marks: steps that are marked besides the first and the last.

    Attributes:
        chart, never, zeroed, rows: the parts, ``never`` and ``zeroed`` being the curves.
    """

    def __init__(
        self,
        pair: Pair,
        steps: int,
        region: Region,
        theme: Theme,
        *,
        log: bool = False,
        also: Iterable[float] = (),
        marks: Iterable[int] = (),
    ) -> None:
        self._losses = pair.not_zeroed_losses[:steps], pair.zeroed_losses[:steps]
        start, seen = self._losses[0][0], np.concatenate([*self._losses, np.fromiter(also, float)])
        low, high = (max(seen.min() / 2, 1e-6), min(3 * seen.max(), _HIGHEST)) if log else (0, 1.04 * seen.max())
        end = say("step {step}", step=steps)
        inside = region.inset(left=1, right=max(0.7, words(end, theme.ink, LABEL).width / 2), top=0.5, bottom=0.5)
        coordinates = Coordinates(inside, (0, steps), (low, high), log_y=log)
        lowest = float(self._losses[0].min())
        others = powers(low, high, 7).items() if log else [(lowest, f"{lowest:.2f}"), (0.0, "0")]
        self.chart = Chart(
            coordinates,
            theme,
            x_ticks={0: "0"} | {mark: str(mark) for mark in marks} | {steps: end},
            y_ticks=stacked(coordinates, (start, say("start") if log else f"{start:.3f}"), *others),
            y_name=say("loss"),
            size=LABEL,
        )
        colours, widths = (theme.momentum, theme.gradient_descent), (4, 6)
        self.never, self.zeroed = (
            self.chart.curve(np.arange(len(losses)), losses, colour, width)
            for losses, colour, width in zip(self._losses, colours, widths, strict=True)
        )
        self.rows = readout_rows(
            [
                Readout(name, four_digits(start), theme, colour)
                for name, colour in zip((say("never zeroed"), say("zeroed")), colours, strict=True)
            ],
            "0.000e+00",
        )
        super().__init__(self.chart, self.never, self.zeroed, self.rows)

    def show(self, step: float) -> LossPair:
        """The runs up to a fractional step; a run that has left the finite numbers is at infinity."""
        for curve, row, losses in zip((self.never, self.zeroed), self.rows, self._losses, strict=True):
            curve.draw_to(step)
            now = int(step + 1e-9)
            row.show(four_digits(losses[now] if now < len(losses) else np.inf))
        return self

    def beside(self, losses: np.ndarray, name: str, theme: Theme) -> tuple[PolyLine, Words]:
        """Other losses as a faint line of the same role, and its name where there is room, under or over the end."""
        line = self.chart.curve(np.arange(len(losses)), losses, theme.momentum, 2).draw_all().set_stroke(opacity=0.4)
        heights = line.places[-len(losses) // 4 :, 1]
        region = self.chart.coordinates.region
        under = heights.min() - region.bottom > 1
        label = words(name, theme.quiet_ink, LABEL)
        edge, height, side = (UP, heights.min(), DOWN) if under else (DOWN, heights.max(), UP)
        label.move_to([region.right, height, 0], edge + RIGHT).shift(0.15 * (LEFT + side))
        return line, label


class SeedCrowd(VGroup):
    """The same run never zeroed under all seeds, and above the chart how many of them are above their start."""

    def __init__(self, result: Result, chart: Chart, theme: Theme) -> None:
        self._above = result.above
        self._lines = Bundle(chart, np.arange(len(self._above)), result.seed_losses, theme.momentum, stride=4)
        verdict = words(say("of {count} seeds are above the start", count=SEEDS), theme.ink, LABEL)
        region = chart.coordinates.region
        verdict.move_to([region.right, region.top + 0.3, 0], RIGHT)
        self._count = Number("0", theme.ink, LABEL, anchor="right").shift(verdict.get_left() + 0.15 * LEFT)
        self._count.shift((verdict.baseline - self._count.baseline) * UP)
        super().__init__(self._lines, verdict, self._count)

    def show(self, step: float) -> SeedCrowd:
        """The crowd up to a fractional step, or up to its last."""
        self._lines.draw_to(min(step, SEEDS_STEPS))
        self._count.show(str(self._above[min(int(step + 1e-9), SEEDS_STEPS)]))
        return self
