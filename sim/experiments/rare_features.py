"""Frequent and rare features: plain gradient descent learns each at the pace at which it appears, Adam at its root.

Sources: Duchi, Hazan & Singer 2011, JMLR 12, section 1.3 (rare features); Kingma & Ba 2015, section 6.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments.arrival import first_for_good
from sim.experiments.parameters import ExperimentParams
from sim.gradients import Batches
from sim.moments import adam_strides
from sim.optimizers import SGD, Adam, Optimizer
from sim.parameters import Array
from sim.runs import Run, run

FREQUENT, UNCOMMON, RARE = range(3)  # columns
BATCH = 16
SEEDS = 10
CLOSE = 0.1  # of the true weight
TAPE_STEPS = 40_000
TAPE_START = 10_000  # the steps before do not count for the speed
SHOWN_EXAMPLES = 400


class Params(ExperimentParams):
    """What can be chosen about the features and the two optimizers."""

    frequent: float = Field(
        0.5,
        ge=0.1,
        le=1,
        description="how often the frequent feature is in an example",
        json_schema_extra={"unit": "1"},
    )
    uncommon: float = Field(
        0.05,
        ge=0.01,
        le=0.5,
        description="how often the uncommon feature is in an example",
        json_schema_extra={"unit": "1"},
    )
    rare: float = Field(
        0.005,
        ge=0.001,
        le=0.1,
        description="how often the rare feature is in an example",
        json_schema_extra={"unit": "1"},
    )
    sgd_lr: float = Field(
        0.5, gt=0, le=8, description="learning rate of gradient descent", json_schema_extra={"unit": "1"}
    )
    adam_lr: float = Field(0.01, gt=0, le=1, description="learning rate of Adam", json_schema_extra={"unit": "1"})
    tuned_sgd_lr: float = Field(
        2.0, gt=0, le=8, description="gradient descent's learning rate at its best", json_schema_extra={"unit": "1"}
    )
    shaken_sgd_lr: float = Field(
        4.0,
        gt=0,
        le=8,
        description="gradient descent's learning rate one notch further",
        json_schema_extra={"unit": "1"},
    )
    tuned_adam_lr: float = Field(
        0.05, gt=0, le=1, description="Adam's learning rate at its best", json_schema_extra={"unit": "1"}
    )
    seed: int = Field(0, ge=0, le=2**31, description="the first of ten seeds", json_schema_extra={"unit": "1"})
    steps: int = Field(
        4000, ge=200, le=10000, description="how many batches are learned from", json_schema_extra={"unit": "steps"}
    )


@dataclass(frozen=True)
class Learning:
    """A run that fills the three weights, which should all become 1.

    Attributes:
        run: positions ``(T + 1, 3)``.
        learned: the step from which each weight stays within a tenth of 1, shape ``(3,)``; infinity if it does not.
    """

    run: Run
    learned: Array


@dataclass(frozen=True)
class Seeds:
    """The same optimizer under ten seeds.

    Attributes:
        first: the run of the first seed.
        learned: as in ``Learning``, shape ``(10, 3)``.
        median: of ``learned`` over the seeds, shape ``(3,)``.
    """

    first: Learning
    learned: Array
    median: Array

    @property
    def gap(self) -> float:
        """How many times longer the rare feature takes than the frequent one, in the median; not finite if never."""
        return float(self.median[RARE] / self.median[FREQUENT])


@dataclass(frozen=True)
class Tape:
    """Gradients of -1 as often as the feature appears, otherwise 0: 40 000 steps of each feature.

    Attributes:
        mean_pull: the mean gradient's size, which is the frequency, shape ``(3,)``.
        mean_square: the mean squared gradient, shape ``(3,)``.
        sgd_speeds, adam_speeds: learning rates per step over the last 30 000 steps, shape ``(3,)``.
        expected_sgd_speeds, expected_adam_speeds: the frequency and its root, shape ``(3,)``.
    """

    mean_pull: Array
    mean_square: Array
    sgd_speeds: Array
    adam_speeds: Array
    expected_sgd_speeds: Array
    expected_adam_speeds: Array


@dataclass(frozen=True)
class Result:
    """Everything the film shows. The features are columns: ``FREQUENT``, ``UNCOMMON`` and ``RARE``.

    Attributes:
        frequencies: how often each feature is in an example, shape ``(3,)``.
        examples: whether each is in the first 400 examples of the first seed, shape ``(400, 3)``.
        batch: how many examples a step sees.
        in_batch: the fraction of the first seed's batches that contain each, shape ``(3,)``.
        sgd, adam: at the learning rates that are not tuned.
        tuned_sgd, shaken_sgd, tuned_adam: under the first seed.
    """

    params: Params
    frequencies: Array
    examples: NDArray[np.bool_]
    batch: int
    in_batch: Array
    sgd: Seeds
    adam: Seeds
    tuned_sgd: Learning
    shaken_sgd: Learning
    tuned_adam: Learning
    tape: Tape


def simulate(params: Params) -> Result:
    frequencies = np.array([params.frequent, params.uncommon, params.rare])
    shape = (params.steps, BATCH, len(frequencies))
    present = np.stack(
        [np.random.default_rng(params.seed + i).random(shape) < frequencies for i in range(SEEDS)], axis=1
    )
    inputs = present.reshape(-1, len(frequencies)).astype(np.float64)
    rows = np.arange(len(inputs)).reshape(present.shape[:-1])

    def learn(rule: Optimizer, seeds: list[int]) -> list[Learning]:
        # The true weights are 1, so the target is the number of features.
        source = Batches(inputs, inputs.sum(axis=-1), rows[:, seeds])
        together = run(rule, source, np.zeros((len(seeds), len(frequencies))), params.steps)
        return [_learning(together[i]) for i in range(len(seeds))]

    every, first = list(range(SEEDS)), [0]
    sgd_rates = np.array([params.sgd_lr] * SEEDS + [params.tuned_sgd_lr, params.shaken_sgd_lr])
    adam_rates = np.array([params.adam_lr] * SEEDS + [params.tuned_adam_lr])
    *sgd, tuned_sgd, shaken_sgd = learn(SGD(lr=sgd_rates), every + first + first)
    *adam, tuned_adam = learn(Adam(lr=adam_rates), every + first)
    return Result(
        params=params,
        frequencies=frequencies,
        examples=present[:, 0].reshape(-1, len(frequencies))[:SHOWN_EXAMPLES],
        batch=BATCH,
        in_batch=present[:, 0].any(axis=1).mean(axis=0),
        sgd=_seeds(sgd),
        adam=_seeds(adam),
        tuned_sgd=tuned_sgd,
        shaken_sgd=shaken_sgd,
        tuned_adam=tuned_adam,
        tape=_tape(frequencies, params.seed + 1),
    )


def _learning(taken: Run) -> Learning:
    close = np.abs(taken.positions - 1) <= CLOSE
    steps = [None if taken.diverged_at is not None else first_for_good(column) for column in close.T]
    return Learning(taken, np.array([np.inf if step is None else float(step) for step in steps]))


def _seeds(runs: list[Learning]) -> Seeds:
    learned = np.stack([each.learned for each in runs])
    return Seeds(runs[0], learned, np.median(learned, axis=0))


def _tape(frequencies: Array, seed: int) -> Tape:
    draws = np.random.default_rng(seed).random((len(frequencies), TAPE_STEPS)).T
    gradients = np.where(draws < frequencies, -1.0, 0.0)
    counted = slice(TAPE_START, None)
    return Tape(
        mean_pull=np.abs(gradients.mean(axis=0)),
        mean_square=(gradients * gradients).mean(axis=0),
        sgd_speeds=-gradients[counted].mean(axis=0),
        adam_speeds=-adam_strides(gradients)[counted].mean(axis=0),
        expected_sgd_speeds=frequencies,
        expected_adam_speeds=np.sqrt(frequencies),
    )
