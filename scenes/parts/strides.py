"""Strides: the steps of a walk laid end to end, with the distance that they cover."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, Line, VGroup

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.steps import at_step
from scenes.parts.theme import Theme
from scenes.parts.typesetting import CAPTION, LABEL, READOUT, Number, words


class Strides(VGroup):
    """One arrow for each step, from left to right; above them who walks, and how far that led.

    Args:
        name: who walks.
        lengths: of the steps, in learning rates.
        unit: frame units for one learning rate.
    """

    def __init__(
        self,
        name: str,
        lengths: np.ndarray,
        colour: str,
        *,
        unit: float,
        region: Region,
        theme: Theme,
        width: float = 0.16,
    ) -> None:
        self.unit = unit
        self.ways = np.append(0.0, np.cumsum(lengths))
        label = region.place(words(name, theme.ink, READOUT), UP + LEFT)
        self.total = Number("0 η", theme.ink, CAPTION)
        self.total.shift([label.get_right()[0] + 0.3, label.baseline, 0])
        self.tail = label.get_left() * [1, 0, 0] + (label.baseline - 0.6) * UP
        self.arrows = VGroup(*(Pointer(colour, width=width) for _ in lengths))
        super().__init__(label, self.total, self.arrows)
        self.show(0)

    def at(self, distance: float) -> np.ndarray:
        """The place on screen so many learning rates from the start."""
        place = self.tail.copy()
        place[0] += distance * self.unit
        return place

    def show(self, step: float) -> Strides:
        """The walk after a fractional number of steps."""
        here = float(at_step(self.ways, step))
        for arrow, start, end in zip(self.arrows, self.ways, self.ways[1:], strict=False):
            arrow.point(self.at(start), self.at(min(max(here, start), end)))
        self.total.show(f"{self.ways[min(int(step + 1e-9), len(self.ways) - 1)]:.4g} η")
        return self

    def post(self, distance: float, name: str, theme: Theme) -> VGroup:
        """A mark across the way, so many learning rates from the start, and what it marks."""
        place = self.at(distance)
        line = Line(place + 0.35 * UP, place + 0.35 * DOWN, color=theme.target, stroke_width=6)
        return VGroup(line, words(name, theme.text_colour(theme.target), LABEL).next_to(line, DOWN, buff=0.1))


def two_walks(
    lengths: tuple[np.ndarray, np.ndarray], room: float, region: Region, theme: Theme, thickness: float = 0.16
) -> VGroup:
    """The same number of steps, corrected above uncorrected, to one scale.

    Args:
        lengths: of the corrected and of the uncorrected steps.
        room: how long the longer walk is drawn.
    """
    unit = room / max(steps.sum() for steps in lengths)
    rows = zip(("corrected", "uncorrected"), lengths, (theme.adam, theme.ink), region.stack(1, 1), strict=True)
    return VGroup(
        *(
            Strides(name, steps, colour, unit=unit, region=row, theme=theme, width=thickness)
            for name, steps, colour, row in rows
        )
    )


def goal_posts(walks: VGroup, theme: Theme) -> VGroup:
    """Where the first walk ends, marked on all of them."""
    goal = walks[0].ways[-1]
    return VGroup(*(walk.post(goal, f"{goal:.4g} η", theme) for walk in walks))
