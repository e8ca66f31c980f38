"""Carts with momentum on a slope, their speeds beside them: pushed until they are as fast as they get, then back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Animation, VGroup

from film.language import say
from scenes.parts.cart_lane import CartLanes
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.tally import Tally
from scenes.parts.theme import Theme
from sim.experiments.momentum_memory import Carts

FULL = 0.9995  # of its last speed: what is rounded to it
_SEEN = 1.25  # how long the last cart is watched, in the steps that it takes to turn


class CartRace(VGroup):
    """Lanes and a column of speeds.

    Args:
        colours: of the carts, roles'.
        lanes: their regions.
        said: the rows and the column where the speeds stand.

    Attributes:
        filled: after how many steps the last cart is as fast as it gets.
        turned: after how many steps of the other slope the last cart is seen to have turned.
    """

    def __init__(
        self,
        carts: Carts,
        colours: Sequence[str],
        lanes: Sequence[Region],
        said: tuple[Sequence[Region], Region],
        theme: Theme,
    ) -> None:
        self._carts = carts
        self.filled = int(np.argmax(carts.speeds[:, -1] >= FULL * carts.limits[-1])) + 1
        self.turned = int(np.ceil(_SEEN * carts.turns.max()))
        back = carts.speeds[carts.flip : carts.flip + self.turned].min()
        self.lanes = CartLanes(lanes, colours, (carts.limits[-1], -back), theme)
        self._speeds = Tally((say("speed, in η"),), *said, theme)
        super().__init__(self.lanes, self._speeds)

    def push(self, clock: StepClock, seconds: float) -> CartRace:
        """Put the carts on the clock, from rest; it takes so many seconds for all steps."""
        speeds = self._carts.speeds[: self.filled]
        return self._drive(clock, self._carts.ways, np.vstack([np.zeros_like(speeds[0]), speeds]), seconds)

    def push_back(self, clock: StepClock, seconds: float) -> CartRace:
        """The same, at full speed, from the step at which the slope turns."""
        carts, flip = self._carts, self._carts.flip
        ways = carts.ways[flip:] - carts.ways[flip]
        return self._drive(clock, ways, carts.speeds[flip - 1 : flip + self.turned], seconds)

    def turn_slope(self) -> Animation:
        """The slope falls to the left from now on."""
        return self.lanes.turn_slope()

    def _drive(self, clock: StepClock, ways: np.ndarray, speeds: np.ndarray, seconds: float) -> CartRace:
        self.lanes.drive(clock, ways, speeds, seconds)
        self._speeds.clear_updaters()
        self._speeds.add_updater(
            lambda table: table.show(0, [f"{speed:.1f}" for speed in speeds[min(clock.step, len(speeds) - 1)]]),
            call_updater=True,
        )
        return self
