"""The blindfolded hiker: all that is felt is the slope underfoot, which is true nearby and says nothing of the map.

Sources: Cauchy 1847 (gradient descent); Griewank & Walther 2008, Evaluating Derivatives, section 3.3 (what a reverse
sweep costs).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.parameters import ExperimentParams
from sim.landscapes import BlindfoldedHiker
from sim.optimizers import SGD
from sim.parameters import Array
from sim.runs import NEVER, Run, run, walk

LEAPS = (1 / 60, 1 / 6, 1 / 2, 1.0)  # fractions of the longest leap
LEAP_POINTS = 121
GRID = 41  # starts along each axis of the map
GRID_STEPS = 300
GRID_EVERY = 5  # steps from one place of a way over the map to the next
LEVEL = 1e-6  # a slope that nobody can feel
SLOWEST_LR = 0.2  # of the map; a slower hiker goes where this one goes, and later
DIFFERENCE = 1e-5  # how far a walk for a finite difference goes


class Params(ExperimentParams):
    """What can be chosen about the hiker."""

    lr: float = Field(0.2, gt=0, le=2, description="learning rate of the hiker", json_schema_extra={"unit": "1"})
    start_x: float = Field(
        0.4, ge=-4, le=4, description="where the hiker stands, west to east", json_schema_extra={"unit": "weight"}
    )
    start_y: float = Field(
        2.6, ge=-4, le=4, description="where the hiker stands, south to north", json_schema_extra={"unit": "weight"}
    )
    steps: int = Field(60, ge=5, le=1000, description="how many steps are taken", json_schema_extra={"unit": "steps"})
    longest_leap: float = Field(
        6.0,
        ge=0.1,
        le=12,
        description="how far downhill the slope's promise is followed",
        json_schema_extra={"unit": "weight"},
    )
    weights: int = Field(
        1_000_000,
        ge=2,
        le=10**12,
        description="how many weights the model has of which one backward pass feels every slope",
        json_schema_extra={"unit": "weights"},
    )


@dataclass(frozen=True)
class Leap:
    """Straight downhill from the start.

    Attributes:
        distance: how far.
        promised: how much lower the slope at the start says one will be.
        delivered: how much lower one is; negative if higher.
    """

    distance: float
    promised: float
    delivered: float

    @property
    def higher(self) -> bool:
        """Whether the leap led uphill."""
        return self.delivered < 0


@dataclass(frozen=True)
class Promise:
    """What the slope at the start promises straight downhill and what the ground delivers.

    Attributes:
        distances: from 0 to the longest leap, shape ``(121,)``.
        promised, delivered: how much lower, shape ``(121,)``.
        positions: where the leaps land, shape ``(121, 2)``.
        leaps: at a 60th, a 6th, a half and the whole of the longest leap.
    """

    distances: Array
    promised: Array
    delivered: Array
    positions: Array
    leaps: tuple[Leap, ...]


@dataclass(frozen=True)
class Map:
    """Where gradient descent ends from every start of a grid over the map.

    Attributes:
        lr: the learning rate, the hiker's or 0.2 if that is more.
        axis: the coordinates of the grid along either axis, shape ``(41,)``.
        valleys: the row of ``Result.minima`` in which the hiker who starts at ``(axis[i], axis[j])`` ends, shape
            ``(41, 41)``; -1 if none.
        shares: the fraction of the grid that ends in each valley, shape ``(3,)``.
        ways: where all of them are at the start and after every fifth of 300 steps, shape ``(61, 41 * 41, 2)``.
    """

    lr: float
    axis: Array
    valleys: NDArray[np.int64]
    shares: Array
    ways: Array


@dataclass(frozen=True)
class Probing:
    """The slope at the start by walking a little along each axis and back, in comparison.

    Attributes:
        gradient: the estimate, shape ``(2,)``.
        error: the largest difference of a slope from the exact one.
        evaluations: how many losses it took.
        evaluations_for_all: how many losses a model with ``weights`` weights takes.
    """

    gradient: Array
    error: float
    evaluations: int
    evaluations_for_all: int


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        minima: the valleys, the deepest first, shape ``(3, 2)``; ``minima_losses`` their losses.
        gradient: at the start, shape ``(2,)``; ``slope`` its length.
        downhill: the direction of the first step, of length 1; zeros on level ground.
        descent: the hiker's walk, one reading of the slope a step.
        valley: the row of ``minima`` in which the walk ended; None if in none of them yet.
    """

    params: Params
    landscape: BlindfoldedHiker
    minima: Array
    minima_losses: Array
    gradient: Array
    slope: float
    downhill: Array
    promise: Promise
    descent: Run
    valley: int | None
    map: Map
    probing: Probing

    @property
    def losses(self) -> Array:
        """The hiker's height at every step."""
        assert self.descent.losses is not None
        return self.descent.losses

    @property
    def level(self) -> bool:
        """Whether there is no slope to be felt at the start."""
        return self.slope < LEVEL

    @property
    def found_deepest(self) -> bool:
        return self.valley == 0

    def tangent(self, position: Array) -> Array:
        """The height of the plane that touches the ground at the start, at positions of shape ``(..., 2)``."""
        offset = position - self.descent.positions[0]
        height: Array = self.losses[0] + offset @ self.gradient
        return height


def simulate(params: Params) -> Result:
    landscape = BlindfoldedHiker()
    start = np.array([params.start_x, params.start_y])
    gradient = landscape.gradient(start)
    slope = float(np.linalg.norm(gradient))
    downhill = -gradient / slope if slope > 0 else np.zeros(2)
    descent = run(SGD(lr=params.lr), landscape, start, params.steps)
    (valley,) = _valleys(descent.positions[-1:], landscape) if descent.diverged_at is None else (NEVER,)
    return Result(
        params=params,
        landscape=landscape,
        minima=landscape.minima,
        minima_losses=landscape.loss(landscape.minima),
        gradient=gradient,
        slope=slope,
        downhill=downhill,
        promise=_promise(params, landscape, start, downhill, slope),
        descent=descent,
        valley=None if valley == NEVER else int(valley),
        map=_map(params, landscape),
        probing=_probing(params, landscape, start, gradient),
    )


def _promise(params: Params, landscape: BlindfoldedHiker, start: Array, downhill: Array, slope: float) -> Promise:
    def lands(distances: Array) -> Array:
        return start + distances[:, np.newaxis] * downhill

    def delivered(distances: Array) -> Array:
        return landscape.loss(start) - landscape.loss(lands(distances))

    distances = np.linspace(0, params.longest_leap, LEAP_POINTS)
    shown = params.longest_leap * np.array(LEAPS)
    leaps = zip(shown.tolist(), (slope * shown).tolist(), delivered(shown).tolist(), strict=True)
    return Promise(
        distances=distances,
        promised=slope * distances,
        delivered=delivered(distances),
        positions=lands(distances),
        leaps=tuple(Leap(*leap) for leap in leaps),
    )


def _map(params: Params, landscape: BlindfoldedHiker) -> Map:
    low, high = landscape.view[0]
    axis = np.linspace(low, high, GRID)
    starts = np.stack(np.meshgrid(axis, axis, indexing="ij"), axis=-1).reshape(-1, 2)
    lr = max(params.lr, SLOWEST_LR)
    with np.errstate(all="ignore"):
        steps = islice(walk(SGD(lr=lr), landscape, starts), GRID_STEPS)
        ways = np.array([starts, *(each.step.position for each in islice(steps, GRID_EVERY - 1, None, GRID_EVERY))])
    valleys = _valleys(ways[-1], landscape)
    shares = np.array([np.mean(valleys == row) for row in range(len(landscape.minima))])
    return Map(lr, axis, valleys.reshape(GRID, GRID), shares, ways)


def _valleys(positions: Array, landscape: BlindfoldedHiker) -> NDArray[np.int64]:
    """The row of the minimum that each position has come near; -1 if it is near none."""
    distances = np.linalg.norm(positions[:, np.newaxis] - landscape.minima, axis=-1)
    nearest = np.argmin(distances, axis=-1)
    return np.where(np.min(distances, axis=-1) < 0.5, nearest, NEVER)


def _probing(params: Params, landscape: BlindfoldedHiker, start: Array, gradient: Array) -> Probing:
    places = np.vstack([start, start + DIFFERENCE * np.eye(len(start))])
    losses = landscape.loss(places)
    estimate = (losses[1:] - losses[0]) / DIFFERENCE
    error = float(np.max(np.abs(estimate - gradient)))
    return Probing(estimate, error, len(places), params.weights + 1)
