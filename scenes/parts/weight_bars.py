"""What an optimizer does to several weights in one step: a bar for each, the numbers on top."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, UP, Animation, ValueTracker, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.rolling import plain
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, words

_FILM = 0.05  # frame units: the lowest bar that is drawn
_TITLE, _NUMBER, _FOOT = 0.65, 0.6, 0.6
_GAP = 0.18  # from the ground to the names


class WeightBars(VGroup):
    """Bars to their own scale: the largest fills the region's height.

    Args:
        title: whose step it is; nothing for none.
        values: their heights, not negative.
        names: under the bars.
        colour: of the bars, a role's.

    Attributes:
        foot: the baseline of the names.
    """

    def __init__(
        self, title: str, values: np.ndarray, names: Sequence[str], colour: str, *, region: Region, theme: Theme
    ) -> None:
        labels = [words(name, theme.quiet_ink, LABEL) for name in names]
        foot = max(_FOOT, _GAP + max(label.height for label in labels))
        body = region.inset(top=_NUMBER + (_TITLE if title else 0), bottom=foot)
        self._heights = np.maximum(body.height * values / values.max(), _FILM)
        self._columns = body.split(*(1 for _ in values), gap=0.5)
        self.bars = [VMobject(stroke_width=0, fill_color=colour, fill_opacity=1) for _ in values]
        super().__init__(*self.bars)
        if title:
            self.add(region.place(words(title, theme.ink, READOUT, "semibold"), UP))
        self.numbers = VGroup()
        for value, height, column, label in zip(values, self._heights, self._columns, labels, strict=True):
            label.next_to([column.centre[0], body.bottom, 0], DOWN, buff=_GAP)
            number = words(plain(float(value)), theme.ink, READOUT, "semibold")
            self.numbers.add(number.next_to([column.centre[0], body.bottom + height, 0], UP, buff=0.15))
            self.add(label)
        self.foot = float(label.baseline)
        self.add(self.numbers)
        self.grow(1)

    def rise(self) -> Animation:
        """The bars grow out of the ground, then their numbers appear."""
        share = ValueTracker(0)

        def follow(bars: WeightBars) -> None:
            bars.grow(share.get_value())
            for glyph in (glyph for number in bars.numbers for glyph in number.glyphs):
                glyph.set_fill(opacity=max(0, 4 * share.get_value() - 3))

        self.add_updater(follow, call_updater=True)
        return share.animate.set_value(1)

    def grow(self, share: float) -> WeightBars:
        """Draw the bars up to a share of their heights."""
        for bar, column, height in zip(self.bars, self._columns, self._heights, strict=True):
            top = column.bottom + share * height
            corners = [
                [column.left, column.bottom, 0],
                [column.right, column.bottom, 0],
                [column.right, top, 0],
                [column.left, top, 0],
            ]
            bar.set_points_as_corners([*corners, corners[0]])
        return self
