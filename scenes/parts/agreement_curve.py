"""How fast Adam goes for gradients that are so noisy, and where the lanes of a run lie on that curve."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup

from film.language import say
from scenes.parts.ball import Puck
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import M, Region, kept_left_of
from scenes.parts.theme import Theme
from scenes.parts.ticks import decades
from scenes.parts.typesetting import READOUT, SMALL, words

_NOISE = (0.02, 500.0)  # least and most that is shown; everything beyond lies near the ends


class AgreementCurve(VGroup):
    """Noise in multiples of the mean goes to the right, each factor of ten as wide as the next.

    Args:
        agreement: the speed for means and deviations.
    """

    def __init__(self, agreement: Callable[[np.ndarray, np.ndarray], np.ndarray], region: Region, theme: Theme) -> None:
        self._theme, self._right = theme, region.right
        room = region.inset(left=0.7, right=0.6, top=0.5, bottom=0.95)
        self.seen = Coordinates(room, _NOISE, (0, 1.3), log_x=True)
        chart = Chart(
            self.seen,
            theme,
            x_ticks=decades(*_NOISE),
            y_ticks={0.0: "0", 1.0: "1"},
            y_name=say("η per step"),
        )
        noise = np.geomspace(*_NOISE, 200)
        self.curve = chart.curve(noise, agreement(np.ones_like(noise), noise), theme.quiet_ink)
        name = words(say("noise, in multiples of the mean gradient"), theme.quiet_ink, SMALL)
        super().__init__(chart, self.curve, region.place(name, DOWN))

    def caption(self, formula: M) -> M:
        """Put the curve's formula over its slope, where nothing else is, not beyond the region."""
        room = self.seen.region
        formula.move_to([room.left + 0.62 * room.width, room.bottom + 0.68 * room.height, 0], LEFT)
        return kept_left_of(formula, self._right)

    def show(self, share: float) -> AgreementCurve:
        """Draw a share of the curve."""
        self.curve.draw_to(share * (len(self.curve.places) - 1))
        return self

    def mark(self, name: str, noise: np.ndarray, speeds: np.ndarray) -> VGroup:
        """Pucks where lanes lie, with one name above the highest, not beyond the region."""
        places = self.seen.point(np.clip(noise, 1.5 * _NOISE[0], _NOISE[1] / 1.2), speeds)
        pucks = VGroup(*(Puck(self._theme.adam, self._theme, radius=0.2).move_to(place) for place in places))
        label = words(name, self._theme.ink, READOUT, "semibold").next_to(pucks, UP + RIGHT, buff=0.08)
        return VGroup(pucks, kept_left_of(label, self._right))
