"""What Adam's step comes to in half precision, where small numbers are none."""

from __future__ import annotations

import numpy as np
from manim import UP, VectorizedPoint, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.frame import Region, shrunk
from scenes.parts.numerals import exponential, power_of_ten
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, maths, words
from sim.experiments.epsilon import SQUARED_TO_NOTHING, HalfPrecision, Result


class HalfSteps(VGroup):
    """For each epsilon a row: what it makes of a gradient of nothing, and of one whose square is nothing.

    In an upright picture epsilon stands above its row.

    Attributes:
        heads: the gradients, and each row's epsilon.
        steps: of each row the two quotients; not shown until they are added.
    """

    def __init__(self, story: Result, region: Region, theme: Theme) -> None:
        gradients = ("0", exponential(SQUARED_TO_NOTHING))
        heads = [words(say("gradient {size}:", size=text), theme.quiet_ink, READOUT) for text in gradients]
        epsilons = (story.half, story.params.eps), (story.large_half, story.params.large_eps)
        rows = [
            [maths(entry, theme.ink, terms={"eps": theme.text_colour(theme.target)}) for entry in _row(stored, eps)]
            for stored, eps in epsilons
        ]
        names, steps = [name for name, *_ in rows], [quotients for _, *quotients in rows]
        if frame.safe_stage().is_upright:
            cells = [*heads, names[0], VectorizedPoint(), *steps[0], names[1], VectorizedPoint(), *steps[1]]
            table = VGroup(*cells).arrange_in_grid(cols=2, col_alignments="ll", buff=(0.8, 0.7))
        else:
            cells = [VectorizedPoint(), *heads, *rows[0], *rows[1]]
            table = VGroup(*cells).arrange_in_grid(cols=3, col_alignments="lll", buff=(0.9, 0.35))
        region.place(shrunk(table, region.width), UP)
        self.heads, self.steps = VGroup(*heads, *names), [VGroup(*quotients) for quotients in steps]
        super().__init__(self.heads)


def _row(half: HalfPrecision, eps: float) -> list[str]:
    divisor = f"(sqrt(0) + {{{{ {power_of_ten(half.eps)} : eps }}}})"
    return [
        f"{{{{ epsilon = {power_of_ten(eps)} : eps }}}}",
        f"0 \\/ {divisor} = {_quotient(half.quotient_of_zero)}",
        f"{power_of_ten(SQUARED_TO_NOTHING)} \\/ {divisor} = {_quotient(half.quotient_of_small)}",
    ]


def _quotient(value: float) -> str:
    if np.isnan(value):
        return '"NaN"'
    return "infinity" if np.isinf(value) else power_of_ten(value)
