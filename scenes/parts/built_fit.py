"""Data that were built so that the rules differ: a part of them as a grid, and what a rule makes of them."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, UP, VGroup

from film.language import mark, say
from scenes.parts import frame
from scenes.parts.feature_grid import FeatureGrid
from scenes.parts.frame import Region, shrunk
from scenes.parts.kind_bars import KindBars
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, words, wrapped
from sim.experiments.when_to_use_what import PRIVATE, BuiltData, Fit

_KINDS = (mark("label"), "1", "1", mark("own +"), mark("own −"))
_SHOWN = 14  # examples that can be told apart


def built_grid(built: BuiltData, region: Region, theme: Theme) -> VGroup:
    """A few of the examples with the features that they have, the positive ones on top."""
    name = wrapped(say("a row each: label, 1, 1, its own"), theme.quiet_ink, LABEL, region.width)
    top = 0.5 + 0.4 * name.text.count("\n")
    head, body = region.inset(bottom=region.height - top), region.inset(top=top)
    order = np.argsort(-built.labels, kind="stable")[:: len(built.labels) // _SHOWN][:_SHOWN]
    private = (3 + PRIVATE * order[:, None] + np.arange(PRIVATE)).ravel()
    entries = np.hstack([built.inputs[order, :3], built.inputs[np.ix_(order, private)]])
    return VGroup(FeatureGrid(entries, (3, 6), (theme.ink, theme.crest), body, theme), head.place(name, LEFT))


class BuiltFit(VGroup):
    """The weights of a rule as they grow, and the score that they give to a new negative example.

    Args:
        reach: the largest weight that fits.

    Attributes:
        verdict: whether that is right, and how often the rule is; not shown until it is added.
    """

    def __init__(self, name: str, fit: Fit, colour: str, *, reach: float, region: Region, theme: Theme) -> None:
        self._fit = fit
        bars, side = region.split(2.3 if frame.is_wide() else 2.1, 1, gap=0.3)
        self._bars = KindBars(
            say("{name}: weights", name=name),
            [kind if kind == "1" else say(kind) for kind in _KINDS],
            fit.run.positions,
            colour,
            reach=reach,
            region=bars,
            theme=theme,
        )
        self._score = Number("+0.0000", theme.ink, 1.3 * READOUT, anchor="middle")
        caption = words(say("a new −1 scores"), theme.quiet_ink, LABEL)
        shrunk(caption, side.width)
        side.place(VGroup(caption, self._score).arrange(DOWN, buff=0.2), UP)
        wrong = bool(fit.scores[-1, 1] >= 0)
        self.verdict = words(
            say(
                mark("wrong\ntrain {train}%\ntest {test}%") if wrong else mark("right\ntrain {train}%\ntest {test}%"),
                train=f"{100 * fit.train_accuracy:.4g}",
                test=f"{100 * fit.test_accuracy:.4g}",
            ),
            theme.ink if wrong else theme.text_colour(theme.target),
            LABEL,
            "semibold",
        )
        side.place(self.verdict, DOWN)
        super().__init__(self._bars, caption, self._score)
        self.show(0)

    def show(self, share: float) -> BuiltFit:
        """The run when a share of the time is over, each second a fixed factor more of it than the one before."""
        step = round(len(self._fit.losses) ** min(share, 1.0)) - 1
        self._bars.show(step)
        self._score.show(f"{self._fit.scores[step, 1]:+.4f}")
        return self
