"""Clips in a notebook: rendered when they are asked for, played in the page; imports manim only to render."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from multiprocessing import Semaphore
from pathlib import Path
from typing import Any

from film.embed import inline
from film.language import ENGLISH, languages, say, speak
from film.outputs import cache_folder, keep_newest
from film.production import Order
from film.quality import ASPECTS, QUALITIES, WIDESCREEN
from film.rendered import RenderedFilm, read_film
from film.workers import Failure, Outcome, run_jobs
from scenes.catalog import CAPTIONS, CLIPS, THEMES, SceneMaker
from sim.errors import unknown

KEPT = 40  # films, the newest: every clip in two settings and some more; one of a minute takes 5 MB


@dataclass(frozen=True)
class Shown:
    """A film that notebooks play where it stands as the last value of a cell."""

    film: RenderedFilm
    width: str

    def _repr_html_(self) -> str:
        return inline(self.film, self.width)


def show(
    clip: str,
    *,
    quality: str = "standard",
    theme: str = "dark",
    captions: str = "on-screen",
    aspect: str = WIDESCREEN,
    lang: str = ENGLISH,
    width: str = "100%",
    **settings: object,
) -> Shown:
    """Play a clip of the lesson in a notebook: ``show("bias-correction", beta2=0.99)``.

    The newest films are kept in the user's cache and rendered again only if their parameters or the code changed.

    Args:
        quality, theme, captions, aspect, lang: as on the command line.
        width: as CSS has it.
        settings: parameters of the simulation.

    Raises:
        InvalidInput: there is no such clip, quality, theme, language or parameter, or a value is out of bounds.
        RuntimeError: the film could not be made; the message says why.
    """
    for kind, name, known in (
        ("clip", clip, CLIPS),
        ("quality", quality, QUALITIES),
        ("theme", theme, THEMES),
        ("captions", captions, CAPTIONS),
        ("aspect", aspect, ASPECTS),
        ("language", lang, languages()),
    ):
        if name not in known:
            raise unknown(kind, name, known)
    listed = CLIPS[clip]
    params = listed.experiment().Params.from_settings({name: str(value) for name, value in settings.items()})
    speak(lang, clip)
    order = Order(
        name=clip,
        title=say(listed.title),
        make_scene=SceneMaker(listed, params, theme, captions, lang),
        parameters=params.model_dump(),
        quality=QUALITIES[quality].shaped(aspect),
        theme=theme,
        captions=captions,
        sources=tuple(listed.sources(lang)),
        language=lang,
        sentence=say(listed.sentence),
    )
    # Each combination has a folder of its own; a film whose code changed is made anew in its place.
    combination = sha256(repr((params, quality, theme, captions, aspect, lang)).encode()).hexdigest()
    folder = cache_folder() / "films" / f"{clip}-{combination[:12]}"
    if not order.is_done(folder):
        print(f"rendering {clip}, about {listed.seconds} s of film …", flush=True)
        listed.scene()  # imports Manim here once, not each time in the process that renders
        _render(order, folder)
        keep_newest(folder.parent.iterdir(), KEPT)
    return Shown(read_film(folder, clip), width)


def _render(order: Order, folder: Path) -> None:
    outcomes: list[Outcome[dict[str, Any]]] = []
    idle = Semaphore((os.cpu_count() or 1) - 1)
    run_jobs([partial(order.produce, folder, idle=idle)], 1, lambda *_: None, outcomes.append)
    if isinstance(failure := outcomes[0].result, Failure):
        raise RuntimeError(f"{order.name}: {failure.reason}")
