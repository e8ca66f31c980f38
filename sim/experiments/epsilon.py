"""Epsilon: the size of gradient below which Adam stops adapting.

Sources: Kingma & Ba 2015, algorithm 1; IEEE 754 (half precision).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from sim.experiments.arrival import arrival
from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given
from sim.landscapes import Quadratic
from sim.optimizers import Adam
from sim.parameters import Array
from sim.runs import Run, run

GRADIENTS = (1.0, 1e-2, 1e-4, 1e-6, 1e-8)
START = (-10.0, 1.0)
SLIDER_POINTS = 81
PARKED_STEP = 2000
NOISE_STEPS = 300
NOISE_WEIGHTS = 1000
SQUARED_TO_NOTHING = 1e-4  # a gradient whose square is 0 in half precision


class Params(ExperimentParams):
    """What can be chosen about epsilon and the valley."""

    eps: float = Field(
        1e-8,
        ge=1e-12,
        le=1e-2,
        description="the small epsilon, which must be the smaller one",
        json_schema_extra={"unit": "loss/weight"},
    )
    large_eps: float = Field(
        1e-4,
        ge=1e-12,
        le=10,
        description="the large epsilon; from 10 on it silences the largest of the five gradients",
        json_schema_extra={"unit": "loss/weight"},
    )
    scale: float = Field(
        1e-6, ge=1e-12, le=1e6, description="what the valley's loss is multiplied by", json_schema_extra={"unit": "1"}
    )
    lr: float = Field(
        0.01, gt=0, le=1, description="learning rate of Adam in the valley", json_schema_extra={"unit": "weight"}
    )
    condition_number: float = Field(
        50.0,
        ge=2,
        le=1000,
        description="how many times steeper the walls are than the floor",
        json_schema_extra={"unit": "1"},
    )
    steps: int = Field(
        20000,
        ge=200,
        le=30000,
        description="how many steps are taken in the valley",
        json_schema_extra={"unit": "steps"},
    )
    noise: float = Field(
        1e-6,
        ge=1e-12,
        le=1,
        description="deviation of the gradients that are nothing but noise",
        json_schema_extra={"unit": "loss/weight"},
    )
    seed: int = Field(0, ge=0, le=2**32 - 1, description="seed of the noise", json_schema_extra={"unit": "1"})

    @model_validator(mode="after")
    def _one_is_larger(self) -> Self:
        if not self.eps < self.large_eps:
            both = f"eps={self.eps:g}, large_eps={self.large_eps:g}"
            raise ValueError(f"{both}: the large one must be larger, as the film slides from the small one to it")
        return self


@dataclass(frozen=True)
class Slider:
    """The first step while epsilon moves from the small to the large one.

    Attributes:
        eps: shape ``(81,)``, evenly spaced on a logarithmic axis.
        strides: in learning rates, for each of the five gradients, shape ``(81, 5)``.
    """

    eps: Array
    strides: Array


@dataclass(frozen=True)
class Journey:
    """Adam in the valley with the small loss.

    Attributes:
        run: positions ``(T + 1, 2)``.
        eps: its epsilon.
        losses: what is left of the valley's loss before it was made small, shape ``(T + 1,)``.
        arrived: the first step after which that stays below ``GOAL``; None if there is none.
        parked: what is left of it after 2000 steps, or after the last one.
    """

    run: Run
    eps: float
    losses: Array
    arrived: int | None
    parked: float


@dataclass(frozen=True)
class Drift:
    """A thousand weights under gradients that are noise about 0.

    Attributes:
        positions: in learning rates, shape ``(301, 1000)``.
        rms: how far they have drifted, shape ``(301,)``.
    """

    positions: Array
    rms: Array


@dataclass(frozen=True)
class HalfPrecision:
    """What becomes of an epsilon in half precision.

    Attributes:
        eps: the number that is stored for it.
        smallest: the smallest positive number.
        quotient_of_zero: ``m^ / (sqrt(v^) + eps)`` for a gradient of 0.
        quotient_of_small: the same for a gradient of 1e-4, whose square is stored as 0.
    """

    eps: float
    smallest: float
    quotient_of_zero: float
    quotient_of_small: float


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        gradients: the five, shape ``(5,)``.
        strides, large_strides: the first step for each with the small and the large epsilon, in learning rates,
            shape ``(5,)``; ``|g| / (|g| + eps)``.
        landscape: the valley with the small loss.
        start_loss: of the valley before it was made small.
        start_gradient: the larger part of the small loss's gradient at the start.
        journey, large_journey: with the small and the large epsilon.
        parked_step: the step of ``Journey.parked``.
        drift, large_drift: under the same noise.
        half, large_half: in half precision.
    """

    params: Params
    gradients: Array
    strides: Array
    large_strides: Array
    slider: Slider
    landscape: Quadratic
    start_loss: float
    start_gradient: float
    journey: Journey
    large_journey: Journey
    parked_step: int
    drift: Drift
    large_drift: Drift
    half: HalfPrecision
    large_half: HalfPrecision


def simulate(params: Params) -> Result:
    gradients = np.array(GRADIENTS)
    slider = np.geomspace(params.eps, params.large_eps, SLIDER_POINTS)
    eps = np.concatenate([[params.eps, params.large_eps], slider])
    small, large, *sliding = _first_strides(gradients, eps)
    landscape = Quadratic(curvatures=(params.scale, params.scale * params.condition_number))
    together = run(Adam(lr=params.lr, eps=eps[:2]), landscape, START, params.steps)
    parked_step = min(PARKED_STEP, params.steps)
    journeys = [_journey(together[i], params.scale, parked_step) for i in range(2)]
    return Result(
        params=params,
        gradients=gradients,
        strides=small,
        large_strides=large,
        slider=Slider(slider, np.array(sliding)),
        landscape=landscape,
        start_loss=float(journeys[0].losses[0]),
        start_gradient=float(np.max(np.abs(landscape.gradient(np.array(START))))),
        journey=journeys[0],
        large_journey=journeys[1],
        parked_step=parked_step,
        drift=_drift(params, params.eps),
        large_drift=_drift(params, params.large_eps),
        half=_half_precision(params.eps),
        large_half=_half_precision(params.large_eps),
    )


def _first_strides(gradients: Array, eps: Array) -> Array:
    """Shape ``(len(eps), len(gradients))``."""
    first = run(Adam(lr=1.0, eps=eps), Given(gradients[np.newaxis]), np.zeros(len(gradients)), 1)
    strides: Array = np.abs(first.updates[0])
    return strides


def _journey(taken: Run, scale: float, parked_step: int) -> Journey:
    assert taken.losses is not None
    losses = taken.losses / scale
    return Journey(
        taken, float(taken.optimizer.parameters["eps"]), losses, arrival(taken, unit=scale), float(losses[parked_step])
    )


def _drift(params: Params, eps: float) -> Drift:
    noise = params.noise * np.random.default_rng(params.seed).standard_normal((NOISE_STEPS, NOISE_WEIGHTS))
    taken = run(Adam(lr=1.0, eps=eps), Given(noise), np.zeros(NOISE_WEIGHTS), NOISE_STEPS)
    return Drift(taken.positions, np.sqrt(np.mean(taken.positions**2, axis=-1)))


def _half_precision(eps: float) -> HalfPrecision:
    half = np.float16

    def quotient(gradient: float) -> float:
        # The first step's corrected moments are the gradient and its square.
        g = half(gradient)
        with np.errstate(all="ignore"):
            return float(g / (np.sqrt(g * g) + half(eps)))

    return HalfPrecision(
        eps=float(half(eps)),
        smallest=float(np.finfo(half).smallest_subnormal),
        quotient_of_zero=quotient(0.0),
        quotient_of_small=quotient(SQUARED_TO_NOTHING),
    )
