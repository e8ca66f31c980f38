"""A learning rate means something else to each optimizer: Adam's is a length, SGD's depends on the loss's scale.

Sources: Kingma & Ba 2015, section 2.1 (invariance to the gradient's scale; the step's bound); Polyak 1964.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from sim.experiments.arrival import ROUNDED, arrival, first, first_for_good
from sim.experiments.parameters import ExperimentParams
from sim.landscapes import Quadratic
from sim.optimizers import SGD, Adam, Optimizer
from sim.parameters import Array
from sim.runs import Run, run

START = (-10.0, 1.0)
VALLEY_STEPS = 3000
TARGET_STEPS = 5000
BOWL_STEPS = 1000
CLOSE = 0.01  # of the way to a target
REST = 100  # steps


class Params(ExperimentParams):
    """What can be chosen about the two optimizers and what they meet."""

    condition_number: float = Field(
        50.0,
        ge=2,
        le=1000,
        description="how many times steeper the valley's walls are than its floor",
        json_schema_extra={"unit": "1"},
    )
    sgd_lr: float = Field(
        0.02, gt=0, le=1, description="learning rate of SGD in the valley", json_schema_extra={"unit": "weight²/loss"}
    )
    adam_lr: float = Field(
        0.1, gt=0, le=1, description="the large learning rate of Adam", json_schema_extra={"unit": "weight"}
    )
    small_adam_lr: float = Field(
        1e-3, gt=0, le=1, description="the small learning rate of Adam", json_schema_extra={"unit": "weight"}
    )
    factor: float = Field(
        1000.0,
        ge=2,
        le=9999,
        description="what the loss is multiplied and divided by",
        json_schema_extra={"unit": "1"},
    )
    near: float = Field(
        0.05, ge=1e-3, le=0.5, description="distance of the near target", json_schema_extra={"unit": "weight"}
    )
    far: float = Field(
        100.0, ge=2, le=1e4, description="distance of the far target", json_schema_extra={"unit": "weight"}
    )
    steepness: float = Field(
        1e4,
        ge=2,
        le=1e6,
        description="curvature of the steep bowl; the flat one's is 1",
        json_schema_extra={"unit": "1"},
    )
    bowl_lr_times_steepness: float = Field(
        1.0,
        gt=0,
        lt=2,
        description="learning rate of SGD in both bowls, times the steep one's curvature",
        json_schema_extra={"unit": "1"},
    )

    @model_validator(mode="after")
    def _are_small_and_large(self) -> Self:
        if self.small_adam_lr >= self.adam_lr:
            raise ValueError(
                f"small_adam_lr={self.small_adam_lr:g}: must be < adam_lr={self.adam_lr:g}, because the smaller rate "
                "races against the larger one"
            )
        return self


@dataclass(frozen=True)
class Scaled:
    """The valley with its loss multiplied by a factor.

    Attributes:
        factor: what the loss is multiplied by.
        sgd, adam: positions ``(T + 1, 2)``; a run that left the finite numbers is as long as it was finite.
        sgd_losses, adam_losses: in the unit of the valley as it was, shape ``(T + 1,)``.
        sgd_arrived, adam_arrived: the first step after which those stay below ``GOAL``; None if there is none.
    """

    factor: float
    sgd: Run
    adam: Run
    sgd_losses: Array
    adam_losses: Array
    sgd_arrived: int | None
    adam_arrived: int | None

    @property
    def sgd_exploded(self) -> bool:
        return self.sgd.diverged_at is not None or bool(self.sgd_losses[-1] > self.sgd_losses[0])


@dataclass(frozen=True)
class Race:
    """Adam from 0 to a target at one of the two learning rates, on ``(x - distance)^2 / 2``.

    At a learning rate that is large for the distance Adam does not stay: while it rests, its second moment fades, until
    its steps are too long for the bowl and it breaks out again. When it does grows out of the last digit's rounding, so
    what comes after the first rest is not to the digit the same on every machine.

    Attributes:
        distance: of the target.
        lr: Adam's learning rate.
        positions: shape ``(5001,)``.
        arrived: the first step of a hundred and more that are all within a hundredth of the way; None if there is none.
        outbreaks: how often it leaves that neighbourhood again after a rest of a hundred steps and more.
        farthest_outbreak: how far from the target it is then at most, in distances; 0 if it stays.
        farthest: the largest position in distances: 2 is past the target by as much as it was away.
        after_1000: the position after 1000 steps.
    """

    distance: float
    lr: float
    positions: Array = field(metadata=ROUNDED)
    arrived: int | None
    outbreaks: int = field(metadata=ROUNDED)
    farthest_outbreak: float = field(metadata=ROUNDED)
    farthest: float
    after_1000: float

    @property
    def stays(self) -> bool:
        return self.arrived is not None and self.outbreaks == 0

    @property
    def breaks_out_at(self) -> int | None:
        """The first step after the arrival that is not close again; None if it stays. Rounding decides it."""
        if self.arrived is None:
            return None
        out = first(np.abs(self.positions[self.arrived :] - self.distance) >= CLOSE * self.distance)
        return None if out is None else self.arrived + out


@dataclass(frozen=True)
class Bowl:
    """SGD in a bowl, let go at 1.

    Attributes:
        curvature: of the bowl.
        positions: how much of the way is left at each step, shape ``(1001,)``.
        left_after_one, left_after_1000: how much that is.
    """

    curvature: float
    positions: Array
    left_after_one: float
    left_after_1000: float

    @property
    def arrived(self) -> int | None:
        """The first step after which less than a hundredth of the way is left; None if there is none."""
        return first_for_good(np.abs(self.positions) < CLOSE)


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        landscape: the valley as it is.
        scaled: its loss as it is, divided and multiplied by the factor.
        largest_path_difference: how far Adam's three paths ever are from each other.
        races: for the near target, the one at 1 and the far one, a pair of the small and the large learning rate.
        bowl_lr: of SGD in the bowls.
        flat, steep: the bowls.
    """

    params: Params
    landscape: Quadratic
    scaled: tuple[Scaled, ...]
    largest_path_difference: float
    races: tuple[tuple[Race, Race], ...]
    bowl_lr: float
    flat: Bowl
    steep: Bowl


def winner(pair: tuple[Race, Race]) -> Race | None:
    """The one of two races that stays at its target and was there first; None if neither stays."""
    staying = [race for race in pair if race.stays]
    return min(staying, key=lambda race: race.arrived or 0, default=None)


def simulate(params: Params) -> Result:
    scaled = tuple(_scaled(params, factor) for factor in (1.0, 1 / params.factor, params.factor))
    distances = np.repeat([params.near, 1.0, params.far], 2)
    rates = np.tile([params.small_adam_lr, params.adam_lr], 3)
    races = [_race(*each) for each in zip(distances, rates, _race_positions(distances, rates).T, strict=True)]
    bowl_lr = params.bowl_lr_times_steepness / params.steepness
    return Result(
        params=params,
        landscape=_valley(params, 1.0),
        scaled=scaled,
        largest_path_difference=float(
            max(np.max(np.abs(each.adam.positions - scaled[0].adam.positions)) for each in scaled)
        ),
        races=tuple(zip(races[::2], races[1::2], strict=True)),
        bowl_lr=bowl_lr,
        flat=_bowl(1.0, bowl_lr),
        steep=_bowl(params.steepness, bowl_lr),
    )


def _valley(params: Params, factor: float) -> Quadratic:
    return Quadratic(curvatures=(factor, factor * params.condition_number))


def _scaled(params: Params, factor: float) -> Scaled:
    valley = _valley(params, factor)

    def go(rule: Optimizer) -> tuple[Run, Array, int | None]:
        taken = run(rule, valley, START, VALLEY_STEPS)
        assert taken.losses is not None
        losses = taken.losses / factor
        return taken, losses, arrival(taken, unit=factor)

    sgd, sgd_losses, sgd_arrived = go(SGD(lr=params.sgd_lr))
    adam, adam_losses, adam_arrived = go(Adam(lr=params.adam_lr))
    return Scaled(factor, sgd, adam, sgd_losses, adam_losses, sgd_arrived, adam_arrived)


def _race_positions(distances: Array, rates: Array) -> Array:
    """All races at once, shape ``(5001, len(distances))``."""
    starts = -distances[:, np.newaxis]
    offsets = run(Adam(lr=rates), Quadratic(curvatures=(1.0,)), starts, TARGET_STEPS).positions[..., 0]
    positions: Array = offsets + distances
    return positions


def _race(distance: float, lr: float, positions: Array) -> Race:
    offsets = np.abs(positions - distance) / distance
    # The stretches between two steps that are not close; the first ends where the run begins, the last with it.
    away = np.concatenate([[-1], np.flatnonzero(offsets >= CLOSE), [len(offsets)]])
    rests = np.flatnonzero(np.diff(away) > REST)
    arrived = int(away[rests[0]]) + 1 if rests.size else None
    return Race(
        distance=float(distance),
        lr=float(lr),
        positions=positions,
        arrived=arrived,
        outbreaks=int(np.count_nonzero(away[rests + 1] < len(offsets))),
        farthest_outbreak=0.0 if arrived is None else _beyond(offsets[arrived:]),
        farthest=float(positions.max() / distance),
        after_1000=float(positions[1000]),
    )


def _beyond(offsets: Array) -> float:
    """The largest offset, if it is not close."""
    largest = float(offsets.max())
    return largest if largest >= CLOSE else 0.0


def _bowl(curvature: float, lr: float) -> Bowl:
    positions = run(SGD(lr=lr), Quadratic(curvatures=(curvature,)), 1.0, BOWL_STEPS).positions[:, 0]
    return Bowl(curvature, positions, float(positions[1]), float(positions[-1]))
