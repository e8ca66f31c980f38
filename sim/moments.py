"""Exponential moving averages and the correction of their zero start, which most update rules share."""

from __future__ import annotations

from typing import overload

import numpy as np

from sim.parameters import Array, Hyperparameter

_BLOCK = 256  # steps that are averaged in one product


@overload
def moving_average(average: float, value: float, beta: float) -> float: ...
@overload
def moving_average(average: Array, value: Array, beta: Hyperparameter) -> Array: ...
def moving_average(average: Hyperparameter, value: Hyperparameter, beta: Hyperparameter) -> Hyperparameter:
    """``beta * average + (1 - beta) * value``: a fraction ``beta`` of what was known is kept at each step."""
    return beta * average + (1 - beta) * value


def bias_correction(beta: Hyperparameter, t: int | Array) -> Hyperparameter:
    """``1 - beta^t``: how much of a constant value a moving average that started at zero holds after ``t`` steps.

    Dividing by it takes the zero out again (Kingma & Ba 2015, section 3).
    """
    correction: Hyperparameter = 1 - beta**t
    return correction


def moving_averages(values: Array, beta: float, start: float = 0.0) -> Array:
    """The moving average after each of many values, which need not wait for each other.

    ``a_t = beta^t * start + (1 - beta) * sum_{k <= t} beta^(t - k) values_k``, block by block: for streams that are too
    long to step through.

    Args:
        values: shape ``(T, ...)``, time first.
        beta: what is kept at each step.
        start: the average before the first value.

    Returns:
        Shape ``(T, ...)``.
    """
    powers = beta ** np.arange(_BLOCK + 1.0)
    ages = np.arange(_BLOCK)[:, np.newaxis] - np.arange(_BLOCK)
    kernel = np.where(ages >= 0, (1 - beta) * powers[np.abs(ages)], 0.0)
    flat = values.reshape(len(values), -1)
    averages = np.empty_like(flat, dtype=np.float64)
    last = np.full(flat.shape[1], start, dtype=np.float64)
    for begin in range(0, len(flat), _BLOCK):
        block = flat[begin : begin + _BLOCK]
        n = len(block)
        averages[begin : begin + n] = kernel[:n, :n] @ block + powers[1 : n + 1, np.newaxis] * last
        last = averages[begin + n - 1]
    return averages.reshape(values.shape)


def adam_strides(gradients: Array, beta1: float = 0.9, beta2: float = 0.999, eps: float = 1e-8) -> Array:
    """Adam's steps ``m^ / (sqrt(v^) + eps)``, in learning rates, under gradients known beforehand.

    Args:
        gradients: shape ``(T, ...)``, time first.

    Returns:
        Shape ``(T, ...)``; positive where the step goes against a positive gradient.
    """
    t = np.arange(1.0, len(gradients) + 1).reshape(-1, *[1] * (gradients.ndim - 1))
    m = moving_averages(gradients, beta1) / bias_correction(beta1, t)
    v = moving_averages(gradients * gradients, beta2) / bias_correction(beta2, t)
    strides: Array = m / (np.sqrt(v) + eps)
    return strides
