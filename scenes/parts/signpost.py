"""Signposts: what is said of a place on a landscape, on a board that flies from a pole."""

from __future__ import annotations

import numpy as np
from manim import DL, UP, Line, RoundedRectangle, VGroup

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
        label = words(text, theme.ink, SMALL, "semibold")
        board = RoundedRectangle(
            corner_radius=0.06, width=label.width + 0.35, height=label.height + 0.3, color=colour, stroke_width=4
        )
        board.set_fill(theme.panel, opacity=1).move_to(foot + height * UP, aligned_edge=DL)
        label.move_to(board)
        super().__init__(Line(foot, foot + (height + board.height) * UP, color=colour, stroke_width=6), board, label)
