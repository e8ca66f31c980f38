"""A race in steps: one bar for each runner, which grows until the runner has arrived."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import RIGHT, UP, UR, Rectangle, VGroup

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, Number, em, words

NAMED_ABOVE = 1.1  # frame units: where each runner has at least so much height, names stand above the bars


@dataclass(frozen=True)
class Racer:
    """Somebody in the race: name, colour of the role, and the step of arrival; None for never.

    Attributes:
        lost: whether the run flies off, so that no number of steps is enough.
    """

    name: str
    colour: str
    arrived: int | None
    lost: bool = False


class BarRace(VGroup):
    """Names on the left, or each above its bar where there is the height; bars from one line on, steps at their ends.

    Args:
        longest: how many steps fill the region's width.
    """

    def __init__(self, racers: Sequence[Racer], longest: int, region: Region, theme: Theme) -> None:
        self.racers = racers
        names = [words(racer.name, theme.ink) for racer in racers]
        above = region.height / len(racers) >= NAMED_ABOVE
        self._left = region.left + (0 if above else max(name.width for name in names) + 0.3)
        room = Number(f"{longest}…", theme.ink, LABEL).width + 0.3
        self._per_step = (region.right - self._left - room) / longest
        pitch = min(region.height / len(racers), 1.4 if above else 0.85)
        thickness = 0.35 * pitch if above else 0.5 * pitch
        self.bars, self.counts = VGroup(), VGroup()
        for place, (racer, name) in enumerate(zip(racers, names, strict=True)):
            middle = region.top - (place + (0.7 if above else 0.5)) * pitch
            if above:
                name.next_to([self._left, middle + thickness / 2, 0], UR, buff=0).shift(0.1 * UP)
            else:
                name.shift((self._left - 0.3 - name.get_right()[0]) * RIGHT)
                name.shift([0, middle - 0.33 * em(LABEL) - name.baseline, 0])
            bar = Rectangle(width=0.02, height=thickness, stroke_width=0, fill_color=racer.colour, fill_opacity=1)
            count = Number("0", theme.ink, LABEL)
            count.shift([0, middle - 0.33 * em(LABEL) - count.baseline, 0])
            self.bars.add(bar.move_to([self._left, middle, 0]))
            self.counts.add(count)
        super().__init__(*names, self.bars, self.counts)
        self.show(0)

    def show(self, step: float) -> BarRace:
        """Everybody's bar at this step; one who never arrives keeps growing and is not counted out."""
        for racer, bar, count in zip(self.racers, self.bars, self.counts, strict=True):
            steps = step if racer.arrived is None else min(step, racer.arrived)
            right = self._left + max(steps * self._per_step, 0.02)
            height = bar.height
            middle = bar.get_center()[1]
            corners = np.array([[self._left, -1], [right, -1], [right, 1], [self._left, 1], [self._left, -1]])
            corners[:, 1] = middle + corners[:, 1] * height / 2
            bar.set_points_as_corners([*np.pad(corners, ((0, 0), (0, 1)))])
            so_far = f"{int(steps + 1e-9)}"
            count.show("∞" if racer.lost else so_far if racer.arrived is not None else f"{so_far}…")
            count.shift((right + 0.2 - count.get_left()[0]) * RIGHT)
        return self
