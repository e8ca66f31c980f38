"""Frequent and rare features: gradient descent learns each at the pace at which it appears, Adam at its root."""

from __future__ import annotations

import numpy as np
from manim import DR, LEFT, UR, FadeIn, FadeOut, Mobject, Transform, VGroup

from film.language import mark, say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.feature_rows import FeatureRows
from scenes.parts.gap_readouts import gap_readouts
from scenes.parts.pace_picture import PacePicture
from scenes.parts.rate_dials import RateDials
from scenes.parts.typesetting import LABEL, maths, words
from scenes.parts.weight_charts import Path, WeightCharts
from scenes.scripts import rare_features as script
from sim.experiments import rare_features as experiment
from sim.experiments.rare_features import FREQUENT

WORDS = (mark("the"), mark("tensor"), mark("okapi"))
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
        features = list(zip([say(word) for word in WORDS], self.result.frequencies, strict=True))
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
            recipe = say("examples with three features, batches of {batch}", batch=result.batch)
            self.show_recipe(f'"{recipe}"', steps=False)
            self.codes = rows.barcodes(result.examples, result.batch, theme.gradient)
            seen = np.vstack([np.zeros(3, int), np.cumsum(result.examples, axis=0)])
            self.head = self.heading(say("in how many of\n{count} examples", count=len(result.examples)))
            self.play(FadeIn(*rows.words, *rows.shares, self.codes, rows.numbers, self.head), run_time=0.5)
            for code in self.codes:
                code.add_updater(lambda c: c.show(self.clock.step))
            rows.numbers.add_updater(lambda _: rows.write([str(count) for count in seen[self.clock.step]]))
            self.run_to(result.batch, seconds=1.5)
            self.run_to(len(result.examples), seconds=3)
            for still in (*self.codes, rows.numbers):
                still.clear_updaters()
            # A step sees a batch: how many batches have it in them?
            self.swap_heading(say("in how many of\n{count} batches", count=result.params.steps))
            rows.write([f"{100 * share:.4g}%" for share in result.in_batch])

    def full_size_pull(self) -> None:
        result, theme, rows = self.result, self.theme, self.rows
        with self.tell("full-size-pull"):
            self.clock.set_value(0)
            cases = f'g = -1 thick "{say("if it appears,")}" quad g = 0 thick "{say("if not")}"'
            self.show_recipe(cases, steps=False)
            self.swap_heading(say("pull of an example\nin which it appears"))
            rows.write(3 * ["1"])
            self.wait(1)
            # Level the bars out over all examples: most of the pull is nothing.
            self.swap_heading(say("pull of an example\non average"))

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
        self.leave(self.codes, rows.numbers, formula)

    def pace_of_appearance(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("pace-of-appearance"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f"eta = {result.params.sgd_lr:g}"))
            self.head = self.heading(say("ten seeds; median of steps\nuntil within 10% for good"))
            seeds = result.sgd
            self.sgd = self.rows.tubes("SGD", seeds.weights, seeds.median, theme.gradient_descent)
            self.bring(self.sgd, self.head)
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
            gaps = gap_readouts(script.times(result.sgd.gap), script.times(seeds.gap), theme)
            self.play(FadeIn(gaps), run_time=0.4)
        self.leave(self.sgd, adam, gaps)

    def root_of_p(self) -> None:
        with self.tell("root-of-p"):
            self.clock.set_value(0)
            counted = say("{steps} steps", steps=experiment.TAPE_STEPS - experiment.TAPE_START)
            self.show_recipe(f'g = -1 thick "{say("with probability")}" p, quad "{counted}"', steps=False)
            picture = PacePicture(self.result, self.rows.words, frame.safe_stage(under_readouts=False), self.theme)
            chart, table = picture.chart, picture.table
            # The words of the rows become the names in the table.
            moves = [Transform(word, seat) for word, seat in zip(self.rows.words, picture.seats, strict=True)]
            self.bring(along=[*moves, FadeOut(*self.rows.shares)], seconds=0.7)
            # Every gradient that comes settles the speeds; none of them settles on the line of equals.
            table.add_updater(lambda _: picture.show(self.clock.step), call_updater=True)
            self.play(FadeIn(chart, chart.even, table), run_time=0.5)
            self.run_to(picture.looks - 1, seconds=4)
            self.play(FadeIn(chart.cross, picture.ratio), run_time=0.4)
        self.leave(chart, chart.even, chart.cross, picture.ratio, table, *self.rows.words[1:])

    def one_notch_further(self) -> None:
        result, theme, params = self.result, self.theme, self.result.params
        with self.tell("one-notch-further"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f'"{say("seed {seed}", seed=params.seed)}"'))
            paths = [
                Path(f"SGD, η = {rate:g}", each.run.positions[:, FREQUENT], float(each.learned[FREQUENT]))
                for rate, each in ((params.tuned_sgd_lr, result.tuned_sgd), (params.shaken_sgd_lr, result.shaken_sgd))
            ]
            left, right = frame.safe_stage().panes(1, 9, gap=0.2, stacked=(1, 12))
            charts = WeightCharts(paths, SHAKEN, region=right, colour=theme.gradient_descent, theme=theme)
            self.head = self.heading(say("steps until\nwithin 10% for good"))
            # The frequent word is the one that is spoken of.
            word = self.rows.words[FREQUENT]
            self.bring(along=[Transform(word, left.place(self.homes[FREQUENT].copy(), LEFT))], seconds=0.6)
            self.play(FadeIn(charts, self.head), run_time=0.4)
            charts.add_updater(lambda c: c.draw_to(self.clock.now))
            self.run_to(SLOWLY, seconds=1)
            self.run_to(SHAKEN, seconds=4.5)
        self.leave(charts, self.head)

    def tuned_against_tuned(self) -> None:
        result, theme, rows, params = self.result, self.theme, self.rows, self.result.params
        with self.tell("tuned-against-tuned"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(f'"{say("seed {seed}", seed=params.seed)}"'))
            best = result.tuned_sgd, result.tuned_adam
            names, colours = ("SGD", "Adam"), (theme.gradient_descent, theme.adam)
            tubes = [
                rows.lone_tubes(name, each, colour, place=place, of=2)
                for place, (name, each, colour) in enumerate(zip(names, best, colours, strict=True))
            ]
            # Both dials turn from where they were to where they are best.
            before, after = (params.sgd_lr, params.adam_lr), (params.tuned_sgd_lr, params.tuned_adam_lr)
            dials = RateDials(list(zip(names, colours, before, after, strict=True)), theme)
            dials.add_updater(lambda d: d.turn(self.clock.now))
            others = (word.become(home) for word, home in zip(rows.words[1:], self.homes[1:], strict=True))
            back = Transform(rows.words[FREQUENT], self.homes[FREQUENT])
            self.bring(*others, *tubes, dials, *rows.shares, along=[back])
            self.run_to(1, seconds=1.5)
            dials.clear_updaters()
            self.clock.set_value(0)
            self.race(VGroup(*tubes[0], *tubes[1]), np.concatenate([each.learned for each in best]))
            gaps = gap_readouts(*(script.times(script.gap(each)) for each in best), theme=theme)
            self.play(FadeOut(dials), FadeIn(gaps), run_time=0.5)

    # What the beats share

    def recipe(self, rate: str) -> str:
        return f'"{say("squared loss, batch")}" {self.result.batch}, quad w^* = 1, quad {rate}'

    def heading(self, text: str) -> Mobject:
        """What the numbers at the ends of the rows count, above them."""
        return frame.readouts().place(words(text, self.theme.quiet_ink, LABEL), DR)

    def swap_heading(self, text: str) -> None:
        old, self.head = self.head, self.heading(text)
        self.play(FadeOut(old), FadeIn(self.head), run_time=0.4)

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
