"""A tank that fills: how much of a running average is already there."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Rectangle, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, maths


class Tank(VGroup):
    """An open box whose level is a share of its height; its number stands below, its name above.

    Args:
        name: what is stored, in Typst's mathematics.
        colour: of the content, a role's.
    """

    def __init__(self, name: str, colour: str, region: Region, theme: Theme) -> None:
        self._box = region.inset(top=0.75, bottom=0.7)
        self.content = VMobject(stroke_width=0, fill_color=colour, fill_opacity=0.9)
        box = self._box
        wall = VMobject(stroke_color=theme.ink, stroke_width=4).set_points_as_corners(
            [[box.left, box.top, 0], [box.left, box.bottom, 0], [box.right, box.bottom, 0], [box.right, box.top, 0]]
        )
        self.number = Number("0", theme.ink, READOUT, anchor="middle")
        self.number.move_to([box.centre[0], box.bottom, 0]).shift(0.5 * DOWN)
        title = maths(name, theme.ink, LABEL * 1.2).move_to([box.centre[0], box.top, 0]).shift(0.45 * UP)
        super().__init__(self.content, wall, self.number, title)

    def show(self, share: float, text: str) -> Tank:
        """Fill to a share of the height, at least a visible film of it, and write the number."""
        box = self._box
        level = box.bottom + float(np.clip(share, 0, 1)) * box.height
        if level > box.bottom:
            level = max(level, box.bottom + 0.03)
        corners = [[box.left, box.bottom, 0], [box.right, box.bottom, 0], [box.right, level, 0], [box.left, level, 0]]
        self.content.set_points_as_corners([*corners, corners[0]])
        self.number.show(text)
        return self


def outline(region: Region, theme: Theme) -> Rectangle:
    """The panel that a diagram stands on."""
    panel = Rectangle(width=region.width, height=region.height, stroke_width=0, fill_color=theme.panel, fill_opacity=1)
    return panel.move_to(region.centre)
