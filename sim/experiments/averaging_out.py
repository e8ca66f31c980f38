"""Averaging out: of gradients that flip one way and never the other, momentum keeps the way that is steady.

Sources: Polyak 1964, section 1 (the sum of gradients); Goh 2017, Why Momentum Really Works, distill.pub.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.optimizers import SGD, Adam
from sim.parameters import Array
from sim.runs import Run, run

SIDEWAYS, FORWARD = 0, 1  # columns


class Params(ExperimentParams):
    """What can be chosen about the tape of gradients and the momentum."""

    momentum: float = Field(
        0.9,
        gt=0,
        le=0.98,
        description="how much of the pot is kept at each step; with more it would not fill up in a film",
        json_schema_extra={"unit": "1"},
    )
    flipping: float = Field(
        1.0,
        ge=0.2,
        le=3,
        description="size of the gradient's part that changes its sign at every step, to be seen beside the other",
        json_schema_extra={"unit": "loss/weight"},
    )
    steady: float = Field(
        0.5,
        ge=0.2,
        le=3,
        description="size of the gradient's part that never does, to be seen beside the other",
        json_schema_extra={"unit": "loss/weight"},
    )
    lr: float = Field(0.1, gt=0, le=10, description="learning rate of the walkers", json_schema_extra={"unit": "1"})
    walk: int = Field(
        20,
        ge=4,
        le=60,
        description="how many steps the walkers take: enough to turn round, few enough to count",
        json_schema_extra={"unit": "steps"},
    )
    steps: int = Field(
        60,
        ge=60,
        le=2000,
        description="how many gradients are on the tape, at least as many as the longest walk takes",
        json_schema_extra={"unit": "steps"},
    )


@dataclass(frozen=True)
class Walk:
    """A walker against the gradients of the tape.

    Attributes:
        run: positions ``(walk + 1, 2)``: sideways, forward.
        sideways_path: how far it went sideways altogether.
        forward: how far it came.
    """

    run: Run
    sideways_path: float
    forward: float

    @property
    def sideways(self) -> Array:
        """How far to the side it was after each step, shape ``(walk + 1,)``."""
        aside: Array = np.abs(self.run.positions[:, SIDEWAYS])
        return aside


@dataclass(frozen=True)
class Result:
    """Everything the film shows. Arrays have two columns, ``SIDEWAYS`` and ``FORWARD``; row 0 belongs to step 1.

    Attributes:
        gradients: the tape, ``[+flipping, -steady], [-flipping, -steady], ...``, shape ``(T, 2)``.
        means: the plain mean of the gradients so far, shape ``(T, 2)``.
        buffers: SGD's momentum buffer, a sum, shape ``(T, 2)``.
        averages: Adam's first moment with beta1 = momentum, shape ``(T, 2)``.
        buffer_limit, average_limit: the sizes that they approach, shape ``(2,)``; sideways the sign keeps flipping.
        raw_angles, buffer_angles: how far off the goal the gradient and the buffer point, in degrees, shape ``(T,)``.
        limit_angle: what ``buffer_angles`` approaches.
        steady_gain, flipping_gain: by what the buffer multiplies the two parts in the end.
        gain_ratio: the one over the other.
        plain, momentum: the two walkers.
        plain_fast: the walker without momentum at the learning rate ``effective_lr = lr / (1 - momentum)``.
    """

    params: Params
    gradients: Array
    means: Array
    buffers: Array
    averages: Array
    buffer_limit: Array
    average_limit: Array
    raw_angles: Array
    buffer_angles: Array
    limit_angle: float
    steady_gain: float
    flipping_gain: float
    gain_ratio: float
    plain: Walk
    momentum: Walk
    plain_fast: Walk
    effective_lr: float

    @property
    def aim_gain(self) -> float:
        """What remains of momentum's gain in forward per sideways distance over the plain walker's."""
        return (self.momentum.forward / self.momentum.sideways_path) / (self.plain.forward / self.plain.sideways_path)


def simulate(params: Params) -> Result:
    mu = params.momentum
    signs = np.where(np.arange(params.steps) % 2 == 0, 1.0, -1.0)
    tape = np.stack([params.flipping * signs, np.full(params.steps, -params.steady)], axis=-1)
    start = np.zeros(2)
    buffers = run(SGD(lr=params.lr, momentum=mu), Given(tape), start, params.steps).first_moment
    averages = run(Adam(beta1=mu), Given(tape), start, params.steps).first_moment
    assert buffers is not None and averages is not None

    steady_gain, flipping_gain = 1 / (1 - mu), 1 / (1 + mu)
    buffer_limit = np.array([params.flipping * flipping_gain, params.steady * steady_gain])
    effective_lr = params.lr / (1 - mu)

    def walk(rule: SGD) -> Walk:
        taken = run(rule, Given(tape), start, params.walk)
        sideways = float(np.sum(np.abs(taken.updates[:, SIDEWAYS])))
        return Walk(taken, sideways, float(taken.positions[-1, FORWARD]))

    return Result(
        params=params,
        gradients=tape,
        means=np.cumsum(tape, axis=0) / np.arange(1, len(tape) + 1)[:, np.newaxis],
        buffers=buffers,
        averages=averages,
        buffer_limit=buffer_limit,
        average_limit=(1 - mu) * buffer_limit,
        raw_angles=_off_goal(tape),
        buffer_angles=_off_goal(buffers),
        limit_angle=math.degrees(math.atan2(*buffer_limit)),
        steady_gain=steady_gain,
        flipping_gain=flipping_gain,
        gain_ratio=steady_gain / flipping_gain,
        plain=walk(SGD(lr=params.lr)),
        momentum=walk(SGD(lr=params.lr, momentum=mu)),
        plain_fast=walk(SGD(lr=effective_lr)),
        effective_lr=effective_lr,
    )


def _off_goal(directions: Array) -> Array:
    """The angle between each gradient and the goal, which lies straight against the steady part, in degrees."""
    angles: Array = np.degrees(np.arctan2(np.abs(directions[:, SIDEWAYS]), -directions[:, FORWARD]))
    return angles
