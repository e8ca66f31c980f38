"""The wrong learning rate: SGD's is a length per slope, Adam's a length, and neither is high or low by itself."""

from __future__ import annotations

from manim import DOWN, LEFT, UP, Circle, FadeIn, FadeTransform, ValueTracker, VGroup

from film.language import mark, say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.board import board
from scenes.parts.bowl_pair import BowlPair
from scenes.parts.clip_scene import ClipScene
from scenes.parts.frame import Region, shrunk
from scenes.parts.gauge import Gauge
from scenes.parts.numerals import short
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain
from scenes.parts.target_race import TargetRace, TargetTrack
from scenes.parts.typesetting import FORMULA, LABEL, READOUT, em, maths, words
from scenes.parts.valley_panel import ValleyPanel
from scenes.scripts import wrong_learning_rate as script
from sim.experiments import wrong_learning_rate as experiment
from sim.experiments.wrong_learning_rate import BOWL_STEPS, TARGET_STEPS, VALLEY_STEPS, Scaled
from sim.landscapes import Quadratic

FINELY = 100  # steps of the races that are watched step by step


class WrongLearningRate(ClipScene):
    """The story of the second mistake over the runs of :mod:`sim.experiments.wrong_learning_rate`."""

    title = CLIPS["wrong-learning-rate"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "loss-times-1000"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.which_is_larger()
        self.two_units()
        self.loss_times_1000()
        self.near_and_far()
        self.flat_and_steep()
        self.something_else()

    def which_is_larger(self) -> None:
        with self.tell("which-is-larger"):
            turn = ValueTracker(0)
            self.dials = self.two_dials(frame.safe_stage().fold(1, 1), 2.15, FORMULA)
            for dial in self.dials:
                dial.add_updater(
                    lambda d: d.show(turn.get_value() * d.full / 2, f"{turn.get_value() * d.full / 2:.3g}"),
                    call_updater=True,
                )
            self.play(FadeIn(self.dials), run_time=0.5)
            self.play(turn.animate.set_value(1), run_time=1.8)
            for dial in self.dials:
                dial.clear_updaters()

    def two_units(self) -> None:
        theme = self.theme
        with self.tell("two-units"):
            columns = [column.stack(2.75, 1.75) for column in frame.safe_stage().fold(1, 1)]
            dials = self.two_dials([above for above, _ in columns], 1.1)
            rules, equations, units = VGroup(), VGroup(), VGroup()
            weight, loss = f'"{say("weight")}"', f'"{say("loss")}"'
            for (_, below), dial, colour, rule, equation, unit in zip(
                columns,
                dials,
                (theme.gradient_descent, theme.adam),
                ("{{ eta : rate }} thin g", "{{ eta : rate }} thin hat(m) \\/ sqrt(hat(v))"),
                (f"{{{{ {weight}^2 / {loss} : rate }}}} dot {loss} / {weight}", f"{{{{ {weight} : rate }}}} dot 1"),
                (say("unit: weight² per loss"), say("unit: weight")),
                strict=True,
            ):
                terms = {"rate": theme.text_colour(colour)}
                first, second = below.stack(1, 1.6, gap=0.15)
                rules.add(first.place(maths(f"Delta x = -{rule}", theme.ink, terms=terms)))
                formula = maths(f"{weight} = {equation}", theme.ink, terms=terms)
                equations.add(second.place(shrunk(formula, second.width)))
                unit_words = words(unit, terms["rate"], READOUT, "semibold")
                units.add(unit_words.next_to(dial.label, DOWN, buff=0.15))
            # The dials make room; from the rule to its units, and from there to the dial.
            self.play(
                *(FadeTransform(large, small) for large, small in zip(self.dials, dials, strict=True)), run_time=0.7
            )
            for row in (rules, equations, units):
                self.play(FadeIn(row), run_time=0.5)
                self.wait(0.9)
        self.leave(dials, rules, equations, units)

    def loss_times_1000(self) -> None:
        result, params, theme = self.result, self.result.params, self.theme
        with self.tell("loss-times-1000"):
            valley = f"f = c thin (x^2 + {plain(params.condition_number)} thin y^2) \\/ 2"
            self.show_recipe(f'{valley}, quad eta = {plain(params.sgd_lr)} "{say("and")}" {plain(params.adam_lr)}')
            as_it_was, divided, multiplied = result.scaled
            panels = VGroup()
            for regions, kind in zip(self.copies(), ("SGD", "Adam"), strict=True):
                for scaled, region in zip((divided, as_it_was, multiplied), regions, strict=True):
                    panels.add(self.panel(kind, scaled, region).follow(self.clock))
            gap = Readout(
                say("largest gap of Adam's paths"), f"{result.largest_path_difference:.1e}", theme, theme.adam, LABEL
            )
            self.bring(panels)
            self.run_to(3, seconds=2)
            arrivals = [s for each in result.scaled for s in (each.sgd_arrived, each.adam_arrived) if s is not None]
            for step in sorted({*arrivals, VALLEY_STEPS}):
                self.run_to(step, seconds=3 if step == min(arrivals, default=0) else 1)
            self.play(FadeIn(readout_rows([gap], "0.0e-00", frame.readouts().inset(left=-1.2))), run_time=0.4)
        self.leave(panels, gap)

    def near_and_far(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("near-and-far"):
            self.clock.set_value(0)
            self.show_recipe(f'f = (x - D)^2 \\/ 2, quad "Adam", "{say("steps to within")}" D \\/ 100')
            races = VGroup(
                *(
                    TargetRace((large, small), region, theme).follow(self.clock)
                    for (small, large), region in zip(result.races, frame.safe_stage().stack(1, 1, 1), strict=True)
                )
            )
            formula = frame.readouts().place(maths("T gt.tilde D \\/ eta", theme.ink), UP)
            self.bring(races)
            self.run_to(FINELY, seconds=4.5)
            self.play(FadeIn(formula), run_time=0.4)
            self.run_to(TARGET_STEPS, seconds=5)
        self.leave(races, formula)

    def flat_and_steep(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("flat-and-steep"):
            self.clock.set_value(0)
            self.show_recipe(f"f = lambda x^2 \\/ 2, quad eta = {plain(result.bowl_lr)}")
            bowls = BowlPair(result, self.clock, frame.stage(), theme)
            times = plain(result.params.bowl_lr_times_steepness)
            formula = maths(f"eta = {times} \\/ lambda = {plain(result.bowl_lr)}", theme.ink)
            formula.next_to(bowls.roads[0].label, DOWN, buff=0.25)
            names = say("steep: way left"), say("flat: way left")
            rows = [Readout(name, "1.0000", theme, theme.gradient_descent) for name in names]
            for row, bowl in zip(rows, (result.steep, result.flat), strict=True):
                row.add_updater(lambda r, x=bowl.positions: r.show(f"{abs(x[min(self.clock.step, BOWL_STEPS)]):.4f}"))
            table = readout_rows(rows, widest="0.0000")
            self.bring(bowls, table)
            self.wait(0.5)
            self.run_to(1, seconds=1.5)
            self.play(FadeIn(formula), run_time=0.4)
            self.wait(0.8)
            self.run_to(BOWL_STEPS, seconds=3.5)
        self.leave(bowls, table, formula)

    def something_else(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("something-else"):
            self.clock.set_value(0)
            apart = ", " if frame.is_wide() else '", quad "'
            sgd, adam = say("SGD: a flat and a steep bowl"), say("Adam: near and far targets")
            self.show_recipe(f'"{sgd}{apart}{adam}"')
            panel, room, beside = board(6.9, 5.0, theme)
            # The rate of each stays; what it meets decides whether it is a good one.
            head, *rows = room.inset(top=0.1).stack(0.9, 1, 1, 1)
            tracks, names = VGroup(), VGroup()
            for (_, race), row in zip(result.races, rows, strict=True):
                name, way = row.split(1, 2.2, gap=0.1)
                names.add(name.place(words(say("target {distance}", distance=short(race.distance)), theme.ink), LEFT))
                tracks.add(TargetTrack(race, way, theme, ground=theme.panel))
                tracks[-1].add_updater(lambda track: track.show(self.clock.now))
            above, ground = beside.stack(0.75, 4, gap=0)
            margin = frame.safe_area().left - frame.frame().left
            above = above.inset(left=margin, right=margin)
            bowls = BowlPair(result, self.clock, ground, theme)
            questions = VGroup(
                self.question(
                    "Adam", result.params.adam_lr, mark("{name} at {rate}: how far is it?"), theme.adam, head
                ),
                self.question(
                    "SGD", result.bowl_lr, mark("{name} at {rate}: how steep is it?"), theme.gradient_descent, above
                ),
            )
            self.bring(panel, names, tracks, bowls, questions)
            self.run_to(1, seconds=1)
            self.run_to(FINELY, seconds=3)
            self.run_to(BOWL_STEPS, seconds=2)

    # What the beats share

    def two_dials(self, regions: list[Region], radius: float, size: float = LABEL) -> VGroup:
        """Each optimizer's learning rate on a dial, at the top of its region, both needles half up."""
        params, theme = self.result.params, self.theme
        dials = VGroup()
        for name, rate, colour, region in zip(
            ("SGD", "Adam"), (params.sgd_lr, params.adam_lr), (theme.gradient_descent, theme.adam), regions, strict=True
        ):
            settings = {"full": 2 * rate, "ticks": {0: "0"}, "radius": min(radius, 0.45 * region.width), "size": size}
            dial = Gauge(say("{name}'s learning rate", name=name), colour, theme, **settings)
            dials.add(region.place(dial, UP).show(rate, f"{rate:.3g}"))
        return dials

    def copies(self) -> list[list[Region]]:
        """Where the three copies of the valley are for each optimizer: in a row, or where that is short in a column."""
        if frame.is_wide():
            return [row.split(1, 1, 1, gap=0.2) for row in frame.stage().stack(1, 1, gap=0.12)]
        return [column.stack(1, 1, 1, gap=0.12) for column in frame.stage().split(1, 1, gap=0.2)]

    def question(self, kind: str, rate: float, asks: str, colour: str, region: Region) -> VGroup:
        """An optimizer with its rate, and what decides whether that is too high or too low."""
        line = words(say(asks, name=kind, rate=plain(rate)), self.theme.ink, READOUT, "semibold")
        dot = Circle(0.12, stroke_width=0, fill_color=colour, fill_opacity=1)
        both = VGroup(dot.next_to(line, LEFT, buff=0.2).set_y(line.baseline + 0.3 * em(READOUT)), line)
        return region.place(shrunk(both, region.width))

    def panel(self, kind: str, scaled: Scaled, region: Region) -> ValleyPanel:
        """A copy of the valley whose loss is scaled, with one run in it."""
        sgd = kind == "SGD"
        run, arrived = (scaled.sgd, scaled.sgd_arrived) if sgd else (scaled.adam, scaled.adam_arrived)
        factor = self.result.params.factor
        times = "×1" if scaled.factor == 1 else f"{'×' if scaled.factor > 1 else '÷'}{short(factor)}"
        return ValleyPanel(
            f"{kind} {times}",
            run.positions if arrived is None else run.positions[: max(arrived, 1) + 1],
            arrived,
            landscape=Quadratic(curvatures=tuple(scaled.factor * c for c in self.result.landscape.curvatures)),
            region=region,
            colour=self.theme.gradient_descent if sgd else self.theme.adam,
            theme=self.theme,
        )
