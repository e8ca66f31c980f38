"""A walker who is shown with the way it aims at: its path, its arrow and the wedge by which it misses the goal."""

from __future__ import annotations

import numpy as np
from manim import Animation, VGroup

from scenes.parts.ball import Puck
from scenes.parts.pointer import Pointer
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import PathTrail
from scenes.parts.wedge import Wedge


class AimedWalker(VGroup):
    """Forward goes to the right, where the goal is; sideways goes up and down.

    Args:
        positions: shape ``(T + 1, 2)``: sideways, forward.
        angles: how far off the goal each step's direction points, in degrees, shape ``(T,)``.
        start: the place on screen.
        unit: frame units for a unit of the positions.
        reach: radius of the wedge, in frame units.
    """

    def __init__(
        self,
        positions: np.ndarray,
        angles: np.ndarray,
        colour: str,
        theme: Theme,
        *,
        start: np.ndarray,
        unit: float,
        reach: float,
    ) -> None:
        self.angles, self.start, self.unit, self.reach = np.asarray(angles, float), start, unit, reach
        sideways, forward = np.asarray(positions, float).T
        self.places = start + unit * np.stack([forward, sideways, 0 * forward], axis=-1)
        self._sides = np.sign(np.diff(sideways))
        self.wedge = Wedge(colour)
        self.trail = PathTrail(self.places, colour)
        self.arrow = Pointer(colour, width=0.1)
        self.puck = Puck(colour, theme)
        super().__init__(self.wedge, self.trail, self.arrow, self.puck)
        self.go_to(0)

    def angle(self, step: float) -> float:
        """How far off the goal the walker aims at a fractional step; before the first step as in it."""
        return float(at_step(np.append(self.angles[0], self.angles), step))

    def go_to(self, step: float) -> AimedWalker:
        """Show the walk at a fractional step; the arrow shows the direction of the step that is being taken."""
        here = at_step(self.places, step)
        self.trail.walk_to(step, here)
        self.puck.move_to(here)
        self.wedge.spread(here, self.reach, 0, self.angle(step))
        taken = min(int(max(step - 1e-9, 0)), len(self.angles) - 1)
        turn = self._sides[taken] * np.radians(self.angles[taken])
        self.arrow.point(here, here + self.reach * np.array([np.cos(turn), np.sin(turn), 0]))
        return self

    def move(self, start: np.ndarray, unit: float) -> list[Animation]:
        """Take the way and its walker to another start and another scale."""
        here = start + (self.puck.get_center() - self.start) * unit / self.unit
        trail = self.trail.animate.scale(unit / self.unit, about_point=self.start).shift(start - self.start)
        return [trail.build(), self.puck.animate.move_to(here).build()]

    def follow(self, clock: StepClock) -> AimedWalker:
        """Keep showing the step of a clock."""
        self.add_updater(lambda walker: walker.go_to(clock.now))
        return self
