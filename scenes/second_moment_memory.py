"""The second moment as memory: how long Adam remembers the size of gradients, and what that does to its steps."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, UR, FadeIn, Mobject, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.frame import shrunk
from scenes.parts.memory_rows import MemoryRows
from scenes.parts.numerals import on_screen
from scenes.parts.rolling import plain
from scenes.parts.shock_chart import STEPS_BEFORE, by_decades
from scenes.parts.shock_pictures import SizeChart, StrideChart
from scenes.parts.typesetting import LABEL, maths, words
from scenes.parts.weight_bars import WeightBars
from scenes.parts.wobble_row import WobbleRow
from scenes.scripts import second_moment_memory as script
from sim.experiments import second_moment_memory as experiment
from sim.experiments.second_moment_memory import DEFAULT, HABIT, Change

BELOW = 1.7  # frame units: the height of the memories below their chart
HEADING = 0.5  # and of what is said above a row that has no room at its left


class SecondMomentMemory(ClipScene):
    """The story of beta 2 over the runs of :mod:`sim.experiments.second_moment_memory`.

    On the left time since a change of the gradients' size, in decades; on the right the three memories, or in an
    upright picture below.
    """

    title = CLIPS["second-moment-memory"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "overshoots"
    result: experiment.Result

    def construct(self) -> None:
        stage = frame.safe_stage()
        self.left, right = stage.split(2.6 if frame.is_narrow() else 3.6, 1, gap=0.3)
        if stage.is_upright:
            self.left, right = stage.inset(bottom=BELOW + 0.2), stage.inset(top=stage.height - BELOW)
        self.memories = MemoryRows([f"β₂ = {script.name(beta)}" for beta in self.result.betas], right, self.theme)
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
            self.show_recipe(f'g = 1, "{say("then")}" {plain(jump)}')
            self.picture = SizeChart(up, self.left, self.theme).follow(self.clock)
            self.play(FadeIn(self.picture), run_time=0.5)
            self.run_since(up, seconds=3)

    def trails_behind(self) -> None:
        result, up = self.result, self.result.up
        with self.tell("trails-behind"):
            self.clock.set_value(-STEPS_BEFORE)
            self.key = self.memories.key(self.theme.second_moment)
            tally = self.memories.tally(say("memory √v"), up.steps, up.sizes, self.clock)
            self.picture.fill()
            self.play(FadeIn(self.key, tally), run_time=0.5)
            self.run_since(up, seconds=5)
            marks = self.picture.arrived(0.9 * result.params.jump, say("steps until it holds 90%:"))
            for mark in marks:
                self.play(FadeIn(mark), run_time=0.4)
            formula = self.show_formula(
                "1 / (1 - beta_2) = " + ", ".join(f'"{on_screen(plain(memory))}"' for memory in result.memories)
            )
        self.leave(self.picture, tally, formula, *marks)

    def overshoots(self) -> None:
        theme, up = self.theme, self.result.up
        with self.tell("overshoots"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(self.rates(1, self.result.params.jump))
            top = 1.25 * max(float(up.extreme.max()), 1.3)
            picture = StrideChart(up, (0, top), ((1, "1"), (0, "0")), region=self.left, theme=theme).follow(self.clock)
            tally = self.memories.tally(say("step, in η"), up.steps, up.strides, self.clock)
            self.bring(picture, tally, self.recoloured_key(theme.adam))
            formula = self.show_formula("hat(m) / sqrt(hat(v))" + (" > 1" if script.overshoots(up) else ""))
            self.run_since(up, seconds=5.5)
            marks = picture.extremes()
            for mark in marks:
                self.play(FadeIn(mark), run_time=0.4)
        self.leave(picture, tally, formula, *marks)

    def stays_timid(self) -> None:
        down, jump = self.result.down, self.result.params.jump
        with self.tell("stays-timid"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(self.rates(jump, 1))
            low = 0.8 / jump
            y = low, low**-0.7  # a good third of the chart is for what is said of it
            ticks = (1, "1"), (1 / jump, f"1/{plain(jump)}")
            picture = StrideChart(down, y, ticks, region=self.left, theme=self.theme, log_y=True).follow(self.clock)
            tally = self.memories.tally(say("step, in η"), down.steps, down.strides, self.clock)
            self.bring(picture, tally)
            formula = self.show_formula(f"{{{{ v_t : v }}}} = 1 + {jump**2 - 1:.7g} thin beta_2^t")
            self.run_since(down, seconds=5.5)
            ways = picture.forgetting(self.result.up)
            for way in ways:
                self.play(FadeIn(way), run_time=0.4)
        self.leave(picture, tally, formula, ways, self.key)

    def quick_or_calm(self) -> None:
        theme, calm = self.theme, self.result.calm
        with self.tell("quick-or-calm"):
            self.clock.set_value(0)
            rates = self.rates(1, self.result.params.jump)
            self.show_recipe(f'"{say("noise:")}" g tilde cal(N)(0, 1), quad "{say("jump:")}" {rates}', steps=False)
            names, columns = frame.safe_stage().inset(right=0.2).split(1, 4, gap=0.3)
            remarks, heads = (
                [remark(beta) for beta in calm.betas],
                (say("noise:\n√v wobbles"), say("jump:\nlongest step,\nin η")),
            )
            if frame.is_narrow():
                names = columns = frame.safe_stage(under_readouts=False)
                remarks = ["β₂ = " + "\n".join(text.split(": ")) for text in remarks]
                heads = (say("noise: √v wobbles"), say("jump: longest step, in η"))
            above, below = columns.stack(1, 1.5, gap=0.25)
            sides = above, below
            if frame.is_narrow():
                sides = above.inset(bottom=above.height - HEADING), below.inset(bottom=below.height - HEADING)
                above, below = above.inset(top=HEADING), below.inset(top=HEADING)
            row = WobbleRow(
                calm.sizes, [f"{100 * wobble:.1f}%" for wobble in calm.wobble], theme.second_moment,
                region=above, theme=theme,
            )  # fmt: skip
            row.add_updater(lambda r: r.show(self.clock.now), call_updater=True)
            bars = WeightBars("", calm.overshoot, remarks, theme.adam, region=below, theme=theme)
            texts = [
                words(text, theme.ink, LABEL).move_to([names.left, side.centre[1], 0], LEFT)
                for text, side in zip(heads, sides, strict=True)
            ]
            if not frame.is_narrow():
                beta = names.place(words("β₂", theme.quiet_ink, LABEL), RIGHT)
                texts.append(beta.shift((bars.foot - beta.baseline) * UP))
            self.bring(row, texts[0])
            self.run_to(len(calm.sizes) - 1, seconds=4)
            rising = bars.rise()
            self.add(bars)
            self.play(FadeIn(*texts[1:]), rising, run_time=1.5)
            bars.clear_updaters()
        self.leave(row, bars, *texts)

    def remembers_a_shock(self) -> None:
        down = self.result.down
        with self.tell("remembers-a-shock"):
            self.clock.set_value(-STEPS_BEFORE)
            self.show_recipe(f'g = {plain(self.result.params.jump)}, "{say("then")}" 1')
            picture = SizeChart(down, self.left, self.theme).fill().follow(self.clock)
            tally = self.memories.tally(say("memory √v"), down.steps, down.sizes, self.clock)
            self.bring(picture, tally, self.recoloured_key(self.theme.second_moment))
            self.run_since(down, seconds=5)
            marks = picture.arrived(1.1, say("remembered for, in steps:"))
            for mark in marks:
                self.play(FadeIn(mark), run_time=0.4)

    # What the beats share

    def rates(self, before: float, after: float) -> str:
        beta1 = script.name(self.result.params.beta1)
        return f'g = {plain(before)}, "{say("then")}" {plain(after)}, quad beta_1 = {beta1}'

    def run_since(self, change: Change, seconds: float) -> None:
        """Let the clock run through the steps before the change, then through those after it, decade by decade."""
        self.run_to(0, seconds=0.8)
        self.clock.set_value(1)
        last = float(change.steps[-1])
        self.play(self.clock.animate.set_value(last), run_time=seconds, rate_func=by_decades(1, last))

    def recoloured_key(self, colour: str) -> VGroup:
        """The names of the memories beside lines in another role's colour, in place of those that were there."""
        self.remove(self.key)
        self.key = self.memories.key(colour)
        return self.key

    def show_formula(self, expression: str) -> Mobject:
        terms = {"v": self.theme.text_colour(self.theme.second_moment)} if " : v }}" in expression else {}
        formula = maths(expression, self.theme.ink, terms=terms)
        place = frame.readouts()
        shrunk(formula, place.width, 0.9 * place.height)
        place.place(formula, UR)
        self.play(FadeIn(formula), run_time=0.4)
        return formula


def remark(beta: float) -> str:
    """What a beta is known for, under its value."""
    written = script.name(beta)
    if beta == HABIT:
        return say("{beta}: many LLMs", beta=written)
    return say("{beta}: the default", beta=written) if beta == DEFAULT else written
