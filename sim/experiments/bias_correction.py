"""Bias correction: Adam's averages start at zero, and what happens when nobody takes the zero out again.

Sources: Kingma & Ba 2015, section 3 (the correction); Ma & Yarats 2021, On the adequacy of untuned warmup.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.parameters import ExperimentParams
from sim.gradients import Given, Noisy
from sim.landscapes import Quadratic
from sim.moments import bias_correction, moving_average
from sim.optimizers import Adam, RMSprop
from sim.parameters import Array
from sim.runs import Run, run, walk

STREAM_STEPS = 60
CLOUD_STEPS = 300
LONG_STEPS = 6000
SEEDS = 20
SEEDS_STEPS = 100
WEIGHTS = 1000
FULL = 0.99
LONGEST_CURVE = 100_000


class Params(ExperimentParams):
    """What can be chosen about Adam and the noise it meets."""

    beta1: float = Field(0.9, ge=0, le=0.99, description="memory of the first moment", json_schema_extra={"unit": "1"})
    beta2: float = Field(
        0.999, ge=0, le=0.9999, description="memory of the second moment", json_schema_extra={"unit": "1"}
    )
    lr: float = Field(0.01, gt=0, le=1, description="learning rate", json_schema_extra={"unit": "1"})
    gradient: float = Field(
        1.0,
        gt=0,
        le=1000,
        description="the constant gradient of the first beats, and the mean of the noisy stream",
        json_schema_extra={"unit": "loss/weight"},
    )
    stream_noise: float = Field(
        0.5,
        ge=0,
        le=5,
        description="standard deviation of the noisy stream, as a fraction of its mean",
        json_schema_extra={"unit": "1"},
    )
    noise: float = Field(
        1.0,
        gt=0,
        le=100,
        description="standard deviation of the gradient noise that the finished model sees",
        json_schema_extra={"unit": "loss/weight"},
    )
    seed: int = Field(0, ge=0, le=2**31, description="seed of all noise", json_schema_extra={"unit": "1"})
    warmup: int = Field(
        200,
        ge=1,
        le=10000,
        description="steps over which the learning rate warms up",
        json_schema_extra={"unit": "steps"},
    )


@dataclass(frozen=True)
class Ratio:
    """How many times longer an uncorrected step is than a corrected one, for a constant gradient.

    Attributes:
        steps: 1, 2, ..., shape ``(T,)``.
        values: the ratio at each, shape ``(T,)``.
        first_moment, second_moment: the averages of a gradient of 1, shape ``(T,)``.
    """

    steps: Array
    values: Array
    first_moment: Array
    second_moment: Array

    @property
    def first(self) -> float:
        return float(self.values[0])

    @property
    def peak_step(self) -> int:
        return int(self.steps[np.argmax(self.values)])

    @property
    def peak(self) -> float:
        return float(self.values.max())

    def at(self, step: int) -> float:
        return float(self.values[step - 1])

    def within(self, fraction: float) -> int | None:
        """The first step from which the ratio stays closer to 1 than ``fraction``; None if the curve ends before."""
        return _first_for_good(np.abs(self.values - 1) < fraction)

    @property
    def first_moment_full(self) -> int | None:
        """The first step with 99 % of a constant gradient in the first moment; None if the curve ends before."""
        return _first_for_good(self.first_moment >= FULL)

    @property
    def second_moment_full(self) -> int | None:
        """The same for the second moment."""
        return _first_for_good(self.second_moment >= FULL)

    def distance(self, steps: int) -> float:
        """How far the first so many uncorrected steps lead, in learning rates; corrected ones lead ``steps``."""
        return float(self.values[:steps].sum())


@dataclass(frozen=True)
class FirstStep:
    """The length of the very first step in learning rates, depending on which moment is corrected."""

    neither: float
    only_first: float
    only_second: float
    both: float


@dataclass(frozen=True)
class Cloud:
    """The weights of a finished model, all at their minimum, under noise.

    Attributes:
        positions: ``(T + 1, 1000)``.
        rms: root mean square distance from the minimum, shape ``(T + 1,)``.
        losses: the model's loss, shape ``(T + 1,)``.
    """

    positions: Array
    rms: Array
    losses: Array


@dataclass(frozen=True)
class LongRun:
    """The two clouds for longer than the film shows them, and for other seeds.

    Attributes:
        corrected_rms, uncorrected_rms: over 6000 steps, shape ``(6001,)``.
        loss_ratios: uncorrected over corrected loss after 100 steps for each of 20 seeds, shape ``(20,)``.
    """

    corrected_rms: Array
    uncorrected_rms: Array
    loss_ratios: Array

    def loss_ratio(self, step: int) -> float:
        """Uncorrected over corrected loss, each averaged over the hundred steps around one."""
        around = slice(step - 50, step + 50)
        return float(np.mean(self.uncorrected_rms[around] ** 2) / np.mean(self.corrected_rms[around] ** 2))


@dataclass(frozen=True)
class Warmup:
    """Step lengths in learning rates under a constant gradient, and what a linear warm-up makes of them.

    Attributes:
        steps: 1, 2, ..., twice the warm-up, shape ``(T,)``.
        ramp: the fraction of the learning rate at each.
        rmsprop, uncorrected, corrected: without warm-up, of torch's RMSprop, Adam without correction and Adam.
    """

    steps: Array
    ramp: Array
    rmsprop: Array
    uncorrected: Array
    corrected: Array


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        constant: Adam under a constant gradient; its moments are the two tanks, with and without the correction.
        constant_uncorrected: the same without bias correction.
        stream: Adam under the noisy stream.
        ratio: uncorrected over corrected step.
        first_step: the table of the first step.
        corrected, uncorrected: the clouds, under the same noise.
        loss_ratio: uncorrected over corrected loss of the clouds at each step, shape ``(T + 1,)``; NaN at 0.
        warmup: RMSprop and Adam with a warm-up.
    """

    params: Params
    constant: Run
    constant_uncorrected: Run
    stream: Run
    ratio: Ratio
    first_step: FirstStep
    corrected: Cloud
    uncorrected: Cloud
    loss_ratio: Array
    warmup: Warmup

    @property
    def cloud_peak_step(self) -> int:
        """When the uncorrected cloud was widest."""
        return int(np.argmax(self.uncorrected.rms))

    @cached_property
    def long_run(self) -> LongRun:
        """Computed when it is first asked for, because it takes longer than everything else."""
        return _long_run(self.params)


def simulate(params: Params) -> Result:
    constant = run(_adam(params), Given(np.full((STREAM_STEPS, 1), params.gradient)), 0.0, STREAM_STEPS)
    uncorrected = run(_adam(params, False), constant.source, 0.0, STREAM_STEPS)
    clouds = [_cloud(params, correct) for correct in (True, False)]
    with np.errstate(divide="ignore", invalid="ignore"):
        loss_ratio = clouds[1].losses / clouds[0].losses
    return Result(
        params=params,
        constant=constant,
        constant_uncorrected=uncorrected,
        stream=run(_adam(params), _stream(params), 0.0, STREAM_STEPS),
        ratio=_ratio(params),
        first_step=_first_step(params),
        corrected=clouds[0],
        uncorrected=clouds[1],
        loss_ratio=loss_ratio,
        warmup=_warmup(params),
    )


def _adam(params: Params, correct: bool = True) -> Adam:
    return Adam(lr=params.lr, beta1=params.beta1, beta2=params.beta2, bias_correction=correct)


def _stream(params: Params) -> Given:
    noise = np.random.default_rng(params.seed).standard_normal((STREAM_STEPS, 1))
    return Given(params.gradient * (1 + params.stream_noise * noise))


def _finished_model(params: Params, seed: int | tuple[int, ...]) -> Noisy:
    return Noisy(Quadratic(curvatures=(1.0,) * WEIGHTS), params.noise, seed)


def _ratio(params: Params) -> Ratio:
    """The moments of a gradient of 1, step by step, until the ratio is 1 to within a hundredth and both are full."""
    m = v = 0.0
    moments = []
    for t in range(1, LONGEST_CURVE + 1):
        m = moving_average(m, 1.0, params.beta1)
        v = moving_average(v, 1.0, params.beta2)
        moments.append((m, v))
        if min(m, v) >= FULL and t >= CLOUD_STEPS:
            break
    first, second = np.array(moments).T
    steps = np.arange(1.0, len(moments) + 1)
    corrected = first / bias_correction(params.beta1, steps) / np.sqrt(second / bias_correction(params.beta2, steps))
    return Ratio(steps, first / np.sqrt(second) / corrected, first, second)


def _first_step(params: Params) -> FirstStep:
    rule = _adam(params)
    first = rule.step(1, np.zeros((1, 1)), np.full((1, 1), params.gradient), rule.start(np.zeros((1, 1))))

    def length(first_moment: Array | None, second_moment: Array | None) -> float:
        assert first_moment is not None and second_moment is not None
        return float((first_moment / (np.sqrt(second_moment) + rule.eps)).item())

    return FirstStep(
        neither=length(first.first_moment, first.second_moment),
        only_first=length(first.first_moment_corrected, first.second_moment),
        only_second=length(first.first_moment, first.second_moment_corrected),
        both=length(first.first_moment_corrected, first.second_moment_corrected),
    )


def _cloud(params: Params, correct: bool) -> Cloud:
    model = _finished_model(params, params.seed)
    start = np.zeros((1, WEIGHTS))
    steps = islice(walk(_adam(params, correct), model, start), CLOUD_STEPS)
    positions = np.concatenate([start, *(step.position for _, step in steps)])
    return Cloud(positions, _rms(positions), model.landscape.loss(positions))


def _rms(positions: Array) -> Array:
    mean: Array = np.mean(positions * positions, axis=-1)
    return np.sqrt(mean)


def _long_run(params: Params) -> LongRun:
    rms = []
    losses = []
    seeds = tuple(range(params.seed, params.seed + SEEDS))
    for correct in (True, False):
        rule = _adam(params, correct)
        steps = islice(walk(rule, _finished_model(params, params.seed), np.zeros(WEIGHTS)), LONG_STEPS)
        rms.append(np.array([0.0, *(_rms(step.position[0]) for _, step in steps)]))
        models = _finished_model(params, seeds)
        *_, (_, last) = islice(walk(rule, models, np.zeros((SEEDS, WEIGHTS))), SEEDS_STEPS)
        losses.append(_rms(last.position) ** 2)
    return LongRun(rms[0], rms[1], losses[1] / losses[0])


def _warmup(params: Params) -> Warmup:
    steps = np.arange(1.0, 2 * params.warmup + 1)
    constant = Given(np.full((len(steps), 1), params.gradient))

    def lengths(rule: Adam | RMSprop) -> Array:
        return np.abs(run(rule, constant, 0.0, len(steps)).updates[:, 0]) / params.lr

    return Warmup(
        steps=steps,
        ramp=np.minimum(steps / params.warmup, 1.0),
        rmsprop=lengths(RMSprop(lr=params.lr)),
        uncorrected=lengths(_adam(params, False)),
        corrected=lengths(_adam(params)),
    )


def _first_for_good(held: NDArray[np.bool_]) -> int | None:
    """The first step, counted from 1, from which on a condition holds; None if it does not hold in the end."""
    if not held[-1]:
        return None
    failed = np.flatnonzero(~held)
    return int(failed[-1]) + 2 if failed.size else 1
