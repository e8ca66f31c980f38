"""A car: what drives on a road along one weight; its shape says which optimizer is at the wheel."""

from __future__ import annotations

from typing import Literal

import numpy as np
from manim import Circle, VGroup, VMobject

from scenes.parts.hillside import Hillside
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import Dots

Shape = Literal["truck", "beetle"]

# Outlines in car lengths, from wheel to wheel, nose to the left.
_TRUCK = [(-0.5, 0.12), (-0.5, 0.36), (-0.42, 0.58), (-0.12, 0.58), (-0.12, 0.34), (0.5, 0.34), (0.5, 0.12)]
_TRUCK_WINDOW = [(-0.41, 0.36), (-0.37, 0.51), (-0.21, 0.51), (-0.21, 0.36)]
_ARCH = np.linspace(np.pi, 0, 15)
_BEETLE = [(-0.5, 0.12), *zip(0.5 * np.cos(_ARCH), 0.24 + 0.38 * np.sin(_ARCH), strict=True), (0.5, 0.12)]
_BEETLE_WINDOW = [(-0.26, 0.36), *zip(0.26 * np.cos(_ARCH), 0.36 + 0.17 * np.sin(_ARCH), strict=True), (0.26, 0.36)]
_OUTLINES: dict[Shape, tuple[list[tuple[float, float]], list[tuple[float, float]]]] = {
    "truck": (_TRUCK, _TRUCK_WINDOW),
    "beetle": (_BEETLE, _BEETLE_WINDOW),
}


class Car(VGroup):
    """A car that stands on a hillside, as steep as the ground under it.

    Args:
        length: in frame units.
    """

    def __init__(self, hillside: Hillside, colour: str, theme: Theme, shape: Shape, length: float = 0.75) -> None:
        self.hillside, self.length = hillside, length
        body, window = (
            VMobject(stroke_width=0, fill_opacity=1).set_points_as_corners(_closed(outline, length))
            for outline in _OUTLINES[shape]
        )
        body.set_fill(colour).set_stroke(theme.background, 2)
        window.set_fill(theme.background)
        wheels = VMobject(stroke_color=theme.background, stroke_width=2, fill_color=theme.ink, fill_opacity=1)
        wheel = Circle(0.13 * length).points
        wheels.set_points(np.vstack([wheel + np.array([x * length, 0.13 * length, 0]) for x in (-0.28, 0.28)]))
        super().__init__(body, window, wheels)
        self._at_rest = [part.points.copy() for part in self]

    def drive_to(self, weight: float) -> Car:
        """Stand on the ground above this weight."""
        foot, normal = self.hillside.rim(weight), self.hillside.normal(weight)
        turn = np.array([[normal[1], -normal[0], 0], [normal[0], normal[1], 0], [0, 0, 1]])
        for part, points in zip(self, self._at_rest, strict=True):
            part.set_points(points @ turn + foot)
        return self


def _closed(outline: list[tuple[float, float]], length: float) -> np.ndarray:
    return length * np.array([*((x, y, 0.0) for x, y in outline), (*outline[0], 0.0)])


class CarRunner(VGroup):
    """A run along one weight as a car that leaves a dot at each iterate; it is gone where it leaves the road.

    Args:
        weights: the run's iterates, shape ``(steps + 1,)``.
    """

    def __init__(
        self, weights: np.ndarray, hillside: Hillside, colour: str, theme: Theme, *, shape: Shape, length: float = 0.75
    ) -> None:
        self.weights, self.hillside = np.asarray(weights, float), hillside
        low, high = hillside.coordinates.x
        outside = np.flatnonzero(~((low <= self.weights) & (self.weights <= high)))
        self.gone_at = int(outside[0]) if len(outside) else None
        stays = self.weights[: self.gone_at]
        self.trail = Dots(hillside.coordinates.point(stays, hillside.loss(stays)), colour)
        self.car = Car(hillside, colour, theme, shape, length)
        super().__init__(self.trail, self.car)
        self.go_to(0)

    def go_to(self, step: float) -> CarRunner:
        """Show the run at a fractional step."""
        self.trail.show(int(step + 1e-9) + 1)
        if self.gone_at is None or step < self.gone_at:
            weight = float(np.clip(at_step(self.weights, step), *self.hillside.coordinates.x))
            self.car.drive_to(weight)
        else:
            for part in self.car:
                part.clear_points()
        return self

    def follow(self, clock: StepClock) -> CarRunner:
        """Keep showing the step of a clock."""
        self.add_updater(lambda runner: runner.go_to(clock.now))
        return self

    def recede(self) -> CarRunner:
        """Become the background of what is spoken of next."""
        self.trail.set_opacity(0.3)
        self.car.set_opacity(0.3)
        return self
