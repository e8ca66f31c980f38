"""Weights of a few kinds as bars about a zero line, and a score that they make for a new example."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, UL, UP, Line, VGroup, VMobject

from scenes.parts import frame
from scenes.parts.frame import Region, shrunk
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, SMALL, Words, words, wrapped


class KindBars(VGroup):
    """One bar for each kind of weight.

    Args:
        title: whose weights they are.
        kinds: what the weights belong to, below the zero line's lowest bar.
        weights: after step 0, 1, …, shape ``(T + 1, kinds)``.
        reach: the largest weight that fits.
    """

    def __init__(
        self,
        title: str,
        kinds: Sequence[str],
        weights: np.ndarray,
        colour: str,
        *,
        reach: float,
        region: Region,
        theme: Theme,
    ) -> None:
        self._weights = weights
        name = words(title, theme.text_colour(colour), READOUT, "semibold")
        region.place(shrunk(name, region.width), UL)
        columns = region.split(*(1 for _ in kinds), gap=0.25)
        labels: list[Words] = [
            wrapped(kind, theme.quiet_ink, LABEL if frame.is_wide() else SMALL, column.width + 0.15)
            for kind, column in zip(kinds, columns, strict=True)
        ]
        lines = max(label.text.count("\n") for label in labels)
        body = region.inset(top=0.6, bottom=0.45 + 0.35 * lines)
        self._unit = body.height / (1.45 * reach)
        self._zero = body.bottom + 0.45 * reach * self._unit
        self._sides = [(column.left, column.right) for column in columns]
        for label, column in zip(labels, columns, strict=True):
            label.next_to([column.centre[0], body.bottom, 0], DOWN, buff=0.05)
            label.shift((body.bottom - 0.32 - label.baseline) * UP)
        line = Line([body.left, self._zero, 0], [body.right, self._zero, 0], color=theme.rule, stroke_width=3)
        self._bars = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
        super().__init__(name, *labels, line, self._bars)
        self.show(0)

    def show(self, step: float) -> KindBars:
        """The weights after the last whole step."""
        self._bars.clear_points()
        for (left, right), weight in zip(self._sides, self._weights[int(step + 1e-9)], strict=True):
            top = self._zero + self._unit * weight
            if abs(top - self._zero) > 1e-3:
                self._bars.start_new_path(np.array([left, self._zero, 0.0]))
                self._bars.add_points_as_corners(
                    [[right, self._zero, 0], [right, top, 0], [left, top, 0], [left, self._zero, 0]]
                )
        return self
