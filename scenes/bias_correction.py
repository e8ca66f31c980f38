"""The bias-correction mystery: averages that start at zero, and the division that takes the zero out again."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, FadeIn, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.area import OPACITY
from scenes.parts.cloud import CloudPanel
from scenes.parts.excess_walk import ExcessWalk
from scenes.parts.frame import Region
from scenes.parts.key import area_sample, keyed, line_key, line_sample
from scenes.parts.log_chart import log_chart
from scenes.parts.moments_scene import MomentsScene
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.spot_table import SpotTable
from scenes.parts.stream_chart import StreamChart
from scenes.parts.strides import two_walks
from scenes.parts.typesetting import LABEL, SMALL, maths, words
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
            self.show_recipe(f'"noisy gradients, mean {params.gradient:g}", quad beta_1 = {params.beta1:g}')
            left, right = frame.safe_stage().split(1, 1.35, gap=0.5)
            # Constant gradient first: one step stores a tenth, and the division gives it back.
            stored = f"{1 - params.beta1:.4g}"
            lines = VGroup(
                self.formula(f"{{{{ m_1 : m }}}} = (1 - beta_1) g = {stored} thin g"),
                self.formula(f"hat(m)_1 = {{{{ m_1 : m }}}} / {stored} = g"),
                self.formula("hat(m)_t = {{ m_t : m }} / (1 - beta_1^t)"),
            ).arrange(DOWN, buff=0.45, aligned_edge=LEFT)
            left.inset(left=0.85).place(lines, LEFT)
            samples = [area_sample(theme.first_moment, OPACITY), *(line_sample(theme.adam) for _ in lines[1:])]
            lines = VGroup(*(keyed(sample, line) for sample, line in zip(samples, lines, strict=True)))
            # Then a noisy stream: the average limps after its mean, the corrected one is there at once.
            averages = moment(stream.first_moment), moment(stream.first_moment_corrected)
            chart = StreamChart(stream.gradients[:, 0], *averages, mean=params.gradient, region=right, theme=theme)
            table = rolling_rows(
                self.clock,
                theme,
                ("average m", np.append(0, averages[0]), theme.first_moment),
                ("corrected", np.append(np.nan, averages[1]), theme.adam),
            )
            for line in lines:
                self.play(FadeIn(line), run_time=0.5)
                self.wait(0.4)
            self.play(FadeIn(chart, table), run_time=0.5)
            chart.add_updater(lambda c: c.show(self.clock.now))
            self.run_to(len(stream.gradients), seconds=5)
        self.retire(lines, chart, table)

    def two_tanks(self) -> None:
        params = self.result.params
        with self.tell("two-tanks"):
            self.clock.set_value(0)
            self.show_recipe(f'g = "{params.gradient:g}", quad {self.betas()}')
            *columns, self.notes = frame.safe_stage().inset(left=0.4).split(1, 1, 1.9, gap=0.9)
            self.tanks = self.constant_tanks(columns)
            lines = VGroup(
                self.formula(f"{{{{ m_1 : m }}}} = {1 - params.beta1:.4g} thin g"),
                self.formula(f"{{{{ v_1 : v }}}} = {1 - params.beta2:.4g} thin g^2"),
            )
            self.notes.place(lines.arrange(DOWN, buff=0.6, aligned_edge=LEFT).scale(1.25))
            self.play(FadeIn(self.tanks), run_time=0.6)
            self.wait(0.6)
            self.run_to(1, seconds=2)
            for line in lines:
                self.play(FadeIn(line), run_time=0.4)
        self.retire(lines)

    def first_step(self) -> None:
        params, ratio = self.result.params, self.result.ratio
        with self.tell("first-step"):
            top, bottom = self.notes.stack(1, 1.1)
            stored, squared = f"{1 - params.beta1:.4g}", f"{1 - params.beta2:.4g}"
            fraction = self.formula(
                f"{{{{ m_1 : m }}}} / sqrt({{{{ v_1 : v }}}}) = {stored} / sqrt({squared}) = {ratio.first:.4g}"
            )
            self.play(FadeIn(top.place(fraction.scale(min(1.15, top.width / fraction.width)))), run_time=0.6)
            # The step that it makes, under the step that it should make, to one scale.
            walks = two_walks(self.strides(1), 0.95 * bottom.width, bottom, self.theme)
            for walk in walks:
                self.play(FadeIn(walk.show(1)), run_time=0.6)
        self.retire(fraction, walks, self.tanks)

    def ten_steps(self) -> None:
        with self.tell("ten-steps"):
            self.clock.set_value(0)
            self.show_recipe(self.betas())
            region = frame.safe_stage().inset(left=0.2, right=0.4, top=0.5)
            walks = two_walks(self.strides(script.WALK), region.width, region, self.theme, thickness=0.22)
            for walk in walks:
                walk.add_updater(lambda w: w.show(self.clock.now))
            self.play(FadeIn(walks), run_time=0.4)
            self.run_to(script.WALK, seconds=5)
            # Where the corrected ones lead, marked on both ways.
            goal = walks[0].ways[-1]
            posts = VGroup(*(walk.post(goal, f"{goal:.4g} η", self.theme) for walk in walks))
            self.play(FadeIn(posts), run_time=0.4)
        self.retire(walks, posts)

    def worse_before_better(self) -> None:
        theme, ratio = self.theme, self.result.ratio
        with self.tell("worse-before-better"):
            self.clock.set_value(0)
            self.show_recipe(self.betas(), steps=False)
            left, right = frame.safe_stage().split(2, 1, gap=0.7)
            # Beside the curve the two memories that make it: one is full long before the other.
            top, bottom = right.stack(0.5, 1, gap=0.1)
            formula = top.place(self.formula("r_t = (1 - beta_1^t) / sqrt(1 - beta_2^t)"))
            walk = ExcessWalk(ratio.values, (ratio.first_moment, ratio.second_moment), left, bottom, theme)
            peak = ratio.peak_step if ratio.peak > 1 + script.SAME else 1
            heights = sorted({1, peak, ratio.within(script.LITTLE) or 1})
            marks = walk.landmarks(
                {step: f"{plain(ratio.at(step))} at step {step}" for step in heights},
                (ratio.first_moment_full, ratio.second_moment_full),
            )
            self.play(FadeIn(walk, formula), run_time=0.6)
            # Time runs as the axis does: every second a fixed factor.
            walk.add_updater(lambda w: w.show(np.exp(self.clock.now)))
            last = np.log(len(ratio.steps))
            for step, labels in sorted(marks.items()):
                self.run_to(np.log(step), max(6 * (np.log(step) - self.clock.now) / last, 0.2))
                self.play(FadeIn(labels), run_time=0.4)
            self.run_to(last, seconds=0.5)
        self.retire(walk, formula, *marks.values())

    def finished_model(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("finished-model"):
            self.clock.set_value(0)
            self.show_recipe(f'"1000 weights at the minimum of" x^2 \\/ 2, quad eta = "{result.params.lr:g}"')
            left, right, notes = frame.safe_stage().inset(top=0.45).split(1.25, 1.25, 1, gap=0.4)
            peak, last, loss = script.widest(result), script.CLOUD_SHOWN, result.loss_ratio
            without, corrected = result.uncorrected, result.corrected
            reach = 3 * float(max(cloud.rms[: last + 1].max() for cloud in (without, corrected)))
            panels = VGroup(
                CloudPanel("uncorrected", without.positions, theme.ink, reach=reach, region=left, theme=theme),
                CloudPanel("corrected", corrected.positions, theme.adam, reach=reach, region=right, theme=theme),
            )
            for panel in panels:
                panel.cloud.add_updater(lambda points: points.show(self.clock.step))
            rows = ("uncorrected: rms", without.rms, theme.ink), ("corrected: rms", corrected.rms, theme.adam)
            table = rolling_rows(self.clock, theme, *rows)
            column = VGroup(
                words("each dot:\ntwo weights", theme.quiet_ink, SMALL),
                words(f"ring: 95% of the\ndots at step {peak}", theme.text_colour(theme.target), SMALL),
                *(
                    words(f"{plain(loss[step])} times\nthe loss\nat step {step}", theme.ink, LABEL)
                    for step in dict.fromkeys((peak, last))
                ),
            )
            notes.place(column.arrange(DOWN, buff=0.35))
            self.play(FadeIn(panels, table, column[0]), run_time=0.6)
            self.run_to(peak, seconds=3)
            # The widest moment, held: how much higher the loss is.
            ring = panels[0].cloud.ring(peak, 0.95, theme.target)
            self.play(FadeIn(ring, *column[1:3]), run_time=0.4)
            self.wait(2)
            if peak < last:
                self.run_to(last, seconds=3.5)
                self.play(FadeIn(column[3]), run_time=0.4)
        self.retire(panels, table, column, ring)

    def need_both(self) -> None:
        first, theme = self.result.first_step, self.theme
        with self.tell("need-both"):
            self.show_recipe(f'{self.betas()}, quad "first step, in" eta', steps=False)
            rows = [
                ("correct neither", "m / sqrt(v)", first.neither, theme.ink),
                ("only m", "hat(m) / sqrt(v)", first.only_first, theme.first_moment),
                ("only v", "m / sqrt(hat(v))", first.only_second, theme.second_moment),
                ("both", "hat(m) / sqrt(hat(v))", first.both, theme.adam),
            ]
            table = SpotTable(rows, "η", frame.safe_stage(), theme)
            self.play(FadeIn(table), run_time=0.3)
            for row in range(len(rows)):
                self.play(*table.spotlight(row), run_time=0.6)
                self.wait(0.9)
        self.retire(table)

    def rmsprop_never_corrects(self) -> None:
        theme, warmup = self.theme, self.result.warmup
        with self.tell("rmsprop-never-corrects"):
            self.clock.set_value(0)
            span = f"{self.result.params.warmup} step{'s' if self.result.params.warmup > 1 else ''}"
            self.show_recipe(f'"RMSprop" alpha = 0.99, quad "warm-up over {span}"', steps=False)
            left, right = frame.safe_stage().split(1.6, 1, gap=0.5)
            last, warmed = len(warmup.steps), warmup.rmsprop * warmup.ramp
            lines = [
                ("RMSprop", warmup.rmsprop, theme.rmsprop, 4.5),
                ("Adam", warmup.corrected, theme.adam, 4.5),
                ("RMSprop, warm-up", warmed, theme.rmsprop, 10),
            ]
            everything = np.concatenate([lengths for _, lengths, *_ in lines])
            y = 0.7 * float(everything.min()), 1.3 * float(everything.max())
            chart = log_chart(left, last, y, "step length, in η", theme, log_y=True)
            curves = [chart.curve(warmup.steps, lengths, colour, width) for _, lengths, colour, width in lines]
            # The key names the lines, each with its first step.
            key = line_key([(f"{name}: {lengths[0]:.3g} η", *look) for name, lengths, *look in lines], theme)
            fraction = "g / (0.1 g + epsilon)" if script.drowns(self.result) else "1 / sqrt(1 - 0.99)"
            formula = maths(f"{fraction} = {warmup.rmsprop[0]:.3g}", theme.ink)
            heading = words("first step", theme.quiet_ink, LABEL)
            right.place(VGroup(formula, heading, key).arrange(DOWN, buff=0.45))
            for curve in curves:
                curve.add_updater(lambda line: line.draw_to(np.exp(self.clock.now) - 1))
            self.add(*curves[:2])
            self.play(FadeIn(chart, formula, heading, *key[:2]), run_time=0.5)
            self.run_to(np.log(last), seconds=3)
            # Warm-up multiplies the rate by a ramp, and the tall start is gone.
            for curve in curves[:2]:
                curve.clear_updaters()
            self.clock.set_value(0)
            self.add(curves[2])
            self.play(FadeIn(key[2]), run_time=0.4)
            self.run_to(np.log(last), seconds=2.5)
        self.retire(chart, formula, heading, key, *curves)

    def zero_out_again(self) -> None:
        theme, constant, params = self.theme, self.result.constant, self.result.params
        with self.tell("zero-out-again"):
            self.clock.set_value(0)
            self.show_recipe(self.betas())
            columns = frame.safe_stage().split(1.3, 1, 1.3, 1, gap=0.5)
            formulas = VGroup(
                self.formula("hat(m)_t = {{ m_t : m }} / (1 - beta_1^t)"),
                self.formula("hat(v)_t = {{ v_t : v }} / (1 - beta_2^t)"),
            )
            for formula, column in zip(formulas, columns[::2], strict=True):
                column.place(formula.scale(1.2))
            tanks = self.constant_tanks(columns[1::2], restored=True)
            t = np.arange(len(constant.updates) + 1)
            shares = rolling_rows(
                self.clock, theme, ("1 − β₁ᵗ", 1 - params.beta1**t, theme.first_moment),
                ("1 − β₂ᵗ", 1 - params.beta2**t, theme.second_moment),
            )  # fmt: skip
            note = words("pale: what the\ndivision gives back", theme.quiet_ink, SMALL)
            frame.safe_stage().place(note, DOWN + LEFT)
            shares.shift(0.05 * DOWN)  # the raised t stays within the frame
            self.play(FadeIn(formulas, tanks, shares), run_time=0.6)
            self.run_to(1, seconds=1.5)
            self.play(FadeIn(note), run_time=0.3)
            self.run_to(t[-1], seconds=4)

    def betas(self) -> str:
        return f"beta_1 = {self.result.params.beta1:g}, quad beta_2 = {self.result.params.beta2:g}"

    def strides(self, steps: int) -> tuple[np.ndarray, np.ndarray]:
        """The first steps under a constant gradient in learning rates, with and without correction."""
        runs = (self.result.constant, self.result.constant_uncorrected)
        with_correction, without = (np.abs(run.updates[:steps, 0]) / self.result.params.lr for run in runs)
        return with_correction, without

    def constant_tanks(self, regions: list[Region], *, restored: bool = False) -> VGroup:
        run = self.result.constant
        moments = moment(run.first_moment), moment(run.second_moment)
        return self.fill_tanks(regions, moments, self.result.params.gradient, restored=restored)


def moment(values: np.ndarray | None) -> np.ndarray:
    """A moment of a run over one weight, shape ``(T,)``."""
    assert values is not None
    return values[:, 0]
