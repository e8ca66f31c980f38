"""How the runs of the learning-rate story are cast: their cars, their ways over the bowl, their counters."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, UL, UP, Mobject, ValueTracker, VGroup

from film.language import mark, say
from scenes.parts import frame
from scenes.parts.car import CarRunner, Shape
from scenes.parts.frame import Region, shrunk
from scenes.parts.gauge import Gauge
from scenes.parts.map_runner import MapRunner
from scenes.parts.number_table import NumberTable
from scenes.parts.pointer import Pointer
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.road import Road, two_roads
from scenes.parts.rolling import plain
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.turntable import Turntable
from scenes.parts.typesetting import LABEL, READOUT, SMALL, Formula, Words, maths, words
from sim.experiments.learning_rate_story import Drive, Result
from sim.optimizers import Adam

_BETWEEN_WALLS = 0.65  # of the mountain path's width a formula may take
_SHARES = (0.002, 0.012, 0.04, 0.1, 0.22, 0.42, 0.7)  # of the start's loss, where the bowl changes its shade


def shown(drive: Drive) -> int:
    """How many steps of a drive are shown: until it arrives, or all."""
    return len(drive.losses) - 1 if drive.arrived is None else max(drive.arrived, 1)


def counted(drive: Drive, step: int) -> str:
    """The steps that a drive has taken; it stops counting where it arrives."""
    return f"{step}…" if drive.arrived is None else str(min(step, drive.arrived))


def colour_of(drive: Drive, theme: Theme) -> str:
    return theme.adam if isinstance(drive.run.optimizer, Adam) else theme.gradient_descent


class RoadRace(VGroup):
    """The mountain path above the highway; gradient descent drives trucks there, and Adam beetles."""

    def __init__(self, story: Result, region: Region, theme: Theme) -> None:
        self.theme = theme
        farthest = max(float(np.abs(drive.lanes).max()) for drive in (story.gradient_descent, story.adam))
        steepness = story.params.steepness
        steep = say("mountain path a: curvature {curvature}", curvature=plain(steepness)), steepness
        flat = say("highway b: curvature 1"), 1.0
        self.roads: tuple[Road, Road] = two_roads(steep, flat, max(1.5, 1.05 * farthest), region, theme)
        super().__init__(*self.roads)

    def cars(self, drive: Drive, clock: StepClock) -> VGroup:
        """A car on each road, on the clock."""
        shape: Shape = "beetle" if isinstance(drive.run.optimizer, Adam) else "truck"
        colour, length = colour_of(drive, self.theme), max(0.08 * self.roads[0].region.width, 0.6)
        return VGroup(
            *(
                CarRunner(
                    lane[: shown(drive) + 1], road.hillside, colour, self.theme, shape=shape, length=length
                ).follow(clock)
                for road, lane in zip(self.roads, drive.lanes.T, strict=True)
            )
        )

    def first_moves(self, drive: Drive) -> VGroup:
        """An arrow on each road for the first step, and how long it was."""
        moves = VGroup()
        for road, lane, length in zip(self.roads, drive.lanes.T, drive.first_move, strict=True):
            tail, tip = (road.hillside.rim(weight) for weight in lane[:2])
            # A short arrow floats above the roof of the car, a long one leads from place to place.
            lift = (0.1 if np.linalg.norm(tip - tail) > 2 else 0.75) * UP
            arrow = Pointer(self.theme.ink, width=0.1).point(tail + lift, tip + lift)
            label = words(say("moved {length}", length=plain(length)), self.theme.ink, READOUT, "semibold")
            label.next_to((tail + tip) / 2 + lift, UP, buff=0.25)
            frame.kept_left_of(label, frame.safe_area().right)
            if label.get_left()[0] < road.label.get_right()[0] + 0.3:  # the road's name leaves no room beside itself
                label.shift(min(0, road.label.get_bottom()[1] - 0.12 - label.get_top()[1]) * UP)
            moves.add(arrow, label)
        return moves

    def also(self, drive: Drive) -> Words:
        """What another diagonal method does first, in the free sky of the highway."""
        first, second = (plain(move) for move in drive.first_move)
        rule = drive.run.optimizer
        text = say(
            "{rule}, η = {rate}:\nfirst moves {first} and {second}",
            rule=type(rule).__name__,
            rate=plain(rule.lr),
            first=first,
            second=second,
        )
        region = self.roads[1].region
        margin = max(0.3, frame.safe_area().left - region.left)
        return region.inset(left=margin, top=0.35).place(words(text, self.theme.quiet_ink), UL)

    def in_the_sky(self, expression: str) -> Formula:
        """Mathematics above the mountain path, under its name, and between its walls."""
        formula, road = maths(expression, self.theme.ink), self.roads[0]
        shrunk(formula, _BETWEEN_WALLS * road.region.width)
        return formula.next_to(road.label, DOWN, buff=0.2)


def bowl_plate(story: Result, region: Region, theme: Theme) -> Turntable:
    """The bowl on a plate that holds every way through it, turned or not."""
    drives = story.gradient_descent, story.adam, story.turned_gradient_descent, story.turned_adam
    farthest = max(float(np.linalg.norm(drive.run.positions, axis=1).max()) for drive in drives)
    levels = [share * float(story.gradient_descent.losses[0]) for share in _SHARES]
    return Turntable(story.bowl.loss, levels, reach=1.1 * farthest, region=region, theme=theme)


def bowl_runner(drive: Drive, plate: Turntable, clock: StepClock, theme: Theme) -> MapRunner:
    """A run on the plate, on the clock."""
    width = 5 if isinstance(drive.run.optimizer, Adam) else 3.5
    places = drive.run.positions[: shown(drive) + 1]
    return MapRunner(places, plate.coordinates, colour_of(drive, theme), theme, width).follow(clock)


def step_counters(
    rows: list[tuple[str, Drive]], clock: StepClock, theme: Theme, region: Region | None = None
) -> VGroup:
    """Readouts of the steps that each drive has taken, on the clock."""
    readouts = []
    for name, drive in rows:
        readout = Readout(name, "0", theme, colour_of(drive, theme), LABEL)
        readout.add_updater(lambda r, d=drive: r.show(counted(d, clock.step)), call_updater=True)
        readouts.append(readout)
    widest = max((counted(drive, shown(drive)) for _, drive in rows), key=len)
    return readout_rows(readouts, widest, region)


def one_dial(story: Result, rate: ValueTracker, theme: Theme) -> Gauge:
    """The one learning rate of both cars, with the edge past which one of them flies off."""
    edge = story.largest_stable_lr
    gauge = Gauge(
        say("learning rate η\nof both cars"),
        theme.gradient_descent,
        theme,
        full=1.2 * story.too_high_lr,
        ticks={0: "0", edge: f"{edge:.2g}"},
        radius=1.1,
    )
    gauge.add_updater(lambda g: g.show(rate.get_value(), f"{rate.get_value():.2g}"), call_updater=True)
    return gauge


def own_dials(adam: Drive, region: Region, clock: StepClock, theme: Theme) -> VGroup:
    """A dial for each road: the effective learning rate that Adam gives it, on the clock."""
    rates = adam.own_rates[: shown(adam)]
    room = region.inset(top=0.2, bottom=0.15)
    head, *places = room.stack(0.3, 2, 2, gap=0.15)
    if not room.is_upright:
        places = room.inset(top=0.5).split(1, 1)
    dials = VGroup(head.place(words(say("effective learning rates"), theme.ink, SMALL), UP))
    for name, lane, place in zip((mark("mountain path"), mark("highway")), rates.T, places, strict=True):
        gauge = Gauge(say(name), theme.adam, theme, full=1.1 * float(rates.max()), ticks={}, radius=0.8)

        def follow(dial: Mobject, gauge: Gauge = gauge, lane: np.ndarray = lane) -> None:
            rate = float(lane[int(np.clip(clock.step - 1, 0, len(lane) - 1))])
            gauge.show(rate, f"{rate:.2g}")

        dials.add(place.place(gauge).add_updater(follow, call_updater=True))
    return dials


def rates_table(story: Result, names: Region, columns: Sequence[Region], theme: Theme) -> NumberTable:
    """Adam's steps in the bowl and in the turned one: its loss of speed does not hang on the chosen rate."""
    straight, turned = (story.adam, *story.other_adams), (story.turned_adam, *story.turned_other_adams)
    rows = [
        (
            say("steps at η = {rate}", rate=plain(pair[0].run.optimizer.lr)),
            [counted(drive, shown(drive)) for drive in pair],
        )
        for pair in zip(straight, turned, strict=True)
    ]
    heads = say("along the axes"), say("turned by {angle}°", angle=f"{story.params.angle:g}")
    return NumberTable(rows, names, columns, theme, heads)
