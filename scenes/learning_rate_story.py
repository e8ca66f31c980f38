"""The learning rate story: one rate for all is set by the steepest road; Adam gives each its own, along the axes."""

from __future__ import annotations

from manim import DOWN, UP, FadeIn, FadeOut, FadeTransform, ValueTracker, VGroup

from film.language import say
from scenes.catalog import CLIPS
from scenes.parts import drives, frame
from scenes.parts.board import board
from scenes.parts.clip_scene import ClipScene
from scenes.parts.drives import RoadRace, shown
from scenes.parts.frame import Region
from scenes.parts.matrix_grid import Glasses, MatrixGrid
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain
from scenes.parts.turned_bowls import TurnedBowls
from scenes.parts.typesetting import FORMULA, maths
from scenes.scripts import learning_rate_story as script
from sim.experiments import learning_rate_story as experiment
from sim.experiments.arrival import GOAL
from sim.experiments.learning_rate_story import Drive
from sim.landscapes import TurnedBowl

BOARD = 4.2, 4.3  # width of the board with the dials, or its height in upright pictures, in frame units


class LearningRateStory(ClipScene):
    """The story of Mental Model 3 over the runs of :mod:`sim.experiments.learning_rate_story`."""

    title = CLIPS["learning-rate-story"].title
    params_model = experiment.Params
    simulate = staticmethod(experiment.simulate)
    script = staticmethod(script.beats)
    poster_beat = "a-dial-each"
    result: experiment.Result

    def construct(self) -> None:
        self.show_title()
        self.two_roads()
        self.one_dial()
        self.steepest_caps()
        self.a_dial_each()
        self.turned()
        self.only_the_diagonal()
        self.along_the_axes()

    def two_roads(self) -> None:
        theme, result = self.theme, self.result
        with self.tell("two-roads"):
            self.show_recipe(self.landscape(), steps=False)
            self.board, self.controls, ground = board(*BOARD, theme)
            self.roads = RoadRace(result, ground, theme)
            self.cars = self.roads.cars(result.gradient_descent, self.clock)
            self.play(FadeIn(self.board, self.roads), run_time=0.8)
            self.play(FadeIn(self.cars, shift=0.4 * DOWN), run_time=0.6)
            self.dial = ValueTracker(result.lr)
            self.gauge = self.controls.inset(top=0.9).place(drives.one_dial(result, self.dial, theme))
            self.play(FadeIn(self.gauge), run_time=0.6)

    def one_dial(self) -> None:
        result = self.result
        with self.tell("one-dial"):
            self.show_recipe(f"{self.landscape()}, quad eta = {plain(result.lr)}")
            self.rule = self.controls.inset(top=0.15).place(maths("Delta x_i = -eta thin g_i", self.theme.ink), UP)
            self.play(FadeIn(self.rule), run_time=0.5)
            self.wait(0.5)
            self.run_to(1, seconds=1.6)
            moves = self.roads.first_moves(result.gradient_descent)
            self.play(FadeIn(moves), run_time=0.5)
        self.retire(moves)

    def steepest_caps(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("steepest-caps"):
            # The dial goes up, and the car on the mountain path flies off.
            self.play(self.dial.animate.set_value(result.too_high_lr), run_time=0.8)
            self.restart(result.too_high)
            self.show_recipe(f"{self.landscape()}, quad eta = {plain(result.too_high_lr)}")
            losses = [plain(loss) for loss in result.too_high.losses]
            loss = Readout(say("loss"), losses[0], theme, theme.gradient_descent)
            loss.add_updater(lambda r: r.show(losses[min(self.clock.step, len(losses) - 1)]))
            self.play(FadeIn(readout_rows([loss], widest="0.000e+00")), run_time=0.3)
            off = self.cars[0].gone_at or 4
            self.run_to(off, seconds=0.55 * off)
            self.run_to(len(losses) - 1, seconds=1.5)
            limit = f"2 / {plain(result.params.steepness)} = {plain(result.largest_stable_lr)}"
            bound = self.roads.in_the_sky(f"eta < 2 / lambda_max = {limit}")
            self.play(FadeIn(bound), run_time=0.4)
            self.wait(1)
            self.retire(loss)
            # Back below the limit the mountain path is soon done, and the highway is not.
            self.play(self.dial.animate.set_value(result.lr), run_time=0.6)
            self.restart(result.gradient_descent)
            self.show_recipe(f"{self.landscape()}, quad eta = {plain(result.lr)}")
            counter = self.count((self.steps_of("SGD"), result.gradient_descent))
            self.run_to(12, seconds=2.2)
            self.run_to(shown(result.gradient_descent), seconds=3)
        self.retire(counter, bound, self.gauge, self.rule)

    def a_dial_each(self) -> None:
        result = self.result
        with self.tell("a-dial-each"):
            self.restart(result.gradient_descent)
            self.cars.set_opacity(0.35)
            self.show_recipe(self.both_rates())
            adams = self.roads.cars(result.adam, self.clock)
            dials = drives.own_dials(result.adam, self.controls, self.clock, self.theme)
            self.play(FadeIn(dials, adams), run_time=0.5)
            self.run_to(1, seconds=1.2)
            moves = self.roads.first_moves(result.adam), self.roads.also(result.rmsprop)
            for move in moves:
                self.play(FadeIn(move), run_time=0.4)
                self.wait(0.9)
            self.retire(*moves)
            formula = self.roads.in_the_sky("Delta x_i = -eta hat(m)_i / (sqrt(hat(v)_i) + epsilon)")
            self.play(FadeIn(formula), run_time=0.4)
            counters = self.count((self.steps_of("SGD"), result.gradient_descent), (self.steps_of("Adam"), result.adam))
            first, last = sorted(shown(drive) for drive in (result.adam, result.gradient_descent))
            self.run_to(first, seconds=3.5)
            self.wait(0.7)
            self.run_to(last, seconds=2)
        self.leave(formula, dials, counters, self.board, self.roads, adams, self.cars)

    def turned(self) -> None:
        result, theme = self.result, self.theme
        with self.tell("turned"):
            self.clock.set_value(0)
            self.show_recipe(self.both_rates())
            bowls = TurnedBowls(result, frame.safe_stage(), theme)
            self.bring(bowls.plates, bowls)
            for last in bowls.race(False, self.clock):
                self.run_to(last, seconds=1.8)
            turn = ValueTracker(0)
            bowls.turn_along(turn)
            self.play(FadeIn(bowls.turned), run_time=0.4)
            self.play(turn.animate.set_value(result.params.angle), run_time=2.2)
            bowls.stay()
            self.clock.set_value(0)
            for last in bowls.race(True, self.clock):
                self.run_to(last, seconds=1.8)
        self.plates = bowls.plates
        self.leave(bowls, bowls.turned)

    def only_the_diagonal(self) -> None:
        result, theme, bowl = self.result, self.theme, self.result.turned_bowl
        with self.tell("only-the-diagonal"):
            self.show_recipe(f'"{say("curvatures of the bowl, and steps that Adam takes in it")}"', steps=False)
            above, middle, below = self.matrix_rooms()
            cell = min(1.45, above[0].width / 2, above[0].height / 2)
            grids = VGroup(*(region.place(MatrixGrid(result.bowl.hessian, cell, theme)) for region in above))
            scaling = middle.place(maths('D_t = "diag"(sqrt(hat(v)_t) + epsilon)^(-1)', theme.ink, 0.85 * FORMULA))
            table = drives.rates_table(result, below[1], below[::2], theme)
            # Each bowl becomes its matrix.
            becoming = (FadeTransform(plate, grid) for plate, grid in zip(self.plates, grids, strict=True))
            self.bring(seconds=0.3)
            self.play(*becoming, run_time=0.7)
            turn = ValueTracker(0)
            grids[1].add_updater(
                lambda grid: grid.show(TurnedBowl(steep=bowl.steep, flat=bowl.flat, angle=turn.get_value()).hessian)
            )
            self.play(turn.animate.set_value(bowl.angle), run_time=1.5)
            glasses = VGroup(*(Glasses(grid, theme.adam) for grid in grids))
            self.play(FadeIn(scaling, glasses, table.heads), run_time=0.6)
            for row in table.rows:
                self.play(FadeIn(row), run_time=0.5)
        self.leave(grids, glasses, scaling, table)

    def along_the_axes(self) -> None:
        result, theme = self.result, self.theme
        straight, turned = (result.gradient_descent, result.adam), (result.turned_gradient_descent, result.turned_adam)
        with self.tell("along-the-axes"):
            self.clock.set_value(0)
            self.show_recipe(self.both_rates())
            panel, room, ground = board(5.3, 4.8, theme)
            room = room.inset(top=0.1)
            above, below = room.stack(0.85, 3.7, gap=0.1) if room.is_upright else room.split(1, 1.2)
            roads, plate = RoadRace(result, ground, theme), drives.bowl_plate(result, below, theme)
            plate.turn_to(result.params.angle)
            moving = [roads.cars(drive, self.clock) for drive in straight]
            moving += [drives.bowl_runner(drive, plate, self.clock, theme) for drive in turned]
            self.bring(panel, roads, plate, *moving)
            self.count(*zip(map(self.steps_of, ("SGD", "Adam")), straight, strict=True))
            angle = f"{result.params.angle:g}"
            names = [say("{name}, turned {angle}°", name=name, angle=angle) for name in ("SGD", "Adam")]
            self.count(*zip(names, turned, strict=True), region=above)
            for last in sorted({shown(drive) for drive in (*straight, *turned)}):
                self.run_to(last, seconds=2)

    # What the beats share

    def matrix_rooms(self) -> tuple[list[Region], Region, list[Region]]:
        """Where the two matrices are, the formula between them or in a row of its own, and the table's columns."""
        stage = frame.safe_stage()
        if frame.is_narrow():
            matrices, formula, table = stage.stack(2.4, 0.75, 1.75, gap=0.1)
            return matrices.split(1.3, 1, 1.3)[::2], formula, table.split(1.3, 1, 1.3)
        above, below = zip(*(column.stack(2.95, 1.75, gap=0.1) for column in stage.split(1, 1, 1)), strict=True)
        return list(above[::2]), above[1], list(below)

    def landscape(self) -> str:
        return f"f = ({plain(self.result.params.steepness)} thin a^2 + b^2) \\/ 2"

    def both_rates(self) -> str:
        rates = plain(self.result.lr), plain(self.result.params.adam_lr)
        return f'{self.landscape()}, quad eta = {rates[0]} "{say("and")}" {rates[1]}'

    def steps_of(self, name: str) -> str:
        """What a counter of an optimizer's steps is called."""
        return say("{name}: steps until f < {goal}", name=name, goal=f"{GOAL:g}")

    def restart(self, drive: Drive) -> None:
        """Take the cars away, and let others stand at the start."""
        old = self.cars
        for car in old:
            car.clear_updaters()
        self.clock.set_value(0)
        self.cars = self.roads.cars(drive, self.clock)
        self.play(FadeOut(old), FadeIn(self.cars), run_time=0.4)

    def count(self, *rows: tuple[str, Drive], region: Region | None = None) -> VGroup:
        """Counters of the steps of some drives, on the clock."""
        counters = drives.step_counters(list(rows), self.clock, self.theme, region)
        self.play(FadeIn(counters), run_time=0.3)
        return counters
