"""Strides: the steps of a walk laid end to end, all equally high, with the distance that they cover."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Line, VGroup, VMobject

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.steps import at_step
from scenes.parts.theme import Theme
from scenes.parts.typesetting import CAPTION, LABEL, READOUT, Number, words

_TIP = 0.16  # frame units
_SEAM = 0.025  # between two plates


class Strides(VGroup):
    """One plate with a tip for each step, from left to right; above them who walks, and how far that led.

    Args:
        name: who walks.
        lengths: of the steps, in learning rates.
        unit: frame units for one learning rate.
        height: of a plate.
    """

    def __init__(
        self,
        name: str,
        lengths: np.ndarray,
        colour: str,
        *,
        unit: float,
        height: float,
        region: Region,
        theme: Theme,
    ) -> None:
        self.unit, self._up = unit, height / 2 * UP
        self.ways = np.append(0.0, np.cumsum(lengths))
        label = region.place(words(name, theme.ink, READOUT), UP + LEFT)
        self.total = Number("0 η", theme.ink, CAPTION)
        self.total.shift([label.get_right()[0] + 0.3, label.baseline, 0])
        self.tail = label.get_left() * [1, 0, 0] + (label.baseline - 0.36) * UP - self._up
        self.plates = VGroup(*(VMobject(stroke_width=0, fill_color=colour, fill_opacity=1) for _ in lengths))
        super().__init__(label, self.total, self.plates)
        self.show(0)

    def at(self, distance: float) -> np.ndarray:
        """The place on screen so many learning rates from the start."""
        place = self.tail.copy()
        place[0] += distance * self.unit
        return place

    def show(self, step: float) -> Strides:
        """The walk after a fractional number of steps."""
        here = float(at_step(self.ways, step))
        for plate, start, end in zip(self.plates, self.ways, self.ways[1:], strict=False):
            _lay(plate, self.at(start), self.at(min(max(here, start), end)), self._up)
        self.total.show(f"{self.ways[min(int(step + 1e-9), len(self.ways) - 1)]:.4g} η")
        return self

    def post(self, distance: float, name: str, theme: Theme) -> VGroup:
        """A mark across the way, so many learning rates from the start, and what it marks."""
        place = self.at(distance)
        reach = self._up + 0.11 * UP
        line = Line(place + reach, place - reach, color=theme.target, stroke_width=6)
        return VGroup(line, words(name, theme.text_colour(theme.target), LABEL).next_to(line, DOWN, buff=0.1))


def _lay(plate: VMobject, start: np.ndarray, end: np.ndarray, half: np.ndarray) -> None:
    """A plate from one place to another, notched behind and pointed in front; the next one fits into it."""
    length = end[0] - start[0] - _SEAM
    if length <= 0:
        plate.clear_points()
        return
    tip, front = min(_TIP, 0.45 * length) * RIGHT, start + length * RIGHT
    plate.set_points_as_corners(
        [start + half, front - tip + half, front, front - tip - half, start - half, start + tip, start + half]
    )


def two_walks(
    lengths: tuple[np.ndarray, np.ndarray], count: int, height: float, region: Region, theme: Theme
) -> VGroup:
    """The same number of steps, corrected above uncorrected, to one scale.

    Args:
        lengths: of the corrected and of the uncorrected steps.
        count: how many steps of the longer walk are to fill the region's width.
        height: of their plates.
    """
    unit = region.width / max(steps[:count].sum() for steps in lengths)
    rows = zip(
        (say("corrected"), say("uncorrected")), lengths, (theme.adam, theme.ink), region.stack(1, 1), strict=True
    )
    return VGroup(
        *(
            Strides(name, steps, colour, unit=unit, height=height, region=row, theme=theme)
            for name, steps, colour, row in rows
        )
    )


def goal_posts(walks: VGroup, theme: Theme) -> VGroup:
    """Where the first walk ends, marked on all of them."""
    goal = walks[0].ways[-1]
    return VGroup(*(walk.post(goal, f"{goal:.4g} η", theme) for walk in walks))
