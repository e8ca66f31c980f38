"""Epsilon: the size of gradient below which Adam stops adapting."""

from __future__ import annotations

import numpy as np
from manim import UP, FadeIn, ValueTracker, VectorizedPoint, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.clip_scene import ClipScene
from scenes.parts.cloud import CloudPanel
from scenes.parts.coordinates import Coordinates
from scenes.parts.epsilon_cliff import EpsilonCliff
from scenes.parts.frame import Region
from scenes.parts.half_line import HalfLine
from scenes.parts.rolling import rolling_rows
from scenes.parts.spot import box, place_beside
from scenes.parts.typesetting import LABEL, READOUT, maths, words
from scenes.parts.valley_panel import ValleyPanel
from scenes.scripts import epsilon as script
from sim.experiments import epsilon as experiment
from sim.experiments.arrival import GOAL
from sim.experiments.epsilon import SQUARED_TO_NOTHING, HalfPrecision

SILENCE = 0.18  # opacity of the ground below epsilon
COARSE = 50  # steps from one point of the loss's curve to the next


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
            self.show_recipe('"gradient descent:" quad abs(Delta x) = eta abs(g)', steps=False)
            ends = result.params.eps, result.params.large_eps
            self.cliff = EpsilonCliff(
                result.gradients,
                ends,
                lambda number: script.short(number, 4),
                region=frame.safe_stage(),
                colour=theme.gradient_descent,
                theme=theme,
            )
            self.bring(self.cliff.show_lengths(result.gradients))
            self.wait(1.5)

    def where_adam_stops(self) -> None:
        result, theme, cliff = self.result, self.theme, self.cliff
        with self.tell("where-adam-stops"):
            self.show_recipe('"Adam, its first step"', steps=False)
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
            scale, steep = power(params.scale), f"{params.condition_number:g}"
            self.show_recipe(
                f"f = {scale} dot (x^2 + {steep} thin y^2) \\/ 2, quad abs(g) <= {power(result.start_gradient)}, "
                f"quad eta = {params.lr:g}"
            )
            left, right = frame.stage().split(1.3, 1, gap=0.3)
            journeys = (result.journey, result.large_journey)
            panels = VGroup()
            for journey, region in zip(journeys, left.stack(1, 1, gap=0.1), strict=True):
                path = journey.run.positions[: 1 + (journey.arrived or params.steps)]
                name = f"ε = {script.short(journey.eps)}"
                picture = {"landscape": result.landscape, "region": region, "colour": theme.adam, "theme": theme}
                panels.add(ValleyPanel(name, path, journey.arrived, **picture).follow(self.clock))
            chart = self.loss_chart(right.inset(right=frame.stage().right - frame.safe_stage().right))
            curves = VGroup()
            for journey in journeys:
                steps = np.arange(0, (journey.arrived or params.steps) + COARSE, COARSE).clip(max=params.steps)
                curve = chart.curve(steps, journey.losses[steps], theme.adam, 5)
                curves.add(curve.add_updater(lambda line: line.draw_to(self.clock.now / COARSE)))
            rows = [(f"left, ε = {script.short(journey.eps)}", journey.losses, theme.adam) for journey in journeys]
            table = rolling_rows(self.clock, theme, *rows)
            self.bring(panels, chart, table)
            self.add(curves)
            arrivals = [journey.arrived for journey in journeys if journey.arrived is not None]
            for step in sorted({result.parked_step, *arrivals, params.steps}):
                self.run_to(step, seconds=3 if step == result.parked_step else 1.8)
                self.wait(0.5)
            names = self.name_curves(chart, [curve.places for curve in curves])
            self.play(FadeIn(names), run_time=0.4)
        self.leave(panels, chart, table, curves, names)

    def only_noise(self) -> None:
        result, theme, params = self.result, self.theme, self.result.params
        with self.tell("only-noise"):
            self.clock.set_value(0)
            self.show_recipe(f'"gradients:" quad {power(params.noise)} dot cal(N)(0, 1), quad "Adam"')
            *regions, notes = frame.safe_stage().inset(top=0.45).split(1.25, 1.25, 0.85, gap=0.4)
            drifts = (result.drift, params.eps), (result.large_drift, params.large_eps)
            reach = 3 * float(max(drift.rms.max() for drift, _ in drifts))
            panels = VGroup()
            for (drift, eps), region in zip(drifts, regions, strict=True):
                name = f"ε = {script.short(eps)}"
                panel = CloudPanel(name, drift.positions, theme.adam, reach=reach, region=region, theme=theme)
                panel.cloud.add_updater(lambda points: points.show(self.clock.step))
                panels.add(panel)
            rows = [(f"drift in η, ε = {script.short(eps)}", drift.rms, theme.adam) for drift, eps in drifts]
            table = rolling_rows(self.clock, theme, *rows)
            note = notes.place(words("each dot:\ntwo weights\nwithout a\ndirection\nto go", theme.quiet_ink, LABEL))
            self.bring(panels, table, note)
            self.run_to(len(result.drift.rms) - 1, seconds=5)
        self.leave(panels, table, note)

    def half_precision(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("half-precision"):
            self.show_recipe('"float16:" quad "Adam divides by" sqrt(hat(v)) + epsilon', steps=False)
            above, below = frame.safe_stage().stack(1, 1.15, gap=0.3)
            half, name = result.half, f"ε = {script.short(result.params.eps)}"
            line = HalfLine(half.smallest, result.params.eps, half.eps, name, region=above, theme=theme)
            # What the step comes to, for a gradient of nothing and for one whose square is nothing.
            heads = [f"gradient {text}:" for text in ("0", script.short(SQUARED_TO_NOTHING))]
            rows = VGroup(VectorizedPoint(), *(words(head, theme.quiet_ink, READOUT) for head in heads))
            for stored, eps in ((half, result.params.eps), (result.large_half, result.params.large_eps)):
                rows.add(*self.quotients(stored, eps))
            rows.arrange_in_grid(cols=3, col_alignments="lll", buff=(0.9, 0.35))
            below.place(rows.scale(min(1, below.width / rows.width)), UP)
            self.bring(line, *rows[:4], rows[6])
            self.wait(0.4)
            fallen = ValueTracker(0.0)
            line.add_updater(lambda picture: picture.fall(fallen.get_value()))
            self.play(fallen.animate.set_value(1), run_time=2)
            line.clear_updaters()
            for row in (rows[4:6], rows[7:]):
                self.play(FadeIn(*row, lag_ratio=0.3), run_time=0.9)
                self.wait(0.8)
        self.leave(line, rows)

    def stops_adapting(self) -> None:
        cliff = self.cliff
        with self.tell("stops-adapting"):
            self.show_recipe('"Adam, its first step"', steps=False)
            cliff.show_lengths(self.result.strides).put_epsilon(self.result.params.eps)
            self.bring(cliff, self.formula)
            self.slide(seconds=3)
            law = cliff.below("abs(g) << epsilon: quad abs(Delta x) approx eta / epsilon thin abs(g)")
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

    def loss_chart(self, region: Region) -> Chart:
        """What is left of the loss, for both on one chart."""
        last, top = self.result.params.steps, self.result.start_loss
        place = region.inset(left=1.0, right=0.75, top=0.6, bottom=0.55)
        seen = Coordinates(place, (0, last), (GOAL, 1.5 * top), log_y=True)
        ticks = {GOAL: f"{GOAL:g}", 1: "1", top: f"{top:.3g}"}
        ends = {0: "0", last: f"step {last}"}
        return Chart(seen, self.theme, x_ticks=ends, y_ticks=ticks, y_name="loss that is left", size=LABEL)

    def name_curves(self, chart: Chart, lines: list[np.ndarray]) -> VGroup:
        """What became of each journey, beside its curve."""
        names, taken = VGroup(), []
        for journey, line in zip((self.result.journey, self.result.large_journey), lines, strict=True):
            left = f"{script.short(journey.parked, 4)} left\nat step {self.result.parked_step}"
            text = left if journey.arrived is None else f"there at\nstep {journey.arrived}"
            label = words(f"{script.short(journey.eps)}: {text}", self.theme.ink, LABEL)
            spot = line[-1 if journey.arrived is not None else len(line) // 2]
            place_beside(label, spot, lines, taken, chart.coordinates.region.inset(left=0.15, bottom=0.15))
            taken.append(box(label))
            names.add(label)
        return names

    def quotients(self, half: HalfPrecision, eps: float) -> VGroup:
        """Epsilon, and what it makes of a gradient of nothing and of one whose square is nothing."""
        theme, stored, small = self.theme, power(half.eps), power(SQUARED_TO_NOTHING)
        divisor = f"(sqrt(0) + {{{{ {stored} : eps }}}})"
        entries = [
            f"{{{{ epsilon = {power(eps)} : eps }}}}",
            f"0 \\/ {divisor} = {quotient(half.quotient_of_zero)}",
            f"{small} \\/ {divisor} = {quotient(half.quotient_of_small)}",
        ]
        return VGroup(*(maths(entry, theme.ink, terms=self.role()) for entry in entries))


def power(value: float) -> str:
    """A number in Typst's mathematics, as a power of ten where it is one."""
    mantissa, _, exponent = f"{value:.3g}".partition("e")
    if not exponent and 0 < value < 1e-2:
        mantissa, _, exponent = f"{value:.2e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".")
    if not exponent:
        return mantissa
    raised = f"10^({int(exponent)})"
    return raised if mantissa == "1" else f"{mantissa} dot {raised}"


def quotient(value: float) -> str:
    """What a division in half precision gives, in Typst's mathematics."""
    if np.isnan(value):
        return '"NaN"'
    return "infinity" if np.isinf(value) else power(value)
