"""How numbers are written: as a count's digits in a readout, inside a formula, and on screen everywhere alike."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

_POWER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)e([+\-−]?)0*(\d+)(?!\w)")
_LONG = re.compile(r"(?<![\w.,])\d{5,}(?!\w)")
_THOUSAND = re.compile(r"(?<=\d)(?=(\d{3})+$)")
_RAISED = str.maketrans("-−0123456789", "⁻⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def on_screen(text: str) -> str:
    """A text with its numbers as all films write them: powers of ten raised, thousands apart from five digits on.

    ``8.364e+27`` becomes ``8.364 × 10²⁷``, ``1e-08`` becomes ``10⁻⁸`` and ``13523`` becomes ``13 523``.
    """

    def power(number: re.Match[str]) -> str:
        mantissa, sign, exponent = number.groups()
        if exponent == "0":
            return mantissa
        ten = "10" + f"{sign.strip('+')}{exponent}".translate(_RAISED)
        return ten if mantissa == "1" else f"{mantissa} × {ten}"

    return _LONG.sub(lambda number: _THOUSAND.sub(" ", number[0]), _POWER.sub(power, text))


def longest(texts: Iterable[str]) -> str:
    """The text that is the longest on screen."""
    return max(texts, key=lambda text: len(on_screen(text)))


def figures(value: float) -> str:
    """A count's digits for a readout, as many as there is room for."""
    if not np.isfinite(value):
        return "∞"
    if value == 0:
        return "0"
    if value >= 1000:
        return f"{value:.0f}" if value < 1e6 else f"{value:.1e}"
    if value >= 1:
        return f"{value:#.4g}"
    return f"{value:.4f}" if value > 1e-4 else f"{value:.0e}"


def short(value: float) -> str:
    """A rate or a distance in three digits, and whole from a thousand on."""
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def exponential(value: float, digits: int = 3) -> str:
    """A number in a caption, a small one as a power of ten: ``0.01``, ``10⁻⁸``."""
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.{digits}g}"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return on_screen(f"{mantissa.rstrip('0').rstrip('.')}e{int(exponent)}")


def grouped(count: float) -> str:
    """A whole number, from five digits on with its thousands apart."""
    return f"{int(count):,}".replace(",", " ") if count >= 10_000 else f"{int(count)}"


def in_maths(value: float, digits: int = 4) -> str:
    """A number in Typst's mathematics, a power of ten where it has one."""
    return _raised(f"{value or 0:.{digits}g}")


def power_of_ten(value: float) -> str:
    """A number in Typst's mathematics, as a power of ten where it is one, or very small."""
    text = f"{value:.3g}"
    if "e" not in text and 0 < value < 1e-2:
        mantissa, _, exponent = f"{value:.2e}".partition("e")
        text = f"{mantissa.rstrip('0').rstrip('.')}e{exponent}"
    return _raised(text)


def _raised(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    if not exponent:
        return mantissa
    power = f"10^({int(exponent)})"
    return power if mantissa == "1" else f"{mantissa} times {power}"
