"""Averages over long streams are what stepping through them gives."""

from __future__ import annotations

import numpy as np
import pytest

from sim.gradients import Given
from sim.moments import adam_strides, moving_average, moving_averages
from sim.optimizers import Adam
from sim.runs import run


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9, 0.9999])
@pytest.mark.parametrize("steps", [1, 256, 257, 1000])
def test_averages_are_those_of_stepping_through(beta, steps):
    values = np.random.default_rng(0).standard_normal((steps, 2))
    average = np.full(2, 3.0)
    for value, fast in zip(values, moving_averages(values, beta, start=3.0), strict=True):
        average = moving_average(average, value, beta)
        np.testing.assert_allclose(fast, average, rtol=1e-11, atol=1e-13)


def test_strides_are_adams():
    gradients = np.random.default_rng(1).normal([0, 1, 100], 1.0, (700, 3))
    taken = run(Adam(lr=0.5, beta1=0.8, beta2=0.99, eps=1e-3), Given(gradients), np.zeros(3), 700)
    strides = adam_strides(gradients, beta1=0.8, beta2=0.99, eps=1e-3)
    np.testing.assert_allclose(strides, -taken.updates / 0.5, rtol=1e-9, atol=1e-10)
