"""Beta2 is how long Adam remembers the size of gradients: what a jump up and a drop do to its steps.

Sources: Kingma & Ba 2015, algorithm 1. The gradients are constant before and after the jump, so that the moments are
known in closed form: ``a_t = g + (a_0 - g) beta^t``. The 0.95 of large language models: Brown et al. 2020, appendix B
(GPT-3); Touvron et al. 2023, section 2.3 (LLaMA).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from sim.experiments.arrival import first_for_good
from sim.experiments.parameters import ExperimentParams
from sim.moments import bias_correction, moving_averages
from sim.parameters import Array

ARRIVED_UP = 0.9  # of the new size
ARRIVED_DOWN = 1.1  # times the new size
EPS = 1e-8
SHOWN_BEFORE = 200  # steps before the jump in the curves
HABIT = 0.95  # what many recipes for large language models choose
DEFAULT = 0.999  # torch's and Kingma & Ba's
FILLING = 5  # memories that a constant gradient must last before it changes: then v is full to less than a hundredth
NOISE_STEPS = 500_000
SHOWN_NOISE = 400


class Params(ExperimentParams):
    """What can be chosen about the memories and the jump."""

    short_beta2: float = Field(
        0.99, ge=0.9, le=0.9999, description="the shortest memory", json_schema_extra={"unit": "1"}
    )
    beta2: float = Field(
        0.999, ge=0.9, le=0.9999, description="the memory in the middle", json_schema_extra={"unit": "1"}
    )
    long_beta2: float = Field(
        0.9999, ge=0.9, le=0.9999, description="the longest memory", json_schema_extra={"unit": "1"}
    )
    beta1: float = Field(0.9, ge=0, le=0.99, description="memory of the first moment", json_schema_extra={"unit": "1"})
    jump: float = Field(
        10.0,
        ge=1.5,
        le=1000,
        description="how many times larger the loud gradients are than the quiet ones, which are 1",
        json_schema_extra={"unit": "1"},
    )
    before: int = Field(
        60_000,
        ge=1000,
        le=10**7,
        description="for how many steps the gradient is constant before it changes",
        json_schema_extra={"unit": "steps"},
    )
    seed: int = Field(0, ge=0, le=2**31, description="seed of the noise", json_schema_extra={"unit": "1"})

    @model_validator(mode="after")
    def _memories_grow_and_are_full(self) -> Self:
        if not self.short_beta2 < self.beta2 < self.long_beta2:
            raise ValueError(
                f"short_beta2={self.short_beta2:g}, beta2={self.beta2:g}, long_beta2={self.long_beta2:g}: "
                "must rise, because the film tells what a longer memory does"
            )
        if self.beta1 > self.short_beta2:
            raise ValueError(
                f"beta1={self.beta1:g}: must be at most short_beta2={self.short_beta2:g}, "
                "or m would lag behind v and not v behind m"
            )
        least = FILLING / (1 - self.long_beta2)
        if self.before < 0.999 * least:
            raise ValueError(
                f"before={self.before}: must be at least {least:.0f}, {FILLING} times the memory of "
                f"long_beta2={self.long_beta2:g}, so that it is full when the gradient changes"
            )
        return self


@dataclass(frozen=True)
class Change:
    """Adam under a gradient that changes its size once; columns are the three memories.

    Attributes:
        steps: counted from the change, the first step of the new size is 1, shape ``(T,)``; they begin 200 before.
        gradients: at each step, shape ``(T,)``.
        sizes: the root of the second moment after each step, shape ``(T, 3)``.
        strides: the length of each step in learning rates, shape ``(T, 3)``.
        arrival: after how many steps of the new size the root of the second moment is near it for good, shape
            ``(3,)``: above nine tenths of it, or below eleven tenths.
        full_arrival: the same had the gradient been constant for ever before, so that the second moment is
            ``new^2 + (old^2 - new^2) beta2^t``, shape ``(3,)``.
        extreme: the longest stride after a jump up, or the shortest after a drop, shape ``(3,)``.
        extreme_step: after how many steps of the new size it was taken, shape ``(3,)``.
    """

    steps: Array
    gradients: Array
    sizes: Array
    strides: Array
    arrival: Array
    full_arrival: Array
    extreme: Array
    extreme_step: Array


@dataclass(frozen=True)
class Calm:
    """What noise and a jump do to memories, the three chosen ones and the habit of language models, from short to long.

    Attributes:
        betas: rising, without duplicates, shape ``(n,)``.
        sizes: the root of the second moment of gradients drawn from N(0, 1), shape ``(SHOWN_NOISE, n)``.
        wobble: its standard deviation over 500 000 steps; its mean is near 1, shape ``(n,)``.
        expected: ``sqrt((1 - beta2) / (1 + beta2) / 2)``, which the wobble of a long memory approaches, shape ``(n,)``.
        overshoot: the longest stride after the jump up, shape ``(n,)``.
    """

    betas: Array
    sizes: Array
    wobble: Array
    expected: Array
    overshoot: Array


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        betas: the three, shape ``(3,)``.
        memories: ``1 / (1 - beta2)``, shape ``(3,)``.
        up: the gradient jumps from 1 to ``jump``.
        down: it drops from ``jump`` to 1.
        calm: which memory is calm, and which is quick.
    """

    params: Params
    betas: Array
    memories: Array
    up: Change
    down: Change
    calm: Calm


def simulate(params: Params) -> Result:
    betas = np.array([params.short_beta2, params.beta2, params.long_beta2])
    return Result(
        params=params,
        betas=betas,
        memories=1 / (1 - betas),
        up=_change(params, betas, 1.0, params.jump),
        down=_change(params, betas, params.jump, 1.0),
        calm=_calm(params, np.unique([HABIT, *betas])),
    )


def _calm(params: Params, betas: Array) -> Calm:
    noise = np.random.default_rng(params.seed).standard_normal(NOISE_STEPS)
    sizes = np.sqrt([moving_averages(noise * noise, beta, start=1.0) for beta in betas]).T
    return Calm(
        betas=betas,
        sizes=sizes[-SHOWN_NOISE:],
        wobble=sizes.std(axis=0),
        expected=np.sqrt((1 - betas) / (1 + betas) / 2),
        overshoot=_change(params, betas, 1.0, params.jump).extreme,
    )


def _change(params: Params, betas: Array, old: float, new: float) -> Change:
    # Until the slowest size is near: |v_0 - new^2| beta2^t = |near^2 - new^2|, and a tenth more to look back from.
    near = new * (ARRIVED_UP if new > old else ARRIVED_DOWN)
    full_arrival = np.ceil(np.log(abs(near**2 - new**2) / abs(old**2 - new**2)) / np.log(betas))
    before = np.arange(-SHOWN_BEFORE, 0.0) + params.before + 1
    after = np.arange(1.0, np.ceil(1.1 * full_arrival.max()) + 100)

    def moments(power: int, beta: Array) -> Array:
        """The moment after each step, shape ``(T, len(beta))``."""
        rising = old**power * bias_correction(beta, before[:, np.newaxis])
        last = old**power * bias_correction(beta, params.before)
        return np.concatenate([rising, new**power + (last - new**power) * beta ** after[:, np.newaxis]])

    t = np.concatenate([before, params.before + after])[:, np.newaxis]
    first = moments(1, np.array([params.beta1]))
    second = moments(2, betas)
    first_corrected = first / bias_correction(np.array([params.beta1]), t)
    sizes = np.sqrt(second)
    strides = first_corrected / (np.sqrt(second / bias_correction(betas, t)) + EPS)
    since, taken = sizes[SHOWN_BEFORE:], strides[SHOWN_BEFORE:]
    arrived = [first_for_good(column) for column in (since >= near if new > old else since <= near).T]
    extreme_step = np.argmax(taken, axis=0) if new > old else np.argmin(taken, axis=0)
    return Change(
        steps=np.concatenate([np.arange(-SHOWN_BEFORE, 0.0) + 1, after]),
        gradients=np.where(t[:, 0] <= params.before, old, new),
        sizes=sizes,
        strides=strides,
        arrival=np.array([np.nan if step is None else step + 1.0 for step in arrived]),
        full_arrival=full_arrival,
        extreme=np.take_along_axis(taken, extreme_step[np.newaxis], axis=0)[0],
        extreme_step=extreme_step + 1.0,
    )
