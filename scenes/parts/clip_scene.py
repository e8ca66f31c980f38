"""The scene that every clip of the lesson is: an Explainer with theme, title line, recipe line and drawn captions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from manim import DOWN, LEFT, RIGHT, UL, UP, Animation, FadeIn, FadeOut, Mobject, VGroup, linear
from pydantic import BaseModel

from film.beats import Beat
from film.explainer import Explainer
from film.language import say
from scenes.parts import frame
from scenes.parts.frame import shrunk
from scenes.parts.steps import StepClock
from scenes.parts.theme import THEMES, ThemeName
from scenes.parts.typesetting import CAPTION, SMALL, TITLE, Number, halves, maths, words

STEP_ROOM = 1.0  # frame units: what a recipe's step takes at the largest
_AFTER_COMMA = re.compile(r'(?:(?<=,)|(?<=,")) quad ')


class ClipScene(Explainer):
    """A clip: a simulation's result, told beat by beat.

    Subclasses name the three things that make a clip and tell it in ``construct``, one method per beat, each method a
    ``with self.tell("name-of-the-beat")``.

    Attributes:
        title: what stands at the top left.
        params_model: the clip's parameters; their defaults are the story as it was written.
        simulate: parameters to result.
        script: result to beats.

    Args:
        params: for ``simulate``, if not the defaults.
        result: of the simulation, where it is known already.
    """

    title: ClassVar[str]
    params_model: ClassVar[type[BaseModel]]
    simulate: ClassVar[Callable[[Any], Any]]
    script: ClassVar[Callable[[Any], tuple[Beat, ...]]]

    def __init__(
        self,
        *,
        params: BaseModel | None = None,
        result: Any = None,
        theme: ThemeName = "dark",
        **explainer: Any,
    ) -> None:
        super().__init__(**explainer)
        self.theme = THEMES[theme]
        self.result = result if result is not None else type(self).simulate(params or self.params_model())
        self.beats = {beat.name: beat for beat in type(self).script(self.result)}
        self.clock = StepClock()
        self._caption: Mobject | None = None
        self._recipe: Mobject | None = None
        self._leaving: tuple[Mobject, ...] = ()

    def setup(self) -> None:
        """Lay the ground before the first beat."""
        self.camera.background_color = self.theme.background

    @contextmanager
    def tell(self, name: str) -> Iterator[None]:
        """Film the beat of this name, with the caption that the script found true for this run."""
        with self.beat(self.beats[name]):
            yield

    def show_title(self) -> None:
        """Put the clip's title at the top left."""
        place = frame.heading()
        self.add(place.place(shrunk(words(say(self.title), self.theme.ink, TITLE, "semibold"), place.width), UL))

    def run_to(self, step: float, seconds: float) -> None:
        """Let the clock run to a step at a steady pace; everything that follows it runs along."""
        self.play(self.clock.animate.set_value(step), run_time=seconds, rate_func=linear)

    def show_recipe(self, expression: str, *, steps: bool = True) -> None:
        """Say in one small line under the title what is being run, so that a viewer can redo it.

        Args:
            expression: the landscape and the rates, in Typst's mathematics.
            steps: whether the clock's step runs along at the end of the line.
        """
        whole = f'{expression}, quad "{say("step")}"' if steps else expression
        recipe, place = maths(whole, self.theme.quiet_ink, SMALL), frame.heading().inset(top=0.66)
        room = place.width - (STEP_ROOM if steps else 0)
        line = VGroup(recipe)
        if recipe.width > room and not frame.is_wide():
            rows = [maths(row, self.theme.quiet_ink, SMALL) for row in _in_two(whole)]
            line, recipe = VGroup(*rows).arrange(DOWN, buff=0.12, aligned_edge=LEFT), rows[-1]
            shrunk(line, room)
        place.place(line, UL)
        if steps:
            number = Number("0", self.theme.ink, SMALL).shift(recipe.get_right() + 0.15 * RIGHT)
            number.shift((recipe.baseline - number.baseline) * UP)
            number.add_updater(lambda digits: digits.show(str(self.clock.step)), call_updater=True)
            line.add(number)
        self._replace(self._recipe, line)
        self._recipe = line

    def top_right(self, mobject: Mobject) -> Mobject:
        """Put a formula or a verdict where other films have their readouts, as large as the recipe leaves room."""
        assert self._recipe is not None
        place = frame.readouts().inset(bottom=0.1)
        if not frame.is_narrow():
            recipe_end = float(self._recipe.get_right()[0]) + STEP_ROOM
            place = place.inset(left=recipe_end - place.left)
        shrunk(mobject, place.width, place.height)
        return place.place(mobject, RIGHT)

    def draw_caption(self, caption: str) -> None:
        """Fade the caption of the last beat into this one, at the bottom."""
        place = frame.caption()
        line = place.place(shrunk(words(caption, self.theme.ink, CAPTION), place.width), DOWN)
        self._replace(self._caption, line)
        self._caption = line

    def retire(self, *mobjects: Mobject) -> None:
        """Fade things out together; they follow nothing any more."""
        for mobject in mobjects:
            mobject.clear_updaters()
        self.play(FadeOut(*mobjects), run_time=0.3)

    def settle(self, *mobjects: Mobject) -> None:
        """Bring what follows a tracker to where that has come, and let it stay there."""
        for mobject in mobjects:
            mobject.update().clear_updaters()

    def leave(self, *mobjects: Mobject) -> None:
        """End a picture without clearing the screen: it stands still until the next one comes with ``bring``."""
        for mobject in mobjects:
            mobject.clear_updaters()
        self._leaving = mobjects

    def bring(self, *mobjects: Mobject, along: Sequence[Animation] = (), seconds: float = 0.6) -> None:
        """Fade a picture in while what was left of the last one fades out and other things move along."""
        leaving = [FadeOut(mobject) for mobject in self._leaving]
        self._leaving = ()
        self.play(*leaving, *along, *(FadeIn(mobject) for mobject in mobjects), run_time=seconds)

    def _replace(self, old: Mobject | None, new: Mobject) -> None:
        leaving = [FadeOut(old, run_time=0.25)] if old is not None else []
        self.play(*leaving, FadeIn(new, run_time=0.4))


def _in_two(expression: str) -> list[str]:
    """A list of expressions as two lines that are about equally long; a single expression stays one."""
    return halves(_AFTER_COMMA.split(expression), " quad ")
