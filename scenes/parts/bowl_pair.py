"""SGD in a steep bowl and, below it, in a flat one: a truck on each road."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from film.language import say
from scenes.parts.car import CarRunner
from scenes.parts.frame import Region
from scenes.parts.road import two_roads
from scenes.parts.rolling import plain
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from sim.experiments.wrong_learning_rate import Result


class BowlPair(VGroup):
    """Both bowls to one scale, with SGD at one learning rate in each, on the clock."""

    def __init__(self, story: Result, clock: StepClock, region: Region, theme: Theme) -> None:
        steepness = story.steep.curvature
        steep = say("steep bowl: curvature {curvature}", curvature=plain(steepness)), steepness
        flat = say("flat bowl: curvature 1"), 1.0
        self.roads = two_roads(steep, flat, 1.3, region, theme)
        length = float(np.clip(0.08 * region.width, 0.55, 0.85))
        self.trucks = VGroup()
        for bowl, road in zip((story.steep, story.flat), self.roads, strict=True):
            truck = CarRunner(
                bowl.positions, road.hillside, theme.gradient_descent, theme, shape="truck", length=length
            )
            self.trucks.add(truck.follow(clock))
        super().__init__(*self.roads, self.trucks)
