"""Rows of features: the word and how often it appears, then what happens to it, and a number at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DR, RIGHT, UP, Mobject, VGroup
from numpy.typing import NDArray

from scenes.parts import frame
from scenes.parts.barcode import Barcode
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.tube import COUNT, TubeRun
from scenes.parts.typesetting import LABEL, READOUT, Number, Words, em, maths, words
from sim.experiments.rare_features import Learning


class FeatureRows:
    """One row under the other, all with the same columns.

    Args:
        features: word and frequency of each.

    Attributes:
        words, shares: the names of the features, and how often they appear.
        bodies: for each row, where things happen: all that the name leaves free.
        numbers: at the ends of the rows.
    """

    def __init__(self, features: Sequence[tuple[str, float]], region: Region, theme: Theme) -> None:
        self.theme = theme
        self.words: list[Words] = []
        self.shares: list[Mobject] = []
        self.numbers = VGroup()
        self.bodies: list[Region] = []
        for row, (name, p) in zip(region.stack(*(1 for _ in features), gap=0.32), features, strict=True):
            label = words(name, theme.ink, 1.25 * LABEL, "semibold")
            share = maths(f"p = {p:g}", theme.quiet_ink, LABEL)
            if frame.is_narrow():  # both above the row, which needs all of the width
                body = row.inset(top=0.5)
                label.shift([row.left - label.get_left()[0], body.top + 0.17 - label.baseline, 0])
                share.next_to(label, RIGHT, buff=0.3).shift((label.baseline - share.baseline) * UP)
            else:
                left, body = row.split(1.6, 11, gap=0.25)
                label.shift([left.left - label.get_left()[0], row.centre[1] + 0.08 - label.baseline, 0])
                share.next_to([left.left, row.centre[1] - 0.12, 0], DR, buff=0)
            self.words.append(label)
            self.shares.append(share)
            self.bodies.append(body)
            number = Number("0", theme.ink, 1.1 * READOUT)
            number.shift((body.right - COUNT + 0.2) * RIGHT)
            number.shift([0, body.centre[1] - 0.33 * em(number.font_size), 0])
            self.numbers.add(number)

    @property
    def fields(self) -> list[Region]:
        """The bodies without the numbers."""
        return [body.inset(right=COUNT) for body in self.bodies]

    def write(self, texts: Sequence[str]) -> None:
        """Write the numbers at the ends."""
        for number, text in zip(self.numbers, texts, strict=True):
            number.show(text)

    def tubes(
        self, name: str, weights: np.ndarray, learned: np.ndarray, colour: str, *, place: int = 0, of: int = 1
    ) -> VGroup:
        """A tube in each row for the weights of its feature.

        Args:
            weights: shape ``(T + 1, lanes, features)``.
            learned: shape ``(features,)``.
            place, of: which of how many tubes under each other.
        """
        return VGroup(
            *(
                TubeRun(
                    name,
                    weights[:, :, index],
                    float(learned[index]),
                    region=region,
                    colour=colour,
                    theme=self.theme,
                )
                for index, region in enumerate(self.shelves(place, of))
            )
        )

    def lone_tubes(self, name: str, learning: Learning, colour: str, *, place: int = 0, of: int = 1) -> VGroup:
        """The same for a single run; one that has left the finite numbers ends with none."""
        weights = learning.run.positions[:, np.newaxis]
        if learning.run.diverged_at is not None:
            weights = np.concatenate([weights, np.full_like(weights[:1], np.nan)])
        return self.tubes(name, weights, learning.learned, colour, place=place, of=of)

    def barcodes(self, examples: NDArray[np.bool_], batch: int, colour: str) -> VGroup:
        """A barcode in each row for the examples that have its feature, shape ``(n, features)``."""
        return VGroup(
            *(
                Barcode(column, batch, field, colour, self.theme)
                for column, field in zip(examples.T, self.fields, strict=True)
            )
        )

    def shelves(self, place: int, of: int) -> list[Region]:
        """The regions of one of several tubes under each other in all rows."""
        return [body.stack(*(1 for _ in range(of)), gap=0.12)[place] for body in self.bodies]
