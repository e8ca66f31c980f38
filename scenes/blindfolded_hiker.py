"""The blindfolded hiker: what can be felt is the slope underfoot, and what it leads to."""

from __future__ import annotations

import numpy as np
from manim import DOWN, PI, UP, FadeIn, FadeOut, Mobject, ValueTracker, VGroup, linear

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.census import Census
from scenes.parts.clip_scene import ClipScene
from scenes.parts.fog import Fog
from scenes.parts.gauge import Gauge
from scenes.parts.lantern_walk import GROUND, LIGHT, SHADES, LanternWalk
from scenes.parts.oblique import Oblique, fitting
from scenes.parts.pointer import Pointer
from scenes.parts.promise import PromiseCut
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.relief import Relief
from scenes.parts.slope_wall import CELLS, SlopeWall, grouped
from scenes.parts.steps import at_step
from scenes.parts.tangent_sheet import TangentSheet
from scenes.parts.typesetting import maths, words
from scenes.scripts import blindfolded_hiker as script
from sim.experiments import blindfolded_hiker as experiment

WEST_EAST, SOUTH_NORTH = 4.7, (-4.0, 4.0)  # what lies between the edges of the frame
TALL = 0.8  # of the hiker on the cut ground, in frame units
ARROW = 0.85  # of the sheet's radius: how long the arrow on it is
LANDSCAPE = 'f(x, y) = 0.03 (x^2 + y^2) - "three dips"'


class BlindfoldedHiker(ClipScene):
    """The story of the core problem over the runs of :mod:`sim.experiments.blindfolded_hiker`."""

    title = CLIPS["blindfolded-hiker"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "fog-off"
    result: experiment.Result

    def construct(self) -> None:
        self.set_the_stage()
        self.you_cannot_see()
        self.slope_underfoot()
        self.a_promise_about_here()
        self.short_step_feel_again()
        self.fog_off()
        self.one_backward_pass()
        self.never_the_map()

    def set_the_stage(self) -> None:
        """Views of one landscape: close to the hiker's feet, along the way, all of it, and closest at the end."""
        result, stage, theme = self.result, frame.stage(), self.theme
        positions = result.descent.positions
        self.start, self.end = positions[0], positions[-1]
        self.walk = LanternWalk(positions, result.landscape, theme.gradient_descent, theme)
        self.left, self.right = frame.safe_stage().split(1.9, 1, gap=0.4)
        foot = self.walk.ground(self.start)
        self.close = Oblique(foot, self.left.centre + 0.25 * DOWN, self.left.width / (3.1 * LIGHT))
        self.closest = Oblique(foot, stage.centre + 0.2 * DOWN, 1.15 * self.close.scale)
        around = np.concatenate([positions - 1.2 * LIGHT, positions + 1.2 * LIGHT])
        along = fitting(np.column_stack([around, np.tile(result.losses, 2)]), self.left.inset(top=0.9))
        self.along = Oblique(along.centre, along.place, min(along.scale, self.close.scale))
        corners = np.array([(x, y) for x in (-WEST_EAST, 0, WEST_EAST) for y in SOUTH_NORTH])
        self.whole = fitting(self.walk.ground(corners), stage)
        self.map = Relief(result.landscape.loss, GROUND, SOUTH_NORTH, theme, cell=0.06, level=0.1, shades=SHADES)
        self.fog = Fog(stage, theme)

    def you_cannot_see(self) -> None:
        with self.tell("you-cannot-see"):
            self.show_title()
            self.show_recipe(LANDSCAPE, steps=False)
            self.play(FadeIn(self.fog), run_time=0.7)
            self.light_the_lantern(self.close, seconds=1.5)
            height = readout_rows([Readout("height here", f"{self.result.losses[0]:.4f}", self.theme)], "0.0000")
            formula = maths("f: RR^n -> RR", self.theme.ink)
            meaning = words("n weights in,\none height out: the loss", self.theme.quiet_ink)
            notes = self.right.place(VGroup(formula.scale(1.4), meaning).arrange(DOWN, buff=0.4))
            self.play(FadeIn(notes, height), run_time=0.6)
        self.retire(notes, height)

    def slope_underfoot(self) -> None:
        result, theme, view = self.result, self.theme, self.close
        with self.tell("slope-underfoot"):
            top, bottom = self.right.stack(2.6, 1, gap=0.2)
            gauge = top.place(Gauge("slope underfoot", theme.gradient, theme, full=1, ticks={0: "0", 0.5: "½", 1: "1"}))
            sheet, arrow = self.underfoot()
            tilt, turn, length = ValueTracker(0), ValueTracker(0), ValueTracker(0)
            foot = view.point(*self.walk.ground(self.start))
            sheet.add_updater(lambda s: s.show(view, tilt.get_value()), call_updater=True)
            arrow.add_updater(lambda a: a.point(foot, sheet.towards(view, turn.get_value(), length.get_value())))
            gauge.add_updater(
                lambda g: g.show(felt := result.slope * tilt.get_value(), f"{felt:.4f}"), call_updater=True
            )
            self.add(sheet, arrow, self.walk.hiker)
            self.play(FadeIn(sheet, gauge), run_time=0.5)
            self.play(tilt.animate.set_value(1), run_time=1.5)
            # Uphill first, then about face.
            if result.slope > script.LEVEL:
                self.play(length.animate.set_value(ARROW), run_time=0.8)
                self.wait(0.6)
                self.play(turn.animate.set_value(PI), run_time=1)
            formula = self.formula("f(x + d) approx f(x) + {{ nabla f(x)^top d : slope }}", bottom)
            self.play(FadeIn(formula), run_time=0.5)
        self.settle(sheet, arrow, gauge)
        self.felt = VGroup(self.walk.lantern, sheet, arrow, gauge, formula)

    def a_promise_about_here(self) -> None:
        promise, theme, hiker = self.result.promise, self.theme, self.walk.hiker
        with self.tell("a-promise-about-here"):
            self.clock.set_value(0)
            stage, safe = frame.stage(), frame.safe_stage()
            region = frame.Region(stage.left, safe.right, stage.bottom, stage.top)
            cut = PromiseCut(promise.distances, promise.promised, promise.delivered, region=region, theme=theme)
            rows = [
                Readout("slope promised", "0.0000", theme, theme.gradient),
                Readout("ground delivered", "0.0000", theme, theme.gradient_descent),
            ]
            for row, drops in zip(rows, (promise.promised, promise.delivered), strict=True):
                row.add_updater(lambda r, d=drops: r.show(f"{np.interp(self.clock.now, promise.distances, d):.4f}"))
            table = readout_rows(rows, widest="-0.0000")
            self.add(self.felt, hiker)
            self.play(FadeOut(self.felt), hiker.animate.stand(cut.foot(0), TALL), run_time=0.6)
            formula = self.formula(
                "f(x) - f(x - r thin nabla f \\/ norm(nabla f)) = {{ r norm(nabla f) : slope }} + O(r^2)"
            )
            self.play(FadeIn(cut, table, safe.place(formula, UP)), run_time=0.4)
            self.add(hiker)
            cut.add_updater(lambda c: c.show(self.clock.now))
            hiker.add_updater(lambda h: h.stand(cut.foot(self.clock.now), TALL))
            posts = VGroup()
            for leap in promise.leaps[1:]:
                self.run_to(leap.distance, seconds=1.4)
                post = cut.post(leap.distance, f"{leap.distance:.3g} away" + (": higher!" if leap.higher else ""))
                posts.add(post)
                self.play(FadeIn(post), run_time=0.3)
                self.wait(0.6)
        self.settle(hiker)
        self.retire(cut, table, formula, posts)

    def short_step_feel_again(self) -> None:
        result, theme, walk = self.result, self.theme, self.walk
        with self.tell("short-step-feel-again"):
            self.clock.set_value(0)
            self.show_recipe(f"{LANDSCAPE}, quad eta = {result.params.lr:g}")
            formula = self.formula("x_(t+1) = x_t - {{ eta nabla f(x_t) : slope }}", self.right)
            rows = [Readout("slope readings", "0", theme), Readout("height", "0", theme, theme.gradient_descent)]
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
            self.show_recipe(f"{LANDSCAPE}, quad eta = {result.map.lr:g}")
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
            count = readout_rows([Readout("hikers", str(result.map.valleys.size), theme)], widest="0000")
            self.play(FadeIn(crowd, count), run_time=0.4)
            crowd.add_updater(lambda c: c.show(self.clock.now))
            self.wait(0.5)
            self.run_to(40, seconds=1.7)
            self.run_to(100, seconds=1)
            self.run_to(experiment.GRID_STEPS, seconds=0.5)
            census = zip(result.minima_losses, result.map.shares, strict=True)
            over_head = 1.15 * walk.hiker.height
            posts = crowd.signposts(
                [f"height {height:.4g}\n{share:.1%} of starts" for height, share in census],
                [over_head if row == result.valley else 0.25 for row in range(len(result.minima))],
            )
            self.add(*((walk.hiker, posts) if result.valley is None else (posts, walk.hiker)))
            self.play(FadeIn(posts), run_time=0.5)
        self.retire(crowd, posts, count, walk.hiker)
        self.sweep(self.end, open_up=False, seconds=0.6)

    def one_backward_pass(self) -> None:
        theme, probing, weights = self.theme, self.result.probing, self.result.params.weights
        with self.tell("one-backward-pass"):
            share = f", {script.amount(weights // CELLS)} a mark" if weights % CELLS == 0 else ""
            self.show_recipe(f'"{script.amount(weights)} weights{share}"', steps=False)
            upper, lower = frame.safe_stage().stack(5, 1, gap=0.1)
            names = ("one backward pass", "probing each weight")
            walls = [
                SlopeWall(name, weights, region, theme)
                for name, region in zip(names, upper.split(1, 1, gap=0.9), strict=True)
            ]
            formula = lower.place(maths('cal(O)(1) "losses" quad "against" quad n + 1 "losses"', theme.ink))
            rows = [
                Readout("losses to probe all", grouped(probing.evaluations_for_all), theme),
                Readout("probing's error", f"{probing.error:.3e}", theme),
            ]
            check = readout_rows(rows, widest=max((row.number.text for row in rows), key=len))
            self.play(FadeIn(*walls, check), run_time=0.5)
            # One sweep from the last weight to the first; meanwhile the probes have hardly begun.
            passed, walks = ValueTracker(0), ValueTracker(0)
            walls[0].add_updater(lambda w: w.show(passed.get_value() * weights))
            walls[1].add_updater(lambda w: w.show(walks.get_value()))
            probed = min(3, weights), min(400, weights)
            self.play(passed.animate.set_value(1), walks.animate.set_value(probed[0]), run_time=2, rate_func=linear)
            self.play(FadeIn(formula), walks.animate.set_value(probed[1]), run_time=3, rate_func=linear)
        self.settle(*walls)
        self.retire(*walls, check, formula)

    def never_the_map(self) -> None:
        with self.tell("never-the-map"):
            self.show_recipe(LANDSCAPE, steps=False)
            self.play(FadeIn(self.fog), run_time=0.6)
            self.light_the_lantern(self.whole, seconds=0.8)
            self.travel(self.whole, self.closest, self.start, seconds=1.5)
            sheet, arrow = self.underfoot()
            sheet.show(self.closest, 1)
            if self.result.slope > script.LEVEL:
                foot = self.closest.point(*self.walk.ground(self.start))
                arrow.point(foot, sheet.towards(self.closest, PI, ARROW))
            self.add(sheet, self.walk.hiker)
            self.play(FadeIn(sheet, arrow), run_time=0.6)

    # What the beats share

    def formula(self, expression: str, region: frame.Region | None = None) -> Mobject:
        """Mathematics with the slope in its colour, as wide as a region if it has one to itself."""
        colours = {"slope": self.theme.text_colour(self.theme.gradient)}
        formula = maths(expression, self.theme.ink, terms=colours)
        return region.place(formula.scale_to_fit_width(region.width)) if region else formula

    def underfoot(self) -> tuple[TangentSheet, Pointer]:
        """The sheet and the arrow that are felt at the start, not shown yet."""
        sheet = TangentSheet(self.walk.ground(self.start), self.result.gradient, 1.35 * LIGHT, self.theme)
        return sheet, Pointer(self.theme.gradient, width=0.14)

    def light_the_lantern(self, view: Oblique, seconds: float) -> None:
        """Let the circle around the hiker's feet grow, at the start."""
        walk, reach = self.walk, ValueTracker(0.02)
        walk.lantern.add_updater(lambda _: walk.stand(view, self.start, reach.get_value()), call_updater=True)
        self.add(walk.lantern, walk.hiker)
        self.play(reach.animate.set_value(LIGHT), run_time=seconds)
        self.settle(walk.lantern)

    def travel(self, view: Oblique, to: Oblique, position: np.ndarray, seconds: float) -> None:
        """Go from one view to another while the hiker stands in the lantern's light."""
        share, walk = ValueTracker(0), self.walk

        def look(_: Mobject) -> None:
            here = view.towards(to, share.get_value())
            if walk.way in self.get_mobject_family_members():
                walk.way.walk(here, self.result.params.steps)
            walk.stand(here, position)

        walk.lantern.add_updater(look)
        self.play(share.animate.set_value(1), run_time=seconds)
        self.settle(walk.lantern)

    def sweep(self, centre: np.ndarray, *, open_up: bool, seconds: float) -> None:
        """Light the whole map from a place outwards, or let it go dark again."""
        away = np.linalg.norm(self.map.positions - centre, axis=-1)
        reach = ValueTracker(LIGHT if open_up else float(away.max()))
        self.map.add_updater(lambda m: m.show(self.whole, reach.get_value() - away), call_updater=True)
        self.play(reach.animate.set_value(float(away.max()) + 0.2 if open_up else 0), run_time=seconds)
        self.settle(self.map)

    def settle(self, *mobjects: Mobject) -> None:
        """Bring what follows a tracker to where that has come, and let it stay there."""
        for mobject in mobjects:
            mobject.update().clear_updaters()
