"""What a slope promises and what the ground delivers, cut open along the way downhill."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UL, UP, DashedLine, Line, Rectangle, VGroup, VMobject

from film.language import say
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, SMALL, words


class PromiseCut(VGroup):
    """The ground below a level line on the left; beside it, to the same scale, two bars that hang from that line.

    Args:
        distances: from the start, rising, shape ``(n,)``.
        promised, delivered: how far down one has come there, shape ``(n,)``.
        region: where; the level line leaves a sky above it.
    """

    def __init__(
        self, distances: np.ndarray, promised: np.ndarray, delivered: np.ndarray, *, region: Region, theme: Theme
    ) -> None:
        self._distances, self._promised, self._delivered, self._theme = distances, promised, delivered, theme
        names = VGroup(*(words(name, theme.ink, SMALL) for name in (say("promised"), say("delivered"))))
        left, bars = region.split(3.4, 1, gap=0.5)
        needed = 2 * max(name.width for name in names) + 0.35
        if bars.width < needed:
            left, bars = region.inset(right=needed + 0.5), region.inset(left=region.width - needed)
        last = float(distances[-1])
        deepest = max(float(promised.max()), float(delivered.max()), 1e-9)
        highest = max(float(-delivered.min()), 0.0)
        room = deepest + highest
        self.seen = Coordinates(left, (-0.09 * last, 1.02 * last), (-1.06 * deepest, highest + 0.62 * room))
        self.ground = VMobject(stroke_width=0)
        self.ground.set_fill([theme.ground[0], theme.background], opacity=1).set_sheen_direction(DOWN)
        self._places = self.seen.point(distances, -delivered)
        self.crest = PolyLine(self._places, theme.crest, width=5)
        self.promise = PolyLine(self.seen.point(distances, -promised), theme.gradient, width=5)
        level = float(self.seen.point(0, 0)[1])
        line = DashedLine([left.left, level, 0], [bars.right, level, 0], color=theme.rule, stroke_width=2.5)
        self._level = level
        self.bars = VGroup()
        colours = theme.gradient, theme.gradient_descent
        for column, name, colour in zip(bars.split(1, 1, gap=0.35), names, colours, strict=True):
            bar = Rectangle(width=0.8 * column.width, height=0.02, stroke_width=0, fill_color=colour, fill_opacity=1)
            self.bars.add(bar.move_to([column.centre[0], level, 0]))
            name.next_to([column.centre[0], level, 0], UP, buff=0.2)
        # Above the bar that may rise over the line.
        names.shift(highest * self.seen.scale[1] * UP)
        super().__init__(self.ground, line, self.crest, self.promise, self.bars, names)
        self.show(0.0)

    def foot(self, distance: float) -> np.ndarray:
        """The place of the ground on screen."""
        return np.array([np.interp(distance, self._distances, self._places[:, axis]) for axis in range(3)])

    def show(self, distance: float) -> PromiseCut:
        """Show the ground as far as somebody has come, and the two bars there."""
        index = float(np.interp(distance, self._distances, np.arange(len(self._distances))))
        self.crest.draw_to(index)
        self.promise.draw_to(index)
        here = self.foot(distance)
        way = np.vstack([self._places[: int(index) + 1], here])
        bottom = self.seen.region.bottom
        self.ground.set_points_as_corners([*way, [here[0], bottom, 0], [way[0, 0], bottom, 0], way[0]])
        for bar, series in zip(self.bars, (self._promised, self._delivered), strict=True):
            drop = float(np.interp(distance, self._distances, series)) * self.seen.scale[1]
            middle, half = bar.get_center()[0], bar.width / 2
            low, high = sorted((self._level - drop, self._level))
            high = max(high, low + 0.02)
            box = [[middle - half, low], [middle + half, low], [middle + half, high], [middle - half, high]]
            bar.set_points_as_corners(np.pad([*box, box[0]], ((0, 0), (0, 1))))
        return self

    def readouts(self, clock: StepClock) -> VGroup:
        """Both numbers at the top right, on a clock that counts the distance."""
        rows = []
        for name, series, bar in zip(
            (say("slope promised"), say("ground delivered")), (self._promised, self._delivered), self.bars, strict=True
        ):
            row = Readout(name, "0.0000", self._theme, bar.get_fill_color().to_hex())
            row.add_updater(lambda r, s=series: r.show(f"{np.interp(clock.now, self._distances, s):.4f}"))
            rows.append(row)
        return readout_rows(rows, widest="-0.0000")

    def post(self, distance: float, text: str) -> VGroup:
        """A line at a distance through the ground's height and the promised one, and what is to be said of it."""
        level, foot = self.seen.point(distance, 0), self.foot(distance)
        promise = self.seen.point(distance, -float(np.interp(distance, self._distances, self._promised)))
        label = words(text, self._theme.ink, LABEL)
        if foot[1] > level[1]:  # there somebody stands above the line
            label.next_to(foot + 0.25 * LEFT, UL, buff=0.15)
        else:
            label.next_to(level, UP, buff=0.15)
        return VGroup(Line(np.maximum(level, foot), promise, color=self._theme.rule, stroke_width=3), label)
