"""How fast weights get on against how often they are pulled: as a chart of powers, and as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from manim import DL, DR, UL, UR, DashedLine, Dot, Line, Mobject, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.spot import box, place_beside
from scenes.parts.theme import Theme
from scenes.parts.ticks import decades
from scenes.parts.trail import joined
from scenes.parts.typesetting import LABEL, Number, words


@dataclass(frozen=True)
class Pace:
    """An optimizer's speeds.

    Attributes:
        name: with the law that the speeds should obey.
        looks: the speeds at each look, shape ``(looks, n)``.
        power: of the frequency, in that law.
        colour: the optimizer's.
    """

    name: str
    looks: np.ndarray
    power: float
    colour: str


class PaceChart(VGroup):
    """Dots for the speeds that are measured, lines for the laws, and apart from it the line of equal speed for all.

    Args:
        frequencies: shape ``(n,)``.

    Attributes:
        even: the line of equal speed with its name; not shown until it is added.
        cross: what strikes it out.
    """

    def __init__(self, frequencies: np.ndarray, paces: list[Pace], region: Region, theme: Theme) -> None:
        self._frequencies, self._paces = frequencies, paces
        low = float(frequencies.min()) / 2
        room = region.inset(left=1.15, right=0.2, top=0.5, bottom=0.6)
        self._seen = seen = Coordinates(room, (low, 1), (low, 4), log_x=True, log_y=True)
        chart = Chart(
            seen,
            theme,
            x_ticks=decades(low, 1),
            y_ticks=decades(low, 1),
            x_name=say("how often: p"),
            y_name=say("speed, in η per step"),
            size=LABEL,
        )
        ends = np.array([low, 1.0])
        even = seen.point(ends, 1.0)
        ways = [seen.point(ends, ends**pace.power) for pace in paces]
        self.lines = VGroup(*(Line(*way, color=p.colour, stroke_width=5) for way, p in zip(ways, paces, strict=True)))
        self._dots = VGroup(*(VGroup(*(Dot(radius=0.15, color=p.colour) for _ in frequencies)) for p in paces))

        names = [words(pace.name, theme.text_colour(pace.colour), LABEL, "semibold") for pace in paces]
        equal = words(say("equal for all"), theme.quiet_ink, LABEL)
        taken: list[Region] = []
        # A low chart has room under the lower line only where that has risen.
        shares = (0.3, 0.54, 0.15) if frame.is_narrow() else (0.3, 0.3, 0.15)
        for name, way, share in zip([*names, equal], [*ways, even], shares, strict=True):
            place_beside(name, way[0] + share * (way[1] - way[0]), [*ways, even], taken, room.inset(left=0.12))
            taken.append(box(name))
        middle = even[0] + 0.6 * (even[1] - even[0])
        self.even = VGroup(joined(DashedLine(*even, color=theme.quiet_ink, stroke_width=4, dash_length=0.16)), equal)
        self.cross = VGroup(
            *(
                Line(middle + 0.3 * one, middle + 0.3 * other, color=theme.ink, stroke_width=8)
                for one, other in ((DL, UR), (UL, DR))
            )
        )
        super().__init__(chart, self.lines, *names, self._dots)
        self.show(0)

    def show(self, look: int) -> PaceChart:
        """The speeds as they were at a look, at the chart's floor where there has been none yet."""
        for dots, pace in zip(self._dots, self._paces, strict=True):
            speeds = np.clip(pace.looks[look], *self._seen.y)
            for dot, place in zip(dots, self._seen.point(self._frequencies, speeds), strict=True):
                dot.move_to(place)
        return self


class PaceTable(VGroup):
    """Speeds in a column that rolls, beside a column of what they should come to.

    Args:
        names: what is before each row; they are given their places, and are not part of the table.
        heads: above the two columns.
        looks: the speeds at each look, shape ``(looks, n)``.
        expected: shape ``(n,)``.
    """

    def __init__(
        self, names: Sequence[Mobject], heads: tuple[str, str], looks: np.ndarray, expected: np.ndarray, theme: Theme
    ) -> None:
        self._looks = looks
        self._speeds = [Number("0.0000", theme.ink, LABEL) for _ in names]
        columns = [words(head, theme.quiet_ink, LABEL) for head in heads]
        laws = [words(f"{value:.4f}", theme.ink, LABEL) for value in expected]
        cells: list[Mobject] = [VGroup(), *columns]
        for name, speed, law in zip(names, self._speeds, laws, strict=True):
            cells += [name, speed, law]
        VGroup(*cells).arrange_in_grid(cols=3, col_alignments="lrr", buff=(0.4, 0.3))
        super().__init__(*columns, *self._speeds, *laws)

    def show(self, look: int) -> PaceTable:
        for speed, value in zip(self._speeds, self._looks[look], strict=True):
            speed.show(f"{value:.4f}")
        return self
