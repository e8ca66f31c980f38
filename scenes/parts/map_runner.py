"""A run over a map as an actor: a puck that follows its iterates and leaves its way behind."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.parts.ball import Puck
from scenes.parts.coordinates import Coordinates
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import PathTrail


class MapRunner(VGroup):
    """A run over two weights.

    Args:
        positions: the run's iterates, shape ``(steps + 1, 2)``; what lies outside the map ends the way that is shown.
        coordinates: the map's.
        colour: its role's.
    """

    def __init__(self, positions: np.ndarray, coordinates: Coordinates, colour: str, theme: Theme) -> None:
        outside = np.flatnonzero(~coordinates.contains(positions[:, 0], positions[:, 1]))
        seen = positions[: outside[0]] if len(outside) else positions
        self.places = coordinates.point(seen[:, 0], seen[:, 1])
        self.trail = PathTrail(self.places, colour)
        self.puck = Puck(colour, theme)
        super().__init__(self.trail, self.puck)
        self.go_to(0)

    def go_to(self, step: float) -> MapRunner:
        """Show the run at a fractional step."""
        here = at_step(self.places, step)
        self.trail.walk_to(step, here)
        self.puck.move_to(here)
        return self

    def follow(self, clock: StepClock) -> MapRunner:
        """Keep showing the step of a clock."""
        self.add_updater(lambda runner: runner.go_to(clock.now))
        return self

    def recede(self) -> MapRunner:
        """Become the background of what is spoken of next."""
        self.clear_updaters()
        self.trail.set_opacity(0.3)
        self.trail.line.set_fill(opacity=0)
        self.puck.set_opacity(0.3)
        return self
