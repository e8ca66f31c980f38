"""Checkpoints: four questions, time to think, and the answer to each as a picture."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, UR, FadeIn, FadeOut, Line, Mobject, ValueTracker, VGroup, linear

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.board import board
from scenes.parts.cloud_duel import CloudDuel
from scenes.parts.drives import RoadRace, bowl_plate, bowl_runner, shown, step_counters
from scenes.parts.frame import Region
from scenes.parts.hill_scene import HillScene
from scenes.parts.question_card import QuestionCard
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.same_net import SameNet
from scenes.parts.sand import Sand
from scenes.parts.teasers import teaser
from scenes.parts.typesetting import LABEL, READOUT, TITLE, maths, words
from scenes.parts.valley_swing import Swinger, ValleySwing
from scenes.scripts import bias_correction as bias_script
from scenes.scripts import checkpoints as script
from sim.experiments import checkpoints as experiment
from sim.experiments.averaging_out import Walk
from sim.experiments.checkpoints import SHARP, WIDE, Shaking

LANDSCAPE = 'f(x) = x^2 \\/ 20 - "two dips"'
SWING_SHOWN = 300  # steps: by then one has seen it swing
THINK = 2.0  # seconds


class Checkpoints(HillScene):
    """The story of the four questions over the runs of :mod:`sim.experiments.checkpoints` and of other clips."""

    title = CLIPS["checkpoints"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "wells"
    result: experiment.Result

    def construct(self) -> None:
        self.raise_hill(self.result.landscape, [])
        self.show_title()
        self.four_questions()
        self.ask(1, "asks-momentum")
        self.momentum()
        self.ask(2, "asks-adaptive")
        self.adaptive()
        self.ask(3, "asks-bias")
        self.bias()
        self.ask(4, "asks-wells")
        self.wells()
        self.noise_times_rate()
        self.a_matter_of_units()
        self.still_open()

    def four_questions(self) -> None:
        with self.tell("four-questions"):
            self.cards = self.row_of_cards(script.QUESTIONS, frame.safe_stage().inset(top=0.6, bottom=0.6))
            for card in self.cards:
                self.play(FadeIn(card, shift=0.3 * UP), run_time=0.35)
        self.leave(*self.cards)

    def ask(self, number: int, beat: str) -> None:
        """A card turns over, and there is time to think."""
        with self.tell(beat):
            self.show_recipe(f'"question {number} of 4"', steps=False)
            region = frame.safe_stage().inset(bottom=0.1)
            text = script.QUESTIONS[number - 1]
            card = QuestionCard(number, text, region, self.theme, size=1.25 * TITLE, below=2.85)
            room = region.inset(left=0.6, right=0.6, top=1.75, bottom=0.55)
            picture = teaser(number, self.result, self.hill, room, self.theme)
            turned, spent = ValueTracker(0), ValueTracker(0)
            card.add_updater(lambda c: c.turn(turned.get_value()))
            self.bring(card, seconds=0.5)
            self.play(turned.animate.set_value(1), run_time=0.6)
            card.update().clear_updaters()
            # Time runs off while one thinks.
            track = Line(color=self.theme.target, stroke_width=10)
            start, whole = np.array([room.left, region.bottom + 0.3, 0]), room.width * RIGHT
            track.add_updater(
                lambda t: t.put_start_and_end_on(start, start + max(1 - spent.get_value(), 1e-3) * whole),
                call_updater=True,
            )
            self.play(FadeIn(track, picture), run_time=0.3)
            self.play(spent.animate.set_value(1), run_time=THINK, rate_func=linear)
            self.remove(track)
        self.leave(card, picture)

    def momentum(self) -> None:
        theme, averaging = self.theme, self.result.averaging
        with self.tell("momentum"):
            self.clock.set_value(0)
            params = averaging.params
            self.show_recipe(
                f"g_t = (plus.minus {params.flipping:g}, -{params.steady:g}), quad eta = {params.lr:g}, "
                f"quad mu = {params.momentum:g}"
            )
            above, below = frame.safe_stage().stack(1, 1, gap=0.1)
            plain_walk = self.walker("against g", averaging.plain, averaging.raw_angles, theme.gradient_descent, above)
            pot_walk = self.walker("momentum", averaging.momentum, averaging.buffer_angles, theme.momentum, below)
            rows = [
                Readout("steady over flipping gain", f"{averaging.gain_ratio:.2f}", theme, theme.momentum),
            ]
            gain = readout_rows(rows, "00.00")
            formula = maths('1/(1 - mu) quad "and" quad 1/(1 + mu)', theme.ink)
            frame.safe_stage().place(formula, UR)
            self.bring(plain_walk, pot_walk, formula)
            self.run_to(params.walk, seconds=3)
            self.play(FadeIn(gain), run_time=0.3)
            self.wait(0.8)
            self.leave(plain_walk, pot_walk, formula, gain)
            shown = self.swing()
        self.leave(*shown)

    def swing(self) -> tuple[Mobject, ...]:
        """The price: with much momentum, past the goal again and again; and what the right one saves."""
        theme, memory, valley = self.theme, self.result.memory, self.result.valley
        self.clock.set_value(0)
        curvature = plain(memory.params.condition_number)
        self.show_recipe(f"f = (x^2 + {curvature} thin y^2) \\/ 2, quad eta = {plain(memory.lr)}")
        above, below = frame.stage().stack(1.75, 3.05, gap=0)
        safe = frame.safe_stage()
        colours = (theme.gradient_descent, theme.momentum, theme.momentum)
        swing = ValleySwing(
            [
                Swinger(f"μ = {momentum:.4g}", journey.run.positions[: SWING_SHOWN + 1], colour, width)
                for momentum, journey, colour, width in zip(
                    memory.momenta, memory.journeys, colours, (5, 6, 3), strict=True
                )
            ],
            memory.landscape,
            above=above, below=Region(safe.left, safe.right, below.bottom, below.top), theme=theme,
        ).follow(self.clock)  # fmt: skip
        rate = f"η = {valley.params.lr_times_curvature:.4g}/{plain(valley.params.condition_number)}"
        steps = [
            Readout(f"steps at {rate}, μ = {momentum:.4g}", str(journey.arrived), theme, colour, LABEL)
            for momentum, journey, colour in (
                (0, valley.zigzag, theme.gradient_descent),
                (valley.params.momentum, valley.momentum, theme.momentum),
            )
        ]
        counts = readout_rows(steps, "0000")
        self.bring(swing, counts)
        self.run_to(SWING_SHOWN, seconds=3.5)
        return swing, counts

    def walker(self, name: str, walk: Walk, angles: np.ndarray, colour: str, lane: Region) -> VGroup:
        """Somebody who walks for twenty steps, and who it is."""
        label, field = lane.split(2.4, 10)
        positions = walk.run.positions
        unit = min(
            (field.width - 0.47 * lane.height - 0.6) / self.result.averaging.momentum.forward,
            0.45 * lane.height / walk.sideways.max(),
        )
        walker = AimedWalker(
            positions, angles[: len(positions) - 1], colour, self.theme,
            start=np.array([field.left + 0.2, field.centre[1], 0]), unit=unit, reach=0.47 * lane.height,
        ).follow(self.clock)  # fmt: skip
        text = words(name, self.theme.text_colour(colour), READOUT, "semibold")
        return VGroup(label.place(text, LEFT), walker)

    def adaptive(self) -> None:
        theme, story = self.theme, self.result.roads
        with self.tell("adaptive"):
            self.clock.set_value(0)
            self.show_recipe(
                f"f = ({plain(story.params.steepness)} thin a^2 + b^2) \\/ 2, "
                f'quad eta = {plain(story.lr)} "and" {plain(story.params.adam_lr)}'
            )
            panel, room, ground = board(5.3, theme)
            above, below = room.inset(top=0.1).stack(0.85, 3.7, gap=0.1)
            roads, plate = RoadRace(story, ground, theme), bowl_plate(story, below, theme)
            formula = maths("eta_i = eta / (sqrt(hat(v)_i) + epsilon)", theme.ink)
            above.place(formula.scale_to_fit_height(min(formula.height, above.height)))
            pair = story.gradient_descent, story.adam
            cars = [roads.cars(drive, self.clock) for drive in pair]
            runners = [bowl_runner(drive, plate, self.clock, theme) for drive in pair]
            counters = step_counters([("SGD: steps", pair[0]), ("Adam: steps", pair[1])], self.clock, theme)
            self.bring(panel, roads, plate, formula, *cars, *runners, counters)
            self.run_to(shown(story.adam), seconds=2)
            self.run_to(shown(story.gradient_descent), seconds=1)
            # The same bowl, turned under the axes.
            turn = ValueTracker(0)
            for runner in runners:
                plate.carry(runner.recede())
            plate.add_updater(lambda p: p.turn_to(turn.get_value()))
            self.play(FadeOut(counters), turn.animate.set_value(story.params.angle), run_time=1.2)
            plate.update().clear_updaters()
            self.clock.set_value(0)
            turned = story.turned_gradient_descent, story.turned_adam
            rows = list(zip(("SGD, turned", "Adam, turned"), turned, strict=True))
            again = [bowl_runner(drive, plate, self.clock, theme) for drive in turned]
            for car in (car for pair in cars for car in pair):
                car.clear_updaters()
            counters = step_counters(rows, self.clock, theme)
            self.play(FadeIn(*again, counters), run_time=0.4)
            self.run_to(max(map(shown, turned)), seconds=2)
        self.leave(panel, roads, plate, formula, *cars, *runners, *again, counters)

    def bias(self) -> None:
        theme, bias = self.theme, self.result.bias
        with self.tell("bias"):
            self.clock.set_value(0)
            self.show_recipe(f'"1000 weights at the minimum of" x^2 \\/ 2, quad eta = "{bias.params.lr:g}"')
            peak, ratio = bias_script.widest(bias), bias.ratio
            region = frame.safe_stage().inset(top=0.45)
            duel = CloudDuel(bias, peak, bias_script.CLOUD_SHOWN, region, theme)
            duel.add_updater(lambda clouds: clouds.show(self.clock.step))
            table = rolling_rows(self.clock, theme, *duel.spreads)
            self.bring(duel, table)
            self.run_to(peak, seconds=2.5)
            formula = maths(f"(1 - beta_1) / sqrt(1 - beta_2) = {ratio.first:.3f}", theme.ink)
            later = words(f"times too long at once,\n{ratio.peak:.3f} at step {ratio.peak_step}", theme.ink)
            facts = VGroup(formula.scale_to_fit_width(later.width), later).arrange(DOWN, buff=0.25)
            facts.next_to(duel.ring[1], DOWN, buff=0.4)
            self.play(FadeIn(duel.ring, facts), run_time=0.4)
        self.leave(duel, duel.ring, table, facts)

    def wells(self) -> None:
        result, shaken = self.result, self.result.shaken
        with self.tell("wells"):
            self.clock.set_value(0)
            self.show_recipe(self.recipe(shaken))
            self.tags = VGroup(*(self.well_tag(well) for well in (SHARP, WIDE)))
            self.bring(self.hill, self.tags)
            sand, self.table = self.pour(shaken)
            formula = self.over_the_wide_well("x_(t+1) = x_t - eta (f'(x_t) + {{ sigma xi_t : noise }})")
            self.run_to(result.params.steps, seconds=7)
        self.retire(sand, formula, self.table)

    def noise_times_rate(self) -> None:
        result = self.result
        with self.tell("noise-times-rate"):
            formula = self.over_the_wide_well('T_"eff" prop eta {{ sigma^2 : noise }}')
            self.play(formula.animate.shift(1.8 * LEFT), run_time=0.4)
            for shaking in (result.gently, result.quiet):
                self.clock.set_value(0)
                self.show_recipe(self.recipe(shaking))
                values = maths(f"eta = {shaking.lr:g}, quad sigma = {shaking.noise:g}", self.theme.ink)
                values.next_to(formula, RIGHT, buff=0.8)
                sand, table = self.pour(shaking)
                self.play(FadeIn(values), run_time=0.3)
                self.run_to(result.params.steps, seconds=2)
                self.wait(0.5)
                if shaking is result.gently:
                    self.retire(sand, table, values)
        self.leave(sand, table, values, formula, self.tags, self.hill)

    def a_matter_of_units(self) -> None:
        theme, slide = self.theme, self.result.slide
        with self.tell("a-matter-of-units"):
            self.show_recipe('f = (w_1 w_2 - 1)^2 \\/ 2, quad "net:" y = w_1 w_2 x', steps=False)
            picture = SameNet(slide, self.result.net, frame.stage(), frame.safe_stage(), theme)
            rows = [Readout("curvature", "0", theme, theme.gradient_descent), Readout("first weight", "0", theme)]
            at = ValueTracker(0)

            def follow(_: Mobject) -> None:
                index = round(at.get_value())
                picture.show(at.get_value())
                rows[0].show(f"{slide.sharpness[index]:#.4g}")
                rows[1].show(f"{slide.weights[index, 0]:#.3g}")

            picture.add_updater(follow, call_updater=True)
            formulas = VGroup(*(maths(line, theme.ink) for line in ("w_1 w_2 = 1", "lambda_max = w_1^2 + w_2^2")))
            formulas.arrange(DOWN, buff=0.4).scale(min(1, picture.notes.width / formulas.width))
            self.bring(picture, readout_rows(rows, "000.0"), picture.notes.place(formulas))
            self.play(at.animate.set_value(len(slide.weights) - 1), run_time=4.5)
            picture.update()
        self.leave(picture, formulas, *rows)

    def still_open(self) -> None:
        theme, tuned, built = self.theme, self.result.tuned, self.result.built
        with self.tell("still-open"):
            self.show_recipe('"four answers, and two results of the clip when-to-use-what"', steps=False)
            above, below = frame.safe_stage().stack(3.1, 1.1, gap=0.35)
            cards = self.row_of_cards(script.ANSWERS, above)
            self.bring(*cards)
            for card in cards:
                turned = ValueTracker(0)
                card.add_updater(lambda c, t=turned: c.turn(t.get_value()))
                self.play(turned.animate.set_value(1), run_time=0.45)
                card.update().clear_updaters()
            # Tuned, a tie; and data that was built so that it is none.
            scores = [fit.test_accuracy for fit in (built.sgd, built.adam)]
            facts = [
                ("one task, both tuned: loss", [f"{loss:.3f}" for loss in (tuned.best_sgd, tuned.best_adam)]),
                ("built data: right answers", [f"{100 * score:.4g}%" for score in scores]),
            ]
            roles = (("SGD", theme.gradient_descent), ("Adam", theme.adam))
            for (what, texts), column in zip(facts, below.split(1, 1, gap=0.8), strict=True):
                rows = [
                    Readout(f"{what}, {name}", text, theme, colour, LABEL)
                    for text, (name, colour) in zip(texts, roles, strict=True)
                ]
                self.play(FadeIn(readout_rows(rows, "00.00%", column)), run_time=0.4)

    # What the beats share

    def recipe(self, shaking: Shaking) -> str:
        return f"{LANDSCAPE}, quad eta = {shaking.lr:g}, quad sigma = {shaking.noise:g}"

    def row_of_cards(self, texts: tuple[str, ...], region: Region) -> list[QuestionCard]:
        columns = region.split(1, 1, 1, 1, gap=0.35)
        return [
            QuestionCard(number, text, column, self.theme, size=READOUT)
            for number, (text, column) in enumerate(zip(texts, columns, strict=True), start=1)
        ]

    def over_the_wide_well(self, expression: str) -> Mobject:
        """A formula in the sky, with the noise in the gradient's colour."""
        formula = maths(expression, self.theme.ink, terms={"noise": self.theme.text_colour(self.theme.gradient)})
        self.sky.place(formula, UP).set_x(float(self.hill.rim(float(self.result.minima[WIDE]))[0]))
        self.play(FadeIn(formula), run_time=0.5)
        return formula

    def well_tag(self, well: int) -> VGroup:
        """Which well it is, over its mouth."""
        result = self.result
        name, curvature = ("sharp", "wide")[well], result.curvatures[well]
        text = words(f"{name}: curvature {curvature:.4g}\nloss {result.losses[well]:.4f}", self.theme.ink, LABEL)
        mouth = self.hill.rim(float(result.minima[well]))
        text.move_to([mouth[0], 0, 0])
        span = np.linspace(text.get_left()[0], text.get_right()[0], 50)
        across, _ = self.hill.coordinates.scale
        weights = self.hill.coordinates.x[0] + (span - self.hill.coordinates.region.left) / across
        text.shift((self.hill.rim(weights)[:, 1].max() + 1.05 - text.get_bottom()[1]) * UP)
        return VGroup(text)

    def pour(self, shaking: Shaking) -> tuple[Sand, VGroup]:
        """Sand in both wells, half in each, and what share of all walkers has left each; both on the clock."""
        theme = self.theme
        sand = Sand(shaking.places.reshape(len(shaking.places), -1), self.hill, theme.gradient_descent)
        sand.add_updater(lambda s: s.show(self.clock.now / shaking.every))
        rows = []
        for well, name in enumerate(("sharp", "wide")):
            row = Readout(f"left the {name} well", "0.00%", theme, theme.gradient_descent)
            row.add_updater(
                lambda r, w=well: r.show(f"{100 * shaking.left[min(self.clock.step, len(shaking.left) - 1), w]:.2f}%"),
                call_updater=True,
            )
            rows.append(row)
        table = readout_rows(rows, "00.00%")
        self.play(FadeIn(sand, table), run_time=0.4)
        return sand, table
