"""Gradients that are never zeroed: momentum 1.0, a swing without friction that small batches pump."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    DashedLine,
    FadeIn,
    FadeOut,
    Rectangle,
    ReplacementTransform,
    ShowIncreasingSubsets,
    VGroup,
)

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.bucket import Bucket
from scenes.parts.bundle import Bundle
from scenes.parts.chart import Chart
from scenes.parts.code_block import CodeBlock
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.hill_scene import HillScene
from scenes.parts.reach_chart import ReachChart
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import four_digits, rolling_rows
from scenes.parts.runner import HillRunner
from scenes.parts.ticks import powers, stacked
from scenes.parts.typesetting import LABEL, Number, maths, words
from scenes.scripts import forgotten_zero_grad as script
from sim.experiments import forgotten_zero_grad as experiment

LOOP = ("for x, y in batches:", "    loss = f(x, y)", "    loss.backward()", "    optimizer.step()")
ZERO = "    optimizer.zero_grad()"
OUTSIDE = ("loss = f(x, y)", "for step in range(10):", ZERO, "    loss.backward()", "    optimizer.step()")
ERROR = "RuntimeError: Trying to backward\nthrough the graph a second time"
BIG = 1.25 * LABEL  # a program that is spoken of
HIGHEST = 1e60  # what a chart of losses still shows


class ForgottenZeroGrad(HillScene):
    """The story of the first mistake over the runs of :mod:`sim.experiments.forgotten_zero_grad`.

    What is never zeroed is blue, for it is momentum; what is zeroed before every step is plain gradient descent.
    """

    title = CLIPS["forgotten-zero-grad"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "pumped"
    result: experiment.Result

    def construct(self) -> None:
        self.raise_hill(experiment.BOWL, (-1.35, 1.35), whole=False)
        self.show_title()
        self.one_line_missing()
        self.backward_adds()
        self.momentum_one()
        self.bounded_below_four()
        self.rings_for_ever()
        self.pumped()
        self.the_repaired_loop()
        self.no_friction()

    def one_line_missing(self) -> None:
        theme = self.theme
        with self.tell("one-line-missing"):
            left, right = frame.safe_stage().inset(top=0.3, bottom=0.3).split(1.5, 1, gap=0.7)
            self.loop = CodeBlock(LOOP, theme, 1.65 * LABEL)
            left.inset(left=0.2).place(self.loop, LEFT)
            self.loop.add_updater(lambda code: code.light(1 + int(self.clock.now) % 3))
            seen = Coordinates(right.inset(top=0.4, bottom=0.3), (0, 1), (0, 1))
            chart = Chart(seen, theme, x_ticks={}, y_ticks={}, y_name="loss", x_name="step")
            question = words("?", theme.text_colour(theme.target), 5 * LABEL, "semibold").move_to(seen.region.centre)
            self.play(FadeIn(self.loop), run_time=0.6)
            # Around and around; the one line that is missing is not missed by the machine.
            self.run_to(3, seconds=2)
            self.play(FadeIn(chart, question), run_time=0.5)
            self.run_to(5.9, seconds=1.6)
        self.loop.clear_updaters()
        self.retire(chart, question)

    def backward_adds(self) -> None:
        theme, swing = self.theme, self.result.slow_swing
        pours = swing.first_quarter
        slopes = swing.run.gradients[:pours, 0]
        with self.tell("backward-adds"):
            self.clock.set_value(0)
            left, right = frame.safe_stage().inset(left=0.2).split(1.25, 1, gap=0.6)
            above, below = left.stack(2, 1)
            self.play(self.loop.animate.scale(1.2 / 1.65).move_to(above.centre), run_time=0.6)
            self.formula = maths(
                "{{ G_t : sum }} = {{ G_(t-1) : memory }} + {{ nabla f(x_t) : slope }}",
                theme.ink,
                1.5 * LABEL,
                terms=dict.fromkeys(("sum", "memory", "slope"), theme.text_colour(theme.gradient)),
            )
            below.place(self.formula)
            self.bucket = Bucket(".grad", slopes, theme.gradient, right.inset(left=0.4, right=0.4), theme)
            rows = [Readout("slope now", "…", theme), Readout("in .grad", "0.0000", theme, theme.gradient)]
            self.show_recipe(self.bowl())
            self.play(FadeIn(self.bucket, self.formula, readout_rows(rows, "0.0000")), run_time=0.5)

            def work(bucket: Bucket) -> None:
                done, phase = divmod(self.clock.now, 1)
                self.loop.light(1 + int(3 * phase))
                poured = done + np.clip(3 * phase - 1, 0, 1)
                bucket.pour(poured)
                if (landed := int(poured + 1e-9)) > 0:
                    rows[0].show(f"{slopes[min(landed, pours) - 1]:.4f}")
                    rows[1].show(f"{swing.buckets[min(landed, pours) - 1]:.4f}")

            self.bucket.add_updater(work)
            self.run_to(1, seconds=2)
            self.run_to(pours - 0.3, seconds=min(0.85 * (pours - 1), 5))
        self.bucket.clear_updaters()
        self.retire(*rows)

    def momentum_one(self) -> None:
        theme, swing = self.theme, self.result.slow_swing
        with self.tell("momentum-one"):
            # What was poured together becomes the velocity of a ball that passes the goal.
            self.clock.set_value(swing.first_quarter - 1)
            zeroed, ball = self.two_balls()
            poured = VGroup(*(layer[0] for layer in self.bucket.layers))
            wall = self.bucket.submobjects[0]
            self.remove(self.bucket)
            self.add(wall, poured)
            height = self.start_height()
            formula = maths(
                "{{ b_t : sum }} = 1 dot {{ b_(t-1) : memory }} + {{ g_t : slope }}",
                theme.ink,
                terms={name: theme.text_colour(theme.momentum) for name in ("sum", "memory")}
                | {"slope": theme.text_colour(theme.gradient)},
            )
            self.sky.place(formula, UP)
            self.play(
                FadeOut(self.loop, wall),
                FadeIn(self.hill, height, ball.ball),
                ReplacementTransform(self.formula, formula),
                ReplacementTransform(poured, arrows := VGroup(*(ball.arrow.copy() for _ in poured))),
                run_time=1.2,
            )
            self.remove(arrows)
            self.add(ball, zeroed)
            rows = self.reaches()
            self.play(FadeIn(rows), run_time=0.3)
            self.run_to(experiment.SWING_STEPS, seconds=7)
            gap = words(f"largest gap to SGD with μ = 1: {swing.largest_difference:g}", theme.ink, LABEL)
            self.play(FadeIn(gap.next_to(formula, DOWN, buff=0.35)), run_time=0.4)
        self.leave(rows, formula, gap, height, ball, zeroed, self.hill)

    def bounded_below_four(self) -> None:
        theme, result = self.theme, self.result
        swings = (result.too_fast_swing, result.fast_swing, result.slow_swing)
        with self.tell("bounded-below-four"):
            self.clock.set_value(0)
            self.show_recipe("f(x) = x^2 \\/ 2, quad mu = 1", steps=False)
            chart = ReachChart(
                f"how far it swings (last {experiment.SWING_TAIL} steps)",
                [(f"η × curvature = {swing.run.optimizer.lr:g}", swing.reach) for swing in swings],
                theme.momentum,
                bounded=float(result.fast_swing.reach.max()),
                region=frame.safe_stage().inset(right=4),
                theme=theme,
            )
            step = Readout("step", "1", theme)
            self.bring(chart, readout_rows([step], "000"))
            # Time runs as the axis does.
            chart.add_updater(lambda c: c.show(np.exp(self.clock.now)))
            step.add_updater(lambda r: r.show(str(round(np.exp(self.clock.now)))))
            self.run_to(np.log(experiment.SWING_STEPS), seconds=5)
        self.leave(chart, step)

    def rings_for_ever(self) -> None:
        theme, pair, steps = self.theme, self.result.full_batch, self.result.params.steps
        zeroed, ringing = pair.zeroed_losses[:steps], pair.not_zeroed_losses[:steps]
        with self.tell("rings-for-ever"):
            self.clock.set_value(0)
            self.show_recipe(self.regression("all 256 examples a step"))
            top = float(ringing.max())
            region = frame.safe_stage().inset(left=0.9, right=0.6, top=0.5, bottom=0.5)
            seen = Coordinates(region, (0, steps), (0, 1.04 * top))
            start, lowest = self.result.start_loss, float(ringing.min())
            y_ticks = stacked(seen, (start, f"{start:.3f}"), (lowest, f"{lowest:.2f}"), (0, "0"))
            self.chart = Chart(seen, theme, x_ticks={0: "0", steps: f"step {steps}"}, y_ticks=y_ticks, y_name="loss")
            self.ring = self.chart.curve(np.arange(steps), ringing, theme.momentum, 3.5)
            dive = self.chart.curve(np.arange(steps), zeroed, theme.gradient_descent, 6)
            rows = self.losses(ringing, zeroed)
            self.bring(self.chart, rows)
            for curve in (self.ring, dive):
                curve.add_updater(lambda line: line.draw_to(self.clock.now))
            self.add(self.ring, dive)
            self.run_to(40, seconds=2)
            self.run_to(steps - 1, seconds=5)
        self.retire(rows, dive)

    def pumped(self) -> None:
        theme, pair, steps = self.theme, self.result.small_batch, self.result.params.steps
        zeroed, swung = pair.zeroed_losses[:steps], pair.not_zeroed_losses[:steps]
        with self.tell("pumped"):
            self.ring.clear_updaters()
            self.clock.set_value(0)
            batch = self.result.params.batch
            self.show_recipe(self.regression(f"{batch} example{'s' if batch > 1 else ''} a step"))
            region = frame.safe_stage().inset(left=0.9, right=0.6, top=0.5, bottom=0.5)
            both = np.concatenate([zeroed, swung, self.ring_losses()])
            low, high = max(both.min() / 2, 1e-6), min(3 * both.max(), HIGHEST)
            seen = Coordinates(region, (0, steps), (low, high), log_y=True)
            ticks = {0: "0", experiment.SEEDS_STEPS: f"{experiment.SEEDS_STEPS}"} | {steps: f"step {steps}"}
            chart = Chart(seen, theme, x_ticks=ticks, y_ticks=powers(low, high, 7), y_name="loss")
            # The ring of the full batch stays, on the axis that has room for what comes.
            ring = chart.curve(np.arange(steps), self.ring_losses(), theme.momentum, 2).draw_all()
            self.play(
                ReplacementTransform(self.ring, ring.set_stroke(opacity=0.35)),
                FadeOut(self.chart),
                FadeIn(chart),
                run_time=1,
            )
            seeds = self.result.seed_losses
            crowd = Bundle(chart, np.arange(len(seeds)), seeds, theme.momentum, stride=4)
            curves = [
                chart.curve(np.arange(len(losses)), losses, colour, 5)
                for losses, colour in ((swung, theme.momentum), (zeroed, theme.gradient_descent))
            ]
            verdict = words(f"of {experiment.SEEDS} seeds are above the start", theme.quiet_ink, LABEL)
            verdict.move_to([region.right, region.top + 0.3, 0], RIGHT)
            count = Number("0", theme.ink, LABEL, anchor="right").shift(verdict.get_left() + 0.15 * LEFT)
            count.shift((verdict.baseline - count.baseline) * UP)
            count.add_updater(lambda n: n.show(str(self.result.above[min(self.clock.step, len(seeds) - 1)])))
            rows = self.losses(swung, zeroed)
            self.play(FadeIn(rows, verdict, count), run_time=0.4)
            crowd.add_updater(lambda lines: lines.draw_to(self.clock.now))
            for curve in curves:
                curve.add_updater(lambda line: line.draw_to(self.clock.now))
            self.add(crowd, *curves)
            self.run_to(len(seeds) - 1, seconds=4)
            crowd.clear_updaters()
            self.run_to(steps - 1, seconds=3)
        self.leave(chart, ring, crowd, *curves, rows, verdict, count)

    def the_repaired_loop(self) -> None:
        theme = self.theme
        with self.tell("the-repaired-loop"):
            self.clock.set_value(0)
            self.show_recipe('"PyTorch 2.13"', steps=False)
            left, right = (column.stack(0.4, 3.1, 0.95, gap=0.15) for column in frame.safe_stage().split(1, 1, gap=0.7))
            names = [words(name, theme.quiet_ink, LABEL) for name in ("repaired", "zeroed, and still wrong")]
            repaired = CodeBlock((LOOP[0], ZERO, *LOOP[1:]), theme, 1.1 * LABEL)
            outside = CodeBlock(OUTSIDE, theme, 1.1 * LABEL)
            boxes = [
                self.message("Every step pours into\nan empty .grad.", left[2], theme.target),
                self.message(ERROR, right[2], theme.gradient_descent),
            ]
            for name, block, column in zip(names, (repaired, outside), (left, right), strict=True):
                column[0].inset(left=0.2).place(name, LEFT)
                column[1].place(block, LEFT)
            # The line that was missing types itself.
            fixed = repaired.lines[1].set_color(theme.text_colour(theme.target))
            self.bring(names[0], *(line for line in repaired.lines if line is not fixed))
            self.play(ShowIncreasingSubsets(fixed), run_time=1.2)
            self.play(FadeIn(boxes[0]), run_time=0.4)
            # The other loop zeroes too, but computes its loss only once.
            outside.light(0)
            self.play(FadeIn(names[1], outside), run_time=0.5)
            order = (0, *range(1, len(OUTSIDE)), 1, 2, 3)
            outside.add_updater(lambda code: code.light(order[min(self.clock.step, len(order) - 1)]))
            self.run_to(len(order) - 1, seconds=3.5)
            self.play(FadeIn(boxes[1]), run_time=0.4)
            self.wait(0.6)
        self.leave(*repaired.lines, outside, *names, *boxes)

    def no_friction(self) -> None:
        with self.tell("no-friction"):
            self.clock.set_value(0)
            self.show_recipe(self.bowl())
            zeroed, ball = self.two_balls()
            self.bring(self.hill, self.start_height(), zeroed, ball)
            self.play(FadeIn(self.reaches()), run_time=0.3)
            self.run_to(100, seconds=4)

    def message(self, text: str, region: Region, colour: str) -> VGroup:
        """What a loop leads to, in a box."""
        box = Rectangle(width=region.width, height=region.height, color=colour, stroke_width=4)
        box.set_fill(self.theme.panel, opacity=1).move_to(region.centre)
        return VGroup(box, words(text, self.theme.ink, LABEL).move_to(box))

    def two_balls(self) -> tuple[HillRunner, HillRunner]:
        """The same ball twice: zeroed before every step, and never, with its velocity."""
        swing, theme = self.result.slow_swing, self.theme
        zeroed = self.runner(self.result.zeroed_ball.positions[:, 0], theme.gradient_descent)
        ball = self.runner(swing.run.positions[:, 0], theme.momentum, spokes=3, arrows=swing.run.updates[:, 0])
        ball.trail.set_opacity(0.3)
        for runner in (zeroed, ball):
            runner.update()
        return zeroed, ball

    def start_height(self) -> DashedLine:
        """The height at which the balls are let go, from slope to slope."""
        ends = [self.hill.rim(x) + 0.17 * self.hill.normal(x) for x in (-1.0, 1.0)]
        return DashedLine(*ends, color=self.theme.target, stroke_width=3, dash_length=0.15)

    def reaches(self) -> VGroup:
        """How far from the goal each ball still gets."""
        resting = np.abs(self.result.zeroed_ball.positions[:, 0])
        return rolling_rows(
            self.clock,
            self.theme,
            ("never zeroed swings to", self.result.slow_swing.reach, self.theme.momentum),
            ("zeroed is at", resting, self.theme.gradient_descent),
        )

    def losses(self, swung: np.ndarray, zeroed: np.ndarray) -> VGroup:
        """Readouts of the two losses; they run through many decades."""
        rows = []
        for name, losses, colour in (
            ("never zeroed", swung, self.theme.momentum),
            ("zeroed", zeroed, self.theme.gradient_descent),
        ):
            row = Readout(name, four_digits(losses[0]), self.theme, colour)
            shown = np.append(losses, np.full(self.result.params.steps - len(losses), np.inf))
            rows.append(row.add_updater(lambda r, shown=shown: r.show(four_digits(shown[self.clock.step]))))
        return readout_rows(rows, "0.000e+00")

    def ring_losses(self) -> np.ndarray:
        return self.result.full_batch.not_zeroed_losses[: self.result.params.steps]

    def bowl(self) -> str:
        return f"f(x) = x^2 \\/ 2, quad eta = {self.result.params.slow_swing:g}"

    def regression(self, batch: str) -> str:
        return f'"linear regression, {batch}," quad eta = {self.result.params.lr:g}'
