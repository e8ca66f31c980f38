"""The valley of a small loss under a small and a large epsilon: both ways through it, and what is left of the loss."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.numerals import exponential
from scenes.parts.spot import box, place_beside
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, words
from scenes.parts.valley_panel import ValleyPanel
from sim.experiments.arrival import GOAL
from sim.experiments.epsilon import Result

_POINTS = 400  # of each loss's curve


class Journeys(VGroup):
    """Two maps on the left, one chart of both losses on the right, or in a narrow picture below.

    Attributes:
        curves: of the losses; not yet drawn, and not shown until they are added.
        names: what became of each, beside its curve; not shown either.
    """

    def __init__(self, story: Result, clock: StepClock, region: Region, theme: Theme) -> None:
        self._story, self._theme = story, theme
        self._both, last = (story.journey, story.large_journey), story.params.steps
        places, below = self._regions(region)
        maps = VGroup()
        for journey, place in zip(self._both, places, strict=True):
            path = journey.run.positions[: 1 + (journey.arrived or last)]
            name = f"ε = {exponential(journey.eps)}"
            picture = {"landscape": story.landscape, "region": place, "colour": theme.adam, "theme": theme}
            maps.add(ValleyPanel(name, path, journey.arrived, **picture).follow(clock))
        self._chart = self._axes(below)
        self.curves, every = VGroup(), max(1, last // _POINTS)
        for journey in self._both:
            steps = np.arange(0, (journey.arrived or last) + every, every).clip(max=last)
            curve = self._chart.curve(steps, journey.losses[steps], theme.adam, 5)
            self.curves.add(curve.add_updater(lambda line: line.draw_to(clock.now / every)))
        self.names = self._names()
        super().__init__(maps, self._chart)

    @staticmethod
    def _regions(region: Region) -> tuple[list[Region], Region]:
        """Where the maps are, edge to edge, and where the chart is, not at the edge."""
        margin = frame.stage().right - frame.safe_stage().right
        if frame.is_narrow():
            above, below = region.stack(1.1 if region.is_upright else 0.5, 1, gap=0.2)
            maps = above.stack(1, 1, gap=0.1) if region.is_upright else above.split(1, 1, gap=0.1)
            return maps, below.inset(left=margin, right=margin)
        left, right = region.split(1.3, 1, gap=0.3)
        return left.stack(1, 1, gap=0.1), right.inset(right=margin)

    def _axes(self, region: Region) -> Chart:
        last, top = self._story.params.steps, self._story.start_loss
        place = region.inset(left=1.0, right=0.75, top=0.6, bottom=0.55)
        seen = Coordinates(place, (0, last), (GOAL, 1.5 * top), log_y=True)
        ticks = {GOAL: f"{GOAL:g}", 1: "1", top: f"{top:.3g}"}
        ends = {0: "0", last: say("step {step}", step=last)}
        return Chart(seen, self._theme, x_ticks=ends, y_ticks=ticks, y_name=say("loss that is left"), size=LABEL)

    def _names(self) -> VGroup:
        lines = [curve.places for curve in self.curves]
        names, taken = VGroup(), []
        for journey, line in zip(self._both, lines, strict=True):
            eps, parked, step = exponential(journey.eps), exponential(journey.parked, 4), self._story.parked_step
            text = say("{eps}: {loss} left\nat step {step}", eps=eps, loss=parked, step=step)
            if journey.arrived is not None:
                text = say("{eps}: there at\nstep {step}", eps=eps, step=journey.arrived)
            label = words(text, self._theme.ink, LABEL)
            spot = line[-1 if journey.arrived is not None else len(line) // 2]
            place_beside(label, spot, lines, taken, self._chart.coordinates.region.inset(left=0.15, bottom=0.15))
            taken.append(box(label))
            names.add(label)
        return names
