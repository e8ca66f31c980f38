"""L2 inside Adam is not weight decay: Adam divides it by the size of the gradients, AdamW lets it pass."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UP, UR, Dot, FadeIn, FadeOut, Mobject, ReplacementTransform, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.balloon import Balloon
from scenes.parts.clip_scene import ClipScene
from scenes.parts.decay_path import DecayPath
from scenes.parts.pointer import Pointer
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.remains import HalfLife, TwinCurves
from scenes.parts.steps import at_step
from scenes.parts.typesetting import LABEL, maths, words
from scenes.scripts import weight_decay as script
from scenes.scripts.weight_decay import QUIET
from sim.experiments import weight_decay as experiment

NAMES = ("loud", "medium", "quiet")
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
            self.show_recipe('"gradients that push left, right, left, right"')
            columns = frame.safe_stage().split(1, 1, 1, gap=0.5)
            heads, self.gates, rooms = zip(
                *(c.inset(bottom=0.1).stack(0.5, 1.25, 2.6, gap=0.15) for c in columns), strict=True
            )
            self.heads = VGroup()
            for name, size, head in zip(NAMES, result.sizes, heads, strict=True):
                word = words(name, theme.ink, 1.2 * LABEL, "semibold")
                title = VGroup(word, maths(f"g = plus.minus {size:.4g}", theme.ink)).arrange(buff=0.35)
                head.place(title).shift((head.centre[1] - 0.15 - word.baseline) * UP)
                self.heads.add(title)
            self.balloons = VGroup(*(Balloon(room, theme.adam, theme) for room in rooms))
            self.play(FadeIn(self.heads, self.balloons), run_time=0.6)
            # The pushes, to one scale: the quiet ones can hardly be seen.
            posts = VGroup(*(Dot(gate.centre, radius=0.07, color=theme.rule) for gate in self.gates))
            pushes = VGroup(*(Pointer(theme.gradient, width=0.16) for _ in posts))
            ways = -result.adam.gradients[: PUSHES + 1] / result.sizes.max() * 0.48 * self.gates[0].width

            def push(arrows: Mobject) -> None:
                now = at_step(ways, self.clock.now)
                for arrow, post, way in zip(arrows, posts, now, strict=True):
                    arrow.point(post.get_center(), post.get_center() + way * RIGHT)

            pushes.add_updater(push, call_updater=True)
            self.play(FadeIn(posts, pushes), run_time=0.4)
            self.run_to(PUSHES, seconds=4)
        self.retire(posts, pushes)

    def through_the_divider(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("through-the-divider"):
            self.clock.set_value(0)
            self.show_recipe(f'"Adam with L2," quad {self.rates()}')
            step = "(g + {{ lambda w : before }}) / (sqrt(hat(v)) + epsilon)"
            formula = self.formula(f"{step} approx g / abs(g) + {{{{ (lambda w) / abs(g) : behind }}}}")
            self.paths = self.decay_paths(past=False)
            self.divide(self.paths, result.adam_divider)
            self.play(FadeIn(self.paths, formula), run_time=0.6)
            self.wait(1)
            self.follow(self.balloons, result.alternating.l2)
            self.run_all()
        self.ghosts = VGroup(
            *(b.ghost(w, theme.ink) for b, w in zip(self.balloons, result.alternating.l2[-1], strict=True))
        )
        self.play(FadeOut(formula), FadeIn(self.ghosts), run_time=0.4)

    def past_the_divider(self) -> None:
        result = self.result
        with self.tell("past-the-divider"):
            # Time runs back, and the decay takes the other way.
            self.play(self.clock.animate.set_value(0), run_time=0.8)
            self.show_recipe(f'"AdamW," quad {self.rates()}')
            formula = self.formula("w <- {{ (1 - eta lambda) w : before }} - eta hat(m) / (sqrt(hat(v)) + epsilon)")
            past = self.decay_paths(past=True)
            self.divide(past, result.adamw_divider)
            self.paths.clear_updaters()
            self.play(FadeOut(self.paths), FadeIn(past, formula), run_time=0.6)
            self.follow(self.balloons, result.alternating.decoupled)
            self.run_all()
            name = words("ring in ink: what L2 left", self.theme.quiet_ink)
            self.play(FadeOut(formula), FadeIn(frame.readouts().place(name, UR)), run_time=0.4)
        self.balloons.clear_updaters()
        self.retire(past, name, self.ghosts, *self.heads[:QUIET], *self.balloons[:QUIET])

    def same_for_sgd(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("same-for-sgd"):
            self.clock.set_value(0)
            self.show_recipe(f'"plain SGD," quad {self.rates()}')
            # The quiet weight stays, and shrinks beside its chart.
            self.left, self.right = frame.safe_stage().split(1, 1.7, gap=0.5)
            head = self.left.place(self.heads[QUIET].copy(), UP)
            self.play(ReplacementTransform(self.heads[QUIET], head), run_time=0.5)
            self.become(self.balloons[QUIET], theme.gradient_descent)
            l2, decoupled = result.sgd.l2.positions[:, QUIET], result.sgd.decoupled[:, QUIET]
            apart = f"difference: {script.rounding(result)}"
            names, colour = ("L2", "weight decay"), theme.gradient_descent
            curves = TwinCurves(names, l2, decoupled, apart, region=self.right, colour=colour, theme=theme)
            self.play(FadeIn(curves), run_time=0.4)
            self.balloon.add_updater(lambda b: b.show(float(at_step(l2, self.clock.now)), l2[self.clock.step]))
            curves.add_updater(lambda c: c.draw_to(self.clock.now))
            self.run_to(len(l2) - 1, seconds=4)
            self.play(FadeIn(curves.verdict), run_time=0.4)
        self.balloon.clear_updaters()
        self.retire(curves, curves.verdict, head)

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
            self.right.inset(top=0.2, right=0.3).place(formula, UR)
            self.play(FadeIn(curve, formula), run_time=0.4)
            curve.add_updater(lambda c: c.draw_to(self.clock.now))
            self.balloon.add_updater(lambda b: b.show(float(np.interp(self.clock.now, clock.steps, clock.left))))
            rows = [
                Readout(f"left after {WAITED} steps", f"{clock.left_after_1000:.4f}", theme),
                Readout("half-life, steps", f"{clock.half_life:.0f}", theme),
            ]
            readout_rows(rows, max("0.0000", f"{clock.half_life:.0f}", key=len))
            waited = [curve.strip, rows[0]] if curve.strip is not None else []
            if waited:
                self.run_to(WAITED, seconds=1)
                self.play(FadeIn(*waited), run_time=0.4)
                self.wait(1)
            self.run_to(clock.half_life, seconds=4)
            self.play(FadeIn(rows[1]), run_time=0.4)
        self.retire(curve, formula, *waited, rows[1], self.balloon)

    def all_alike(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("all-alike"):
            self.clock.set_value(0)
            self.show_recipe(f'"random gradients, mean of {experiment.GROUP} weights," quad {self.rates()}')
            head, *rows = frame.safe_stage().stack(0.4, 2, 2, gap=0.15)
            titles, groups = VGroup(), []
            for name, row, weights in zip(
                ("Adam, L2", "AdamW"), rows, (result.random.l2, result.random.decoupled), strict=True
            ):
                left, *columns = row.split(0.5, 1, 1, 1, gap=0.35)
                titles.add(left.place(words(name, theme.ink, 1.2 * LABEL, "semibold"), LEFT))
                group = VGroup(*(Balloon(column, theme.adam, theme) for column in columns))
                groups.append((group, weights))
            for name, balloon in zip(NAMES, groups[0][0], strict=True):
                titles.add(words(name, theme.quiet_ink, 1.2 * LABEL).move_to(balloon.ring).set_y(head.centre[1]))
            self.play(FadeIn(titles, *(group for group, _ in groups)), run_time=0.5)
            for group, weights in groups:
                self.follow(group, weights)
            self.run_all()

    # What the beats share

    def rates(self) -> str:
        return f"eta = {self.result.params.lr:g}, quad lambda = {self.result.params.weight_decay:g}"

    def formula(self, expression: str) -> Mobject:
        """A formula at the top right; the terms named before and behind are the decay's."""
        decay = self.theme.text_colour(self.theme.target)
        named = {name: decay for name in ("before", "behind") if f" : {name} }}}}" in expression}
        formula = maths(expression, self.theme.ink, terms=named)
        room = frame.readouts()
        return room.place(formula.scale(min(1, room.width / formula.width, room.height / formula.height)), UR)

    def decay_paths(self, *, past: bool) -> VGroup:
        """For each weight the way of its decay; the widest stream of the whole story fills the room."""
        decay = self.result.params.weight_decay
        widest = max(decay, float(self.result.divided_decay.max()))
        paths = (DecayPath(decay, widest, past=past, region=gate, theme=self.theme) for gate in self.gates)
        return VGroup(*paths)

    def divide(self, paths: VGroup, dividers: np.ndarray) -> None:
        """Let paths show what each step divides by, shape ``(T, 3)``."""

        def show(group: VGroup) -> None:
            for path, divider in zip(group, dividers[min(self.clock.step, len(dividers) - 1)], strict=True):
                path.show(float(divider))

        paths.add_updater(show, call_updater=True)

    def follow(self, balloons: VGroup, weights: np.ndarray) -> None:
        """Let balloons show these weights, shape ``(T + 1, 3)``, on the clock; the numbers are those of whole steps."""

        def blow_up(group: VGroup) -> None:
            now, written = at_step(weights, self.clock.now), weights[min(self.clock.step, len(weights) - 1)]
            for balloon, weight, number in zip(group, now, written, strict=True):
                balloon.show(float(weight), float(number))

        balloons.clear_updaters()
        balloons.add_updater(blow_up)

    def become(self, old: Balloon, colour: str) -> None:
        """Turn a balloon into one of another optimizer, at the left, blown up again."""
        self.balloon = new = Balloon(self.left.inset(top=1.0), colour, self.theme)
        change = ReplacementTransform(old.picture, new.picture)
        self.play(change, FadeOut(old.number, run_time=0.3), run_time=0.7)
        self.play(FadeIn(new.number), run_time=0.2)
        self.add(new)

    def run_all(self) -> None:
        """Run through all steps, slowly at first."""
        self.run_to(SLOWLY, seconds=1.2)
        self.run_to(self.result.params.steps, seconds=4.5)
