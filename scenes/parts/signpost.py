"""Signposts: what is said of a place on a landscape, on a board that flies from a pole."""

from __future__ import annotations

import numpy as np
from manim import DL, RIGHT, UP, Line, RoundedRectangle, VGroup

from scenes.parts.theme import Theme
from scenes.parts.typesetting import SMALL, words


class Signpost(VGroup):
    """A pole that stands on a place and a board to its right with a few lines of words.

    Args:
        foot: on screen.
        height: from the foot to the board, in frame units.
        colour: of pole and frame, a role's.
    """

    def __init__(self, foot: np.ndarray, height: float, text: str, colour: str, theme: Theme) -> None:
        self.label = words(text, theme.ink, SMALL, "semibold")
        self.board = RoundedRectangle(
            corner_radius=0.06,
            width=self.label.width + 0.35,
            height=self.label.height + 0.3,
            color=colour,
            stroke_width=4,
        ).set_fill(theme.panel, opacity=1)
        self.board.move_to(foot + height * UP, aligned_edge=DL)
        self.label.move_to(self.board)
        self.pole = Line(foot, [foot[0], self.board.get_top()[1], 0], color=colour, stroke_width=6)
        super().__init__(self.pole, self.board, self.label)

    def keep_left_of(self, right: float) -> Signpost:
        """Let the board not reach beyond a place across; then the pole stands behind it."""
        VGroup(self.board, self.label).shift(min(right - self.board.get_right()[0], 0) * RIGHT)
        return self

    def raise_to(self, bottom: float) -> Signpost:
        """Lift the board, unless it hangs that high already."""
        lift = max(bottom - self.board.get_bottom()[1], 0) * UP
        VGroup(self.board, self.label).shift(lift)
        self.pole.put_start_and_end_on(self.pole.get_start(), self.pole.get_end() + lift)
        return self
