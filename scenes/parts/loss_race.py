"""A race to a loss: curves over steps that fall to the goal, each with the step of its arrival below the axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, Line, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import LABEL, words


class LossRace(Chart):
    """A logarithmic chart whose floor is the goal.

    Args:
        start: the loss from which all runs come.
        goal: the loss at which a run has arrived.
        highest: the greatest loss that is shown.
        last: the last step that is shown.
        arrivals: the steps at which runs arrive.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        *,
        start: float,
        goal: float,
        highest: float,
        last: int,
        arrivals: Sequence[int],
    ) -> None:
        room = region.inset(left=1.0, right=0.1, top=0.55, bottom=0.5)
        seen = Coordinates(room, (0, 1.03 * last), (goal, highest), log_y=True)
        y_ticks = {goal: f"{goal:g}", start: f"{start:.3g}"}
        super().__init__(
            seen, theme, x_ticks={0: say("step {step}", step=0)}, y_ticks=y_ticks, y_name=say("loss"), size=LABEL
        )
        # The names of the arrivals stand side by side, each as near to its step as the others let it.
        arrived = sorted(set(arrivals))
        names = [words(str(step), theme.ink) for step in arrived]
        feet = [float(seen.point(step, goal)[0]) for step in arrived]
        widths = [name.width + 0.25 for name in names]
        borders = float(seen.point(0, goal)[0]) + 0.55, frame.safe_area().right + 0.1
        self._arrivals = {}
        for step, name, foot, middle in zip(arrived, names, feet, side_by_side(feet, widths, *borders), strict=True):
            name.next_to(seen.point(0, goal), DOWN, buff=0.22).set_x(middle)
            leader = Line([foot, room.bottom, 0], [middle, room.bottom - 0.2, 0]).set_stroke(theme.rule, 2.5)
            self._arrivals[step] = VGroup(leader, name)

    def fall(self, losses: np.ndarray, colour: str) -> PolyLine:
        """The curve of a run, not yet drawn; it ends where it leaves the chart."""
        above = np.flatnonzero(~(losses <= self.coordinates.y[1]))
        if len(above):
            losses = losses[: above[0] + 1]
        return self.curve(np.arange(len(losses)), losses, colour, width=6)

    def arrival(self, step: int, colour: str) -> VGroup:
        """The mark of one of the arrivals, in the colour of its curve, to be shown when the time has come."""
        mark = self._arrivals[step]
        mark[1].set_color(self.theme.text_colour(colour))
        return mark


def side_by_side(wishes: list[float], widths: list[float], left: float, right: float) -> list[float]:
    """Middles of labels of these widths between two borders, none over another, none farther off than it must be.

    Args:
        wishes: where each would best stand, rising.
    """
    middles: list[float] = []
    edge = left
    for wish, width in zip(wishes, widths, strict=True):
        middles.append(max(wish, edge + width / 2))
        edge = middles[-1] + width / 2
    edge = right
    for index in reversed(range(len(middles))):
        middles[index] = min(middles[index], edge - widths[index] / 2)
        edge = middles[index] - widths[index] / 2
    return middles
