"""The second moment as memory: how long Adam remembers the size of gradients, and what that does to its steps."""

from __future__ import annotations

import numpy as np
from manim import LEFT, UR, FadeIn, Mobject, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.key import keyed, line_sample
from scenes.parts.pointer import Pointer
from scenes.parts.rolling import plain, written
from scenes.parts.shock_chart import STEPS_BEFORE, ShockChart, by_decades
from scenes.parts.tally import HEAD, Tally
from scenes.parts.typesetting import LABEL, READOUT, SMALL, maths, words
from scenes.parts.weight_bars import WeightBars
from scenes.parts.wobble_row import WobbleRow
from scenes.scripts import second_moment_memory as script
from sim.experiments import second_moment_memory as experiment
from sim.experiments.second_moment_memory import DEFAULT, HABIT, Change

LANES = (0.26, 0.51, 0.76)  # heights of what is said above the steps: shares of the room that there is
WIDTHS = (3, 6, 9)  # the longer the memory, the thicker its line


class SecondMomentMemory(ClipScene):
    """The story of beta 2 over the runs of :mod:`sim.experiments.second_moment_memory`.

    On the left time since a change of the gradients' size, in decades; on the right the three memories.
    """

    title = CLIPS["second-moment-memory"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "overshoots"
    result: experiment.Result

    def construct(self) -> None:
        self.left, self.right = frame.safe_stage().split(3.6, 1, gap=0.3)
        self.show_title()
        self.how_soon()
        self.trails_behind()
        self.overshoots()
        self.stays_timid()
        self.quick_or_calm()
        self.remembers_a_shock()

    def how_soon(self) -> None:
        up, jump = self.result.up, self.result.params.jump
        with self.tell("how-soon"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(f'g = 1, "then" {plain(jump)}')
            self.picture = self.size_chart(up).follow(self.clock)
            self.play(FadeIn(self.picture), run_time=0.5)
            self.run_since(up, seconds=3)

    def trails_behind(self) -> None:
        result, theme, up = self.result, self.theme, self.result.up
        with self.tell("trails-behind"):
            self.clock.set_value(-STEPS_BEFORE)
            self.key = self.name_memories(theme.second_moment)
            tally = self.tally("memory √v", up, up.sizes)
            for column in range(3):
                area = self.picture.area(up.steps, up.sizes[:, column], theme.second_moment)
                area.edge.set_stroke(width=WIDTHS[column])
            self.play(FadeIn(self.key, tally), run_time=0.5)
            self.run_since(up, seconds=5)
            marks = self.picture.arrivals(
                [(steps, 0.9 * result.params.jump) for steps in up.full_arrival],
                [grouped(steps) for steps in up.full_arrival],
                "steps until it holds 90%:", 1.2 * result.params.jump, theme.second_moment,
            )  # fmt: skip
            for mark in marks:
                self.play(FadeIn(mark), run_time=0.4)
            formula = self.show_formula("1 / (1 - beta_2) = " + ", ".join(plain(memory) for memory in result.memories))
        self.leave(self.picture, tally, formula, *marks)

    def overshoots(self) -> None:
        theme, up = self.theme, self.result.up
        with self.tell("overshoots"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(self.rates(1, self.result.params.jump))
            picture = self.stride_chart(up, (0, 1.25 * max(float(up.extreme.max()), 1.3)), ((1, "1"), (0, "0")))
            tally = self.tally("step, in η", up, up.strides)
            self.bring(picture, tally, self.recoloured_key(theme.adam))
            formula = self.show_formula("hat(m) / sqrt(hat(v))" + (" > 1" if script.overshoots(up) else ""))
            self.run_since(up, seconds=5.5)
            marks = [
                picture.mark(step, stride, f"{stride:.3f} η", theme.adam)
                for step, stride in zip(up.extreme_step, up.extreme, strict=True)
            ]
            for mark in marks:
                self.play(FadeIn(mark), run_time=0.4)
        self.leave(picture, tally, formula, *marks)

    def stays_timid(self) -> None:
        theme, up, down, jump = self.theme, self.result.up, self.result.down, self.result.params.jump
        with self.tell("stays-timid"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(self.rates(jump, 1))
            low = 0.8 / jump
            high = low**-0.7  # a good third of the chart is for what is said of it
            picture = self.stride_chart(down, (low, high), ((1, "1"), (1 / jump, f"1/{plain(jump)}")), log_y=True)
            tally = self.tally("step, in η", down, down.strides)
            self.bring(picture, tally)
            formula = self.show_formula(f"{{{{ v_t : v }}}} = 1 + {jump**2 - 1:.7g} thin beta_2^t")
            self.run_since(down, seconds=5.5)
            # From the step at which the loud patch was noticed to the one at which it is forgotten.
            ways = VGroup()
            for noticed, forgotten, height in zip(up.full_arrival, down.full_arrival, LANES, strict=True):
                arrow = Pointer(theme.second_moment, width=0.12)
                arrow.point(picture.at(noticed, high**height), picture.at(forgotten, high**height))
                text = words(f"{grouped(noticed)} → {grouped(forgotten)}", theme.ink, LABEL, "semibold")
                ways.add(VGroup(arrow, text.next_to(arrow, LEFT, buff=0.25)))
            about = words("steps to notice → steps to forget", theme.quiet_ink, SMALL)
            about.move_to([self.left.right, self.left.top, 0], UR)
            self.play(FadeIn(about), run_time=0.3)
            for way in ways:
                self.play(FadeIn(way), run_time=0.5)
        self.leave(picture, tally, formula, ways, about, self.key)

    def quick_or_calm(self) -> None:
        theme, calm = self.theme, self.result.calm
        with self.tell("quick-or-calm"):
            self.clock.set_value(0)
            rates = self.rates(1, self.result.params.jump)
            self.show_recipe(f'"noise:" g tilde cal(N)(0, 1), quad "jump:" {rates}', steps=False)
            names, columns = frame.safe_stage().inset(right=0.2).split(1, 4, gap=0.3)
            above, below = columns.stack(1, 1.5, gap=0.25)
            row = WobbleRow(
                calm.sizes, [f"{100 * wobble:.1f}%" for wobble in calm.wobble], theme.second_moment,
                region=above, theme=theme,
            )  # fmt: skip
            row.add_updater(lambda r: r.show(self.clock.now), call_updater=True)
            bars = WeightBars(
                "", calm.overshoot, [remark(beta) for beta in calm.betas], theme.adam, region=below, theme=theme
            )
            texts = [
                words(text, theme.ink, LABEL).move_to([names.left, region.centre[1], 0], LEFT)
                for text, region in (("noise:\n√v wobbles", above), ("jump:\nlongest step,\nin η", below))
            ]
            self.bring(row, texts[0])
            self.run_to(len(calm.sizes) - 1, seconds=4)
            rising = bars.rise()
            self.add(bars)
            self.play(FadeIn(texts[1]), rising, run_time=1.5)
            bars.clear_updaters()
        self.leave(row, bars, *texts)

    def remembers_a_shock(self) -> None:
        theme, down = self.theme, self.result.down
        with self.tell("remembers-a-shock"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(f'g = {plain(self.result.params.jump)}, "then" 1')
            picture = self.size_chart(down)
            for column in range(3):
                area = picture.area(down.steps, down.sizes[:, column], theme.second_moment)
                area.edge.set_stroke(width=WIDTHS[column])
            picture.follow(self.clock)
            tally = self.tally("memory √v", down, down.sizes)
            self.bring(picture, tally, self.recoloured_key(theme.second_moment))
            self.run_since(down, seconds=5)
            marks = picture.arrivals(
                [(steps, 1.1) for steps in down.full_arrival], [grouped(steps) for steps in down.full_arrival],
                "remembered for, in steps:", 1.2 * self.result.params.jump, theme.second_moment,
            )  # fmt: skip
            for mark in marks:
                self.play(FadeIn(mark), run_time=0.4)

    # What the beats share

    def rates(self, before: float, after: float) -> str:
        beta1 = script.name(self.result.params.beta1)
        return f'g = {plain(before)}, "then" {plain(after)}, quad beta_1 = {beta1}'

    def run_since(self, change: Change, seconds: float) -> None:
        """Let the clock run through the steps before the change, then through those after it, decade by decade."""
        self.run_to(0, seconds=0.8)
        self.clock.set_value(1)
        last = self.last(change)
        self.play(self.clock.animate.set_value(last), run_time=seconds, rate_func=by_decades(1, last))

    def last(self, change: Change) -> float:
        return float(change.steps[-1])

    def size_chart(self, change: Change) -> ShockChart:
        """The size of the gradients, with room for what trails behind it."""
        jump = self.result.params.jump
        picture = ShockChart(
            self.last(change), (0, 1.32 * jump), ((jump, plain(jump)), (1, "1"), (0, "0")), "size of the gradients",
            region=self.left, theme=self.theme,
        )  # fmt: skip
        picture.level(float(change.gradients[0]), float(change.gradients[-1]), self.theme.gradient, 6)
        return picture

    def stride_chart(
        self, change: Change, y: tuple[float, float], ticks: tuple[tuple[float, str], ...], *, log_y: bool = False
    ) -> ShockChart:
        """The lengths of the steps, which should all be 1, on the clock."""
        picture = ShockChart(
            self.last(change), y, ticks, "step length, in η", region=self.left, theme=self.theme, log_y=log_y
        )
        picture.level(1, 1, self.theme.rule, 3)
        for column in (2, 1, 0):
            picture.curve(change.steps, change.strides[:, column], self.theme.adam, WIDTHS[column])
        return picture.follow(self.clock)

    @property
    def rows(self) -> list[frame.Region]:
        return self.right.inset(top=HEAD).stack(1, 1, 1, gap=0)

    def name_memories(self, colour: str) -> VGroup:
        """The three betas, each with a sample of its line."""
        key = VGroup()
        for beta, width, row in zip(self.result.betas, WIDTHS, self.rows, strict=True):
            name = words(f"β₂ = {script.name(beta)}", self.theme.ink, LABEL, "semibold")
            entry = keyed(line_sample(colour, width), name)
            key.add(entry.move_to([self.right.left, row.centre[1] + 0.28 * row.height, 0], LEFT))
        return key

    def recoloured_key(self, colour: str) -> VGroup:
        """The names of the memories beside lines in another role's colour, in place of those that were there."""
        self.remove(self.key)
        self.key = self.name_memories(colour)
        return self.key

    def tally(self, heading: str, change: Change, values: np.ndarray) -> Tally:
        """A number for each memory, on the clock."""
        rows = [row.inset(top=0.45 * row.height) for row in self.rows]
        largest = float(values.max())
        tally = Tally((heading,), rows, self.right, self.theme, 1.2 * READOUT)

        def follow(table: Tally) -> None:
            index = int(np.clip(np.searchsorted(change.steps, self.clock.step), 0, len(values) - 1))
            table.show(0, [written(value, largest) for value in values[index]])

        return tally.add_updater(follow, call_updater=True)

    def show_formula(self, expression: str) -> Mobject:
        terms = {"v": self.theme.text_colour(self.theme.second_moment)} if " : v }}" in expression else {}
        formula = maths(expression, self.theme.ink, terms=terms)
        place = frame.readouts()
        formula.scale(min(1, 0.9 * place.height / formula.height, place.width / formula.width))
        place.place(formula, UR)
        self.play(FadeIn(formula), run_time=0.4)
        return formula


def grouped(steps: float) -> str:
    """A count of steps with its thousands apart."""
    return f"{int(steps):,}".replace(",", " ") if steps >= 10_000 else f"{int(steps)}"


def remark(beta: float) -> str:
    """What a beta is known for, under its value."""
    known = {HABIT: ": many LLMs", DEFAULT: ": the default"}
    return f"{script.name(beta)}{known.get(beta, '')}"
