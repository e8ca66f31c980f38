"""The oscillating valley: across it the pushes of momentum cancel, along it they add up."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Arc, DashedLine, FadeIn, FadeOut, Line, Mobject, Star, VGroup

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.bar_race import BarRace, Racer
from scenes.parts.chart import Chart
from scenes.parts.clip_scene import ClipScene
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import Coordinates, undistorted
from scenes.parts.map_runner import MapRunner
from scenes.parts.pointer import Pointer
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.term_arrows import TermArrows
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import FORMULA, LABEL, maths, words
from scenes.scripts import oscillating_valley as script
from sim.experiments import oscillating_valley as experiment
from sim.experiments.oscillating_valley import GOAL, Journey

FIRST_PUSHES = 8  # of momentum that are shown as arrows
BIG = 1.25 * FORMULA  # a formula that has the place below the valley to itself
SHOWN_AT_LEAST = 300  # steps of a run that stays in the valley and does not arrive


class OscillatingValley(ClipScene):
    """The story of the oscillation problem over the runs of :mod:`sim.experiments.oscillating_valley`."""

    title = CLIPS["oscillating-valley"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "across-and-along"
    result: experiment.Result

    def construct(self) -> None:
        self.set_the_stage()
        self.wrong_way()
        self.zig_zag()
        self.smaller_steps()
        self.momentum_cancels()
        self.too_much_momentum()
        self.square_root()
        self.across_and_along()

    def set_the_stage(self) -> None:
        """The valley from above, a unit as long across as along; below it, room for the loss."""
        result, theme = self.result, self.theme
        self.journeys = (result.zigzag, result.careful, result.momentum, result.heavy)
        kept = [journey for journey in self.journeys if not journey.exploded]
        ways = np.concatenate([result.start[np.newaxis], *(journey.run.positions for journey in kept)])
        low, high = ways.min(axis=0), np.maximum(ways.max(axis=0), 0)
        margin = 0.07 * max(high[0] - low[0], 1e-3)
        above, below = frame.stage().stack(2.25, 2.35, gap=0.2)
        self.below = frame.Region(frame.safe_stage().left, frame.safe_stage().right, below.bottom, below.top)
        wide = 1.3 * max(abs(low[1]), abs(high[1]), margin)
        self.seen = undistorted(above, (low[0] - margin, high[0] + margin), (-wide, wide))
        top = float(result.landscape.loss(result.start))
        levels = [top * share for share in (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)]
        self.valley = ContourMap(result.landscape.loss, levels, self.seen, theme)
        self.goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.26)
        self.goal.move_to(self.seen.point(0, 0))

    def wrong_way(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("wrong-way"):
            self.show_title()
            self.show_recipe(self.landscape(), steps=False)
            self.play(FadeIn(self.valley), run_time=0.8)
            # Where one wants to go, and where the slope says.
            start = self.seen.point(*result.start)
            self.puck = MapRunner(result.start[np.newaxis], self.seen, theme.gradient_descent, theme)
            wish = DashedLine(start, self.goal.get_center(), color=theme.target, stroke_width=4, dash_length=0.15)
            slope = -result.landscape.gradient(result.start)
            arrow = Pointer(theme.gradient, width=0.11)
            arrow.point(start, start + 1.5 * np.append(slope / np.linalg.norm(slope), 0))
            first, last = np.arctan2(slope[1], slope[0]), np.arctan2(-result.start[1], -result.start[0])
            corner = Arc(0.9, first, last - first, arc_center=start, color=theme.ink, stroke_width=3)
            angle = readout_rows([Readout("off the goal", f"{result.angle:.2f}°", theme)], widest="00.00°")
            self.play(FadeIn(self.goal, self.puck), run_time=0.5)
            self.play(FadeIn(wish), run_time=0.6)
            # Downhill in numbers: a little along the valley, much across it.
            x, y = (number(value) for value in -result.landscape.gradient(result.start))
            formula = maths(
                f"-nabla f = (-x, {{{{ -{number(self.steepness)} y : rule }}}}) = ({x}, {{{{ {y} : steep }}}})",
                theme.ink,
                size=BIG,
                terms=dict.fromkeys(("rule", "steep"), theme.text_colour(theme.gradient)),
            )
            self.below.place(formula)
            self.play(FadeIn(arrow, formula), run_time=0.6)
            self.play(FadeIn(corner, angle), run_time=0.6)
        self.retire(wish, arrow, corner, angle, formula, self.puck)

    def zig_zag(self) -> None:
        result, theme, journey = self.result, self.theme, self.result.zigzag
        with self.tell("zig-zag"):
            self.show_recipe(self.rates(journey))
            self.chart = self.loss_chart()
            formula = self.formula(
                f"y_(t+1) = (1 - {number(self.steepness)} eta) y_t = {number(result.wall_factor, 3)} thin y_t"
            )
            self.play(FadeIn(self.chart, formula), run_time=0.5)
            self.first, self.first_curve = self.follow(journey, theme.gradient_descent)
            counters = self.count(journey)
            self.run_through(journey, seconds=6.5)
            self.first_mark = self.mark_arrival(journey, self.first_curve)
        self.retire(counters, formula)

    def smaller_steps(self) -> None:
        journey, theme = self.result.careful, self.theme
        with self.tell("smaller-steps"):
            self.clock.set_value(0)
            self.first.recede()
            self.show_recipe(self.rates(journey))
            formula = self.formula(f"x_(t+1) = (1 - eta) x_t = {number(1 - journey.lr, 3)} thin x_t")
            self.second, self.second_curve = self.follow(journey, theme.gradient_descent)
            counters = self.count(journey)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_through(journey, seconds=5)
            self.second_mark = self.mark_arrival(journey, self.second_curve)
        self.retire(counters, formula, self.second)

    def momentum_cancels(self) -> None:
        journey, theme = self.result.momentum, self.theme
        losses = (self.chart, self.first_curve, self.second_curve, self.first_mark, self.second_mark)
        with self.tell("momentum-cancels"):
            self.clock.set_value(0)
            self.show_recipe(self.rates(journey))
            # First the sum that momentum is, slowly, in place of the chart.
            runner = self.runner(journey, theme.momentum)
            sums = self.push_sums()
            self.play(FadeOut(*losses), run_time=0.3)
            self.add(runner)
            self.play(FadeIn(*sums), run_time=0.4)
            counters = self.count(journey)
            self.run_to(self.pushes_shown, seconds=min(5, self.pushes_shown))
            verdicts = [picture.verdict for picture in sums]
            self.play(FadeIn(*verdicts), run_time=0.4)
            self.wait(2.2)
            self.retire(*sums, *verdicts)
            # Then how far it carries.
            formula = self.formula("b_t = mu b_(t-1) + g_t")
            self.play(FadeIn(*losses, formula), run_time=0.4)
            self.third, self.third_curve = runner, self.curve(journey, theme.momentum)
            self.run_through(journey, seconds=3)
            self.third_mark = self.mark_arrival(journey, self.third_curve)
        self.retire(counters, formula)

    def too_much_momentum(self) -> None:
        journey, theme = self.result.heavy, self.theme
        with self.tell("too-much-momentum"):
            self.clock.set_value(0)
            self.third.recede()
            self.play(FadeOut(self.first), run_time=0.3)
            self.show_recipe(self.rates(journey))
            bound, steep = number(2 * (1 + self.momentum_of(journey))), number(self.steepness)
            formula = self.formula(f"eta < 2 (1 + mu) / {steep} = {bound} / {steep}")
            fourth, curve = self.follow(journey, theme.momentum)
            counters = self.count(journey, overshoots=True)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_through(journey, seconds=5.5)
            mark = self.mark_arrival(journey, curve)
        curves = (self.first_curve, self.second_curve, self.third_curve, curve)
        marks = (self.first_mark, self.second_mark, self.third_mark, mark)
        self.retire(fourth, self.third, counters, formula, self.chart, *curves, *marks, self.valley, self.goal)

    def square_root(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("square-root"):
            self.show_recipe(
                f'{self.landscape()}, quad kappa = {number(self.steepness)}, quad "steps until" f < {GOAL:g}',
                steps=False,
            )
            steep = f"{self.steepness:.4g}"
            rate = f"η = {result.params.lr_times_curvature:.4g}/{steep}"
            tuned = f"best: {result.best_momentum:.3f}, η = {result.best_lr * self.steepness:.3g}/{steep}"
            racers = [
                (f"gradient descent, η = 1/{steep}", theme.gradient_descent, result.careful),
                (f"gradient descent, {rate}", theme.gradient_descent, result.zigzag),
                (f"momentum {result.params.heavy_momentum:.5g}, {rate}", theme.momentum, result.heavy),
                (f"momentum {result.params.momentum:.5g}, {rate}", theme.momentum, result.momentum),
                (tuned, theme.momentum, result.best),
            ]
            field = [
                Racer(name, colour, journey.arrived, lost=journey.exploded and journey.arrived is None)
                for name, colour, journey in racers
            ]
            races, formulas = frame.safe_stage().stack(2.4, 1, gap=0.3)
            longest = result.params.steps
            if all(racer.arrived is not None or racer.lost for racer in field):
                longest = max((racer.arrived for racer in field if racer.arrived is not None), default=longest)
            race = BarRace(field, longest, races, theme)
            race.add_updater(lambda bars: bars.show(self.clock.now))
            self.clock.set_value(0)
            self.play(FadeIn(race), run_time=0.4)
            self.run_to(longest, seconds=4.5)
            cost = maths("cal(O)(kappa log 1/epsilon) -> cal(O)(sqrt(kappa) log 1/epsilon)", theme.ink)
            best = maths("mu^* = ((sqrt(kappa) - 1) / (sqrt(kappa) + 1))^2", theme.ink)
            formulas.place(VGroup(cost, best).arrange(buff=1.2))
            self.play(FadeIn(cost), run_time=0.5)
            self.play(FadeIn(best), run_time=0.5)
        self.retire(race, cost, best)

    def across_and_along(self) -> None:
        result, theme, journey = self.result, self.theme, self.result.momentum
        with self.tell("across-and-along"):
            self.clock.set_value(0)
            self.show_recipe(self.rates(journey))
            sums = self.push_sums()
            rows = [
                Readout("loss, gradient descent", "0", theme, theme.gradient_descent),
                Readout("loss, momentum", "0", theme, theme.momentum),
            ]
            last = max(self.length(journey), self.pushes_shown)
            texts = [list(map(figures, each.losses[: last + 1])) for each in (result.zigzag, journey)]
            for row, shown in zip(rows, texts, strict=True):
                row.add_updater(lambda r, t=shown: r.show(t[min(self.clock.step, len(t) - 1)]), call_updater=True)
            losses = readout_rows(rows, widest=max((text for shown in texts for text in shown), key=len))
            self.play(FadeIn(self.valley, self.goal), run_time=0.4)
            self.add(self.runner(result.zigzag, theme.gradient_descent), self.runner(journey, theme.momentum))
            self.play(FadeIn(*sums, losses), run_time=0.4)
            self.run_to(self.pushes_shown, seconds=3)
            self.play(FadeIn(*(picture.verdict for picture in sums)), run_time=0.3)
            self.run_through(journey, seconds=2.5)

    # What the beats share

    @property
    def steepness(self) -> float:
        return self.result.params.condition_number

    def landscape(self) -> str:
        return f"f = (x^2 + {number(self.steepness)} thin y^2) \\/ 2"

    def rates(self, journey: Journey) -> str:
        momentum = self.momentum_of(journey)
        rate = f"{self.landscape()}, quad eta = {number(journey.lr * self.steepness)} \\/ {number(self.steepness)}"
        return f"{rate}, quad mu = {momentum:.5g}" if momentum else rate

    def momentum_of(self, journey: Journey) -> float:
        return float(journey.run.optimizer.momentum)

    def length(self, journey: Journey) -> int:
        """How many steps of a journey are worth seeing: until it arrives or leaves, or as long as the others take."""
        if journey.exploded:
            outside = np.flatnonzero(~self.seen.contains(*journey.run.positions.T))
            return max(int(outside[0]), 1) if len(outside) else len(journey.losses) - 1
        if journey.arrived is not None:
            return max(journey.arrived, 1)
        others = [other.arrived for other in self.journeys if other.arrived is not None]
        return min(len(journey.losses) - 1, max(SHOWN_AT_LEAST, *others, 0))

    def run_through(self, journey: Journey, seconds: float) -> None:
        """Let the clock run on to a journey's end, if it is not there; a short way does not take long."""
        way = self.length(journey) - self.clock.now
        if way > 0:
            self.run_to(self.length(journey), min(seconds, max(0.6 * way, 1)))

    def formula(self, expression: str) -> Mobject:
        """A formula beside the chart."""
        formula = maths(expression, self.theme.ink)
        if formula.width > self.formula_place.width:
            formula.scale_to_fit_width(self.formula_place.width)
        return self.formula_place.place(formula)

    def runner(self, journey: Journey, colour: str) -> MapRunner:
        """A runner on the map, on the clock."""
        width = 5 if colour == self.theme.momentum else 3.5
        shown = journey.run.positions[: self.length(journey) + 1]
        return MapRunner(shown, self.seen, colour, self.theme, width).follow(self.clock)

    def curve(self, journey: Journey, colour: str) -> PolyLine:
        """The loss of a journey on the chart, on the clock; it ends where it leaves the chart."""
        losses = journey.losses[: self.length(journey) + 1]
        above = np.flatnonzero(~(losses <= self.chart.coordinates.y[1]))
        if len(above):
            losses = losses[: above[0] + 1]
        curve = self.chart.curve(np.arange(len(losses)), losses, colour, width=5)
        curve.add_updater(lambda line: line.draw_to(self.clock.now))
        self.add(curve)
        return curve

    def follow(self, journey: Journey, colour: str) -> tuple[MapRunner, PolyLine]:
        """A runner on the map and its loss on the chart."""
        curve, runner = self.curve(journey, colour), self.runner(journey, colour)
        self.add(runner)
        return runner, curve

    @property
    def pushes_shown(self) -> int:
        journey = self.result.momentum
        return min(FIRST_PUSHES, journey.arrived or len(journey.run.gradients))

    def push_sums(self) -> list[TermArrows]:
        """The sum that momentum is, across the valley and along it, each to its own scale, on the clock."""
        journey = self.result.momentum
        pushes = -journey.run.gradients[: self.pushes_shown]
        first = f"first {len(pushes)} pushes" if len(pushes) > 1 else "first push"
        across, along = self.below.inset(top=0.05, bottom=0.1).split(1, 1, gap=1.0)
        sums = [
            TermArrows(
                f"{first} {name}", pushes[:, axis], self.momentum_of(journey), region, self.theme, upright=bool(axis)
            )
            for name, axis, region in (("across", 1, across), ("along", 0, along))
        ]
        for picture in sums:
            picture.add_updater(lambda p: p.show(self.clock.now))
        return sums

    def loss_chart(self) -> Chart:
        self.formula_place, right = self.below.split(1, 1.35, gap=0.5)
        last = max(self.length(journey) for journey in self.journeys)
        top = float(self.result.zigzag.losses[0])
        highest = (30 if any(journey.exploded for journey in self.journeys) else 2) * top
        room = right.inset(left=1.0, right=0.1, top=0.45, bottom=0.55)
        seen = Coordinates(room, (0, 1.03 * last), (GOAL, highest), log_y=True)
        chart = Chart(
            seen,
            self.theme,
            x_ticks={0: "0"},
            y_ticks={GOAL: f"{GOAL:g}", top: f"{top:.3g}"},
            y_name="loss, by step",
            size=LABEL,
        )
        # The names of the arrivals stand side by side, each as near to its step as the others let it.
        arrived = sorted({journey.arrived for journey in self.journeys if journey.arrived is not None})
        names = [words(str(step), self.theme.ink) for step in arrived]
        feet = [float(seen.point(step, GOAL)[0]) for step in arrived]
        widths = [name.width + 0.25 for name in names]
        zero_ends = float(seen.point(0, GOAL)[0]) + 0.1
        self.arrivals = {}
        for step, name, foot, middle in zip(
            arrived, names, feet, side_by_side(feet, widths, zero_ends, frame.safe_area().right + 0.1), strict=True
        ):
            name.next_to(seen.point(0, GOAL), DOWN, buff=0.22).set_x(middle)
            leader = Line([foot, seen.region.bottom, 0], [middle, seen.region.bottom - 0.2, 0])
            self.arrivals[step] = VGroup(leader.set_stroke(self.theme.rule, 2.5), name)
        return chart

    def mark_arrival(self, journey: Journey, curve: PolyLine) -> VGroup:
        """The step of arrival, below the place on the axis where the curve meets it."""
        curve.clear_updaters()  # it stands when the clock goes back to the start
        curve.set_stroke(opacity=0.7)
        if journey.arrived is None:
            return VGroup()
        mark = self.arrivals[journey.arrived]
        self.play(FadeIn(mark), run_time=0.3)
        return mark

    def count(self, journey: Journey, *, overshoots: bool = False) -> VGroup:
        """Counters for one journey: crossings of the floor or of the goal, and the sideways path."""
        last = max(self.length(journey), self.pushes_shown if journey is self.result.momentum else 0)
        x, y = journey.run.positions[: last + 1].T
        passed = np.cumsum(np.append(0, (x[1:] > 0) != (x[:-1] > 0))) if overshoots else journey.crossings_at
        sideways = np.cumsum(np.append(0, np.abs(np.diff(y))))
        if journey.arrived is not None:
            sideways[-1] = journey.sideways_path  # what is left of the run after its arrival, too
        rows = [
            Readout("past the goal" if overshoots else "crossings", "0", self.theme),
            Readout("sideways path", "0.00", self.theme),
        ]
        rows[0].add_updater(lambda r: r.show(str(int(passed[min(self.clock.step, last)]))), call_updater=True)
        rows[1].add_updater(lambda r: r.show(figures(sideways[min(self.clock.step, last)])), call_updater=True)
        table = readout_rows(rows, widest=max(map(figures, sideways), key=len))
        self.play(FadeIn(table), run_time=0.3)
        return table


def figures(value: float) -> str:
    """A count's digits for a readout, as many as there is room for."""
    if not np.isfinite(value):
        return "∞"
    if value == 0:
        return "0"
    if value >= 1000:
        return f"{value:.0f}" if value < 1e6 else f"{value:.1e}"
    if value >= 1:
        return f"{value:#.4g}"
    return f"{value:.4f}" if value > 1e-4 else f"{value:.0e}"


def number(value: float, digits: int = 4) -> str:
    """A number in Typst's mathematics, a power of ten where it has one."""
    mantissa, _, exponent = f"{value or 0:.{digits}g}".partition("e")
    return f"{mantissa} dot 10^({int(exponent)})" if exponent else mantissa


def side_by_side(wishes: list[float], widths: list[float], left: float, right: float) -> list[float]:
    """Middles of labels of these widths between two borders, none over another, none farther off than it must be.

    Args:
        wishes: where each would best stand, rising.
    """
    middles: list[float] = []
    edge = left
    for wish, width in zip(wishes, widths, strict=True):
        middles.append(max(wish, edge + width / 2))
        edge = middles[-1] + width / 2
    edge = right
    for index in reversed(range(len(middles))):
        middles[index] = min(middles[index], edge - widths[index] / 2)
        edge = middles[index] - widths[index] / 2
    return middles
