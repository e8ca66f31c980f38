"""Momentum as memory: more of it is faster, later to turn, and smoother."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, UR, Animation, FadeIn, FadeOut, Mobject, ValueTracker, VGroup, smooth

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.cart_lane import CartLanes
from scenes.parts.chart import Chart
from scenes.parts.clip_scene import ClipScene
from scenes.parts.coordinates import Coordinates
from scenes.parts.echo_rows import EchoRows
from scenes.parts.noise_rows import NoiseRows
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain
from scenes.parts.switch import Switch
from scenes.parts.tally import HEAD, Tally
from scenes.parts.trade_off import TradeOff
from scenes.parts.typesetting import LABEL, READOUT, SMALL, maths, words
from scenes.parts.valley_swing import STRIP, Swinger, ValleySwing
from scenes.parts.weight_bars import WeightBars
from scenes.scripts import momentum_memory as script
from sim.experiments import momentum_memory as experiment

NOISE_SHOWN = 250  # steps: more would be a smear
FULL = 0.9995  # of its last speed: what is rounded to it


class MomentumMemory(ClipScene):
    """The story of momentum as memory over the runs of :mod:`sim.experiments.momentum_memory`.

    Three rows for three momenta, which keep their places as long as they can: no memory, some, and much.
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
        self.rows = frame.safe_stage().inset(top=HEAD).stack(1, 1, 1, gap=0.2)
        self.left, self.road, self.right = frame.safe_stage().split(1.65, 7.9, 3.1, gap=0.15)
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
            self.show_recipe('g = 1 "in the first step, then" 0, quad b_t = mu b_(t-1) + g_t')
            self.labels = VGroup(
                *(
                    words(name, theme.text_colour(colour), READOUT, "semibold")
                    for name, colour in zip(self.names, self.colours, strict=True)
                )
            )
            for label, row in zip(self.labels, self.rows, strict=True):
                label.move_to([self.left.left, row.centre[1], 0], LEFT)
            rows = EchoRows(echo, self.colours, [self.on_road(row) for row in self.rows], theme)
            rows.add_updater(lambda r: r.show(self.clock.step))
            about = words("what is left of one push, step after step", theme.quiet_ink, SMALL)
            self.road.place(about, UP + LEFT)
            tally = Tally(("left of it",), self.rows, self.right.inset(left=0.4, right=0.4), theme, 1.25 * READOUT)
            tally.add_updater(
                lambda t: t.show(0, [percent(share) for share in echo[min(self.clock.step, len(echo) - 1)]]),
                call_updater=True,
            )
            self.play(FadeIn(self.labels, about, tally, rows), run_time=0.5)
            self.run_to(len(echo) - 1, seconds=4)
        self.leave(rows, about, tally)

    def more_speed(self) -> None:
        carts = self.result.carts
        with self.tell("more-speed"):
            self.clock.set_value(0)
            self.show_recipe("g = -1, quad b_t = mu b_(t-1) + g_t, quad x_(t+1) = x_t - eta b_t")
            filled = int(np.argmax(carts.speeds[:, -1] >= FULL * carts.limits[-1])) + 1
            speeds = np.vstack([np.zeros(3), carts.speeds[:filled]])
            back = carts.speeds[carts.flip : carts.flip + self.turned].min()
            lanes = [self.on_road(row) for row in self.rows]
            self.lanes = CartLanes(lanes, self.colours, (carts.limits[-1], -back), self.theme)
            self.speeds = Tally(("speed, in η",), self.rows, self.right.split(1, 1)[0], self.theme)
            self.drive(carts.ways, speeds, seconds=6)
            column = self.right.split(1, 1)[1]
            limits = VGroup(
                *(maths(f"1 / (1 - {script.name(mu)})", self.theme.ink, READOUT) for mu in self.result.momenta)
            )
            limits.scale(min(1, column.width / limits.width))
            for limit, row in zip(limits, self.rows, strict=True):
                limit.move_to([column.centre[0], row.centre[1], 0])
            head = column.place(words("its limit", self.theme.quiet_ink, SMALL), UP)
            self.bring(self.lanes, self.speeds)
            formula = self.show_formula("sum_(k >= 0) mu^k = 1 / (1 - mu)")
            self.run_to(filled, seconds=6)
            self.play(FadeIn(limits, head), run_time=0.5)
        self.retire(limits, head, formula)

    def turns_later(self) -> None:
        carts = self.result.carts
        with self.tell("turns-later"):
            self.clock.set_value(0)
            speeds = carts.speeds[carts.flip - 1 : carts.flip + self.turned]
            self.drive(carts.ways[carts.flip :] - carts.ways[carts.flip], speeds, seconds=7)
            self.show_recipe('g = +1 "from now on", quad x_(t+1) = x_t - eta b_t')
            formula = self.show_formula('t_"turn" approx (ln 2) / abs(ln mu)')
            clocks = Tally(("turns after",), self.rows, self.right.split(1, 1)[1], self.theme, 1.25 * READOUT)
            clocks.add_updater(
                lambda t: t.show(0, [str(min(self.clock.step, turn)) for turn in carts.turns]), call_updater=True
            )
            self.play(FadeIn(clocks), self.lanes.turn_slope(), run_time=0.8)
            self.run_to(self.turned, seconds=7)
        self.retire(self.lanes, self.speeds, clocks, formula)

    def swings_past(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("swings-past"):
            self.clock.set_value(0)
            curvature = script.name(result.params.condition_number)
            self.show_recipe(
                f"f = (x^2 + {curvature} thin y^2) \\/ 2, quad "
                f"eta = {script.name(result.params.lr_times_curvature)} \\/ {curvature}"
            )
            above, below = frame.stage().stack(1.75, 3.05, gap=0)
            safe = frame.safe_stage()
            below = frame.Region(safe.left, safe.right, below.bottom, below.top)
            left, right = below.split(2.2, 1, gap=0.3)
            last = max(map(journey_length, result.journeys))
            swing = ValleySwing(
                [
                    Swinger(label, journey.run.positions[: journey_length(journey) + 1], colour, width)
                    for label, journey, colour, width in zip(
                        self.names, result.journeys, self.colours, (5, 6, 3), strict=True
                    )
                ],
                result.landscape, above=above, below=below, theme=theme, chart_width=left.width,
            ).follow(self.clock)  # fmt: skip
            right = right.inset(top=STRIP + 0.1, bottom=0.1)
            rows = right.inset(top=HEAD).stack(1, 1, 1, gap=0)
            names, counts = right.split(1.3, 2, gap=0.1)
            tally = Tally(("steps", "swings"), rows, counts, theme)
            passed = [overshoots(journey.run.positions[: last + 1, 0]) for journey in result.journeys]

            def count(table: Tally) -> None:
                step = self.clock.step
                table.show(0, [step_count(journey.arrived, step) for journey in result.journeys])
                table.show(1, [str(seen[min(step, journey_length(journey))])
                               for seen, journey in zip(passed, result.journeys, strict=True)])  # fmt: skip

            tally.add_updater(count, call_updater=True)
            self.play(FadeIn(swing, tally), *self.move_labels(rows, names), run_time=0.8)
            # Slowly while the quicker ones are on their way, then on to the end of the swing.
            marks = VGroup()
            for step, mark in swing.turning_marks():
                self.run_to(step, max((step - self.clock.now) / 16, 0.2))
                marks.add(mark)
                self.play(FadeIn(mark), run_time=0.3)
            self.run_to(last, seconds=6)
        self.retire(swing, tally, marks)

    def less_noise(self) -> None:
        noise, theme = self.result.noise, self.theme
        with self.tell("less-noise"):
            self.clock.set_value(0)
            self.show_recipe('"noise" xi_t tilde cal(N)(0, 1), quad m_t = mu m_(t-1) + (1 - mu) xi_t')
            region = frame.Region(self.road.left, self.road.right, self.rows[-1].bottom, self.rows[0].top)
            rows = NoiseRows(noise.shown[:NOISE_SHOWN], noise.left, self.colours, region, theme)
            rows.add_updater(lambda r: r.show(self.clock.now))
            left = Tally(("noise left", "by formula"), rows.rows, self.right, theme)
            for column, shares in enumerate((noise.left, noise.expected)):
                left.show(column, [f"{share:.4f}" for share in shares])
            self.play(FadeIn(rows), *self.move_labels(rows.rows, self.left), run_time=0.8)
            formula = self.show_formula("sqrt((1 - mu) / (1 + mu))")
            self.run_to(NOISE_SHOWN - 1, seconds=4.5)
            self.play(FadeIn(left), run_time=0.5)
        self.leave(rows, self.labels, formula, left)

    def zero_is_not_sgd(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("zero-is-not-sgd"):
            loud, rate = plain(result.params.loud), plain(result.params.adam_lr)
            self.show_recipe(f'g = ({loud}, 1), quad eta = {rate}, quad "first step"', steps=False)
            *panels, notes = frame.safe_stage().inset(left=0.2).split(1, 1, 1, 1.45, gap=0.5)
            weights = ("weight 1", "weight 2")
            shown = [
                WeightBars(title, values, weights, colour, region=panel, theme=theme)
                for title, values, colour, panel in zip(
                    ("gradient", "SGD's step", "Adam's step"),
                    (np.array([result.params.loud, 1.0]), result.sgd_step, result.default_adam_step),
                    (theme.gradient, theme.gradient_descent, theme.adam),
                    panels,
                    strict=True,
                )
            ]
            top, bottom = notes.stack(1, 1.2)
            switch = top.place(Switch("Adam's β₁", ("0.9", "0"), theme.adam, theme))
            moving = bottom.place(self.adam_formula("hat(m)"))
            self.bring(seconds=0.3)
            for bars in shown:
                rising = bars.rise()
                self.add(bars)
                self.play(rising, run_time=1)
                bars.clear_updaters()
            self.play(FadeIn(switch, moving), run_time=0.5)
            self.wait(0.5)
            # The switch takes the average of the gradients away; what divides it stays.
            still = bottom.place(self.adam_formula("g"))
            after = WeightBars("Adam's step", result.adam_step, weights, theme.adam, region=panels[2], theme=theme)
            self.play(switch.flip(), FadeOut(moving), run_time=0.5)
            self.play(FadeOut(shown[2]), FadeIn(after, still), run_time=0.6)
        self.leave(*shown[:2], after, switch, still)

    def smoother_and_later(self) -> None:
        result, theme, price = self.result, self.theme, self.result.price
        with self.tell("smoother-and-later"):
            self.show_recipe('t_"turn" = (ln 2) \\/ abs(ln mu), quad sqrt((1 - mu) \\/ (1 + mu))', steps=False)
            left, right = frame.safe_stage().split(2.5, 1, gap=0.4)
            place = left.inset(left=1.0, top=0.55, bottom=0.5)
            last = float(price.turns[-1])
            seen = Coordinates(place, (0, 1.04 * last), (0, 1.04))
            chart = Chart(
                seen, theme, x_ticks={0: "0", last: f"{last:.0f}"}, y_ticks={0: "0", 1: "100%"}, size=LABEL,
                y_name="noise that is left: lower is smoother",
            )  # fmt: skip
            later = words("steps until it turns: right is later", theme.quiet_ink, LABEL)
            chart.add(later.next_to(seen.point(last / 2, 0), DOWN, buff=0.18))
            stops = [
                (turn, noise, f"{name}\n{script.counted(steps, 'step')}, {percent(kept)}", colour)
                for turn, noise, name, steps, kept, colour in zip(
                    result.carts.expected_turns, result.noise.expected,
                    self.names, result.carts.turns, result.noise.left, self.colours, strict=True,
                )
            ]  # fmt: skip
            picture = TradeOff(chart, price.turns, price.left, theme.momentum, stops)
            rows = [Readout(text, "0", theme) for text in ("memory μ", "turns after", "noise left")]
            readouts = readout_rows(rows, "100.0%", right.inset(top=0.3))
            along = ValueTracker(0)

            def turn(_: Mobject) -> None:
                index = round(along.get_value())
                picture.show(along.get_value())
                rows[0].show(f"{price.momenta[index]:.3f}")
                rows[1].show(f"{price.turns[index]:.1f}")
                rows[2].show(f"{100 * price.left[index]:.1f}%")

            picture.add_updater(turn, call_updater=True)
            self.bring(picture, readouts, picture.marks[0])
            for momentum, mark in zip(result.momenta[1:], picture.marks[1:], strict=True):
                stop = float(np.interp(momentum, price.momenta, np.arange(len(price.momenta))))
                self.play(along.animate.set_value(stop), run_time=2, rate_func=smooth)
                self.play(FadeIn(mark), run_time=0.4)

    # What the beats share

    @property
    def turned(self) -> int:
        """After how many steps of the other slope the last cart is seen to have turned."""
        return int(np.ceil(1.25 * self.result.carts.turns.max()))

    def move_labels(self, rows: list[frame.Region], column: frame.Region) -> list[Animation]:
        """What brings the names of the three momenta to other rows."""
        return [
            label.animate.move_to([column.left, row.centre[1], 0], LEFT)
            for label, row in zip(self.labels, rows, strict=True)
        ]

    def show_formula(self, expression: str) -> Mobject:
        formula = maths(expression, self.theme.ink)
        formula.scale(min(1, 0.9 * frame.readouts().height / formula.height))
        frame.readouts().place(formula, UR)
        self.play(FadeIn(formula), run_time=0.4)
        return formula

    def on_road(self, row: frame.Region) -> frame.Region:
        return frame.Region(self.road.left, self.road.right, row.bottom, row.top)

    def drive(self, ways: np.ndarray, speeds: np.ndarray, seconds: float) -> None:
        """Put the carts and their speeds on the clock."""
        self.lanes.drive(self.clock, ways, speeds, seconds)
        self.speeds.clear_updaters()
        self.speeds.add_updater(
            lambda t: t.show(0, [f"{speed:.1f}" for speed in speeds[min(self.clock.step, len(speeds) - 1)]]),
            call_updater=True,
        )

    def adam_formula(self, numerator: str) -> Mobject:
        return maths(f"Delta x = -eta {{{{ {numerator} : what }}}} / (sqrt(hat(v)) + epsilon)", self.theme.ink,
                     terms={"what": self.theme.text_colour(self.theme.adam)})  # fmt: skip


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def journey_length(journey: experiment.Journey) -> int:
    """How many steps of a journey there are to see: until it arrives, or all."""
    return journey.arrived if journey.arrived is not None else len(journey.losses) - 1


def step_count(arrived: int | None, step: int) -> str:
    """The steps that were taken so far; they go on where a run does not arrive."""
    return f"{step}…" if arrived is None else str(min(step, arrived))


def overshoots(way: np.ndarray) -> np.ndarray:
    """How often the goal at zero has been passed after each step, shape ``(steps + 1,)``."""
    sides = np.sign(way)
    return np.cumsum(np.append(0, sides[1:] * sides[:-1] < 0))
