"""Momentum as memory: more of it is faster, smoother and later.

Sources: Polyak 1964; Goh 2017, Why Momentum Really Works, distill.pub; Kingma & Ba 2015, algorithm 1 (beta1 = 0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.arrival import arrival
from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.landscapes import Quadratic
from sim.moments import moving_averages
from sim.optimizers import SGD, Adam
from sim.parameters import Array
from sim.runs import NEVER, Run, run

START = (-10.0, 1.0)
PUSH_STEPS = 3000  # the slope pushes one way, and then as long the other
NOISE_STEPS = 60_000
SETTLING = 2000  # steps that the noise is not measured over
SHOWN_NOISE = 1000


class Params(ExperimentParams):
    """What can be chosen about the three carts, the valley and the noise."""

    momentum: float = Field(
        0.9, gt=0, le=0.99, description="momentum of the second cart", json_schema_extra={"unit": "1"}
    )
    heavy_momentum: float = Field(
        0.99, gt=0, le=0.995, description="momentum of the third cart", json_schema_extra={"unit": "1"}
    )
    condition_number: float = Field(
        50.0,
        ge=2,
        le=1000,
        description="curvature of the valley's walls; the floor's is 1",
        json_schema_extra={"unit": "1"},
    )
    lr_times_curvature: float = Field(
        1.0,
        gt=0,
        lt=2,
        description="learning rate in the valley, times the walls' curvature",
        json_schema_extra={"unit": "1"},
    )
    steps: int = Field(
        3000,
        ge=100,
        le=20000,
        description="how many steps are taken in the valley",
        json_schema_extra={"unit": "steps"},
    )
    adam_lr: float = Field(
        0.01, gt=0, le=1, description="learning rate of the last two steps", json_schema_extra={"unit": "weight"}
    )
    loud: float = Field(
        100.0,
        gt=1,
        le=1e6,
        description="the larger of the last two gradients; the smaller one is 1",
        json_schema_extra={"unit": "loss/weight"},
    )
    seed: int = Field(0, ge=0, le=2**31, description="seed of the noise", json_schema_extra={"unit": "1"})


@dataclass(frozen=True)
class Carts:
    """Three carts on a slope of 1 that turns the other way after 3000 steps; columns are the three momenta.

    Attributes:
        flip: how many steps the slope pushed forward.
        speeds: learning rates per step in each step, shape ``(2 * flip, 3)``.
        limits: the speeds that they approach, ``1 / (1 - momentum)``, shape ``(3,)``.
        turns: after how many steps of the other slope each cart goes the other way, shape ``(3,)``; -1 if never.
        expected_turns: ``ln 2 / |ln momentum|``, which the turn is the next whole number to; 0 without momentum.
    """

    flip: int
    speeds: Array
    limits: Array
    turns: NDArray[np.int64]
    expected_turns: Array


@dataclass(frozen=True)
class Journey:
    """A run through the valley.

    Attributes:
        run: positions ``(T + 1, 2)``: along the valley, across it.
        arrived: the first step after which the loss stays below ``GOAL``; None if there is none.
        overshoots: how often it passed the goal along the valley until it arrived, or at all.
        farthest_past: how far beyond the goal it ever was along the valley.
    """

    run: Run
    arrived: int | None
    overshoots: int
    farthest_past: float

    @property
    def losses(self) -> Array:
        assert self.run.losses is not None
        return self.run.losses


@dataclass(frozen=True)
class Noise:
    """Noise of standard deviation 1 and what is left of it in averages; columns are the three momenta.

    Attributes:
        shown: 1000 steps of the averages, shape ``(1000, 3)``; without momentum it is the noise itself.
        left: the standard deviation of the averages over 58 000 steps, shape ``(3,)``.
        expected: ``sqrt((1 - momentum) / (1 + momentum))``, shape ``(3,)``.
    """

    shown: Array
    left: Array
    expected: Array


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        momenta: 0 and the two that were chosen, shape ``(3,)``.
        lr: in the valley.
        journeys: the three momenta at that learning rate.
        even_journeys: the three at the same ``lr / (1 - momentum)``.
        adam_step, sgd_step: the first step of Adam without beta1 and of SGD for the gradients ``(loud, 1)``, shape
            ``(2,)``, at the same learning rate.
    """

    params: Params
    landscape: Quadratic
    momenta: Array
    lr: float
    carts: Carts
    journeys: tuple[Journey, ...]
    even_journeys: tuple[Journey, ...]
    noise: Noise
    adam_step: Array
    sgd_step: Array


def simulate(params: Params) -> Result:
    momenta = np.array([0.0, params.momentum, params.heavy_momentum])
    landscape = Quadratic(curvatures=(1.0, params.condition_number))
    lr = params.lr_times_curvature / params.condition_number
    two = Given([[params.loud, 1.0]])
    return Result(
        params=params,
        landscape=landscape,
        momenta=momenta,
        lr=lr,
        carts=_carts(momenta),
        journeys=_journeys(np.full(len(momenta), lr), momenta, landscape, params.steps),
        even_journeys=_journeys(lr * (1 - momenta), momenta, landscape, params.steps),
        noise=_noise(momenta, params.seed),
        adam_step=np.abs(run(Adam(lr=params.adam_lr, beta1=0.0), two, np.zeros(2), 1).updates[0]),
        sgd_step=np.abs(run(SGD(lr=params.adam_lr), two, np.zeros(2), 1).updates[0]),
    )


def _carts(momenta: Array) -> Carts:
    slope = np.repeat([-1.0, 1.0], PUSH_STEPS)[:, np.newaxis]
    carts = run(SGD(lr=1.0, momentum=momenta), Given(slope), 0.0, len(slope))
    assert carts.first_moment is not None
    speeds = -carts.first_moment[..., 0]
    back = speeds[PUSH_STEPS:] < 0
    with np.errstate(divide="ignore"):
        expected = math.log(2) / np.abs(np.log(momenta))
    return Carts(
        flip=PUSH_STEPS,
        speeds=speeds,
        limits=1 / (1 - momenta),
        turns=np.where(back.any(axis=0), np.argmax(back, axis=0) + 1, NEVER),
        expected_turns=expected,
    )


def _journeys(rates: Array, momenta: Array, landscape: Quadratic, steps: int) -> tuple[Journey, ...]:
    together = run(SGD(lr=rates, momentum=momenta), landscape, START, steps)
    return tuple(_journey(together[i]) for i in range(len(momenta)))


def _journey(taken: Run) -> Journey:
    assert taken.losses is not None
    arrived = arrival(taken.losses)
    sides = np.sign(taken.positions[: None if arrived is None else arrived + 1, 0])
    return Journey(
        run=taken,
        arrived=arrived,
        overshoots=int(np.count_nonzero(sides[1:] * sides[:-1] < 0)),
        farthest_past=float(max(taken.positions[:, 0].max(), 0.0)),
    )


def _noise(momenta: Array, seed: int) -> Noise:
    noise = np.random.default_rng(seed).standard_normal(NOISE_STEPS)
    averages = np.stack([moving_averages(noise, momentum) for momentum in momenta], axis=-1)[SETTLING:]
    return Noise(
        shown=averages[:SHOWN_NOISE],
        left=averages.std(axis=0),
        expected=np.sqrt((1 - momenta) / (1 + momenta)),
    )
