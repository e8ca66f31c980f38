"""Two columns of words, what was tried and what came of it, to be shown row by row."""

from __future__ import annotations

from collections.abc import Sequence

from manim import UP, VGroup

from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, words


def two_columns(rows: Sequence[tuple[str, str]], region: Region, theme: Theme) -> tuple[VGroup, VGroup]:
    """The left column, quiet, and the right one, each line on the baseline of its neighbour."""
    left, right = (
        VGroup(*(words(row[column], ink, READOUT) for row in rows))
        for column, ink in ((0, theme.quiet_ink), (1, theme.ink))
    )
    cells = [cell for row in zip(left, right, strict=True) for cell in row]
    region.place(VGroup(*cells).arrange_in_grid(cols=2, col_alignments="ll", buff=(0.6, 0.16)), UP)
    for one, other in zip(left, right, strict=True):
        other.shift((one.baseline - other.baseline) * UP)
    return left, right
