"""Weight tubes: weights that fill from 0 towards their true value 1, and the step at which they are learned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, UP, Animation, DashedLine, Rectangle, VGroup, VMobject

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import joined
from scenes.parts.typesetting import LABEL, READOUT, Number, em, words
from sim.experiments.rare_features import RARE, Learning

CLOSE = 0.1  # half the width of the mark about 1: near enough to count as learned
FULL = 1.25  # the weight at the open end of a tube
NAME, COUNT = 0.95, 1.6  # frame units kept for the name before a tube and for the counter behind it


class Tube(VGroup):
    """A lying tube, open on the right, with one lane for each run; 1 and its neighbourhood are marked.

    Args:
        lanes: how many runs share the tube.
    """

    def __init__(self, region: Region, colour: str, theme: Theme, lanes: int = 1) -> None:
        self._box = box = region
        self._pitch = box.height / lanes
        self._lane = (0.84 if lanes > 1 else 1) * self._pitch
        goal = Rectangle(width=2 * CLOSE / FULL * box.width, height=box.height, stroke_width=0)
        goal.set_fill(theme.target, opacity=0.22).move_to([self._across(1.0), box.centre[1], 0])
        ground = Rectangle(width=box.width, height=box.height, stroke_width=0, fill_color=theme.panel, fill_opacity=1)
        self._content = VMobject(stroke_width=0, fill_color=colour, fill_opacity=0.95)
        one = joined(DashedLine([self._across(1.0), box.bottom, 0], [self._across(1.0), box.top, 0], dash_length=0.12))
        wall = VMobject(stroke_color=theme.rule, stroke_width=4).set_points_as_corners(
            [[box.right, box.top, 0], [box.left, box.top, 0], [box.left, box.bottom, 0], [box.right, box.bottom, 0]]
        )
        super().__init__(ground.move_to(box.centre), goal, self._content, one.set_stroke(theme.target, width=3.5), wall)

    def _across(self, weight: float) -> float:
        return self._box.left + weight / FULL * self._box.width

    def show(self, weights: np.ndarray) -> Tube:
        """Fill each lane up to its weight, at most up to the end; what is no number any more leaves its lane empty.

        Args:
            weights: shape ``(lanes,)``, the first lane on top.
        """
        self._content.clear_points()
        for index, weight in enumerate(np.clip(np.nan_to_num(weights), 0, FULL)):
            if weight > 0:
                middle = self._box.top - (index + 0.5) * self._pitch
                low, high, end = middle - self._lane / 2, middle + self._lane / 2, self._across(weight)
                corners = [[self._box.left, low, 0], [end, low, 0], [end, high, 0], [self._box.left, high, 0]]
                self._content.start_new_path(np.array(corners[0], float))
                self._content.add_points_as_corners(np.array([*corners[1:], corners[0]], float))
        return self


class TubeRun(VGroup):
    """A tube that follows runs, its name before it, and behind it a counter that stops when they have learned.

    Args:
        name: whose tube it is.
        weights: after step 0, 1, …, shape ``(T + 1, lanes)``; NaN in the end if a run has left the finite numbers.
        learned: the step at which the counter stops; infinity if it does not.
        region: where all of it is.
    """

    def __init__(
        self, name: str, weights: np.ndarray, learned: float, *, region: Region, colour: str, theme: Theme
    ) -> None:
        self._weights, self._learned, self._theme, self._region = weights, learned, theme, region
        self.tube = Tube(region.inset(left=NAME, right=COUNT), colour, theme, lanes=weights.shape[1])
        self.label = words(name, theme.text_colour(colour), LABEL, "semibold")
        self.count = Number("0", theme.quiet_ink, 1.1 * READOUT)
        for text, left in ((self.label, region.left), (self.count, region.right - COUNT + 0.3)):
            middle = region.centre[1] - 0.33 * em(float(text.font_size))
            text.shift([left - text.get_left()[0], middle - text.baseline, 0])
        super().__init__(self.tube, self.label, self.count)
        self.go_to(0)

    def go_to(self, step: float) -> TubeRun:
        """Show the runs at a fractional step."""
        self.tube.show(at_step(self._weights, step))
        done, last = step >= self._learned, len(self._weights) - 1
        if done:
            self.count.show(f"{self._learned:g}")
        elif step < last:
            self.count.show(str(int(step + 1e-9)))
        else:
            self.count.show("∞" if np.isnan(self._weights[-1]).mean() > 0.5 else f"{last}…")
        self.count.set_fill(self._theme.ink if done else self._theme.quiet_ink)
        return self

    def follow(self, clock: StepClock) -> TubeRun:
        """Keep showing the step of a clock."""
        self.add_updater(lambda run: run.go_to(clock.now))
        return self

    def move_into(self, region: Region) -> list[Animation]:
        """What squeezes the tube into another region of the same width; from then on it stands still."""
        self.clear_updaters()
        lift = (region.centre[1] - self._region.centre[1]) * UP
        return [
            self.tube.animate.stretch_to_fit_height(region.height).shift(lift),
            self.label.animate.shift(lift),
            self.count.animate.shift(lift),
        ]


def rare_word(learnings: Sequence[tuple[str, Learning, str]], region: Region, clock: StepClock, theme: Theme) -> VGroup:
    """How quickly the rarest feature is learned: a heading and a tube for each way, on the clock.

    Args:
        learnings: name, what was learned, and the role's colour.
    """
    head, *rows = region.stack(0.6, *(1 for _ in learnings), gap=min(0.35, 0.1 * region.height))
    picture = VGroup(head.place(words(say("rare word, each tuned: steps"), theme.ink, LABEL), LEFT))
    for (name, learning, colour), row in zip(learnings, rows, strict=True):
        weights, learned = learning.run.positions[:, [RARE]], float(learning.learned[RARE])
        picture.add(TubeRun(name, weights, learned, region=row, colour=colour, theme=theme).follow(clock))
    return picture
