"""What happens after a change: a little of the time before it, then every decade of steps equally wide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from manim import DOWN, LEFT, UP, Dot, Line, VGroup
from numpy.typing import ArrayLike

from film.language import say
from scenes.parts.area import Area
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates, Interval
from scenes.parts.frame import Region
from scenes.parts.loss_race import side_by_side
from scenes.parts.spot import box, place_beside
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.ticks import stacked
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, SMALL, Words, halved, words

Part = TypeVar("Part", Area, PolyLine)

BEFORE = 0.8  # decades of room for what was before the change, more where its name needs it
STEPS_BEFORE = 200  # steps that pass in it
FAR = 0.6  # frame units from a dot to its words from which on a line leads there
SAMPLES = 400  # places of a curve: decades of steps are too many to draw each


class ShockChart(VGroup):
    """A chart over time in decades: 0 is the first step after the change, 1 the tenth, and so on.

    Args:
        last: the last step after the change that there is to see.
        y: from the bottom to the top.
        y_ticks: heights and what is written there; where two are too close, the one named first stays.
        y_name: what is measured.
    """

    def __init__(
        self,
        last: float,
        y: Interval,
        y_ticks: Sequence[tuple[float, str]],
        y_name: str,
        *,
        region: Region,
        theme: Theme,
        log_y: bool = False,
    ) -> None:
        self.last, self.theme = float(np.log10(last)), theme
        place = region.inset(left=0.95, right=0.1, top=0.45, bottom=0.55)
        decades = {float(k): f"{10**k}" for k in range(int(self.last) + 1)}
        decades[0.0] = say("step {step}", step=1)
        before = words(say("before"), theme.quiet_ink, SMALL)
        needed = before.width + 0.1 + words(decades[0.0], theme.quiet_ink, SMALL).width / 2
        self._before = max(BEFORE, self.last * needed / (place.width - needed))
        coordinates = Coordinates(place, (-self._before, self.last), y, log_y=log_y)
        self.chart = Chart(coordinates, theme, x_ticks=decades, y_ticks=stacked(coordinates, *y_ticks), y_name=y_name)
        before.next_to(coordinates.point(-self._before, y[0]), DOWN, buff=0.18, aligned_edge=LEFT)
        self.times = np.concatenate([[-self._before, -1e-3], np.linspace(0, self.last, SAMPLES)])
        self._parts: list[Area | PolyLine] = []
        self._taken: list[Region] = []
        super().__init__(self.chart, before)

    def level(self, before: float, after: float, colour: str, width: float = 5) -> PolyLine:
        """A line that jumps at the change; it comes with time as the curves do."""
        line = self.chart.curve(self.times, np.where(self.times < 0, before, after), colour, width)
        return self._with_time(line)

    def curve(self, steps: ArrayLike, values: ArrayLike, colour: str, width: float = 5) -> PolyLine:
        """A curve of values that are known at steps, of which those before 1 were before the change."""
        return self._with_time(self.chart.curve(self.times, self._sampled(steps, values), colour, width))

    def area(self, steps: ArrayLike, values: ArrayLike, colour: str) -> Area:
        """The same as a filled curve, behind everything that is there."""
        area = self._with_time(Area(self.chart, self.times, self._sampled(steps, values), colour))
        self.add_to_back(area)
        return area

    def at(self, step: float, value: float) -> np.ndarray:
        """The place on screen of a value so many steps after the change."""
        return self.chart.coordinates.point(np.log10(step), value)

    def mark(self, step: float, value: float, text: str, colour: str) -> VGroup:
        """A dot and its words in a free spot beside every curve, to be shown when the time has come."""
        place = self.at(step, value)
        lines = [part.edge.places if isinstance(part, Area) else part.places for part in self._parts]
        label = words(text, self.theme.ink, LABEL)
        place_beside(label, place, lines, self._taken, self.chart.coordinates.region.inset(left=0.12, bottom=0.08))
        self._taken.append(box(label))
        dot = Dot(place, radius=0.11, color=colour)
        if (
            np.linalg.norm(np.maximum(np.abs(label.get_center() - place)[:2] - [label.width / 2, label.height / 2], 0))
            < FAR
        ):
            return VGroup(dot, label)
        leader = Line(place, label.get_center(), color=self.theme.ink, stroke_width=2)
        leader.put_start_and_end_on(place, leader.get_end() - _reach(label, leader.get_unit_vector()))
        return VGroup(leader, dot, label)

    def arrivals(
        self, at: Sequence[tuple[float, float]], texts: Sequence[str], title: str, height: float, colour: str
    ) -> list[VGroup]:
        """Dots on curves, the step of each written in one line above them; the title of the line comes with the first.

        Args:
            at: step and value of each dot, steps rising.
            height: of the line, in data.
        """
        region = self.chart.coordinates.region
        names = [words(text, self.theme.ink, LABEL, "semibold") for text in texts]
        heading = words(title, self.theme.quiet_ink, SMALL)
        if heading.width + sum(name.width + 0.3 for name in names) > region.width:
            heading = words(halved(title), self.theme.quiet_ink, SMALL)
        dots = [Dot(self.at(*place), radius=0.11, color=colour) for place in at]
        middles = side_by_side(
            [float(dot.get_x()) for dot in dots],
            [name.width + 0.3 for name in names],
            region.left + heading.width + 0.3,
            region.right + 0.2,
        )
        marks = []
        for dot, name, middle in zip(dots, names, middles, strict=True):
            name.move_to([middle, self.at(1, height)[1], 0])
            ends = [middle, name.get_bottom()[1] - 0.08, 0], dot.get_center()
            marks.append(VGroup(Line(*ends, color=self.theme.ink, stroke_width=2), dot, name))
        heading.next_to(names[0], LEFT, buff=0.25)
        if "\n" not in heading.text:
            heading.shift((names[0].baseline - heading.baseline) * UP)
        marks[0].add(heading)
        return marks

    def show(self, step: float) -> ShockChart:
        """Draw everything up to a step; up to 0 it was before the change."""
        time = self._before * max(step, -STEPS_BEFORE) / STEPS_BEFORE if step < 0 else np.log10(max(step, 1))
        index = float(np.interp(time, self.times, np.arange(len(self.times))))
        for part in self._parts:
            part.draw_to(index)
        return self

    def follow(self, clock: StepClock) -> ShockChart:
        """Keep showing the step of a clock."""
        self.add_updater(lambda picture: picture.show(clock.now), call_updater=True)
        return self

    def _sampled(self, steps: ArrayLike, values: ArrayLike) -> np.ndarray:
        when = np.where(self.times < 0, STEPS_BEFORE * self.times / self._before, 10.0**self.times)
        return np.interp(when, steps, values)

    def _with_time(self, part: Part) -> Part:
        self._parts.append(part)
        self.add(part)
        return part


def _reach(label: Words, way: np.ndarray) -> np.ndarray:
    """From a label's middle against a way to just outside the label."""
    sides = np.array([label.width / 2, label.height / 2]) + 0.06
    return way * float(np.min(sides / np.maximum(np.abs(way[:2]), 1e-9)))


def by_decades(start: float, end: float) -> Callable[[float], float]:
    """The pace at which every decade between two steps takes equally long, as a rate function of an animation."""
    return lambda share: float((start * (end / start) ** share - start) / (end - start))
