"""Sand on a hillside: many walkers over one weight at once, in one path."""

from __future__ import annotations

import numpy as np
from manim import UP

from scenes.parts.hillside import Hillside
from scenes.parts.swarm import Swarm

_GRAIN = 0.05 * np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]])
HEAP = 0.9  # frame units: how high grains lie on each other


class Sand(Swarm):
    """A heap wherever many walkers are.

    Args:
        weights: of everybody at every frame, shape ``(T, n)``.
    """

    def __init__(self, weights: np.ndarray, hillside: Hillside, colour: str) -> None:
        weights = np.clip(weights, *hillside.coordinates.x)
        # A height for each grain, spread evenly and in no order of the grains.
        ranks = np.argsort(np.argsort(np.modf(0.618034 * np.arange(weights.shape[1]))[0]))
        lifts = 0.08 + HEAP * ranks / weights.shape[1]
        super().__init__(hillside.rim(weights) + lifts[:, np.newaxis] * UP, _GRAIN, colour)
