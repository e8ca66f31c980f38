"""Gradients that are never zeroed: momentum 1.0, a swing without friction that small batches pump."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, FadeIn, FadeOut, ReplacementTransform, ShowIncreasingSubsets, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.bucket import PouredBucket
from scenes.parts.chart import Chart
from scenes.parts.code_block import CodeBlock
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import shrunk
from scenes.parts.loop_card import LoopCard
from scenes.parts.loss_pair import LossPair, SeedCrowd
from scenes.parts.reach_chart import ReachChart
from scenes.parts.swing_scene import SwingScene
from scenes.parts.typesetting import LABEL, words
from scenes.scripts import forgotten_zero_grad as script
from sim.experiments import forgotten_zero_grad as experiment


class ForgottenZeroGrad(SwingScene):
    """The story of the first mistake over the runs of :mod:`sim.experiments.forgotten_zero_grad`."""

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
            left, right = frame.safe_stage().inset(top=0.3, bottom=0.3).fold(1.5, 1, gap=0.7)
            self.loop = CodeBlock(script.LOOP, theme, 1.65 * LABEL)
            if not frame.is_wide():
                shrunk(self.loop, left.width - 0.2)
            left.inset(left=0.2).place(self.loop, LEFT)
            # Around and around; the one line that is missing is not missed by the machine.
            self.loop.add_updater(lambda code: code.light(1 + int(3 * self.clock.now) % 3))
            seen = Coordinates(right.inset(top=0.4, bottom=0.3), (0, 1), (0, 1))
            chart = Chart(seen, theme, x_ticks={}, y_ticks={}, y_name=say("loss"), x_name=say("step"), size=LABEL)
            question = words("?", theme.ink, 5 * LABEL, "semibold").move_to(seen.region.centre)
            self.play(FadeIn(self.loop, chart), run_time=0.6)
            self.run_to(1, seconds=2)
            self.play(FadeIn(question), run_time=0.5)
            self.run_to(1.97, seconds=1.6)
        self.loop.suspend_updating()
        self.asked = VGroup(chart, question)

    def backward_adds(self) -> None:
        theme, swing = self.theme, self.result.slow_swing
        pours = swing.first_quarter
        with self.tell("backward-adds"):
            self.clock.set_value(0)
            self.show_recipe(self.bowl())
            left, right = frame.safe_stage().inset(left=0.2).fold(1.25, 1, gap=0.6)
            above, below = left.stack(2, 1)
            adds = "{{ G_t : sum }} = {{ G_(t-1) : memory }} + {{ nabla f(x_t) : slope }}"
            self.formula = below.place(self.sum_formula(adds, theme.gradient, 1.5 * LABEL))
            slopes, held = swing.run.gradients[:pours, 0], swing.buckets[:pours]
            self.poured = PouredBucket(slopes, held, right.inset(left=0.4, right=0.4), theme).show(0)
            smaller = min(1.2 * LABEL / self.loop.size, above.width / self.loop.width)
            self.play(
                FadeOut(self.asked),
                self.loop.animate.scale(smaller).move_to(above.centre),
                FadeIn(self.poured, self.formula),
                run_time=0.8,
            )
            self.loop.resume_updating()
            self.poured.add_updater(lambda bucket: bucket.show(self.clock.now))
            self.run_to(1, seconds=2)
            self.run_to(pours - 0.3, seconds=min(0.85 * (pours - 1), 5))
        self.settle(self.loop, self.poured)

    def momentum_one(self) -> None:
        theme, swing = self.theme, self.result.slow_swing
        with self.tell("momentum-one"):
            # What was poured together becomes the velocity of a ball that passes the goal.
            self.clock.set_value(swing.first_quarter - 1)
            zeroed, ball = self.two_balls()
            height = self.start_height()
            frictionless = "{{ b_t : sum }} = 1 dot {{ b_(t-1) : memory }} + {{ g_t : slope }}"
            formula = self.sky.place(self.sum_formula(frictionless, theme.momentum), UP)
            wall, *layers = self.poured.bucket.submobjects
            poured = VGroup(*(layer[0] for layer in layers))
            self.remove(self.poured)
            self.add(wall, self.poured.rows, poured)
            self.play(
                FadeOut(self.loop, wall, self.poured.rows),
                FadeIn(self.hill, height, ball.ball, rows := self.reaches()),
                ReplacementTransform(self.formula, formula),
                ReplacementTransform(poured, arrows := VGroup(*(ball.arrow.copy() for _ in poured))),
                run_time=1.2,
            )
            self.remove(arrows)
            self.add(ball, zeroed)
            self.run_to(experiment.SWING_STEPS, seconds=7)
            gap = words(
                say("largest gap to SGD with μ = 1: {gap}", gap=f"{swing.largest_difference:g}"), theme.ink, LABEL
            )
            self.play(FadeIn(gap.next_to(formula, DOWN, buff=0.35)), run_time=0.4)
        self.leave(rows, formula, gap, height, ball, zeroed, self.hill)

    def bounded_below_four(self) -> None:
        theme, result = self.theme, self.result
        swings = (result.too_fast_swing, result.fast_swing, result.slow_swing)
        with self.tell("bounded-below-four"):
            self.clock.set_value(0)
            self.show_recipe("f(x) = x^2 \\/ 2, quad mu = 1", steps=False)
            stage = frame.safe_stage()
            chart = ReachChart(
                say("how far it swings (last {count} steps)", count=experiment.SWING_TAIL),
                [
                    (say("η × curvature = {value}", value=f"{swing.run.optimizer.lr:g}"), swing.reach)
                    for swing in swings
                ],
                theme.momentum,
                bounded=float(result.fast_swing.reach.max()),
                region=stage.inset(right=0.8 if stage.is_upright else 3.4),
                theme=theme,
            )
            self.bring(chart)
            # Time runs as the axis does.
            chart.add_updater(lambda c: c.show(np.exp(self.clock.now)))
            self.run_to(np.log(experiment.SWING_STEPS), seconds=5)
        self.leave(chart)

    def rings_for_ever(self) -> None:
        result = self.result
        with self.tell("rings-for-ever"):
            self.clock.set_value(0)
            self.show_recipe(self.regression(say("linear regression, all 256 examples a step,")))
            self.ringing = LossPair(result.full_batch, result.params.steps, frame.safe_stage(), self.theme)
            self.bring(self.ringing)
            self.ringing.add_updater(lambda pair: pair.show(self.clock.now))
            self.run_to(40, seconds=2)
            self.run_to(result.params.steps - 1, seconds=5)
        self.settle(self.ringing)

    def pumped(self) -> None:
        theme, result, steps = self.theme, self.result, self.result.params.steps
        with self.tell("pumped"):
            self.clock.set_value(0)
            batch = say("linear regression, {count} examples a step,", count=result.params.batch)
            if result.params.batch == 1:
                batch = say("linear regression, 1 example a step,")
            self.show_recipe(self.regression(batch))
            ring = result.full_batch.not_zeroed_losses[:steps]
            seeds_end = experiment.SEEDS_STEPS
            pair = LossPair(
                result.small_batch, steps, frame.safe_stage(), theme, log=True, also=ring, marks=[seeds_end]
            )
            crowd = SeedCrowd(result, pair.chart, theme)
            # The ring of the full batch stays, on the axis that has room for what comes.
            faint, name = pair.beside(ring, say("all 256 examples"), theme)
            old = self.ringing
            self.play(
                ReplacementTransform(old.never, faint),
                FadeOut(old.chart, old.zeroed, old.rows),
                FadeIn(pair, crowd, name),
                run_time=1,
            )
            for shown in (crowd, pair):
                shown.add_updater(lambda picture: picture.show(self.clock.now))
            self.run_to(seeds_end, seconds=4)
            crowd.clear_updaters()
            self.run_to(steps - 1, seconds=3)
        self.leave(pair, crowd, faint, name)

    def the_repaired_loop(self) -> None:
        theme = self.theme
        with self.tell("the-repaired-loop"):
            self.clock.set_value(0)
            self.show_recipe('"PyTorch 2.13"', steps=False)
            left, right = frame.safe_stage().fold(1, 1, gap=0.7 if frame.is_wide() else 0.3)
            repaired = LoopCard(*script.REPAIRED, fails=False, region=left, theme=theme)
            outside = LoopCard(*script.STILL_WRONG, fails=True, region=right, theme=theme)
            # The line that was missing types itself.
            fixed = repaired.code.lines[1].set_color(theme.text_colour(theme.target))
            lines = [line for line in repaired.code.lines if line is not fixed]
            self.bring(repaired.heading, *lines)
            self.play(ShowIncreasingSubsets(fixed), run_time=1.2)
            self.play(FadeIn(repaired.outcome), run_time=0.4)
            # The other loop zeroes too, but computes its loss only once.
            self.play(FadeIn(outside), run_time=0.5)
            outside.add_updater(lambda card: card.run(script.OUTSIDE_ORDER, self.clock.now))
            self.run_to(len(script.OUTSIDE_ORDER) - 1, seconds=3.5)
            self.play(FadeIn(outside.outcome), run_time=0.4)
            self.wait(0.6)
        self.leave(repaired.heading, *lines, fixed, repaired.outcome, outside, outside.outcome)

    def no_friction(self) -> None:
        with self.tell("no-friction"):
            self.clock.set_value(0)
            self.show_recipe(self.bowl())
            zeroed, ball = self.two_balls()
            self.bring(self.hill, self.start_height(), zeroed, ball, self.reaches())
            self.run_to(100, seconds=4)

    def regression(self, task: str) -> str:
        return f'"{task}" quad eta = {self.result.params.lr:g}'
