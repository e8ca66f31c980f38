"""A change of the gradients' size, in decades of steps: what is remembered of it, and how long the steps become."""

from __future__ import annotations

from collections.abc import Sequence

from manim import LEFT, UR, VGroup

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.memory_rows import WIDTHS
from scenes.parts.numerals import grouped
from scenes.parts.pointer import Pointer
from scenes.parts.rolling import plain
from scenes.parts.shock_chart import ShockChart
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, SMALL, halved, words
from sim.experiments.second_moment_memory import Change

LANES = (0.26, 0.51, 0.76)  # heights of what is said above the steps: shares of the room that there is


class SizeChart(ShockChart):
    """The size of the gradients, with room for what trails behind it."""

    def __init__(self, change: Change, region: Region, theme: Theme) -> None:
        self._change = change
        sizes = float(change.gradients[0]), float(change.gradients[-1])
        largest, smallest = max(sizes), min(sizes)
        ticks = (largest, plain(largest)), (smallest, plain(smallest)), (0.0, "0")
        super().__init__(
            float(change.steps[-1]),
            (0, 1.32 * largest),
            ticks,
            say("size of the gradients"),
            region=region,
            theme=theme,
        )
        self._line_height = 1.2 * largest
        self.level(*sizes, theme.gradient, 6)

    def fill(self) -> SizeChart:
        """Lay the memories behind the line."""
        for sizes, width in zip(self._change.sizes.T, WIDTHS, strict=True):
            self.area(self._change.steps, sizes, self.theme.second_moment).edge.set_stroke(width=width)
        return self

    def arrived(self, value: float, title: str) -> list[VGroup]:
        """Marks of the steps at which the memories come to a value."""
        steps = self._change.full_arrival
        places, texts = [(step, value) for step in steps], [grouped(step) for step in steps]
        return self.arrivals(places, texts, title, self._line_height, self.theme.second_moment)


class StrideChart(ShockChart):
    """The lengths of the steps, which should all be 1.

    Args:
        y: from the bottom to the top.
        ticks: heights and what is written there.
    """

    def __init__(
        self,
        change: Change,
        y: tuple[float, float],
        ticks: Sequence[tuple[float, str]],
        *,
        region: Region,
        theme: Theme,
        log_y: bool = False,
    ) -> None:
        super().__init__(
            float(change.steps[-1]), y, ticks, say("step length, in η"), region=region, theme=theme, log_y=log_y
        )
        self._change, self._top, self._corner = change, y[1], (region.right, region.top, 0.0)
        self.level(1, 1, theme.rule, 3)
        for strides, width in zip(change.strides.T[::-1], WIDTHS[::-1], strict=True):
            self.curve(change.steps, strides, theme.adam, width)

    def extremes(self) -> list[VGroup]:
        """A mark on each curve where its step is longest or shortest."""
        change = self._change
        return [
            self.mark(step, stride, f"{stride:.3f} η", self.theme.adam)
            for step, stride in zip(change.extreme_step, change.extreme, strict=True)
        ]

    def forgetting(self, noticed: Change) -> VGroup:
        """What the arrows are, then one for each memory, above the curves of a logarithmic chart.

        They point from the step at which a loud patch was noticed to the one at which it is forgotten.
        """
        said = say("steps to notice → steps to forget")
        about = words(said, self.theme.quiet_ink, SMALL).move_to(self._corner, UR)
        if about.get_left()[0] < self.chart[-1].get_right()[0] + 0.2:
            about = words(halved(said), self.theme.quiet_ink, SMALL).move_to(self._corner, UR)
        ways = VGroup(about)
        for begin, end, lane in zip(noticed.full_arrival, self._change.full_arrival, LANES, strict=True):
            height = self._top**lane
            arrow = Pointer(self.theme.second_moment, width=0.12)
            arrow.point(self.at(begin, height), self.at(end, height))
            text = words(f"{grouped(begin)} → {grouped(end)}", self.theme.ink, LABEL, "semibold")
            ways.add(VGroup(arrow, text.next_to(arrow, LEFT, buff=0.25)))
        return ways
