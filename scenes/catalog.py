"""The lesson: every clip's name, title, section and one sentence, and where to load it from; imports no manim."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True)
class Clip:
    """One film of the lesson.

    Attributes:
        name: kebab-case, as typed on the command line; its modules have the same name in snake_case.
        title: what the film is called on screen and in the list.
        section: the section of the intuition guide that it tells.
        sentence: what a viewer takes away.
    """

    name: str
    title: str
    section: str
    sentence: str

    @property
    def module(self) -> str:
        return self.name.replace("-", "_")

    @property
    def scene_name(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("-"))

    def experiment(self) -> ModuleType:
        """The module with this clip's ``Params`` and ``simulate``."""
        return import_module(f"sim.experiments.{self.module}")

    def script(self) -> ModuleType:
        """The module whose ``beats(result)`` gives this clip's beats; imports no manim."""
        return import_module(f"scenes.scripts.{self.module}")

    def scene(self) -> type:
        """The clip's scene class; this imports manim."""
        return getattr(import_module(f"scenes.{self.module}"), self.scene_name)


LESSON = (
    Clip(
        name="ball-on-hill",
        title="A ball on a hill",
        section="Mental Model 1",
        sentence="Momentum rolls through the dip that stops plain gradient descent; "
        "too much of it flies past the valley.",
    ),
    Clip(
        name="oscillating-valley",
        title="The oscillating valley",
        section="The Oscillation Problem",
        sentence="Across the valley the pushes cancel, along it they add up.",
    ),
    Clip(
        name="bias-correction",
        title="The bias-correction mystery",
        section="The Bias Correction Mystery",
        sentence="The averages start at zero; dividing by 1 − βᵗ takes the zero out again.",
    ),
)

CLIPS = {clip.name: clip for clip in LESSON}
