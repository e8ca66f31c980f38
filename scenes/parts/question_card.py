"""Cards that turn over: a number on the back, words on the face; and the time that is left to think about them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, PI, RIGHT, Line, RoundedRectangle, VGroup

from scenes.parts import frame
from scenes.parts.frame import Region, shrunk
from scenes.parts.theme import Theme
from scenes.parts.typesetting import EM_OF_FRAME, READOUT, words

_HIGH = 0.7  # of its width: from there on a region has two rows of cards
_MARGIN = 0.15  # frame units between the face's words and the card's edges


class QuestionCard(VGroup):
    """A card that lies face down until it is turned.

    Args:
        number: on the back, large, and on the face beside the text, or above it on an upright card.
        text: on the face.
        size: of the face's words.
        below: how much of the height is left free under the text, in frame units.
    """

    def __init__(self, number: int, text: str, region: Region, theme: Theme, *, size: float, below: float = 0) -> None:
        self._middle = region.centre[0]
        upright = region.height > region.width
        board = RoundedRectangle(
            corner_radius=0.2, width=region.width, height=region.height, color=theme.crest, stroke_width=4
        )
        board.set_fill(theme.background, opacity=1).move_to(region.centre)
        tall = 0.06 * EM_OF_FRAME * min(region.height, region.width)
        self.back = words(str(number), theme.text_colour(theme.target), tall, "semibold").move_to(region.centre)
        small = words(str(number), theme.text_colour(theme.target), (1.6 if upright else 2) * size, "semibold")
        face = VGroup(small, words(text, theme.ink, size, "semibold"))
        face.arrange(DOWN if upright else RIGHT, buff=0.35 if upright else 0.7)
        shrunk(face, region.width - 2 * _MARGIN)
        self.face = region.inset(bottom=below).place(face)
        super().__init__(board, self.back)
        self._flat = {
            part: part.points.copy() for part in (*board.get_family(), *self.back.family_members_with_points())
        }
        self._flat |= {part: part.points.copy() for part in self.face.family_members_with_points()}

    def turn(self, share: float) -> QuestionCard:
        """Turn from the back to the face."""
        shown = self.back if share < 0.5 else self.face
        for side in (self.back, self.face):
            self.remove(side)
        self.add(shown)
        width = max(abs(np.cos(PI * share)), 0.01)
        for part, points in self._flat.items():
            if len(points):
                part.set_points(points * [width, 1, 1] + [(1 - width) * self._middle, 0, 0])
        return self


def deal(texts: Sequence[str], region: Region, theme: Theme) -> list[QuestionCard]:
    """Upright cards side by side, or where it is high in two rows, numbered from 1."""
    gap = 0.35 if frame.is_wide() else 0.2
    rows = region.stack(1, 1, gap=gap) if region.height > _HIGH * region.width else [region]
    places = [place for row in rows for place in row.split(*(1 for _ in range(len(texts) // len(rows))), gap=gap)]
    widest = max(words(text, theme.ink, READOUT, "semibold").width for text in texts)
    size = READOUT * min(1, (places[0].width - 2 * _MARGIN) / widest)
    return [
        QuestionCard(number, text, place, theme, size=size)
        for number, (text, place) in enumerate(zip(texts, places, strict=True), start=1)
    ]


class TimeBar(Line):
    """A bar at the foot of a region that gets shorter as time runs off."""

    def __init__(self, region: Region, theme: Theme) -> None:
        self._start, self._whole = np.array([region.left, region.bottom, 0]), region.width * RIGHT
        super().__init__(self._start, self._start + self._whole, color=theme.target, stroke_width=10)

    def show(self, left: float) -> TimeBar:
        """A share of the time is left."""
        self.put_start_and_end_on(self._start, self._start + max(left, 1e-3) * self._whole)
        return self
