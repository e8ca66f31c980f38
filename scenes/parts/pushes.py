"""Gradients that push weights left and right: arrows to one scale, and under which name each weight goes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RIGHT, UP, Dot, VGroup

from scenes.parts.frame import Region, shrunk
from scenes.parts.pointer import Pointer
from scenes.parts.rolling import plain
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, maths, words

_REACH = 0.48  # of a region's width: the longest arrow


class Pushes(VGroup):
    """An arrow from a post in the middle of each region; the longest of all nearly reaches the edge.

    Args:
        pushes: in each step, a column for each region; to the right is positive.
    """

    def __init__(self, pushes: np.ndarray, regions: Sequence[Region], theme: Theme) -> None:
        self._ways = pushes / np.abs(pushes).max() * _REACH * regions[0].width
        self._posts = [region.centre for region in regions]
        self.arrows = VGroup(*(Pointer(theme.gradient, width=0.16) for _ in regions))
        super().__init__(VGroup(*(Dot(post, radius=0.07, color=theme.rule) for post in self._posts)), self.arrows)
        self.show(0)

    def show(self, step: float) -> Pushes:
        """The pushes of a step; between two steps they turn from one to the other."""
        for arrow, post, way in zip(self.arrows, self._posts, at_step(self._ways, step), strict=True):
            arrow.point(post, post + way * RIGHT)
        return self

    def follow(self, clock: StepClock) -> Pushes:
        """Keep showing the step of a clock."""
        self.add_updater(lambda pushes: pushes.show(clock.now), call_updater=True)
        return self


class SizedNames(VGroup):
    """The name of each weight and how large its gradients are, on one line.

    Args:
        names: with the sizes.
        regions: each in the middle of its own.
    """

    def __init__(self, names: Sequence[tuple[str, float]], regions: Sequence[Region], theme: Theme) -> None:
        super().__init__()
        for (name, size), region in zip(names, regions, strict=True):
            word = words(name, theme.ink, 1.2 * LABEL, "semibold")
            title = VGroup(word, maths(f"g = plus.minus {plain(size)}", theme.ink)).arrange(buff=0.35)
            shrunk(title, region.width)
            region.place(title).shift((region.centre[1] - 0.15 - word.baseline) * UP)
            self.add(title)
