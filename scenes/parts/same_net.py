"""One function of a net with two weights, wherever on the hyperbola they are, and the bowl that gets steeper there."""

from __future__ import annotations

import numpy as np
from manim import DOWN, Dot, Line, VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region, shrunk
from scenes.parts.readouts import Readout
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, maths
from sim.experiments.checkpoints import Slide
from sim.landscapes import Landscape

_LEVELS = (0.002, 0.01, 0.03, 0.08, 0.18, 0.35)
_TALLEST = 3.0  # of the bowl, in losses


class SameNet(VGroup):
    """The loss from above with the hyperbola of its minima; below it the net's output, and a cut through the bowl.

    Args:
        region: the map is as wide as it, edge to edge.
        safe: its part in which words may stand.

    Attributes:
        formulas: beside the charts; not shown until they are added.
        rows: readouts of the curvature and of the first weight; not placed.
        map_place: from two weights to their place on the map.
    """

    def __init__(self, slide: Slide, net: Landscape, region: Region, safe: Region, theme: Theme) -> None:
        self._slide = slide
        above, below = region.stack(1.2, 1.15, gap=0.05)
        farthest = float(slide.weights[-1, 0])
        seen = Coordinates(above, (0.0, 1.06 * farthest), (-0.12, 1.25))
        self.map = ContourMap(net.loss, _LEVELS, seen, theme)
        self.map_place = seen.point
        self._places = seen.point(*slide.weights.T)
        same = PolyLine(self._places, theme.target, width=5).draw_all()
        self.here = Dot(radius=0.16, color=theme.gradient_descent)
        below = Region(safe.left, safe.right, below.bottom, below.top)
        if safe.is_upright:
            above, right = below.stack(1, 1.2)
            left, notes = above.split(1, 1.4, gap=0.5)
        else:
            left, right, notes = below.split(1, 1.7, 1, gap=0.5)

        self.rows = [
            Readout(say("curvature"), "0", theme, theme.gradient_descent),
            Readout(say("first weight"), "0", theme),
        ]
        lines = (maths(line, theme.ink) for line in ("w_1 w_2 = 1", "lambda_max = w_1^2 + w_2^2"))
        self.formulas = VGroup(*lines).arrange(DOWN, buff=0.4)
        notes.place(shrunk(self.formulas, notes.width))
        output = Coordinates(left.inset(left=0.55, right=0.1, top=0.5, bottom=0.45), (-1, 1), (-1, 1))
        axes = Chart(output, theme, x_ticks={}, y_ticks={}, x_name=say("input"), y_name=say("output"), size=LABEL)
        self.line = Line(color=theme.ink, stroke_width=7)
        self._output = output
        bowl = Coordinates(
            right.inset(left=0.55, right=0.1, top=0.5, bottom=0.45),
            (float(slide.offsets[0]), float(slide.offsets[-1])),
            (0, _TALLEST),
        )
        walls = Chart(
            bowl,
            theme,
            x_ticks={0: say("minimum")},
            y_ticks={0: "0"},
            y_name=say("loss across the hyperbola"),
            size=LABEL,
        )
        self._bowl = bowl
        self.wall = PolyLine(np.zeros((1, 3)), theme.gradient_descent, width=6)
        first = PolyLine(self._cut(0), theme.gradient_descent, width=3, opacity=0.45).draw_all()
        super().__init__(self.map, same, axes, walls, first, self.line, self.wall, self.here)
        self.show(0)

    def show(self, index: float) -> SameNet:
        """Everything at a fractional place of the slide."""
        low = min(int(index), len(self._places) - 2)
        share = index - low
        self.here.move_to((1 - share) * self._places[low] + share * self._places[low + 1])
        slope = float(np.interp(index, np.arange(len(self._places)), self._slide.products))
        self.line.put_start_and_end_on(self._output.point(-1, -slope), self._output.point(1, slope))
        self.wall.set_points_as_corners(self._cut(index))
        nearest = round(index)
        self.rows[0].show(f"{self._slide.sharpness[nearest]:#.4g}")
        self.rows[1].show(f"{self._slide.weights[nearest, 0]:#.3g}")
        return self

    def _cut(self, index: float) -> np.ndarray:
        """The bowl's walls as far up as there is room, at the nearest place of the slide."""
        offsets, wall = self._slide.offsets, self._slide.walls[round(index)]
        middle = len(offsets) // 2
        outside = np.flatnonzero(wall > _TALLEST)
        first = max((i for i in outside if i < middle), default=-1) + 1
        last = min((i for i in outside if i > middle), default=len(offsets)) - 1
        shown = np.linspace(offsets[max(first - 1, 0)], offsets[min(last + 1, len(offsets) - 1)], 200)
        heights = np.interp(shown, offsets, wall)
        low = heights <= _TALLEST
        return self._bowl.point(shown[low], heights[low])
