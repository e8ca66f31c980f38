"""The blindfolded hiker: what can be felt is the slope underfoot, and what it leads to."""

from __future__ import annotations

from manim import DOWN, PI, FadeIn, FadeOut, Group, ValueTracker, VGroup, linear

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.census import Census
from scenes.parts.gauge import Gauge
from scenes.parts.lantern_scene import LanternScene
from scenes.parts.lantern_walk import LIGHT
from scenes.parts.numerals import grouped, longest
from scenes.parts.promise import PromiseCut
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.slope_wall import CELLS, SlopeWall
from scenes.parts.steps import at_step
from scenes.parts.tangent_sheet import FeltSlope
from scenes.parts.typesetting import maths, words
from scenes.scripts import blindfolded_hiker as script
from sim.experiments import blindfolded_hiker as experiment

TALL = 0.8  # of the hiker on the cut ground, in frame units
TINY = 0.55  # of the hiker at the wall of slopes


class BlindfoldedHiker(LanternScene):
    """The story of the core problem over the runs of :mod:`sim.experiments.blindfolded_hiker`."""

    title = CLIPS["blindfolded-hiker"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "fog-off"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.light_up(self.result.descent, self.result.landscape)
        self.you_cannot_see()
        self.slope_underfoot()
        self.a_promise_about_here()
        self.short_step_feel_again()
        self.fog_off()
        self.one_backward_pass()
        self.never_the_map()

    def you_cannot_see(self) -> None:
        with self.tell("you-cannot-see"):
            self.show_recipe(self.slopes(), steps=False)
            self.play(FadeIn(self.fog), run_time=0.7)
            self.light_the_lantern(self.close, seconds=1.5)
            height = readout_rows([Readout(say("height here"), f"{self.result.losses[0]:.4f}", self.theme)], "-0.0000")
            formula = maths("f: RR^n -> RR", self.theme.ink)
            meaning = words(say("n weights in,\none height out: the loss"), self.theme.quiet_ink)
            notes = self.right.place(VGroup(formula.scale(1.4), meaning).arrange(DOWN, buff=0.4))
            self.play(FadeIn(notes, height), run_time=0.6)
        self.retire(notes, height)

    def slope_underfoot(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("slope-underfoot"):
            right = self.right
            top, bottom = right.stack(2.6, 1, gap=0.2) if right.is_upright else right.split(1, 1.3)
            gauge = top.place(
                Gauge(say("slope underfoot"), theme.gradient, theme, full=1, ticks={0: "0", 0.5: "½", 1: "1"})
            )
            felt = self.felt_slope()
            tilt, turn, length = ValueTracker(0), ValueTracker(0), ValueTracker(0)
            felt.add_updater(
                lambda f: f.show(self.close, tilt=tilt.get_value(), turn=turn.get_value(), length=length.get_value()),
                call_updater=True,
            )
            gauge.add_updater(lambda g: g.show(now := result.slope * tilt.get_value(), f"{now:.4f}"), call_updater=True)
            self.add(felt, self.walk.hiker)
            self.play(FadeIn(felt, gauge), run_time=0.5)
            self.play(tilt.animate.set_value(1), run_time=1.5)
            # Uphill first, then about face.
            if not result.level:
                self.play(length.animate.set_value(1), run_time=0.8)
                self.wait(0.6)
                self.play(turn.animate.set_value(PI), run_time=1)
            formula = self.formula("f(x + d) approx f(x) + {{ nabla f(x)^top d : slope }}", bottom)
            self.play(FadeIn(formula), run_time=0.5)
        self.settle(felt, gauge)
        self.felt = Group(self.walk.lantern, felt, gauge, formula)

    def a_promise_about_here(self) -> None:
        promise, hiker = self.result.promise, self.walk.hiker
        with self.tell("a-promise-about-here"):
            self.clock.set_value(0)
            region = frame.stage().inset(right=frame.frame().right - frame.safe_stage().right)
            cut = PromiseCut(promise.distances, promise.promised, promise.delivered, region=region, theme=self.theme)
            table = cut.readouts(self.clock)
            self.add(self.felt, hiker)
            self.play(FadeOut(self.felt), hiker.animate.stand(cut.foot(0), TALL), run_time=0.6)
            formula = self.formula(
                "f(x) - f(x - r thin nabla f \\/ norm(nabla f)) = {{ r norm(nabla f) : slope }} + O(r^2)"
            )
            self.play(FadeIn(cut, table, formula), run_time=0.4)
            self.add(hiker)
            cut.add_updater(lambda c: c.show(self.clock.now))
            hiker.add_updater(lambda h: h.stand(cut.foot(self.clock.now), TALL))
            posts = VGroup()
            for leap in promise.leaps[1:]:
                self.run_to(leap.distance, seconds=1.4)
                distance = f"{leap.distance:.3g}"
                far = say("{distance} away", distance=distance)
                if leap.higher:
                    far = say("{distance} away: higher!", distance=distance)
                post = cut.post(leap.distance, far)
                posts.add(post)
                self.play(FadeIn(post), run_time=0.3)
                self.wait(0.8)
        self.settle(hiker)
        self.retire(cut, table, formula, posts)

    def short_step_feel_again(self) -> None:
        result, theme, walk = self.result, self.theme, self.walk
        with self.tell("short-step-feel-again"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.slopes()}, quad eta = {result.params.lr:g}")
            formula = self.formula("x_(t+1) = x_t - {{ eta nabla f(x_t) : slope }}", self.right)
            rows = [
                Readout(say("slope readings"), "0", theme),
                Readout(say("height"), "0", theme, theme.gradient_descent),
            ]
            rows[0].add_updater(lambda r: r.show(str(self.clock.step)), call_updater=True)
            rows[1].add_updater(
                lambda r: r.show(f"{float(at_step(result.losses, self.clock.now)):.4f}"), call_updater=True
            )
            counters = readout_rows(rows, widest="-0.0000")
            # Back to where the leap began.
            self.play(FadeIn(counters), walk.hiker.animate.stand(*walk.footing(self.along, self.start)), run_time=0.6)
            self.light_the_lantern(self.along, seconds=0.5)
            walk.look(self.along).add_updater(lambda w: w.go_to(self.along, self.clock.now))
            self.add(walk)
            # Slowly at first, so that one sees: feel, step, feel again.
            self.run_to(min(5, result.params.steps), seconds=2.5)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_to(result.params.steps, seconds=6)
        self.settle(walk)
        self.retire(formula, counters, walk.arrow, walk.dots)

    def fog_off(self) -> None:
        result, theme, walk = self.result, self.theme, self.walk
        with self.tell("fog-off"):
            self.show_recipe(f"{self.slopes()}, quad eta = {result.map.lr:g}")
            self.travel(self.along, self.whole, self.end, seconds=1)
            # The fog lifts in one sweep.
            self.add(self.map, walk.hiker)
            self.sweep(self.end, open_up=True, seconds=1.5)
            self.remove(walk.lit, self.fog)
            # Hikers from all over the map, each into the valley that it finds.
            self.clock.set_value(0)
            crowd = Census(
                result.map.ways, result.map.valleys.ravel(), result.landscape, self.whole, theme,
                every=experiment.GRID_EVERY, colour=theme.gradient_descent,
            )  # fmt: skip
            count = readout_rows([Readout(say("hikers"), str(result.map.valleys.size), theme)], widest="0000")
            self.play(FadeIn(crowd, count), run_time=0.4)
            crowd.add_updater(lambda c: c.show(self.clock.now))
            self.wait(0.5)
            self.run_to(40, seconds=1.7)
            self.run_to(100, seconds=1)
            self.run_to(experiment.GRID_STEPS, seconds=0.5)
            posts = crowd.signposts(result.minima_losses, result.map.shares, walk.hiker)
            self.add(posts, walk.hiker)
            self.play(FadeIn(posts), run_time=0.5)
        self.retire(crowd, posts, count)
        self.sweep(self.end, open_up=False, seconds=0.6)

    def one_backward_pass(self) -> None:
        theme, probing, weights = self.theme, self.result.probing, self.result.params.weights
        with self.tell("one-backward-pass"):
            recipe = say("{count} weights", count=script.amount(weights))
            if weights % CELLS == 0:
                counts = {"count": script.amount(weights), "share": script.amount(weights // CELLS)}
                recipe = say("{count} weights, {share} a mark", **counts)
            self.show_recipe(f'"{recipe}"', steps=False)
            left, right = frame.safe_stage().inset(bottom=0.15).fold(1, 1, gap=0.6)
            losses = say("losses")
            swept = SlopeWall(say("one backward pass"), f'cal(O)(1) "{losses}"', weights, left, theme)
            probed = SlopeWall(say("probing each weight"), f'n + 1 "{losses}"', weights, right, theme)
            rows = [
                Readout(say("losses to probe all"), grouped(probing.evaluations_for_all), theme),
                Readout(say("error of a probed slope"), f"{probing.error:.3e}", theme),
            ]
            check = readout_rows(rows, widest=longest(row.number.text for row in rows))
            # The hiker is to walk for every single weight.
            self.add(self.walk.hiker)
            self.play(FadeIn(swept, probed, check), self.walk.hiker.animate.stand(probed.corner, TINY), run_time=0.6)
            # One sweep from the last weight to the first; meanwhile the probes have hardly begun.
            passed, walks = ValueTracker(0), ValueTracker(0)
            swept.add_updater(lambda w: w.show(passed.get_value() * weights))
            probed.add_updater(lambda w: w.show(walks.get_value()))
            few, some = (walks.animate.set_value(min(count, weights)) for count in (3, 400))
            self.play(passed.animate.set_value(1), few, run_time=2, rate_func=linear)
            self.play(FadeIn(swept.cost, probed.cost), some, run_time=3, rate_func=linear)
        self.settle(swept, probed)
        self.leave(swept, probed, swept.cost, probed.cost, check)

    def never_the_map(self) -> None:
        walk = self.walk
        with self.tell("never-the-map"):
            self.show_recipe(self.slopes(), steps=False)
            self.add(self.fog, walk.hiker)
            self.bring(self.fog)
            self.play(walk.hiker.animate.stand(*walk.footing(self.closest, self.start)), run_time=0.8)
            self.light_the_lantern(self.closest, seconds=1.5)
            felt = self.felt_slope().show(self.closest, tilt=1, turn=PI, length=0 if self.result.level else 1)
            self.add(felt, walk.hiker)
            self.play(FadeIn(felt), run_time=0.6)

    def slopes(self) -> str:
        """The landscape for the recipe."""
        return f'f(x, y) = 0.03 (x^2 + y^2) - "{say("three dips")}"'

    def felt_slope(self) -> FeltSlope:
        """What is felt at the start."""
        return FeltSlope(self.walk.ground(self.start), self.result.gradient, 1.35 * LIGHT, self.theme)
