"""A bucket into which every step pours a layer and which nobody empties, with the numbers of what is in it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, Rectangle, VGroup, VMobject

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, code, em, words

_GAP = 0.04  # frame units between two layers
_FALL = 0.6  # frame units from which a layer falls in


class Bucket(VGroup):
    """Layers as high as what they hold, each with its number if there is room for it.

    Args:
        name: of the bucket, below it, in the typeface of programs.
        amounts: what is poured in, none of it negative.
    """

    def __init__(self, name: str, amounts: Sequence[float], colour: str, region: Region, theme: Theme) -> None:
        title = region.place(code(name, theme.ink, 1.3 * LABEL), DOWN)
        box = region.inset(bottom=0.65, top=0.2)
        wall = VMobject(stroke_color=theme.rule, stroke_width=6).set_points_as_corners(
            [[box.left, box.top, 0], [box.left, box.bottom, 0], [box.right, box.bottom, 0], [box.right, box.top, 0]]
        )
        # Full to the brim but for the room that the next layer would fall through.
        unit = (box.height - _FALL) / max(float(np.sum(amounts)), 1e-12)
        self.layers, self._rest = VGroup(), []
        low = box.bottom + _GAP
        for amount in amounts:
            height = max(unit * amount - _GAP, 0.02)
            layer = VGroup(Rectangle(width=box.width - 4 * _GAP, height=height, stroke_width=0, fill_color=colour))
            layer[0].set_fill(opacity=1)
            if height > 1.1 * em(LABEL):
                layer.add(words(f"+{amount:.3g}", theme.background, LABEL, "semibold"))
            layer.move_to([box.centre[0], low + height / 2, 0])
            self._rest.append(layer.get_y())
            self.layers.add(layer)
            low += unit * amount
        self._wall = VGroup(wall, title)
        super().__init__(self._wall)

    def pour(self, count: float) -> Bucket:
        """Show so many layers, the last of them falling in."""
        self.submobjects = [self._wall]
        for index, (layer, y) in enumerate(zip(self.layers, self._rest, strict=True)):
            if index < count:
                left = max(index + 1 - count, 0.0)
                layer.set_y(y + _FALL * left * left)
                self.add(layer)
        return self


class PouredBucket(VGroup):
    """A bucket that the backward passes of a loop fill, and readouts of what they pour and of what is in it.

    Args:
        slopes: what each pass pours in.
        held: what is in the bucket after each.
    """

    def __init__(self, slopes: Sequence[float], held: Sequence[float], region: Region, theme: Theme) -> None:
        self.bucket = Bucket(".grad", slopes, theme.gradient, region, theme)
        self._numbers = list(zip(slopes, held, strict=True))
        self.rows = readout_rows(
            [Readout(say("slope now"), "…", theme), Readout(say("in .grad"), "0.0000", theme, theme.gradient)],
            f"{max(held):.4f}",
        )
        super().__init__(self.bucket, self.rows)

    def show(self, step: float) -> PouredBucket:
        """The bucket in a fractional step, whose second third is the backward pass."""
        done, phase = divmod(step, 1)
        poured = float(done + np.clip(3 * phase - 1, 0, 1))
        self.bucket.pour(poured)
        if landed := min(int(poured + 1e-9), len(self._numbers)):
            for row, number in zip(self.rows, self._numbers[landed - 1], strict=True):
                row.show(f"{number:.4f}")
        return self
