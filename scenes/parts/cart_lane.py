"""Carts on a slope: the road passes under each as fast as it goes, and its arrow is as long as it is fast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Animation, Circle, RoundedRectangle, ValueTracker, VGroup, VMobject
from manim.constants import CapStyleType

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme

SLOPE = 0.055  # how steep the road is drawn at a tilt of 1, less where the ground is too low for it
STANDS = 0.28  # where on the road the cart stands, as a share of its width
_LENGTH, _WHEEL, _BODY = 1.15, 0.17, 0.34
_GROUND, _SHALLOW = 0.45, 0.25  # frame units of ground under the cart and at the road's low end, at least
ROLL = 4.5  # frame units of road a second under a cart at the highest speed
AHEAD, BACK = 0.55, 0.15  # of the road's width: room for an arrow that points forward, or back
_SPACING, _DASH = 1.6, 0.6  # of the marks along the road


class CartLane(VGroup):
    """A cart that stays in view while it rolls.

    Args:
        region: the road goes from its left to its right edge, the ground reaches down to its bottom.
        colour: of the cart and its arrow, a role's.
        per_speed: frame units of arrow for a speed of 1.
    """

    def __init__(self, region: Region, colour: str, theme: Theme, per_speed: float) -> None:
        self.region, self.per_speed = region, per_speed
        ground = max(0.5 * region.height, _GROUND)
        self._pivot = np.array([region.left + STANDS * region.width, region.bottom + ground, 0.0])
        self._slope = min(SLOPE, (ground - _SHALLOW) / ((1 - STANDS) * region.width))
        self._tilt: float | None = None
        self.ground = VMobject(stroke_width=0, fill_color=theme.ground[2], fill_opacity=1)
        self.crest = VMobject(stroke_color=theme.crest, stroke_width=5, cap_style=CapStyleType.ROUND)
        self.marks = VMobject(stroke_color=theme.crest, stroke_width=5, cap_style=CapStyleType.ROUND)
        edge = {"color": theme.background, "stroke_width": 2, "fill_color": colour, "fill_opacity": 1}
        body = RoundedRectangle(corner_radius=0.09, width=_LENGTH, height=_BODY, **edge).shift(
            [0, 1.5 * _WHEEL + _BODY / 2, 0]
        )
        wheels = (Circle(_WHEEL, **edge).shift([side * 0.3 * _LENGTH, _WHEEL, 0]) for side in (-1, 1))
        self.cart = VGroup(body, *wheels)
        self._upright = [piece.points.copy() for piece in self.cart]
        self.arrow = Pointer(colour, width=0.16)
        super().__init__(self.ground, self.crest, self.marks, self.cart, self.arrow)
        self.show(0, 0, 1)

    def show(self, way: float, speed: float, tilt: float) -> CartLane:
        """Draw the lane.

        Args:
            way: how far the cart has come, in frame units of road.
            speed: forward is positive.
            tilt: of the road; 1 falls to the right, -1 to the left.
        """
        if tilt != self._tilt:
            self._tilt = tilt
            self._lean(tilt)
        self.marks.clear_points()
        width = self.region.width - _DASH
        for begin in np.arange(-way % _SPACING, width, _SPACING):
            self.marks.start_new_path(self._on_road(begin - STANDS * self.region.width, -0.22))
            self.marks.add_line_to(self._on_road(begin + _DASH - STANDS * self.region.width, -0.22))
        height = 1.5 * _WHEEL + _BODY / 2
        tail = np.copysign(0.5 * _LENGTH + 0.08, speed)
        self.arrow.point(self._on_road(tail, height), self._on_road(tail + speed * self.per_speed, height))
        return self

    def _lean(self, tilt: float) -> None:
        region = self.region
        left, right = (self._on_road(x - self._pivot[0], 0) for x in (region.left, region.right))
        left, right = (np.array([x, place[1], 0]) for x, place in ((region.left, left), (region.right, right)))
        corners = [left, right, [region.right, region.bottom, 0], [region.left, region.bottom, 0]]
        self.ground.set_points_as_corners([*corners, corners[0]])
        self.crest.set_points_as_corners([left, right])
        along = np.array([1.0, -tilt * self._slope, 0.0]) / np.hypot(1, self._slope * tilt)
        turned = np.array([along, [-along[1], along[0], 0.0], [0.0, 0.0, 1.0]])
        for piece, points in zip(self.cart, self._upright, strict=True):
            piece.set_points(points @ turned + self._pivot)

    def _on_road(self, along: float, above: float) -> np.ndarray:
        """A place so far along the road from the cart and so far above it, in frame units."""
        assert self._tilt is not None
        way = np.array([1.0, -self._tilt * self._slope, 0.0]) / np.hypot(1, self._slope * self._tilt)
        return self._pivot + along * way + above * np.array([-way[1], way[0], 0.0])


class CartLanes(VGroup):
    """Lanes one under the other, arrows to one scale, all on the same slope.

    Args:
        regions: of the lanes.
        colours: of the carts, roles'.
        fastest: the highest speed that will be shown forward and the highest back, both positive.
    """

    def __init__(
        self, regions: Sequence[Region], colours: Sequence[str], fastest: tuple[float, float], theme: Theme
    ) -> None:
        per_speed = regions[0].width * min(AHEAD / fastest[0], BACK / fastest[1])
        self._tilt = ValueTracker(1)
        super().__init__(
            *(CartLane(place, colour, theme, per_speed) for place, colour in zip(regions, colours, strict=True))
        )

    def drive(self, clock: StepClock, ways: np.ndarray, speeds: np.ndarray, seconds: float) -> CartLanes:
        """Put the carts on a clock; the fastest has its road pass by equally quickly however many steps there are.

        Args:
            ways, speeds: after 0, 1, … steps, a column for each cart.
            seconds: how long the clock takes for all steps.
        """
        per_way = ROLL * seconds / (np.abs(speeds).max() * (len(speeds) - 1))
        for lane, way, speed in zip(self, ways.T, speeds.T, strict=True):
            lane.clear_updaters()

            def roll(lane: CartLane, way: np.ndarray = way, speed: np.ndarray = speed) -> None:
                now, tilt = clock.now, self._tilt.get_value()
                lane.show(per_way * float(at_step(way, now)), float(at_step(speed, now)), tilt)

            lane.add_updater(roll, call_updater=True)
        return self

    def turn_slope(self) -> Animation:
        """The slope falls to the left from now on."""
        return self._tilt.animate.set_value(-1)
