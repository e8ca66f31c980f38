"""When a run has arrived, and other firsts that the clips count in steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

ROUNDED = {"decided by rounding": True}
"""Metadata of a result's field that is not to the digit the same on every machine, and so not in any snapshot."""

GOAL = 1e-3  # a run has arrived when its loss stays below


def arrival(losses: ArrayLike, goal: float = GOAL) -> int | None:
    """The first step after which the loss stays below the goal; None if it does not in the end."""
    return first_for_good(np.asarray(losses) < goal)


def first(held: NDArray[np.bool_]) -> int | None:
    """The first index at which a condition holds; None if it never does."""
    return int(np.argmax(held)) if held.any() else None


def first_for_good(held: NDArray[np.bool_]) -> int | None:
    """The first index from which on a condition holds; None if it does not hold at the end."""
    if not held[-1]:
        return None
    failed = np.flatnonzero(~held)
    return int(failed[-1]) + 1 if failed.size else 0
