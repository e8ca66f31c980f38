"""A table of lengths read row by row: how far each falls short of the right one, or goes past it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, Animation, Circle, FadeIn, Line, Rectangle, VGroup, VMobject

from film.language import say
from scenes.parts import frame
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.theme import Theme
from scenes.parts.ticks import decades
from scenes.parts.typesetting import FORMULA, LABEL, maths, words

_SIZE = 1.25 * LABEL
_NEAR = 0.06  # frame units: a shorter arrow could not be seen


class SpotTable(VGroup):
    """Rows of a name, a formula, an arrow from the right length to the row's own, and a number.

    The arrows lie on a logarithmic scale: twice too long is as far off as half too short. The row that is spoken of
    stands out, the others recede.

    Args:
        rows: name, formula, value and the arrow's colour of each; the right value is 1.
        unit: what the numbers are counted in.
    """

    def __init__(self, rows: Sequence[tuple[str, str, float, str]], unit: str, region: Region, theme: Theme) -> None:
        self.theme = theme
        body = region.inset(top=0.55)
        names = [words(name, theme.quiet_ink, _SIZE) for name, *_ in rows]
        widest, inner, over = max(name.width for name in names), body.inset(left=0.3, right=0.3), frame.is_narrow()
        columns = inner.split(1.45, 1.0, 3.2, 1.1, gap=0.3)
        if over:  # names above their formulas
            columns = [inner, inner, *inner.inset(left=widest + 0.1).split(3.2, 1.3, gap=0.15)]
        elif inner.left + widest > columns[1].left:
            columns = [inner, *inner.inset(left=widest + 0.3).split(1.0, 2.9, 1.1, gap=0.3)]
        values = [value for _, _, value, _ in rows]
        span = 0.7 * min(*values, 1), 1.4 * max(*values, 1)
        scale = Coordinates(columns[2], span, (0, 1), log_x=True)
        self.rows, self.bands = VGroup(), body.stack(*(1 for _ in rows), gap=0)
        for name, (_, formula, value, colour), band in zip(names, rows, self.bands, strict=True):
            height = band.centre[1] * UP
            sign = maths(formula, theme.quiet_ink, 1.1 * FORMULA)
            if over:
                VGroup(name, sign).arrange(DOWN, buff=0.12, aligned_edge=LEFT)
                VGroup(name, sign).move_to(columns[0].left * RIGHT + height, LEFT)
            else:
                name.move_to(columns[0].left * RIGHT + height, LEFT)
                sign.move_to(columns[1].centre[0] * RIGHT + height)
            row = VGroup(
                name,
                sign,
                _way(*(scale.point(end, 0)[0] * RIGHT + height for end in (1, value)), colour),
                words(f"{value:.4g} {unit}", theme.quiet_ink, _SIZE, "semibold"),
            )
            row[3].move_to(columns[3].right * RIGHT + height, RIGHT)
            if not over:
                row[3].shift((name.baseline - row[3].baseline) * UP)
            self.rows.add(row)
        self.band = Rectangle(
            width=region.width,
            height=0.92 * self.bands[0].height,
            stroke_width=0,
            fill_color=theme.panel,
            fill_opacity=1,
        ).move_to(self.bands[0].centre)
        super().__init__(self.band)
        for value, text in decades(*span).items():
            line = Line(scale.point(value, 0), scale.point(value, 1), color=theme.rule, stroke_width=2)
            name = words(f"{text} {unit}", theme.quiet_ink, LABEL)
            if value == 1:
                line.set_stroke(theme.target, 5)
                name = words(say("right: 1 {unit}", unit=unit), theme.text_colour(theme.target), LABEL)
            self.add(line, name.next_to(line, UP, buff=0.15))

    def spotlight(self, index: int) -> list[Animation]:
        """What makes one row stand out, and brings it in if it is not there yet."""
        changes: list[Animation] = [self.band.animate.move_to(self.bands[index].centre)]
        for place, row in enumerate(self.rows):
            ink = self.theme.ink if place == index else self.theme.quiet_ink
            texts = VGroup(row[0], row[1], row[3])
            if row in self.submobjects:
                changes.append(texts.animate.set_color(ink))
            elif place == index:
                texts.set_color(ink)
                self.add(row)
                changes.append(FadeIn(row))
        return changes


def _way(right: np.ndarray, own: np.ndarray, colour: str) -> VMobject:
    """An arrow from the right length to a row's own, or a dot where they are one."""
    if np.linalg.norm(own - right) < _NEAR:
        return Circle(0.16, stroke_width=0, fill_color=colour, fill_opacity=1).move_to(right)
    return Pointer(colour, width=0.16).point(right, own)
