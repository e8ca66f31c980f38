"""A claim that is not so: words in a frame behind a cross."""

from __future__ import annotations

from manim import RIGHT, Cross, RoundedRectangle, VGroup

from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, words


class StruckClaim(VGroup):
    """A stamp; the frame is as large as the claim."""

    def __init__(self, claim: str, theme: Theme) -> None:
        self.claim = words(claim, theme.ink, READOUT)
        content = VGroup(Cross(stroke_color=theme.ink, stroke_width=9).scale(0.24), self.claim).arrange(RIGHT, buff=0.3)
        border = RoundedRectangle(
            corner_radius=0.15, width=content.width + 0.6, height=content.height + 0.4, color=theme.ink, stroke_width=4
        )
        super().__init__(border.move_to(content), content)
