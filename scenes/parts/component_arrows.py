"""The components of a vector beside each other to one scale, so that one sees which of them is the large one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from manim import RIGHT, UP, VGroup

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.rolling import plain
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, em, words


class ComponentArrows(VGroup):
    """A row for each component: its name, an arrow as long as it is large, its size.

    Args:
        sizes: name to size, not negative.
    """

    def __init__(self, sizes: Mapping[str, float], colour: str, region: Region, theme: Theme) -> None:
        names = VGroup(*(words(name, theme.ink, READOUT) for name in sizes))
        values = [words(plain(size), theme.ink, READOUT, "semibold") for size in sizes.values()]
        start = region.left + names.width + 0.35
        room = region.right - start - max(value.width for value in values) - 0.3
        longest = max(*sizes.values(), 1e-300)
        self.arrows = VGroup()
        for name, value, size, row in zip(
            names, values, sizes.values(), region.stack(*(1 for _ in sizes)), strict=True
        ):
            name.shift((start - 0.35 - name.get_right()[0]) * RIGHT)
            tail = np.array([start, row.centre[1], 0.0])
            arrow = Pointer(colour, width=0.2).point(tail, tail + room * size / longest * RIGHT)
            value.next_to(tail + room * size / longest * RIGHT, RIGHT, buff=0.25)
            for label in (name, value):
                label.shift((row.centre[1] - 0.33 * em(READOUT) - label.baseline) * UP)
            self.arrows.add(arrow)
        super().__init__(names, self.arrows, *values)
