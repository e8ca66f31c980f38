"""Doors with a name above, which open on what stands behind them."""

from __future__ import annotations

import numpy as np
from manim import DEGREES, DOWN, RIGHT, UP, Mobject, Rectangle, VGroup, VMobject

from scenes.parts.frame import Region, shrunk
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, words

_NAME = 0.55  # height of the name above the door
_WIDE_OPEN = 80 * DEGREES
_NEARER = 0.08  # by how much of its height a leaf grows at its free edge as it comes towards the viewer


class Door(VGroup):
    """A leaf that turns about its left edge, in the colour of whom it leads to.

    Args:
        size: of the name.

    Attributes:
        room: what the leaf leaves free when it is open.
    """

    def __init__(self, name: str, colour: str, region: Region, theme: Theme, size: float = READOUT) -> None:
        self._box = box = region.inset(top=_NAME)
        self.room = box.inset(left=0.25 * box.width, right=0.15)
        title = words(name, theme.text_colour(colour), size, "semibold")
        title.move_to([box.centre[0], box.top, 0]).shift(0.34 * UP)
        opening = Rectangle(width=box.width, height=box.height, color=colour, stroke_width=5)
        opening.set_fill(theme.background, opacity=1).move_to(box.centre)
        self._leaf = VMobject(stroke_color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
        self._knob = VMobject(stroke_width=0, fill_color=theme.background, fill_opacity=1)
        super().__init__(opening, title, self._leaf, self._knob)
        self.open(0)

    def open(self, share: float) -> Door:
        """Turn the leaf: 0 is closed, 1 wide open."""
        box, angle = self._box, _WIDE_OPEN * share
        right = box.left + box.width * np.cos(angle)
        grown = _NEARER * box.height * np.sin(angle) / 2
        corners = [[box.left, box.bottom], [right, box.bottom - grown], [right, box.top + grown], [box.left, box.top]]
        self._leaf.set_points_as_corners(np.pad(np.array([*corners, corners[0]], float), ((0, 0), (0, 1))))
        knob = np.array([box.left + 0.86 * (right - box.left), box.centre[1], 0.0])
        half = np.array([0.09 * np.cos(angle), 0.09, 0.0])
        square = knob + half * [[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0], [-1, -1, 0]]
        self._knob.set_points_as_corners(square)
        return self

    def furnish(self, *lines: Mobject) -> VGroup:
        """Set what stands behind the door, under each other or in a low room beside; it is not part of the door."""
        room, low = self.room, self.room.width > 2 * self.room.height
        for line in lines:
            shrunk(line, room.width)
        content = VGroup(*lines).arrange(RIGHT, buff=0.8) if low else VGroup(*lines).arrange(DOWN, buff=0.35)
        return room.place(shrunk(content, room.width))
