"""A board at the left edge of the stage, for the dials and small pictures that belong to what lies beside it."""

from __future__ import annotations

from manim import Rectangle

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.theme import Theme


def board(width: float, theme: Theme) -> tuple[Rectangle, Region, Region]:
    """The board, the room for what stands on it, and the stage from there to the right edge."""
    stage = frame.stage()
    panel, beside = stage.inset(right=stage.width - width), stage.inset(left=width)
    ground = Rectangle(width=panel.width, height=panel.height, stroke_width=0, fill_color=theme.panel)
    room = panel.inset(left=frame.safe_area().left - panel.left, right=0.3)
    return ground.set_fill(opacity=1).move_to(panel.centre), room, beside
