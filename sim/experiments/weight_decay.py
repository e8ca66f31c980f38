"""L2 inside Adam is not weight decay: it shrinks the weights with quiet gradients and spares those with loud ones.

Source: Loshchilov & Hutter 2019, Decoupled Weight Decay Regularization, propositions 1 and 2.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import islice
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.optimizers import SGD, Adam, AdamW
from sim.parameters import Array
from sim.runs import Run, run, walk

GROUP = 200  # weights of each kind under random gradients
CLOCK_POINTS = 701


class Params(ExperimentParams):
    """What can be chosen about the idle weights and their decay."""

    loud: float = Field(
        10.0,
        ge=1e-3,
        le=1e4,
        description="size of the loud weight's gradients",
        json_schema_extra={"unit": "loss/weight"},
    )
    medium: float = Field(
        1.0,
        ge=1e-3,
        le=1e4,
        description="size of the medium weight's gradients",
        json_schema_extra={"unit": "loss/weight"},
    )
    quiet: float = Field(
        0.1,
        ge=1e-3,
        le=1e4,
        description="size of the quiet weight's gradients",
        json_schema_extra={"unit": "loss/weight"},
    )
    lr: float = Field(1e-2, gt=0, le=0.1, description="learning rate", json_schema_extra={"unit": "1"})
    weight_decay: float = Field(
        0.1, gt=0, le=1, description="weight decay of every recipe", json_schema_extra={"unit": "1"}
    )
    clock_lr: float = Field(
        1e-3, ge=1e-5, le=0.1, description="learning rate of the guide's setting", json_schema_extra={"unit": "1"}
    )
    clock_weight_decay: float = Field(
        0.01, ge=1e-3, le=1, description="weight decay of the guide's setting", json_schema_extra={"unit": "1"}
    )
    seed: int = Field(0, ge=0, le=2**31, description="seed of the random gradients", json_schema_extra={"unit": "1"})
    steps: int = Field(
        1000, ge=50, le=3000, description="how many steps the weights are idle", json_schema_extra={"unit": "steps"}
    )

    @model_validator(mode="after")
    def _are_what_they_are_called(self) -> Self:
        if not self.quiet <= self.medium <= self.loud:
            raise ValueError(
                f"quiet={self.quiet:g}, medium={self.medium:g}, loud={self.loud:g}: must be quiet ≤ medium ≤ loud, "
                "or the weights are not what they are called"
            )
        return self


@dataclass(frozen=True)
class Recipes:
    """What is left at each step of idle weights that start at 1, shape ``(T + 1, 3)``.

    Attributes:
        l2: under Adam with the decay added to the gradient.
        decoupled: under AdamW.
    """

    l2: Array
    decoupled: Array


@dataclass(frozen=True)
class PlainSGD:
    """Both recipes without Adam, under the alternating gradients.

    Attributes:
        l2: the decay added to the gradient, positions ``(T + 1, 3)``.
        decoupled: the weights shrunk directly, shape ``(T + 1, 3)``.
        largest_difference: how far the two ever are from each other.
    """

    l2: Run
    decoupled: Array
    largest_difference: float


@dataclass(frozen=True)
class Clock:
    """How slowly the guide's setting decays.

    Attributes:
        steps: from 0 to a little past the half-life, shape ``(701,)``.
        left: what is left of a weight at each, shape ``(701,)``.
        half_life: the number of steps that leave a half.
        left_after_1000: what is left after 1000 steps.
    """

    steps: Array
    left: Array
    half_life: float
    left_after_1000: float


@dataclass(frozen=True)
class Result:
    """Everything the film shows. Weights are columns: loud, medium, quiet.

    Attributes:
        sizes: of the gradients, shape ``(3,)``.
        adam, adamw: the runs under gradients that push left, right, left, right, positions ``(T + 1, 3)``.
        adam_divider, adamw_divider: ``sqrt(v^) + eps`` in those runs, by which is divided whatever is in the gradient,
            shape ``(T, 3)``.
        divided_decay: what is left of the decay behind Adam's divider, shape ``(T, 3)``.
        alternating: what those leave of the weights.
        random: the mean of what is left of 200 weights of each kind, under gradients from a normal distribution
            around 0.
        expected_left: ``(1 - lr * weight_decay)^t`` at each step, shape ``(T + 1,)``.
    """

    params: Params
    sizes: Array
    adam: Run
    adamw: Run
    adam_divider: Array
    adamw_divider: Array
    divided_decay: Array
    alternating: Recipes
    random: Recipes
    expected_left: Array
    sgd: PlainSGD
    clock: Clock


def simulate(params: Params) -> Result:
    sizes = np.array([params.loud, params.medium, params.quiet])
    signs = np.where(np.arange(params.steps) % 2 == 0, 1.0, -1.0)[:, np.newaxis]
    adam, adamw = _rules(params)
    alternating = Given(signs * sizes)
    l2, decoupled = (run(rule, alternating, np.ones(3), params.steps) for rule in (adam, adamw))
    adam_divider = params.lr / l2.effective_lr
    return Result(
        params=params,
        sizes=sizes,
        adam=l2,
        adamw=decoupled,
        adam_divider=adam_divider,
        adamw_divider=params.lr / decoupled.effective_lr,
        divided_decay=params.weight_decay / adam_divider,
        alternating=Recipes(l2.positions, decoupled.positions),
        random=_random(params, sizes),
        expected_left=(1 - params.lr * params.weight_decay) ** np.arange(params.steps + 1.0),
        sgd=_sgd(params, signs * sizes),
        clock=_clock(params),
    )


def _rules(params: Params) -> tuple[Adam, AdamW]:
    return (
        Adam(lr=params.lr, weight_decay=params.weight_decay),
        AdamW(lr=params.lr, weight_decay=params.weight_decay),
    )


def _random(params: Params, sizes: Array) -> Recipes:
    noise = np.random.default_rng(params.seed).standard_normal((params.steps, len(sizes) * GROUP))
    gradients = Given(noise * np.repeat(sizes, GROUP))

    def left(rule: Adam) -> Array:
        steps = islice(walk(rule, gradients, np.ones(len(sizes) * GROUP)), params.steps)
        return np.array([np.ones(len(sizes)), *(step.position.reshape(3, GROUP).mean(axis=1) for _, step in steps)])

    adam, adamw = _rules(params)
    return Recipes(left(adam), left(adamw))


def _sgd(params: Params, gradients: Array) -> PlainSGD:
    l2 = run(SGD(lr=params.lr, weight_decay=params.weight_decay), Given(gradients), np.ones(3), params.steps)
    weights = [np.ones(3)]
    for gradient in gradients:
        weights.append((1 - params.lr * params.weight_decay) * weights[-1] - params.lr * gradient)
    decoupled = np.array(weights)
    return PlainSGD(l2, decoupled, float(np.max(np.abs(decoupled - l2.positions))))


def _clock(params: Params) -> Clock:
    kept = 1 - params.clock_lr * params.clock_weight_decay
    half_life = math.log(0.5) / math.log(kept)
    steps = np.linspace(0, 1.01 * half_life, CLOCK_POINTS)
    return Clock(steps, kept**steps, half_life, kept**1000)
