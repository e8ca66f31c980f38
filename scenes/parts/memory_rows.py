"""The memories that are compared, under each other: the name of each beside a sample of its line, a number below."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, VGroup

from scenes.parts.frame import Region
from scenes.parts.key import keyed, line_sample
from scenes.parts.rolling import written
from scenes.parts.steps import StepClock
from scenes.parts.tally import HEAD, Tally
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, words

WIDTHS = (3, 6, 9)  # the longer the memory, the thicker its line


class MemoryRows:
    """Where names and numbers go; what is shown changes from beat to beat.

    They stand under each other, or where the region is flat beside each other.

    Args:
        names: of the memories, the shortest first.
        region: its top is for the heading of the numbers.
    """

    def __init__(self, names: Sequence[str], region: Region, theme: Theme) -> None:
        self._names, self._region, self._theme = names, region, theme
        self._cells = region.inset(top=HEAD).stack(*(1 for _ in names), gap=0)
        if not region.is_upright:
            self._cells = region.inset(top=HEAD).split(*(1 for _ in names), gap=0.1)

    def key(self, colour: str) -> VGroup:
        """The names beside lines in the colour of a role."""
        key = VGroup()
        for name, width, cell in zip(self._names, WIDTHS, self._cells, strict=True):
            entry = keyed(line_sample(colour, width), words(name, self._theme.ink, LABEL, "semibold"))
            key.add(entry.move_to([cell.left, cell.centre[1] + 0.28 * cell.height, 0], LEFT))
        return key

    def tally(self, heading: str, steps: np.ndarray, values: np.ndarray, clock: StepClock) -> Tally:
        """A number for each memory, on the clock.

        Args:
            steps: at which the values are known, rising.
            values: a column for each memory.
        """
        rows = [cell.inset(top=0.45 * cell.height) for cell in self._cells]
        tally = Tally((heading,), rows, self._region, self._theme, 1.2 * READOUT)
        for (number,), cell in zip(tally.cells, self._cells, strict=True):
            number.shift((cell.centre[0] - self._region.centre[0]) * RIGHT)
        largest = float(values.max())

        def follow(table: Tally) -> None:
            index = int(np.clip(np.searchsorted(steps, clock.step), 0, len(values) - 1))
            table.show(0, [written(value, largest) for value in values[index]])

        return tally.add_updater(follow, call_updater=True)
