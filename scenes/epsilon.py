"""Epsilon: the size of gradient below which Adam stops adapting."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, ValueTracker, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.cloud import CloudPanel
from scenes.parts.epsilon_cliff import EpsilonCliff
from scenes.parts.half_line import HalfLine
from scenes.parts.half_steps import HalfSteps
from scenes.parts.journeys import Journeys
from scenes.parts.numerals import exponential, power_of_ten
from scenes.parts.rolling import rolling_rows
from scenes.parts.typesetting import maths
from scenes.scripts import epsilon as script
from sim.experiments import epsilon as experiment

SILENCE = 0.18  # opacity of the ground below epsilon


class Epsilon(ClipScene):
    """The story of epsilon over the runs of :mod:`sim.experiments.epsilon`."""

    title = CLIPS["epsilon"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "silenced"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.five_gradients()
        self.where_adam_stops()
        self.silenced()
        self.small_loss()
        self.only_noise()
        self.half_precision()
        self.stops_adapting()

    def five_gradients(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("five-gradients"):
            self.show_recipe(f'"{say("gradient descent:")}" quad abs(Delta x) = eta abs(g)', steps=False)
            ends = result.params.eps, result.params.large_eps
            self.cliff = EpsilonCliff(
                result.gradients,
                ends,
                lambda number: exponential(number, 4),
                region=frame.safe_stage(),
                colour=theme.gradient_descent,
                theme=theme,
            )
            self.bring(self.cliff.show_lengths(result.gradients))
            self.wait(1.5)

    def where_adam_stops(self) -> None:
        result, theme, cliff = self.result, self.theme, self.cliff
        with self.tell("where-adam-stops"):
            self.show_recipe(f'"{say("Adam, its first step")}"', steps=False)
            self.formula = frame.readouts().place(
                maths("abs(Delta x) = eta abs(g) / (abs(g) + {{ epsilon : eps }})", theme.ink, terms=self.role())
            )
            # The steps grow out of the gradients: Adam divides each by its own size.
            share = ValueTracker(0.0)
            lengths = result.gradients, result.strides
            cliff.add_updater(lambda c: c.show_lengths(lengths[0] + share.get_value() * (lengths[1] - lengths[0])))
            self.play(
                cliff.bars.animate.set_fill(theme.adam), share.animate.set_value(1), FadeIn(self.formula), run_time=2.5
            )
            cliff.clear_updaters()
            self.play(FadeIn(cliff.post), cliff.silence.animate.set_fill(opacity=SILENCE), run_time=0.8)
            self.remove(cliff.post)
            cliff.add(cliff.post)
            self.wait(2)

    def silenced(self) -> None:
        with self.tell("silenced"):
            self.slide(seconds=6)
        self.leave(self.cliff, self.formula)

    def small_loss(self) -> None:
        result, theme, params = self.result, self.theme, self.result.params
        with self.tell("small-loss"):
            self.clock.set_value(0)
            scale, largest = power_of_ten(params.scale), power_of_ten(result.start_gradient)
            valley = f"f = {scale} dot (x^2 + {params.condition_number:g} thin y^2) \\/ 2"
            self.show_recipe(f"{valley}, quad abs(g) <= {largest}, quad eta = {params.lr:g}")
            both = result.journey, result.large_journey
            journeys = Journeys(result, self.clock, frame.stage(), theme)
            rows = [
                (say("left, ε = {eps}", eps=exponential(journey.eps)), journey.losses, theme.adam) for journey in both
            ]
            table = rolling_rows(self.clock, theme, *rows)
            self.bring(journeys, table)
            self.add(journeys.curves)
            arrivals = [journey.arrived for journey in both if journey.arrived is not None]
            for step in sorted({result.parked_step, *arrivals, params.steps}):
                self.run_to(step, seconds=3 if step == result.parked_step else 1.8)
                self.wait(0.5)
            self.play(FadeIn(journeys.names), run_time=0.4)
        self.leave(journeys, table, journeys.curves, journeys.names)

    def only_noise(self) -> None:
        result, theme, params = self.result, self.theme, self.result.params
        with self.tell("only-noise"):
            self.clock.set_value(0)
            self.show_recipe(f'"{say("gradients:")}" quad {power_of_ten(params.noise)} dot cal(N)(0, 1), quad "Adam"')
            # Where a cloud's name is longer than its panel is wide, it takes two lines.
            stage, line = frame.safe_stage(), 0.45
            lines = 2 if frame.is_narrow() and not stage.is_upright else 1
            regions = stage.inset(top=lines * line).fold(1, 1, gap=0.4 + line * stage.is_upright)
            drifts = (result.drift, params.eps), (result.large_drift, params.large_eps)
            reach = 3 * float(max(drift.rms.max() for drift, _ in drifts))
            panels = VGroup()
            for (drift, eps), region in zip(drifts, regions, strict=True):
                name = say("ε = {eps},\na dot for every two weights", eps=exponential(eps))
                name = name if lines == 2 else name.replace("\n", " ")
                panel = CloudPanel(name, drift.positions, theme.adam, reach=reach, region=region, theme=theme)
                panel.cloud.add_updater(lambda points: points.show(self.clock.step))
                panels.add(panel)
            rows = [
                (say("drift in η, ε = {eps}", eps=exponential(eps)), drift.rms, theme.adam) for drift, eps in drifts
            ]
            table = rolling_rows(self.clock, theme, *rows)
            self.bring(panels, table)
            self.run_to(len(result.drift.rms) - 1, seconds=5)
        self.leave(panels, table)

    def half_precision(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("half-precision"):
            self.show_recipe(f'"float16:" quad "{say("Adam divides by")}" sqrt(hat(v)) + epsilon', steps=False)
            stage = frame.safe_stage(under_readouts=False)
            above, below = stage.stack(1, 1.7 if stage.is_upright else 1.15, gap=0.3)
            half, name = result.half, f"ε = {exponential(result.params.eps)}"
            line = HalfLine(half.smallest, result.params.eps, half.eps, name, region=above, theme=theme)
            table = HalfSteps(result, below, theme)
            self.bring(line, table)
            self.wait(0.4)
            fallen = ValueTracker(0.0)
            line.add_updater(lambda picture: picture.fall(fallen.get_value()))
            self.play(fallen.animate.set_value(1), run_time=2)
            line.clear_updaters()
            for steps in table.steps:
                self.play(FadeIn(*steps, lag_ratio=0.3), run_time=0.9)
                self.wait(0.8)
        self.leave(line, table, *table.steps)

    def stops_adapting(self) -> None:
        cliff = self.cliff
        with self.tell("stops-adapting"):
            self.show_recipe(f'"{say("Adam, its first step")}"', steps=False)
            cliff.show_lengths(self.result.strides).put_epsilon(self.result.params.eps)
            self.bring(cliff, self.formula)
            self.slide(seconds=3)
            law = cliff.below("abs(g) << epsilon:", "abs(Delta x) approx eta / epsilon thin abs(g)")
            if law is not None:
                self.play(FadeIn(law), run_time=0.5)

    # What the beats share

    def role(self) -> dict[str, str]:
        return {"eps": self.theme.text_colour(self.theme.target)}

    def slide(self, seconds: float) -> None:
        """Let epsilon slide between the small and the large one; the bars are what the run did with each."""
        slider, share = self.result.slider, ValueTracker(0.0)
        shares = np.linspace(0, 1, len(slider.eps))

        def follow(cliff: EpsilonCliff) -> None:
            at = share.get_value()
            cliff.put_epsilon(float(np.exp(np.interp(at, shares, np.log(slider.eps)))))
            cliff.show_lengths([float(np.interp(at, shares, strides)) for strides in slider.strides.T])

        self.cliff.add_updater(follow)
        self.play(share.animate.set_value(1), run_time=seconds)
        self.cliff.clear_updaters()
