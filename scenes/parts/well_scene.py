"""A clip with two wells in a hillside: which is which, walkers in them as sand, and what share has left each."""

from __future__ import annotations

from manim import RIGHT, UL, UP, FadeIn, Mobject, VGroup

from film.language import mark, say
from scenes.parts import frame
from scenes.parts.frame import shrunk
from scenes.parts.hill_scene import HillScene
from scenes.parts.hillside import Hillside
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.sand import Sand
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, maths, words
from sim.experiments.checkpoints import WIDE, Result, Shaking

_NUMBERS = 4.9  # frame units at the right of the readouts
_CLEAR = 1.05  # frame units between a tag and the ground: sand lies between


class WellScene(HillScene):
    """Raise the hill of the result's landscape first."""

    result: Result
    tags: VGroup

    def wells_recipe(self, shaking: Shaking) -> None:
        """Set the clock back and say what is run."""
        self.clock.set_value(0)
        self.show_recipe(
            f'f(x) = x^2 \\/ 20 - "{say("two dips")}", quad eta = {shaking.lr:g}, quad sigma = {shaking.noise:g}'
        )

    def pour(self, shaking: Shaking) -> tuple[Sand, VGroup]:
        """Sand in both wells, half in each, and what share of all walkers has left each; both on the clock."""
        sand = Sand(shaking.places.reshape(len(shaking.places), -1), self.hill, self.theme.gradient_descent)
        sand.add_updater(lambda s: s.show(self.clock.now / shaking.every))
        table = left_table(shaking, self.clock, self.theme)
        self.play(FadeIn(sand, table), run_time=0.4)
        return sand, table

    def over_the_wide_well(self, expression: str) -> Mobject:
        """A formula in the sky, clear of the tags, with the noise in the gradient's colour.

        In a square there is room for it only before the numbers.
        """
        formula = maths(expression, self.theme.ink, terms={"noise": self.theme.text_colour(self.theme.gradient)})
        if frame.is_narrow() and not frame.safe_stage().is_upright:
            place = frame.readouts().inset(right=_NUMBERS)
            place.place(shrunk(formula, place.width), UL)
        else:
            self.sky.place(formula, UP).set_x(float(self.hill.rim(float(self.result.minima[WIDE]))[0]))
            if not frame.is_narrow():
                formula.shift(max(self.tags[0].get_right()[0] + 0.4 - formula.get_left()[0], 0) * RIGHT)
        self.play(FadeIn(formula), run_time=0.5)
        return formula


def well_tags(result: Result, hill: Hillside, theme: Theme) -> VGroup:
    """Over the mouth of each well what it is called, how sharp and how deep it is."""
    tags = VGroup()
    texts = mark("sharp: curvature {curvature}\nloss {loss}"), mark("wide: curvature {curvature}\nloss {loss}")
    for text, bottom, curvature, loss in zip(texts, result.minima, result.curvatures, result.losses, strict=True):
        tag = words(say(text, curvature=f"{curvature:.4g}", loss=f"{loss:.4f}"), theme.ink, LABEL)
        tag.set_x(float(hill.rim(float(bottom))[0]))
        ground = hill.highest(tag.get_left()[0], tag.get_right()[0])
        tags.add(tag.shift((ground + _CLEAR - tag.get_bottom()[1]) * UP))
    return tags


def left_table(shaking: Shaking, clock: StepClock, theme: Theme) -> VGroup:
    """What share of all walkers has left each well, on the clock."""
    rows = []
    for name, shares in zip((say("left the sharp well"), say("left the wide well")), shaking.left.T, strict=True):
        row = Readout(name, "0.00%", theme, theme.gradient_descent)
        row.add_updater(
            lambda r, shares=shares: r.show(f"{100 * shares[min(clock.step, len(shares) - 1)]:.2f}%"),
            call_updater=True,
        )
        rows.append(row)
    return readout_rows(rows, "00.00%")
