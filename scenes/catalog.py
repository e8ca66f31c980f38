"""The lesson: every clip's name, title, section and one sentence, and where to load it from; imports no manim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from film.beats import Beat
from film.language import ENGLISH, file_of, speak

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Clip:
    """One film of the lesson.

    Attributes:
        name: kebab-case, as typed on the command line; its modules have the same name in snake_case.
        title: what the film is called on screen and in the list.
        section: the section of the intuition guide that it tells.
        sentence: what a viewer takes away.
        seconds: how long the film is with its default parameters, to a few seconds.
        quotes: names of the clips whose runs it shows as well.
    """

    name: str
    title: str
    section: str
    sentence: str
    seconds: int
    quotes: tuple[str, ...] = ()

    @property
    def module(self) -> str:
        return self.name.replace("-", "_")

    @property
    def scene_name(self) -> str:
        return "".join(word.capitalize() for word in self.name.split("-"))

    def experiment(self) -> ModuleType:
        """The module with this clip's ``Params`` and ``simulate``."""
        return import_module(f"sim.experiments.{self.module}")

    def result(self, params: Any) -> Any:
        """What the clip's simulation gives for these parameters."""
        from scenes.results import result_of  # noqa: PLC0415  # needs NumPy, which listing the lesson does not

        return result_of(self.experiment(), params)

    def script(self) -> ModuleType:
        """The module whose ``beats(result)`` gives this clip's beats; imports no manim."""
        return import_module(f"scenes.scripts.{self.module}")

    def scene(self) -> type:
        """The clip's scene class; this imports manim."""
        return getattr(import_module(f"scenes.{self.module}"), self.scene_name)

    def beats(self, params: Any, language: str = ENGLISH) -> tuple[Beat, ...]:
        """The clip's beats for these parameters, with captions in a language."""
        result = self.result(params)
        speak(language, self.name)
        return tuple(self.script().beats(result))

    def sources(self, language: str = ENGLISH) -> Iterator[Path]:
        """The files that this film depends on: all code but that of clips that it does not quote, and its language.

        What makes decks, pages and snippets of finished films, each a package inside ``film``, is no part of it.
        """
        if language != ENGLISH:
            yield file_of(language)
        others = {clip.module for clip in LESSON if clip.name not in self.quotes} - {self.module}
        for files in ("sim/**/*.py", "film/*.py", "scenes/**/*.py"):
            yield from (file for file in _ROOT.glob(files) if file.stem not in others)


@dataclass(frozen=True)
class SceneMaker:
    """Makes a clip's scene for a renderer, in whichever process that is.

    Attributes:
        params: an instance of the clip's ``Params``.
        captions: ``"on-screen"``, ``"sidecar"`` or ``"none"``.
        language: that the film speaks.
    """

    clip: Clip
    params: Any
    theme: str
    captions: str
    language: str = ENGLISH

    def __call__(self, renderer: Any) -> Any:
        speak(self.language, self.clip.name)
        return self.clip.scene()(
            renderer=renderer, result=self.clip.result(self.params), theme=self.theme, captions=self.captions
        )


THEMES = ("dark", "light")
CAPTIONS = ("on-screen", "sidecar", "none")
TITLE = "Downslope: how optimizers find their way"

LESSON = (
    Clip(
        name="blindfolded-hiker",
        title="The blindfolded hiker",
        section="The Core Problem",
        sentence="We feel the slope underfoot, never the map; the slope is only true nearby.",
        seconds=60,
    ),
    Clip(
        name="ball-on-hill",
        title="A ball on a hill",
        section="Mental Model 1",
        sentence="Momentum rolls through the dip that stops plain gradient descent; "
        "too much of it flies past the valley.",
        seconds=75,
    ),
    Clip(
        name="skeptical-navigator",
        title="The skeptical navigator",
        section="Mental Model 2",
        sentence="Adam's step is direction times agreement: sure gradients full steps, noisy ones small steps.",
        seconds=64,
    ),
    Clip(
        name="learning-rate-story",
        title="The learning rate story",
        section="Mental Model 3",
        sentence="One rate for all is set by the steepest road; Adam gives every parameter its own, along the axes.",
        seconds=70,
    ),
    Clip(
        name="oscillating-valley",
        title="The oscillating valley",
        section="The Oscillation Problem",
        sentence="Across the valley the pushes cancel, along it they add up.",
        seconds=68,
    ),
    Clip(
        name="averaging-out",
        title="Momentum averages out",
        section="Momentum Averages Out",
        sentence="[+1, −0.5], [−1, −0.5], …: the average points to the goal.",
        seconds=64,
    ),
    Clip(
        name="rare-features",
        title="Frequent and rare features",
        section="The Feature Learning Problem",
        sentence="SGD learns a feature at the pace p at which it appears; Adam's division by √v makes it √p.",
        seconds=62,
    ),
    Clip(
        name="bias-correction",
        title="The bias-correction mystery",
        section="The Bias Correction Mystery",
        sentence="The averages start at zero; dividing by 1 − βᵗ takes the zero out again.",
        seconds=81,
    ),
    Clip(
        name="when-to-use-what",
        title="When to use what",
        section="When to Use What",
        sentence="No optimizer wins everywhere; each wins where its assumption holds.",
        seconds=61,
        quotes=("oscillating-valley", "learning-rate-story", "rare-features"),
    ),
    Clip(
        name="learning-rate",
        title="The learning rate",
        section="Hyperparameters: Learning Rate",
        sentence="Below 2/L it converges, above it explodes, and the best is near the edge.",
        seconds=65,
    ),
    Clip(
        name="momentum-memory",
        title="Momentum is memory",
        section="Hyperparameters: Momentum",
        sentence="More memory is smoother and later.",
        seconds=65,
    ),
    Clip(
        name="second-moment-memory",
        title="The memory of size",
        section="Hyperparameters: Second Moment",
        sentence="β₂ is how long a shock is remembered.",
        seconds=58,
    ),
    Clip(
        name="epsilon",
        title="Epsilon",
        section="Hyperparameters: Epsilon",
        sentence="ε is the gradient size below which Adam stops adapting.",
        seconds=55,
    ),
    Clip(
        name="forgotten-zero-grad",
        title="The forgotten zero_grad",
        section="Mistake: Not zeroing gradients",
        sentence="Gradients that are never zeroed are momentum 1.0: a swing without friction.",
        seconds=71,
    ),
    Clip(
        name="wrong-learning-rate",
        title="The wrong learning rate",
        section="Mistake: Wrong learning rate",
        sentence="A learning rate means something else to each optimizer.",
        seconds=53,
    ),
    Clip(
        name="weight-decay",
        title="L2 in Adam is not weight decay",
        section="Mistake: Forgetting weight decay with Adam",
        sentence="In Adam, L2 shrinks the quiet weights and spares the loud ones; AdamW shrinks all alike.",
        seconds=57,
    ),
    Clip(
        name="checkpoints",
        title="Checkpoints",
        section="Intuition Checkpoints",
        sentence="Four questions, time to think, the answer as a picture from its film.",
        seconds=88,
        quotes=(
            "averaging-out",
            "oscillating-valley",
            "momentum-memory",
            "learning-rate-story",
            "bias-correction",
            "rare-features",
            "when-to-use-what",
        ),
    ),
)

CLIPS = {clip.name: clip for clip in LESSON}
