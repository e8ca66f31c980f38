"""A clip about balls that swing in a bowl: one whose gradient is never zeroed, one whose gradient always is."""

from __future__ import annotations

import numpy as np
from manim import DashedLine, MathTypst, VGroup, VMobject

from film.language import say
from scenes.parts.hill_scene import HillScene
from scenes.parts.rolling import rolling_rows
from scenes.parts.runner import HillRunner
from scenes.parts.trail import joined
from scenes.parts.typesetting import FORMULA, maths
from sim.experiments.forgotten_zero_grad import Result


class SwingScene(HillScene):
    """What is never zeroed is momentum's blue; what is zeroed before every step is plain gradient descent."""

    result: Result

    def two_balls(self) -> tuple[HillRunner, HillRunner]:
        """The zeroed ball, and the one that never is, with its velocity."""
        swing, theme = self.result.slow_swing, self.theme
        zeroed = self.runner(self.result.zeroed_ball.positions[:, 0], theme.gradient_descent)
        ball = self.runner(swing.run.positions[:, 0], theme.momentum, spokes=3, arrows=swing.run.updates[:, 0])
        ball.trail.set_opacity(0.3)
        for runner in (zeroed, ball):
            runner.update()
        return zeroed, ball

    def sum_formula(self, expression: str, role: str, size: float = FORMULA) -> MathTypst:
        """What adds up: the terms sum and memory in their role's colour, the term slope in the gradient's."""
        total, slope = (self.theme.text_colour(colour) for colour in (role, self.theme.gradient))
        return maths(expression, self.theme.ink, size, terms={"sum": total, "memory": total, "slope": slope})

    def start_height(self) -> VMobject:
        """The height at which the balls are let go, from slope to slope."""
        ends = [self.hill.rim(x) + 0.17 * self.hill.normal(x) for x in (-1.0, 1.0)]
        return joined(DashedLine(*ends, color=self.theme.target, stroke_width=3, dash_length=0.15))

    def reaches(self) -> VGroup:
        """How far from the goal each ball still gets."""
        resting = np.abs(self.result.zeroed_ball.positions[:, 0])
        return rolling_rows(
            self.clock,
            self.theme,
            (say("never zeroed swings to"), self.result.slow_swing.reach, self.theme.momentum),
            (say("zeroed is at"), resting, self.theme.gradient_descent),
        )

    def bowl(self) -> str:
        """The recipe of the two balls."""
        return f"f(x) = x^2 \\/ 2, quad eta = {self.result.params.slow_swing:g}"
