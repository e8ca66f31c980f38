"""Two results of the clip on choosing an optimizer: a task on which tuning makes a tie, and one that was built."""

from __future__ import annotations

from manim import VGroup

from film.language import mark, say
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL
from sim.experiments.when_to_use_what import BuiltData, Tuning


def two_results(tuned: Tuning, built: BuiltData, region: Region, theme: Theme) -> VGroup:
    """Beside each other, in a narrow frame under each other, a row for each method."""
    facts = (
        (mark("tuned: loss, {name}"), [f"{loss:.3f}" for loss in (tuned.best_sgd, tuned.best_adam)]),
        (mark("built data: right, {name}"), [f"{100 * fit.test_accuracy:.4g}%" for fit in (built.sgd, built.adam)]),
    )
    methods = (say("SGD + momentum"), theme.momentum), ("Adam", theme.adam)
    blocks = VGroup()
    for (what, texts), column in zip(facts, region.panes(1, 1, gap=0.6), strict=True):
        rows = [
            Readout(say(what, name=name), text, theme, colour, LABEL)
            for text, (name, colour) in zip(texts, methods, strict=True)
        ]
        blocks.add(readout_rows(rows, max(texts, key=len), column))
    return blocks
