"""A mass that is turned up and down, and the learning rate and momentum that it stands for."""

from __future__ import annotations

from manim import DOWN, LEFT, ORIGIN, RIGHT, UP, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.rolling import plain
from scenes.parts.slider import Slider
from scenes.parts.theme import Theme
from scenes.parts.typesetting import FORMULA, Number, maths
from sim.experiments.ball_on_hill import Honey


class MassSlider(VGroup):
    """Formulas whose values roll while the knob below them is turned.

    Args:
        honey: says what a mass makes of the rates.

    Attributes:
        heaviest: the mass at the upper end, the film's own; where that is nothing, the one whose momentum is a half.
    """

    def __init__(self, honey: Honey, region: Region, theme: Theme) -> None:
        rates = {"eta = h^2 / (m + c h)": honey.lr, "mu = m / (m + c h)": honey.momentum}
        self.heaviest = honey.mass or honey.drag * honey.time_step
        rows, dial = region.stack(2.2, 1, gap=0.35)
        formulas = VGroup(*(maths(f"{formula} =", theme.ink) for formula in rates))
        formulas.arrange(DOWN, buff=0.4, aligned_edge=RIGHT)
        self._rates = list(rates.values())
        self._numbers = VGroup(*(Number("0.0000", theme.ink, FORMULA) for _ in rates))
        for number, formula in zip(self._numbers, formulas, strict=True):
            number.next_to(formula, RIGHT, buff=0.2)
            number.shift((formula.baseline - number.baseline) * UP)
        rows.place(VGroup(formulas, self._numbers), ORIGIN if frame.stage().is_upright else LEFT)
        self.slider = Slider(
            say("mass m"),
            {0: "0", self.heaviest: plain(self.heaviest)},
            theme.momentum,
            theme,
            width=0.85 * region.width,
            log=False,
        )
        self.slider.move_to(dial.centre)
        super().__init__(formulas, self._numbers, self.slider)
        self.turn_to(self.heaviest)

    def turn_to(self, mass: float) -> MassSlider:
        """Show what a mass makes of the rates."""
        self.slider.turn_to(mass)
        for number, rate in zip(self._numbers, self._rates, strict=True):
            number.show(four_digits(rate(mass)))
        return self


def four_digits(value: float) -> str:
    """A number from 0 on with four decimals, or as many as it has room for."""
    return f"{value:.4f}" if value < 1 else f"{value:#.4g}"
