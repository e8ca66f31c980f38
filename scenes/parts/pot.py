"""Momentum's pot: what is left of every gradient, piled up by direction, and what the piles do not cancel."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import Line, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme

_THIN = 0.05  # frame units: slabs that have become thinner are drawn as one
_FALL_FROM = 0.35  # share of a step after which the new slab is on its way


class Pot(VGroup):
    """Three piles of slabs: gradients to the right, to the left and down; every step shrinks them all.

    Where right and left cancel the slabs are pale; what is left has momentum's colour.

    Args:
        pushes: one gradient for each step, shape ``(T, 2)``, the second column never positive.
        momentum: what remains of every slab after a step.
        source: the place from which new slabs fall.
    """

    def __init__(
        self, pushes: np.ndarray, momentum: float, region: Region, theme: Theme, *, source: np.ndarray
    ) -> None:
        self.pushes, self.momentum, self.source = np.asarray(pushes, float), momentum, source
        self.box = box = region.inset(bottom=0.5)
        x, y = self.pushes.T
        self._slabs = np.stack([np.maximum(x, 0), np.maximum(-x, 0), np.maximum(-y, 0)], axis=-1)
        heights = np.zeros(3)
        highest = 0.0
        for slab in self._slabs:
            heights = momentum * heights + slab
            highest = max(highest, float(heights.max()))
        self.unit = 0.94 * box.height / highest
        wall = VMobject(stroke_color=theme.rule, stroke_width=5).set_points_as_corners(
            [[box.left, box.top, 0], [box.left, box.bottom, 0], [box.right, box.bottom, 0], [box.right, box.top, 0]]
        )
        right, left, _, down = box.inset(left=0.15, right=0.15).split(1, 1, 0.25, 1, gap=0.12)
        self.columns = (right, left, down)
        edge = {"stroke_color": theme.background, "stroke_width": 2.5}
        self.cancelled = VMobject(**edge, fill_color=theme.gradient, fill_opacity=0.4)
        self.left_over = VMobject(**edge, fill_color=theme.momentum, fill_opacity=1)
        self.falling = VMobject(**edge, fill_color=theme.gradient, fill_opacity=1)
        super().__init__(wall, self.cancelled, self.left_over, self.falling)
        for column, way in zip(self.columns, ([1, 0, 0], [-1, 0, 0], [0, -1, 0]), strict=True):
            foot = np.array([column.centre[0], box.bottom - 0.3, 0])
            half = 0.2 * np.array(way) * (1 if way[1] == 0 else 0.9)
            self.add(Pointer(theme.gradient, width=0.09).point(foot - half, foot + half))
        self.show(0)

    def show(self, step: float) -> Pot:
        """The pot at a fractional step: the old slabs shrink, then the new ones fall onto them."""
        step = min(step, len(self.pushes))
        done, share = int(step + 1e-9), step % 1 if step % 1 > 1e-9 else 0.0
        sizes = self._aged(done) * self.momentum ** _eased(min(share / _FALL_FROM, 1))
        self._pile(sizes)
        self.falling.clear_points()
        if share > _FALL_FROM:
            fallen = _eased((share - _FALL_FROM) / (1 - _FALL_FROM))
            for column, size, height in zip(self.columns, self._slabs[done], sizes.sum(axis=0), strict=True):
                if size > 0:
                    goal = np.array([column.centre[0], column.bottom + self.unit * (height + size / 2), 0])
                    here = self.source + fallen * (goal - self.source)
                    self._add_slab(self.falling, column, here, self.unit * size)
        return self

    def glide(self, step: float) -> Pot:
        """The pot in a time-lapse: always after pairs of gradients, which grow on top, so that nothing flickers."""
        step = min(step, len(self.pushes) // 2 * 2)
        done = int(step / 2 + 1e-9) * 2
        share = (step - done) / 2
        sizes = self._aged(done) * self.momentum ** (2 * share)
        pair = self._slabs[done : done + 2]
        if len(pair):
            sizes = np.vstack([sizes, share * self.momentum ** np.array([[1], [0]])[-len(pair) :] * pair])
        self._pile(sizes)
        self.falling.clear_points()
        return self

    def marks(self, limits: np.ndarray, theme: Theme) -> VGroup:
        """What the piles approach: a line over the steady one, and lines about what the sideways ones do not cancel.

        A limit that lies above the pot has no line.

        Args:
            limits: the sizes of the sum's two parts, shape ``(2,)``.
        """
        right, left, down = self.columns
        # In the end the higher sideways pile holds every other of a series that fades by the momentum.
        higher = np.abs(self.pushes[:, 0]).max() / (1 - self.momentum**2)
        heights = (right, left, higher - limits[0]), (right, left, higher), (down, down, limits[1])
        lines = [VGroup(), VGroup()]
        for one, other, height in heights:
            y = self.box.bottom + self.unit * height
            if y <= self.box.top:
                line = Line([one.left - 0.1, y, 0], [other.right + 0.1, y, 0], color=theme.target, stroke_width=4)
                lines[one is not down].add(line)
        return VGroup(*lines)

    def _aged(self, done: int) -> np.ndarray:
        """What is left of the slabs after so many steps, oldest first, shape ``(done, 3)``."""
        ages = np.arange(done - 1, -1, -1)
        aged: np.ndarray = self._slabs[:done] * self.momentum ** ages[:, np.newaxis]
        return aged

    def _pile(self, sizes: np.ndarray) -> None:
        self.cancelled.clear_points()
        self.left_over.clear_points()
        totals = sizes.sum(axis=0)
        # Right and left cancel up to the lower of the two; nothing is against down.
        common = min(totals[0], totals[1])
        for index, column in enumerate(self.columns):
            ends = self.unit * np.cumsum(sizes[:, index])
            tops = [end for end, size in zip(ends, self.unit * sizes[:, index], strict=True) if size >= _THIN]
            if len(ends) and ends[-1] > 1e-6:
                thin = ends[-1] if not tops else tops[0] - self.unit * sizes[np.searchsorted(ends, tops[0]), index]
                even = self.unit * common if index < 2 else 0.0
                cuts = sorted({round(float(cut), 9) for cut in (0, thin, *tops, even) if 0 <= cut <= ends[-1] + 1e-9})
                for low, high in pairwise(cuts):
                    if high - low > 1e-6:
                        layer = self.cancelled if high <= even + 1e-9 else self.left_over
                        centre = np.array([column.centre[0], column.bottom + (low + high) / 2, 0])
                        self._add_slab(layer, column, centre, high - low)

    def _add_slab(self, layer: VMobject, column: Region, centre: np.ndarray, height: float) -> None:
        half = np.array([column.width / 2, height / 2, 0])
        corners = centre + half * np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]])
        layer.start_new_path(corners[0]).add_points_as_corners([*corners[1:], corners[0]])


def _eased(share: float) -> float:
    return share * share * (3 - 2 * share)
