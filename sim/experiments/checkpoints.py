"""Checkpoints: four questions, three answered by the runs of other clips, the fourth by two wells under noise.

Sources: Keskar et al. 2017 (wide and sharp minima); Mandt, Hoffman & Blei 2017, section 3 (noise times learning rate);
Dinh et al. 2017, section 4 (the same function, as sharp as one likes).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Self

import numpy as np
from pydantic import Field, model_validator

from sim.experiments import (
    averaging_out,
    bias_correction,
    learning_rate_story,
    momentum_memory,
    oscillating_valley,
    when_to_use_what,
)
from sim.experiments.arrival import first
from sim.experiments.parameters import ExperimentParams
from sim.gradients import Noisy
from sim.landscapes import Checkpoints, TwoWeightNet
from sim.optimizers import SGD
from sim.parameters import Array
from sim.runs import walk

SHARP, WIDE = 0, 1  # the wells, the deeper one first
SHOWN = 100  # walkers of each well whose places are kept
FRAMES = 250  # times at which they are kept
SLIDES = 61  # places along the hyperbola
TUNING_STEPS, BEST_SGD_RATE, BEST_ADAM_RATE = 100, 300.0, 0.3  # of when-to-use-what; a test holds them to it
REACH = 1.2  # weights to either side that the bowl is cut open


class Params(ExperimentParams):
    """What can be chosen about the two wells, the noise and the net."""

    lr: float = Field(
        0.03,
        gt=0,
        lt=0.0449,
        description="learning rate in the wells; from 2/44.5 on nobody can stay in the sharp one even without noise",
        json_schema_extra={"unit": "1"},
    )
    small_lr: float = Field(
        0.01,
        gt=0,
        lt=0.0449,
        description="the learning rate to compare with, the smaller one",
        json_schema_extra={"unit": "1"},
    )
    noise: float = Field(
        4.0,
        ge=0.5,
        le=8,
        description="standard deviation of the gradients' noise; with more nobody stays anywhere",
        json_schema_extra={"unit": "loss/weight"},
    )
    walkers: int = Field(
        2000,
        ge=200,
        le=4000,
        description="how many start in each well; fewer make no percentage",
        json_schema_extra={"unit": "walkers"},
    )
    steps: int = Field(
        2000, ge=250, le=5000, description="how many steps each of them takes", json_schema_extra={"unit": "steps"}
    )
    largest_weight: float = Field(
        10.0,
        ge=2,
        le=30,
        description="how far the first weight of the net is turned up; the second is turned down as much",
        json_schema_extra={"unit": "weight"},
    )
    seed: int = Field(
        0, ge=0, le=2**31, description="seed of the noise in either well", json_schema_extra={"unit": "1"}
    )

    @model_validator(mode="after")
    def _the_small_rate_is_smaller(self) -> Self:
        if self.small_lr >= self.lr:
            raise ValueError(
                f"small_lr={self.small_lr:g}: must be below lr={self.lr:g}, because the film tells what less of it does"
            )
        return self


@dataclass(frozen=True)
class Shaking:
    """Walkers that start at the bottom of either well and take noisy steps; columns are the wells.

    Attributes:
        lr, noise: of the steps.
        left: the share of the walkers of each well that is beyond the ridge after 0, 1, … steps, shape ``(T + 1, 2)``.
        every: steps from one of the kept places to the next.
        places: of 100 walkers of each well, shape ``(frames, 2, 100)``.
    """

    lr: float
    noise: float
    left: Array
    every: int
    places: Array

    @property
    def end(self) -> Array:
        """What share has left each well in the end, shape ``(2,)``."""
        last: Array = self.left[-1]
        return last

    @property
    def half_out(self) -> int | None:
        """The first step after which half of the sharp well's walkers are beyond the ridge."""
        return first(self.left[:, SHARP] >= 0.5)


@dataclass(frozen=True)
class Slide:
    """Along the hyperbola on which a net with the two weights ``(a, 1/a)`` is one and the same function.

    Attributes:
        weights: from ``(1, 1)`` to the largest first weight, shape ``(61, 2)``.
        products: the slope of the function that the net is, shape ``(61,)``.
        sharpness: the curvature across, shape ``(61,)``.
        offsets: to either side along the steepest direction, shape ``(m,)``.
        walls: the loss there, shape ``(61, m)``.
    """

    weights: Array
    products: Array
    sharpness: Array
    offsets: Array
    walls: Array


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        minima, losses, curvatures: of the sharp and of the wide well, shape ``(2,)``; the sharp one is deeper.
        ridge: the weight between them.
        largest_stable_lr: from which on gradient descent without noise leaves the bottom of the sharp well.
        shaken: at the learning rate; ``gently`` at the small one; ``quiet`` without noise.
        slide: the net.
    """

    params: Params
    landscape: Checkpoints
    net: TwoWeightNet
    minima: Array
    losses: Array
    curvatures: Array
    ridge: float
    largest_stable_lr: float
    shaken: Shaking
    gently: Shaking
    quiet: Shaking
    slide: Slide

    # The other clips' runs, as they are by default; recorded there.

    @cached_property
    def averaging(self) -> averaging_out.Result:
        return averaging_out.simulate(averaging_out.Params.from_settings({}))

    @cached_property
    def valley(self) -> oscillating_valley.Result:
        return oscillating_valley.simulate(oscillating_valley.Params.from_settings({}))

    @cached_property
    def memory(self) -> momentum_memory.Result:
        return momentum_memory.simulate(momentum_memory.Params.from_settings({}))

    @cached_property
    def roads(self) -> learning_rate_story.Result:
        return learning_rate_story.simulate(learning_rate_story.Params.from_settings({}))

    @cached_property
    def bias(self) -> bias_correction.Result:
        return bias_correction.simulate(bias_correction.Params.from_settings({}))

    @cached_property
    def tuned(self) -> when_to_use_what.Tuning:
        """SGD and Adam on one task, each at the best of its ten rates."""
        return when_to_use_what.zipf(TUNING_STEPS, (BEST_SGD_RATE,), (BEST_ADAM_RATE,))

    @cached_property
    def built(self) -> when_to_use_what.BuiltData:
        return when_to_use_what.built_data(when_to_use_what.Params.from_settings({}))


def simulate(params: Params) -> Result:
    landscape, net = Checkpoints(), TwoWeightNet()
    minima = landscape.minima
    curvatures = landscape.hessian(minima)[:, 0, 0]
    ridge = float(landscape.maxima[0, 0])

    def shake(lr: float, noise: float) -> Shaking:
        return _shake(params, landscape, ridge, lr, noise)

    return Result(
        params=params,
        landscape=landscape,
        net=net,
        minima=minima[:, 0],
        losses=landscape.loss(minima),
        curvatures=curvatures,
        ridge=ridge,
        largest_stable_lr=float(2 / curvatures[SHARP]),
        shaken=shake(params.lr, params.noise),
        gently=shake(params.small_lr, params.noise),
        quiet=shake(params.lr, 0.0),
        slide=_slide(params, net),
    )


def _shake(params: Params, landscape: Checkpoints, ridge: float, lr: float, noise: float) -> Shaking:
    every = params.steps // FRAMES
    source = Noisy(landscape, noise, params.seed)
    # Without noise all walkers of a well are one.
    walkers = params.walkers if noise else 1
    left, places = [], []
    for bottom in landscape.minima[:, 0]:
        starts = np.full((walkers, 1), bottom)
        way = [starts, *(stride.step.position for stride in islice(walk(SGD(lr=lr), source, starts), params.steps))]
        home = np.sign(bottom - ridge)
        left.append([np.mean(home * (position - ridge) < 0) for position in way])
        places.append([np.broadcast_to(position[:SHOWN, 0], SHOWN) for position in way[::every]])
    return Shaking(lr, noise, np.array(left).T, every, np.array(places).swapaxes(0, 1))


def _slide(params: Params, net: TwoWeightNet) -> Slide:
    first_weight = np.geomspace(1, params.largest_weight, SLIDES)
    weights = np.stack([first_weight, 1 / first_weight], axis=-1)
    steepest = weights[:, ::-1] / np.linalg.norm(weights, axis=-1, keepdims=True)
    offsets = np.linspace(-REACH, REACH, 121)
    walls = net.loss(weights[:, np.newaxis] + offsets[:, np.newaxis] * steepest[:, np.newaxis])
    return Slide(weights, weights.prod(axis=-1), net.sharpness(weights), offsets, walls)
