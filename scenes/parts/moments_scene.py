"""The scene about Adam's two averages: formulas and tanks in the colours of m and v."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import MathTypst, VGroup

from scenes.parts.clip_scene import ClipScene
from scenes.parts.frame import Region
from scenes.parts.rolling import plain
from scenes.parts.tank import Tank
from scenes.parts.typesetting import maths


class MomentsScene(ClipScene):
    """A clip that tells of m and v."""

    def formula(self, expression: str) -> MathTypst:
        """Mathematics whose terms named m and v, as in ``{{ m_t : m }}``, have the colours of the two tanks."""
        colours = {"m": self.theme.first_moment, "v": self.theme.second_moment}
        named = {
            name: self.theme.text_colour(role) for name, role in colours.items() if f" : {name} }}}}" in expression
        }
        return maths(expression, self.theme.ink, terms=named)

    def fill_tanks(
        self, regions: Sequence[Region], moments: Sequence[np.ndarray], gradient: float, *, restored: bool = False
    ) -> VGroup:
        """The averages of a constant gradient, which follow the clock.

        Args:
            moments: m and v after step 1, 2, …
            restored: whether the tanks show what the correction gives back.
        """
        tanks = VGroup()
        roles = (self.theme.first_moment, self.theme.second_moment)
        for name, colour, region, values, full in zip(
            "mv", roles, regions, moments, (gradient, gradient * gradient), strict=True
        ):
            tank = Tank(name, colour, region, self.theme, full=f'"{plain(full)}"')
            tanks.add(tank.follow(self.clock, np.append(0.0, values), full, restored=restored))
        return tanks
