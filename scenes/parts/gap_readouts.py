"""How much longer the rare feature takes than the frequent one, for SGD and for Adam."""

from __future__ import annotations

from manim import VGroup

from film.language import say
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.theme import Theme


def gap_readouts(sgd: str, adam: str, theme: Theme) -> VGroup:
    """Two readouts at the top right: how many times longer, against 1."""
    rows = [
        Readout(say("{name}, rare to frequent", name=name), f"{gap} : 1", theme, colour)
        for name, gap, colour in (("SGD", sgd, theme.gradient_descent), ("Adam", adam, theme.adam))
    ]
    return readout_rows(rows, "0000 : 1")
