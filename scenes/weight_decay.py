"""L2 inside Adam is not weight decay: Adam divides it by the size of the gradients, AdamW lets it pass."""

from __future__ import annotations

import numpy as np
from manim import LEFT, UP, UR, Animation, FadeIn, FadeOut, Mobject, ReplacementTransform, VGroup

from film.language import mark, say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.balloon import Balloon, BalloonRow
from scenes.parts.clip_scene import ClipScene
from scenes.parts.decay_path import DecayPaths
from scenes.parts.frame import Region, shrunk
from scenes.parts.pushes import Pushes, SizedNames
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.remains import HalfLife, TwinCurves
from scenes.parts.steps import at_step
from scenes.parts.typesetting import LABEL, maths, words
from scenes.scripts import weight_decay as script
from scenes.scripts.weight_decay import QUIET
from sim.experiments import weight_decay as experiment

NAMES = mark("loud"), mark("medium"), mark("quiet")
PUSHES = 8  # that are shown one by one
SLOWLY = 10  # steps that can be told apart, before the clock runs faster
WAITED = 1000  # steps of the guide's setting that are marked


class WeightDecay(ClipScene):
    """The story of mistake 3 over the runs of :mod:`sim.experiments.weight_decay`."""

    title = CLIPS["weight-decay"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.three_idle_weights()
        self.through_the_divider()
        self.past_the_divider()
        self.same_for_sgd()
        self.mind_the_clock()
        self.all_alike()

    def three_idle_weights(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("three-idle-weights"):
            self.show_recipe(f'"{say("gradients that push left, right, left, right")}"')
            panes = frame.safe_stage().panes(1, 1, 1, gap=0.3 if frame.is_narrow() else 0.5)
            heads, self.gates, rooms = zip(*map(self.parts, panes), strict=True)
            self.heads = SizedNames(list(zip(map(say, NAMES), result.sizes, strict=True)), heads, theme)
            self.balloons = BalloonRow(rooms, theme.adam, theme)
            self.play(FadeIn(self.heads, self.balloons), run_time=0.6)
            # The pushes, to one scale: the quiet ones can hardly be seen.
            pushes = Pushes(-result.adam.gradients[: PUSHES + 1], self.gates, theme).follow(self.clock)
            self.play(FadeIn(pushes), run_time=0.4)
            self.run_to(PUSHES, seconds=4)
        self.leave(pushes)

    def through_the_divider(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("through-the-divider"):
            self.clock.set_value(0)
            self.show_recipe(f'"{say("Adam with L2")}," quad {self.rates()}')
            step = "(g + {{ lambda w : before }}) / (sqrt(hat(v)) + epsilon)"
            formula = self.formula(f"{step} approx g / abs(g) + {{{{ (lambda w) / abs(g) : behind }}}}")
            self.paths = self.decay_paths(past=False).follow(self.clock, result.adam_divider)
            self.bring(self.paths, formula)
            self.wait(1)
            self.balloons.follow(self.clock, result.alternating.l2)
            self.run_all()
        self.ghosts = self.balloons.ghosts(result.alternating.l2[-1], theme.ink)
        self.note = frame.readouts().place(words(say("ring in ink: what L2 left"), theme.quiet_ink), UR)
        self.play(FadeOut(formula), FadeIn(self.ghosts, self.note), run_time=0.4)

    def past_the_divider(self) -> None:
        result = self.result
        with self.tell("past-the-divider"):
            # Time runs back, and the decay takes the other way.
            self.play(self.clock.animate.set_value(0), run_time=0.8)
            self.show_recipe(f'"AdamW," quad {self.rates()}')
            formula = self.formula("w <- {{ (1 - eta lambda) w : before }} - eta hat(m) / (sqrt(hat(v)) + epsilon)")
            past = self.decay_paths(past=True).follow(self.clock, result.adamw_divider)
            self.paths.clear_updaters()
            self.play(FadeOut(self.paths, self.note), FadeIn(past, formula), run_time=0.6)
            self.balloons.follow(self.clock, result.alternating.decoupled)
            self.run_all()
            self.play(FadeOut(formula), FadeIn(self.note), run_time=0.4)
        self.balloons.clear_updaters()
        self.leave(past, self.note, self.ghosts, *self.heads[:QUIET], *self.balloons[:QUIET])

    def same_for_sgd(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("same-for-sgd"):
            self.clock.set_value(0)
            self.show_recipe(f'"{say("plain SGD")}," quad {self.rates()}')
            # The quiet weight stays, and shrinks beside its chart.
            self.left, self.right = frame.safe_stage().fold(1, 1.7, gap=0.5)
            head = self.left.place(self.heads[QUIET].copy(), UP)
            travels = ReplacementTransform(self.heads[QUIET], head)
            self.become(self.balloons[QUIET], theme.gradient_descent, travels)
            l2, decoupled = result.sgd.l2.positions[:, QUIET], result.sgd.decoupled[:, QUIET]
            bound = script.rounding(result)
            apart = say("difference: below {bound}", bound=bound) if bound else say("difference: none")
            names, colour = ("L2", say("weight decay")), theme.gradient_descent
            curves = TwinCurves(names, l2, decoupled, apart, region=self.right, colour=colour, theme=theme)
            self.play(FadeIn(curves), run_time=0.4)
            self.balloon.add_updater(lambda b: b.show(float(at_step(l2, self.clock.now)), l2[self.clock.step]))
            curves.add_updater(lambda c: c.draw_to(self.clock.now))
            self.run_to(len(l2) - 1, seconds=4)
            self.play(FadeIn(curves.verdict), run_time=0.4)
        self.balloon.clear_updaters()
        self.leave(curves, curves.verdict, head)

    def mind_the_clock(self) -> None:
        theme, clock, params = self.theme, self.result.clock, self.result.params
        with self.tell("mind-the-clock"):
            self.clock.set_value(0)
            self.show_recipe(f'"AdamW," quad eta = {params.clock_lr:g}, quad lambda = {params.clock_weight_decay:g}')
            self.become(self.balloon, theme.adam)
            curve = HalfLife(
                clock.steps, clock.left, clock.half_life, WAITED, region=self.right, colour=theme.adam, theme=theme
            )
            formula = maths("t_(1\\/2) approx (ln 2) / (eta lambda)", theme.ink)
            # Where the chart is slim the formula goes below the name of its axis.
            self.right.inset(top=0.2 if frame.is_wide() else 0.55, right=0.3).place(formula, UR)
            self.play(FadeIn(curve, formula), run_time=0.4)
            curve.add_updater(lambda c: c.draw_to(self.clock.now))
            self.balloon.add_updater(lambda b: b.show(float(np.interp(self.clock.now, clock.steps, clock.left))))
            rows = [
                Readout(say("left after {steps} steps", steps=WAITED), f"{clock.left_after_1000:.4f}", theme),
                Readout(say("half-life, steps"), f"{clock.half_life:.0f}", theme),
            ]
            readout_rows(rows, max("0.0000", f"{clock.half_life:.0f}", key=len))
            waited = [curve.strip, rows[0]] if curve.strip is not None else []
            if waited:
                self.run_to(WAITED, seconds=1)
                self.play(FadeIn(*waited), run_time=0.4)
                self.wait(1)
            self.run_to(clock.half_life, seconds=4)
            self.play(FadeIn(rows[1]), run_time=0.4)
        self.balloon.clear_updaters()
        self.leave(curve, formula, *waited, rows[1], self.balloon)

    def all_alike(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("all-alike"):
            self.clock.set_value(0)
            recipe = say("random gradients, mean of {count} weights", count=experiment.GROUP)
            self.show_recipe(f'"{recipe}," quad {self.rates()}')
            runs = result.random.l2, result.random.decoupled
            recipes = [words(name, theme.ink, 1.2 * LABEL, "semibold") for name in ("Adam, L2", "AdamW")]
            weights = [words(say(name), theme.quiet_ink, 1.2 * LABEL) for name in NAMES]
            # A table with a row for each recipe; in a narrow frame for each weight, as in the beats before.
            down, across = (weights, recipes) if frame.is_narrow() else (recipes, weights)
            head, *rows = frame.safe_stage(under_readouts=False).stack(0.4, *(2 for _ in down), gap=0.15)
            cells = []
            for title, row in zip(down, rows, strict=True):
                left, *rooms = row.split(0.5, *(1 for _ in across), gap=0.35)
                left.place(title, LEFT)
                cells.append(rooms)
            of_recipes = zip(*cells, strict=True) if frame.is_narrow() else cells
            groups = [
                BalloonRow(rooms, theme.adam, theme).follow(self.clock, run)
                for rooms, run in zip(of_recipes, runs, strict=True)
            ]
            tops = [group[0] for group in groups] if frame.is_narrow() else groups[0]
            for title, balloon in zip(across, tops, strict=True):
                title.move_to(balloon.ring).shift((head.centre[1] - 0.12 - title.baseline) * UP)
            self.bring(VGroup(*recipes, *weights), *groups)
            self.run_all()

    # What the beats share

    def parts(self, pane: Region) -> list[Region]:
        """Where a weight's name, its gradients or decay, and its balloon are; the balloon at the right of a row."""
        if frame.is_narrow():
            texts, room = pane.split(1.25, 1, gap=0.4)
            spare = max(0, texts.height - 2.2) / 2  # a name stays near its picture
            texts = texts.inset(bottom=spare, top=spare)
            return [*texts.stack(0.5, 1.25, gap=0.1), room]
        return pane.inset(bottom=0.1).stack(0.5, 1.25, 2.6, gap=0.15)

    def rates(self) -> str:
        return f"eta = {self.result.params.lr:g}, quad lambda = {self.result.params.weight_decay:g}"

    def formula(self, expression: str) -> Mobject:
        """A formula at the top, at that end that no balloon is under; the terms before and behind are the decay's."""
        decay = self.theme.text_colour(self.theme.target)
        named = {name: decay for name in ("before", "behind") if f" : {name} }}}}" in expression}
        formula = maths(expression, self.theme.ink, terms=named)
        room = frame.readouts().inset(bottom=0.2 if frame.is_narrow() else 0)
        shrunk(formula, room.width, room.height)
        return room.place(formula, LEFT if frame.is_narrow() else UR)

    def decay_paths(self, *, past: bool) -> DecayPaths:
        """For each weight the way of its decay; the widest stream of the whole story fills the room."""
        decay = self.result.params.weight_decay
        widest = max(decay, float(self.result.divided_decay.max()))
        return DecayPaths(decay, widest, past=past, regions=self.gates, theme=self.theme)

    def become(self, old: Balloon, colour: str, *along: Animation) -> None:
        """Turn a balloon into one of another optimizer, at the left, blown up again, while the last picture leaves."""
        self.balloon = new = Balloon(self.left.inset(top=1.0), colour, self.theme)
        change = ReplacementTransform(old.picture, new.picture)
        self.bring(along=[change, FadeOut(old.number, run_time=0.3), *along], seconds=0.7)
        self.play(FadeIn(new.number), run_time=0.2)
        self.add(new)

    def run_all(self) -> None:
        """Run through all steps, slowly at first."""
        self.run_to(SLOWLY, seconds=1.2)
        self.run_to(self.result.params.steps, seconds=4.5)
