"""Frequent and rare features: plain gradient descent learns each at the pace at which it appears, Adam at its root.

Sources: Duchi, Hazan & Singer 2011, JMLR 12, section 1.3 (rare features); Kingma & Ba 2015, section 6.1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

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
PACE_EVERY = 100  # steps of the tape from one look at the speeds to the next
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

    @model_validator(mode="after")
    def _are_what_they_are_called(self) -> Self:
        if not self.rare <= self.uncommon <= self.frequent:
            raise ValueError(
                f"rare={self.rare:g}, uncommon={self.uncommon:g}, frequent={self.frequent:g}: must be rare ≤ uncommon "
                "≤ frequent, or the features are not what they are called"
            )
        if self.shaken_sgd_lr <= self.tuned_sgd_lr:
            raise ValueError(
                f"shaken_sgd_lr={self.shaken_sgd_lr:g}: must be > tuned_sgd_lr={self.tuned_sgd_lr:g}, because it shows "
                "what comes beyond the best rate"
            )
        return self


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
        weights: of all seeds, shape ``(T + 1, 10, 3)``; NaN where a run has left the finite numbers.
        learned: as in ``Learning``, shape ``(10, 3)``.
        median: of ``learned`` over the seeds, shape ``(3,)``.
    """

    first: Learning
    weights: Array
    learned: Array
    median: Array

    @property
    def gap(self) -> float:
        """How many times longer the rare feature takes than the frequent one, in the median; not finite if never."""
        with np.errstate(invalid="ignore"):  # neither is ever learned
            return float(self.median[RARE] / self.median[FREQUENT])


@dataclass(frozen=True)
class Tape:
    """Gradients of -1 as often as the feature appears, otherwise 0: 40 000 steps of each feature.

    Attributes:
        sgd_paces, adam_paces: learning rates per step over the first 100, 200, … of the last 30 000 steps, shape
            ``(300, 3)``.
        expected_sgd_speeds, expected_adam_speeds: the frequency and its root, shape ``(3,)``.
    """

    sgd_paces: Array
    adam_paces: Array
    expected_sgd_speeds: Array
    expected_adam_speeds: Array

    @property
    def sgd_speeds(self) -> Array:
        """Learning rates per step over all of the last 30 000 steps, shape ``(3,)``."""
        speeds: Array = self.sgd_paces[-1]
        return speeds

    @property
    def adam_speeds(self) -> Array:
        speeds: Array = self.adam_paces[-1]
        return speeds


@dataclass(frozen=True)
class Result:
    """Everything the film shows. The features are columns: ``FREQUENT``, ``UNCOMMON`` and ``RARE``.

    Attributes:
        frequencies: how often each feature is in an example, shape ``(3,)``.
        examples: whether each is in the first 400 examples of the first seed, shape ``(400, 3)``.
        batch: how many examples a step sees.
        in_batch: the fraction of the first seed's batches that contain each, shape ``(3,)``.
        mean_pull, mean_square: of gradients that are -1 for an example with the feature and otherwise 0, over all of
            the first seed's examples, shape ``(3,)``; the first is the gradient's size.
        sgd, adam: at the learning rates that are not tuned.
        tuned_sgd, shaken_sgd, tuned_adam: under the first seed.
    """

    params: Params
    frequencies: Array
    examples: NDArray[np.bool_]
    batch: int
    in_batch: Array
    mean_pull: Array
    mean_square: Array
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

    def learn(rule: Optimizer, seeds: list[int]) -> Run:
        # The true weights are 1, so the target is the number of features.
        source = Batches(inputs, inputs.sum(axis=-1), rows[:, seeds])
        return run(rule, source, np.zeros((len(seeds), len(frequencies))), params.steps)

    every, first = list(range(SEEDS)), [0]
    sgd_rates = np.array([params.sgd_lr] * SEEDS + [params.tuned_sgd_lr, params.shaken_sgd_lr])
    adam_rates = np.array([params.adam_lr] * SEEDS + [params.tuned_adam_lr])
    sgd = learn(SGD(lr=sgd_rates), every + first + first)
    adam = learn(Adam(lr=adam_rates), every + first)
    pulls = -present[:, 0].reshape(-1, len(frequencies)).astype(np.float64)
    return Result(
        params=params,
        frequencies=frequencies,
        examples=present[:, 0].reshape(-1, len(frequencies))[:SHOWN_EXAMPLES],
        batch=BATCH,
        in_batch=present[:, 0].any(axis=1).mean(axis=0),
        mean_pull=np.abs(pulls.mean(axis=0)),
        mean_square=(pulls * pulls).mean(axis=0),
        sgd=_seeds(sgd),
        adam=_seeds(adam),
        tuned_sgd=_learning(sgd[SEEDS]),
        shaken_sgd=_learning(sgd[SEEDS + 1]),
        tuned_adam=_learning(adam[SEEDS]),
        tape=_tape(frequencies, params.seed + 1),
    )


def _learning(taken: Run) -> Learning:
    close = np.abs(taken.positions - 1) <= CLOSE
    steps = [None if taken.diverged_at is not None else first_for_good(column) for column in close.T]
    return Learning(taken, np.array([np.inf if step is None else float(step) for step in steps]))


def _seeds(together: Run) -> Seeds:
    runs = [_learning(together[i]) for i in range(SEEDS)]
    learned = np.stack([each.learned for each in runs])
    return Seeds(runs[0], together.positions[:, :SEEDS], learned, np.median(learned, axis=0))


def _tape(frequencies: Array, seed: int) -> Tape:
    draws = np.random.default_rng(seed).random((len(frequencies), TAPE_STEPS)).T
    gradients = np.where(draws < frequencies, -1.0, 0.0)

    def paces(updates: Array) -> Array:
        ways = np.cumsum(updates[TAPE_START:], axis=0)[PACE_EVERY - 1 :: PACE_EVERY]
        looks: Array = ways / (PACE_EVERY * np.arange(1.0, len(ways) + 1))[:, np.newaxis]
        return looks

    return Tape(
        sgd_paces=paces(-gradients),
        adam_paces=paces(-adam_strides(gradients)),
        expected_sgd_speeds=frequencies,
        expected_adam_speeds=np.sqrt(frequencies),
    )
