"""A strip of cells, one for each value that was tried, that stand up and light where the try succeeded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, words

_BOX = np.array([[0.08, 0, 0], [0.92, 0, 0], [0.92, 1, 0], [0.08, 1, 0]])


class ScoreStrip(VGroup):
    """Successes are told by height and by colour.

    Args:
        successes: for each try, in order, whether it succeeded.
        region: its width holds all cells, its height is that of a success.
        ticks: index of a try to the text below it.
    """

    def __init__(self, successes: Sequence[bool], region: Region, ticks: Mapping[int, str], theme: Theme) -> None:
        self.successes = np.asarray(successes, bool)
        cell = region.width / len(self.successes)
        heights = np.where(self.successes, region.height, 0.35 * region.height)
        left = region.left + cell * np.arange(len(self.successes))
        corners = _BOX * np.stack([np.full_like(left, cell), heights, heights], axis=-1)[:, None, :]
        self._boxes = corners + np.stack([left, np.full_like(left, region.bottom), 0 * left], axis=-1)[:, None, :]
        self.failed = VMobject(stroke_width=0, fill_color=theme.rule, fill_opacity=1)
        self.succeeded = VMobject(stroke_width=0, fill_color=theme.target, fill_opacity=1)
        super().__init__(self.failed, self.succeeded)
        for index, text in ticks.items():
            foot = self._boxes[index, :2].mean(axis=0)
            self.add(words(text, theme.quiet_ink, LABEL).next_to(foot, DOWN, buff=0.15))

    def show(self, count: int) -> int:
        """Show the first ``count`` tries and return how many of them succeeded."""
        shown = np.arange(len(self.successes)) < count
        for path, chosen in ((self.failed, shown & ~self.successes), (self.succeeded, shown & self.successes)):
            path.clear_points()
            for box in self._boxes[chosen]:
                path.start_new_path(box[0]).add_points_as_corners([*box[1:], box[0]])
        return int((shown & self.successes).sum())


class Scoreboard(VGroup):
    """A strip below a sentence that begins with the number of successes so far.

    Args:
        verdict: the sentence after its number.
    """

    def __init__(
        self, successes: Sequence[bool], verdict: str, region: Region, ticks: Mapping[int, str], theme: Theme
    ) -> None:
        sentence = words(verdict, theme.ink, READOUT)
        self._count = Number("0", theme.ink, READOUT, anchor="right")
        widest = Number(f"{len(successes)}", theme.ink, READOUT).width + 0.15
        region.place(sentence, UP).shift(widest / 2 * RIGHT)
        self._count.shift(sentence.get_left() + 0.15 * LEFT).shift((sentence.baseline - self._count.baseline) * UP)
        self._strip = ScoreStrip(successes, region.inset(top=0.65, bottom=0.45), ticks, theme)
        super().__init__(self._count, sentence, self._strip)

    def show(self, count: int) -> int:
        """As in :class:`ScoreStrip`."""
        succeeded = self._strip.show(count)
        self._count.show(str(succeeded))
        return succeeded
