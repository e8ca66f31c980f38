"""The bias-correction mystery: averages that start at zero, and the division that takes the zero out again."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, FadeIn, ReplacementTransform, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.area import OPACITY
from scenes.parts.cloud_duel import CloudDuel
from scenes.parts.excess_walk import ExcessWalk
from scenes.parts.frame import shrunk
from scenes.parts.key import area_sample, keyed_lines, line_sample
from scenes.parts.moments_scene import MomentsScene
from scenes.parts.numerals import in_maths
from scenes.parts.spot_table import SpotTable
from scenes.parts.stream_chart import StreamChart
from scenes.parts.strides import goal_posts, two_walks
from scenes.parts.typesetting import LABEL, maths, words
from scenes.parts.warmup_chart import WarmupChart
from scenes.scripts import bias_correction as script
from sim.experiments import bias_correction as experiment


class BiasCorrection(MomentsScene):
    """The story of the bias-correction mystery over the runs of :mod:`sim.experiments.bias_correction`.

    Blue fills with m and violet with v; what Adam makes of them is green, and ink if nobody corrects it.
    """

    title = CLIPS["bias-correction"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "finished-model"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.zero_start()
        self.two_tanks()
        self.first_step()
        self.ten_steps()
        self.worse_before_better()
        self.finished_model()
        self.need_both()
        self.rmsprop_never_corrects()
        self.zero_out_again()

    def zero_start(self) -> None:
        params, theme, stream = self.result.params, self.theme, self.result.stream
        with self.tell("zero-start"):
            self.show_recipe(
                f'"{say("noisy gradients, mean")}" {in_maths(params.gradient)}, quad beta_1 = {params.beta1:g}'
            )
            left, right = frame.safe_stage().panes(1 if frame.is_wide() else 1.3, 1.35, gap=0.5, stacked=(1, 1.9))
            # Constant gradient first: one step stores a tenth, and the division gives it back.
            stored = f"{1 - params.beta1:.4g}"
            formulas = self.formulas(
                f"{{{{ m_1 : m }}}} = (1 - beta_1) g = {stored} thin g",
                f"hat(m)_1 = {{{{ m_1 : m }}}} / {stored} = g",
                "hat(m)_t = {{ m_t : m }} / (1 - beta_1^t)",
            )
            samples = [area_sample(theme.first_moment, OPACITY), *(line_sample(theme.adam) for _ in formulas[1:])]
            room = left.inset(left=0.85)
            if room.height < formulas.height:
                formulas.arrange_in_grid(cols=2, col_alignments="ll", buff=(1.5, 0.25))
            shrunk(formulas, room.width + 0.3, room.height)
            lines = keyed_lines(samples, room.place(formulas, LEFT))
            # Then a noisy stream: the average limps after its mean, the corrected one is there at once.
            chart = StreamChart(stream, mean=params.gradient, region=right, theme=theme)
            average = say("average m"), np.append(0, chart.average), theme.first_moment
            table = self.roll(average, (say("corrected"), np.append(np.nan, chart.corrected), theme.adam))
            chart.add_updater(lambda c: c.show(self.clock.now))
            self.play(FadeIn(chart), run_time=0.5)
            for line in lines:
                self.play(FadeIn(line), run_time=0.5)
                self.wait(0.4)
            self.play(FadeIn(table), run_time=0.5)
            self.run_to(len(stream.gradients), seconds=5)
        self.leave(lines, chart, table)

    def two_tanks(self) -> None:
        params = self.result.params
        with self.tell("two-tanks"):
            self.clock.set_value(0)
            self.show_recipe(f"g = {in_maths(params.gradient)}, quad {self.betas()}")
            stage = frame.safe_stage(under_readouts=False)
            if stage.is_upright:
                pair, self.notes = stage.stack(1, 1, gap=0.5)
                columns = pair.inset(left=0.6, right=0.6).split(1, 1, gap=1.2)
            elif frame.is_wide():
                *columns, self.notes = stage.inset(left=0.4).split(1, 1, 1.9, gap=0.9)
            else:
                *columns, self.notes = stage.split(1, 1, 2.8, gap=0.6)
            self.tanks = self.constant_tanks(columns)
            lines = self.formulas(
                f"{{{{ m_1 : m }}}} = {1 - params.beta1:.4g} thin g",
                f"{{{{ v_1 : v }}}} = {1 - params.beta2:.4g} thin g^2",
            )
            self.notes.place(lines.scale(1.4))
            self.bring(self.tanks)
            self.wait(0.6)
            self.run_to(1, seconds=2)
            for line in lines:
                self.play(FadeIn(line), run_time=0.4)
        self.leave(lines)

    def first_step(self) -> None:
        with self.tell("first-step"):
            top, bottom = self.notes.stack(1, 1.1)
            fraction = self.formula(script.first_ratio(self.result))
            self.bring(top.place(fraction.scale(min(1.15, top.width / fraction.width))))
            # The step that it makes, under the step that it should make, to one scale.
            self.walks = two_walks(self.strides(script.WALK), 1, 0.48, bottom.inset(right=0.3), self.theme)
            for walk in self.walks:
                self.play(FadeIn(walk.show(1)), run_time=0.6)
        self.leave(fraction, self.tanks)

    def ten_steps(self) -> None:
        with self.tell("ten-steps"):
            # The first step is taken; the scale shrinks until ten of them have room.
            self.clock.set_value(1)
            self.show_recipe(self.betas())
            region = frame.safe_stage(under_readouts=False).inset(left=0.2, right=0.4, top=0.5)
            height = min(0.4 * region.stack(1, 1)[0].height, 1.5)
            walks = two_walks(self.strides(script.WALK), script.WALK, height, region, self.theme)
            pairs = zip(self.walks, walks, strict=True)
            self.bring(along=[ReplacementTransform(old, new.show(1)) for old, new in pairs])
            for walk in walks:
                walk.add_updater(lambda w: w.show(self.clock.now))
            self.run_to(script.WALK, seconds=4.5)
            # Where the corrected ones lead, marked on both ways.
            self.play(FadeIn(posts := goal_posts(walks, self.theme)), run_time=0.4)
        self.leave(walks, posts)

    def worse_before_better(self) -> None:
        theme, ratio = self.theme, self.result.ratio
        with self.tell("worse-before-better"):
            self.clock.set_value(0)
            self.show_recipe(self.betas(), steps=False)
            # Beside the curve or under it the two memories that make it: one is full long before the other.
            stage = frame.safe_stage()
            if stage.is_upright:
                chart, below = stage.stack(1.5, 1, gap=0.5)
                place, pair = below.split(1, 1.2)
            else:
                chart, beside = stage.split(2, 1, gap=0.7) if frame.is_wide() else stage.split(1.4, 1, gap=0.5)
                place, pair = beside.stack(0.5, 1, gap=0.1)
            formula = place.place(self.formula("r_t = (1 - beta_1^t) / sqrt(1 - beta_2^t)"))
            walk = ExcessWalk(ratio, chart, pair, theme)
            marks = walk.landmarks(script.landmarks(ratio))
            self.bring(walk, formula)
            # Time runs as the axis does: every second a fixed factor.
            walk.add_updater(lambda w: w.show(np.exp(self.clock.now)))
            last = np.log(len(ratio.steps))
            for step, labels in sorted(marks.items()):
                self.run_to(np.log(step), max(6 * (np.log(step) - self.clock.now) / last, 0.2))
                self.play(FadeIn(labels), run_time=0.4)
            self.run_to(last, seconds=0.5)
        self.leave(walk, formula, *marks.values())

    def finished_model(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("finished-model"):
            self.clock.set_value(0)
            self.show_recipe(
                f'"{say("1000 weights at the minimum of")}" x^2 \\/ 2, quad eta = {in_maths(result.params.lr)}'
            )
            peak, last = script.widest(result), script.CLOUD_SHOWN
            duel = CloudDuel(result, peak, last, frame.safe_stage().inset(top=0.45), theme)
            duel.add_updater(lambda clouds: clouds.show(self.clock.step))
            self.bring(duel, table := self.roll(*duel.spreads))
            self.run_to(peak, seconds=3)
            # The widest moment, held: how much higher the loss is.
            self.play(FadeIn(duel.ring, duel.verdicts[0]), run_time=0.4)
            self.wait(2)
            if peak < last:
                self.run_to(last, seconds=3.5)
                self.play(FadeIn(duel.verdicts[1]), run_time=0.4)
        self.leave(duel, table, duel.ring, duel.verdicts)

    def need_both(self) -> None:
        theme = self.theme
        with self.tell("need-both"):
            self.show_recipe(f'{self.betas()}, quad "{say("first step, in")}" eta', steps=False)
            rows = [(*words, getattr(theme, role)) for *words, role in script.first_steps(self.result)]
            table = SpotTable(rows, "η", frame.safe_stage(under_readouts=False), theme)
            self.bring(table)
            for row in range(len(rows)):
                self.play(*table.spotlight(row), run_time=0.6)
                self.wait(0.9)
        self.leave(table)

    def rmsprop_never_corrects(self) -> None:
        theme, warmup = self.theme, self.result.warmup
        with self.tell("rmsprop-never-corrects"):
            self.clock.set_value(0)
            steps = self.result.params.warmup
            span = say("warm-up over {steps} steps", steps=steps) if steps > 1 else say("warm-up over 1 step")
            self.show_recipe(f'"RMSprop" alpha = 0.99, quad "{span}"', steps=False)
            picture, side = frame.safe_stage(under_readouts=False).panes(1.6, 1, gap=0.5, stacked=(1.9, 1))
            chart = WarmupChart(warmup, picture, theme)
            formula = maths(script.rmsprop_first_step(self.result), theme.ink)
            notes = VGroup(formula, chart.key).arrange(RIGHT if frame.is_narrow() else DOWN, buff=0.6)
            side.place(shrunk(notes, side.width))
            chart.add_updater(lambda lines: lines.show(np.exp(self.clock.now)))
            self.bring(chart, formula, *chart.key[:3])
            self.run_to(last := np.log(len(warmup.steps)), seconds=3)
            # Warm-up multiplies the rate by a ramp, and the tall start is gone.
            chart.clear_updaters()
            self.clock.set_value(0)
            self.add(chart.warmed.add_updater(lambda line: line.draw_to(np.exp(self.clock.now) - 1)))
            self.play(FadeIn(chart.key[3]), run_time=0.4)
            self.run_to(last, seconds=2.5)
        self.leave(chart, chart.warmed, formula, chart.key)

    def zero_out_again(self) -> None:
        theme, constant, params = self.theme, self.result.constant, self.result.params
        with self.tell("zero-out-again"):
            self.clock.set_value(0)
            self.show_recipe(self.betas())
            tanks = self.restored_tanks(frame.safe_stage())
            t = np.arange(len(constant.updates) + 1)
            share = "1 − β₁ᵗ", 1 - params.beta1**t, theme.first_moment
            shares = self.roll(share, ("1 − β₂ᵗ", 1 - params.beta2**t, theme.second_moment))
            note = words(say("pale: what the\ndivision gives back"), theme.quiet_ink, LABEL)
            # The corner is free beside the tanks; where they take all of the width, the row of the readouts is.
            if frame.is_narrow():
                frame.readouts().place(note, LEFT)
            else:
                frame.safe_stage().place(note, DOWN + LEFT)
            self.bring(tanks, shares)
            self.run_to(1, seconds=1.5)
            self.play(FadeIn(note), run_time=0.3)
            self.run_to(t[-1], seconds=4)
