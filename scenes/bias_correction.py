"""The bias-correction mystery: averages that start at zero, and the division that takes the zero out again."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Dot, FadeIn, Mobject, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.clip_scene import ClipScene
from scenes.parts.cloud import Cloud
from scenes.parts.coordinates import Coordinates, undistorted
from scenes.parts.pointer import Pointer
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.steps import at_step
from scenes.parts.tank import Tank, outline
from scenes.parts.trail import Dots
from scenes.parts.typesetting import LABEL, SMALL, maths, words
from scenes.scripts import bias_correction as script
from sim.experiments import bias_correction as experiment


class BiasCorrection(ClipScene):
    """The story of the bias-correction mystery over the runs of :mod:`sim.experiments.bias_correction`."""

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
        self.worse_before_better()
        self.finished_model()
        self.need_both()
        self.rmsprop_never_corrects()
        self.zero_out_again()

    def zero_start(self) -> None:
        params, theme, stream = self.result.params, self.theme, self.result.stream
        with self.tell("zero-start"):
            self.show_recipe(f'"noisy gradients, mean" {params.gradient:g}, quad beta_1 = {params.beta1:g}')
            left, right = frame.safe_stage().split(1, 1.35, gap=0.8)
            # Constant gradient first: one step stores a tenth, and the division gives it back.
            lines = VGroup(
                maths("{{ m_1 : m }} = (1 - beta_1) g", theme.ink, terms={"m": theme.first_moment}),
                maths("hat(m)_1 = m_1 / (1 - beta_1) = g", theme.ink),
                maths("hat(m)_t = m_t / (1 - beta_1^t)", theme.ink),
            )
            left.place(lines.arrange(DOWN, buff=0.35, aligned_edge=LEFT))
            # Then a noisy stream: the average limps after its mean, the corrected one is there at once.
            gradients, average = stream.gradients[:, 0], self.moment(stream.first_moment)
            corrected = self.moment(stream.first_moment_corrected)
            steps = len(gradients)
            low = float(min(gradients.min(), 0))
            seen = Coordinates(
                right.inset(left=0.8, right=0.3, top=0.5, bottom=0.5), (0, steps), (low, float(gradients.max()))
            )
            chart = Chart(
                seen, theme, x_ticks={0: "0", steps: str(steps)},
                y_ticks={0: "0", params.gradient: f"{params.gradient:g}"}, x_name="step", y_name="dots: gradients",
            )  # fmt: skip
            t = np.arange(1, steps + 1)
            rain = Dots(seen.point(t, gradients), theme.gradient, opacity=0.55)
            m = chart.curve(t, average, theme.first_moment)
            m_hat = chart.curve(t, corrected, theme.target)
            self.play(FadeIn(lines[0]), run_time=0.5)
            self.play(FadeIn(lines[1]), run_time=0.5)
            self.play(FadeIn(chart, lines[2]), run_time=0.5)
            rain.add_updater(lambda dots: dots.show(self.clock.step))
            for curve in (m, m_hat):
                curve.add_updater(lambda line: line.draw_to(max(self.clock.now - 1, 0)))
            rows = [
                Readout("average m", "0", theme, theme.first_moment),
                Readout("corrected", "0", theme, theme.target),
            ]
            for row, values in zip(rows, (average, corrected), strict=True):
                row.add_updater(lambda r, v=values: r.show(f"{v[np.clip(self.clock.step - 1, 0, len(v) - 1)]:.3f}"))
            table = readout_rows(rows, "−0.000")
            self.add(rain, m, m_hat)
            self.play(FadeIn(table), run_time=0.3)
            self.run_to(steps, seconds=4.5)
        self.retire(lines, chart, rain, m, m_hat, table)

    def two_tanks(self) -> None:
        params, theme, constant = self.result.params, self.theme, self.result.constant
        with self.tell("two-tanks"):
            self.clock.set_value(0)
            self.show_recipe(f"g = {params.gradient:g}, quad beta_1 = {params.beta1:g}, quad beta_2 = {params.beta2:g}")
            first, second, notes = frame.safe_stage().inset(left=0.6).split(1, 1, 1.5, gap=1.2)
            g = params.gradient
            self.tanks = [
                (Tank("m", theme.first_moment, first, theme), self.moment(constant.first_moment), g),
                (Tank("v", theme.second_moment, second, theme), self.moment(constant.second_moment), g * g),
            ]
            for tank, moment, full in self.tanks:
                values = np.append(0.0, moment)
                tank.add_updater(
                    lambda t, v=values, full=full: t.show(
                        float(at_step(v, self.clock.now)) / full, f"{float(at_step(v, self.clock.now)):.4g}"
                    ),
                    call_updater=True,
                )
            lines = VGroup(
                maths(f"m_1 = {1 - params.beta1:.4g} thin g", theme.ink),
                maths(f"v_1 = {1 - params.beta2:.4g} thin g^2", theme.ink),
            )
            notes.place(lines.arrange(DOWN, buff=0.5, aligned_edge=LEFT))
            self.play(FadeIn(*(tank for tank, *_ in self.tanks)), run_time=0.6)
            self.run_to(1, seconds=2)
            self.play(FadeIn(lines[0]), run_time=0.4)
            self.play(FadeIn(lines[1]), run_time=0.4)
        self.retire(lines)

    def first_step(self) -> None:
        params, theme, ratio = self.result.params, self.theme, self.result.ratio
        with self.tell("first-step"):
            *_, notes = frame.safe_stage().inset(left=0.6).split(1, 1, 1.9, gap=0.9)
            top, bottom = notes.stack(1.1, 1)
            fraction = maths(
                f"(1 - beta_1) / sqrt(1 - beta_2) = {1 - params.beta1:.4g} / sqrt({1 - params.beta2:.4g})"
                f" = {ratio.first:.4g}",
                theme.ink,
                size=LABEL * 1.25,
            )
            top.place(fraction)
            self.play(FadeIn(fraction), run_time=0.6)
            # The step it makes, under the step it should be, to one scale.
            unit = 0.95 * bottom.width / max(ratio.first, 1)
            arrows = VGroup()
            for row, (name, length, colour) in zip(
                bottom.inset(top=0.1).stack(1, 1),
                (
                    ("corrected: 1 η", 1.0, theme.adam),
                    (f"uncorrected: {ratio.first:.4g} η", ratio.first, theme.second_moment),
                ),
                strict=True,
            ):
                label = row.place(words(name, theme.ink, SMALL), UP + LEFT)
                tail = label.get_corner(DOWN + LEFT) + 0.25 * DOWN
                arrow = Pointer(colour, width=0.12).point(tail, tail + unit * length * RIGHT)
                arrows.add(VGroup(label, arrow))
            self.play(FadeIn(arrows[0]), run_time=0.5)
            self.play(FadeIn(arrows[1]), run_time=0.7)
        self.retire(fraction, arrows, *(tank for tank, *_ in self.tanks))

    def worse_before_better(self) -> None:
        theme, ratio = self.theme, self.result.ratio
        with self.tell("worse-before-better"):
            self.show_recipe(f"{self.betas()}", steps=False)
            formula = maths("r_t = (1 - beta_1^t) / sqrt(1 - beta_2^t)", theme.ink)
            region = frame.safe_stage().inset(left=0.9, right=0.3, top=0.4, bottom=0.45)
            last = len(ratio.steps)
            top = 1.12 * max(ratio.peak, 1.2)
            seen = Coordinates(region, (1, last), (0, top), log_x=True)
            ticks = {10.0**k: f"{10**k}" for k in range(int(np.log10(last)) + 1)}
            chart = Chart(
                seen, theme, x_ticks=ticks, y_ticks={0: "0", 1: "1"}, x_name="step", y_name="uncorrected step, in η"
            )
            curve = chart.curve(ratio.steps, ratio.values, theme.second_moment)
            frame.safe_stage().inset(top=0.5, right=0.4).place(formula, UP + RIGHT)
            self.play(FadeIn(chart, formula), run_time=0.6)
            # Time runs as the axis does: every second a fixed factor.
            runner = Dot(radius=0.11, color=theme.target)
            value = readout_rows([row := Readout("times too long", "0", theme)], "0.000")

            def follow(dot: Mobject) -> None:
                step = float(np.exp(self.clock.now))
                index = int(np.clip(round(step), 1, last)) - 1
                curve.draw_to(index)
                dot.move_to(seen.point(ratio.steps[index], ratio.values[index]))
                row.show(f"{ratio.values[index]:.3f}")

            self.clock.set_value(0)
            runner.add_updater(follow, call_updater=True)
            self.add(curve, runner)
            self.play(FadeIn(value), run_time=0.3)
            for stop in self.landmarks():
                self.run_to(float(np.log(stop)), seconds=1.5)
                mark = words(f"{ratio.at(stop):.4g} at step {stop}", theme.ink, SMALL).next_to(runner, UP, buff=0.2)
                mark.shift(
                    min(0, region.right - mark.get_right()[0]) * RIGHT
                    + max(0, region.left + 0.1 - mark.get_left()[0]) * RIGHT
                )
                self.play(FadeIn(mark), run_time=0.3)
                chart.add(mark)
            self.run_to(float(np.log(last)), seconds=1)
        self.retire(runner, curve, chart, formula, value)

    def finished_model(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("finished-model"):
            self.clock.set_value(0)
            self.show_recipe(f'"1000 weights at the minimum of" x^2 \\/ 2, quad eta = {result.params.lr:g}')
            panels = frame.safe_stage().inset(top=0.45).split(1, 1, gap=0.6)
            reach = 3 * float(result.uncorrected.rms[:101].max())
            self.clouds, furniture, rows = [], VGroup(), []
            for panel, cloud, name, colour in zip(
                panels, (result.uncorrected, result.corrected), ("without correction", "with correction"),
                (theme.second_moment, theme.adam), strict=True,
            ):  # fmt: skip
                seen = undistorted(panel, (-reach, reach), (-reach, reach))
                furniture.add(
                    outline(panel, theme),
                    words(name, theme.ink, SMALL).next_to(panel.centre + panel.height / 2 * UP, UP, buff=0.1),
                )
                points = Cloud(cloud.positions, seen, colour)
                points.add_updater(lambda p: p.show(self.clock.step))
                self.clouds.append(points)
                row = Readout(f"{name.split()[0]}: rms", "0", theme, colour)
                row.add_updater(lambda r, rms=cloud.rms: r.show(f"{rms[min(self.clock.step, len(rms) - 1)]:.4f}"))
                rows.append(row)
            table = readout_rows(rows, "0.0000")
            self.play(FadeIn(furniture, *self.clouds, table), run_time=0.6)
            self.run_to(result.cloud_peak_step, seconds=3)
            # The widest moment, held: how much higher the loss is.
            peak = f"{result.loss_ratio[result.cloud_peak_step]:.4g} times the loss at step {result.cloud_peak_step}"
            note = words(peak, theme.ink, SMALL)
            note.move_to(panels[0].centre + (panels[0].height / 2 - 0.35) * DOWN)
            self.play(FadeIn(note), run_time=0.4)
            self.wait(1.2)
            self.run_to(100, seconds=4)
        self.retire(*self.clouds, furniture, table, note)

    def need_both(self) -> None:
        table, theme = self.result.first_step, self.theme
        with self.tell("need-both"):
            self.show_recipe(f'{self.betas()}, quad "first step, in" eta', steps=False)
            rows = [
                ("correct neither", table.neither),
                ("only m", table.only_first),
                ("only v", table.only_second),
                ("both", table.both),
            ]
            cells = [words(text, theme.ink, LABEL * 1.2) for name, value in rows for text in (name, f"{value:.4g} η")]
            grid = VGroup(*cells).arrange_in_grid(cols=2, col_alignments="lr", buff=(2.2, 0.42))
            frame.safe_stage().place(grid)
            for name, value in zip(cells[::2], cells[1::2], strict=True):
                self.play(FadeIn(name, value), run_time=0.6)
                self.wait(0.5)
            self.play(VGroup(*cells[:6]).animate.set_opacity(0.45), run_time=0.5)
        self.retire(grid)

    def rmsprop_never_corrects(self) -> None:
        theme, warmup = self.theme, self.result.warmup
        with self.tell("rmsprop-never-corrects"):
            self.clock.set_value(1)
            self.show_recipe(
                '"RMSprop" alpha = 0.99, quad "warm-up over" ' + f'{self.result.params.warmup} "steps"', steps=False
            )
            formula = maths(f"1 / sqrt(1 - 0.99) = {warmup.rmsprop[0]:.3g}", theme.ink)
            region = frame.safe_stage().inset(left=0.9, right=0.3, top=0.4, bottom=0.45)
            last = len(warmup.steps)
            top = 1.08 * max(warmup.rmsprop.max(), warmup.corrected.max())
            seen = Coordinates(region, (1, last), (0, top))
            chart = Chart(
                seen, theme, x_ticks={1: "1", last: str(last)},
                y_ticks={1: "1", float(warmup.rmsprop[0]): f"{warmup.rmsprop[0]:.3g}"},
                x_name="step", y_name="step length, in η",
            )  # fmt: skip
            frame.safe_stage().inset(top=0.5, right=0.4).place(formula, UP + RIGHT)
            raw = chart.curve(warmup.steps, warmup.rmsprop, theme.rmsprop)
            adam = chart.curve(warmup.steps, warmup.corrected, theme.adam)
            ramped = chart.curve(warmup.steps, warmup.rmsprop * warmup.ramp, theme.rmsprop, width=7)
            self.play(FadeIn(chart, formula), run_time=0.5)
            names = VGroup(
                words("RMSprop", theme.text_colour(theme.rmsprop), SMALL).next_to(
                    seen.point(0.06 * last, 0.62 * top), RIGHT
                ),
                words("Adam", theme.text_colour(theme.adam), SMALL).next_to(seen.point(last, 1), UP, buff=0.15),
            )
            names[1].shift((region.right - names[1].get_right()[0]) * RIGHT)
            for curve in (raw, adam):
                curve.add_updater(lambda line: line.draw_to(self.clock.now - 1))
            self.add(raw, adam)
            self.play(FadeIn(names), run_time=0.3)
            self.run_to(last, seconds=3)
            # Warm-up multiplies the rate by a ramp, and the tall start is gone.
            raw.clear_updaters()
            self.play(raw.animate.set_stroke(opacity=0.35), FadeIn(ramped.draw_all()), run_time=1)
            note = words("with warm-up", theme.text_colour(theme.rmsprop), SMALL)
            note.next_to(seen.point(0.12 * last, 0.22 * top), RIGHT)
            self.play(FadeIn(note), run_time=0.3)
        self.retire(chart, formula, raw, adam, ramped, names, note)

    def zero_out_again(self) -> None:
        theme = self.theme
        with self.tell("zero-out-again"):
            formulas = VGroup(
                maths("hat(m)_t = {{ m_t : m }} / (1 - beta_1^t)", theme.ink, size=60, terms={"m": theme.first_moment}),
                maths(
                    "hat(v)_t = {{ v_t : v }} / (1 - beta_2^t)", theme.ink, size=60, terms={"v": theme.second_moment}
                ),
            ).arrange(RIGHT, buff=1.8)
            frame.safe_stage().place(formulas)
            self.play(FadeIn(formulas[0]), run_time=0.6)
            self.play(FadeIn(formulas[1]), run_time=0.6)

    def betas(self) -> str:
        return f"beta_1 = {self.result.params.beta1:g}, quad beta_2 = {self.result.params.beta2:g}"

    def landmarks(self) -> list[int]:
        """Where the runner on the curve stops: the first step, the peak, and where a tenth too much is left."""
        ratio = self.result.ratio
        return sorted({1, ratio.peak_step, ratio.within(script.LITTLE) or ratio.peak_step})

    @staticmethod
    def moment(values: np.ndarray | None) -> np.ndarray:
        """A moment of a run over one weight, shape ``(T,)``."""
        assert values is not None
        return values[:, 0]
