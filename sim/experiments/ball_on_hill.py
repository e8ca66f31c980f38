"""A ball on a hill: which valley gradient descent and momentum end in, and what a mass would have to do with it.

Sources: Polyak 1964, section 1 (the heavy ball); Qian 1999, Neural Networks 12 (mass and drag of momentum).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.landscapes import BallOnHill
from sim.optimizers import SGD
from sim.parameters import Array
from sim.runs import NEVER, Run, run, walk

LARGER_RATES = (5.0, 10.0, 20.0)  # times lr
SWEEP_STEPS = 3000
MASSES = (0.1, 1.0, 10.0)
LONGEST_PUSH = 3000  # steps; a heavier ball than this can bring to speed is shown on its way
AT_REST = 1e-12  # weight per step; smaller updates are rounding, not motion


class Params(ExperimentParams):
    """What can be chosen about the ball."""

    lr: float = Field(0.1, gt=0, le=3, description="learning rate of every ball", json_schema_extra={"unit": "1"})
    momentum: float = Field(
        0.9,
        ge=0,
        le=0.99,
        description="momentum of the ball that should clear the bump",
        json_schema_extra={"unit": "1"},
    )
    heavy_momentum: float = Field(
        0.97,
        ge=0,
        le=0.999,
        description="momentum of the ball that has too much of it",
        json_schema_extra={"unit": "1"},
    )
    start: float = Field(
        7.0, ge=-8, le=8, description="where every ball is let go", json_schema_extra={"unit": "weight"}
    )
    steps: int = Field(
        400, ge=50, le=3000, description="how many steps each ball takes", json_schema_extra={"unit": "steps"}
    )
    drag: float = Field(
        0.3,
        gt=0,
        le=10,
        description="friction of the honey in which momentum is a mass",
        json_schema_extra={"unit": "1"},
    )


@dataclass(frozen=True)
class Descent:
    """A ball's run and how it ended.

    Attributes:
        run: one weight, positions of shape ``(T + 1, 1)``.
        valley: the row of ``Result.minima`` in whose basin it ended; None if it diverged.
        settled: whether it had come to rest at that minimum, to within 0.05 and by less than 0.01 a step.
        turns: how often it reversed its direction.
        ridges_crossed: those of ``Result.ridges`` that it passed over at least once, in the order of first passing.
    """

    run: Run
    valley: int | None
    settled: bool
    turns: int
    ridges_crossed: tuple[float, ...]

    @property
    def diverged(self) -> bool:
        return self.valley is None

    @property
    def positions(self) -> Array:
        """The weight at every step, shape ``(T + 1,)``."""
        return self.run.positions[:, 0]

    @property
    def losses(self) -> Array:
        """The loss at every step, shape ``(T + 1,)``."""
        assert self.run.losses is not None
        return self.run.losses

    @property
    def position(self) -> float:
        """Where it ended."""
        return float(self.positions[-1])

    @property
    def loss(self) -> float:
        """How high it ended."""
        return float(self.losses[-1])


@dataclass(frozen=True)
class Sweep:
    """The same start with 100 momenta, 3000 steps each.

    Attributes:
        momenta: 0, 0.01, ..., 0.99, shape ``(100,)``.
        ends: where each ended, shape ``(100,)``; not finite if it diverged.
        valleys: the row of ``Result.minima`` in whose basin that is, shape ``(100,)``; -1 if it diverged.
    """

    momenta: Array
    ends: Array
    valleys: NDArray[np.int64]

    @property
    def reached_best(self) -> NDArray[np.bool_]:
        """Which ended in the deepest valley, shape ``(100,)``."""
        best: NDArray[np.bool_] = self.valleys == 0
        return best


@dataclass(frozen=True)
class Honey:
    """The ball with momentum as a mass with drag: ``m x'' + c x' = -f'(x)``, in steps of time ``h``.

    Attributes:
        mass, drag, time_step: ``m``, ``c``, ``h`` for which ``lr = h^2 / (m + c h)``, ``momentum = m / (m + c h)``.
        positions: Newton's path, shape ``(T + 1,)``.
        largest_difference: how far it ever is from the path of SGD with momentum.
    """

    mass: float
    drag: float
    time_step: float
    positions: Array
    largest_difference: float

    def lr(self, mass: float) -> float:
        """The learning rate of another mass in the same honey."""
        return self.time_step**2 / (mass + self.drag * self.time_step)

    def momentum(self, mass: float) -> float:
        """The momentum of another mass in the same honey."""
        return mass / (mass + self.drag * self.time_step)


@dataclass(frozen=True)
class Push:
    """Balls of three masses on ground that falls steadily by 1, and is then level.

    Attributes:
        masses, lr, momentum: shape ``(3,)``.
        pushed: for how many steps the ground falls; it is level for as many more.
        speeds: weight per step in each step, shape ``(2 * pushed, 3)``.
        top_speed: what all speeds approach, ``lr / (1 - momentum) = h / c``.
        steps_to_top: after how many steps each has 99 % of it; -1 if not while it was pushed.
        steps_to_stop: how many steps of level ground leave each less than 1 % of it; -1 if they were too few.
    """

    masses: Array
    lr: Array
    momentum: Array
    pushed: int
    speeds: Array
    top_speed: float
    steps_to_top: NDArray[np.int64]
    steps_to_stop: NDArray[np.int64]


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        minima: the valleys' positions, the deepest first, shape ``(3,)``; ``minima_losses`` their losses.
        ridges: the tops between them from left to right, shape ``(2,)``; ``ridge_losses`` their losses.
        gradient_descent: without momentum.
        larger_rates: without momentum at 5, 10 and 20 times the learning rate.
        momentum, heavy: with the two momenta.
    """

    params: Params
    landscape: BallOnHill
    minima: Array
    minima_losses: Array
    ridges: Array
    ridge_losses: Array
    gradient_descent: Descent
    larger_rates: tuple[Descent, ...]
    momentum: Descent
    heavy: Descent
    sweep: Sweep
    honey: Honey
    push: Push


def simulate(params: Params) -> Result:
    landscape = BallOnHill()
    rates = params.lr * np.array([1.0, *LARGER_RATES, 1.0, 1.0])
    momenta = np.array([0.0] * (1 + len(LARGER_RATES)) + [params.momentum, params.heavy_momentum])
    balls = run(SGD(lr=rates, momentum=momenta), landscape, params.start, params.steps)
    plain, *larger, momentum, heavy = (_descent(balls[i], landscape) for i in range(len(rates)))
    return Result(
        params=params,
        landscape=landscape,
        minima=landscape.minima[:, 0],
        minima_losses=landscape.loss(landscape.minima),
        ridges=np.sort(landscape.maxima[:, 0]),
        ridge_losses=landscape.loss(np.sort(landscape.maxima, axis=0)),
        gradient_descent=plain,
        larger_rates=tuple(larger),
        momentum=momentum,
        heavy=heavy,
        sweep=_sweep(params, landscape),
        honey=(honey := _honey(params, momentum)),
        push=_push(honey),
    )


def _descent(ball: Run, landscape: BallOnHill) -> Descent:
    weights = ball.positions[:, 0]
    moves = ball.updates[:, 0]
    directions = np.sign(moves[np.abs(moves) > AT_REST])
    passages = {
        float(ridge): int(np.argmax(passed))
        for ridge in landscape.maxima[:, 0]
        if (passed := (weights > ridge) != (weights[0] > ridge)).any()
    }
    valley = None if ball.diverged_at is not None else int(_valleys(weights[-1:], landscape)[0])
    return Descent(
        run=ball,
        valley=valley,
        settled=valley is not None
        and bool(abs(weights[-1] - landscape.minima[valley, 0]) < 0.05 and abs(moves[-1]) < 0.01),
        turns=int(np.count_nonzero(np.diff(directions))),
        ridges_crossed=tuple(sorted(passages, key=passages.__getitem__)),
    )


def _valleys(weights: Array, landscape: BallOnHill) -> NDArray[np.int64]:
    """The row of ``landscape.minima`` in whose basin each weight lies; -1 if it is not finite."""
    from_left = np.argsort(landscape.minima[:, 0])
    basins = np.searchsorted(np.sort(landscape.maxima[:, 0]), weights)
    return np.where(np.isfinite(weights), from_left[np.minimum(basins, len(from_left) - 1)], NEVER)


def _sweep(params: Params, landscape: BallOnHill) -> Sweep:
    momenta = np.arange(100) / 100
    balls = walk(SGD(lr=params.lr, momentum=momenta), landscape, params.start)
    with np.errstate(all="ignore"):
        last = next(islice(balls, SWEEP_STEPS - 1, None))
    ends = last.step.position[:, 0]
    return Sweep(momenta, ends, _valleys(ends, landscape))


def _honey(params: Params, momentum: Descent) -> Honey:
    """Newton's path by semi-implicit Euler steps: drag at the new speed, slope at the old place."""
    time_step = params.drag * params.lr / (1 - params.momentum)
    mass = params.momentum * time_step**2 / params.lr
    landscape = BallOnHill()
    path = [params.start]
    speed = 0.0
    for _ in momentum.run.updates:
        slope = float(landscape.gradient(np.array(path[-1:]))[0])
        speed = (mass * speed - time_step * slope) / (mass + params.drag * time_step)
        path.append(path[-1] + time_step * speed)
    positions = np.array(path)
    difference = float(np.max(np.abs(positions - momentum.positions)))
    return Honey(mass, params.drag, time_step, positions, difference)


def _push(honey: Honey) -> Push:
    masses = np.array(MASSES)
    lr = np.array([honey.lr(mass) for mass in MASSES])
    momentum = np.array([honey.momentum(mass) for mass in MASSES])
    # momentum^n of the top speed is missing after n steps.
    pushed = min(math.ceil(math.log(0.01) / math.log(momentum.max())), LONGEST_PUSH)
    ground = np.repeat([-1.0, 0.0], pushed)[:, np.newaxis]
    speeds = run(SGD(lr=lr, momentum=momentum), Given(ground), 0.0, 2 * pushed).updates[..., 0]
    top_speed = honey.time_step / honey.drag
    return Push(
        masses=masses,
        lr=lr,
        momentum=momentum,
        pushed=pushed,
        speeds=speeds,
        top_speed=top_speed,
        steps_to_top=_first(speeds[:pushed] >= 0.99 * top_speed),
        steps_to_stop=_first(speeds[pushed:] < 0.01 * top_speed),
    )


def _first(reached: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The number of steps, counted from 1, after which each column is first true; -1 if it never is."""
    return np.where(reached.any(axis=0), np.argmax(reached, axis=0) + 1, NEVER)
