"""The oscillating valley: across it the pushes of momentum cancel, along it they add up."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Arc, DashedLine, FadeIn, FadeOut, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.bar_race import BarRace, Racer
from scenes.parts.component_arrows import ComponentArrows
from scenes.parts.frame import shrunk
from scenes.parts.map_runner import MapRunner
from scenes.parts.numerals import figures, in_maths
from scenes.parts.pointer import Pointer
from scenes.parts.push_sums import PushSums
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.trail import joined
from scenes.parts.typesetting import maths
from scenes.parts.valley_scene import ValleyScene
from scenes.scripts import oscillating_valley as script
from sim.experiments import oscillating_valley as experiment
from sim.experiments.arrival import GOAL

FIRST_PUSHES = 8  # of momentum that are shown as arrows


class OscillatingValley(ValleyScene):
    """The story of the oscillation problem over the runs of :mod:`sim.experiments.oscillating_valley`."""

    title = CLIPS["oscillating-valley"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "across-and-along"
    result: experiment.Result

    def construct(self) -> None:
        result = self.result
        journeys = (result.zigzag, result.careful, result.momentum, result.heavy)
        self.lay_valley(result.landscape, result.start, journeys)
        self.wrong_way()
        self.zig_zag()
        self.smaller_steps()
        self.momentum_cancels()
        self.too_much_momentum()
        self.square_root()
        self.across_and_along()

    def wrong_way(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("wrong-way"):
            self.show_title()
            self.show_recipe(self.landscape(), steps=False)
            self.play(FadeIn(self.valley), run_time=0.8)
            # Where one wants to go, and where the slope says.
            start = self.seen.point(*result.start)
            self.puck = MapRunner(result.start[np.newaxis], self.seen, theme.gradient_descent, theme)
            wish = joined(
                DashedLine(start, self.goal.get_center(), color=theme.target, stroke_width=4, dash_length=0.15)
            )
            slope = -result.landscape.gradient(result.start)
            arrow = Pointer(theme.gradient, width=0.11)
            length = min(1.5, 0.75 * self.seen.region.height)
            arrow.point(start, start + length * np.append(slope / np.linalg.norm(slope), 0))
            first, last = np.arctan2(slope[1], slope[0]), np.arctan2(-result.start[1], -result.start[0])
            corner = Arc(0.9, first, last - first, arc_center=start, color=theme.ink, stroke_width=3)
            angle = readout_rows([Readout(say("off the goal"), f"{result.angle:.2f}°", theme)], widest="00.00°")
            self.play(FadeIn(self.goal, self.puck), run_time=0.5)
            self.play(FadeIn(wish), run_time=0.6)
            # Downhill in numbers: a little along the valley, much across it.
            x, y = (in_maths(value) for value in slope)
            left, right = self.below.panes(1.1, 1, gap=0.6, stacked=(1, 1.6))
            formula = maths(
                f"-nabla f = (-x, {{{{ -{in_maths(self.steepness)} y : rule }}}}) = ({x}, {{{{ {y} : steep }}}})",
                theme.ink,
                terms=dict.fromkeys(("rule", "steep"), theme.text_colour(theme.gradient)),
            )
            left.place(formula.scale(min(1.25, left.width / formula.width)))
            sizes = dict(zip((say("along"), say("across")), np.abs(slope), strict=True))
            spare = max(0.0, right.height / 2 - 0.825)  # the two rows stand close together
            parts = ComponentArrows(sizes, theme.gradient, right.inset(top=spare, bottom=spare), theme)
            self.play(FadeIn(arrow, formula, parts), run_time=0.6)
            self.play(FadeIn(corner, angle), run_time=0.6)
        self.retire(wish, arrow, corner, angle, formula, parts, self.puck)

    def zig_zag(self) -> None:
        result, theme, journey = self.result, self.theme, self.result.zigzag
        with self.tell("zig-zag"):
            self.show_recipe(self.rates(journey))
            steep, factor = in_maths(self.steepness), in_maths(result.wall_factor, 3)
            formula = self.formula(f"y_(t+1) = (1 - {steep} eta) y_t = {factor} thin y_t")
            self.play(FadeIn(self.lay_chart(), formula), run_time=0.5)
            self.first, counters = self.follow(journey, theme.gradient_descent), self.count(journey)
            self.run_through(journey, seconds=6.5)
            self.mark_arrival(journey)
        self.retire(counters, formula)

    def smaller_steps(self) -> None:
        journey, theme = self.result.careful, self.theme
        with self.tell("smaller-steps"):
            self.clock.set_value(0)
            self.first.recede()
            self.show_recipe(self.rates(journey))
            formula = self.formula(f"x_(t+1) = (1 - eta) x_t = {in_maths(1 - journey.lr, 3)} thin x_t")
            second, counters = self.follow(journey, theme.gradient_descent), self.count(journey)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_through(journey, seconds=5)
            self.mark_arrival(journey)
        self.retire(counters, formula, second)

    def momentum_cancels(self) -> None:
        journey, theme = self.result.momentum, self.theme
        with self.tell("momentum-cancels"):
            self.clock.set_value(0)
            self.show_recipe(self.rates(journey))
            # First the sum that momentum is, slowly, in place of the chart.
            sums = self.push_sums()
            self.play(FadeOut(*self.fallen), run_time=0.3)
            self.third = self.runner(journey, theme.momentum)
            self.add(self.third)
            self.play(FadeIn(sums), run_time=0.4)
            counters = self.count(journey, at_least=self.pushes_shown)
            self.run_to(self.pushes_shown, seconds=min(5, self.pushes_shown))
            self.play(FadeIn(sums.verdicts), run_time=0.4)
            self.wait(2.2)
            self.retire(sums, sums.verdicts)
            # Then how far it carries.
            formula = self.formula("b_t = mu b_(t-1) + g_t")
            self.play(FadeIn(*self.fallen, formula), run_time=0.4)
            self.fall(journey, theme.momentum)
            self.run_through(journey, seconds=3)
            self.mark_arrival(journey)
        self.retire(counters, formula)

    def too_much_momentum(self) -> None:
        journey, theme = self.result.heavy, self.theme
        with self.tell("too-much-momentum"):
            self.clock.set_value(0)
            self.third.recede()
            self.play(FadeOut(self.first), run_time=0.3)
            self.show_recipe(self.rates(journey))
            bound, steep = in_maths(2 * (1 + journey.run.optimizer.momentum)), in_maths(self.steepness)
            formula = self.formula(f'"{say("holds while")}" eta < 2 (1 + mu) \\/ {steep} = {bound} \\/ {steep}')
            fourth, counters = self.follow(journey, theme.momentum), self.count(journey, overshoots=True)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_through(journey, seconds=5.5)
            self.mark_arrival(journey)
        self.leave(fourth, self.third, counters, formula, *self.fallen, self.valley, self.goal)

    def square_root(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("square-root"):
            until = f'"{say("steps until")}" f < {GOAL:g}'
            self.show_recipe(f"{self.landscape()}, quad kappa = {in_maths(self.steepness)}, quad {until}", steps=False)
            field = [
                Racer(name, getattr(theme, role), journey.arrived, lost=journey.exploded and journey.arrived is None)
                for name, role, journey in script.contestants(result)
            ]
            stage = frame.safe_stage()
            races, formulas = stage.stack(2.4, 1, gap=0.3)
            longest = result.params.steps
            if all(racer.arrived is not None or racer.lost for racer in field):
                longest = max((racer.arrived for racer in field if racer.arrived is not None), default=longest)
            race = BarRace(field, longest, races, theme)
            race.add_updater(lambda bars: bars.show(self.clock.now))
            self.clock.set_value(0)
            self.bring(race)
            self.run_to(longest, seconds=4.5)
            cost = maths("cal(O)(kappa log 1/epsilon) -> cal(O)(sqrt(kappa) log 1/epsilon)", theme.ink)
            best = maths("mu^* = ((sqrt(kappa) - 1) / (sqrt(kappa) + 1))^2", theme.ink)
            together = VGroup(cost, best)
            if stage.is_upright:
                together.arrange(DOWN, buff=0.5)
            else:
                together.arrange(buff=0.8 if frame.is_narrow() else 1.2)
            formulas.place(shrunk(together, formulas.width))
            self.play(FadeIn(cost), run_time=0.5)
            self.play(FadeIn(best), run_time=0.5)
        self.leave(race, cost, best)

    def across_and_along(self) -> None:
        result, theme, journey = self.result, self.theme, self.result.momentum
        with self.tell("across-and-along"):
            self.clock.set_value(0)
            self.show_recipe(self.rates(journey))
            sums = self.push_sums()
            rows = [
                Readout(say("loss, gradient descent"), "0", theme, theme.gradient_descent),
                Readout(say("loss, momentum"), "0", theme, theme.momentum),
            ]
            last = max(self.length(journey), self.pushes_shown)
            texts = [list(map(figures, each.losses[: last + 1])) for each in (result.zigzag, journey)]
            for row, shown in zip(rows, texts, strict=True):
                row.add_updater(lambda r, t=shown: r.show(t[min(self.clock.step, len(t) - 1)]), call_updater=True)
            losses = readout_rows(rows, widest=max((text for shown in texts for text in shown), key=len))
            self.bring(self.valley, self.goal)
            self.add(self.runner(result.zigzag, theme.gradient_descent), self.runner(journey, theme.momentum))
            self.play(FadeIn(sums, losses), run_time=0.4)
            self.run_to(self.pushes_shown, seconds=3)
            self.play(FadeIn(sums.verdicts), run_time=0.3)
            self.run_through(journey, seconds=2.5)

    @property
    def pushes_shown(self) -> int:
        journey = self.result.momentum
        return min(FIRST_PUSHES, journey.arrived or len(journey.run.gradients))

    def push_sums(self) -> PushSums:
        """The sum that momentum is, on the clock."""
        sums = PushSums(self.result.momentum.run, self.pushes_shown, self.below, self.theme)
        return sums.add_updater(lambda picture: picture.show(self.clock.now))
