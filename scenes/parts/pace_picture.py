"""The speeds of SGD and Adam on the tape: the chart of their powers, the table of Adam's, and why it is the root."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, RIGHT, VGroup

from scenes.parts.frame import Region, shrunk
from scenes.parts.pace_chart import Pace, PaceChart, PaceTable
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, Words, maths
from sim.experiments.rare_features import Result


class PacePicture:
    """Chart at the left, the ratio above the table at the right; or, where it is narrow, both below the chart.

    Args:
        features: the words that become the names in the table.

    Attributes:
        seats: where they go and how large they are there.
        looks: how many there are at the speeds.
    """

    def __init__(self, story: Result, features: Sequence[Words], region: Region, theme: Theme) -> None:
        tape = story.tape
        left, right = region.panes(1.7, 1, gap=0.6, stacked=(1.7, 1))
        paces = [
            Pace("Adam: √p", tape.adam_paces, 0.5, theme.adam),
            Pace("SGD: p", tape.sgd_paces, 1, theme.gradient_descent),
        ]
        self.chart = PaceChart(story.frequencies, paces, left, theme)
        self.ratio = maths("EE[g] / sqrt(EE[g^2]) = p / sqrt(p) = sqrt(p)", theme.ink)
        self.seats = [word.copy().scale(LABEL / word.font_size) for word in features]
        self.table = PaceTable(self.seats, ("Adam", "√p"), tape.adam_paces, tape.expected_adam_speeds, theme)
        notes = VGroup(self.ratio, VGroup(self.table, *self.seats))
        across = sum(part.width for part in notes) + 0.6 <= right.width
        notes.arrange(RIGHT, buff=0.6) if across else notes.arrange(DOWN, buff=0.55)
        right.place(shrunk(notes, right.width))
        self.looks = len(tape.adam_paces)

    def show(self, look: int) -> None:
        """The speeds as they were at a look."""
        for part in (self.chart, self.table):
            part.show(min(look, self.looks - 1))
