"""The first step of SGD and of Adam for a loud and a quiet gradient, and Adam's with its momentum switched off."""

from __future__ import annotations

import numpy as np
from manim import Mobject, VGroup
from numpy.typing import ArrayLike

from film.language import say
from scenes.parts import frame
from scenes.parts.frame import Region, shrunk
from scenes.parts.switch import Switch
from scenes.parts.theme import Theme
from scenes.parts.typesetting import maths
from scenes.parts.weight_bars import WeightBars
from sim.experiments.momentum_memory import Result

_NOTES = 1.3  # frame units: the height of switch and formula


class FirstSteps(VGroup):
    """Three pairs of bars beside each other, the switch and the formula of Adam's step at their right, or below.

    Attributes:
        bars: the gradient, SGD's step and Adam's step.
        without: Adam's step without momentum, in the place of the one with it.
        formula, formula_without: of Adam's step with its momentum and without, in one place.
        switch: of Adam's momentum.
    """

    def __init__(self, story: Result, region: Region, theme: Theme) -> None:
        self._theme = theme
        if not frame.is_wide():
            gradient, sgd, adam = region.inset(right=0.2, bottom=_NOTES + 0.2).split(1, 1, 1, gap=0.5)
            top, bottom = region.inset(top=region.height - _NOTES).split(1, 1.2)
        else:
            gradient, sgd, adam, notes = region.split(1, 1, 1, 1.45, gap=0.5)
            top, bottom = notes.stack(1, 1.2)

        weights = [say("weight {number}", number=number) for number in (1, 2)]

        def bars(title: str, values: ArrayLike, colour: str, place: Region) -> WeightBars:
            return WeightBars(title, np.asarray(values), weights, colour, region=place, theme=theme)

        self.bars = [
            bars(say("gradient"), [story.params.loud, 1.0], theme.gradient, gradient),
            bars(say("SGD's step"), story.sgd_step, theme.gradient_descent, sgd),
            bars(say("Adam's step"), story.default_adam_step, theme.adam, adam),
        ]
        self.without = bars(say("Adam's step"), story.adam_step, theme.adam, adam)
        self.switch = top.place(Switch(say("Adam's β₁"), ("0.9", "0"), theme.adam, theme))
        self.formula, self.formula_without = (
            bottom.place(shrunk(self._step(what), bottom.width)) for what in ("hat(m)", "g")
        )
        super().__init__(*self.bars, self.switch, self.formula)

    def _step(self, numerator: str) -> Mobject:
        return maths(
            f"Delta x = -eta {{{{ {numerator} : what }}}} / (sqrt(hat(v)) + epsilon)",
            self._theme.ink,
            terms={"what": self._theme.text_colour(self._theme.adam)},
        )
