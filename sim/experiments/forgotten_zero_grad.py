"""Gradients that are never zeroed add up to momentum 1: a swing without friction, which small batches pump.

Sources: PyTorch's contract of ``Tensor.backward``, which accumulates into ``.grad``; Polyak 1964 (the stability limit
``lr * curvature < 2 (1 + momentum)``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.parameters import ExperimentParams
from sim.gradients import Batches
from sim.landscapes import Landscape, LeastSquares, Quadratic
from sim.optimizers import SGD
from sim.parameters import Array
from sim.runs import Run, run

EXAMPLES, WEIGHTS = 256, 10
SEEDS, SEEDS_STEPS = 200, 300
SWING_STEPS = 200
SWING_TAIL = 40  # places over which a swing's reach is taken
BOWL = Quadratic(curvatures=(1.0,))


class Params(ExperimentParams):
    """What can be chosen about the regression and the bowl."""

    lr: float = Field(
        0.05,
        ge=0.001,
        le=1,
        description="learning rate of the regression; with less not one swing is done in the time",
        json_schema_extra={"unit": "1"},
    )
    batch: int = Field(
        16, ge=1, le=256, description="how many of the 256 examples a small batch has", json_schema_extra={"unit": "1"}
    )
    label_noise: float = Field(
        0.1,
        ge=0,
        le=2,
        description="standard deviation of the labels' noise; with more there is little to learn",
        json_schema_extra={"unit": "1"},
    )
    slow_swing: float = Field(
        0.1,
        ge=0.01,
        le=0.2,
        description="learning rate times curvature of the gentle swing, slow enough to watch and quick enough to wait",
        json_schema_extra={"unit": "1"},
    )
    fast_swing: float = Field(
        3.9,
        ge=1,
        lt=4,
        description="learning rate times curvature close to the limit",
        json_schema_extra={"unit": "1"},
    )
    too_fast_swing: float = Field(
        4.1,
        gt=4,
        le=6,
        description="learning rate times curvature past the limit, in which 200 steps can still be counted",
        json_schema_extra={"unit": "1"},
    )
    data_seed: int = Field(0, ge=0, le=2**31, description="seed of the examples", json_schema_extra={"unit": "1"})
    seed: int = Field(1, ge=0, le=2**31, description="first seed of the batches", json_schema_extra={"unit": "1"})
    steps: int = Field(
        1000, ge=300, le=5000, description="how many steps are taken", json_schema_extra={"unit": "steps"}
    )


@dataclass(frozen=True)
class Pair:
    """The same training twice: with the gradient zeroed before every step, and never.

    Attributes:
        zeroed, not_zeroed: positions ``(T + 1, 10)``, losses over all examples ``(T + 1,)``.
    """

    zeroed: Run
    not_zeroed: Run

    @property
    def zeroed_losses(self) -> Array:
        assert self.zeroed.losses is not None
        return self.zeroed.losses

    @property
    def not_zeroed_losses(self) -> Array:
        """As long as the run was finite."""
        assert self.not_zeroed.losses is not None
        return self.not_zeroed.losses


@dataclass(frozen=True)
class Swing:
    """A ball in a bowl, let go at 1, whose gradient is never zeroed.

    Attributes:
        run: as gradient descent with momentum 1, positions ``(T + 1, 1)``.
        accumulated: the same ball by a loop that adds to ``.grad`` and never zeroes it, shape ``(T + 1,)``.
        buckets: what is in ``.grad`` after each backward pass, shape ``(T,)``.
        largest_difference: how far the two ever are from each other.
        reach: the largest distance from the goal in the 40 places up to each, shape ``(T + 1,)``.
    """

    run: Run
    accumulated: Array
    buckets: Array
    largest_difference: float
    reach: Array

    @property
    def amplitude(self) -> float:
        """The largest distance from the goal at the end."""
        return float(self.reach[-1])

    @property
    def first_quarter(self) -> int:
        """How many backward passes pour into ``.grad`` before the first takes out of it."""
        return int(np.argmax(self.run.gradients[:, 0] <= 0))


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        landscape: the regression's loss over all its examples.
        full_batch, small_batch: trained on all examples, and on a few at each step.
        seed_losses: not zeroed in small batches under 200 seeds, the chosen one first, shape ``(301, 200)``.
        slow_swing, fast_swing, too_fast_swing: in a bowl.
        zeroed_ball: the gentle swing's ball with the gradient zeroed before every step.
    """

    params: Params
    landscape: LeastSquares
    full_batch: Pair
    small_batch: Pair
    seed_losses: Array
    slow_swing: Swing
    fast_swing: Swing
    too_fast_swing: Swing
    zeroed_ball: Run

    @property
    def start_loss(self) -> float:
        return float(self.full_batch.zeroed_losses[0])

    @property
    def above(self) -> NDArray[np.int64]:
        """How many of the seeds are above where they started, shape ``(301,)``; those not finite are."""
        counts: NDArray[np.int64] = np.count_nonzero(~(self.seed_losses <= self.start_loss), axis=1)
        return counts

    @property
    def above_start(self) -> int:
        """How many of the seeds end above where they started."""
        return int(self.above[-1])

    @property
    def median_loss(self) -> float:
        """The median of the seeds' last losses; NaN if half of them have left the finite numbers."""
        last = self.seed_losses[-1]
        return float(np.median(np.where(np.isfinite(last), last, np.inf)))


def simulate(params: Params) -> Result:
    rng = np.random.default_rng(params.data_seed)
    inputs = rng.standard_normal((EXAMPLES, WEIGHTS))
    targets = inputs @ rng.standard_normal(WEIGHTS) + params.label_noise * rng.standard_normal(EXAMPLES)
    landscape = LeastSquares(inputs, targets)
    start = np.zeros(WEIGHTS)

    def train(source: Landscape | Batches) -> Pair:
        both = run(SGD(lr=params.lr, momentum=np.array([0.0, 1.0])), source, start, params.steps)
        return Pair(both[0], both[1])

    rows = [_batches(params, params.seed, params.steps)]
    rows += [_batches(params, params.seed + i, SEEDS_STEPS) for i in range(1, SEEDS)]
    seeds = Batches(inputs, targets, np.stack([each[:SEEDS_STEPS] for each in rows], axis=1), landscape)
    crowd = run(SGD(lr=params.lr, momentum=1.0), seeds, np.zeros((SEEDS, WEIGHTS)), SEEDS_STEPS)
    assert crowd.losses is not None
    return Result(
        params=params,
        landscape=landscape,
        full_batch=train(landscape),
        small_batch=train(Batches(inputs, targets, rows[0], landscape)),
        seed_losses=crowd.losses,
        slow_swing=_swing(params.slow_swing),
        fast_swing=_swing(params.fast_swing),
        too_fast_swing=_swing(params.too_fast_swing),
        zeroed_ball=run(SGD(lr=params.slow_swing), BOWL, 1.0, SWING_STEPS),
    )


def _batches(params: Params, seed: int, steps: int) -> NDArray[np.int64]:
    """The rows of each step's examples, no example twice in a batch, shape ``(steps, batch)``."""
    rng = np.random.default_rng(seed)
    return np.array([rng.choice(EXAMPLES, params.batch, replace=False) for _ in range(steps)])


def _swing(lr_times_curvature: float) -> Swing:
    taken = run(SGD(lr=lr_times_curvature, momentum=1.0), BOWL, 1.0, SWING_STEPS)
    place, bucket = np.ones(1), np.zeros(1)
    places, buckets = [place], []
    for _ in range(SWING_STEPS):
        bucket = bucket + BOWL.gradient(place)
        place = place - lr_times_curvature * bucket
        places.append(place)
        buckets.append(bucket)
    accumulated = np.concatenate(places)
    away = np.abs(taken.positions[:, 0])
    return Swing(
        run=taken,
        accumulated=accumulated,
        buckets=np.concatenate(buckets),
        largest_difference=float(np.max(np.abs(accumulated - taken.positions[:, 0]))),
        reach=np.array([away[max(0, t - SWING_TAIL + 1) : t + 1].max() for t in range(len(away))]),
    )
