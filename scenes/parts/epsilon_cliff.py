"""Steps over the size of their gradients: as long as each other down to epsilon, and nothing below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import DOWN, LEFT, UP, Circle, Line, Rectangle, VGroup, VMobject

from film.language import say
from scenes.parts import frame
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, Number, maths, words

_LINE = 0.45  # frame units from one line of numbers to the next
_THIN = 0.03  # frame units: the lowest bar that is drawn, so that it can be seen where it was


class EpsilonCliff(VGroup):
    """One bar for each gradient, its step above it; epsilon is a post on the axis of the gradients.

    Args:
        gradients: sizes, shape ``(n,)``.
        ends: the smallest and the largest epsilon that the post goes to.
        colour: of the bars.
        write: how a number is written.

    Attributes:
        bars: one for each gradient.
        silence: the ground below epsilon, at first not to be seen.
        post: epsilon on its axis and the curve on which the bars end; not shown until it is added.
    """

    def __init__(
        self,
        gradients: np.ndarray,
        ends: tuple[float, float],
        write: Callable[[float], str],
        *,
        region: Region,
        colour: str,
        theme: Theme,
    ) -> None:
        self._gradients, self._write, self._theme = gradients, write, theme
        # Where the bars are close their numbers stand on two lines in turn, in a narrow picture with the rows' names.
        lift = 0 if frame.is_wide() else _LINE
        plot = region.inset(left=0.6 if frame.is_narrow() else 1.7, right=0.1, top=0.75 + lift, bottom=1.1)
        low, high = min(0.05 * gradients.min(), 0.2 * ends[0]), max(15 * gradients.max(), 5 * ends[1])
        self._seen = Coordinates(plot, (low, high), (0, 1), log_x=True)
        ticks = {float(gradient): write(gradient) for gradient in gradients}
        chart = Chart(self._seen, theme, x_ticks=ticks, y_ticks={0: "0", 1: "η"}, size=READOUT)
        # What the rows above and below the bars are: step and gradient.
        line = plot.top + 0.32
        titles = VGroup()
        self._post_line, self._post_end = plot.bottom - 0.95, plot.right
        for text, baseline in ((say("step"), line), (say("gradient"), chart[3].baseline)):
            title = words(text, theme.quiet_ink, READOUT)
            titles.add(title.shift([region.left - title.get_left()[0], baseline - title.baseline, 0]))
        if frame.is_narrow():
            titles[0].shift(lift * UP)
            titles[1].shift([plot.right - titles[1].get_right()[0], self._post_line - titles[1].baseline, 0])
            self._post_end = float(titles[1].get_left()[0]) - 0.3
        width = 0.9 * float(self._seen.point(gradients.max(), 0)[0] - self._seen.point(gradients.min(), 0)[0])
        self._half_width = min(width / len(gradients), 1.3) / 2
        self.bars, self.numbers = VGroup(), VGroup()
        for index, gradient in enumerate(gradients):
            self.bars.add(VMobject(stroke_width=0, fill_color=colour, fill_opacity=1))
            number = Number("0", theme.ink, READOUT, anchor="middle")
            self.numbers.add(
                number.shift([self._seen.point(gradient, 0)[0], line + index % 2 * lift - number.baseline, 0])
            )
        self.silence = Rectangle(width=1, height=plot.height, stroke_width=0, fill_color=theme.gradient, fill_opacity=0)
        self._curve = VMobject(stroke_color=theme.ink, stroke_width=4)
        self._pole = Line(UP, DOWN, color=theme.target, stroke_width=5)
        self._knob = Circle(0.17, color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1)
        self._name = words("ε =", theme.text_colour(theme.target), READOUT, "semibold")
        self._value = Number("0", theme.text_colour(theme.target), READOUT)
        self.post = VGroup(self._curve, self._pole, self._knob, self._name, self._value)
        super().__init__(self.silence, chart, titles, self.bars, self.numbers)
        self.put_epsilon(ends[0])

    def show_lengths(self, lengths: Sequence[float] | np.ndarray) -> EpsilonCliff:
        """Bars as long as these steps, in learning rates."""
        for bar, number, gradient, length in zip(self.bars, self.numbers, self._gradients, lengths, strict=True):
            foot = self._seen.point(gradient, 0)
            height = max(float(length) * self._seen.region.height, _THIN)
            corners = np.array([[-1, 0, 0], [1, 0, 0], [1, height, 0], [-1, height, 0], [-1, 0, 0]])
            bar.set_points_as_corners(corners * [self._half_width, 1, 1] + foot)
            number.show(self._write(float(length)))
        return self

    def put_epsilon(self, eps: float) -> EpsilonCliff:
        """Put the post at an epsilon, and the curve ``g / (g + eps)`` with it."""
        plot = self._seen.region
        foot = self._seen.point(eps, 0)
        self._pole.put_start_and_end_on(foot, foot + plot.height * UP)
        self._knob.move_to(foot)
        self.silence.stretch_to_fit_width(foot[0] - plot.left).move_to([plot.left, plot.centre[1], 0], LEFT)
        g = np.geomspace(*self._seen.x, 160)
        self._curve.set_points_as_corners(self._seen.point(g, g / (g + eps)))
        exponent = np.floor(np.log10(eps) + 1e-9)
        self._value.show(self._write(float(np.round(eps / 10**exponent, 1) * 10**exponent)))
        line = self._post_line
        width = self._name.width + 0.15 + self._value.width
        left = float(np.clip(foot[0] - width / 2, plot.left, self._post_end - width))
        self._name.shift([left - self._name.get_left()[0], line - self._name.baseline, 0])
        self._value.shift(
            [self._name.get_right()[0] + 0.15 - self._value.get_left()[0], line - self._value.baseline, 0]
        )
        return self

    def below(self, condition: str, law: str) -> VGroup | None:
        """What a step is below epsilon, on the ground there, on two lines if it must; None if there is no room."""
        plot = self._seen.region
        formula = VGroup(maths(f"{condition} quad {law}", self._theme.ink))
        if formula.width + 0.8 > self.silence.width:
            formula = VGroup(*(maths(part, self._theme.ink) for part in (condition, law))).arrange(DOWN, buff=0.3)
        if formula.width + 0.8 > self.silence.width:
            return None
        middle = np.array([plot.left + self.silence.width / 2 - 0.2, plot.centre[1], 0])
        return formula.move_to(middle)
