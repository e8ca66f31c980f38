"""Walks of the same number of steps under each other: what each is called, its lane, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup

from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, maths, words
from sim.experiments.averaging_out import Walk


class WalkTable(VGroup):
    """Rows of a formula, room for a walk, and how far it came forward and sideways.

    Args:
        walks: formula, walk and colour of each.
        shares: the rows' heights.

    Attributes:
        rows: formula and numbers of each row.
        unit: frame units for a unit of the walks, at which each stays in its field.
    """

    def __init__(
        self, walks: Sequence[tuple[str, Walk, str]], shares: Sequence[float], region: Region, theme: Theme
    ) -> None:
        self._walks, self._theme = walks, theme
        names, middle, *columns = region.split(2.9, 6.3, 1.25, 1.45, gap=0.2)
        super().__init__()
        for head, column in zip(("forward", "sideways"), columns, strict=True):
            self.add(words(head, theme.quiet_ink, LABEL).move_to([column.right, region.top - 0.1, 0], RIGHT + UP))
        lanes = region.inset(top=0.5).stack(*shares, gap=0.1)
        self._fields = [Region(middle.left, middle.right, lane.bottom, lane.top) for lane in lanes]
        self.rows = VGroup()
        for (formula, walk, colour), lane in zip(walks, lanes, strict=True):
            name = maths(formula, theme.text_colour(colour), READOUT).move_to([names.left, lane.centre[1], 0], LEFT)
            if name.width > names.width:
                name.scale(names.width / name.width, about_edge=LEFT)
            row = VGroup(name)
            for number, column in zip((walk.forward, walk.sideways_path), columns, strict=True):
                text = Number(f"{number:#.4g}" if number < 1000 else f"{number:.0f}", theme.ink, READOUT)
                row.add(text.move_to([column.right, lane.centre[1], 0], RIGHT))
            self.rows.add(row)

        self.unit = min(
            min((field.width - 0.4) / walk.forward, 0.42 * field.height / float(walk.sideways.max()))
            for field, (_, walk, _) in zip(self._fields, walks, strict=True)
        )

    def start(self, row: int) -> np.ndarray:
        """Where the walk of a row begins."""
        field = self._fields[row]
        return np.array([field.left + 0.2, field.centre[1], 0])

    def ghost(self, row: int, angles: np.ndarray) -> AimedWalker:
        """Somebody pale who walks in a row.

        Args:
            angles: how far off the goal each step is aimed, in degrees, at least one for each step.
        """
        _, walk, colour = self._walks[row]
        positions = walk.run.positions
        angles = angles[: len(positions) - 1]
        start = self.start(row)
        walker = AimedWalker(positions, angles, colour, self._theme, start=start, unit=self.unit, reach=0)
        walker.trail.line.set_stroke(opacity=0.55)
        return walker
