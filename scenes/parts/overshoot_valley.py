"""A ball between the walls of a valley; in the sky above it, what a step of gradient descent does to its offset."""

from __future__ import annotations

from manim import ValueTracker, VGroup

from scenes.parts.frame import Region
from scenes.parts.overshoot_chart import OvershootChart
from scenes.parts.runner import HillRunner
from scenes.parts.theme import Theme
from scenes.parts.typesetting import maths
from scenes.parts.valley_cut import ValleyCut
from sim.experiments.learning_rate import Descent, Result


class OvershootValley(VGroup):
    """The valley cut across, the condition for steps that shrink the offset, and its chart.

    Args:
        rate: the learning rate times the walls' curvature, which the chart's knob follows.
    """

    def __init__(self, story: Result, rate: ValueTracker, region: Region, theme: Theme) -> None:
        self._theme = theme
        curvature, offset = story.params.condition_number, float(story.fast.run.positions[0, 1])
        self._walls = ValleyCut(curvature, 2.5 * abs(offset), region, theme)
        side, floor = min(3.9, (region.width - 4.4) / 2), max(1.95, 0.4 * region.height)
        above, below = region.inset(left=side, right=side, bottom=floor).stack(0.55, 2.3, gap=0.1)
        condition = above.place(maths("abs(1 - eta L) < 1 <=> 0 < eta < 2 \\/ L", theme.ink))
        chart = OvershootChart(story.too_large.lr * curvature, below, theme.gradient_descent, theme)
        chart.add_updater(lambda picture: picture.turn_to(rate.get_value()), call_updater=True)
        super().__init__(self._walls, chart, condition)

    def ball(self, descent: Descent) -> HillRunner:
        """A ball that hops from wall to wall as a descent does."""
        return self._walls.hopper(descent.run.positions[:, 1], self._theme.gradient_descent)
