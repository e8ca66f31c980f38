"""Which marks an axis gets: enough to read it, and never two on top of each other."""

from __future__ import annotations

import numpy as np

from scenes.parts.coordinates import Coordinates
from scenes.parts.numerals import on_screen

ROOM = 0.36  # frame units from the middle of one line of small words to the next


def decades(low: float, high: float, one: str = "1") -> dict[float, str]:
    """The powers of ten between two numbers, as they are written; ``one`` for 1."""
    exponents = range(int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9)) + 1)
    return {10.0**k: f"{10.0**k:g}" if k else one for k in exponents}


def powers(low: float, high: float, most: int) -> dict[float, str]:
    """At most so many powers of ten between two numbers, equally far apart and with 1 among them if it lies between."""
    exponents = np.arange(np.ceil(np.log10(low) - 1e-9), np.floor(np.log10(high) + 1e-9) + 1, dtype=int)
    pitch = next(pitch for pitch in range(1, len(exponents) + 1) if (exponents % pitch == 0).sum() <= most)
    return {10.0**k: _power(k) for k in exponents.tolist() if k % pitch == 0}


def _power(exponent: int) -> str:
    return f"{10**exponent}" if 0 <= exponent <= 3 else on_screen(f"1e{exponent}")


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


def round_down(value: float) -> float:
    """The number of one digit next to a value, on the side of zero."""
    unit = 10.0 ** np.floor(np.log10(abs(value)))
    return float(np.trunc(value / unit) * unit)
