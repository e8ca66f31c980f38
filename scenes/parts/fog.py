"""Fog: what lies in front of a landscape that nobody has seen yet."""

from __future__ import annotations

import numpy as np
from manim import DOWN, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.theme import Theme

_PITCH = 0.8  # frame units from one bank to the next


class Fog(VGroup):
    """Banks of fog behind each other, quiet enough to write on, that fill a region."""

    def __init__(self, region: Region, theme: Theme) -> None:
        super().__init__()
        x = np.linspace(region.left, region.right, 400)
        banks = round(region.height / _PITCH)
        for bank, top in enumerate(np.linspace(region.top - 0.25, region.bottom + 0.5, banks)):
            # Two rows of round heads, of different widths so that they do not repeat.
            heads = 0.2 * np.abs(np.sin(1.1 * x + 1.7 * bank)) + 0.12 * np.abs(np.sin(2.3 * x - 2.4 * bank))
            edge = np.stack([x, top - 0.1 + heads, np.zeros_like(x)], axis=-1)
            floor = max(top - 1.3, region.bottom)
            body = VMobject(stroke_width=0).set_points_as_corners(
                [*edge, [region.right, floor, 0], [region.left, floor, 0], edge[0]]
            )
            self.add(body.set_fill([theme.panel, theme.background], opacity=1).set_sheen_direction(DOWN))
