"""What is left of a weight over steps: two recipes on one chart, and the time that halves it."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import DL, DOWN, LEFT, UR, DashedLine, Dot, Polygon, VGroup

from film.language import say
from scenes.parts.area import Area
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.key import keyed, line_key
from scenes.parts.theme import Theme
from scenes.parts.trail import Dots, joined
from scenes.parts.typesetting import LABEL, words

MARKS, FEW_MARKS = 41, 21  # dots on a curve; in a slim chart
HIGH = 0.4  # of a weight: a curve that ends lower leaves room above it
ROOMY = 7.0  # frame units: in a slimmer chart the notes would lie on the curve


class TwinCurves(VGroup):
    """One recipe as a thick line and the other as dots on it, each named beside its sample.

    Args:
        names: of the two.
        line, dots: what is left after step 0, 1, …, both of shape ``(T + 1,)``.
        apart: how far they differ, in words.

    Attributes:
        verdict: those words; not shown until it is added.
    """

    def __init__(
        self,
        names: tuple[str, str],
        line: np.ndarray,
        dots: np.ndarray,
        apart: str,
        *,
        region: Region,
        colour: str,
        theme: Theme,
    ) -> None:
        steps = np.arange(len(line))
        last = int(steps[-1])
        key = line_key([(names[0], colour, 9)], theme)
        other = keyed(Dot(radius=0.08, color=theme.ink), words(names[1], theme.ink))
        self.verdict = words(apart, theme.ink, LABEL, "semibold")
        # In a slim chart under the axis, else above the curve, or below it where it stays high.
        if is_slim := region.width < ROOMY:
            keys = VGroup(key, other).arrange(buff=0.6)
            notes = region.place(VGroup(keys, self.verdict).arrange(DOWN, buff=0.25), DOWN)
            region = region.inset(bottom=notes.height + 0.15)
        else:
            notes = VGroup(key, other, self.verdict).arrange(DOWN, buff=0.3, aligned_edge=LEFT)
            if line[-1] < HIGH:
                region.inset(top=0.3, right=0.2).place(notes, UR)
            else:
                region.inset(left=1.2, bottom=0.75).place(notes, DL)
        chart = _chart({0: "0", last: say("step {step}", step=last)}, float(max(line.max(), 1)), region, theme)
        self._line = chart.curve(steps, line, colour, 9)
        self._sample = np.linspace(0, last, FEW_MARKS if is_slim else MARKS).astype(int)
        self._dots = Dots(chart.coordinates.point(self._sample, dots[self._sample]), theme.ink, radius=0.06)
        super().__init__(chart, key, other, self._line, self._dots)

    def draw_to(self, step: float) -> TwinCurves:
        """Both up to a fractional step."""
        self._line.draw_to(step)
        self._dots.show(int(np.searchsorted(self._sample, int(step + 1e-9), "right")))
        return self


class HalfLife(VGroup):
    """A curve that falls to a half, and how little of that way is gone after the steps that one would wait.

    Args:
        steps, left: of the curve, shape ``(n,)``.
        half_life: in steps.
        waited: steps that are marked if the axis is long enough.

    Attributes:
        strip: the mark of those steps; None if the axis is too short, and not shown until it is added.
    """

    def __init__(
        self,
        steps: np.ndarray,
        left: np.ndarray,
        half_life: float,
        waited: int,
        *,
        region: Region,
        colour: str,
        theme: Theme,
    ) -> None:
        self._steps = steps
        last = float(steps[-1])
        is_long = last > 2 * waited
        halved = f"{half_life:.0f}"
        first = {waited: f"{waited}"} if is_long else {0: "0"}
        x_ticks = {**first, half_life: say("step {step}", step=halved) if half_life < 1e6 else halved}
        chart = _chart(x_ticks, 1, region, theme)
        half = joined(DashedLine(*chart.coordinates.point([0, last], [0.5, 0.5]), color=theme.rule, stroke_width=3))
        self._area = Area(chart, steps, left, colour)
        self.strip: Polygon | None = None
        if is_long:
            heights = [0, 0, float(np.interp(waited, steps, left)), 1]
            self.strip = Polygon(*chart.coordinates.point([0, waited, waited, 0], heights), stroke_width=0)
            self.strip.set_fill(theme.target, opacity=1)
        super().__init__(chart, half, self._area)

    def draw_to(self, step: float) -> HalfLife:
        """The curve up to a fractional step."""
        self._area.draw_to(step / self._steps[-1] * (len(self._steps) - 1))
        return self


def _chart(x_ticks: Mapping[float, str], highest: float, region: Region, theme: Theme) -> Chart:
    room = region.inset(left=0.9, right=0.75, top=0.5, bottom=0.5)
    seen = Coordinates(room, (0, max(x_ticks) * 1.01), (0, 1.05 * highest))
    y_ticks = {0: "0", 0.5: "0.5", 1: "1"}
    return Chart(seen, theme, x_ticks=x_ticks, y_ticks=y_ticks, y_name=say("left of the weight"), size=LABEL)
