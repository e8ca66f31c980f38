"""A momentum sum shown term by term: pushes laid tip to tail, fading as they age, and the arrow that they add up to."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UL, UP, UR, VGroup, VMobject

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme
from scenes.parts.typesetting import words

HEADER = 0.5  # height of a line of words


class TermArrows(VGroup):
    """The pushes of the first steps along one axis and their sum.

    Each push begins where the one before it ends, so the sum ends where the last push does. Pushes that all point the
    same way share one lane, to one scale for all steps: one sees the sum grow. If some turn round, each gets a lane of
    its own, and what there is fills the room: one sees how much of it the sum is.

    Args:
        name: what the pushes are.
        pushes: one for each step, oldest first; upright ones point up where positive, the others right.
        momentum: what each push is multiplied by in every later step.
        upright: whether the pushes stand in columns or lie in rows.

    Attributes:
        verdict: says how much of the pushes their sum still is at the end; not shown until it is added.
    """

    def __init__(
        self, name: str, pushes: np.ndarray, momentum: float, region: Region, theme: Theme, *, upright: bool
    ) -> None:
        self.pushes, self.momentum, self.upright = np.asarray(pushes, float), momentum, upright
        title = region.place(words(name, theme.text_colour(theme.gradient)), UL)
        share = say("{share}% is left", share=f"{100 * self.left:.0f}") if momentum else say("is the newest")
        share = share if self.pushes.any() else say("of nothing")
        self.verdict = region.place(words(share, theme.text_colour(theme.momentum), weight="semibold"), UR)
        sum_name = words(say("sum"), theme.text_colour(theme.momentum)).next_to(self.verdict, LEFT, buff=0.2)
        lines = 1 if title.get_right()[0] + 0.2 < sum_name.get_left()[0] else 2
        foot = title.baseline - (lines - 1) * HEADER
        if lines == 2:
            VGroup(sum_name, self.verdict).shift((region.left - sum_name.get_left()[0]) * RIGHT)
        for piece in (self.verdict, sum_name):
            piece.shift((foot - piece.baseline) * UP)

        body = region.inset(top=lines * HEADER)
        self._turns = bool((np.sign(self.pushes) != np.sign(self.pushes[0])).any())
        count = len(self.pushes) if self._turns else 1
        shares = (np.arange(count) + 0.5) / count
        if upright:
            lanes, total = body.split(4.5, 1, gap=0.3)
            pitch = lanes.width / count
            self._lanes = np.resize(lanes.left + shares * lanes.width, len(self.pushes))
            self._total_lane = total.centre[0]
            along, ends = (body.bottom, body.top), (lanes.left, total.right)
        else:
            lanes, total = body.stack(1, 1, gap=0.1)
            pitch = lanes.height / count
            self._lanes = np.resize(lanes.top - shares * lanes.height, len(self.pushes))
            self._total_lane = total.centre[1]
            along, ends = (body.left, body.right), (body.top, body.bottom)
        self._room = (along[1] - along[0]) / 2 if self._turns else along[1] - along[0]
        forward = self._turns or self.pushes.sum() >= 0
        self._zero = along[0 if forward else 1] + (self._room if self._turns else 0)
        self._highest = max(abs(self._terms(step).sum()) for step in np.linspace(0, len(self.pushes), 200))

        self._scale = 1.0
        self.zero_line = VMobject(stroke_color=theme.rule, stroke_width=2.5)
        self.zero_line.set_points_as_corners([self._place(end, 0) for end in ends])
        self.links = VMobject(stroke_color=theme.rule, stroke_width=2)
        self.arrows = VGroup(*(Pointer(theme.gradient, width=min(0.14, 0.4 * pitch)) for _ in self.pushes))
        self.total = Pointer(theme.momentum, width=0.2)
        super().__init__(title, sum_name, self.zero_line, self.links, self.arrows, self.total)
        self.show(0)

    @property
    def left(self) -> float:
        """Which share of the pushes, as they are at the end, the sum still is."""
        terms = self._terms(len(self.pushes))
        return float(abs(terms.sum()) / max(np.abs(terms).sum(), 1e-300))

    def show(self, step: float) -> TermArrows:
        """Draw the sum that makes this step; between two steps the new push grows and the older ones fade."""
        step = min(max(step, 0.0), len(self.pushes))
        terms = self._terms(step)
        ends = np.cumsum(terms)
        # The first push grows; from then on whatever is left fills the room.
        first = abs(self.pushes[0]) if step < 1 else 0
        reach = max(np.abs(ends).max(), first) if self._turns else self._highest
        self._scale = self._room / max(reach, 1e-300)
        self.links.clear_points()
        for index, (arrow, lane, end, term) in enumerate(zip(self.arrows, self._lanes, ends, terms, strict=True)):
            arrow.point(self._place(lane, end - term), self._place(lane, end))
            if index < step - 1 and self._lanes[index + 1] != lane:
                self.links.start_new_path(self._place(lane, end))
                self.links.add_line_to(self._place(self._lanes[index + 1], end))
        self.total.point(self._place(self._total_lane, 0), self._place(self._total_lane, ends[-1]))
        return self

    def _terms(self, step: float) -> np.ndarray:
        """The pushes as they count at a fractional step: not yet there, growing, then multiplied in every step."""
        age = step - np.arange(len(self.pushes))
        eased = np.clip(age, 0, 1) ** 2 * (3 - 2 * np.clip(age, 0, 1))
        return self.pushes * eased * self.momentum ** np.maximum(age - 1, 0)

    def _place(self, lane: float, value: float) -> np.ndarray:
        at = self._zero + value * self._scale
        return lane * RIGHT + at * UP if self.upright else at * RIGHT + lane * UP
