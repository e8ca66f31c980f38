"""The skeptical navigator: Adam's step is a direction times how far the gradients agree, whatever their size.

Sources: Kingma & Ba 2015, section 2.1 (the signal-to-noise ratio); Balles & Hennig 2018, Dissecting Adam.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from pydantic import Field

from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.optimizers import Adam
from sim.parameters import Array
from sim.runs import Run, run

SURE, UNSURE, HUGE, AIMLESS = range(4)  # the lanes' columns
SETTLING = 100  # steps that the jitter of the aimless lane is not measured over


class Params(ExperimentParams):
    """What can be chosen about Adam and the four streams of gradients."""

    lr: float = Field(1e-3, gt=0, le=1, description="learning rate of every lane", json_schema_extra={"unit": "weight"})
    beta1: float = Field(0.9, ge=0, le=0.99, description="memory of the first moment", json_schema_extra={"unit": "1"})
    beta2: float = Field(
        0.999,
        ge=0.9,
        le=0.9995,
        description="memory of the second moment: long enough to tell noise, short enough to fill up",
        json_schema_extra={"unit": "1"},
    )
    sure_noise: float = Field(
        0.1,
        ge=0,
        le=0.5,
        description="standard deviation of the sure lanes' gradients, as a fraction of their mean",
        json_schema_extra={"unit": "1"},
    )
    unsure_noise: float = Field(
        5.0,
        ge=1,
        le=100,
        description="standard deviation of the unsure lane's gradients, whose mean is 1",
        json_schema_extra={"unit": "loss/weight"},
    )
    huge: float = Field(
        100.0,
        ge=2,
        le=10000,
        description="mean gradient of the lane that is as sure as the first and larger, to be read beside it",
        json_schema_extra={"unit": "loss/weight"},
    )
    seed: int = Field(0, ge=0, le=2**31, description="seed of all noise", json_schema_extra={"unit": "1"})
    steps: int = Field(
        5000,
        ge=3000,
        le=20000,
        description="how many steps each lane takes; with fewer the second moment is still filling up",
        json_schema_extra={"unit": "steps"},
    )


@dataclass(frozen=True)
class Result:
    """Everything the film shows. The four lanes are columns: ``SURE``, ``UNSURE``, ``HUGE`` and ``AIMLESS``.

    Attributes:
        means, deviations: of the lanes' gradients, shape ``(4,)``.
        run: Adam under the four streams, its gradients, moments and positions of shape ``(T, 4)``.
        strides: each step in learning rates, forward is positive, shape ``(T, 4)``.
        progress: how far each walker is after each step in learning rates, shape ``(T + 1, 4)``.
        speeds: the net progress per step in learning rates, shape ``(4,)``.
        expected_speeds: ``|E g| / sqrt(E[g]^2 + Var[g])``, shape ``(4,)``.
        sizes: the root of the second moment after the last step, shape ``(4,)``.
        jitter: root mean square stride of the aimless lane, once it has settled.
        expected_jitter: ``sqrt((1 - beta1) / (1 + beta1))``.
    """

    params: Params
    means: Array
    deviations: Array
    run: Run
    strides: Array
    progress: Array
    speeds: Array
    expected_speeds: Array
    sizes: Array
    jitter: float
    expected_jitter: float

    @property
    def first_strides(self) -> Array:
        """The length of the very first step in learning rates, shape ``(4,)``."""
        lengths: Array = np.abs(self.strides[0])
        return lengths

    @property
    def drift(self) -> float:
        """How far from the start the aimless walker ends, in learning rates."""
        return float(abs(self.progress[-1, AIMLESS]))

    @property
    def second_moment_ratio(self) -> float:
        """How many times larger the huge lane's second moment is than the sure lane's."""
        return float((self.sizes[HUGE] / self.sizes[SURE]) ** 2)


def simulate(params: Params) -> Result:
    means = np.array([1.0, 1.0, params.huge, 0.0])
    deviations = np.array([params.sure_noise, params.unsure_noise, params.huge * params.sure_noise, 1.0])
    noise = np.random.default_rng(params.seed).standard_normal((params.steps, len(means)))
    adam = Adam(lr=params.lr, beta1=params.beta1, beta2=params.beta2)
    taken = run(adam, Given(means + deviations * noise), np.zeros(len(means)), params.steps)
    assert taken.second_moment is not None
    strides = -taken.updates / params.lr
    progress = -taken.positions / params.lr
    return Result(
        params=params,
        means=means,
        deviations=deviations,
        run=taken,
        strides=strides,
        progress=progress,
        speeds=np.abs(progress[-1]) / params.steps,
        expected_speeds=agreement(means, deviations),
        sizes=np.sqrt(taken.second_moment[-1]),
        jitter=float(np.sqrt(np.mean(strides[SETTLING:, AIMLESS] ** 2))),
        expected_jitter=math.sqrt((1 - params.beta1) / (1 + params.beta1)),
    )


def agreement(means: Array, deviations: Array) -> Array:
    """How fast Adam goes in the mean, in learning rates per step: ``|E g| / sqrt(E[g]^2 + Var[g])``."""
    speeds: Array = np.abs(means) / np.hypot(means, deviations)
    return speeds
