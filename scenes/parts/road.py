"""Roads: the loss over one weight as a valley that a car drives through, with a flag where the loss is least."""

from __future__ import annotations

import numpy as np
from manim import UP, Line, VGroup, VMobject

from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region, shrunk
from scenes.parts.hillside import Hillside
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, words

_GROUND = 0.12  # of the roads' height lies below the deepest point of each
_SKY = 0.27  # of the steep road's height stays free above its ends, for a car that leaves it there


class Flag(VGroup):
    """A goal that stands on the ground."""

    def __init__(self, foot: np.ndarray, theme: Theme, height: float) -> None:
        top = foot + height * UP
        cloth = VMobject(stroke_width=0, fill_color=theme.target, fill_opacity=1)
        corners = [top, top + height * np.array([0.55, -0.2, 0]), top + 0.4 * height * -UP]
        cloth.set_points_as_corners([*corners, top])
        super().__init__(Line(foot, top, color=theme.target, stroke_width=4), cloth)


class Road(VGroup):
    """The valley ``curvature x^2 / 2`` from the side.

    Args:
        name: written into the sky above the goal, smaller where the road is shorter.
    """

    def __init__(self, name: str, curvature: float, coordinates: Coordinates, theme: Theme) -> None:
        self.hillside = Hillside(lambda x: curvature * x**2 / 2, lambda x: curvature * x, coordinates, theme)
        self.region = coordinates.region
        self.flag = Flag(self.hillside.rim(0), theme, height=min(0.75, 0.4 * self.region.height))
        label = words(name, theme.ink, LABEL)
        self.label = self.region.place(shrunk(label, self.region.width - 1), UP)
        super().__init__(self.hillside, self.flag, self.label)


def two_roads(
    steep: tuple[str, float], flat: tuple[str, float], reach: float, region: Region, theme: Theme
) -> tuple[Road, Road]:
    """A steep road above a flat one, weights and losses to one scale.

    Args:
        steep, flat: name and curvature.
        reach: the largest weight that is seen.
    """
    above, below = region.stack(1.7, 1, gap=0)
    ground = _GROUND * above.height
    per_unit = ((1 - _SKY) * above.height - ground) / (steep[1] * reach**2 / 2)

    def road(kind: tuple[str, float], part: Region) -> Road:
        y = -ground / per_unit, (part.height - ground) / per_unit
        return Road(*kind, Coordinates(part, (-reach, reach), y), theme)

    return road(steep, above), road(flat, below)
