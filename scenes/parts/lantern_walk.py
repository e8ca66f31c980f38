"""The hiker's walk by lantern light: ground that is lit underfoot, fainter where the way has been."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.parts import frame
from scenes.parts.hiker import Hiker
from scenes.parts.oblique import Oblique
from scenes.parts.pointer import Pointer
from scenes.parts.relief import Lantern, LitWay
from scenes.parts.steps import at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import Dots
from sim.landscapes import Landscape

LIGHT = 0.5  # weights: how far the lantern shines
GROUND = (-4.8, 4.8)  # how far its light may reach
SHADES = (-1.2, 0.6)  # heights between which the ground's shades change


class LanternWalk(VGroup):
    """A run over two weights as a hiker in the dark.

    Args:
        positions: the run's iterates, shape ``(steps + 1, 2)``.
        colour: the role's of the optimizer.

    Attributes:
        lit: what is seen of the ground, to be drawn below the hiker.
    """

    def __init__(self, positions: np.ndarray, landscape: Landscape, colour: str, theme: Theme) -> None:
        self.positions, self.landscape = positions, landscape
        ground = (landscape.loss, GROUND, GROUND, theme)
        self.way = LitWay(positions, LIGHT, *ground, cell=0.05, level=0.04, shades=SHADES, tint=(theme.background, 0.4))
        self.lantern = Lantern(*ground, cell=0.02, level=0.02, shades=SHADES, tint=(theme.crest, 0.18))
        self.dots = Dots(np.zeros((len(positions), 3)), colour)
        self._colour = colour
        self.arrow = Pointer(theme.gradient, width=0.1)
        self.hiker = Hiker(colour, theme)
        self.lit = VGroup(self.way, self.lantern)
        super().__init__(self.lit, self.dots, self.arrow, self.hiker)

    def ground(self, positions: np.ndarray) -> np.ndarray:
        """Positions with their heights, shape ``(…, 3)``."""
        return np.concatenate([positions, self.landscape.loss(positions)[..., np.newaxis]], axis=-1)

    def look(self, view: Oblique) -> LanternWalk:
        """Lay the iterates' dots out for a view that stays."""
        self.remove(self.dots)
        self.dots = Dots(view.point(*self.ground(self.positions).T), self._colour)
        self.insert(1, self.dots)
        return self

    def stand(self, view: Oblique, position: np.ndarray, radius: float = LIGHT) -> LanternWalk:
        """The lantern's circle and the hiker at a position."""
        self.lantern.shine(view, position, radius)
        self.hiker.stand(*self.footing(view, position))
        return self

    def footing(self, view: Oblique, position: np.ndarray) -> tuple[np.ndarray, float]:
        """Where on screen the hiker stands, and how tall: taller where the view is closer, below the heading."""
        foot = view.point(*self.ground(position))
        return foot, min(0.45 + 0.22 * view.scale, frame.stage().top + 0.15 - foot[1])

    def go_to(self, view: Oblique, step: float) -> LanternWalk:
        """Everything at a fractional step."""
        here = at_step(self.positions, step)
        self.way.walk(view, int(step + 1e-9))
        self.dots.show(int(step + 1e-9) + 1)
        gradient, foot = self.landscape.gradient(here), self.ground(here)
        tip = foot - np.append(gradient, gradient @ gradient)
        self.arrow.point(view.point(*foot), view.point(*tip))
        return self.stand(view, here)
