"""A run as an actor: a ball that follows its iterates on a hillside and leaves a dot at each."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.parts.ball import RollingBall
from scenes.parts.hillside import Hillside
from scenes.parts.pointer import Pointer
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import Dots


class HillRunner(VGroup):
    """A run over one weight: trail, ball and, on request, an arrow that rides on the ball.

    Args:
        weights: the run's iterates, shape ``(steps + 1,)``.
        hillside: where it runs.
        colour: its role's.
        spokes: of its ball.
        arrows: what the arrow shows at each iterate, shape ``(steps + 1,)``, drawn along the slope.
        arrow_colour: the arrow's role; None for the ball's own.
        longest: the length on screen of the longest arrow, in frame units.
        radius: of its ball, in frame units.
    """

    def __init__(
        self,
        weights: np.ndarray,
        hillside: Hillside,
        colour: str,
        theme: Theme,
        *,
        spokes: int = 1,
        arrows: np.ndarray | None = None,
        arrow_colour: str | None = None,
        longest: float = 1.5,
        radius: float = 0.22,
    ) -> None:
        self.weights, self.hillside = np.asarray(weights, float), hillside
        self.arrows = None if arrows is None else longest * arrows / max(np.abs(arrows).max(), 1e-12)
        self.ball = RollingBall(hillside, colour, theme, spokes, radius)
        self.trail = Dots(self._centres(), colour, radius=0.05)
        self.arrow = Pointer(arrow_colour or colour, width=0.1)
        super().__init__(self.trail, self.ball, self.arrow)
        self.go_to(0)

    def _centres(self) -> np.ndarray:
        return np.array([self.hillside.rim(x) + self.ball.radius * self.hillside.normal(x) for x in self.weights])

    def go_to(self, step: float) -> HillRunner:
        """Show the run at a fractional step."""
        weight = float(at_step(self.weights, step))
        self.ball.roll_to(weight)
        self.trail.show(int(step + 1e-9) + 1)
        if self.arrows is not None:
            centre = self.ball[0].get_center()
            normal = self.hillside.normal(weight)
            downhill_right = np.array([normal[1], -normal[0], 0.0])
            self.arrow.point(centre, centre + float(at_step(self.arrows, step)) * downhill_right)
        return self

    def follow(self, clock: StepClock) -> HillRunner:
        """Keep showing the step of a clock."""
        self.add_updater(lambda runner: runner.go_to(clock.now))
        return self
