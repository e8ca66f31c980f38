"""What the film says about choosing an optimizer is what the runs do, to the digits that it shows."""

from __future__ import annotations

import numpy as np
import pytest

from sim.experiments.when_to_use_what import ADAM_RATES, SGD_RATES, Params, simulate
from sim.landscapes import LeastSquares, SoftmaxRegression
from sim.optimizers import SGD, Adam, Optimizer
from sim.runs import run
from tests.sim.every_experiment import default_result


@pytest.fixture(scope="module")
def result():
    return default_result("when-to-use-what")


def test_with_a_huge_epsilon_adam_walks_the_path_of_momentum(result):
    sweep = result.epsilon
    assert sweep.epsilons[0] == pytest.approx(1e-8) and sweep.epsilons[-1] == pytest.approx(1e8)
    assert f"{sweep.gaps[-1]:.3e}" == "1.497e-06"
    assert sweep.gaps[0] > 1


def test_the_path_that_it_is_compared_with_is_the_oscillating_valleys(result):
    valley = default_result("oscillating-valley")
    np.testing.assert_array_equal(result.epsilon.momentum, valley.momentum.run.positions[:301])
    assert result.epsilon.lr == valley.momentum.lr == pytest.approx(0.038)


def test_tuned_against_tuned_is_a_tie(result):
    zipf, balanced = result.zipf, result.balanced
    assert (f"{zipf.best_sgd:.3f}", f"{zipf.best_adam:.3f}") == ("2.002", "2.001")
    assert (f"{balanced.best_sgd:.3f}", f"{balanced.best_adam:.3f}") == ("1.112", "1.112")
    assert [(task.good_sgd, task.good_adam) for task in (zipf, balanced)] == [(4, 3), (4, 3)]


def test_a_rule_of_thumb_costs_more_than_the_choice(result):
    assert (f"{result.zipf.rule_sgd:.3f}", f"{result.zipf.rule_adam:.3f}") == ("4.127", "4.448")


def test_both_fit_the_built_data_and_only_sgd_has_learned_it(result):
    built = result.built
    assert built.sgd.train_accuracy == built.adam.train_accuracy == 1
    assert max(built.sgd.losses[-1], built.adam.losses[-1]) < 1e-9
    assert built.sgd.test_accuracy == 1 and f"{built.adam.test_accuracy:.4f}" == "0.7001"
    assert f"{built.test_positive:.4f}" == "0.7001"
    assert f"{built.sgd.scores[-1, 1]:.4f}" == "-0.9666" and f"{built.adam.scores[-1, 1]:.4f}" == "0.2500"


def test_the_built_data_is_wilsons(result):
    inputs, labels = result.built.inputs, result.built.labels
    assert inputs.shape == (200, 1003) and np.mean(labels > 0) == 0.635
    np.testing.assert_array_equal(inputs[:, :3], np.stack([labels, np.ones(200), np.ones(200)], axis=1))
    np.testing.assert_array_equal(inputs[:, 3:].sum(axis=1), np.where(labels > 0, 1, 5))
    assert inputs[:, 3:].sum(axis=0).max() == 1  # private: nobody else has them


@pytest.mark.parametrize(("rule", "name"), [(SGD(lr=0.1, momentum=0.9), "sgd"), (Adam(lr=1e-3), "adam")])
def test_weights_of_a_kind_move_alike(result, rule: Optimizer, name: str):
    built = result.built
    whole = run(rule, LeastSquares(built.inputs, built.labels), np.zeros(1003), 60)
    kinds = getattr(built, name).run
    np.testing.assert_allclose(whole.losses, kinds.losses[:61], rtol=1e-9)
    private = whole.positions[:, 3:].reshape(61, 200, 5)
    positive = built.labels > 0
    for weights, kind in ((whole.positions[:, :3], slice(0, 3)), (private[:, positive, :1], 3)):
        expected = kinds.positions[:61, kind]
        expected = expected if weights.ndim == 2 else np.broadcast_to(expected[:, None, None], weights.shape)
        np.testing.assert_allclose(weights, expected, atol=1e-12)
    everyone = kinds.positions[:61, 4, None, None]
    np.testing.assert_allclose(
        private[:, ~positive], np.broadcast_to(everyone, private[:, ~positive].shape), atol=1e-12
    )
    assert not private[:, positive, 1:].any()


def test_adam_weighs_every_feature_alike(result):
    sizes = np.abs(result.built.adam.run.positions[-1])
    np.testing.assert_allclose(sizes, 0.25, rtol=1e-5)


def test_where_adam_earns_its_memory_is_what_the_other_films_found(result):
    assert (result.roads.adam.arrived, result.roads.gradient_descent.arrived) == (108, 689)
    assert (result.features.tuned_adam.learned[2], result.features.tuned_sgd.learned[2]) == (121, 229)


def test_the_rates_rise_and_hold_the_rules_of_thumb():
    assert sorted(SGD_RATES) == list(SGD_RATES) and sorted(ADAM_RATES) == list(ADAM_RATES)
    assert 0.1 in SGD_RATES and 3e-4 in ADAM_RATES and len(SGD_RATES) == len(ADAM_RATES) == 10


def test_every_choice_reaches_its_run(result):
    chosen = Params(momentum=0.5, largest_eps=1e4, positive=0.8, sgd_lr=0.05, adam_lr=0.005, seed=3, tuning_steps=20)
    other = simulate(chosen)
    assert other.epsilon.epsilons[-1] == pytest.approx(1e4)
    assert not np.array_equal(other.epsilon.momentum, result.epsilon.momentum)
    assert np.mean(other.built.labels > 0) > 0.7 > np.mean(result.built.labels > 0)
    assert other.built.sgd.run.optimizer.lr == 0.05 and other.built.adam.run.optimizer.lr == 0.005
    assert other.zipf.rule_sgd > result.zipf.rule_sgd


def test_softmax_regressions_gradient_is_the_slope_of_its_loss():
    rng = np.random.default_rng(5)
    task = SoftmaxRegression(rng.standard_normal((7, 4)), np.array([0, 1, 2, 2, 1, 0, 2]))
    place, way = rng.standard_normal((2, 12)), rng.standard_normal((2, 12))
    slope = (task.gradient(place) * way).sum(axis=-1)
    nudged = (task.loss(place + 1e-6 * way) - task.loss(place - 1e-6 * way)) / 2e-6
    np.testing.assert_allclose(slope, nudged, rtol=1e-7)
    assert task.loss(np.zeros(12)) == pytest.approx(np.log(3))
