"""A lane of a race: somebody who runs to and fro along a line, and the way from the start."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, VGroup, VMobject
from manim.constants import CapStyleType

from scenes.parts.ball import Puck
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme


class RaceLane(VGroup):
    """Distances grow to the right.

    Args:
        low, high: the distances at the region's ends.
    """

    def __init__(self, low: float, high: float, region: Region, colour: str, theme: Theme) -> None:
        self._left, self._low, self._unit = region.left, low, region.width / (high - low)
        self._y = region.centre[1]
        ends = [[region.left, self._y, 0], [region.right, self._y, 0]]
        self.track = Line(*ends, color=theme.rule, stroke_width=2.5)
        self.way = VMobject(stroke_color=colour, stroke_width=9, cap_style=CapStyleType.ROUND)
        self.puck = Puck(colour, theme, radius=0.2)
        super().__init__(self.track, self.way, self.puck)
        self.show(0)

    def place(self, distance: float) -> np.ndarray:
        return np.array([self._left + (distance - self._low) * self._unit, self._y, 0])

    def show(self, distance: float) -> RaceLane:
        """Stand so far from the start."""
        here = self.place(distance)
        self.way.set_points_as_corners([self.place(0), here])
        self.puck.move_to(here)
        return self

    def follow(self, clock: StepClock, way: np.ndarray) -> RaceLane:
        """Keep showing where a run is.

        Args:
            way: distances after each step, shape ``(T + 1,)``.
        """
        self.add_updater(lambda lane: lane.show(float(at_step(way, clock.now))))
        return self


def race(
    ways: np.ndarray,
    cells: Sequence[Region],
    clock: StepClock,
    *,
    least: tuple[float, float],
    colour: str,
    theme: Theme,
) -> VGroup:
    """A lane in every cell, all to one scale, on the clock.

    Args:
        ways: distances after each step, shape ``(T + 1, n)``.
        least: the distances that are seen even if nobody goes there.
    """
    low, high = min(least[0], 1.02 * float(ways.min())), max(least[1], 1.02 * float(ways.max()))
    lanes = zip(ways.T, cells, strict=True)
    return VGroup(*(RaceLane(low, high, cell, colour, theme).follow(clock, way) for way, cell in lanes))
