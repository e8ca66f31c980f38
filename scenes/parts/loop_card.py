"""A training loop with its name above and, below it, what comes of it."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, LEFT, UP, RoundedRectangle, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.code_block import CodeBlock
from scenes.parts.frame import Region
from scenes.parts.struck_claim import StruckClaim
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, words


class LoopCard(VGroup):
    """Name and program, as large as the region is wide; the outcome is for the scene to show when the loop has run.

    Args:
        name: of the loop, in English.
        lines: of the program.
        outcome: in English; in a frame below the program, behind a cross if the loop fails.

    Attributes:
        heading, code, outcome: the parts.
    """

    def __init__(
        self, name: str, lines: Sequence[str], outcome: str, *, fails: bool, region: Region, theme: Theme
    ) -> None:
        self.heading = region.place(words(say(name), theme.quiet_ink, LABEL), UP + LEFT)
        self.code = CodeBlock(lines, theme, 1.05 * LABEL)
        self.outcome = StruckClaim(say(outcome), theme) if fails else _frame(say(outcome), theme)
        fit = min(1, region.width / self.code.width, region.width / self.outcome.width)
        VGroup(self.code, self.outcome).scale(fit)
        self.code.next_to(self.heading, DOWN, buff=0.15).align_to([region.left, 0, 0], LEFT)
        if frame.is_wide():
            region.place(self.outcome, DOWN + LEFT)
        else:
            self.outcome.next_to(self.code.lines[-1], DOWN, buff=0.3).align_to([region.left, 0, 0], LEFT)
        super().__init__(self.heading, self.code)

    def run(self, order: Sequence[int], step: float) -> None:
        """Light the line that is at work in a fractional step, if the lines run in this order."""
        self.code.light(order[min(int(step), len(order) - 1)])


def _frame(text: str, theme: Theme) -> VGroup:
    said = words(text, theme.ink, READOUT)
    border = RoundedRectangle(
        corner_radius=0.15, width=said.width + 0.6, height=said.height + 0.4, color=theme.target, stroke_width=4
    )
    return VGroup(border.move_to(said), said)
