"""Averaging out: gradients that flip one way and never the other, and the sum that keeps what is steady."""

from __future__ import annotations

import numpy as np
from manim import UL, FadeIn, FadeOut, ReplacementTransform, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.aimed_lane import Who, aimed_lanes, compasses, goal_line
from scenes.parts.clip_scene import ClipScene
from scenes.parts.frame import Region, shrunk
from scenes.parts.gain_chart import GainChart
from scenes.parts.pot import Pot
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.sum_arrow import SumArrow
from scenes.parts.sum_chart import SumChart
from scenes.parts.tape import running_tape
from scenes.parts.typesetting import FORMULA, maths, words
from scenes.parts.walk_table import WalkTable
from scenes.scripts import averaging_out as script
from sim.experiments import averaging_out as experiment
from sim.experiments.averaging_out import FORWARD, SIDEWAYS

READ = 8  # gradients that pass one by one
COUNTED = 6  # steps of the pot that are shown one by one
BIG = 1.25 * FORMULA
UNDER_TAPE = 1 / 12  # frame units from the tape to what stands under it


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
            self.tape = running_tape(gradients, whole, self.clock, theme)
            self.play(FadeIn(self.tape), run_time=0.5)
            self.run_to(2, seconds=1.4)
            # The two voices come out of the gradient.
            parts = VGroup()
            names = say("its sideways voice"), say("its steady voice")
            for name, part, row in zip(names, ([1, 0], [0, 1]), voices, strict=True):
                title = row.place(words(name, theme.text_colour(theme.gradient)), UL)
                tape = running_tape(gradients * part, row.inset(top=0.45), self.clock, theme, like=self.tape)
                parts.add(VGroup(title, tape))
                self.play(FadeIn(parts[-1]), run_time=0.5)
            self.run_to(READ, seconds=3.8)
            off = Readout(say("off the steady way"), f"{self.result.raw_angles[0]:.2f}°", theme)
            angle = readout_rows([off], "00.00°")
            self.play(FadeIn(angle), run_time=0.4)
        self.retire(parts, angle)

    def the_pot(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("the-pot"):
            self.clock.set_value(0)
            self.show_recipe(f"{self.gradient()}, quad mu = {result.params.momentum:g}")
            below = frame.safe_stage().inset(top=self.tape.region.height + UNDER_TAPE)
            if frame.safe_stage().is_upright:
                pots, self.right = below.stack(1.5, 1, gap=0.3)
                left, middle = pots.inset(left=0.6).split(4.4, 2.2, gap=0.45)
            else:
                left, middle, self.right = below.split(4.4, 2.2, 5.4, gap=0.45)
            self.pot = Pot(result.gradients, result.params.momentum, left, theme, source=self.tape.place)
            self.pot.add_updater(lambda pot: pot.show(self.clock.now))
            self.arrows = SumArrow(result.gradients, result.buffers, middle.inset(top=0.2), theme)
            self.arrows.add_updater(lambda arrows: arrows.show(self.clock.now))
            pot, gradient = (theme.text_colour(role) for role in (theme.momentum, theme.gradient))
            rule = f"{{{{ b_t : b }}}} = {result.params.momentum:g} thin {{{{ b_(t-1) : old }}}} + {{{{ g_t : g }}}}"
            self.formula = maths(rule, theme.ink, size=BIG, terms={"b": pot, "old": pot, "g": gradient})
            shrunk(self.formula, self.right.width)
            names = say("pot, sideways"), say("pot, steady")
            parts = zip(names, np.vstack([[0, 0], result.buffers]).T, strict=True)
            self.table = rolling_rows(self.clock, theme, *((name, part, theme.momentum) for name, part in parts))
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
            tape, right = self.tape.region, self.right
            above = Region(self.pot.get_left()[0], right.left, tape.bottom, tape.top)
            room = Region(right.left, right.right, right.bottom, tape.top)
            if frame.safe_stage().is_upright:
                above, room = Region(right.left, right.right, tape.bottom, tape.top), right
            self.play(FadeOut(self.tape), self.formula.animate.move_to(above.centre), run_time=0.6)
            gains = np.abs(result.buffers / result.gradients)[:, [FORWARD, SIDEWAYS]]
            chart = GainChart(gains, (result.steady_gain, result.flipping_gain), room, theme)
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
        theme, result, walks = self.theme, self.result, self.walks()
        with self.tell("wedge"):
            self.arrows.clear_updaters()
            self.clock.set_value(0)
            self.show_recipe(f"{self.gradient()}, quad {self.rates()}")
            lanes = aimed_lanes(walks, frame.safe_stage().stack(1, 1, gap=0.1), self.clock, theme)
            self.walkers = [lane.walker for lane in lanes]
            ways = ((say("forward, {name}", name=who.name), who.positions[:, FORWARD], who.colour) for who in walks)
            forward = rolling_rows(self.clock, theme, *ways)
            signs = VGroup(goal_line(lanes, theme), forward, *(VGroup(lane.label, lane.way) for lane in lanes))
            pairs = zip((self.arrows.newest, self.arrows.total), self.walkers, strict=True)
            turn = (ReplacementTransform(arrow, walker.arrow) for arrow, walker in pairs)
            self.play(*turn, FadeIn(signs), run_time=0.9)
            self.play(*(FadeIn(walker.wedge, walker.puck) for walker in self.walkers), run_time=0.4)
            self.add(*(walker.follow(self.clock) for walker in self.walkers))
            self.run_to(result.params.walk, seconds=7)
            self.settle(*self.walkers)
        self.retire(signs, *(piece for walker in self.walkers for piece in (walker.wedge, walker.arrow)))

    def speed_and_aim(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.walk
        with self.tell("speed-and-aim"):
            self.clock.set_value(0)
            self.show_recipe(f'{self.gradient()}, quad {last} "{say("steps")}"', steps=False)
            everybody = [
                (f"eta = {result.params.lr:g}", result.plain, theme.gradient_descent),
                (self.rates(), result.momentum, theme.momentum),
                (f"eta/(1 - mu) = {plain(result.effective_lr)}", result.plain_fast, theme.gradient_descent),
            ]
            table = WalkTable(everybody, (1, 1, 1.5), frame.safe_stage(), theme)
            # The two ways stay, smaller, and the ghost walks beside them.
            shrink = [move for row in (0, 1) for move in self.walkers[row].move(table.start(row), table.unit)]
            self.play(*shrink, FadeIn(table, *table.rows[:2]), run_time=1)
            ghost = table.ghost(2, result.raw_angles)
            self.play(FadeIn(ghost, table.rows[2][0]), run_time=0.4)
            self.add(ghost.follow(self.clock))
            self.run_to(last, seconds=4)
            # Momentum's gain in its two parts.
            parts = (
                (say("farther"), result.momentum.forward / result.plain.forward),
                (say("straighter"), result.aim_gain),
            )
            rows = [Readout(name, f"×{gain:.4g}", theme, theme.momentum) for name, gain in parts]
            gains = readout_rows(rows, "×000.0")
            self.play(FadeIn(table.rows[2][1:], gains), run_time=0.4)
        self.leave(table, table.rows, ghost, gains, *self.walkers)

    def adams_average(self) -> None:
        theme, result, last = self.theme, self.result, self.result.params.steps
        with self.tell("adams-average"):
            self.show_recipe(f"{self.gradient()}, quad mu = beta_1 = {result.params.momentum:g}")
            self.clock.set_value(0)
            average = "m_t = (1 - beta_1) sum_(k<t) beta_1^k g_(t-k)"
            pots = (
                ("b_t = sum_(k<t) mu^k g_(t-k)", result.buffers, result.buffer_limit, theme.momentum),
                (average, result.averages, result.average_limit, theme.first_moment),
            )
            halves = frame.safe_stage().fold(1, 1, gap=0.7)
            charts = VGroup(*(SumChart(*pot, region=half, theme=theme) for pot, half in zip(pots, halves, strict=True)))
            charts.add_updater(lambda pair: [chart.show(self.clock.now) for chart in pair])
            self.bring(charts)
            self.run_to(last, seconds=4)
        self.leave(charts)

    def points_to_the_goal(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("points-to-the-goal"):
            self.show_recipe(f"{self.gradient()}, quad mu = {result.params.momentum:g}")
            self.clock.set_value(0)
            stage = frame.safe_stage()
            tape = running_tape(result.gradients, stage.stack(1, 3.4, gap=0.15)[0], self.clock, theme)
            below = stage.inset(top=tape.region.height + 0.15)
            self.bring(tape, compasses(self.walks(), below, self.clock, theme))
            # After pairs of gradients, since a single one more points aside.
            self.run_to(min(10, result.params.walk // 2 * 2), seconds=4.5)

    # What the beats share

    def gradient(self) -> str:
        params = self.result.params
        return f"g_t = (plus.minus {params.flipping:g}, -{params.steady:g})"

    def rates(self) -> str:
        return f"eta = {self.result.params.lr:g}, quad mu = {self.result.params.momentum:g}"

    def walks(self) -> list[Who]:
        result, theme = self.result, self.theme
        return [
            Who(say("against g"), result.plain.run.positions, result.raw_angles, theme.gradient_descent),
            Who(say("against the pot"), result.momentum.run.positions, result.buffer_angles, theme.momentum),
        ]
