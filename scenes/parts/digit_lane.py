"""A number that outgrows its type: a lane with one box for each digit that there is room for."""

from __future__ import annotations

import numpy as np
from manim import DL, DR, UP, Rectangle, VGroup, VMobject

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, Number, Words, em, words


class DigitLane(VGroup):
    """Boxes that fill as a number gets more digits; above them its name and its value.

    A note stands between the two, or where the picture is not wide enough below the boxes.

    Args:
        name: of the number.
        largest: the largest number that can be stored.
        colour: of the filled boxes, a role's.
    """

    def __init__(self, name: str, largest: float, colour: str, region: Region, theme: Theme) -> None:
        head = region.inset(bottom=region.height - 1.6 * em(READOUT))
        lane = region.inset(top=1.6 * em(READOUT), bottom=0 if frame.is_wide() else 1.4 * em(READOUT))
        title = head.place(words(name, theme.ink, READOUT), DL).shift(0.15 * UP)
        self.value = head.place(Number("0", theme.ink, READOUT, anchor="right"), DR)
        self.value.shift((title.baseline - self.value.baseline) * UP)
        self._theme, self._note_line = theme, title.baseline if frame.is_wide() else lane.bottom - 1.1 * em(READOUT)
        self._ends: dict[str, Words] = {}
        for word in ("inf", "NaN"):
            end = self._ends[word] = head.place(words(word, theme.ink, READOUT, "semibold"), DR)
            end.shift((title.baseline - end.baseline) * UP).show(False)
        self.digits = int(np.log10(largest)) + 1
        pitch = lane.width / self.digits
        self._boxes = [
            Rectangle(width=0.78 * pitch, height=lane.height, stroke_width=0)
            .move_to([lane.left + (box + 0.5) * pitch, lane.centre[1], 0])
            .points
            for box in range(self.digits)
        ]
        self.empty = VMobject(stroke_width=0, fill_color=theme.panel, fill_opacity=1)
        self.empty.set_stroke(theme.rule, 1.5)
        self.empty.set_points(np.concatenate(self._boxes))
        self.full = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
        super().__init__(self.empty, self.full, title, self.value, *self._ends.values())

    def show(self, value: float) -> DigitLane:
        """Fill a box for each digit before the point; infinity fills them all, what is not a number none."""
        if not np.isfinite(value):
            self._say("inf" if np.isinf(value) else "NaN")
            self._fill(self.digits if np.isinf(value) else 0)
            return self
        self._fill(int(np.floor(np.log10(value))) + 1 if value >= 1 else 0)
        self.value.show(f"{value:.2f}" if value < 1e4 else f"{value:.2e}")
        return self

    def follow(self, values: np.ndarray, clock: StepClock) -> DigitLane:
        """Keep showing the value at the step of a clock."""
        return self.add_updater(
            lambda lane: lane.show(float(values[min(clock.step, len(values) - 1)])), call_updater=True
        )

    def note(self, text: str) -> Words:
        """What is to be said about the lane, above or below its middle."""
        said = words(text, self._theme.ink, READOUT)
        said.move_to(self.empty).shift((self._note_line - said.baseline) * UP)
        return said

    def _fill(self, count: int) -> None:
        if count:
            self.full.set_points(np.concatenate(self._boxes[:count]))
        else:
            self.full.clear_points()

    def _say(self, word: str) -> None:
        """Put a word in place of the number."""
        for text, end in self._ends.items():
            end.show(text == word)
        self.value.set_opacity(0)
