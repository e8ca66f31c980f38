"""Momentum as memory: more of it is faster, later to turn, and smoother."""

from __future__ import annotations

from manim import LEFT, UP, UR, FadeIn, FadeOut, Mobject, ValueTracker, VGroup, smooth

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.cart_race import CartRace
from scenes.parts.clip_scene import ClipScene
from scenes.parts.echo_rows import EchoRows
from scenes.parts.first_steps import FirstSteps
from scenes.parts.frame import Region, shrunk
from scenes.parts.memory_price import MemoryPrice
from scenes.parts.noise_rows import NoiseRows
from scenes.parts.rolling import plain
from scenes.parts.row_names import RowNames
from scenes.parts.speed_limits import SpeedLimits
from scenes.parts.swing_table import SwingTable, shown_way
from scenes.parts.tally import HEAD, Tally
from scenes.parts.typesetting import READOUT, SMALL, maths, words
from scenes.parts.valley_swing import STRIP, Swinger, ValleySwing
from scenes.scripts import momentum_memory as script
from sim.experiments import momentum_memory as experiment

NOISE_SHOWN = 250  # steps: more would be a smear
TABLE = 2.6  # frame units: the height of the table under the chart of the valley
STRIP_ABOVE = 0.5  # frame units: names and numbers that stand above their row


class MomentumMemory(ClipScene):
    """The story of momentum as memory over the runs of :mod:`sim.experiments.momentum_memory`.

    Three rows for three momenta, which keep their places as long as they can: no memory, some, and much. Names stand at
    the left of their rows and numbers at the right; in a narrow picture both stand above.
    """

    title = CLIPS["momentum-memory"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "swings-past"
    result: experiment.Result

    def construct(self) -> None:
        theme = self.theme
        self.colours = (theme.gradient_descent, theme.momentum, theme.momentum)
        self.names = [f"μ = {script.name(momentum)}" for momentum in self.result.momenta]
        stage = frame.safe_stage()
        self.rows = stage.inset(top=HEAD).stack(1, 1, 1, gap=0.2)
        self.left, self.road, self.right = stage.split(1.65, 7.9 if frame.is_wide() else 6.3, 3.1, gap=0.15)
        self.said = self.rows
        if frame.is_narrow():
            self.left, self.road, self.right = stage, stage, stage.inset(left=0.5 * stage.width)
            self.rows = stage.inset(top=HEAD).stack(1, 1, 1, gap=0.1)
            self.said = [row.inset(bottom=row.height - STRIP_ABOVE) for row in self.rows]
            self.rows = [row.inset(top=STRIP_ABOVE) for row in self.rows]
        self.show_title()
        self.how_much()
        self.more_speed()
        self.turns_later()
        self.swings_past()
        self.less_noise()
        self.zero_is_not_sgd()
        self.smoother_and_later()

    def how_much(self) -> None:
        theme, echo = self.theme, self.result.echo
        with self.tell("how-much"):
            self.show_recipe(f'g = 1 "{say("in the first step, then")}" 0, quad b_t = mu b_(t-1) + g_t')
            self.labels = RowNames(self.names, self.colours, self.said, self.left, theme)
            rows = EchoRows(echo, self.colours, [self.on_road(row) for row in self.rows], theme)
            rows.add_updater(lambda r: r.show(self.clock.step))
            about = words(say("what is left of one push, step after step"), theme.quiet_ink, SMALL)
            self.road.place(about, UP + LEFT)
            tally = Tally((say("left of it"),), self.said, self.right.inset(left=0.4, right=0.4), theme, 1.25 * READOUT)
            tally.add_updater(
                lambda t: t.show(0, [percent(share) for share in echo[min(self.clock.step, len(echo) - 1)]]),
                call_updater=True,
            )
            self.play(FadeIn(self.labels, about, tally, rows), run_time=0.5)
            self.run_to(len(echo) - 1, seconds=4)
        self.leave(rows, about, tally)

    def more_speed(self) -> None:
        carts, momenta = self.result.carts, [script.name(mu) for mu in self.result.momenta]
        with self.tell("more-speed"):
            self.clock.set_value(0)
            self.show_recipe("g = -1, quad b_t = mu b_(t-1) + g_t, quad x_(t+1) = x_t - eta b_t")
            left, right = self.right.split(1, 1)
            lanes = [self.on_road(row) for row in self.rows]
            self.carts = CartRace(carts, self.colours, lanes, (self.said, left), self.theme).push(self.clock, seconds=6)
            limits = SpeedLimits(momenta, self.said, right, self.theme)
            self.bring(self.carts)
            formula = self.show_formula("sum_(k >= 0) mu^k = 1 / (1 - mu)")
            self.run_to(self.carts.filled, seconds=6)
            self.play(FadeIn(limits), run_time=0.5)
        self.retire(limits, formula)

    def turns_later(self) -> None:
        with self.tell("turns-later"):
            self.clock.set_value(0)
            self.carts.push_back(self.clock, seconds=7)
            self.show_recipe(f'g = +1 "{say("from now on")}", quad x_(t+1) = x_t - eta b_t')
            formula = self.show_formula(f't_"{say("turn")}" approx (ln 2) / abs(ln mu)')
            count = Tally((say("turns after"),), self.said, self.right.split(1, 1)[1], self.theme, 1.25 * READOUT)
            turns = self.result.carts.turns
            count.add_updater(
                lambda t: t.show(0, [str(min(self.clock.step, turn)) for turn in turns]), call_updater=True
            )
            self.play(FadeIn(count), self.carts.turn_slope(), run_time=0.8)
            self.run_to(self.carts.turned, seconds=7)
        self.leave(self.carts, count, formula)

    def swings_past(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("swings-past"):
            self.clock.set_value(0)
            curvature = script.name(result.params.condition_number)
            self.show_recipe(
                f"f = (x^2 + {curvature} thin y^2) \\/ 2, quad "
                f"eta = {script.name(result.params.lr_times_curvature)} \\/ {curvature}"
            )
            above, left, right = self.valley_regions()
            below = Region(left.left, frame.safe_stage().right, left.bottom, left.top)
            ways = zip(self.names, map(shown_way, result.journeys), self.colours, (5, 6, 3), strict=True)
            swing = ValleySwing(
                [Swinger(*way) for way in ways],
                result.landscape, above=above, below=below, theme=theme, chart_width=left.width,
            ).follow(self.clock)  # fmt: skip
            rows = right.inset(top=HEAD).stack(1, 1, 1, gap=0)
            names, counts = right.split(1.3, 2, gap=0.1)
            table = SwingTable(result.journeys, rows, counts, theme).follow(self.clock)
            self.bring(along=self.labels.to_rows(rows, names), seconds=0.5)
            self.play(FadeIn(swing, table), run_time=0.5)
            # Slowly while the quicker ones are on their way, then on to the end of the swing.
            marks = VGroup()
            for step, mark in swing.turning_marks():
                self.run_to(step, max((step - self.clock.now) / 16, 0.2))
                marks.add(mark)
                self.play(FadeIn(mark), run_time=0.3)
            self.run_to(max(len(shown_way(journey)) - 1 for journey in result.journeys), seconds=6)
        self.leave(swing, table, marks)

    def less_noise(self) -> None:
        noise, theme = self.result.noise, self.theme
        with self.tell("less-noise"):
            self.clock.set_value(0)
            self.show_recipe(f'"{say("noise")}" xi_t tilde cal(N)(0, 1), quad m_t = mu m_(t-1) + (1 - mu) xi_t')
            region = Region(self.road.left, self.road.right, self.rows[-1].bottom, self.said[0].top)
            head = STRIP_ABOVE if frame.is_narrow() else 0
            rows = NoiseRows(noise.shown[:NOISE_SHOWN], noise.left, self.colours, region, theme=theme, head=head)
            rows.add_updater(lambda r: r.show(self.clock.now))
            left = Tally((say("noise left"), say("by formula")), rows.heads, self.right, theme)
            for column, shares in enumerate((noise.left, noise.expected)):
                left.show(column, [f"{share:.4f}" for share in shares])
            self.bring(rows, along=self.labels.to_rows(rows.heads, self.left), seconds=0.8)
            formula = self.show_formula("sqrt((1 - mu) / (1 + mu))")
            self.run_to(NOISE_SHOWN - 1, seconds=4.5)
            self.play(FadeIn(left), run_time=0.5)
        self.leave(rows, self.labels, formula, left)

    def zero_is_not_sgd(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("zero-is-not-sgd"):
            loud, rate = plain(result.params.loud), plain(result.params.adam_lr)
            self.show_recipe(f'g = ({loud}, 1), quad eta = {rate}, quad "{say("first step")}"', steps=False)
            steps = FirstSteps(
                result, frame.safe_stage(under_readouts=False).inset(left=0.2 if frame.is_wide() else 0.3), theme
            )
            self.bring(seconds=0.3)
            for bars in steps.bars:
                rising = bars.rise()
                self.add(bars)
                self.play(rising, run_time=1)
                bars.clear_updaters()
            self.play(FadeIn(steps.switch, steps.formula), run_time=0.5)
            self.wait(0.5)
            # The switch takes the average of the gradients away; what divides it stays.
            self.play(steps.switch.flip(), FadeOut(steps.formula), run_time=0.5)
            self.play(FadeOut(steps.bars[2]), FadeIn(steps.without, steps.formula_without), run_time=0.6)
        self.leave(*steps.bars[:2], steps.without, steps.switch, steps.formula_without)

    def smoother_and_later(self) -> None:
        result = self.result
        with self.tell("smoother-and-later"):
            turn, noise = "(ln 2) \\/ abs(ln mu)", "sqrt((1 - mu) \\/ (1 + mu))"
            self.show_recipe(f't_"{say("turn")}" = {turn}, quad "{say("noise left")}" = {noise}', steps=False)
            names = [
                f"{name}\n{script.counted(turns)}, {percent(kept)}"
                for name, turns, kept in zip(self.names, result.carts.turns, result.noise.left, strict=True)
            ]
            price = MemoryPrice(result, names, self.colours, frame.safe_stage(under_readouts=False), self.theme)
            along = ValueTracker(0)
            price.add_updater(lambda p: p.show(along.get_value()))
            self.bring(price, price.marks[0])
            for stop, mark in zip(price.stops[1:], price.marks[1:], strict=True):
                self.play(along.animate.set_value(stop), run_time=2, rate_func=smooth)
                self.play(FadeIn(mark), run_time=0.4)

    # What the beats share

    def valley_regions(self) -> tuple[Region, Region, Region]:
        """Where the map of the valley is, where the chart under it and its marks, and where the table."""
        stage, safe = frame.stage(under_readouts=False), frame.safe_stage(under_readouts=False)
        if safe.is_upright:
            table = Region(safe.left, safe.right, safe.bottom, safe.bottom + TABLE)
            above, below = stage.inset(bottom=TABLE + 0.3).stack(1, 1.9, gap=0)
            return above, Region(safe.left, safe.right, below.bottom, below.top), table
        above, below = stage.stack(1.75, 3.05, gap=0)
        below = Region(safe.left, safe.right, below.bottom, below.top)
        left, right = below.split(2.2 if frame.is_wide() else 1.2, 1, gap=0.3)
        return above, left, right.inset(top=STRIP + 0.25, bottom=0.05)

    def show_formula(self, expression: str) -> Mobject:
        formula = maths(expression, self.theme.ink)
        shrunk(formula, height=0.9 * frame.readouts().height)
        frame.readouts().place(formula, UR)
        self.play(FadeIn(formula), run_time=0.4)
        return formula

    def on_road(self, row: Region) -> Region:
        return Region(self.road.left, self.road.right, row.bottom, row.top)


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"
