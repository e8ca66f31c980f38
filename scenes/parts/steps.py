"""Time in steps: where a run is between two steps, and a clock that every runner of a race shares."""

from __future__ import annotations

import numpy as np
from manim import ValueTracker
from numpy.typing import ArrayLike


class StepClock(ValueTracker):
    """The step that the picture shows; play ``clock.animate.set_value(n)`` and everything that reads it follows."""

    @property
    def now(self) -> float:
        return float(self.get_value())

    @property
    def step(self) -> int:
        """The last step that is complete."""
        return int(self.now + 1e-9)


def at_step(path: ArrayLike, step: float) -> np.ndarray:
    """Where a run is at a fractional step: at rest on every iterate, eased between two.

    Args:
        path: one entry for every iterate, shape ``(steps + 1, …)``.
        step: from 0 on; after the last iterate the run stays there.
    """
    path = np.asarray(path, float)
    if step >= len(path) - 1:
        return path[-1]
    index = int(step)
    share = step - index
    eased = share * share * (3 - 2 * share)
    return path[index] + eased * (path[index + 1] - path[index])
