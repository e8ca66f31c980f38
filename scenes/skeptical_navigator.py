"""The skeptical navigator: four streams of gradients, and the steps that Adam makes of them."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    Cross,
    FadeIn,
    FadeOut,
    Line,
    Mobject,
    RoundedRectangle,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
)

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.agreement_curve import AgreementCurve
from scenes.parts.frame import Region
from scenes.parts.gradient_stream import GradientStream
from scenes.parts.histogram import Histogram
from scenes.parts.moment_gauge import MomentGauge
from scenes.parts.moments_scene import MomentsScene
from scenes.parts.race_lane import RaceLane
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.typesetting import LABEL, READOUT, SMALL, Number, words
from scenes.parts.wander_chart import WanderChart
from scenes.scripts import skeptical_navigator as script
from sim.experiments import skeptical_navigator as experiment
from sim.experiments.skeptical_navigator import AIMLESS, HUGE, SURE, UNSURE, agreement

NAMES = "ABCD"
RAIN = 40  # gradients that come in one by one
SLOW = 30  # last steps of the two memories, shown one by one
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
        self.set_the_stage()
        self.four_streams()
        self.two_memories()
        self.the_ratio()
        self.size_is_not_doubt()
        self.never_still()
        self.first_step()
        self.direction_times_agreement()

    def set_the_stage(self) -> None:
        """Four rows that stay for most of the film, a line of heads above them; formulas stand at the top right."""
        self.show_title()
        self.heads, body = frame.safe_stage().stack(0.32, 4.3, gap=0.12)
        names, self.lanes = body.split(2.5, 10.5, gap=0.2)
        self.rows = self.lanes.stack(0.85, 1.15, 0.85, 1.15, gap=0.14)  # streams of both signs need more room
        self.labels = VGroup()
        lanes = zip(NAMES, self.result.means, self.result.deviations, self.rows, strict=True)
        for name, mean, deviation, row in lanes:
            letter = words(name, self.theme.ink, READOUT, "semibold")
            numbers = words(f"{plain(mean)} ± {plain(deviation)}", self.theme.quiet_ink, LABEL)
            letter.move_to([names.left, row.centre[1], 0], LEFT)
            numbers.next_to(letter, RIGHT, buff=0.3).shift((letter.baseline - numbers.baseline) * UP)
            self.labels.add(VGroup(letter, numbers))

    def four_streams(self) -> None:
        with self.tell("four-streams"):
            self.show_recipe('g_t = mu_i + sigma_i thin xi_t, quad "each lane" mu_i plus.minus sigma_i')
            # First to one scale, at which one lane drowns the others; then each to its own.
            zoom = ValueTracker(0)
            streams = self.streams(self.result.run.gradients[:RAIN], self.lanes)
            for stream in streams:
                stream.add_updater(lambda s: s.show(self.clock.now, zoom.get_value()), call_updater=True)
            scales = [words(text, self.theme.quiet_ink) for text in ("all to one scale", "each to its own scale")]
            for scale in scales:
                frame.readouts().place(scale, UP + RIGHT)
            self.play(FadeIn(streams, self.labels, scales[0]), run_time=0.5)
            self.run_to(0.4 * RAIN, seconds=2.2)
            self.play(FadeOut(scales[0]), run_time=0.2)
            self.play(zoom.animate.set_value(1), FadeIn(scales[1]), run_time=1)
            self.run_to(RAIN, seconds=3.2)
        self.retire(scales[1], streams)

    def two_memories(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("two-memories"):
            self.show_recipe(self.betas())
            free = self.lanes.inset(left=3.7)
            room, *columns = free.split(3.8, 1.35, 1.35, gap=0.2)
            means, sizes = result.run.first_moment, np.sqrt(result.run.second_moment)
            gauges, numbers, heads = VGroup(), VGroup(), VGroup()
            for lane, row in enumerate(self.rows):
                place = Region(room.left, room.right, row.bottom + 0.1, row.top - 0.1)
                gauges.add(MomentGauge(means[:, lane], sizes[:, lane], place, theme).follow(self.clock))
                decimals = max(3 - int(np.floor(np.log10(sizes[-1, lane]))), 0)
                numbers.add(self.rolling_number(means[:, lane], columns[0].right, row, max(decimals - 1, 0)))
                numbers.add(self.rolling_number(sizes[:, lane], columns[1].right, row, decimals))
            for text, column in zip(("{{ m : m }}", "{{ sqrt(v) : v }}"), columns, strict=True):
                heads.add(self.head(self.formula(text).scale(0.8), column.right))
            rules = VGroup(
                self.formula("{{ m_t : m }} = beta_1 m_(t-1) + (1 - beta_1) thin g_t"),
                self.formula("{{ v_t : v }} = beta_2 v_(t-1) + (1 - beta_2) thin g_t^2"),
            ).arrange(DOWN, buff=0.18, aligned_edge=LEFT)
            self.clock.set_value(0)
            self.play(FadeIn(gauges, numbers, heads, self.top_right(rules)), run_time=0.6)
            # The memories fill up at once; then, gradient by gradient, one sees what moves and what holds still.
            self.run_to(last - SLOW, seconds=2.5)
            field = Region(self.lanes.left, free.left - 0.35, self.lanes.bottom, self.lanes.top)
            streams = self.streams(result.run.gradients[-SLOW - RAIN :], field)
            for stream in streams:
                stream.add_updater(lambda s: s.show(self.clock.now - last + SLOW + RAIN), call_updater=True)
            self.play(FadeIn(streams), run_time=0.5)
            self.run_to(last, seconds=5)
        self.retire(streams, gauges, numbers, heads, rules)

    def the_ratio(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("the-ratio"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.betas()}, quad eta = {result.params.lr:g}")
            self.field, self.column = self.lanes.split(8, 1.7, gap=0.4)
            self.racers = self.race(result.progress, self.field, (-0.03 * last, 1.01 * last))
            self.speeds = VGroup()
            for lane, row in enumerate(self.rows):
                speeds = np.abs(result.progress[1:, lane]) / np.arange(1, last + 1)
                self.speeds.add(self.rolling_number(speeds, self.column.right, row, 4))
            self.finish = self.line_across(self.racers[0].place(last)[0])
            name = words("a full η at every step", theme.text_colour(theme.target), SMALL)
            self.finish_name = self.head(name, self.finish.get_x())
            self.speed_name = self.head(words("η per step", theme.quiet_ink), self.column.right)
            formula = self.formula(
                "Delta x = -eta {{ hat(m) : m }} / ({{ sqrt(hat(v)) : v }} + epsilon) "
                'approx -eta EE[g] / sqrt(EE[g]^2 + "Var"[g])'
            )
            race = (self.racers, self.speeds, self.speed_name, self.finish, self.finish_name)
            self.play(FadeIn(*race, self.top_right(formula)), run_time=0.6)
            self.run_to(last, seconds=7)
        self.retire(formula)

    def size_is_not_doubt(self) -> None:
        theme, squares = self.theme, self.result.sizes**2
        groups = (self.labels, self.racers, self.speeds)
        with self.tell("size-is-not-doubt"):
            self.retire(*(group[lane] for group in groups for lane in (UNSURE, AIMLESS)))
            # Under the two walkers, level with each other, their v to one scale.
            start, end = (self.racers[0].place(at)[0] for at in (0, self.result.params.steps))
            bars = VGroup()
            for lane, below in ((SURE, UNSURE), (HUGE, AIMLESS)):
                y = self.rows[below].centre[1]
                bar = Line([start, y, 0], [start + max((end - start) * squares[lane] / squares[HUGE], 0.03), y, 0])
                name = self.formula(f"{{{{ v : v }}}} = {plain(self.result.sizes[lane])}^2")
                name.scale(min(0.85, self.column.width / name.width)).move_to([self.column.right, y, 0], RIGHT)
                bars.add(VGroup(bar.set_stroke(theme.second_moment, width=45), name))
            for bar in bars:
                self.play(FadeIn(bar), run_time=0.6)
                self.wait(1.2)
            verdict = self.top_right(self.struck("large v = unsure"))
            self.play(FadeIn(verdict, scale=1.3), run_time=0.4)
            self.wait(1)
        leaving = [group[lane] for group in groups for lane in (SURE, HUGE)]
        self.retire(bars, verdict, self.finish, self.finish_name, self.speed_name, *leaving)

    def never_still(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("never-still"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.betas()}, quad g_t = xi_t")
            above, below = frame.safe_stage().stack(3.6, 1.1, gap=0.1)
            left, right = above.split(1.15, 1, gap=0.6)
            way, strides = result.progress[:, AIMLESS], result.strides[:, AIMLESS]
            walk = WanderChart(way, "where D is, in η", left, colour=theme.adam, theme=theme)
            walk.add_updater(lambda w: w.show(self.clock.now))
            reach = max(1.1, float(np.quantile(np.abs(strides), 0.995)))
            histogram = Histogram(strides, reach, "steps of D, in η", right, colour=theme.adam, theme=theme)
            histogram.add_updater(lambda h: h.show(self.clock.step))
            drift = rolling_rows(self.clock, theme, ("D from the start, in η", np.abs(way), theme.adam))
            self.play(FadeIn(walk, histogram, drift), run_time=0.6)
            self.run_to(last, seconds=6)
            marks = histogram.marks(-result.jitter, result.jitter)
            expected, measured = f"{result.expected_jitter:.4g}", f"{result.jitter:.4g}"
            formula = self.formula(
                f'sqrt((1 - beta_1)/(1 + beta_1)) = {expected}, quad "measured rms:" {measured} thin eta'
            )
            below.place(formula.scale(min(1, below.height / formula.height)))
            self.play(FadeIn(marks, formula), run_time=0.5)
        self.retire(walk, histogram, drift, marks, formula)

    def first_step(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("first-step"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.betas()}, quad eta = {result.params.lr:g}")
            field, *columns = self.lanes.split(6.6, 1.3, 1.3, gap=0.35)
            racers = self.race(result.progress[: REPLAYED + 1], field, (-0.5, 1.5))
            lengths = np.abs(result.strides[:REPLAYED])
            first, newest = (
                VGroup(
                    *(self.rolling_number(lengths[:until, i], column.right, row, 4) for i, row in enumerate(self.rows))
                )
                for until, column in zip((1, REPLAYED), columns, strict=True)
            )
            heads = [
                self.head(words(name, theme.quiet_ink), column.right)
                for name, column in zip(("step 1", "newest"), columns, strict=True)
            ]
            marks = VGroup()
            for side in sorted({*np.sign(result.strides[0])}):
                line = self.line_across(racers[0].place(side)[0])
                name = words(f"{'+' if side > 0 else '−'}1 η", theme.text_colour(theme.target), SMALL)
                marks.add(line, self.head(name, line.get_x()))
            formula = self.formula('{{ hat(m)_1 : m }} \\/ sqrt({{ hat(v)_1 : v }}) = "sign"(g_1)')
            self.play(FadeIn(self.labels, racers, marks, heads[0], first), run_time=0.6)
            self.run_to(1, seconds=1.5)
            self.play(FadeIn(self.top_right(formula)), run_time=0.4)
            self.wait(1)
            # Doubt takes a few more gradients.
            self.play(FadeIn(heads[1], newest), run_time=0.3)
            self.run_to(REPLAYED, seconds=3)
        self.retire(self.labels, racers, marks, *heads, first, newest, formula)

    def direction_times_agreement(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("direction-times-agreement"):
            self.show_recipe(f'{self.betas()}, quad {result.params.steps} "steps"', steps=False)
            formula = self.formula('abs(EE[g]) / sqrt(EE[g]^2 + "Var"[g])')
            curve = AgreementCurve(agreement, frame.safe_stage(), theme)
            self.play(FadeIn(curve, self.top_right(formula)), run_time=0.5)
            self.play(UpdateFromAlphaFunc(curve, lambda c, share: c.show(share)), run_time=2)
            noise = np.divide(result.deviations, result.means, out=np.full(4, np.inf), where=result.means != 0)
            for names, lanes in (("A, C", [SURE, HUGE]), ("B", [UNSURE]), ("D", [AIMLESS])):
                self.play(FadeIn(curve.mark(names, noise[lanes], result.speeds[lanes])), run_time=0.5)
                self.wait(0.3)

    # What the beats share

    def betas(self) -> str:
        return f"beta_1 = {self.result.params.beta1:g}, quad beta_2 = {self.result.params.beta2:g}"

    def top_right(self, mobject: Mobject) -> Mobject:
        """Put a formula or a verdict where other films have their readouts, as large as the recipe leaves room."""
        place = frame.readouts().inset(bottom=0.1)
        place = place.inset(left=self.recipe_end - place.left)
        mobject.scale(min(1, place.width / mobject.width, place.height / mobject.height))
        return place.place(mobject, RIGHT)

    @property
    def recipe_end(self) -> float:
        """Where the recipe line ends at the latest, its step at the largest."""
        assert self._recipe is not None
        return float(self._recipe.get_right()[0]) + 1

    def head(self, mobject: Mobject, right: float) -> Mobject:
        """Put the name of a column above the rows, flush right."""
        return mobject.move_to([right, self.heads.centre[1], 0], RIGHT)

    def streams(self, gradients: np.ndarray, field: Region) -> VGroup:
        """What runs through the rows, in a part of their width."""
        common = float(np.abs(gradients).max())
        return VGroup(
            *(
                GradientStream(stream, Region(field.left, field.right, row.bottom, row.top), self.theme, common=common)
                for stream, row in zip(gradients.T, self.rows, strict=True)
            )
        )

    def race(self, ways: np.ndarray, field: Region, least: tuple[float, float]) -> VGroup:
        """A lane in every row, all to one scale, on the clock.

        Args:
            ways: distances after each step, shape ``(T + 1, 4)``.
            least: the distances that are seen even if nobody goes there.
        """
        low, high = min(least[0], 1.02 * float(ways.min())), max(least[1], 1.02 * float(ways.max()))
        lanes = VGroup()
        for row, way in zip(self.rows, ways.T, strict=True):
            place = Region(field.left, field.right, row.bottom, row.top)
            lanes.add(RaceLane(low, high, place, self.theme.adam, self.theme).follow(self.clock, way))
        return lanes

    def rolling_number(self, values: np.ndarray, right: float, row: Region, decimals: int) -> Number:
        """A value that follows the clock, flush right in a row; the first one belongs to step 1."""
        texts = ["…", *(f"{value:.{decimals}f}" for value in values)]
        number = Number(texts[-1], self.theme.ink, READOUT, anchor="right")
        number.move_to([right, row.centre[1], 0], RIGHT)
        number.add_updater(lambda n: n.show(texts[min(self.clock.step, len(texts) - 1)]), call_updater=True)
        return number

    def line_across(self, x: float) -> Line:
        """A mark across all rows."""
        return Line([x, self.lanes.top, 0], [x, self.lanes.bottom, 0], color=self.theme.target, stroke_width=4)

    def struck(self, text: str) -> VGroup:
        """Words in a frame behind a cross: what is not so."""
        wrong = self.theme.text_colour(self.theme.rmsprop)
        content = VGroup(Cross(stroke_color=wrong, stroke_width=9).scale(0.24), words(text, self.theme.ink, READOUT))
        content.arrange(RIGHT, buff=0.3)
        border = RoundedRectangle(
            width=content.width + 0.6, height=content.height + 0.4, corner_radius=0.15, color=wrong, stroke_width=4
        )
        return VGroup(border.move_to(content), content)
