"""One of several copies of a valley: its name and its count of steps above, a run in it."""

from __future__ import annotations

import numpy as np
from manim import DL, DR, LEFT, UP, Star, VGroup

from film.language import say
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import undistorted
from scenes.parts.frame import Region, safe_area
from scenes.parts.map_runner import MapRunner
from scenes.parts.numerals import grouped
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, Number, em, words
from sim.landscapes import Landscape

SEEN = ((-10.8, 1.4), (-1.35, 1.35))  # of the valley of the oscillations, from the start (-10, 1) on
FAR = 30.0  # an offset that is larger is that of a run that flies out
FINEST = 400  # iterates that are drawn of a run that stays: more of them lie on top of each other


class ValleyPanel(VGroup):
    """A map with a run; the count stands still when the run has arrived, and gives way to a word if it flies out.

    Args:
        positions: the run's iterates, shape ``(steps + 1, 2)``, until it arrives.
        arrived: the step at which it does; None if it does not.
    """

    def __init__(
        self,
        name: str,
        positions: np.ndarray,
        arrived: int | None,
        *,
        landscape: Landscape,
        region: Region,
        colour: str,
        theme: Theme,
    ) -> None:
        self._arrived, self._theme = arrived, theme
        line, place = region.inset(bottom=region.height - 1.5 * em(READOUT)), region.inset(top=1.5 * em(READOUT))
        safe = safe_area()
        line = line.inset(left=max(safe.left - region.left, 0.12), right=max(region.right - safe.right, 0.12))
        # A run that only swings beyond the view is seen whole, and not up to the very edge.
        whole = np.concatenate([positions, np.transpose(SEEN)])
        low, high = whole.min(axis=0), whole.max(axis=0)
        margin = 0.02 * (high - low)
        stays = np.abs(positions).max() <= FAR
        coordinates = undistorted(place, *zip(low - margin, high + margin, strict=True) if stays else SEEN)
        top = float(landscape.loss(positions[0]))
        levels = [top * share for share in (0.004, 0.03, 0.1, 0.22, 0.42, 0.7, 1.05)]
        ground = ContourMap(landscape.loss, levels, coordinates, theme, samples=240)
        leaves = not coordinates.contains(positions[:, 0], positions[:, 1]).all()
        self._every = 1 if leaves else -(-len(positions) // FINEST)
        self.runner = MapRunner(positions[:: self._every], coordinates, colour, theme, 4)
        most = Number(grouped(len(positions) - 1), theme.ink, READOUT).width
        needed = sum(words(text, theme.ink, READOUT, "semibold").width for text in (name, say("steps"))) + most + 0.3
        size = READOUT * min(1, line.width / needed)
        self.label = line.place(words(name, theme.ink, size, "semibold"), DL).shift(0.12 * UP)
        self.verdict = line.place(words(say("flies out"), theme.ink, size), DR).show(False)
        unit = line.place(words(say("steps"), theme.quiet_ink, size), DR)
        self.count = Number("0", theme.ink, size, anchor="right").next_to(unit, LEFT, buff=0.15)
        for piece in (self.verdict, unit, self.count):
            piece.shift((self.label.baseline - piece.baseline) * UP)
        self._counting = VGroup(unit, self.count)
        goal = goal_star(theme).move_to(coordinates.point(0, 0))
        super().__init__(ground, goal, self.runner, self.label, self._counting, self.verdict)
        self.go_to(0)

    def go_to(self, step: float) -> ValleyPanel:
        """Show the run at a fractional step."""
        self.runner.go_to(step / self._every)
        whole = int(step + 1e-9)
        if self.runner.gone_at is not None and whole >= self.runner.gone_at:
            self._counting.set_opacity(0)
            self.verdict.show(True)
            return self
        if self._arrived is not None and whole >= self._arrived:
            whole = self._arrived
            self.count.set_color(self._theme.text_colour(self._theme.target))
        self.count.show(grouped(whole))
        return self

    def follow(self, clock: StepClock) -> ValleyPanel:
        """Keep showing the step of a clock."""
        self.add_updater(lambda panel: panel.go_to(clock.now))
        return self


def goal_star(theme: Theme) -> Star:
    """Where a run should get to."""
    return Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1).scale(0.2)
