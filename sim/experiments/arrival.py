"""When a run has arrived, and other firsts that the clips count in steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.runs import Run, run

ROUNDED = {"decided by rounding": True}
"""Metadata of a result's field that is not to the digit the same on every machine, and so not in any snapshot."""

GOAL = 1e-3  # a run has arrived when its loss stays below


def arrival(taken: Run, unit: float = 1.0, goal: float = GOAL) -> int | None:
    """The first step from which a run's loss stays below the goal; None if there is none.

    Stays: to the end of the run, and at least as long again as it took to get there. A run that ends before that is run
    on, without a record, so that a swing which has only passed the goal does not count where the run was cut.

    For gradient descent on a quadratic that is for good. With momentum it swings: one that came down to the goal from
    rest takes no longer to be high again. An Adam whose learning rate is constant never stays for good where the
    gradient dies away: its second moment fades, until after thousands of steps its steps are too long and it breaks out
    (``wrong_learning_rate.Race``). No run is long enough to tell, so of it nothing more is said than above.

    Args:
        taken: a single run on a landscape whose gradients are the same every time.
        unit: what the losses are divided by before they are held against the goal.
    """
    assert taken.losses is not None
    arrived = first_for_good(taken.losses / unit < goal)
    if arrived is None or taken.diverged_at is not None or 2 * arrived < len(taken.losses):
        return arrived
    on = run(taken.optimizer, taken.source, taken.positions[0], 2 * arrived)
    assert on.losses is not None
    return arrived if on.diverged_at is None and first_for_good(on.losses / unit < goal) == arrived else None


def first(held: NDArray[np.bool_]) -> int | None:
    """The first index at which a condition holds; None if it never does."""
    return int(np.argmax(held)) if held.any() else None


def first_for_good(held: NDArray[np.bool_]) -> int | None:
    """The first index from which on a condition holds; None if it does not hold at the end."""
    if not held[-1]:
        return None
    failed = np.flatnonzero(~held)
    return int(failed[-1]) + 1 if failed.size else 0
