"""When to use what: three recipes of one family, tuned against each other, and where each wins."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, Rectangle, Star, ValueTracker, VGroup, linear

from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import undistorted
from scenes.parts.door import Door
from scenes.parts.drives import RoadRace, shown, step_counters
from scenes.parts.feature_grid import FeatureGrid
from scenes.parts.frame import Region
from scenes.parts.key import line_key
from scenes.parts.kind_bars import KindBars
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import four_digits
from scenes.parts.slider import Slider
from scenes.parts.trail import Dots, PathTrail, PolyLine
from scenes.parts.tube import TubeRun
from scenes.parts.tuning_chart import Tried, TuningChart
from scenes.parts.typesetting import FORMULA, LABEL, READOUT, maths, words
from scenes.scripts import when_to_use_what as script
from sim.experiments import when_to_use_what as experiment
from sim.experiments.rare_features import RARE
from sim.landscapes import Quadratic

NAMES = ("SGD + momentum", "Adam", "AdamW")
SHOWN_STEPS = 90  # of the paths through the valley
SHOWN_EXAMPLES = 14  # rows of the built data that can be told apart
KINDS = ("label", "1", "1", "own +", "own −")
ADVICE = (
    ("images, CNN", "SGD + momentum, or AdamW", "Wilson 2017, Choi 2019"),
    ("text, transformer", "AdamW", "Zhang 2020, Kunstner 2024"),
    ("sparse embeddings", "Adam, or Adagrad", "Duchi 2011"),
    ("whichever it is", "tune its learning rate", "Choi 2019, Schmidt 2021"),
)


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
            self.above, self.below = frame.safe_stage().stack(1, 3.6, gap=0.1)
            self.doors = self.hang(self.below)
            for door in self.doors:
                self.play(FadeIn(door, shift=0.3 * UP), run_time=0.5)

    def one_family(self) -> None:
        theme = self.theme
        with self.tell("one-family"):
            colours = {"decay": theme.target, "size": theme.second_moment, "velocity": theme.momentum}
            terms = {name: theme.text_colour(colour) for name, colour in colours.items()}
            formula = maths(
                "x_(t+1) = {{ (1 - eta lambda) : decay }} x_t - eta {{ D_t : size }} {{ m_t : velocity }}",
                theme.ink,
                1.15 * FORMULA,
                terms=terms,
            )
            self.play(FadeIn(self.above.place(formula)), run_time=0.5)
            rooms = (
                ("D = 1", "lambda = 0"),
                ("D = 1 \\/ (sqrt(hat(v)) + epsilon)", "lambda = 0"),
                ("D = 1 \\/ (sqrt(hat(v)) + epsilon)", "lambda > 0"),
            )
            self.furniture = VGroup()
            for door, (size, decay) in zip(self.doors, rooms, strict=True):
                inside = door.furnish(
                    maths(size, terms["size"], 0.8 * FORMULA), maths(decay, terms["decay"], 0.8 * FORMULA)
                )
                self.swing(door)
                self.play(FadeIn(inside), run_time=0.4)
                self.furniture.add(inside)
        self.leave(*self.doors, self.furniture, formula)

    def push_epsilon_up(self) -> None:
        theme, sweep, params = self.theme, self.result.epsilon, self.result.params
        valley = Quadratic(curvatures=(1.0, 50.0))
        with self.tell("push-epsilon-up"):
            self.show_recipe(
                f"f = (x^2 + 50 y^2) \\/ 2, quad eta = {sweep.lr:g}, quad mu = beta_1 = {params.momentum:g}",
                steps=False,
            )
            above, below = frame.stage().stack(2.35, 2.25, gap=0.2)
            ways = np.concatenate([sweep.momentum, *sweep.paths])
            low, high = ways.min(axis=0), ways.max(axis=0)
            seen = undistorted(above, (low[0] - 0.7, high[0] + 0.7), (1.2 * low[1], 1.2 * high[1]))
            top = float(valley.loss(sweep.momentum[0]))
            ground = ContourMap(valley.loss, [top * s for s in (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)], seen, theme)
            goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.26)
            places = seen.point(sweep.paths[..., 0], sweep.paths[..., 1])[:, : SHOWN_STEPS + 1]
            momentum = seen.point(*sweep.momentum.T)[: SHOWN_STEPS + 1]
            trail = PolyLine(momentum, theme.momentum, 10, opacity=0.75).draw_all()
            adam = PathTrail(places[0], theme.adam)
            # What is turned, and what the formula makes of it.
            left, right = Region(frame.safe_area().left, frame.safe_area().right, below.bottom, below.top).split(
                1.5, 1, gap=0.6
            )
            largest = f"{params.largest_eps:.0e}".replace("e+0", "e").replace("e+", "e")
            slider = Slider(
                "Adam's ε", {experiment.SMALLEST_EPS: "1e-8", 1.0: "1", params.largest_eps: largest}, theme.adam, theme,
                width=0.8 * left.width,
            )  # fmt: skip
            left.inset(top=0.2).place(slider, UP)
            key = line_key([("SGD + momentum", theme.momentum, 10), ("Adam", theme.adam, 4)], theme)
            formula = maths(
                "hat(m) / (sqrt(hat(v)) + epsilon) --> hat(m) / epsilon quad (epsilon -> infinity)", theme.ink
            )
            right.place(VGroup(formula, key).arrange(DOWN, buff=0.3))
            gap = Readout("largest gap between the paths", four_digits(sweep.gaps[0]), theme)
            self.bring(ground, goal.move_to(seen.point(0, 0)), trail)
            self.play(FadeIn(adam.walk_to(SHOWN_STEPS), slider, key, readout_rows([gap], "0.000e-00")), run_time=0.5)
            index = ValueTracker(0)

            def follow(path: PathTrail) -> None:
                at = min(index.get_value(), len(places) - 1)
                low, share = int(at), at - int(at)
                here = places[low] + share * (places[min(low + 1, len(places) - 1)] - places[low])
                path.line.places = here
                path.line.draw_all()
                path.dots.set_points(Dots(here, theme.adam).show(len(here)).points)
                slider.turn_to(float(np.exp(np.interp(at, np.arange(len(places)), np.log(sweep.epsilons)))))
                gap.show(four_digits(sweep.gaps[round(at)]))

            adam.add_updater(follow)
            self.play(index.animate.set_value(len(places) // 2), run_time=2, rate_func=linear)
            self.play(FadeIn(formula), run_time=0.4)
            self.play(index.animate.set_value(len(places) - 1), run_time=4, rate_func=linear)
            note = VGroup()
            if script.becomes_momentum(self.result):
                note.add(words("so, tuned in full, Adam cannot lose (Choi 2019)", theme.ink, LABEL))
                self.play(FadeIn(note.next_to(slider, DOWN, buff=0.4)), run_time=0.4)
        self.leave(ground, goal, trail, adam, slider, note, key, formula, gap)

    def tuned_against_tuned(self) -> None:
        theme, result = self.theme, self.result
        tasks = (
            (f"{result.zipf.classes} classes, Zipf", result.zipf),
            (f"{result.balanced.classes} classes, equal", result.balanced),
        )
        with self.tell("tuned-against-tuned"):
            self.show_recipe(
                f'"softmax regression, {result.params.tuning_steps} steps at each" eta, quad mu = 0.9', steps=False
            )
            charts, bests = VGroup(), VGroup()
            for (name, task), region in zip(tasks, frame.safe_stage().inset(bottom=0.75).split(1, 1), strict=True):
                methods = (
                    Tried(np.array(experiment.SGD_RATES), task.sgd, experiment.SGD_RULE, theme.momentum),
                    Tried(np.array(experiment.ADAM_RATES), task.adam, experiment.ADAM_RULE, theme.adam),
                )
                charts.add(TuningChart(name, methods, region, theme).show(0))
                rows = [
                    Readout("best: SGD+M", f"{task.best_sgd:.3f}", theme, theme.momentum, LABEL),
                    Readout("Adam", f"{task.best_adam:.3f}", theme, theme.adam, LABEL),
                ]
                best = VGroup(*(row.put(0, 0, 0.95) for row in rows)).arrange(RIGHT, buff=0.5)
                best.move_to([region.centre[0] + 0.3, region.bottom - 0.45, 0])
                rows[1].put(best.get_right()[0], rows[0].number.baseline, 0.95)
                bests.add(best)
            self.bring(charts)
            tried = ValueTracker(0)
            for chart in charts:
                chart.add_updater(lambda c: c.show(tried.get_value()))
            self.play(tried.animate.set_value(len(experiment.SGD_RATES)), run_time=4, rate_func=linear)
            self.play(FadeIn(bests), run_time=0.4)
            self.wait(1)
            # What the guides say to begin with hangs high on both slopes.
            rules = VGroup(*(chart.rules() for chart in charts))
            label = words("ringed: rules of thumb, 0.1 and 3e-4", theme.text_colour(theme.target), LABEL)
            frame.readouts().place(label, RIGHT)
            self.play(FadeIn(rules, label), run_time=0.5)
        self.leave(charts, bests, rules, label)

    def both_fit(self) -> None:
        theme, built = self.theme, self.result.built
        with self.tell("both-fit"):
            rates = f'eta = {self.result.params.sgd_lr:g} "and" {self.result.params.adam_lr:g}'
            self.show_recipe(f'"built by Wilson et al.: 200 examples, 1003 features," {rates}', steps=False)
            left, right = frame.safe_stage().split(1, 1.55, gap=0.5)
            head, body = left.stack(0.5, 4.3, gap=0)
            order = np.argsort(-built.labels, kind="stable")[:: len(built.labels) // SHOWN_EXAMPLES][:SHOWN_EXAMPLES]
            private = (3 + experiment.PRIVATE * order[:, None] + np.arange(experiment.PRIVATE)).ravel()
            entries = np.hstack([built.inputs[order, :3], built.inputs[np.ix_(order, private)]])
            grid = FeatureGrid(entries, (3, 6), (theme.gradient, theme.rule), body, theme)
            name = head.place(words("examples: label, 1, 1, then private", theme.quiet_ink, LABEL), LEFT)
            runs = ((("SGD + momentum", built.sgd, theme.momentum)), ("Adam", built.adam, theme.adam))
            reach = 1.05 * max(float(np.abs(fit.run.positions[-1]).max()) for _, fit, _ in runs)
            panels, scores, verdicts = VGroup(), VGroup(), VGroup()
            for (title, fit, colour), region in zip(runs, right.stack(1, 1, gap=0.4), strict=True):
                bars, side = region.split(2.3, 1, gap=0.3)
                panel = KindBars(
                    f"{title}: weights", KINDS, fit.run.positions, colour, reach=reach, region=bars, theme=theme
                )
                last = len(fit.losses) - 1
                panel.add_updater(lambda p, last=last: p.show(self.grown(last)))
                score = Readout("", "+0.0000", theme, size=1.3 * READOUT)
                caption = words("new −1 scores", theme.quiet_ink, LABEL)
                side.place(VGroup(caption, score.number).arrange(DOWN, buff=0.2), UP)
                score.number.add_updater(
                    lambda n, fit=fit, last=last: n.show(f"{fit.scores[self.grown(last), 1]:+.4f}")
                )
                wrong = fit.scores[-1, 1] >= 0
                outcome = "wrong" if wrong else "right"
                verdict = words(
                    f"{outcome}\ntrain {100 * fit.train_accuracy:.4g}%\ntest {100 * fit.test_accuracy:.4g}%",
                    theme.text_colour(theme.target if wrong else colour),
                    LABEL,
                    "semibold",
                )
                verdicts.add(side.place(verdict, DOWN))
                scores.add(VGroup(caption, score.number))
                panels.add(panel)
            formula = frame.readouts().place(maths('w_"Adam" prop "sign"(X^top y)', theme.ink), RIGHT)
            self.clock.set_value(0)
            self.bring(grid, name)
            self.play(FadeIn(panels, scores), run_time=0.5)
            # Time runs faster and faster, for both alike: they have different numbers of steps to go.
            self.run_to(1, seconds=5)
            self.play(FadeIn(formula, verdicts), run_time=0.5)
            self.wait(0.8)
        self.leave(grid, name, panels, scores, verdicts, formula)

    def earns_its_memory(self) -> None:
        theme, roads, features = self.theme, self.result.roads, self.result.features
        drives = (roads.gradient_descent, roads.adam)
        with self.tell("earns-its-memory"):
            self.clock.set_value(0)
            self.show_recipe('"badly scaled: 1 to 400; sparse:" p = 0.005')
            left, right = frame.stage().split(1.15, 1, gap=0.2)
            race = RoadRace(roads, left, theme)
            cars = [race.cars(drive, self.clock) for drive in drives]
            side = Region(right.left + 0.1, frame.safe_area().right, right.bottom, right.top)
            head, *rows = side.inset(top=0.3, bottom=0.4).stack(0.6, 1, 1, gap=0.35)
            name = head.place(words("rare word, each tuned: steps", theme.ink, LABEL), LEFT)
            tubes = VGroup(
                *(
                    TubeRun(
                        title, learning.run.positions[:, [RARE]], float(learning.learned[RARE]),
                        region=row, colour=colour, theme=theme,
                    ).follow(self.clock)
                    for title, learning, colour, row in (
                        ("SGD", features.tuned_sgd, theme.gradient_descent, rows[0]),
                        ("Adam", features.tuned_adam, theme.adam, rows[1]),
                    )
                )
            )  # fmt: skip
            counters = step_counters(
                [("roads, SGD: steps", roads.gradient_descent), ("roads, Adam: steps", roads.adam)],
                self.clock,
                theme,
            )
            self.bring(race, *cars, name, tubes)
            self.play(FadeIn(counters), run_time=0.3)
            arrivals = sorted(
                {shown(drive) for drive in drives}
                | {int(each.learned[RARE]) for each in (features.tuned_sgd, features.tuned_adam)}
            )
            for step in arrivals:
                self.run_to(step, seconds=1.4)
        self.leave(race, *cars, name, tubes, counters)

    def defaults_not_laws(self) -> None:
        theme = self.theme
        with self.tell("defaults-not-laws"):
            self.show_recipe('"a starting point, with its sources"', steps=False)
            rows = VGroup()
            for (task, choice, source), band in zip(ADVICE, frame.safe_stage().stack(1, 1, 1, 1), strict=True):
                columns = band.inset(left=0.3).split(1, 1.5, 1.2, gap=0.2)
                texts = (
                    words(task, theme.ink, READOUT),
                    words(choice, theme.ink, READOUT, "semibold"),
                    words(source, theme.quiet_ink, LABEL),
                )
                card = Rectangle(width=band.width, height=band.height, stroke_width=0, fill_color=theme.panel)
                card.set_fill(opacity=1).move_to(band.centre)
                row = VGroup(card, *(column.place(text, LEFT) for column, text in zip(columns, texts, strict=True)))
                for text in texts[1:]:
                    text.shift((texts[0].baseline - text.baseline) * UP)
                rows.add(row)
            self.bring(seconds=0.3)
            for row in rows:
                self.play(FadeIn(row, shift=0.2 * RIGHT), run_time=0.5)
                self.wait(0.7)
        self.leave(rows)

    def no_one_wins(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("no-one-wins"):
            self.show_recipe('"what each one counts on"', steps=False)
            doors = self.hang(frame.safe_stage())
            built, roads = result.built, result.roads
            lines = (
                ("one rate\nsuits every\nweight", f"built data:\n{script.percent(built.sgd.test_accuracy)}, Adam "
                 f"{script.percent(built.adam.test_accuracy)}"),
                ("the axes mean\nsomething", f"two roads:\n{roads.adam.arrived} steps,\nSGD "
                 f"{roads.gradient_descent.arrived}"),
                ("the same, and\nsmall weights\nare better", "decay that no\nweight escapes"),
            )  # fmt: skip
            self.bring(*doors)
            for door, (assumption, proof) in zip(doors, lines, strict=True):
                inside = door.furnish(
                    words(assumption, theme.ink, READOUT, "semibold"), words(proof, theme.quiet_ink, LABEL)
                )
                self.swing(door, seconds=0.6)
                self.play(FadeIn(inside), run_time=0.4)

    # What the beats share

    def hang(self, region: Region) -> list[Door]:
        """Three closed doors side by side."""
        colours = (self.theme.momentum, self.theme.adam, self.theme.adam)
        return [
            Door(name, colour, column, self.theme)
            for name, colour, column in zip(NAMES, colours, region.split(1, 1, 1, gap=0.5), strict=True)
        ]

    def swing(self, door: Door, seconds: float = 0.9) -> None:
        """Open a door."""
        share = ValueTracker(0)
        door.add_updater(lambda d: d.open(share.get_value()))
        self.play(share.animate.set_value(1), run_time=seconds)
        door.clear_updaters()

    def grown(self, last: int) -> int:
        """The step of a run that ends when the clock shows 1, each second a fixed factor more of it."""
        return round((last + 1) ** min(self.clock.now, 1.0)) - 1
