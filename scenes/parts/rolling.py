"""Readouts of whole series: rows of numbers that follow the clock, all with as many decimals as the largest needs."""

from __future__ import annotations

import numpy as np
from manim import Mobject, VGroup

from scenes.parts.numerals import longest
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme


def rolling_rows(clock: StepClock, theme: Theme, *rows: tuple[str, np.ndarray, str | None]) -> VGroup:
    """Readouts at the top right.

    Args:
        rows: name, values after step 0, 1, … (NaN where there is none yet) and the role's colour of each.
    """
    largest = max(float(np.nanmax(np.abs(values))) for _, values, _ in rows)
    readouts, widest = [], ""
    for name, values, colour in rows:
        texts = [written(value, largest) for value in values]
        widest = max(widest, *texts, key=len)
        readout = Readout(name, texts[0], theme, colour)

        def follow(row: Mobject, readout: Readout = readout, texts: list[str] = texts) -> None:
            readout.show(texts[int(np.clip(clock.step, 0, len(texts) - 1))])

        readouts.append(readout.add_updater(follow, call_updater=True))
    return readout_rows(readouts, widest)


def plain(value: float) -> str:
    """A number with four digits, and without an exponent as long as it can be read without."""
    if 1e-4 <= abs(value) < 1e7:
        return np.format_float_positional(value, 4, fractional=False, trim="-")
    return f"{value:.4g}"


def widest(*series: np.ndarray) -> str:
    """The longest text that ``plain`` writes for any number of these series."""
    return longest(plain(float(value)) for values in series for value in values)


def four_digits(value: float) -> str:
    """A number of a series that runs through many decades: always four digits."""
    if not np.isfinite(value):
        return "∞"
    return f"{value:#.4g}".rstrip(".") if 1e-4 <= abs(value) < 1e5 else f"{value:.3e}"


def written(value: float, largest: float) -> str:
    """A number of a series, with the decimals that its largest number needs to show four digits."""
    if np.isnan(value):
        return "…"
    if not 1e-3 < largest < 1e5:
        return f"{value:.2e}"
    return f"{value:.{max(3 - int(np.floor(np.log10(largest))), 0)}f}"
