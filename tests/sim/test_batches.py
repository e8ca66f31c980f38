"""Batches of examples give the gradient of their own mean loss, to every run its own."""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import InvalidInput
from sim.gradients import Batches
from sim.landscapes import LeastSquares
from sim.optimizers import SGD, Adam
from sim.runs import run


@pytest.fixture
def data():
    rng = np.random.default_rng(0)
    return LeastSquares(rng.standard_normal((30, 4)), rng.standard_normal(30))


def test_a_batch_of_all_examples_has_the_landscapes_gradient(data):
    source = Batches(data.inputs, data.targets, np.arange(30)[np.newaxis])
    places = np.random.default_rng(1).standard_normal((5, 4))
    np.testing.assert_allclose(source.open()(0, places), data.gradient(places), rtol=1e-12, atol=1e-14)


def test_a_batch_has_the_gradient_of_its_own_examples(data):
    rows = np.array([[3, 7, 7]])
    few = LeastSquares(data.inputs[rows[0]], data.targets[rows[0]])
    taken = run(SGD(lr=1.0), Batches(data.inputs, data.targets, rows), np.ones(4), 1)
    np.testing.assert_allclose(taken.gradients[0], few.gradient(np.ones(4)), rtol=1e-12)


def test_each_run_sees_its_own_batches_as_if_it_were_alone(data):
    rows = np.random.default_rng(2).integers(0, 30, (20, 3, 5))
    source = Batches(data.inputs, data.targets, rows, landscape=data)
    together = run(Adam(lr=0.1), source, np.zeros((3, 4)), 20)
    for i in range(3):
        alone = run(Adam(lr=0.1), source.alone(i), np.zeros(4), 20)
        np.testing.assert_array_equal(together[i].positions, alone.positions)
        np.testing.assert_array_equal(together[i].losses, data.loss(together[i].positions))


def test_too_few_batches_are_told(data):
    source = Batches(data.inputs, data.targets, np.zeros((2, 3, 1), dtype=int))
    with pytest.raises(InvalidInput, match="step 3: only 2 batches"):
        run(SGD(), source, np.zeros((3, 4)), 3)
    with pytest.raises(InvalidInput, match="batches are given for 3 runs"):
        run(SGD(), source, np.zeros((2, 4)), 2)
