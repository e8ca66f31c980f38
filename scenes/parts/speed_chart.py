"""How bodies gather speed while they are pushed and lose it when they are not: one curve each, thicker for heavier."""

from __future__ import annotations

import numpy as np
from manim import UP, Circle, DashedLine, Line, VGroup

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.key import keyed, line_sample
from scenes.parts.mass_slider import four_digits
from scenes.parts.steps import at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import joined
from scenes.parts.typesetting import LABEL, READOUT, words
from sim.experiments.ball_on_hill import Push


class SpeedChart(VGroup):
    """Speeds over steps, a dot riding at the end of each curve.

    Args:
        push: the bodies, lightest first, on ground that falls and then is level.
        colour: of the curves, a role's.
    """

    def __init__(self, push: Push, colour: str, region: Region, theme: Theme) -> None:
        self._push = push
        self._speeds = speeds = np.vstack([np.zeros_like(push.masses), push.speeds]) / push.top_speed
        last, pushed = len(speeds) - 1, push.pushed
        room = region.inset(left=0.85, right=0.15, top=0.45, bottom=0.6)
        self.seen = seen = Coordinates(room, (0, last), (0, 1.32))
        chart = Chart(
            seen,
            theme,
            x_ticks={0: "0", pushed: say("step {step}", step=pushed)},
            y_ticks={0: "0", 1: "h/c"},
            y_name=say("speed"),
            size=LABEL,
        )
        top = joined(DashedLine(*seen.point([0, last], [1, 1]), color=theme.target, stroke_width=4, dash_length=0.14))
        edge = Line(*seen.point([pushed, pushed], seen.y), color=theme.rule, stroke_width=2.5)
        grounds = VGroup(
            *(
                words(text, theme.quiet_ink, LABEL).move_to(seen.point(middle, 1.2))
                for text, middle in (
                    (say("the ground falls"), pushed / 2),
                    (say("the ground is level"), (pushed + last) / 2),
                )
            )
        )
        self.widths = np.linspace(4, 12, speeds.shape[1])
        steps = np.arange(last + 1)
        self.curves = [chart.curve(steps, own, colour, width) for own, width in zip(speeds.T, self.widths, strict=True)]
        self._dots = [
            Circle(0.012 * width + 0.06, color=theme.background, stroke_width=2, fill_color=colour, fill_opacity=1)
            for width in self.widths
        ]
        super().__init__(chart, edge, top, grounds, *reversed(self.curves), *reversed(self._dots))
        self.show(0)

    def show(self, step: float) -> SpeedChart:
        """Draw the curves up to a fractional step."""
        now = min(step, len(self._speeds) - 1)
        for curve, dot, speeds in zip(self.curves, self._dots, self._speeds.T, strict=True):
            here = self.seen.point(now, at_step(speeds, now))
            curve.draw_to(now, here)
            dot.move_to(here)
        return self

    def key(self, theme: Theme) -> VGroup:
        """A table of the bodies' masses and rates, with a sample of each curve before its row."""
        push, header = self._push, (say("mass"), "η", "μ")
        rows = [
            (f"{mass:g}", four_digits(lr), four_digits(momentum))
            for mass, lr, momentum in zip(push.masses, push.lr, push.momentum, strict=True)
        ]
        cells = [words(text, theme.quiet_ink, READOUT) for text in header]
        cells += [words(text, theme.ink, READOUT) for row in rows for text in row]
        table = VGroup(*cells).arrange_in_grid(cols=len(header), buff=(0.35, 0.3), col_alignments="r" * len(header))
        for row in range(len(rows) + 1):
            line = table[row * len(header) : (row + 1) * len(header)]
            for cell in line[1:]:
                cell.shift((line[0].baseline - cell.baseline) * UP)
        samples = VGroup(
            *(
                keyed(line_sample(self.curves[0].get_stroke_color(), width), table[(row + 1) * len(header)])[0]
                for row, width in enumerate(self.widths)
            )
        )
        column = min(sample.get_x() for sample in samples)
        for sample in samples:
            sample.set_x(column)
        return VGroup(samples, table)
