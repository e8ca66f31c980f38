"""A clip that follows journeys through a narrow valley, seen from above; below it is room for what they add up to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import UR, FadeIn, MathTypst, Mobject, Star, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import undistorted
from scenes.parts.frame import shrunk
from scenes.parts.loss_race import LossRace
from scenes.parts.map_runner import MapRunner
from scenes.parts.numerals import figures, in_maths, longest
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.typesetting import maths
from sim.experiments.arrival import GOAL
from sim.experiments.oscillating_valley import Journey
from sim.landscapes import Quadratic

SHOWN_AT_LEAST = 300  # steps of a run that stays in the valley and does not arrive


class ValleyScene(ClipScene):
    """Call ``lay_valley`` before the first beat and ``lay_chart`` before the first loss falls.

    Attributes:
        below: the region below the valley.
        fallen: the chart, the curves of the losses that have fallen on it, and the marks of their arrivals.
    """

    def lay_valley(self, landscape: Quadratic, start: np.ndarray, journeys: Sequence[Journey]) -> None:
        """Lay out the valley so that all journeys which stay in it are in view, a unit as long across as along."""
        self.journeys, theme = journeys, self.theme
        kept = [journey for journey in journeys if not journey.exploded]
        ways = np.concatenate([start[np.newaxis], *(journey.run.positions for journey in kept)])
        low, high = ways.min(axis=0), np.maximum(ways.max(axis=0), 0)
        margin = 0.07 * max(high[0] - low[0], 1e-3)
        shares = (
            (1, 2) if frame.is_narrow() else (2.05, 2.65)
        )  # as long as a narrow frame is wide, it needs less height
        above, below = frame.stage().stack(*shares, gap=0.1)
        self.below = frame.Region(frame.safe_stage().left, frame.safe_stage().right, below.bottom, below.top)
        wide = 1.2 * max(abs(low[1]), abs(high[1]), margin)
        self.seen = undistorted(above, (low[0] - margin, high[0] + margin), (-wide, wide))
        self.steepness = float(landscape.curvatures[1])
        top = float(landscape.loss(start))
        levels = [top * share for share in (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)]
        self.valley = ContourMap(landscape.loss, levels, self.seen, theme)
        self.goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.26)
        self.goal.move_to(self.seen.point(0, 0))

    def landscape(self) -> str:
        return f"f = (x^2 + {in_maths(self.steepness)} thin y^2) \\/ 2"

    def rates(self, journey: Journey) -> str:
        momentum = float(journey.run.optimizer.momentum)
        rate = f"{self.landscape()}, quad eta = {in_maths(journey.lr * self.steepness)} \\/ {in_maths(self.steepness)}"
        return f"{rate}, quad mu = {momentum:.5g}" if momentum else rate

    def length(self, journey: Journey) -> int:
        """How many steps of a journey are worth seeing: until it arrives or leaves, or as long as the others take."""
        if journey.exploded:
            outside = np.flatnonzero(~self.seen.contains(*journey.run.positions.T))
            return max(int(outside[0]), 1) if len(outside) else len(journey.losses) - 1
        if journey.arrived is not None:
            return max(journey.arrived, 1)
        others = [other.arrived for other in self.journeys if other.arrived is not None]
        return min(len(journey.losses) - 1, max(SHOWN_AT_LEAST, *others, 0))

    def lay_chart(self) -> LossRace:
        """The chart for the losses of all journeys, below the valley."""
        start = float(self.journeys[0].losses[0])
        self.chart = LossRace(
            self.below,
            self.theme,
            start=start,
            goal=GOAL,
            highest=(30 if any(journey.exploded for journey in self.journeys) else 2) * start,
            last=max(self.length(journey) for journey in self.journeys),
            arrivals=[journey.arrived for journey in self.journeys if journey.arrived is not None],
        )
        self.fallen: list[Mobject] = [self.chart]
        return self.chart

    def formula(self, expression: str) -> MathTypst:
        """A formula above the chart, at the right, as large as the name of the chart's axis leaves room."""
        formula = maths(expression, self.theme.ink)
        return self.below.place(shrunk(formula, self.below.width - 2), UR)

    def run_through(self, journey: Journey, seconds: float) -> None:
        """Let the clock run on to a journey's end, if it is not there; a short way does not take long."""
        way = self.length(journey) - self.clock.now
        if way > 0:
            self.run_to(self.length(journey), min(seconds, max(0.6 * way, 1)))

    def runner(self, journey: Journey, colour: str) -> MapRunner:
        """A runner on the map, on the clock."""
        width = 5 if colour == self.theme.momentum else 3.5
        shown = journey.run.positions[: self.length(journey) + 1]
        return MapRunner(shown, self.seen, colour, self.theme, width).follow(self.clock)

    def follow(self, journey: Journey, colour: str) -> MapRunner:
        """A runner on the map, its loss on the chart."""
        self.fall(journey, colour)
        self.add(runner := self.runner(journey, colour))
        return runner

    def fall(self, journey: Journey, colour: str) -> None:
        """Let the loss of a journey fall on the chart, on the clock."""
        curve = self.chart.fall(journey.losses[: self.length(journey) + 1], colour)
        curve.add_updater(lambda line: line.draw_to(self.clock.now))
        self.add(curve)
        self.fallen.append(curve)

    def mark_arrival(self, journey: Journey) -> None:
        """Mark the step of arrival below the place on the axis where the last curve meets it."""
        curve = self.fallen[-1].clear_updaters()  # it stands when the clock goes back to the start
        curve.set_stroke(opacity=0.7)
        if journey.arrived is not None:
            mark = self.chart.arrival(journey.arrived, curve.get_stroke_color().to_hex())
            self.fallen.append(mark)
            self.play(FadeIn(mark), run_time=0.3)

    def count(self, journey: Journey, *, at_least: int = 0, overshoots: bool = False) -> VGroup:
        """Counters for one journey: crossings of the floor or of the goal, and the sideways path.

        Args:
            at_least: the step up to which they count in any case.
        """
        last = max(self.length(journey), at_least)
        x, y = journey.run.positions[: last + 1].T
        passed = np.cumsum(np.append(0, (x[1:] > 0) != (x[:-1] > 0))) if overshoots else journey.crossings_at
        sideways = np.cumsum(np.append(0, np.abs(np.diff(y))))
        if journey.arrived is not None:
            sideways[-1] = journey.sideways_path  # what is left of the run after its arrival, too
        rows = [
            Readout(say("past the goal") if overshoots else say("crossings"), "0", self.theme),
            Readout(say("sideways path"), "0.00", self.theme),
        ]
        rows[0].add_updater(lambda r: r.show(str(int(passed[min(self.clock.step, last)]))), call_updater=True)
        rows[1].add_updater(lambda r: r.show(figures(sideways[min(self.clock.step, last)])), call_updater=True)
        table = readout_rows(rows, widest=longest(map(figures, sideways)))
        self.play(FadeIn(table), run_time=0.3)
        return table
