"""Checkpoints: four questions, time to think, and the answer to each as a picture."""

from __future__ import annotations

from manim import DOWN, LEFT, RIGHT, UP, UR, FadeIn, Mobject, ValueTracker, linear

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.cloud_duel import CloudDuel
from scenes.parts.drives import RoadRace, shown, step_counters
from scenes.parts.question_card import QuestionCard, deal
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain, rolling_rows
from scenes.parts.same_net import SameNet
from scenes.parts.short_swing import saved_steps, short_swing
from scenes.parts.teasers import question
from scenes.parts.turned_bowls import TurnedBowls
from scenes.parts.two_results import two_results
from scenes.parts.typesetting import maths
from scenes.parts.walk_pair import gains, walk_pair
from scenes.parts.well_scene import WellScene, well_tags
from scenes.scripts import bias_correction as bias_script
from scenes.scripts import checkpoints as script
from sim.experiments import checkpoints as experiment

SWING_SHOWN = 300  # steps: by then one has seen it swing
THINK = 2.0  # seconds


class Checkpoints(WellScene):
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
            cards = deal(
                [say(text) for text in script.QUESTIONS],
                frame.safe_stage(under_readouts=False).inset(top=0.6, bottom=0.6),
                self.theme,
            )
            for card in cards:
                self.play(FadeIn(card, shift=0.3 * UP), run_time=0.35)
        self.leave(*cards)

    def ask(self, number: int, beat: str) -> None:
        """A card turns over, and there is time to think."""
        with self.tell(beat):
            self.show_recipe(f'"{say("question {number} of 4", number=number)}"', steps=False)
            asked = number, say(script.QUESTIONS[number - 1])
            region = frame.safe_stage(under_readouts=False).inset(bottom=0.1)
            card, left, picture = question(asked, self.result, self.hill, region, self.theme)
            self.bring(card, seconds=0.5)
            self.turn(card, seconds=0.6)
            spent = ValueTracker(0)
            left.add_updater(lambda bar: bar.show(1 - spent.get_value()))
            self.play(FadeIn(left, picture), run_time=0.3)
            self.play(spent.animate.set_value(1), run_time=THINK, rate_func=linear)
            self.remove(left)
        self.leave(card, picture)

    def momentum(self) -> None:
        theme, averaging, params = self.theme, self.result.averaging, self.result.averaging.params
        with self.tell("momentum"):
            self.clock.set_value(0)
            gradient = f"g_t = (plus.minus {params.flipping:g}, -{params.steady:g})"
            self.show_recipe(f"{gradient}, quad eta = {params.lr:g}, quad mu = {params.momentum:g}")
            walkers = walk_pair(averaging, frame.safe_stage(), self.clock, theme)
            formula = frame.safe_stage().place(gains(averaging, theme), UR)
            ratio = Readout(say("steady over flipping gain"), f"{averaging.gain_ratio:.2f}", theme, theme.momentum)
            self.bring(walkers)
            self.run_to(params.walk, seconds=3)
            self.play(FadeIn(formula, readout_rows([ratio], "00.00")), run_time=0.3)
            self.wait(0.8)
            self.leave(walkers, formula, ratio)
            picture = self.swing()
        self.leave(*picture)

    def swing(self) -> tuple[Mobject, ...]:
        """The price: with much momentum, past the goal again and again; and what the right one saves."""
        memory = self.result.memory
        self.clock.set_value(0)
        curvature = plain(memory.params.condition_number)
        self.show_recipe(f"f = (x^2 + {curvature} thin y^2) \\/ 2, quad eta = {plain(memory.lr)}")
        swing = short_swing(memory, SWING_SHOWN, self.clock, self.theme)
        self.bring(swing)
        self.run_to(SWING_SHOWN, seconds=3)
        self.play(FadeIn(steps := saved_steps(self.result.valley, self.theme)), run_time=0.3)
        return swing, steps

    def adaptive(self) -> None:
        theme, story = self.theme, self.result.roads
        with self.tell("adaptive"):
            self.clock.set_value(0)
            landscape = f"f = ({plain(story.params.steepness)} thin a^2 + b^2) \\/ 2"
            self.show_recipe(f'{landscape}, quad eta = {plain(story.lr)} "{say("and")}" {plain(story.params.adam_lr)}')
            roads, pair = RoadRace(story, frame.stage(), theme), (story.gradient_descent, story.adam)
            formula = roads.in_the_sky("eta_i = eta / (sqrt(hat(v)_i) + epsilon)")
            cars = [roads.cars(drive, self.clock) for drive in pair]
            counters = step_counters(
                [(say("{name}: steps", name=name), drive) for name, drive in zip(("SGD", "Adam"), pair, strict=True)],
                self.clock,
                theme,
            )
            self.bring(roads, formula, *cars, counters)
            for last in sorted(shown(drive) for drive in pair):
                self.run_to(last, seconds=1.4)
            self.leave(roads, formula, *cars, counters)
            bowls = self.turned_bowls()
        self.leave(bowls, bowls.plates, bowls.turned)

    def turned_bowls(self) -> TurnedBowls:
        """The same bowl along the axes, then turned under them."""
        stage = frame.safe_stage(under_readouts=False)
        bowls, turn = TurnedBowls(self.result.roads, stage, self.theme), ValueTracker(0)
        self.clock.set_value(0)
        self.bring(bowls.plates, bowls)
        self.run_to(max(bowls.race(False, self.clock)), seconds=1.2)
        bowls.turn_along(turn)
        self.play(FadeIn(bowls.turned), turn.animate.set_value(self.result.roads.params.angle), run_time=1.2)
        bowls.stay()
        self.clock.set_value(0)
        self.run_to(max(bowls.race(True, self.clock)), seconds=2)
        return bowls

    def bias(self) -> None:
        theme, bias = self.theme, self.result.bias
        with self.tell("bias"):
            self.clock.set_value(0)
            self.show_recipe(f'"{say("1000 weights at the minimum of")}" x^2 \\/ 2, quad eta = "{bias.params.lr:g}"')
            peak, region = bias_script.widest(bias), frame.safe_stage().inset(top=0.45)
            duel = CloudDuel(bias, peak, bias_script.CLOUD_SHOWN, region, theme)
            duel.add_updater(lambda clouds: clouds.show(self.clock.step))
            table = rolling_rows(self.clock, theme, *duel.spreads)
            self.bring(duel, table)
            self.run_to(peak, seconds=2.5)
            facts = duel.first_steps(bias.ratio, theme)
            self.play(FadeIn(duel.ring, facts), run_time=0.4)
        self.leave(duel, duel.ring, table, facts)

    def wells(self) -> None:
        with self.tell("wells"):
            self.wells_recipe(self.result.shaken)
            self.tags = well_tags(self.result, self.hill, self.theme)
            self.bring(self.hill, self.tags)
            sand, table = self.pour(self.result.shaken)
            formula = self.over_the_wide_well("x_(t+1) = x_t - eta (f'(x_t) + {{ sigma xi_t : noise }})")
            self.run_to(self.result.params.steps, seconds=6.5)
        self.retire(sand, formula, table)

    def noise_times_rate(self) -> None:
        result = self.result
        with self.tell("noise-times-rate"):
            formula = self.over_the_wide_well('T_"eff" prop eta {{ sigma^2 : noise }}')
            if not frame.is_narrow():
                room = formula.get_left()[0] - self.tags[0].get_right()[0] - 0.3
                self.play(formula.animate.shift(min(1.8, room) * LEFT), run_time=0.4)
            for shaking in (result.gently, result.quiet):
                self.wells_recipe(shaking)
                values = maths(f"eta = {shaking.lr:g}, quad sigma = {shaking.noise:g}", self.theme.ink)
                if frame.is_narrow():
                    values.next_to(formula, DOWN, buff=0.2, aligned_edge=LEFT)
                else:
                    values.next_to(formula, RIGHT, buff=0.8 if frame.is_wide() else 0.5)
                sand, table = self.pour(shaking)
                self.play(FadeIn(values), run_time=0.3)
                self.run_to(result.params.steps, seconds=1.6)
                self.wait(0.5)
                if shaking is result.gently:
                    self.retire(sand, table, values)
        self.leave(sand, table, values, formula, self.tags, self.hill)

    def a_matter_of_units(self) -> None:
        result, at = self.result, ValueTracker(0)
        with self.tell("a-matter-of-units"):
            self.show_recipe(f'f = (w_1 w_2 - 1)^2 \\/ 2, quad "{say("net:")}" y = w_1 w_2 x', steps=False)
            picture = SameNet(result.slide, result.net, frame.stage(), frame.safe_stage(), self.theme)
            picture.add_updater(lambda p: p.show(at.get_value()))
            table = readout_rows(picture.rows, "000.0")
            self.bring(picture, picture.formulas, table)
            self.play(at.animate.set_value(len(result.slide.weights) - 1), run_time=4)
            self.settle(picture)
        self.leave(picture, picture.formulas, table)

    def still_open(self) -> None:
        with self.tell("still-open"):
            self.show_recipe(f'"{say("four answers, and two results of the clip when-to-use-what")}"', steps=False)
            shares = (3.1, 1.7) if frame.is_narrow() else (3.1, 1.1)
            above, below = frame.safe_stage(under_readouts=False).stack(*shares, gap=0.35)
            cards = deal([say(text) for text in script.ANSWERS], above, self.theme)
            self.bring(*cards)
            for card in cards:
                self.turn(card, seconds=0.45)
            # Tuned, a tie; and data that was built so that it is none.
            for block in two_results(self.result.tuned, self.result.built, below, self.theme):
                self.play(FadeIn(block), run_time=0.4)

    # What the beats share

    def turn(self, card: QuestionCard, seconds: float) -> None:
        """Turn a card over."""
        turned = ValueTracker(0)
        card.add_updater(lambda c: c.turn(turned.get_value()))
        self.play(turned.animate.set_value(1), run_time=seconds)
        self.settle(card)
