"""When to use what: three recipes of one family, tuned against each other, and where each wins."""

from __future__ import annotations

import numpy as np
from manim import DOWN, RIGHT, UP, FadeIn, ReplacementTransform, ValueTracker, VGroup, linear

from film.language import mark, say
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.advice import advice
from scenes.parts.built_fit import BuiltFit, built_grid
from scenes.parts.clip_scene import ClipScene
from scenes.parts.door import Door
from scenes.parts.drives import RoadRace, shown, step_counters
from scenes.parts.epsilon_valley import EpsilonValley
from scenes.parts.frame import Region, shrunk
from scenes.parts.readouts import readout_rows
from scenes.parts.recipe_family import family_doors, family_formula, family_rooms
from scenes.parts.tube import rare_word
from scenes.parts.tuned_task import TunedTask
from scenes.parts.typesetting import LABEL, READOUT, Formula, maths, words, wrapped
from scenes.scripts import when_to_use_what as script
from sim.experiments import when_to_use_what as experiment
from sim.experiments.rare_features import RARE
from sim.landscapes import Quadratic


class WhenToUseWhat(ClipScene):
    """The story of the choice over the runs of :mod:`sim.experiments.when_to_use_what` and of two other clips."""

    title = CLIPS["when-to-use-what"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "one-family"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.three_doors()
        self.one_family()
        self.push_epsilon_up()
        self.tuned_against_tuned()
        self.both_fit()
        self.earns_its_memory()
        self.defaults_not_laws()
        self.no_one_wins()

    def three_doors(self) -> None:
        with self.tell("three-doors"):
            self.doors = family_doors(frame.safe_stage(under_readouts=False), self.theme)
            for door in self.doors:
                self.play(FadeIn(door, shift=0.3 * UP), run_time=0.5)

    def one_family(self) -> None:
        with self.tell("one-family"):
            stage = frame.safe_stage(under_readouts=False)
            above, below = stage.stack(1, 9 if stage.is_upright else 3.6, gap=0.1)
            formula, doors = above.place(family_formula(self.theme)), family_doors(below, self.theme)
            # The doors make room for what they have in common.
            self.play(ReplacementTransform(self.doors, doors), run_time=0.6)
            self.play(FadeIn(formula), run_time=0.4)
            rooms = family_rooms(doors, self.theme)
            for door, room in zip(doors, rooms, strict=True):
                self.swing(door)
                self.play(FadeIn(room), run_time=0.4)
        self.leave(*doors, rooms, formula)

    def push_epsilon_up(self) -> None:
        theme, sweep, params = self.theme, self.result.epsilon, self.result.params
        with self.tell("push-epsilon-up"):
            self.show_recipe(
                f"f = (x^2 + 50 y^2) \\/ 2, quad eta = {sweep.lr:g}, quad mu = beta_1 = {params.momentum:g}",
                steps=False,
            )
            stages, shares = (frame.stage(), frame.safe_stage()), (2, 2.7) if frame.is_narrow() else (2.35, 2.25)
            (above, _), (_, below) = (stage.stack(*shares, gap=0.2) for stage in stages)
            rival = (say("SGD + momentum"), theme.momentum) if params.momentum else ("SGD", theme.gradient_descent)
            valley = EpsilonValley(sweep, Quadratic(curvatures=(1.0, 50.0)), rival, region=above, theme=theme)
            formula = maths(
                "hat(m) / (sqrt(hat(v)) + epsilon) --> hat(m) / epsilon quad (epsilon -> infinity)", theme.ink
            )
            room = self.under_the_valley(below, valley, formula)
            gap = readout_rows([valley.gap], "0.000e-00")
            self.bring(valley, valley.slider, valley.key, gap)
            index = ValueTracker(0)
            valley.add_updater(lambda v: v.show(index.get_value()))
            # As long as epsilon is smaller than the gradients it does nothing.
            small = int(np.count_nonzero(sweep.epsilons <= 1e-2))
            self.play(index.animate.set_value(small), run_time=1.2, rate_func=linear)
            self.play(FadeIn(formula), run_time=0.4)
            self.play(index.animate.set_value(len(sweep.epsilons) - 1), run_time=4.6, rate_func=linear)
            note = VGroup()
            if script.becomes_momentum(self.result):
                text = say("so, tuned in full, Adam cannot lose (Choi 2019)")
                note.add(room.place(wrapped(text, theme.ink, LABEL, room.width), UP))
                self.play(FadeIn(note), run_time=0.4)
        self.leave(valley, valley.slider, note, valley.key, formula, gap)

    def tuned_against_tuned(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("tuned-against-tuned"):
            steps = say("softmax regression, {steps} steps at each", steps=result.params.tuning_steps)
            self.show_recipe(f'"{steps}" eta, quad mu = 0.9', steps=False)
            tasks = VGroup(*(
                TunedTask(say(kind, count=tuning.classes), tuning, region, theme)
                for kind, tuning, region in zip(
                    (mark("{count} classes, Zipf"), mark("{count} classes, equal")),
                    (result.zipf, result.balanced),
                    frame.safe_stage().fold(1, 1),
                    strict=True,
                )
            ))  # fmt: skip
            self.bring(tasks)
            tried = ValueTracker(0)
            for task in tasks:
                task.add_updater(lambda t: t.show(tried.get_value()))
            self.play(tried.animate.set_value(len(experiment.SGD_RATES)), run_time=4.5, rate_func=linear)
            self.wait(1)
            # What the guides say to begin with hangs high on both slopes.
            rules = VGroup(*(task.rules() for task in tasks))
            text, room = say("ringed: rules of thumb, 0.1 and 3e-4"), 1.2 * frame.readouts().width
            label = wrapped(text, theme.text_colour(theme.target), LABEL, room)
            self.play(FadeIn(rules, self.top_right(label)), run_time=0.5)
        self.leave(tasks, rules, label)

    def both_fit(self) -> None:
        theme, built, params = self.theme, self.result.built, self.result.params
        with self.tell("both-fit"):
            rates = f'eta = {params.sgd_lr:g} "{say("and")}" {params.adam_lr:g}'
            data = say("built by Wilson et al.: 200 examples, 1003 features,")
            if not frame.is_wide():  # a place where the line may be broken
                data = data.replace(", ", '", quad "', 1)
            self.show_recipe(f'"{data}" {rates}', steps=False)
            left, right = self.data_and_fits()
            grid = built_grid(built, left, theme)
            runs = (say("SGD + momentum"), built.sgd, theme.momentum), ("Adam", built.adam, theme.adam)
            reach = 1.05 * max(float(np.abs(fit.run.positions[-1]).max()) for _, fit, _ in runs)
            fits = VGroup(*(
                BuiltFit(*rule, reach=reach, region=region, theme=theme)
                for rule, region in zip(runs, right.stack(1, 1, gap=0.4), strict=True)
            ))  # fmt: skip
            self.clock.set_value(0)
            for fit in fits:
                fit.add_updater(lambda f: f.show(self.clock.now))
            self.bring(grid, fits)
            # Time runs faster and faster, for both alike: they have different numbers of steps to go.
            self.run_to(1, seconds=5)
            formula = self.top_right(maths('w_"Adam" prop "sign"(X^top y)', theme.ink))
            verdicts = VGroup(*(fit.verdict for fit in fits))
            self.play(FadeIn(formula, verdicts), run_time=0.5)
            self.wait(0.8)
        self.leave(grid, fits, verdicts, formula)

    def earns_its_memory(self) -> None:
        theme, roads, features = self.theme, self.result.roads, self.result.features
        drives = roads.gradient_descent, roads.adam
        with self.tell("earns-its-memory"):
            self.clock.set_value(0)
            self.show_recipe(f'"{say("badly scaled: 1 to 400; sparse:")}" p = 0.005')
            left, right = frame.stage().panes(1.15, 1, gap=0.3, stacked=(1.6, 1))
            race = RoadRace(roads, left, theme)
            cars = [race.cars(drive, self.clock) for drive in drives]
            learnings = (
                ("SGD", features.tuned_sgd, theme.gradient_descent),
                ("Adam", features.tuned_adam, theme.adam),
            )
            safe, (low, high) = frame.safe_area(), (0, 0.1) if frame.is_narrow() else (0.4, 0.3)
            side = Region(max(right.left, safe.left), safe.right, right.bottom + low, right.top - high)
            tubes = rare_word(learnings, side, self.clock, theme)
            rows = [
                (say("roads, {name}: steps", name=name), drive)
                for name, drive in zip(("SGD", "Adam"), drives, strict=True)
            ]
            counters = step_counters(rows, self.clock, theme)
            self.bring(race, *cars, tubes)
            self.play(FadeIn(counters), run_time=0.3)
            learned = {int(learning.learned[RARE]) for _, learning, _ in learnings}
            for step in sorted({shown(drive) for drive in drives} | learned):
                self.run_to(step, seconds=1.4)
        self.leave(race, *cars, tubes, counters)

    def defaults_not_laws(self) -> None:
        with self.tell("defaults-not-laws"):
            self.show_recipe(f'"{say("a starting point, with its sources")}"', steps=False)
            card = advice(frame.safe_stage(under_readouts=False), self.theme)
            self.bring(seconds=0.3)
            for row in card:
                self.play(FadeIn(row, shift=0.2 * RIGHT), run_time=0.5)
                self.wait(0.7)
        self.leave(card)

    def no_one_wins(self) -> None:
        with self.tell("no-one-wins"):
            self.show_recipe(f'"{say("what each one counts on")}"', steps=False)
            doors = family_doors(frame.safe_stage(under_readouts=False), self.theme)
            self.bring(*doors)
            for door, (assumption, proof) in zip(doors, script.assumptions(self.result), strict=True):
                inside = door.furnish(
                    words(assumption, self.theme.ink, READOUT, "semibold"), words(proof, self.theme.quiet_ink, LABEL)
                )
                self.swing(door, seconds=0.6)
                self.play(FadeIn(inside), run_time=0.4)

    # What the beats share, and where their parts are

    def under_the_valley(self, below: Region, valley: EpsilonValley, formula: Formula) -> Region:
        """Place the slider, the formula and the key.

        Returns:
            What is left for a note.
        """
        if not frame.is_narrow():
            left, right = below.split(1.5, 1, gap=0.6)
            left.inset(top=0.2).place(valley.slider, UP)
            if not frame.is_wide():
                shrunk(formula, right.width)
            right.place(VGroup(formula, valley.key).arrange(DOWN, buff=0.3))
            return left.inset(top=left.top - valley.slider.get_bottom()[1] + 0.4)
        if frame.safe_stage().is_upright:
            slider, key, rule, note = below.stack(1.3, 1.1, 1.1, 0.6, gap=0.3)
        else:
            (slider, key), (rule, note) = (row.split(1.5, 1, gap=0.2) for row in below.stack(1.2, 1, gap=0.2))
        for place, part in ((slider, valley.slider), (key, valley.key), (rule, formula)):
            place.place(part)
        return note

    def data_and_fits(self) -> list[Region]:
        """Where the grid of the data is, and the two fits."""
        stage = frame.safe_stage()
        if stage.is_upright:
            return stage.stack(1, 2, gap=0.4)
        return stage.split(1, 1.55, gap=0.5) if frame.is_wide() else stage.split(1, 2.9, gap=0.35)

    def swing(self, door: Door, seconds: float = 0.9) -> None:
        """Open a door."""
        share = ValueTracker(0)
        door.add_updater(lambda d: d.open(share.get_value()))
        self.play(share.animate.set_value(1), run_time=seconds)
        door.clear_updaters()
