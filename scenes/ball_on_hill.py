"""Ball on a hill: momentum rolls through the dip that stops plain gradient descent; too much of it flies past."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedVMobject, FadeIn, FadeOut, ValueTracker, VGroup, linear

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.gauge import Gauge
from scenes.parts.hill_scene import HillScene, arrival
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.runner import HillRunner
from scenes.parts.score_strip import ScoreStrip
from scenes.parts.slider import Slider
from scenes.parts.steps import StepClock
from scenes.parts.trail import Dots, PolyLine
from scenes.parts.typesetting import LABEL, Number, maths, words
from scenes.scripts import ball_on_hill as script
from sim.experiments import ball_on_hill as experiment
from sim.experiments.ball_on_hill import Descent

LANDSCAPE = r'f(x) = x^2 \/ 20 + "two bumps"'


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
        self.raise_hill(result.landscape, np.concatenate([ball.positions for ball in balls]))
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
            question = [words("?", theme.quiet_ink, 1.6 * LABEL) for _ in result.minima]
            for mark, valley in zip(question, sorted(result.minima), strict=True):
                mark.next_to(self.hill.rim(valley), UP, buff=0.35)
            self.play(FadeIn(self.hill), run_time=1)
            self.play(FadeIn(waiting, shift=0.6 * DOWN), run_time=0.6)
            self.play(FadeIn(*question, lag_ratio=0.4), run_time=1)
        self.remove(waiting)
        self.retire(*question)

    def gradient_descent_stops(self) -> None:
        ball, theme = self.result.gradient_descent, self.theme
        with self.tell("gradient-descent-stops"):
            self.show_recipe(self.recipe())
            formula = self.show_formula("x_(t+1) = x_t - eta {{ f'(x_t) : slope }}", slope=theme.gradient)
            # The arrow is the slope that it obeys: where the slope is nothing, so is the arrow.
            self.plain = self.runner(ball.positions, theme.gradient_descent, arrows=-ball.run.gradients[:, 0])
            self.plain.arrow.set_fill(theme.gradient)
            self.add(self.plain)
            losses = self.show_losses(("loss", ball.losses, theme.gradient_descent))
            self.run_to_rest(ball, seconds=5)
            tag = self.tag(f"x = {ball.position:.4g}", self.plain)
            self.play(FadeIn(tag), run_time=0.4)
        self.retire(losses, formula, tag)

    def bigger_rate_same_trap(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("bigger-rate-same-trap"):
            self.plain.clear_updaters()
            rates, endings = self.endings_table([result.gradient_descent, *result.larger_rates])
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
                velocity=theme.momentum,
                memory=theme.momentum,
                step=theme.momentum,
                slope=theme.gradient,
            )
            # Both start again from the same place, on the same clock.
            self.plain = self.runner(plain.positions, theme.gradient_descent)
            self.rolling = self.runner(ball.positions, theme.momentum, spokes=3, arrows=ball.run.updates[:, 0])
            self.add(self.plain, self.rolling)
            losses = self.show_losses(
                ("gradient descent", plain.losses, theme.gradient_descent), ("momentum", ball.losses, theme.momentum)
            )
            self.run_to_rest(plain, ball, seconds=7)
            tag = self.tag(f"x = {ball.position:.4g}", self.rolling)
            self.play(FadeIn(tag), run_time=0.4)
        self.rolling.clear_updaters()
        self.retire(losses, formula, tag, self.plain)

    def more_is_not_better(self) -> None:
        result, theme, ball = self.result, self.theme, self.result.heavy
        with self.tell("more-is-not-better"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(ball))
            self.heavy = self.runner(ball.positions, theme.momentum, spokes=5, arrows=ball.run.updates[:, 0])
            self.play(self.rolling.animate.set_opacity(0.25), FadeIn(self.heavy), run_time=0.4)
            losses = self.show_losses(("loss", ball.losses, theme.momentum))
            self.run_to_rest(ball, seconds=5.5)
            # The same start with a hundred momenta: how many of them end in the best valley?
            found = result.sweep.reached_best
            cells = self.sky.inset(top=0.7, bottom=0.35)
            strip = ScoreStrip(found, cells, {0: "0", 50: "0.5", 90: "0.9"}, theme)
            verdict = words("of 100 values of μ end in the best valley", theme.quiet_ink, LABEL)
            self.sky.place(verdict, UP).shift(0.3 * RIGHT)
            count = Number("0", theme.ink, LABEL, anchor="right")
            count.shift(verdict.get_left() + 0.2 * LEFT).shift((verdict.baseline - count.baseline) * UP)
            tried = StepClock()
            strip.add_updater(lambda cells: count.show(str(cells.show(tried.step))))
            self.play(FadeIn(strip, verdict, count), run_time=0.4)
            self.play(tried.animate.set_value(len(found)), run_time=2.5, rate_func=linear)
        self.retire(losses, strip, verdict, count, self.rolling, self.heavy, self.hill)

    def mass_lives_in_momentum(self) -> None:
        theme, honey = self.theme, self.result.honey
        with self.tell("mass-lives-in-momentum"):
            self.show_recipe(self.recipe(self.result.momentum))
            left, right = frame.safe_stage().split(1, 1.1, gap=1.2)
            # The law of a mass in honey, and the two rates that it makes.
            law = maths("m dot.double(x) + c dot(x) = -f'(x)", theme.ink)
            rates = maths("eta = h^2 / (m + c h), quad mu = m / (m + c h)", theme.ink)
            left.inset(top=0.3).place(VGroup(law, rates).arrange(DOWN, buff=0.4), UP)
            # The weight over the steps, once as the optimizer steps, once as Newton's law has it.
            chart, sgd, newton = self.path_over_steps(right)
            self.play(FadeIn(law, chart), run_time=0.6)
            self.clock.set_value(0)
            sgd.add_updater(lambda dots: dots.show(self.clock.step + 1))
            self.add(sgd)
            self.run_to(len(sgd.places) - 1, seconds=2.5)
            gap = readout_rows(
                [Readout("SGD to Newton, at most", f"{honey.largest_difference:.1e}", theme)], widest="0.0e-00"
            )
            self.play(FadeIn(newton, rates, gap), run_time=1)
            # Turn the mass: both rates move with it, the honey stays.
            slider, numbers = self.turn_the_mass(left)
        self.retire(law, rates, chart, sgd, newton, gap, slider, numbers)

    def path_over_steps(self, region: Region) -> tuple[Chart, Dots, DashedVMobject]:
        theme, ball, honey = self.theme, self.result.momentum, self.result.honey
        steps = min(arrival(ball.positions), 60)  # enough to see single steps
        shown = slice(0, steps + 1)
        low, high = float(ball.positions[shown].min()), float(ball.positions[shown].max())
        seen = Coordinates(region.inset(left=0.7, right=0.2, top=0.5, bottom=0.5), (0, steps), (low - 0.5, high + 0.5))
        chart = Chart(
            seen,
            theme,
            x_ticks={0: "0", steps: f"{steps}"},
            y_ticks={low: f"{low:.1f}", high: f"{high:.1f}"},
            x_name="step",
            y_name="x: SGD dotted, Newton dashed",
        )
        places = seen.point(np.arange(steps + 1), ball.positions[shown])
        newton = PolyLine(seen.point(np.arange(steps + 1), honey.positions[shown]), theme.ink, width=3).draw_all()
        return chart, Dots(places, theme.momentum), DashedVMobject(newton, num_dashes=70)

    def turn_the_mass(self, region: Region) -> tuple[Slider, VGroup]:
        theme, honey, masses = self.theme, self.result.honey, self.result.push.masses
        mass = ValueTracker(float(masses[0]))
        slider = Slider("mass m", {float(m): f"{m:g}" for m in masses}, theme.momentum, theme, width=0.8 * region.width)
        slider.next_to(region.centre, DOWN, buff=0.75).set_x(region.centre[0])
        names = VGroup(*(words(name, theme.quiet_ink) for name in ("η", "μ")))
        values = VGroup(*(Number("0.0000", theme.ink, LABEL) for _ in names))
        row = VGroup(names[0], values[0], names[1], values[1]).arrange(RIGHT, buff=0.3).next_to(slider, UP, buff=0.3)
        for name, value in zip(names, values, strict=True):
            value.shift((name.baseline - value.baseline) * UP)

        def follow(knob: Slider) -> None:
            m = float(np.exp(mass.get_value()))
            knob.turn_to(m)
            values[0].show(f"{honey.lr(m):.4f}")
            values[1].show(f"{honey.momentum(m):.4f}")

        mass.set_value(np.log(masses[0]))
        slider.add_updater(follow, call_updater=True)
        self.play(FadeIn(slider, row), run_time=0.4)
        self.play(mass.animate.set_value(np.log(masses[-1])), run_time=3)
        slider.clear_updaters()
        return slider, row

    def heavier_is_slower(self) -> None:
        theme, push = self.theme, self.result.push
        with self.tell("heavier-is-slower"):
            self.clock.set_value(0)
            self.show_recipe("m dot.double(x) + c dot(x) = -f'(x), quad f' = -1", steps=True)
            formula = maths("eta / (1 - mu) = h / c", theme.ink)
            frame.safe_stage().place(formula, UP)
            speeds = np.vstack([np.zeros_like(push.masses), push.speeds]) / push.top_speed
            gauges = VGroup()
            for column, region in enumerate(frame.safe_stage().inset(top=1.1).split(1, 1, 1)):
                name = f"mass {push.masses[column]:g}\nη = {push.lr[column]:.4f}, μ = {push.momentum[column]:.4f}"
                gauge = Gauge(name, theme.momentum, theme, full=1.25, ticks={0: "0", 0.5: "½", 1: "1"}, radius=1.15)
                region.place(gauge)
                gauge.add_updater(
                    lambda g, speed=speeds[:, column]: g.show(
                        at := float(speed[min(self.clock.step, len(speed) - 1)]), f"{at:.3f}"
                    )
                )
                gauges.add(gauge)
            top = readout_rows([Readout("top speed h/c", f"{push.top_speed:#.4g}", theme)], widest="00.000")
            self.play(FadeIn(formula, gauges, top), run_time=0.6)
            # The ground falls steadily, then it is level; the beat ends while the heaviest still rolls.
            self.run_to(push.pushed, seconds=4)
            self.run_to(push.pushed + 0.25 * push.pushed, seconds=2)
        self.retire(formula, gauges, top)

    def three_endings(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("three-endings"):
            self.show_recipe(self.recipe(), steps=False)
            cast = [
                (result.gradient_descent, theme.gradient_descent, 1),
                (result.momentum, theme.momentum, 3),
                (result.heavy, theme.momentum, 5),
            ]
            self.play(FadeIn(self.hill), run_time=0.5)
            self.clock.set_value(0)
            balls = [self.runner(ball.positions, colour, spokes) for ball, colour, spokes in cast]
            self.add(*balls)
            self.run_to_rest(*(ball for ball, *_ in cast), seconds=2.5)
            # Balls in one place share a tag.
            places: dict[float, list[int]] = {}
            for index, (ball, *_) in enumerate(cast):
                near = [x for x in places if abs(x - ball.position) < 0.5]
                places.setdefault(near[0] if near else ball.position, []).append(index)
            tags = VGroup()
            for together in places.values():
                momenta = ", ".join(dict.fromkeys(f"{cast[i][0].run.optimizer.momentum:g}" for i in together))
                ball, *_ = cast[together[0]]
                tags.add(self.tag(f"μ = {momenta}\nloss {ball.loss:.4f}", balls[together[0]]))
            self.play(FadeIn(tags), run_time=0.5)

    def run_to_rest(self, *balls: Descent, seconds: float) -> None:
        """Run until nothing is left to see, then let the clock race to the last step."""
        self.run_to(max(arrival(ball.positions) for ball in balls), seconds)
        self.run_to(max(len(ball.positions) for ball in balls) - 1, seconds=0.7)

    def recipe(self, ball: Descent | None = None) -> str:
        rates = f"{LANDSCAPE}, quad eta = {self.result.params.lr:g}"
        return rates if ball is None else f"{rates}, quad mu = {ball.run.optimizer.momentum:g}"

    def endings_table(self, balls: list[Descent]) -> tuple[VGroup, VGroup]:
        """Two columns in the sky: learning rates, and where they end."""
        rates = VGroup(*(words(f"η = {ball.run.optimizer.lr:g}", self.theme.quiet_ink) for ball in balls))
        endings = VGroup(*(words(ending(ball), self.theme.ink) for ball in balls))
        rows = [piece for row in zip(rates, endings, strict=True) for piece in row]
        table = VGroup(*rows).arrange_in_grid(cols=2, col_alignments="ll", buff=(0.6, 0.2))
        self.sky.place(table, UP)
        return rates, endings


def ending(ball: Descent) -> str:
    if ball.diverged:
        return "flies out"
    return f"ends at x = {ball.position:.4g}" if ball.settled else "does not come to rest"
