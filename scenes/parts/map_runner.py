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
        positions: the run's iterates, shape ``(steps + 1, 2)``; where it leaves the map its way ends at the edge.
        coordinates: the map's.
        colour: its role's.
        width: of the line.
    """

    def __init__(
        self, positions: np.ndarray, coordinates: Coordinates, colour: str, theme: Theme, width: float = 3.5
    ) -> None:
        outside = np.flatnonzero(~coordinates.contains(positions[:, 0], positions[:, 1]))
        self.gone_at = int(outside[0]) if len(outside) else None
        if self.gone_at is not None:
            edge = _leaving(positions[self.gone_at - 1], positions[self.gone_at], coordinates)
            positions = np.vstack([positions[: self.gone_at], edge])
        self.places = coordinates.point(positions[:, 0], positions[:, 1])
        self.trail = PathTrail(self.places, colour, width)
        self.puck = Puck(colour, theme)
        self._gone = False
        super().__init__(self.trail, self.puck)
        self.go_to(0)

    def go_to(self, step: float) -> MapRunner:
        """Show the run at a fractional step."""
        here = at_step(self.places, step)
        self.trail.walk_to(step, here)
        self.puck.move_to(here)
        gone = self.gone_at is not None and step >= self.gone_at
        # Only when it changes: a picture that fades in or out keeps its own opacity.
        if gone != self._gone:
            self._gone = gone
            self.puck.set_opacity(0 if gone else 1)
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
        if self.gone_at is None:
            self.puck.set_opacity(0.3)
        return self


def _leaving(inside: np.ndarray, outside: np.ndarray, coordinates: Coordinates) -> np.ndarray:
    """Where the straight way between two positions leaves the map."""
    low, high = np.array([coordinates.x, coordinates.y]).T
    way = np.where(np.isfinite(outside), outside, 0) - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        shares = np.where(way > 0, (high - inside) / way, np.where(way < 0, (low - inside) / way, np.inf))
    return inside + min(float(shares.min()), 1.0) * way
