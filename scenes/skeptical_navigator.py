"""The skeptical navigator: four streams of gradients, and the steps that Adam makes of them."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UR, FadeIn, FadeOut, Line, Mobject, UpdateFromAlphaFunc, ValueTracker, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.agreement_curve import AgreementCurve
from scenes.parts.frame import Region, shrunk
from scenes.parts.gradient_stream import streams
from scenes.parts.histogram import Histogram
from scenes.parts.lanes import Lanes
from scenes.parts.moment_gauge import gauges
from scenes.parts.moments_scene import MomentsScene
from scenes.parts.race_lane import race
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.struck_claim import StruckClaim
from scenes.parts.typesetting import words
from scenes.parts.wander_chart import WanderChart
from scenes.scripts import skeptical_navigator as script
from sim.experiments import skeptical_navigator as experiment
from sim.experiments.skeptical_navigator import AIMLESS, HUGE, SURE, UNSURE, agreement

NAMES = "ABCD"
SHARES = (0.85, 1.15, 0.85, 1.15)  # streams of both signs need more room
FOUR = (4, 4, 4, 4)  # decimals
RAIN = 40  # gradients that come in one by one
SLOW = 30  # last steps of the two memories, shown one by one
FORMULA_ROOM = 0.65  # frame units of the stage that a formula under the recipe needs
REPLAYED = 8  # steps that are shown again from the start


class SkepticalNavigator(MomentsScene):
    """The story of Adam's doubts over the run of :mod:`sim.experiments.skeptical_navigator`."""

    title = CLIPS["skeptical-navigator"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "the-ratio"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        numbers = zip(NAMES, self.result.means, self.result.deviations, strict=True)
        names = [(name, f"{plain(mean)} ± {plain(deviation)}") for name, mean, deviation in numbers]
        # The formula of the ratio is too long to stand beside the recipe, but in the widest picture.
        self.under_recipe = not (frame.is_wide() or frame.is_narrow())
        room = frame.safe_stage().inset(top=FORMULA_ROOM if self.under_recipe else 0)
        self.lanes = Lanes(names, SHARES, room, self.theme)
        self.four_streams()
        self.two_memories()
        self.the_ratio()
        self.size_is_not_doubt()
        self.never_still()
        self.first_step()
        self.direction_times_agreement()

    def four_streams(self) -> None:
        with self.tell("four-streams"):
            self.show_recipe(f'g_t = mu_i + sigma_i thin xi_t, quad "{say("each lane")}" mu_i plus.minus sigma_i')
            # First to one scale, at which one lane drowns the others; then each to its own.
            zoom = ValueTracker(0)
            rain = streams(self.result.run.gradients[:RAIN], self.lanes.rows, self.theme)
            for stream in rain:
                stream.add_updater(lambda s: s.show(self.clock.now, zoom.get_value()), call_updater=True)
            common, own = (
                frame.readouts().place(words(text, self.theme.quiet_ink), UR)
                for text in (say("all to one scale"), say("each to its own scale"))
            )
            self.play(FadeIn(rain, self.lanes, common), run_time=0.5)
            self.run_to(0.4 * RAIN, seconds=2.2)
            self.play(FadeOut(common), run_time=0.2)
            self.play(zoom.animate.set_value(1), FadeIn(own), run_time=1)
            self.run_to(RAIN, seconds=3.2)
        self.leave(own, rain)

    def two_memories(self) -> None:
        theme, run, lanes, last = self.theme, self.result.run, self.lanes, self.result.params.steps
        with self.tell("two-memories"):
            self.show_recipe(self.betas())
            new, old, columns = self.memories()
            means, sizes = run.first_moment, np.sqrt(run.second_moment)
            places = np.maximum(3 - np.floor(np.log10(sizes[-1])).astype(int), 0)
            self.clock.set_value(0)
            bars = gauges(means, sizes, old, self.clock, theme)
            m, v = (self.formula(name).scale(0.8) for name in ("{{ m : m }}", "{{ sqrt(v) : v }}"))
            table = VGroup(
                lanes.column(m, means, columns[0].right, np.maximum(places - 1, 0), self.clock),
                lanes.column(v, sizes, columns[1].right, places, self.clock),
            )
            rules = VGroup(
                self.formula("{{ m_t : m }} = beta_1 m_(t-1) + (1 - beta_1) thin g_t"),
                self.formula("{{ v_t : v }} = beta_2 v_(t-1) + (1 - beta_2) thin g_t^2"),
            ).arrange(DOWN, buff=0.18, aligned_edge=LEFT)
            self.bring(bars, table, self.top_right(rules))
            # The memories fill up at once; then, gradient by gradient, one sees what moves and what holds still.
            self.run_to(last - SLOW, seconds=2.5)
            rain = streams(run.gradients[-SLOW - RAIN :], new, theme)
            for stream in rain:
                stream.add_updater(lambda s: s.show(self.clock.now - last + SLOW + RAIN), call_updater=True)
            self.play(FadeIn(rain), run_time=0.5)
            self.run_to(last, seconds=5)
        self.leave(rain, bars, table, rules)

    def the_ratio(self) -> None:
        theme, result, lanes, last = self.theme, self.result, self.lanes, self.result.params.steps
        with self.tell("the-ratio"):
            self.show_recipe(f"{self.betas()}, quad eta = {result.params.lr:g}")
            self.clock.set_value(0)
            field, self.column = lanes.field.split(5 if frame.is_narrow() else 8, 1.7, gap=0.4)
            self.racers = self.race(result.progress, field, (-0.03 * last, 1.01 * last))
            speeds = np.abs(result.progress[1:]) / np.arange(1, last + 1)[:, np.newaxis]
            self.speeds = lanes.numbers(speeds, self.column.right, FOUR, self.clock)
            finish = lanes.mark(self.racers[0].place(last)[0], say("a full η at every step"))
            self.finish = VGroup(finish, lanes.head(words(say("η per step"), theme.quiet_ink), self.column.right))
            formula = self.formula(
                "Delta x = -eta {{ hat(m) : m }} / ({{ sqrt(hat(v)) : v }} + epsilon) "
                'approx -eta EE[g] / sqrt(EE[g]^2 + "Var"[g])'
            )
            self.bring(self.racers, self.speeds, self.finish, self.over_the_lanes(formula))
            self.run_to(last, seconds=7)
        self.retire(formula)

    def size_is_not_doubt(self) -> None:
        theme, squares = self.theme, self.result.sizes**2
        groups = (self.lanes, self.racers, self.speeds)
        with self.tell("size-is-not-doubt"):
            self.retire(*(group[lane] for group in groups for lane in (UNSURE, AIMLESS)))
            # Under the two walkers, level with each other, their v to one scale.
            start, end = (self.racers[0].place(at)[0] for at in (0, self.result.params.steps))
            bars = VGroup()
            for lane, below in ((SURE, UNSURE), (HUGE, AIMLESS)):
                y = self.lanes.rows[below].centre[1]
                bar = Line([start, y, 0], [start + max((end - start) * squares[lane] / squares[HUGE], 0.03), y, 0])
                name = self.formula(f"{{{{ v : v }}}} = {plain(self.result.sizes[lane])}^2")
                name.scale(min(0.85, self.column.width / name.width)).move_to([self.column.right, y, 0], RIGHT)
                bars.add(VGroup(bar.set_stroke(theme.second_moment, width=45), name))
            for bar in bars:
                self.play(FadeIn(bar), run_time=0.6)
                self.wait(1.2)
            verdict = self.top_right(StruckClaim(say("large v = unsure"), theme))
            self.play(FadeIn(verdict, scale=1.3), run_time=0.4)
            self.wait(1)
        self.leave(bars, verdict, self.finish, *(group[lane] for group in groups for lane in (SURE, HUGE)))

    def never_still(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("never-still"):
            self.show_recipe(f"{self.betas()}, quad g_t = xi_t")
            self.clock.set_value(0)
            stage = frame.safe_stage()
            above, below = stage.inset(bottom=1.2), stage.inset(top=stage.height - 1.1)
            left, right = above.fold(1.15, 1, gap=0.6)
            way, strides = result.progress[:, AIMLESS], result.strides[:, AIMLESS]
            walk = WanderChart(way, say("where D is, in η"), left, colour=theme.adam, theme=theme)
            walk.add_updater(lambda w: w.show(self.clock.now))
            reach = max(1.1, float(np.quantile(np.abs(strides), 0.995)))
            histogram = Histogram(strides, reach, say("steps of D, in η"), right, colour=theme.adam, theme=theme)
            histogram.add_updater(lambda h: h.show(self.clock.step))
            drift = rolling_rows(self.clock, theme, (say("D from the start, in η"), np.abs(way), theme.adam))
            self.bring(walk, histogram, drift)
            self.run_to(last, seconds=6)
            marks = histogram.marks(-result.jitter, result.jitter)
            expected = f"sqrt((1 - beta_1)/(1 + beta_1)) = {result.expected_jitter:.4g}"
            formula = self.formula(f'{expected}, quad "{say("measured rms:")}" {result.jitter:.4g} thin eta')
            below.place(shrunk(formula, below.width, below.height))
            self.play(FadeIn(marks, formula), run_time=0.5)
        self.leave(walk, histogram, drift, marks, formula)

    def first_step(self) -> None:
        theme, result, lanes = self.theme, self.result, self.lanes
        with self.tell("first-step"):
            self.show_recipe(f"{self.betas()}, quad eta = {result.params.lr:g}")
            self.clock.set_value(0)
            field, once, now = lanes.field.split(6.6 if frame.is_wide() else 4, 1.3, 1.3, gap=0.35)
            racers = self.race(result.progress[: REPLAYED + 1], field, (-0.5, 1.5))
            lengths = np.abs(result.strides[:REPLAYED])
            first, newest = (
                lanes.column(words(name, theme.quiet_ink), lengths[:until], column.right, FOUR, self.clock)
                for name, until, column in ((say("step {step}", step=1), 1, once), (say("newest"), REPLAYED, now))
            )
            sides = [(float(side), "+1 η" if side > 0 else "−1 η") for side in sorted({*np.sign(result.strides[0])})]
            marks = VGroup(*(lanes.mark(racers[0].place(side)[0], name) for side, name in sides))
            formula = self.formula('{{ hat(m)_1 : m }} \\/ sqrt({{ hat(v)_1 : v }}) = "sign"(g_1)')
            self.bring(lanes, racers, marks, first)
            self.run_to(1, seconds=1.5)
            self.play(FadeIn(self.top_right(formula)), run_time=0.4)
            self.wait(1)
            # Doubt takes a few more gradients.
            self.play(FadeIn(newest), run_time=0.3)
            self.run_to(REPLAYED, seconds=3)
        self.leave(lanes, racers, marks, first, newest, formula)

    def direction_times_agreement(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("direction-times-agreement"):
            self.show_recipe(f'{self.betas()}, quad {result.params.steps} "{say("steps")}"', steps=False)
            curve = AgreementCurve(agreement, frame.safe_stage(), theme)
            self.bring(curve)
            formula = curve.caption(self.formula('abs(EE[g]) / sqrt(EE[g]^2 + "Var"[g])').scale(1.2))
            self.play(UpdateFromAlphaFunc(curve, lambda c, share: c.show(share)), FadeIn(formula), run_time=2)
            noise = np.divide(result.deviations, result.means, out=np.full(4, np.inf), where=result.means != 0)
            for names, lanes in (("A, C", [SURE, HUGE]), ("B", [UNSURE]), (say("D, at ∞"), [AIMLESS])):
                self.play(FadeIn(curve.mark(names, noise[lanes], result.speeds[lanes])), run_time=0.5)
                self.wait(0.3)

    def over_the_lanes(self, formula: Mobject) -> Mobject:
        """Put the formula of the ratio where it is large."""
        if not self.under_recipe:
            return self.top_right(formula)
        stage = frame.safe_stage()
        room = Region(stage.left, stage.right, stage.top - FORMULA_ROOM, frame.readouts().bottom)
        return room.place(shrunk(formula, height=room.height), RIGHT)

    def memories(self) -> tuple[list[Region], list[Region], list[Region]]:
        """Where the newest gradients are in each lane, where the memories of them, and two columns for numbers."""
        lanes = self.lanes
        if frame.safe_stage().is_upright:
            room, *columns = lanes.field.split(4, 1.35, 1.35, gap=0.2)
            rows = [cell.stack(1.2, 1, gap=0.1) for cell in lanes.cells(room, margin=0.12)]
            return [new for new, _ in rows], [old for _, old in rows], columns
        room, column = (3.35, 1.35) if frame.is_wide() else (0.28 * lanes.field.width, 1.8)
        newest, older = lanes.field.inset(right=lanes.field.width - room), lanes.field.inset(left=room + 0.35)
        memory, *columns = older.split(3.8, column, column, gap=0.2)
        return lanes.cells(newest), lanes.cells(memory, margin=0.1), columns

    def race(self, ways: np.ndarray, field: Region, least: tuple[float, float]) -> VGroup:
        """Everybody's way after each step, in a part of the lanes that shows at least these distances."""
        cells, theme = self.lanes.cells(field), self.theme
        return race(ways, cells, self.clock, least=least, colour=theme.adam, theme=theme)
