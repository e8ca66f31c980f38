"""Walks of the same number of steps under each other: what each is called, its lane, and what it came to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, maths, words
from sim.experiments.averaging_out import Walk

_APART = 0.3  # frame units between rows that have their words above


class WalkTable(VGroup):
    """Rows of a formula, room for a walk, and how far it came forward and sideways; narrow ones have words above walks.

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
        super().__init__()
        texts = VGroup(*(maths(formula, theme.text_colour(colour), READOUT) for formula, _, colour in walks))
        body = region.inset(top=0.65 if frame.is_narrow() else 0.5)
        names, middle, *columns = region.split(2.9, 6.3, 1.25, 1.45, gap=0.2)
        above = [0.0 for _ in walks]  # frame units that the words take up over each walk
        lanes = body.stack(*shares, gap=0.1)
        if frame.is_narrow():
            names, *columns = region.split(region.width - 3.3, 1.45, 1.45, gap=0.2)
            middle, above = region, [text.height for text in texts]
            free = body.height - sum(above) - _APART * (len(walks) - 1)
            heights = [free * share / sum(shares) + text for share, text in zip(shares, above, strict=True)]
            lanes = body.stack(*heights, gap=_APART)
        for head, column in zip((say("forward"), say("sideways")), columns, strict=True):
            self.add(words(head, theme.quiet_ink, LABEL).move_to([column.right, region.top - 0.1, 0], RIGHT + UP))
        self._fields = [
            Region(middle.left, middle.right, lane.bottom, lane.top - text)
            for lane, text in zip(lanes, above, strict=True)
        ]
        self.rows = VGroup()
        for name, (_, walk, _), lane, text in zip(texts, walks, lanes, above, strict=True):
            line = lane.top - text / 2 if text else lane.centre[1]
            name.move_to([names.left, line, 0], LEFT)
            if name.width > names.width:
                name.scale(names.width / name.width, about_edge=LEFT)
            row = VGroup(name)
            for number, column in zip((walk.forward, walk.sideways_path), columns, strict=True):
                shown = Number(f"{number:#.4g}" if number < 1000 else f"{number:.0f}", theme.ink, READOUT)
                row.add(shown.move_to([column.right, line, 0], RIGHT))
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
