"""Adam's path through a valley on its way to becoming that of momentum, as epsilon is turned up."""

from __future__ import annotations

import numpy as np
from manim import Star, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import undistorted
from scenes.parts.frame import Region
from scenes.parts.key import line_key
from scenes.parts.readouts import Readout
from scenes.parts.rolling import four_digits
from scenes.parts.slider import Slider
from scenes.parts.theme import Theme
from scenes.parts.trail import Dots, PathTrail, PolyLine
from sim.experiments.when_to_use_what import EpsilonSweep
from sim.landscapes import Landscape

_LEVELS = (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)  # of the start's loss
_SHOWN_STEPS = 90


class EpsilonValley(VGroup):
    """The valley from above with both paths.

    Args:
        rival: name and colour of whom Adam is compared with.
        region: the map is as wide as it, edge to edge.

    Attributes:
        slider: of epsilon, not placed.
        gap: a readout of the largest distance between the paths, not placed.
        key: which line is whose, not placed.
    """

    def __init__(
        self, sweep: EpsilonSweep, landscape: Landscape, rival: tuple[str, str], *, region: Region, theme: Theme
    ) -> None:
        self._sweep, self._theme = sweep, theme
        ways = np.concatenate([sweep.momentum, *sweep.paths])
        low, high = ways.min(axis=0), ways.max(axis=0)
        seen = undistorted(region, (low[0] - 0.7, high[0] + 0.7), (1.2 * low[1], 1.2 * high[1]))
        top = float(landscape.loss(sweep.momentum[0]))
        ground = ContourMap(landscape.loss, [top * share for share in _LEVELS], seen, theme)
        goal = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.26)
        self._places = seen.point(sweep.paths[..., 0], sweep.paths[..., 1])[:, : _SHOWN_STEPS + 1]
        momentum = seen.point(*sweep.momentum.T)[: _SHOWN_STEPS + 1]
        trail = PolyLine(momentum, rival[1], 10, opacity=0.75).draw_all()
        self._adam = PathTrail(self._places[0], theme.adam)
        least, largest = (float(sweep.epsilons[end]) for end in (0, -1))
        ticks = {value: _written(value) for value in (least, 1.0, largest)}
        self.slider = Slider(say("Adam's ε"), ticks, theme.adam, theme, width=4.6 if frame.is_narrow() else 5.5)
        self.gap = Readout(say("largest gap between the paths"), "0", theme)
        self.key = line_key([(*rival, 10), ("Adam", theme.adam, 4)], theme)
        super().__init__(ground, goal.move_to(seen.point(0, 0)), trail, self._adam)
        self.show(0)

    def show(self, index: float) -> EpsilonValley:
        """Both at a fractional index of epsilon."""
        at = min(index, len(self._places) - 1)
        low, share = int(at), at - int(at)
        here = self._places[low] + share * (self._places[min(low + 1, len(self._places) - 1)] - self._places[low])
        self._adam.line.places = here
        self._adam.line.draw_all()
        self._adam.dots.set_points(Dots(here, self._theme.adam).show(len(here)).points)
        self.slider.turn_to(float(np.exp(np.interp(at, np.arange(len(self._places)), np.log(self._sweep.epsilons)))))
        self.gap.show(four_digits(self._sweep.gaps[round(at)]))
        return self


def _written(value: float) -> str:
    return f"{value:.3g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e")
