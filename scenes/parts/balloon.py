"""Weight balloons: as high as the weight is large, in a ring that shows how large it was."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import ORIGIN, RIGHT, TAU, UP, Circle, DashedVMobject, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import joined
from scenes.parts.typesetting import READOUT, Number, em

_LEAST = 0.02  # of the ring's height, the smallest balloon that is drawn, so that it can be seen
_GAP = 0.35  # frame units between the ring and the number
_LINE = 0.65  # frame units that a number under the ring takes
_WORTH = 1.25  # so many times larger must the ring become for the number to go under it


class Balloon(VGroup):
    """A balloon that stands on the region's floor, its number beside it; or in a slim region on its number.

    Args:
        region: as high as a weight of 1; balloon and number are in its middle.
        decimals: of the number.
    """

    def __init__(self, region: Region, colour: str, theme: Theme, decimals: int = 4) -> None:
        self._decimals = decimals
        self.number = Number(f"{-1:.{decimals}f}", theme.ink, 1.1 * READOUT)  # a weight may come out below 0
        side = min(region.height, region.width - self.number.width - _GAP)
        stacked = min(region.height - _LINE, region.width)
        if is_stacked := stacked > _WORTH * side:
            side, left, floor = stacked, region.centre[0] - stacked / 2, region.bottom + _LINE
        else:
            left, floor = region.centre[0] - (side + _GAP + self.number.width) / 2, region.bottom
        self._side, self._foot = side, np.array([left + side / 2, floor, 0.0])
        self.ring = joined(DashedVMobject(Circle(side / 2, color=theme.rule, stroke_width=3), num_dashes=36))
        self.ring.shift(self._foot + side / 2 * UP)
        self._round = Circle(0.5).points + 0.5 * UP
        shine = np.linspace(0.3 * TAU, 0.44 * TAU, 12)
        gleam = 0.37 * np.stack([np.cos(shine), np.sin(shine), 0 * shine], axis=-1) + 0.5 * UP
        self._gleam = VMobject().set_points_smoothly(list(gleam)).points
        self.skin = VMobject(stroke_width=0, fill_color=colour, fill_opacity=0.95)
        self.gleam = VMobject(stroke_color=theme.background, stroke_width=5, stroke_opacity=0.55)
        if is_stacked:
            one = Number(f"{1:.{decimals}f}", theme.ink, 1.1 * READOUT)  # the usual number is in the middle
            self.number.shift((region.centre[0] - one.width / 2) * RIGHT + (region.bottom + 0.2) * UP)
        else:
            middle = self.ring.get_center()[1] - 0.33 * em(self.number.font_size)
            self.number.shift((left + side + _GAP) * RIGHT + middle * UP)
        super().__init__(self.ring, self.skin, self.gleam, self.number)
        self.show(1.0)

    def show(self, weight: float, written: float | None = None) -> Balloon:
        """Blow it up to a weight's size, whatever its sign.

        Args:
            written: the number beside it, if not the weight itself.
        """
        size = self._side * max(abs(weight), _LEAST)
        self.skin.set_points(size * self._round + self._foot)
        if abs(weight) > 0.1:
            self.gleam.set_points(size * self._gleam + self._foot)
        else:
            self.gleam.clear_points()
        self.number.show(f"{weight if written is None else written:.{self._decimals}f}")
        return self

    @property
    def picture(self) -> VGroup:
        """The balloon without its number."""
        return VGroup(self.ring, self.skin, self.gleam)

    def ghost(self, weight: float, colour: str) -> Circle:
        """The outline of the balloon at a weight, to compare it with."""
        outline = Circle(0.5 * max(abs(weight), _LEAST), color=colour, stroke_width=4).scale(self._side)
        return outline.move_to(ORIGIN).shift(self._foot + outline.height / 2 * UP)


class BalloonRow(VGroup):
    """Balloons beside each other."""

    def __init__(self, regions: Sequence[Region], colour: str, theme: Theme) -> None:
        super().__init__(*(Balloon(region, colour, theme) for region in regions))

    def show(self, weights: np.ndarray, written: np.ndarray) -> BalloonRow:
        """Blow them up to these weights, other numbers beside them."""
        for balloon, weight, number in zip(self, weights, written, strict=True):
            balloon.show(float(weight), float(number))
        return self

    def follow(self, clock: StepClock, weights: np.ndarray) -> BalloonRow:
        """Keep showing weights, shape ``(T + 1, n)``, on a clock and on nothing else; numbers are of whole steps."""
        self.clear_updaters()
        last = len(weights) - 1
        self.add_updater(lambda row: row.show(at_step(weights, clock.now), weights[min(clock.step, last)]))
        return self

    def ghosts(self, weights: np.ndarray, colour: str) -> VGroup:
        """The outlines of all of them at these weights."""
        return VGroup(*(balloon.ghost(float(weight), colour) for balloon, weight in zip(self, weights, strict=True)))
