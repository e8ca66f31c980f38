"""Frequent and rare features: gradient descent learns each at the pace at which it appears, Adam at its root."""

from __future__ import annotations

import numpy as np
from manim import DOWN, DR, LEFT, UR, FadeIn, FadeOut, Mobject, Transform, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.barcode import Barcode
from scenes.parts.clip_scene import ClipScene
from scenes.parts.feature_rows import FeatureRows
from scenes.parts.pace_chart import Pace, PaceChart, PaceTable
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.typesetting import LABEL, maths, words
from scenes.parts.weight_charts import Path, WeightCharts
from scenes.scripts import rare_features as script
from sim.experiments import rare_features as experiment
from sim.experiments.rare_features import FREQUENT, Learning

WORDS = ("the", "tensor", "okapi")
SLOWLY = 10  # steps that can be told apart, before the clock runs faster
SHAKEN = 250  # steps of the shaking weight that are shown


class RareFeatures(ClipScene):
    """The story of the feature learning problem over the runs of :mod:`sim.experiments.rare_features`."""

    title = CLIPS["rare-features"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "narrower-gap"
    result: experiment.Result

    def construct(self) -> None:
        features = list(zip(WORDS, self.result.frequencies, strict=True))
        self.rows = FeatureRows(features, frame.safe_stage().inset(top=0.05, bottom=0.1), self.theme)
        self.homes = [word.copy() for word in self.rows.words]
        self.show_title()
        self.who_waits()
        self.full_size_pull()
        self.pace_of_appearance()
        self.narrower_gap()
        self.root_of_p()
        self.one_notch_further()
        self.tuned_against_tuned()

    def who_waits(self) -> None:
        result, theme, rows = self.result, self.theme, self.rows
        with self.tell("who-waits"):
            self.show_recipe(f'"examples with three features, batches of {result.batch}"', steps=False)
            self.codes = VGroup(
                *(
                    Barcode(column, result.batch, field, theme.gradient, theme)
                    for column, field in zip(result.examples.T, rows.fields, strict=True)
                )
            )
            seen = np.vstack([np.zeros(3, int), np.cumsum(result.examples, axis=0)])
            self.head = self.heading(f"in how many of\n{len(result.examples)} examples")
            self.play(FadeIn(*rows.words, *rows.shares, self.codes, rows.numbers, self.head), run_time=0.5)
            for code in self.codes:
                code.add_updater(lambda c: c.show(self.clock.step))
            rows.numbers.add_updater(lambda _: rows.write([str(count) for count in seen[self.clock.step]]))
            self.run_to(result.batch, seconds=1.5)
            self.run_to(len(result.examples), seconds=3)
            for still in (*self.codes, rows.numbers):
                still.clear_updaters()
            # A step sees a batch: how many batches have it in them?
            self.swap_heading(f"in how many of\n{result.params.steps} batches")
            rows.write([f"{100 * share:.4g}%" for share in result.in_batch])

    def full_size_pull(self) -> None:
        result, theme, rows = self.result, self.theme, self.rows
        with self.tell("full-size-pull"):
            self.clock.set_value(0)
            self.show_recipe('g = -1 thick "if it appears," quad g = 0 thick "if not"', steps=False)
            self.swap_heading("pull of an example\nin which it appears")
            rows.write(3 * ["1"])
            self.wait(1)
            # Level the bars out over all examples: most of the pull is nothing.
            self.swap_heading("pull of an example\non average")

            def level_out(_: Mobject) -> None:
                share = min(self.clock.now, 1.0)
                eased = share * share * (3 - 2 * share)
                rows.write([f"{1 - eased + eased * level:.4f}" for level in result.mean_pull])
                for code, level in zip(self.codes, result.mean_pull, strict=True):
                    code.sink(share, level)

            self.codes.add_updater(level_out)
            self.run_to(1, seconds=2.5)
            formula = frame.readouts().place(maths("EE[g] = -p, quad EE[g^2] = p", theme.ink), UR)
            self.play(FadeOut(self.head), FadeIn(formula), run_time=0.5)
        self.retire(self.codes, rows.numbers, formula)

    def pace_of_appearance(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("pace-of-appearance"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f"eta = {result.params.sgd_lr:g}"))
            self.head = self.heading("ten seeds; median of steps\nuntil within 10% for good")
            seeds = result.sgd
            self.sgd = self.rows.tubes("SGD", seeds.weights, seeds.median, theme.gradient_descent)
            self.play(FadeIn(self.sgd, self.head), run_time=0.5)
            self.race(self.sgd, seeds.median)
            if script.goes_at_the_pace(result):
                old, self.head = self.head, frame.readouts().place(maths("dot(w)_i prop p_i", theme.ink), UR)
                self.play(FadeOut(old), FadeIn(self.head), run_time=0.4)
        self.retire(self.head)

    def narrower_gap(self) -> None:
        result, theme, rows = self.result, self.theme, self.rows
        with self.tell("narrower-gap"):
            # What SGD has done moves up and stays; below, Adam fills the same weights.
            shelves = rows.shelves(0, of=2)
            moves = [move for run, shelf in zip(self.sgd, shelves, strict=True) for move in run.move_into(shelf)]
            self.play(*moves, run_time=0.7)
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f"eta = {result.params.adam_lr:g}"))
            seeds = result.adam
            adam = rows.tubes("Adam", seeds.weights, seeds.median, theme.adam, place=1, of=2)
            self.play(FadeIn(adam), run_time=0.4)
            self.race(adam, seeds.median)
            gaps = self.gaps(result.sgd.gap, seeds.gap)
            self.play(FadeIn(gaps), run_time=0.4)
        self.retire(self.sgd, adam, gaps)

    def root_of_p(self) -> None:
        result, theme, tape = self.result, self.theme, self.result.tape
        with self.tell("root-of-p"):
            self.clock.set_value(0)
            counted = experiment.TAPE_STEPS - experiment.TAPE_START
            self.show_recipe(f'g = -1 thick "with probability" p, quad "{counted} steps"', steps=False)
            left, right = frame.safe_stage().split(1.7, 1, gap=0.6)
            paces = [
                Pace("Adam: √p", tape.adam_paces, 0.5, theme.adam),
                Pace("SGD: p", tape.sgd_paces, 1, theme.gradient_descent),
            ]
            chart = PaceChart(result.frequencies, paces, left, theme)
            ratio = maths("EE[g] / sqrt(EE[g^2]) = p / sqrt(p) = sqrt(p)", theme.ink)
            seats = [word.copy().scale(LABEL / word.font_size) for word in self.rows.words]
            table = PaceTable(seats, ("Adam", "√p"), tape.adam_paces, tape.expected_adam_speeds, theme)
            right.place(VGroup(ratio, VGroup(table, *seats)).arrange(DOWN, buff=0.55))
            # The words of the rows become the names in the table.
            moves = [Transform(word, seat) for word, seat in zip(self.rows.words, seats, strict=True)]
            self.play(*moves, FadeOut(*self.rows.shares), FadeIn(chart, chart.even), run_time=0.7)
            # Every gradient that comes settles the speeds; none of them settles on the line of equals.
            last = len(tape.adam_paces) - 1
            for picture in (chart, table):
                picture.add_updater(lambda p: p.show(min(self.clock.step, last)))
            self.play(FadeIn(table), run_time=0.3)
            self.run_to(last, seconds=4)
            self.play(FadeIn(chart.cross, ratio), run_time=0.4)
        self.retire(chart, chart.even, chart.cross, ratio, table, *self.rows.words[1:])

    def one_notch_further(self) -> None:
        result, theme, params = self.result, self.theme, self.result.params
        with self.tell("one-notch-further"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f'"seed {params.seed}"'))
            paths = [
                Path(f"SGD, η = {rate:g}", each.run.positions[:, FREQUENT], float(each.learned[FREQUENT]))
                for rate, each in ((params.tuned_sgd_lr, result.tuned_sgd), (params.shaken_sgd_lr, result.shaken_sgd))
            ]
            left, right = frame.safe_stage().split(1, 9, gap=0.2)
            charts = WeightCharts(paths, SHAKEN, region=right, colour=theme.gradient_descent, theme=theme)
            self.head = self.heading("steps until\nwithin 10% for good")
            # The frequent word is the one that is spoken of.
            word = self.rows.words[FREQUENT]
            self.play(Transform(word, left.place(self.homes[FREQUENT].copy(), LEFT)), run_time=0.5)
            self.play(FadeIn(charts, self.head), run_time=0.4)
            charts.add_updater(lambda c: c.draw_to(self.clock.now))
            self.run_to(SLOWLY, seconds=1)
            self.run_to(SHAKEN, seconds=4.5)
        self.retire(charts, self.head)

    def tuned_against_tuned(self) -> None:
        result, theme, rows, params = self.result, self.theme, self.rows, self.result.params
        with self.tell("tuned-against-tuned"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f'"seed {params.seed}"'))
            tubes = VGroup(
                self.lone_tubes("SGD", result.tuned_sgd, theme.gradient_descent, place=0),
                self.lone_tubes("Adam", result.tuned_adam, theme.adam, place=1),
            )
            # Both dials turn from where they were to where they are best.
            dials = []
            for name, before, after, colour in (
                ("SGD, η =", params.sgd_lr, params.tuned_sgd_lr, theme.gradient_descent),
                ("Adam, η =", params.adam_lr, params.tuned_adam_lr, theme.adam),
            ):
                dial = Readout(name, "0", theme, colour)
                dial.add_updater(
                    lambda d, a=before, b=after: d.show(f"{a * (b / a) ** min(self.clock.now, 1.0):.3g}"),
                    call_updater=True,
                )
                dials.append(dial)
            table = readout_rows(dials, "0.000000")
            others = (word.become(home) for word, home in zip(rows.words[1:], self.homes[1:], strict=True))
            back = Transform(rows.words[FREQUENT], self.homes[FREQUENT])
            self.play(back, FadeIn(*others, tubes, table), run_time=0.5)
            self.play(FadeIn(*rows.shares), run_time=0.3)
            self.run_to(1, seconds=1.5)
            for dial in dials:
                dial.clear_updaters()
            self.clock.set_value(0)
            best = (result.tuned_sgd, result.tuned_adam)
            self.race(VGroup(*tubes[0], *tubes[1]), np.concatenate([each.learned for each in best]))
            gaps = self.gaps(*(script.gap(each) for each in best))
            self.play(FadeOut(table), FadeIn(gaps), run_time=0.5)

    # What the beats share

    def recipe(self, rate: str) -> str:
        return f'"squared loss, batch" {self.result.batch}, quad w^* = 1, quad {rate}'

    def heading(self, text: str) -> Mobject:
        """What the numbers at the ends of the rows count, above them."""
        return frame.readouts().place(words(text, self.theme.quiet_ink, LABEL), DR)

    def swap_heading(self, text: str) -> None:
        old, self.head = self.head, self.heading(text)
        self.play(FadeOut(old), FadeIn(self.head), run_time=0.4)

    def lone_tubes(self, name: str, learning: Learning, colour: str, *, place: int) -> VGroup:
        """A tube in each row with a single run, the upper or the lower one of two."""
        weights = learning.run.positions[:, np.newaxis]
        if learning.run.diverged_at is not None:
            weights = np.concatenate([weights, np.full_like(weights[:1], np.nan)])
        return self.rows.tubes(name, weights, learning.learned, colour, place=place, of=2)

    def race(self, tubes: VGroup, learned: np.ndarray) -> None:
        """Let tubes fill until all have learned what they learn, slowly at first."""
        for run in tubes:
            run.follow(self.clock)
        last = float(learned.max()) if np.isfinite(learned).all() else self.result.params.steps
        self.run_to(min(SLOWLY, last), seconds=1.2)
        if last > SLOWLY:
            self.run_to(np.ceil(1.01 * last), seconds=4)
        for run in tubes:
            run.clear_updaters()

    def gaps(self, sgd: float, adam: float) -> VGroup:
        """How much longer the rare feature takes than the frequent one."""
        rows = [
            Readout(f"{name}, rare to frequent", "0", self.theme, colour)
            for name, colour in (("SGD", self.theme.gradient_descent), ("Adam", self.theme.adam))
        ]
        for row, gap in zip(rows, (sgd, adam), strict=True):
            row.show(f"{script.times(gap)} : 1" if np.isfinite(gap) else "∞ : 1")
        return readout_rows(rows, "0000 : 1")
