"""When to use what: one family of rules, two tasks on which tuning decides, and one on which the rule does.

Sources: Choi et al. 2019, On Empirical Comparisons of Optimizers for Deep Learning (Adam becomes momentum as epsilon
grows); Wilson et al. 2017, The Marginal Value of Adaptive Gradient Methods, section 3.3 (the built data set).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from sim.experiments import learning_rate_story, oscillating_valley, rare_features
from sim.experiments.parameters import ExperimentParams
from sim.gradients import GradientAt
from sim.landscapes import LeastSquares, SoftmaxRegression
from sim.optimizers import SGD, Adam, Optimizer
from sim.parameters import Array
from sim.runs import Run, run, walk

PATH_STEPS = 300
SMALLEST_EPS = 1e-8
EPS_PER_DECADE = 4
EXAMPLES, PRIVATE, TEST_EXAMPLES, TEST_SEED = 200, 5, 10_000, 99
SGD_STEPS, ADAM_STEPS = 4000, 20_000
POINTS, SPREAD = 1500, 3.0
Rates = tuple[float, ...]
SGD_RATES: Rates = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0)
ADAM_RATES: Rates = (1e-4, 3e-4, 1e-3, 3e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0)
SGD_RULE, ADAM_RULE = 0.1, 3e-4  # rules of thumb
NEAR_BEST = 0.01  # a rate is as good as the best if its loss is at most so much larger


class Params(ExperimentParams):
    """What can be chosen about the valley, the built data set and the tuning."""

    momentum: float = Field(
        0.7,
        ge=0,
        le=0.9,
        description="momentum of SGD in the valley, and Adam's beta1; with more the path swings for ever",
        json_schema_extra={"unit": "1"},
    )
    largest_eps: float = Field(
        1e8,
        ge=1e2,
        le=1e12,
        description="the largest epsilon of Adam; a small one does not drown the gradients of the valley",
        json_schema_extra={"unit": "1"},
    )
    positive: float = Field(
        0.7,
        ge=0.55,
        le=0.95,
        description="how often the built data's label is +1; the argument needs a clear majority and some others",
        json_schema_extra={"unit": "1"},
    )
    sgd_lr: float = Field(
        0.1,
        ge=0.01,
        le=0.2,
        description="learning rate of SGD on the built data; far from it 4000 steps are too few or too wild",
        json_schema_extra={"unit": "1"},
    )
    adam_lr: float = Field(
        1e-3,
        ge=1e-4,
        le=1e-2,
        description="learning rate of Adam on the built data; far from it 20000 steps are too few or too wild",
        json_schema_extra={"unit": "1"},
    )
    seed: int = Field(0, ge=0, le=2**31, description="seed of the built data's labels", json_schema_extra={"unit": "1"})
    tuning_steps: int = Field(
        100,
        ge=20,
        le=200,
        description="how many steps each learning rate is given; after many all of them have arrived",
        json_schema_extra={"unit": "steps"},
    )


@dataclass(frozen=True)
class EpsilonSweep:
    """Adam in clip 5's valley with larger and larger epsilon, the learning rate growing along.

    Attributes:
        lr: of SGD.
        epsilons: rising, shape ``(E,)``.
        paths: shape ``(E, 301, 2)``.
        momentum: SGD with momentum, shape ``(301, 2)``.
        gaps: the largest distance of each path from it in either weight, shape ``(E,)``.
    """

    lr: float
    epsilons: Array
    paths: Array
    momentum: Array
    gaps: Array


@dataclass(frozen=True)
class Tuning:
    """Softmax regression at some learning rates of each method, in the film ``SGD_RATES`` and ``ADAM_RATES``.

    Attributes:
        classes, features: of the task.
        sgd, adam: the loss that the last step sees at each rate, shape ``(rates,)``.
    """

    classes: int
    features: int
    sgd: Array
    adam: Array

    @property
    def best_sgd(self) -> float:
        return float(np.nanmin(self.sgd))

    @property
    def best_adam(self) -> float:
        return float(np.nanmin(self.adam))

    @property
    def good_sgd(self) -> int:
        """How many rates come within 1 % of the best."""
        return _good(self.sgd)

    @property
    def good_adam(self) -> int:
        return _good(self.adam)

    @property
    def rule_sgd(self) -> float:
        """At the rule of thumb."""
        return float(self.sgd[SGD_RATES.index(SGD_RULE)])

    @property
    def rule_adam(self) -> float:
        return float(self.adam[ADAM_RATES.index(ADAM_RULE)])


@dataclass(frozen=True)
class Fit:
    """An optimizer's way through the built data.

    Weights with the same part in the data move alike, so each kind is kept once: the label's, the two that are always
    on, those that belong to one positive example each, those that belong to one negative example each.

    Attributes:
        run: positions ``(T + 1, 5)``, losses over the training examples.
        scores: of a new positive and a new negative example, whose private features no training example has, shape
            ``(T + 1, 2)``.
        train_accuracy, test_accuracy: at the end.
    """

    run: Run
    scores: Array
    train_accuracy: float
    test_accuracy: float

    @property
    def losses(self) -> Array:
        assert self.run.losses is not None
        return self.run.losses


@dataclass(frozen=True)
class BuiltData:
    """Wilson's data set and what two optimizers make of it.

    Attributes:
        labels: +1 and -1 of the training examples, shape ``(200,)``.
        counts: how many weights there are of each kind, shape ``(5,)``.
        test_positive: the share of +1 among the test examples.
        sgd, adam: trained on it.
    """

    labels: Array
    counts: NDArray[np.int64]
    test_positive: float
    sgd: Fit
    adam: Fit

    @property
    def inputs(self) -> Array:
        """All features of all training examples, shape ``(200, 1003)``."""
        private = np.where(np.arange(PRIVATE) < np.where(self.labels > 0, 1, PRIVATE)[:, np.newaxis], 1.0, 0.0)
        blocks = np.zeros((EXAMPLES, EXAMPLES, PRIVATE))
        blocks[np.arange(EXAMPLES), np.arange(EXAMPLES)] = private
        shared = np.stack([self.labels, np.ones(EXAMPLES), np.ones(EXAMPLES)], axis=1)
        return np.hstack([shared, blocks.reshape(EXAMPLES, -1)])


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        epsilon: from Adam to momentum.
        zipf, balanced: tuned on two tasks: classes as frequent as words, and equally frequent ones.
        built: Wilson's data.
        roads, features: what the clips ``learning-rate-story`` and ``rare-features`` found.
    """

    params: Params
    epsilon: EpsilonSweep
    zipf: Tuning
    balanced: Tuning
    built: BuiltData
    roads: learning_rate_story.Result
    features: rare_features.Result


def simulate(params: Params) -> Result:
    zipf, balanced = _tunings(params.tuning_steps)
    roads, features = _other_clips()
    return Result(
        params=params,
        epsilon=_sweep(params),
        zipf=zipf,
        balanced=balanced,
        built=built_data(params),
        roads=roads,
        features=features,
    )


@cache
def _other_clips() -> tuple[learning_rate_story.Result, rare_features.Result]:
    """Both at their defaults: here they are quoted."""
    roads, features = learning_rate_story, rare_features
    return roads.simulate(roads.Params.model_validate({})), features.simulate(features.Params.model_validate({}))


def _sweep(params: Params) -> EpsilonSweep:
    valley = oscillating_valley.simulate(
        oscillating_valley.Params.model_validate({"momentum": params.momentum, "steps": PATH_STEPS})
    )
    reference, lr = valley.momentum.run.positions, valley.momentum.lr
    decades = np.log10(params.largest_eps / SMALLEST_EPS)
    epsilons = np.geomspace(SMALLEST_EPS, params.largest_eps, round(decades * EPS_PER_DECADE) + 1)
    # All at once, a column for each epsilon: what a rule does it does to every number by itself.
    places = np.repeat(valley.start[:, np.newaxis], len(epsilons), axis=1)
    rule = Adam(lr=lr, beta1=params.momentum, eps=epsilons)
    state = rule.start(places)
    paths = [places]
    for t in range(1, PATH_STEPS + 1):
        # m^ / eps is (1 - mu) b / ((1 - mu^t) eps): this rate takes all of that out again.
        rates = lr * np.maximum(epsilons, 1.0) * (1 - params.momentum**t) / (1 - params.momentum)
        step = replace(rule, lr=rates).step(t, places, valley.landscape.gradient(places.T).T, state)
        places, state = step.position, step.state
        paths.append(places)
    ways = np.array(paths).transpose(2, 0, 1)
    return EpsilonSweep(lr, epsilons, ways, reference, np.abs(ways - reference).max(axis=(1, 2)))


@cache
def _tunings(steps: int) -> tuple[Tuning, Tuning]:
    return zipf(steps), _tuning(np.full(10, POINTS // 10), 300, steps, SGD_RATES, ADAM_RATES)


def zipf(steps: int, sgd_rates: Rates = SGD_RATES, adam_rates: Rates = ADAM_RATES) -> Tuning:
    """A hundred classes by Zipf's law: class k is as frequent as 1/k."""
    shares = 1 / np.arange(1.0, 101.0)
    examples = np.round(POINTS * shares / shares.sum()).astype(int)
    return _tuning(examples, 120, steps, sgd_rates, adam_rates)


def _tuning(examples: NDArray[np.int64], features: int, steps: int, sgd_rates: Rates, adam_rates: Rates) -> Tuning:
    """Classes with so many examples each, whose inputs say nothing about the class."""
    labels = np.repeat(np.arange(len(examples)), examples)
    inputs = np.random.default_rng(0).standard_normal((len(labels), features)) * SPREAD / np.sqrt(features)
    task = SoftmaxRegression(inputs, labels)

    def last_losses(rule: Optimizer) -> Array:
        with np.errstate(all="ignore"):
            strides = walk(rule, task, np.zeros((np.size(rule.lr), task.dims)))
            return task.loss(next(islice(strides, steps - 2, None)).step.position)

    # Two threads, because NumPy lets go of Python's lock while it multiplies matrices, and this is all about those.
    with ThreadPoolExecutor(2) as both:
        sgd, adam = both.map(last_losses, (SGD(lr=np.array(sgd_rates), momentum=0.9), Adam(lr=np.array(adam_rates))))
    return Tuning(classes=len(examples), features=features, sgd=sgd, adam=adam)


def _good(losses: Array) -> int:
    return int(np.count_nonzero(losses <= (1 + NEAR_BEST) * np.nanmin(losses)))


class _Kinds:
    """The gradient of one weight of each kind: that of the kinds' common weight, shared among its members."""

    def __init__(self, landscape: LeastSquares, counts: NDArray[np.int64]) -> None:
        self.landscape, self.counts = landscape, counts

    def open(self) -> GradientAt:
        return lambda t, position: self.landscape.gradient(position) / self.counts

    def alone(self, index: int) -> _Kinds:
        return self


def built_data(params: Params) -> BuiltData:
    """Wilson's data: one feature is the label, two are always 1, and each example has some that no other one has."""

    def draw(seed: int, count: int) -> Array:
        return np.where(np.random.default_rng(seed).random(count) < params.positive, 1.0, -1.0)

    labels, tests = draw(params.seed, EXAMPLES), draw(TEST_SEED, TEST_EXAMPLES)
    positive = labels > 0
    ones = np.ones(EXAMPLES)
    together = np.stack([labels, ones, ones, positive * 1.0, ~positive * float(PRIVATE)], axis=1)
    counts = np.array([1, 1, 1, positive.sum(), PRIVATE * (~positive).sum()])
    source = _Kinds(LeastSquares(together, labels), counts)

    def fit(rule: Optimizer, steps: int) -> Fit:
        taken = run(rule, source, np.zeros(len(counts)), steps)
        scores = taken.positions[:, :3] @ np.array([[1.0, 1.0, 1.0], [-1.0, 1.0, 1.0]]).T
        right = scores[-1] * [1, -1] > 0
        return Fit(
            run=taken,
            scores=scores,
            train_accuracy=float(np.mean(together @ taken.positions[-1] * labels > 0)),
            test_accuracy=float(np.mean(np.where(tests > 0, right[0], right[1]))),
        )

    return BuiltData(
        labels=labels,
        counts=counts,
        test_positive=float(np.mean(tests > 0)),
        sgd=fit(SGD(lr=params.sgd_lr, momentum=0.9), SGD_STEPS),
        adam=fit(Adam(lr=params.adam_lr), ADAM_STEPS),
    )
