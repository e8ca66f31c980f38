"""A switch with two places and a knob that slides from one to the other."""

from __future__ import annotations

from manim import LEFT, RIGHT, UP, Animation, Circle, RoundedRectangle, VGroup

from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, words


class Switch(VGroup):
    """Stands at its first place.

    Args:
        name: what is switched, above it.
        places: what the left and the right place are called, beside it.
        colour: of the knob, a role's.
    """

    def __init__(self, name: str, places: tuple[str, str], colour: str, theme: Theme) -> None:
        slot = RoundedRectangle(
            corner_radius=0.3, width=1.3, height=0.6, color=theme.rule, stroke_width=4, fill_color=theme.panel
        ).set_fill(opacity=1)
        self.knob = Circle(0.22, stroke_width=0, fill_color=colour, fill_opacity=1)
        self.knob.move_to(slot.get_left() + 0.3 * RIGHT)
        self._other = slot.get_right() + 0.3 * LEFT - self.knob.get_center()
        left, right = (words(place, theme.ink, LABEL) for place in places)
        left.next_to(slot, LEFT, buff=0.2)
        right.next_to(slot, RIGHT, buff=0.2)
        super().__init__(slot, self.knob, left, right, words(name, theme.ink, LABEL).next_to(slot, UP, buff=0.2))

    def flip(self) -> Animation:
        """The knob slides to the second place."""
        return self.knob.animate.shift(self._other)
