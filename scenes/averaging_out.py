"""Averaging out: gradients that flip one way and never the other, and the sum that keeps what is steady."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, UP, DashedLine, FadeIn, FadeOut, Line, ReplacementTransform, Star, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.clip_scene import ClipScene
from scenes.parts.frame import Region
from scenes.parts.gain_chart import GainChart
from scenes.parts.pot import Pot
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.sum_arrow import SumArrow
from scenes.parts.sum_chart import SumChart
from scenes.parts.tape import Tape
from scenes.parts.typesetting import FORMULA, READOUT, SMALL, Number, maths, words
from scenes.parts.walk_table import WalkTable
from scenes.scripts import averaging_out as script
from sim.experiments import averaging_out as experiment
from sim.experiments.averaging_out import FORWARD, SIDEWAYS, Walk

READ = 8  # gradients that pass one by one
COUNTED = 6  # steps of the pot that are shown one by one
BIG = 1.25 * FORMULA
PITCH = 1.5  # frame units from one gradient on the tape to the next


class Who(NamedTuple):
    """Somebody who walks: how, how far off the goal at each step in degrees, and in which colour."""

    name: str
    walk: Walk
    angles: np.ndarray
    colour: str


class AveragingOut(ClipScene):
    """The story of gradients that average out over the runs of :mod:`sim.experiments.averaging_out`."""

    title = CLIPS["averaging-out"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "wedge"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.two_voices()
        self.the_pot()
        self.two_limits()
        self.wedge()
        self.speed_and_aim()
        self.adams_average()
        self.points_to_the_goal()

    def two_voices(self) -> None:
        theme, gradients = self.theme, self.result.gradients
        with self.tell("two-voices"):
            self.show_recipe(self.gradient())
            whole, *voices = frame.safe_stage().stack(1, 1.3, 1.3, gap=0.12)
            names = [
                words(name, theme.text_colour(theme.gradient)) for name in ("its sideways voice", "its steady voice")
            ]
            self.tape = self.running_tape(gradients, whole)
            self.play(FadeIn(self.tape), run_time=0.5)
            self.run_to(2, seconds=1.4)
            # The two voices come out of the gradient.
            parts = [
                self.running_tape(gradients * part, row.inset(top=0.45), unit=self.tape.unit)
                for part, row in zip(([1, 0], [0, 1]), voices, strict=True)
            ]
            for part, name, row in zip(parts, names, voices, strict=True):
                row.place(name, UP + LEFT)
                self.play(FadeIn(part, name), run_time=0.5)
            self.run_to(READ, seconds=3.8)
            angle = readout_rows([Readout("off the steady way", f"{self.result.raw_angles[0]:.2f}°", theme)], "00.00°")
            self.play(FadeIn(angle), run_time=0.4)
        self.retire(*parts, *names, angle)

    def the_pot(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("the-pot"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.gradient()}, quad mu = {result.params.momentum:g}")
            left, middle, self.right = frame.safe_stage().inset(top=1.35).split(4.4, 2.2, 5.4, gap=0.45)
            self.pot = Pot(result.gradients, result.params.momentum, left, theme, source=self.tape.place)
            self.pot.add_updater(lambda pot: pot.show(self.clock.now))
            self.arrows = SumArrow(result.gradients, result.buffers, middle.inset(top=0.2), theme)
            self.arrows.add_updater(lambda arrows: arrows.show(self.clock.now))
            self.formula = maths(
                f"{{{{ b_t : b }}}} = {result.params.momentum:g} thin {{{{ b_(t-1) : old }}}} + {{{{ g_t : g }}}}",
                theme.ink,
                size=BIG,
                terms=dict.fromkeys(("b", "old"), theme.text_colour(theme.momentum))
                | {"g": theme.text_colour(theme.gradient)},
            )
            names = ("pot, sideways", "pot, steady")
            self.table = rolling_rows(
                self.clock,
                theme,
                *((name, np.append(0, result.buffers[:, axis]), theme.momentum) for axis, name in enumerate(names)),
            )
            self.play(FadeIn(self.pot, self.arrows, self.right.place(self.formula), self.table), run_time=0.6)
            for step in range(1, COUNTED + 1):
                self.run_to(step, seconds=1.25 if step <= 4 else 0.9)

    def two_limits(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("two-limits"):
            for picture in (self.pot, self.arrows):
                picture.clear_updaters()
                picture.add_updater(lambda p: p.glide(self.clock.now))
            # The rule takes the tape's place: time goes too fast to read single gradients.
            self.tape.clear_updaters()
            above = Region(self.pot.get_left()[0], self.right.left, self.tape.region.bottom, self.tape.region.top)
            self.play(FadeOut(self.tape), self.formula.animate.move_to(above.centre), run_time=0.6)
            chart = GainChart(
                "pot, counted in gradients",
                np.abs(result.buffers / result.gradients)[:, [FORWARD, SIDEWAYS]],
                (
                    (result.steady_gain, f'"steady:" 1\\/(1 - mu) = {result.steady_gain:.4g}'),
                    (result.flipping_gain, f'"flipping:" 1\\/(1 + mu) = {result.flipping_gain:.4g}'),
                ),
                Region(self.right.left, self.right.right, self.right.bottom, above.top),
                theme,
            )
            chart.add_updater(lambda c: c.show(self.clock.now), call_updater=True)
            self.play(FadeIn(chart), run_time=0.4)
            self.run_to(last, seconds=5)
            # What the two parts approach lights up in the pot and in the chart.
            marks = self.pot.marks(result.buffer_limit, theme)
            for limit, mark in zip(chart.limits, marks, strict=True):
                self.play(FadeIn(limit, mark), run_time=0.5)
                self.wait(0.4)
            ratio = maths(f"(1 + mu)/(1 - mu) = {result.gain_ratio:.4g}", theme.ink).move_to(above.centre)
            self.play(FadeOut(self.formula), run_time=0.3)
            self.play(FadeIn(ratio), run_time=0.4)
        self.retire(chart, chart.limits, marks, ratio, self.table, self.pot)

    def wedge(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("wedge"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.gradient()}, quad {self.rates()}")
            self.arrows.clear_updaters()
            lanes = frame.safe_stage().stack(1, 1, gap=0.1)
            farthest = max(result.plain.forward, result.momentum.forward)
            self.walkers, labels, ahead = [], VGroup(), VGroup()
            for lane, who in zip(lanes, self.walks(), strict=True):
                label, field = lane.split(2.4, 10)
                reach = 0.47 * lane.height
                unit = min((field.width - reach - 0.6) / farthest, 0.45 * lane.height / who.walk.sideways.max())
                start = np.array([field.left + 0.2, field.centre[1], 0])
                self.walkers.append(self.walker(who, start, unit, reach))
                labels.add(label.place(self.aim_label(who), LEFT))
                end = np.array([field.right, field.centre[1], 0])
                ahead.add(self.way(start, end))
            goal = Line(ahead[0].get_end(), ahead[1].get_end(), color=theme.target, stroke_width=8).scale(1.8)
            name = words("goal", theme.text_colour(theme.target)).next_to(goal, LEFT)
            forward = self.forward_rows()
            moved = [
                ReplacementTransform(arrow, walker.arrow)
                for arrow, walker in zip((self.arrows.newest, self.arrows.total), self.walkers, strict=True)
            ]
            self.play(*moved, FadeIn(labels, ahead, goal, name, forward), run_time=0.9)
            self.play(*(FadeIn(walker.wedge, walker.puck) for walker in self.walkers), run_time=0.4)
            self.add(*(walker.follow(self.clock) for walker in self.walkers))
            self.run_to(result.params.walk, seconds=7)
            for walker in self.walkers:
                walker.clear_updaters()
        self.retire(labels, ahead, goal, name, forward, *(piece for w in self.walkers for piece in (w.wedge, w.arrow)))

    def speed_and_aim(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.walk
        with self.tell("speed-and-aim"):
            self.clock.set_value(0)
            self.show_recipe(f'{self.gradient()}, quad {last} "steps"', steps=False)
            rate = f"eta = {result.params.lr:g}"
            everybody = [
                (rate, result.plain, theme.gradient_descent),
                (f"{rate}, quad mu = {result.params.momentum:g}", result.momentum, theme.momentum),
                (f"eta/(1 - mu) = {plain(result.effective_lr)}", result.plain_fast, theme.gradient_descent),
            ]
            rows = [(name, colour, (walk.forward, walk.sideways_path)) for name, walk, colour in everybody]
            table = WalkTable(rows, ("forward", "sideways"), (1, 1, 1.5), frame.safe_stage(), theme)
            unit = min(
                min((field.width - 0.4) / walk.forward, 0.42 * field.height / walk.sideways.max())
                for field, (_, walk, _) in zip(table.fields, everybody, strict=True)
            )
            # The two ways stay, smaller, and the ghost walks beside them.
            shrink = []
            for walker, start in zip(self.walkers, (table.start(0), table.start(1)), strict=True):
                ratio = unit / walker.unit
                end = start + (walker.puck.get_center() - walker.start) * ratio
                shrink.append(walker.trail.animate.scale(ratio, about_point=walker.start).shift(start - walker.start))
                shrink.append(walker.puck.animate.move_to(end))
            self.play(*shrink, FadeIn(table, *table.rows[:2]), run_time=1)
            fast = Who("fast", result.plain_fast, result.raw_angles, theme.gradient_descent)
            ghost = self.walker(fast, table.start(2), unit, 0)
            ghost.trail.line.set_stroke(opacity=0.55)
            self.play(FadeIn(ghost, table.rows[2][0]), run_time=0.4)
            self.add(ghost.follow(self.clock))
            self.run_to(last, seconds=4)
            # Momentum's gain in its two parts.
            farther = result.momentum.forward / result.plain.forward
            gains = [
                Readout(name, f"×{gain:.4g}", theme, theme.momentum)
                for name, gain in (("farther", farther), ("straighter", result.aim_gain))
            ]
            gains = readout_rows(gains, "×000.0")
            self.play(FadeIn(table.rows[2][1:], gains), run_time=0.4)
        self.retire(table, table.rows, ghost, gains, *self.walkers)

    def adams_average(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("adams-average"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.gradient()}, quad mu = beta_1 = {result.params.momentum:g}")
            left, right = frame.safe_stage().split(1, 1, gap=0.7)
            pot, average = "b_t = sum_(k<t) mu^k g_(t-k)", "m_t = (1 - beta_1) sum_(k<t) beta_1^k g_(t-k)"
            sums, averages = (result.buffers, result.buffer_limit), (result.averages, result.average_limit)
            charts = VGroup(
                SumChart(pot, *sums, colour=theme.momentum, region=left, theme=theme),
                SumChart(average, *averages, colour=theme.first_moment, region=right, theme=theme),
            )
            for chart in charts:
                chart.add_updater(lambda c: c.show(self.clock.now))
            self.play(FadeIn(charts), run_time=0.5)
            self.run_to(last, seconds=4)
        self.retire(charts)

    def points_to_the_goal(self) -> None:
        result = self.result
        with self.tell("points-to-the-goal"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.gradient()}, quad mu = {result.params.momentum:g}")
            above, below = frame.safe_stage().stack(1, 3.4, gap=0.15)
            tape = self.running_tape(result.gradients, above)
            compasses, goals, labels = VGroup(), VGroup(), VGroup()
            for half, who in zip(below.split(1, 1, gap=0.6), self.walks(), strict=True):
                label, field = half.split(1.1, 2, gap=0.3)
                start = np.array([field.left + 0.2, field.centre[1], 0])
                compass = self.walker(who, start, 0, 0.5 * below.height)
                compasses.add(compass.follow(self.clock))
                star = self.star().move_to([field.right - 0.2, field.centre[1], 0])
                goals.add(self.way(start, star.get_left()), star)
                labels.add(label.place(self.aim_label(who), LEFT))
            self.play(FadeIn(tape, goals, compasses, labels), run_time=0.5)
            self.run_to(min(10, result.params.walk), seconds=4.5)

    # What the beats share

    def gradient(self) -> str:
        params = self.result.params
        return f"g_t = (plus.minus {params.flipping:g}, -{params.steady:g})"

    def rates(self) -> str:
        return f"eta = {self.result.params.lr:g}, quad mu = {self.result.params.momentum:g}"

    def walks(self) -> list[Who]:
        result, theme = self.result, self.theme
        return [
            Who("against g", result.plain, result.raw_angles, theme.gradient_descent),
            Who("against the pot", result.momentum, result.buffer_angles, theme.momentum),
        ]

    def aim_label(self, who: Who) -> VGroup:
        """Who walks, and how far off the goal the last step was aimed."""
        texts = [f"{plain(angle)}°" for angle in [who.angles[0], *who.angles]]
        number = Number(texts[0], self.theme.ink, READOUT)
        label = VGroup(words(who.name, self.theme.text_colour(who.colour), weight="semibold"), number)
        label.add(words("off the goal", self.theme.quiet_ink, SMALL)).arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        number.add_updater(lambda n: n.show(texts[min(self.clock.step, self.result.params.walk)]))
        return label

    def walker(self, who: Who, start: np.ndarray, unit: float, reach: float) -> AimedWalker:
        positions = who.walk.run.positions
        angles = who.angles[: len(positions) - 1]
        return AimedWalker(positions, angles, who.colour, self.theme, start=start, unit=unit, reach=reach)

    def forward_rows(self) -> VGroup:
        return rolling_rows(
            self.clock,
            self.theme,
            *((f"forward, {who.name}", who.walk.run.positions[:, FORWARD], who.colour) for who in self.walks()),
        )

    def way(self, start: np.ndarray, end: np.ndarray) -> DashedLine:
        """The way that one should take."""
        return DashedLine(start, end, color=self.theme.target, stroke_width=2.5, dash_length=0.12)

    def star(self) -> Star:
        theme = self.theme
        return Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.28)

    def running_tape(self, vectors: np.ndarray, row: Region, unit: float | None = None) -> Tape:
        """A tape from edge to edge, on the clock; it is read where the pot will stand."""
        band = Region(frame.frame().left, frame.frame().right, row.bottom, row.top)
        head = frame.safe_stage().left + 2.2
        tape = Tape(vectors, band, self.theme, head=head, pitch=PITCH, unit=unit)
        tape.add_updater(lambda t: t.show(self.clock.now), call_updater=True)
        return tape
