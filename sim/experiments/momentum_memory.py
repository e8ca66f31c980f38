"""Momentum as memory: more of it is faster, smoother and later.

Sources: Polyak 1964; Goh 2017, Why Momentum Really Works, distill.pub; Kingma & Ba 2015, algorithm 1 (beta1 = 0).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from sim.experiments.arrival import arrival
from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.landscapes import Quadratic
from sim.moments import moving_averages
from sim.optimizers import SGD, Adam
from sim.parameters import Array
from sim.runs import NEVER, Run, run

START = (-10.0, 1.0)
ECHO_STEPS = 60  # over which a single push is followed
PUSH_STEPS = 3000  # the slope pushes one way, and then as long the other
NOISE_STEPS = 60_000
SETTLING = 2000  # steps that the noise is not measured over
SHOWN_NOISE = 1000


class Params(ExperimentParams):
    """What can be chosen about the three carts, the valley and the noise."""

    momentum: float = Field(
        0.9,
        ge=0.1,
        le=0.99,
        description="momentum of the second cart; below 0.1 nobody sees that it remembers",
        json_schema_extra={"unit": "1"},
    )
    heavy_momentum: float = Field(
        0.99,
        ge=0.5,
        le=0.995,
        description="momentum of the third cart, the larger one; below 0.5 it turns at once, above 0.995 too late",
        json_schema_extra={"unit": "1"},
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
        description="learning rate in the valley, times the walls' curvature; at 2 gradient descent flies out",
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

    @model_validator(mode="after")
    def _third_cart_remembers_most(self) -> Self:
        if self.heavy_momentum <= self.momentum:
            raise ValueError(
                f"heavy_momentum={self.heavy_momentum:g}: must be above momentum={self.momentum:g}, "
                "because the film tells what more of it does"
            )
        return self


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

    @property
    def ways(self) -> Array:
        """How far each cart has come after 0, 1, … steps, in learning rates, shape ``(2 * flip + 1, 3)``."""
        return np.vstack([np.zeros(len(self.limits)), np.cumsum(self.speeds, axis=0)])


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
class Price:
    """What every momentum costs and what it buys, in closed form.

    Attributes:
        momenta: from little to the largest that is shown, shape ``(n,)``.
        turns: after how many steps of the other slope a cart that was at its full speed turns, shape ``(n,)``.
        left: the share of the noise that its average keeps, shape ``(n,)``.
    """

    momenta: Array
    turns: Array
    left: Array


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        momenta: 0 and the two that were chosen, shape ``(3,)``.
        echo: what each of the three remembers of a push of 1 in the first step, shape ``(ECHO_STEPS, 3)``.
        lr: in the valley.
        journeys: the three momenta at that learning rate.
        even_journeys: the three at the same ``lr / (1 - momentum)``.
        price: what any momentum costs and buys.
        adam_step, default_adam_step, sgd_step: the first step of Adam without beta1, of Adam with its default beta1 and
            of SGD for the gradients ``(loud, 1)``, shape ``(2,)``, at the same learning rate.
    """

    params: Params
    landscape: Quadratic
    momenta: Array
    lr: float
    echo: Array
    carts: Carts
    journeys: tuple[Journey, ...]
    even_journeys: tuple[Journey, ...]
    noise: Noise
    price: Price
    adam_step: Array
    default_adam_step: Array
    sgd_step: Array


def simulate(params: Params) -> Result:
    momenta = np.array([0.0, params.momentum, params.heavy_momentum])
    landscape = Quadratic(curvatures=(1.0, params.condition_number))
    lr = params.lr_times_curvature / params.condition_number
    two = Given([[params.loud, 1.0]])

    def first_step(optimizer: Adam | SGD) -> Array:
        step: Array = np.abs(run(optimizer, two, np.zeros(2), 1).updates[0])
        return step

    return Result(
        params=params,
        landscape=landscape,
        momenta=momenta,
        lr=lr,
        echo=_echo(momenta),
        carts=_carts(momenta),
        journeys=_journeys(np.full(len(momenta), lr), momenta, landscape, params.steps),
        even_journeys=_journeys(lr * (1 - momenta), momenta, landscape, params.steps),
        noise=_noise(momenta, params.seed),
        price=_price(params.heavy_momentum),
        adam_step=first_step(Adam(lr=params.adam_lr, beta1=0.0)),
        default_adam_step=first_step(Adam(lr=params.adam_lr)),
        sgd_step=first_step(SGD(lr=params.adam_lr)),
    )


def _echo(momenta: Array) -> Array:
    push = np.zeros((ECHO_STEPS, 1))
    push[0] = 1
    remembered = run(SGD(lr=1.0, momentum=momenta), Given(push), 0.0, ECHO_STEPS).first_moment
    assert remembered is not None
    echo: Array = remembered[..., 0]
    return echo


def _carts(momenta: Array) -> Carts:
    slope = np.repeat([-1.0, 1.0], PUSH_STEPS)[:, np.newaxis]
    carts = run(SGD(lr=1.0, momentum=momenta), Given(slope), 0.0, len(slope))
    assert carts.first_moment is not None
    speeds = -carts.first_moment[..., 0]
    back = speeds[PUSH_STEPS:] < 0
    return Carts(
        flip=PUSH_STEPS,
        speeds=speeds,
        limits=1 / (1 - momenta),
        turns=np.where(back.any(axis=0), np.argmax(back, axis=0) + 1, NEVER),
        expected_turns=_expected_turns(momenta),
    )


def _expected_turns(momenta: Array) -> Array:
    with np.errstate(divide="ignore"):
        turns: Array = math.log(2) / np.abs(np.log(momenta))
    return turns


def _journeys(rates: Array, momenta: Array, landscape: Quadratic, steps: int) -> tuple[Journey, ...]:
    together = run(SGD(lr=rates, momentum=momenta), landscape, START, steps)
    return tuple(_journey(together[i]) for i in range(len(momenta)))


def _journey(taken: Run) -> Journey:
    arrived = arrival(taken)
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
        expected=_expected_noise(momenta),
    )


def _expected_noise(momenta: Array) -> Array:
    left: Array = np.sqrt((1 - momenta) / (1 + momenta))
    return left


def _price(heaviest: float) -> Price:
    momenta = 1 - np.geomspace(1, 1 - heaviest, 120)  # as many steps from 0 to 0.9 as from 0.9 to 0.99
    return Price(momenta=momenta, turns=_expected_turns(momenta), left=_expected_noise(momenta))
