"""Which marks an axis gets: enough to read it, and never two on top of each other."""

from __future__ import annotations

import numpy as np

from scenes.parts.coordinates import Coordinates

ROOM = 0.36  # frame units from the middle of one line of small words to the next


def decades(low: float, high: float, one: str = "1") -> dict[float, str]:
    """The powers of ten between two numbers, as they are written; ``one`` for 1."""
    exponents = range(int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9)) + 1)
    return {10.0**k: f"{10.0**k:g}" if k else one for k in exponents}


def stacked(coordinates: Coordinates, *ticks: tuple[float, str]) -> dict[float, str]:
    """The marks of an upright axis that have room; where two are too close, the one named first stays."""
    kept: dict[float, str] = {}
    heights: list[float] = []
    for value, text in ticks:
        height = float(coordinates.point(coordinates.x[0], value)[1])
        if all(abs(height - other) >= ROOM for other in heights):
            kept[value] = text
            heights.append(height)
    return kept
