"""A board at the edge of the stage, for the dials and small pictures that belong to what lies beside or below it."""

from __future__ import annotations

from manim import Rectangle

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.theme import Theme


def board(width: float, height: float, theme: Theme) -> tuple[Rectangle, Region, Region]:
    """The board, the room for what stands on it, and the rest of the stage.

    Args:
        width: at the left edge of the stage, of which it takes half at most.
        height: across the top of an upright stage.
    """
    stage = frame.stage()
    if stage.is_upright:
        panel, rest = stage.inset(bottom=stage.height - height), stage.inset(top=height)
    else:
        width = min(width, stage.width / 2)
        panel, rest = stage.inset(right=stage.width - width), stage.inset(left=width)
    ground = Rectangle(width=panel.width, height=panel.height, stroke_width=0, fill_color=theme.panel)
    margin = frame.safe_area().left - panel.left
    room = panel.inset(left=margin, right=margin if stage.is_upright else 0.3)
    return ground.set_fill(opacity=1).move_to(panel.centre), room, rest
