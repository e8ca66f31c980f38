"""The oscillating valley: across it the pushes of momentum cancel, along it they add up."""

from __future__ import annotations

import numpy as np
from manim import DOWN, DashedLine, FadeIn, FadeOut, Star, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.bar_race import BarRace, Racer
from scenes.parts.chart import Chart
from scenes.parts.clip_scene import ClipScene
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import Coordinates, undistorted
from scenes.parts.map_runner import MapRunner
from scenes.parts.pointer import Pointer
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.term_arrows import TermArrows
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import SMALL, maths, words
from scenes.scripts import oscillating_valley as script
from sim.experiments import oscillating_valley as experiment
from sim.experiments.oscillating_valley import GOAL, Journey

FIRST_TERMS = 8  # of the momentum sum that are shown as arrows


class OscillatingValley(ClipScene):
    """The story of the oscillation problem over the runs of :mod:`sim.experiments.oscillating_valley`."""

    title = CLIPS["oscillating-valley"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "across-and-along"
    result: experiment.Result

    def construct(self) -> None:
        self.set_the_stage()
        self.wrong_way()
        self.zig_zag()
        self.smaller_steps()
        self.momentum_cancels()
        self.too_much_momentum()
        self.square_root()
        self.across_and_along()

    def set_the_stage(self) -> None:
        """The valley from above, a unit as long across as along; below it, room for the loss."""
        result, theme = self.result, self.theme
        shown = [j for j in (result.zigzag, result.careful, result.momentum, result.heavy) if not j.exploded]
        ways = np.concatenate([result.start[np.newaxis], *(journey.run.positions for journey in shown)])
        low, high = ways.min(axis=0), np.maximum(ways.max(axis=0), 0)
        margin = 0.07 * max(high[0] - low[0], 1e-3)
        above, self.below = frame.stage().stack(1.75, 1, gap=0.25)
        wide = 1.5 * max(abs(low[1]), abs(high[1]))
        self.seen = undistorted(above, (low[0] - margin, high[0] + margin), (-wide, wide))
        top = float(result.landscape.loss(result.start))
        levels = [top * share for share in (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)]
        self.valley = ContourMap(result.landscape.loss, levels, self.seen, theme)
        self.goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.2)
        self.goal.move_to(self.seen.point(0, 0))

    def wrong_way(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("wrong-way"):
            self.show_title()
            self.show_recipe(f"{self.landscape()}", steps=False)
            self.play(FadeIn(self.valley), run_time=0.8)
            # Where one wants to go, and where the slope says.
            start = self.seen.point(*result.start)
            self.puck = MapRunner(result.start[np.newaxis], self.seen, theme.gradient_descent, theme)
            wish = DashedLine(start, self.goal.get_center(), color=theme.target, stroke_width=4, dash_length=0.15)
            slope = -result.landscape.gradient(result.start)
            arrow = Pointer(theme.gradient, width=0.09)
            arrow.point(start, start + 1.5 * np.append(slope / np.linalg.norm(slope), 0))
            angle = readout_rows([Readout("off the goal", f"{result.angle:.2f}°", theme)], widest="00.00°")
            self.play(FadeIn(self.goal, self.puck), run_time=0.5)
            self.play(FadeIn(wish), run_time=0.6)
            self.play(FadeIn(arrow, angle), run_time=0.6)
            curvature = f"{result.params.condition_number:g}"
            formula = maths(
                f"-nabla f = (-x, -{{{{ {curvature} y : steep }}}})", theme.ink, terms={"steep": theme.gradient}
            )
            self.below.place(formula)
            self.play(FadeIn(formula), run_time=0.6)
        self.retire(wish, arrow, angle, formula, self.puck)

    def zig_zag(self) -> None:
        result, theme, journey = self.result, self.theme, self.result.zigzag
        with self.tell("zig-zag"):
            self.show_recipe(self.rates(journey))
            self.formula = maths(
                f"y_(t+1) = (1 - eta L) y_t = {result.wall_factor:.3g} thin y_t", theme.ink, size=1.1 * SMALL
            )
            self.chart, left = self.loss_chart()
            left.place(self.formula)
            self.play(FadeIn(self.chart, self.formula), run_time=0.5)
            self.first, self.first_curve = self.follow(journey, theme.gradient_descent)
            counters = self.count(journey)
            self.run_to(self.length(journey), seconds=6.5)
            self.first_mark = self.mark_arrival(journey, self.first_curve)
        self.retire(counters, self.formula)

    def smaller_steps(self) -> None:
        journey, theme = self.result.careful, self.theme
        with self.tell("smaller-steps"):
            self.clock.set_value(0)
            self.first.recede()
            self.show_recipe(self.rates(journey))
            self.formula = maths("x_(t+1) = (1 - eta) x_t", theme.ink, size=1.1 * SMALL)
            self.formula_place.place(self.formula)
            self.second, self.second_curve = self.follow(journey, theme.gradient_descent)
            counters = self.count(journey)
            self.play(FadeIn(self.formula), run_time=0.4)
            self.run_to(self.length(journey), seconds=5)
            self.second_mark = self.mark_arrival(journey, self.second_curve)
        self.retire(counters, self.formula, self.second)

    def momentum_cancels(self) -> None:
        journey, theme = self.result.momentum, self.theme
        with self.tell("momentum-cancels"):
            self.clock.set_value(0)
            self.show_recipe(self.rates(journey))
            self.third, self.third_curve = self.follow(journey, theme.momentum)
            counters = self.count(journey)
            # The sum that momentum is, across the valley and along it, each to its own scale.
            across, along = self.formula_place.inset(bottom=0.1).split(1, 1, gap=0.3)
            sums = [
                TermArrows("across", FIRST_TERMS, across, theme, colour=theme.gradient, sum_colour=theme.momentum),
                TermArrows("along", FIRST_TERMS, along, theme, colour=theme.gradient, sum_colour=theme.momentum),
            ]
            for axis, picture in ((1, sums[0]), (0, sums[1])):
                picture.add_updater(lambda p, axis=axis: p.show(*self.pushes(journey, axis)), call_updater=True)
            self.play(FadeIn(*sums), run_time=0.5)
            slow = min(FIRST_TERMS, self.length(journey))
            self.run_to(slow, seconds=4)
            self.wait(0.8)
            self.run_to(self.length(journey), seconds=3)
            self.third_mark = self.mark_arrival(journey, self.third_curve)
        self.retire(counters, *sums)

    def too_much_momentum(self) -> None:
        journey, theme = self.result.heavy, self.theme
        with self.tell("too-much-momentum"):
            self.clock.set_value(0)
            self.third.recede()
            self.play(FadeOut(self.first), run_time=0.3)
            self.show_recipe(self.rates(journey))
            formula = maths("eta < 2 (1 + mu) / L", theme.ink, size=1.1 * SMALL)
            self.formula_place.place(formula)
            fourth, curve = self.follow(journey, theme.momentum)
            counters = self.count(journey, overshoots=True)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_to(self.length(journey), seconds=5.5)
            mark = self.mark_arrival(journey, curve)
        curves = (self.first_curve, self.second_curve, self.third_curve, curve)
        marks = (self.first_mark, self.second_mark, self.third_mark, mark)
        self.retire(fourth, self.third, counters, formula, self.chart, *curves, *marks, self.valley, self.goal)

    def square_root(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("square-root"):
            self.show_recipe(f'{self.landscape()}, quad "steps until" f < 0.001', steps=False)
            lr = f"{result.params.lr_times_curvature:g}/L"
            field = [
                Racer("gradient descent, η = 1/L", theme.gradient_descent, result.careful.arrived),
                Racer(f"gradient descent, η = {lr}", theme.gradient_descent, result.zigzag.arrived),
                Racer(f"momentum {result.params.heavy_momentum:g}", theme.momentum, result.heavy.arrived),
                Racer(f"momentum {result.params.momentum:g}", theme.momentum, result.momentum.arrived),
                Racer(f"momentum {result.best_momentum:.3f}, the best", theme.momentum, result.best.arrived),
            ]
            races, formulas = frame.safe_stage().stack(2.4, 1, gap=0.3)
            longest = max((racer.arrived for racer in field if racer.arrived is not None), default=result.params.steps)
            race = BarRace(field, longest, races, theme)
            race.add_updater(lambda bars: bars.show(self.clock.now))
            self.clock.set_value(0)
            self.play(FadeIn(race), run_time=0.4)
            self.run_to(longest, seconds=4.5)
            cost = maths("cal(O)(kappa log 1/epsilon) -> cal(O)(sqrt(kappa) log 1/epsilon)", theme.ink)
            best = maths("mu^* = ((sqrt(kappa) - 1) / (sqrt(kappa) + 1))^2", theme.ink)
            formulas.place(VGroup(cost, best).arrange(buff=1.2))
            self.play(FadeIn(cost), run_time=0.5)
            self.play(FadeIn(best), run_time=0.5)
        self.retire(race, cost, best)

    def across_and_along(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("across-and-along"):
            self.clock.set_value(0)
            self.show_recipe(self.rates(result.momentum))
            self.play(FadeIn(self.valley, self.goal), run_time=0.4)
            for journey, colour in ((result.zigzag, theme.gradient_descent), (result.momentum, theme.momentum)):
                self.add(MapRunner(self.shown(journey), self.seen, colour, theme).follow(self.clock))
            rows = [
                Readout("gradient descent", "0", theme, theme.gradient_descent),
                Readout("momentum", "0", theme, theme.momentum),
            ]
            for row, journey in zip(rows, (result.zigzag, result.momentum), strict=True):
                row.add_updater(lambda r, j=journey: r.show(f"{j.losses[min(self.clock.step, len(j.losses) - 1)]:.3f}"))
            self.below.place(readout_rows(rows, "00.000", region=self.below.inset(left=4.4, right=4.4, top=0.4)))
            self.play(FadeIn(*rows), run_time=0.3)
            self.run_to(self.length(result.momentum), seconds=3.5)

    # What the beats share

    def landscape(self) -> str:
        return f"f = (x^2 + {self.result.params.condition_number:g} thin y^2) \\/ 2"

    def rates(self, journey: Journey) -> str:
        momentum = journey.run.optimizer.momentum
        rate = f"{self.landscape()}, quad eta = {journey.lr:.3g}"
        return f"{rate}, quad mu = {momentum:g}" if momentum else rate

    def length(self, journey: Journey) -> int:
        """How many steps of a journey are worth seeing: until it arrives, or some hundred if it does not."""
        if journey.arrived is not None:
            return max(journey.arrived, 1)
        return min(len(journey.losses) - 1, 300)

    def shown(self, journey: Journey) -> np.ndarray:
        return journey.run.positions[: self.length(journey) + 1]

    def follow(self, journey: Journey, colour: str) -> tuple[MapRunner, PolyLine]:
        """A runner on the map and its loss on the chart, both on the clock."""
        runner = MapRunner(self.shown(journey), self.seen, colour, self.theme).follow(self.clock)
        steps = np.arange(self.length(journey) + 1)
        curve = self.chart.curve(steps, journey.losses[: len(steps)], colour, width=4)
        curve.add_updater(lambda line: line.draw_to(self.clock.now))
        self.add(curve, runner)
        return runner, curve

    def loss_chart(self) -> tuple[Chart, frame.Region]:
        result = self.result
        left, right = frame.Region(
            frame.safe_stage().left, frame.safe_stage().right, self.below.bottom, self.below.top
        ).split(1, 1.25, gap=0.5)
        journeys = (result.zigzag, result.careful, result.momentum, result.heavy)
        last = max(self.length(journey) for journey in journeys)
        top = float(result.zigzag.losses[0])
        seen = Coordinates(
            right.inset(left=0.9, right=0.3, top=0.4, bottom=0.4), (0, 1.06 * last), (GOAL, 2 * top), log_y=True
        )
        self.formula_place = left
        chart = Chart(
            seen, self.theme, x_ticks={0: "0"}, y_ticks={GOAL: f"{GOAL:g}", top: f"{top:.3g}"}, y_name="loss, by step"
        )
        return chart, left

    def mark_arrival(self, journey: Journey, curve: PolyLine) -> VGroup:
        """The step of arrival, below the place on the axis where the curve meets it."""
        curve.clear_updaters()  # it stands when the clock goes back to the start
        if journey.arrived is None:
            return VGroup()
        foot = self.chart.coordinates.point(journey.arrived, GOAL)
        mark = VGroup(words(str(journey.arrived), self.theme.ink, SMALL).next_to(foot, DOWN, buff=0.14))
        self.play(FadeIn(mark), run_time=0.3)
        return mark

    def count(self, journey: Journey, *, overshoots: bool = False) -> VGroup:
        """Counters for one journey: crossings of the floor or of the goal, and the sideways path."""
        x, y = self.shown(journey).T
        passed = np.cumsum(np.append(0, (x[1:] > 0) != (x[:-1] > 0))) if overshoots else journey.crossings_at
        sideways = np.cumsum(np.append(0, np.abs(np.diff(y))))
        rows = [
            Readout("past the goal" if overshoots else "crossings", "0", self.theme),
            Readout("sideways path", "0.00", self.theme),
        ]
        rows[0].add_updater(lambda r: r.show(str(int(passed[min(self.clock.step, len(passed) - 1)]))))
        rows[1].add_updater(lambda r: r.show(f"{sideways[min(self.clock.step, len(sideways) - 1)]:#.4g}"))
        table = readout_rows(rows, widest="00.00")
        self.play(FadeIn(table), run_time=0.3)
        return table

    def pushes(self, journey: Journey, axis: int) -> tuple[np.ndarray, float]:
        """The newest terms of the momentum sum in the clock's step, newest first, and the whole sum."""
        step = min(self.clock.step, len(journey.run.gradients) - 1)
        newest = journey.run.gradients[max(step - FIRST_TERMS + 1, 0) : step + 1, axis][::-1]
        momentum = journey.run.first_moment if journey.run.first_moment is not None else journey.run.gradients
        return -newest * journey.run.optimizer.momentum ** np.arange(len(newest)), -float(momentum[step, axis])
