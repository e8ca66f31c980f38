"""The learning rate: too small and nothing happens, past two over the curvature everything does.

Sources: Polyak 1964 (the limit); IEEE 754 (what happens past the largest number); Cohen et al. 2021, Gradient Descent
on Neural Networks Typically Occurs at the Edge of Stability (the flatter place).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from sim.experiments.arrival import GOAL, first, first_for_good
from sim.experiments.parameters import ExperimentParams
from sim.landscapes import Quadratic, TwoWeightNet
from sim.optimizers import SGD, Adam
from sim.parameters import Array
from sim.runs import Run, run

START = (-10.0, 1.0)
ADAM_STEPS = 3000
NET_STEPS = 400
LONGEST_FLIGHT = 20_000  # steps that single precision is watched for
RATES_TRIED = 60  # learning rates whose arrivals are compared


class Params(ExperimentParams):
    """What can be chosen about the valley and the four learning rates."""

    condition_number: float = Field(
        50.0,
        ge=2,
        le=1000,
        description="curvature of the valley's walls; the floor's is 1",
        json_schema_extra={"unit": "1"},
    )
    too_small: float = Field(
        0.02,
        ge=0.001,
        lt=1,
        description="the learning rate that crawls, times curvature; 1 would cross the valley in one step",
        json_schema_extra={"unit": "1"},
    )
    careful: float = Field(
        1.0,
        gt=0,
        lt=2,
        description="the careful learning rate, times curvature; from 2 on nothing converges",
        json_schema_extra={"unit": "1"},
    )
    fast: float = Field(
        1.9,
        gt=0,
        lt=2,
        description="the learning rate near the edge, times curvature; from 2 on nothing converges",
        json_schema_extra={"unit": "1"},
    )
    too_large: float = Field(
        2.1,
        ge=2.01,
        le=10,
        description="the learning rate that explodes, times curvature; barely past 2 that takes too long to watch",
        json_schema_extra={"unit": "1"},
    )
    adam_lr: float = Field(
        10.0, gt=0, le=1000, description="learning rate of Adam", json_schema_extra={"unit": "weight"}
    )
    net_lr: float = Field(
        0.25, gt=0, le=1, description="learning rate of the two-weight net", json_schema_extra={"unit": "1"}
    )
    net_first: float = Field(
        3.0, ge=0.1, le=5, description="first weight of the net at the start", json_schema_extra={"unit": "weight"}
    )
    net_second: float = Field(
        0.36, ge=0.1, le=5, description="second weight of the net at the start", json_schema_extra={"unit": "weight"}
    )
    steps: int = Field(
        15000,
        ge=100,
        le=30000,
        description="how many steps gradient descent takes",
        json_schema_extra={"unit": "steps"},
    )

    @model_validator(mode="after")
    def _rates_rise(self) -> Self:
        if not self.too_small < self.careful < self.fast:
            rates = f"too_small={self.too_small:g}, careful={self.careful:g}, fast={self.fast:g}"
            raise ValueError(f"{rates}: each must be larger than the one before: the film compares them so")
        return self


@dataclass(frozen=True)
class Descent:
    """Gradient descent through the valley.

    Attributes:
        run: positions ``(T + 1, 2)``: along the valley, across it; as long as the numbers were finite.
        arrived: the first step after which the loss stays below ``GOAL``; None if there is none.
        factors: what a step multiplies the two offsets by, ``1 - lr * curvature``, shape ``(2,)``.
    """

    run: Run
    arrived: int | None
    factors: Array

    @property
    def losses(self) -> Array:
        assert self.run.losses is not None
        return self.run.losses

    @property
    def lr(self) -> float:
        return float(self.run.optimizer.lr)

    @property
    def stable(self) -> bool:
        return bool(np.all(np.abs(self.factors) < 1))


@dataclass(frozen=True)
class Sweep:
    """Gradient descent through the valley at many learning rates.

    Attributes:
        rates: times curvature, rising from ``too_small`` to just below 2, shape ``(60,)``.
        arrived: what :attr:`Descent.arrived` is for each, NaN for None, shape ``(60,)``.
    """

    rates: Array
    arrived: Array

    @property
    def best(self) -> float | None:
        """The rate, times curvature, that arrives first; None if none does."""
        return None if np.isnan(self.arrived).all() else float(self.rates[np.nanargmin(self.arrived)])


@dataclass(frozen=True)
class SinglePrecision:
    """The exploding descent in the numbers that networks are trained in, until a weight is not a number.

    Attributes:
        positions: ``(T + 1, 2)``; ``losses``: ``(T + 1,)``; both were computed as float32.
        loss_overflow, weight_overflow: the first steps after which the loss and a weight are infinite; None if never.
        not_a_number: the first step after which a weight is infinity minus infinity; None if never.
        largest: the largest number that float32 has.
    """

    positions: Array
    losses: Array
    loss_overflow: int | None
    weight_overflow: int | None
    not_a_number: int | None
    largest: float


@dataclass(frozen=True)
class Net:
    """Gradient descent on the two-weight net.

    Attributes:
        landscape: its loss.
        run: positions ``(401, 2)``.
        sharpness: at every step, shape ``(401,)``.
        limit: the largest sharpness that the learning rate can stand, ``2 / lr``.
        peak_step: after how many steps the loss was largest.
    """

    landscape: TwoWeightNet
    run: Run
    sharpness: Array
    limit: float
    peak_step: int

    @property
    def losses(self) -> Array:
        assert self.run.losses is not None
        return self.run.losses

    @property
    def peak(self) -> float:
        """The largest loss."""
        return float(self.losses[self.peak_step])

    @property
    def escaped(self) -> bool:
        """Whether it started where its learning rate is too large and ended where it is not."""
        return self.run.diverged_at is None and bool(self.sharpness[0] > self.limit > self.sharpness[-1])


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        landscape: the valley; ``largest_stable_lr`` is 2 / curvature of its walls.
        too_small, careful, fast, too_large: plain gradient descent.
        sweep: the same for the rates between.
        single: ``too_large`` in single precision.
        adam: Adam through the same valley, positions ``(3001, 2)``.
        adam_peak: its largest loss.
        adam_longest_step: the longest step of either of its weights, in learning rates.
        net: the descent that ends in a gentler place.
    """

    params: Params
    landscape: Quadratic
    largest_stable_lr: float
    too_small: Descent
    careful: Descent
    fast: Descent
    too_large: Descent
    sweep: Sweep
    single: SinglePrecision
    adam: Run
    adam_peak: float
    adam_longest_step: float
    net: Net

    @property
    def adam_losses(self) -> Array:
        assert self.adam.losses is not None
        return self.adam.losses

    @property
    def adam_strides(self) -> Array:
        """The longer step of Adam's two weights, in learning rates, at every step, shape ``(3000,)``."""
        strides: Array = np.abs(self.adam.updates).max(axis=-1) / self.params.adam_lr
        return strides


def simulate(params: Params) -> Result:
    steepest = params.condition_number
    landscape = Quadratic(curvatures=(1.0, steepest))
    rates = np.array([params.too_small, params.careful, params.fast, params.too_large]) / steepest
    together = run(SGD(lr=rates), landscape, START, params.steps)
    too_small, careful, fast, too_large = (_descent(together[i], landscape) for i in range(len(rates)))
    adam = run(Adam(lr=params.adam_lr), landscape, START, ADAM_STEPS)
    assert adam.losses is not None
    return Result(
        params=params,
        landscape=landscape,
        largest_stable_lr=2 / steepest,
        too_small=too_small,
        careful=careful,
        fast=fast,
        too_large=too_large,
        sweep=_sweep(params, landscape),
        single=_single_precision(float(rates[-1]), landscape),
        adam=adam,
        adam_peak=float(adam.losses.max()),
        adam_longest_step=float(np.max(np.abs(adam.updates)) / params.adam_lr),
        net=_net(params),
    )


def _descent(taken: Run, landscape: Quadratic) -> Descent:
    assert taken.losses is not None
    factors = 1 - taken.optimizer.lr * np.array(landscape.curvatures)
    # Where every offset shrinks in every step, a loss below the goal stays there; elsewhere none comes to it.
    stable = taken.diverged_at is None and bool(np.all(np.abs(factors) < 1))
    return Descent(taken, first_for_good(taken.losses < GOAL) if stable else None, factors)


def _sweep(params: Params, landscape: Quadratic) -> Sweep:
    # Evenly spaced on a logarithmic axis, and closely below the edge, where the best ones are.
    edge = 2 - np.geomspace(0.005, 0.2, RATES_TRIED // 3)
    below = np.geomspace(params.too_small, 1.75, RATES_TRIED - len(edge))
    rates = np.sort(np.concatenate([below, edge]))
    together = run(SGD(lr=rates / params.condition_number), landscape, START, params.steps)
    arrived = [_descent(together[i], landscape).arrived for i in range(len(rates))]
    return Sweep(rates, np.array([np.nan if step is None else step for step in arrived], dtype=np.float64))


def _single_precision(lr: float, landscape: Quadratic) -> SinglePrecision:
    curvatures = np.array(landscape.curvatures, dtype=np.float32)
    position = np.array(START, dtype=np.float32)
    positions = [position]
    with np.errstate(all="ignore"):
        while len(positions) <= LONGEST_FLIGHT and not np.isnan(position).any():
            position = position - np.float32(lr) * (curvatures * position)
            positions.append(position)
        path = np.array(positions)
        farthest = np.abs(path).max(axis=-1)
        losses = (np.float32(0.5) * curvatures * path * path).sum(
            axis=-1
        )  # halved first: it overflows as late as it can
    return SinglePrecision(
        positions=path.astype(np.float64),
        losses=losses.astype(np.float64),
        loss_overflow=first(np.isinf(losses)),
        weight_overflow=first(np.isinf(farthest)),
        not_a_number=first(np.isnan(farthest)),
        largest=float(np.finfo(np.float32).max),
    )


def _net(params: Params) -> Net:
    landscape = TwoWeightNet()
    taken = run(SGD(lr=params.net_lr), landscape, (params.net_first, params.net_second), NET_STEPS)
    assert taken.losses is not None
    return Net(
        landscape=landscape,
        run=taken,
        sharpness=landscape.sharpness(taken.positions),
        limit=2 / params.net_lr,
        peak_step=int(np.argmax(taken.losses)),
    )
