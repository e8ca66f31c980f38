"""Learning rate: below 2/L it converges, above it explodes, and the best is near the edge."""

from __future__ import annotations

import numpy as np
from manim import FadeIn, FadeOut, ValueTracker, VGroup

from film.language import mark, say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.digit_lane import DigitLane
from scenes.parts.frame import shrunk
from scenes.parts.large_rates import ADAM_SHOWN, NET_SHOWN, rattling_adam, sliding_net
from scenes.parts.numerals import grouped
from scenes.parts.overshoot_valley import OvershootValley
from scenes.parts.rate_sweep import RateSweep
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain, widest
from scenes.parts.typesetting import FORMULA, maths, words
from scenes.parts.valley_panel import ValleyPanel
from scenes.scripts import learning_rate as script
from sim.experiments import learning_rate as experiment
from sim.experiments.learning_rate import Descent


class LearningRate(ClipScene):
    """The story of the learning rate over the runs of :mod:`sim.experiments.learning_rate`."""

    title = CLIPS["learning-rate"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "near-the-edge"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.how_long_a_step()
        self.too_small()
        self.past_the_edge()
        self.last_station()
        self.adam_rattles()
        self.flatter_place()
        self.near_the_edge()

    def how_long_a_step(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("how-long-a-step"):
            self.show_recipe(self.valley())
            stage = frame.stage()
            regions = [region for row in stage.stack(1, 1, gap=0.15) for region in row.split(1, 1, gap=0.25)]
            if stage.is_upright:
                regions = stage.stack(1, 1, 1, 1, gap=0.15)
            self.panels, colour = VGroup(), theme.gradient_descent
            for descent, region in zip(self.descents, regions, strict=True):
                path, name = descent.run.positions[: length(descent) + 1], f"η = {self.times(descent):.4g}/L"
                picture = {"landscape": result.landscape, "region": region, "colour": colour, "theme": theme}
                self.panels.add(ValleyPanel(name, path, descent.arrived, **picture))
            self.play(FadeIn(self.panels, lag_ratio=0.3), run_time=1.2)

    def too_small(self) -> None:
        with self.tell("too-small"):
            for panel in self.panels:
                panel.follow(self.clock)
            # Step by step first; then from one arrival to the next.
            self.run_to(12, seconds=3)
            for step in sorted({length(descent) for descent in self.descents[:3]}):
                if step > self.clock.now:
                    self.run_to(step, seconds=2)
                    self.wait(0.5)
        self.leave(self.panels)

    def past_the_edge(self) -> None:
        result, theme = self.result, self.theme
        slow, large = (self.times(descent) for descent in (result.fast, result.too_large))
        with self.tell("past-the-edge"):
            self.clock.set_value(0)
            self.show_recipe(f'{self.valley()}, quad "{say("across the valley")}"')
            factor, loss = Readout(say("a step multiplies by"), "0", theme), Readout(say("loss"), "0", theme)
            table = readout_rows([factor, loss], widest(result.fast.losses[:9], result.too_large.losses[:101]))
            rate = ValueTracker(slow)
            factor.add_updater(lambda row: row.show(f"{1 - rate.get_value():.3g}"), call_updater=True)
            valley = OvershootValley(result, rate, frame.stage(), theme)
            self.show_loss(loss, result.fast.losses)
            shrinking = valley.ball(result.fast).follow(self.clock)
            self.bring(valley, shrinking, table)
            self.run_to(8, seconds=2)
            # Over the edge, and let go again.
            shrinking.clear_updaters()
            self.play(FadeOut(shrinking), rate.animate.set_value(large), run_time=1.2)
            self.clock.set_value(0)
            self.show_loss(loss, result.too_large.losses)
            growing = valley.ball(result.too_large).follow(self.clock)
            self.add(growing)
            hops = len(growing.weights) - 1
            self.run_to(hops, seconds=min(3.2, 0.6 * hops))
            self.run_to(max(hops, min(100, len(result.too_large.losses) - 1)), seconds=1.2)
        self.leave(valley, growing, table)

    def last_station(self) -> None:
        single, theme = self.result.single, self.theme
        with self.tell("last-station"):
            self.clock.set_value(0)
            large = f"{self.times(self.result.too_large):.4g}"
            self.show_recipe(f'{self.valley()}, quad eta = {large} \\/ L, quad "float32"')
            above, below, foot = frame.safe_stage().inset(top=0.1).stack(1.35, 1.35, 0.8, gap=0.3)
            lanes = VGroup(
                DigitLane(say("loss"), single.largest, theme.gradient_descent, above, theme),
                DigitLane(say("weight, without its sign"), single.largest, theme.gradient_descent, below, theme),
            )
            for lane, values in zip(lanes, (single.losses, np.abs(single.positions[:, 1])), strict=True):
                lane.follow(values, self.clock)
            holds = say(
                "one box, one digit: float32 holds {digits}, up to {largest}",
                digits=lanes[0].digits,
                largest=f"{single.largest:.1e}".replace("e+", "e"),
            )
            note = foot.place(words(holds, theme.quiet_ink))
            shrunk(note, foot.width)
            self.bring(lanes, note)
            notes = VGroup()
            for lane, step in zip(lanes, (single.loss_overflow, single.weight_overflow), strict=True):
                self.run_to(step, seconds=2.4)
                notes.add(lane.note(say("past the last box at step {step}", step=step)))
                self.play(FadeIn(notes[-1]), run_time=0.4)
            nan = say("NaN at step {step}", step=single.not_a_number)
            end = maths(f'y - eta L y = infinity - infinity = "{nan}"', theme.ink, 1.2 * FORMULA)
            shrunk(end, foot.width)
            self.play(FadeOut(note), FadeIn(foot.place(end)), run_time=0.4)
            self.wait(0.4)
            self.run_to(single.not_a_number, seconds=0.3)
        self.leave(lanes, notes, end)

    def adam_rattles(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("adam-rattles"):
            self.clock.set_value(0)
            self.show_recipe(f'{self.valley()}, quad "Adam", eta = {result.params.adam_lr:g}')
            picture = rattling_adam(result, frame.stage(), theme).follow(self.clock)
            table = self.count(
                (mark("loss"), result.adam_losses), (mark("highest so far"), np.maximum.accumulate(result.adam_losses))
            )
            self.bring(picture, table)
            self.run_to(8, seconds=2.6)
            self.run_to(ADAM_SHOWN, seconds=3.4)
        self.leave(picture, table)

    def flatter_place(self) -> None:
        net, theme = self.result.net, self.theme
        with self.tell("flatter-place"):
            self.clock.set_value(0)
            self.show_recipe(f"f = (w_1 w_2 - 1)^2 \\/ 2, quad eta = {self.result.params.net_lr:g}")
            picture = sliding_net(net, frame.stage(), theme).follow(self.clock)
            table = self.count((mark("loss"), net.losses), (mark("sharpness"), net.sharpness))
            self.bring(picture, table)
            shown = min(NET_SHOWN, len(net.losses) - 1)
            if 0 < net.peak_step < shown:
                self.run_to(net.peak_step, seconds=4)
                self.wait(0.7)
            self.run_to(shown, seconds=2.6)
            self.run_to(len(net.losses) - 1, seconds=0.6)
        self.leave(picture, table)

    def near_the_edge(self) -> None:
        result, theme, sweep = self.result, self.theme, self.result.sweep
        with self.tell("near-the-edge"):
            self.show_recipe(f'{self.valley()}, quad "{say("gradient descent")}"', steps=False)
            last, place = result.params.steps, frame.safe_stage()
            chart = RateSweep(
                sweep.rates, sweep.arrived, last, region=place, colour=theme.gradient_descent, theme=theme
            )
            entries = [
                (self.times(one), one.arrived, say("{steps} steps", steps=grouped(one.arrived)))
                for one in (result.too_small, result.careful)
                if one.arrived
            ]
            if sweep.best is not None:
                fewest = int(np.nanmin(sweep.arrived))
                where = mark("{steps} steps at {rate}/L"), mark("{steps} steps\nat {rate}/L")
                text = say(where[frame.is_narrow()], steps=grouped(fewest), rate=f"{sweep.best:.4g}")
                entries.append((sweep.best, fewest, text))
            marks = chart.marks(entries)
            drawn = ValueTracker(0.0)
            chart.curve.add_updater(lambda line: line.draw_to(drawn.get_value()))
            self.bring(chart.chart)
            self.add(chart.curve)
            self.play(drawn.animate.set_value(len(chart.curve.places)), run_time=3)
            self.play(FadeIn(chart.wall, marks), run_time=0.6)
            self.wait(2)

    # What the beats share

    @property
    def descents(self) -> tuple[Descent, ...]:
        result = self.result
        return result.too_small, result.careful, result.fast, result.too_large

    def valley(self) -> str:
        steep = f"{self.result.params.condition_number:g}"
        return f"f = (x^2 + {steep} thin y^2) \\/ 2, quad L = {steep}"

    def times(self, descent: Descent) -> float:
        """A learning rate times the curvature of the walls."""
        return descent.lr * self.result.params.condition_number

    def show_loss(self, row: Readout, losses: np.ndarray) -> None:
        """Let a readout follow a run's loss on the clock."""
        row.clear_updaters()
        row.add_updater(
            lambda r: r.show(plain(float(losses[min(self.clock.step, len(losses) - 1)]))), call_updater=True
        )

    def count(self, *rows: tuple[str, np.ndarray]) -> VGroup:
        """Readouts at the top right that follow the clock."""
        readouts = [Readout(say(name), "0", self.theme) for name, _ in rows]
        for row, (_, values) in zip(readouts, rows, strict=True):
            self.show_loss(row, values)
        return readout_rows(readouts, widest(*(values for _, values in rows)))


def length(descent: Descent) -> int:
    """How many steps of a descent are worth seeing: until it arrives, or all."""
    return descent.arrived if descent.arrived is not None else len(descent.losses) - 1
