"""Ball on a hill: momentum rolls through the dip that stops plain gradient descent; too much of it flies past."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, FadeIn, FadeOut, ValueTracker, VGroup, linear

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.frame import shrunk
from scenes.parts.hill_scene import HillScene, arrival
from scenes.parts.mass_slider import MassSlider
from scenes.parts.path_chart import PathChart
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.runner import HillRunner
from scenes.parts.score_strip import Scoreboard
from scenes.parts.speed_chart import SpeedChart
from scenes.parts.steps import StepClock
from scenes.parts.two_columns import two_columns
from scenes.parts.typesetting import LABEL, maths, words
from scenes.scripts import ball_on_hill as script
from sim.experiments import ball_on_hill as experiment
from sim.experiments.ball_on_hill import Descent


class BallOnHill(HillScene):
    """The story of Mental Model 1 over the runs of :mod:`sim.experiments.ball_on_hill`."""

    title = CLIPS["ball-on-hill"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "three-endings"
    result: experiment.Result

    def construct(self) -> None:
        result = self.result
        balls = [result.gradient_descent, result.momentum, result.heavy]
        self.raise_hill(result.landscape, np.concatenate([ball.positions for ball in balls]), clear=4.6)
        self.show_title()
        self.where_will_it_stop()
        self.gradient_descent_stops()
        self.bigger_rate_same_trap()
        self.momentum_rolls_through()
        self.more_is_not_better()
        self.mass_lives_in_momentum()
        self.heavier_is_slower()
        self.three_endings()

    def where_will_it_stop(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("where-will-it-stop"):
            # The ball waits on its slope; every valley is a question.
            waiting = HillRunner(np.full(2, result.params.start), self.hill, theme.gradient_descent, theme)
            question = [words("?", theme.ink, 2.6 * LABEL, "semibold") for _ in result.minima]
            for mark, valley in zip(question, sorted(result.minima), strict=True):
                mark.next_to(self.hill.rim(valley), UP, buff=0.35)
            self.play(FadeIn(self.hill), run_time=1)
            self.play(FadeIn(waiting, shift=0.6 * DOWN), run_time=0.6)
            self.play(FadeIn(*question, lag_ratio=0.4), run_time=1)
        self.retire(*question)
        self.waiting = waiting

    def gradient_descent_stops(self) -> None:
        ball, theme = self.result.gradient_descent, self.theme
        with self.tell("gradient-descent-stops"):
            self.show_recipe(self.recipe())
            formula = self.show_formula("x_(t+1) = x_t - eta {{ f'(x_t) : slope }}", slope=theme.gradient)
            # The arrow is the slope that it obeys: where the slope is nothing, so is the arrow.
            self.plain = self.runner(ball.positions, theme.gradient_descent, arrows=-ball.run.gradients[:, 0])
            self.plain.arrow.set_fill(theme.gradient)
            self.remove(self.waiting)
            self.add(self.plain)
            losses = self.show_losses((say("loss"), ball.losses, theme.gradient_descent))
            self.run_to_rest(ball.positions, seconds=5)
            tag = self.tag(f"x = {ball.position:.4g}", self.plain)
            self.play(FadeIn(tag), run_time=0.4)
        self.retire(losses, formula, tag)

    def bigger_rate_same_trap(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("bigger-rate-same-trap"):
            self.show_recipe(self.landscape())
            self.plain.clear_updaters()
            balls = [result.gradient_descent, *result.larger_rates]
            rows = [(f"η = {ball.run.optimizer.lr:g}", script.outcome(ball)) for ball in balls]
            rates, endings = two_columns(rows, self.sky, theme)
            self.play(FadeIn(rates[0], endings[0]), self.plain.trail.animate.set_opacity(0.25), run_time=0.4)
            for ball, rate, ending in zip(result.larger_rates, rates[1:], endings[1:], strict=True):
                # Each is let go at the same start and takes longer strides.
                self.clock.set_value(0)
                ghost = self.runner(ball.positions, theme.gradient_descent)
                self.add(ghost, rate)
                self.run_to(arrival(ball.positions), seconds=1.3)
                ghost.clear_updaters()
                self.play(FadeIn(ending), FadeOut(ghost), run_time=0.4)
        self.retire(rates, endings, self.plain)

    def momentum_rolls_through(self) -> None:
        plain, ball, theme = self.result.gradient_descent, self.result.momentum, self.theme
        with self.tell("momentum-rolls-through"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(ball))
            formula = self.show_formula(
                "{{ b_t : velocity }} = mu {{ b_(t-1) : memory }} + {{ g_t : slope }}, quad "
                "x_(t+1) = x_t - eta {{ b_t : step }}",
                slope=theme.gradient,
                **dict.fromkeys(("velocity", "memory", "step"), theme.momentum),
            )
            # Both start again from the same place, on the same clock.
            self.plain = self.runner(plain.positions, theme.gradient_descent)
            self.rolling = self.runner(ball.positions, theme.momentum, spokes=3, arrows=ball.run.updates[:, 0])
            self.add(self.plain, self.rolling)
            losses = self.show_losses(
                (say("gradient descent"), plain.losses, theme.gradient_descent),
                (say("momentum"), ball.losses, theme.momentum),
            )
            self.run_to_rest(plain.positions, ball.positions, seconds=7)
            tag = self.tag(f"x = {ball.position:.4g}", self.rolling)
            self.play(FadeIn(tag), run_time=0.4)
        self.rolling.clear_updaters()
        self.retire(losses, formula, tag, self.plain)

    def more_is_not_better(self) -> None:
        result, theme, ball = self.result, self.theme, self.result.heavy
        with self.tell("more-is-not-better"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(ball))
            heavy = self.runner(ball.positions, theme.momentum, spokes=5, arrows=ball.run.updates[:, 0])
            self.play(self.rolling.animate.set_opacity(0.25), FadeIn(heavy), run_time=0.4)
            losses = self.show_losses((say("loss"), ball.losses, theme.momentum))
            self.run_to_rest(ball.positions, seconds=5.5)
            # The same start with a hundred momenta: how many of them end in the best valley?
            found = result.sweep.reached_best
            verdict = say("of {count} values of μ end in the best valley", count=len(found))
            ticks = {0: "μ = 0", 50: "0.5", 90: "0.9"}
            board = Scoreboard(found, verdict, self.between_slopes(1.75), ticks, theme)
            tried = StepClock()
            board.add_updater(lambda cells: cells.show(tried.step))
            self.play(FadeIn(board), run_time=0.4)
            self.play(tried.animate.set_value(len(found)), run_time=2.5, rate_func=linear)
        self.leave(losses, board, self.rolling, heavy, self.hill)

    def mass_lives_in_momentum(self) -> None:
        theme, honey, ball = self.theme, self.result.honey, self.result.momentum
        with self.tell("mass-lives-in-momentum"):
            body = f"quad m = {honey.mass:.4g}, quad h = {honey.time_step:.4g}, quad c = {honey.drag:.4g}"
            self.show_recipe(f"{self.landscape()}, {body}")
            left, right = frame.safe_stage().fold(1, 1.1, gap=0.8)
            top, dial = left.stack(0.6, 4, gap=0.3)
            # The weight over the steps, once as the optimizer steps, once as Newton's law has it.
            law = top.place(maths("m dot.double(x) + c dot(x) = -f'(x)", theme.ink), ORIGIN if top.width > 7 else LEFT)
            steps = min(arrival(ball.positions), 60)  # enough to see single steps
            name = say("weight x: dots SGD, dashes Newton")
            paths = (path[: steps + 1] for path in (ball.positions, honey.positions))
            chart = PathChart(*paths, name=name, colour=theme.momentum, region=right, theme=theme)
            self.clock.set_value(0)
            chart.add_updater(lambda paths: paths.show(self.clock.step))
            self.bring(law, chart)
            self.run_to(steps, seconds=2.5)
            gap = [Readout(say("largest gap to Newton"), f"{honey.largest_difference:.2g}", theme)]
            # Turn the mass down to nothing: what is left is gradient descent.
            dialled = MassSlider(honey, dial, theme)
            self.play(FadeIn(chart.dashed, dialled, readouts := readout_rows(gap, widest="0.0e-00")), run_time=1)
            self.wait(1)
            mass = ValueTracker(dialled.heaviest)
            dialled.add_updater(lambda d: d.turn_to(mass.get_value()))
            self.play(mass.animate.set_value(0), run_time=3.5)
        self.leave(law, chart, chart.dashed, readouts, dialled)

    def heavier_is_slower(self) -> None:
        theme, push = self.theme, self.result.push
        with self.tell("heavier-is-slower"):
            self.clock.set_value(0)
            self.show_recipe("m dot.double(x) + c dot(x) = -f'(x), quad f' = -1")
            left, right = frame.safe_stage().panes(1.65, 1, gap=0.5)
            chart = SpeedChart(push, theme.momentum, left, theme)
            formula = maths("eta / (1 - mu) = h / c", theme.ink)
            rates = VGroup(formula, key := chart.key(theme)).arrange(RIGHT if frame.is_narrow() else DOWN, buff=0.7)
            right.place(shrunk(rates, right.width, right.height))
            top = readout_rows([Readout(say("top speed h/c"), f"{push.top_speed:#.4g}", theme)], widest="00.000")
            chart.add_updater(lambda c: c.show(self.clock.now))
            self.bring(chart, formula, key, top)
            # The ground falls steadily, then it is level.
            self.run_to(push.pushed, seconds=4)
            self.run_to(2 * push.pushed, seconds=3)
        self.leave(chart, formula, key, top)

    def three_endings(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("three-endings"):
            self.show_recipe(self.recipe(), steps=False)
            balls = [result.gradient_descent, result.momentum, result.heavy]
            looks = [(theme.gradient_descent, 1), (theme.momentum, 3), (theme.momentum, 5)]
            self.bring(self.hill)
            self.clock.set_value(0)
            runners = [self.runner(ball.positions, *look) for ball, look in zip(balls, looks, strict=True)]
            self.add(*runners)
            self.run_to_rest(*(ball.positions for ball in balls), seconds=2.5)
            self.play(
                FadeIn(self.tag_together(runners, lambda them: script.shared_ending([balls[i] for i in them]))),
                run_time=0.5,
            )

    def landscape(self) -> str:
        return f'f(x) = x^2 \\/ 20 + "{say("two bumps")}"'

    def recipe(self, ball: Descent | None = None) -> str:
        rates = f"{self.landscape()}, quad eta = {self.result.params.lr:g}"
        return rates if ball is None else f"{rates}, quad mu = {ball.run.optimizer.momentum:g}"
