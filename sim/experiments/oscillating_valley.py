"""The oscillating valley: a narrow quadratic valley, along which the pushes add up and across which they cancel.

Sources: Polyak 1964 (the best rate and momentum); Goh 2017, Why Momentum Really Works, distill.pub.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.arrival import arrival
from sim.experiments.parameters import ExperimentParams
from sim.landscapes import Quadratic
from sim.optimizers import SGD
from sim.parameters import Array
from sim.runs import Run, run


class Params(ExperimentParams):
    """What can be chosen about the valley and the ways through it."""

    condition_number: float = Field(
        50.0,
        ge=2,
        le=1000,
        description="how many times steeper the walls are than the floor, which has curvature 1",
        json_schema_extra={"unit": "1"},
    )
    lr_times_curvature: float = Field(
        1.9,
        gt=0,
        le=4,
        description="learning rate times the walls' curvature; plain gradient descent explodes above 2",
        json_schema_extra={"unit": "1"},
    )
    momentum: float = Field(
        0.7, ge=0, lt=1, description="momentum that cures the zig-zag", json_schema_extra={"unit": "1"}
    )
    heavy_momentum: float = Field(
        0.9, ge=0, lt=1, description="momentum that swings past the goal", json_schema_extra={"unit": "1"}
    )
    start_along: float = Field(
        -10.0,
        ge=-100,
        le=-0.1,
        description="start along the valley; the goal is at 0",
        json_schema_extra={"unit": "weight"},
    )
    start_across: float = Field(
        1.0, ge=-100, le=100, description="start across the valley", json_schema_extra={"unit": "weight"}
    )
    steps: int = Field(
        2000, ge=50, le=20000, description="how many steps each run takes", json_schema_extra={"unit": "steps"}
    )


@dataclass(frozen=True)
class Journey:
    """A run through the valley and what it took.

    Attributes:
        run: positions ``(T + 1, 2)``: along the valley, across it.
        arrived: the first step after which the loss stays below ``GOAL``; None if there is none.
        crossings: how often it crossed the valley's floor until it arrived, or at all.
        overshoots: how often it passed the goal along the valley until it arrived, or at all.
        sideways_path: how far it went across the valley altogether.
    """

    run: Run
    arrived: int | None
    crossings: int
    overshoots: int
    sideways_path: float

    @property
    def diverged(self) -> bool:
        return self.run.diverged_at is not None

    @property
    def exploded(self) -> bool:
        """Whether the loss ended above where it began, whether or not it left the finite numbers."""
        return self.diverged or bool(self.losses[-1] > self.losses[0])

    @property
    def losses(self) -> Array:
        assert self.run.losses is not None
        return self.run.losses

    @property
    def lr(self) -> float:
        return float(self.run.optimizer.lr)

    @property
    def crossings_at(self) -> NDArray[np.int64]:
        """How often the valley's floor has been crossed by each step, shape ``(T + 1,)``: a counter to show."""
        return np.concatenate([[0], np.cumsum(_passes(self.run.positions[:, 1]))])


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        landscape: curvature 1 along the valley, ``condition_number`` across it.
        start: ``(along, across)``.
        angle: between the downhill direction at the start and the direction to the goal, in degrees.
        wall_factor: what a step of ``zigzag`` multiplies the offset across the valley by.
        zigzag: plain gradient descent at ``lr_times_curvature``.
        careful: plain gradient descent at the rate that does not zig-zag, 1 / curvature of the walls.
        momentum, heavy: at zigzag's learning rate with the two momenta.
        best: Polyak's best learning rate and momentum for this condition number.
        nesterov: Nesterov's momentum at careful's learning rate.
        largest_stable_lr: of plain gradient descent, 2 / curvature of the walls.
        largest_stable_lr_momentum: with ``momentum``, ``2 (1 + momentum)`` / curvature of the walls.
    """

    params: Params
    landscape: Quadratic
    start: Array
    angle: float
    wall_factor: float
    zigzag: Journey
    careful: Journey
    momentum: Journey
    heavy: Journey
    best: Journey
    nesterov: Journey | None
    best_lr: float
    best_momentum: float
    largest_stable_lr: float
    largest_stable_lr_momentum: float


def simulate(params: Params) -> Result:
    steepest = params.condition_number
    landscape = Quadratic(curvatures=(1.0, steepest))
    start = np.array([params.start_along, params.start_across])
    lr = params.lr_times_curvature / steepest
    root = math.sqrt(steepest)
    # Polyak 1964, theorem 9, for curvatures between 1 and kappa.
    best_lr = 4 / (root + 1) ** 2
    best_momentum = ((root - 1) / (root + 1)) ** 2

    together = run(
        SGD(
            lr=np.array([lr, 1 / steepest, lr, lr, best_lr]),
            momentum=np.array([0.0, 0.0, params.momentum, params.heavy_momentum, best_momentum]),
        ),
        landscape,
        start,
        params.steps,
    )
    zigzag, careful, momentum, heavy, best = (_journey(together[i]) for i in range(5))
    nesterov = None
    if params.momentum > 0:
        rule = SGD(lr=1 / steepest, momentum=params.momentum, nesterov=True)
        nesterov = _journey(run(rule, landscape, start, params.steps))

    downhill = -landscape.gradient(start)
    to_goal = -start
    cosine = downhill @ to_goal / (np.linalg.norm(downhill) * np.linalg.norm(to_goal))
    return Result(
        params=params,
        landscape=landscape,
        start=start,
        angle=math.degrees(math.acos(min(cosine, 1.0))),
        wall_factor=1 - lr * steepest,
        zigzag=zigzag,
        careful=careful,
        momentum=momentum,
        heavy=heavy,
        best=best,
        nesterov=nesterov,
        best_lr=best_lr,
        best_momentum=best_momentum,
        largest_stable_lr=2 / steepest,
        largest_stable_lr_momentum=2 * (1 + params.momentum) / steepest,
    )


def _journey(taken: Run) -> Journey:
    arrived = arrival(taken)
    until = slice(None if arrived is None else arrived + 1)
    along, across = taken.positions.T
    return Journey(
        run=taken,
        arrived=arrived,
        crossings=int(_passes(across[until]).sum()),
        overshoots=int(_passes(along[until]).sum()),
        sideways_path=float(np.sum(np.abs(np.diff(across)))),
    )


def _passes(offsets: Array) -> NDArray[np.int64]:
    """1 for each step that passed zero, else 0, shape ``(T,)``."""
    sides = np.sign(offsets)  # the product of the offsets themselves underflows close to zero
    return (sides[1:] * sides[:-1] < 0).astype(np.int64)
