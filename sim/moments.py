"""Exponential moving averages and the correction of their zero start, which most update rules share."""

from __future__ import annotations

from typing import overload

from sim.parameters import Array, Hyperparameter


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
