"""A few short films, made by the engine, for tests of what is made from films."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest

from film.beats import Beat
from film.production import Order
from film.quality import Quality

BEATS = (Beat("start", "It starts\nhere & now."), Beat("middle", "It goes on."), Beat("end", "It ends <here>."))


def make_scene(renderer: Any, captions: str) -> Any:
    from manim import RIGHT, Circle

    from film.explainer import Explainer

    class Rolls(Explainer):
        hold = 0.5

        def construct(self) -> None:
            ball = Circle(fill_opacity=1)
            self.add(ball)
            for beat in BEATS:
                with self.beat(beat):
                    self.play(ball.animate.shift(RIGHT), run_time=1)

        def draw_caption(self, caption: str) -> None:
            pass

    return Rolls(renderer=renderer, captions=captions)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two films of the lesson, one that the lesson does not know, and files that are no films."""
    folder = tmp_path_factory.mktemp("out")
    for name, captions in (("another", "none"), ("drawn", "on-screen"), ("rolls", "sidecar")):
        Order(
            name=name,
            title=f"The film “{name}”",
            make_scene=partial(make_scene, captions=captions),
            parameters={"lr": 0.1, "eps": 1e-8},
            quality=Quality("tiny", 320, 180, 10),
            theme="dark",
            captions=captions,
            sources=(Path(__file__),),
            sentence="A <circle> & its “way”, 90% of {it}: [a](b).",
        ).produce(folder, lambda _: None)
    (folder / "numbers.json").write_text('{"losses": [1, 2]}')
    (folder / "broken.json").write_text("{")
    return folder
