"""Where a frame's time goes: CPU-milliseconds a frame in each stage of the engine, one process, no other profiler.

python -m benchmarks.profile_frame ball-on-hill
"""

from __future__ import annotations

import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
from manim import Animation, Scene, SVGMobject

from film import conversion, encoding, engine, ground, screen
from film.quality import QUALITIES
from scenes.catalog import CLIPS, SceneMaker

# Each stage with what it is done by; time spent in another stage on the way counts there.
STAGES: dict[str, Sequence[tuple[Any, str]]] = {
    "Manim: animations": [(Animation, "begin"), (Animation, "interpolate")],
    "Manim: updaters": [(Scene, "update_mobjects")],
    "texts and formulas": [(SVGMobject, "__init__")],
    "what the picture is made of": [(engine._FilmRenderer, "_draw")],
    "what changed in it": [(screen, "changed_boxes")],
    "what stands still": [(ground.Ground, "settle")],
    "painting": [(screen.Screen, "_repaint")],
    "conversion to YUV": [(conversion.Yuv, "update")],
    "encoding": [(encoding.Part, "write"), (encoding.Part, "close")],
    "joining the parts": [(encoding, "join")],
}
REST = "everything else of Manim and the scene"


class Stopwatch:
    """CPU time by stage, each moment counted once, for the innermost stage that is at work."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._stack = [REST]
        self._since = time.process_time()

    def _turn(self) -> None:
        now = time.process_time()
        self.seconds[self._stack[-1]] += now - self._since
        self._since = now

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def measured(*args: Any, **kwargs: Any) -> Any:
            if self._stack[-1] == stage:
                return function(*args, **kwargs)
            self._turn()
            self._stack.append(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn()
                self._stack.pop()

        return measured

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Measure every stage; afterwards everything is as it was."""
        originals = []
        for stage, places in STAGES.items():
            for owner, name in places:
                originals.append((owner, name, getattr(owner, name)))
                setattr(owner, name, self.timed(stage, getattr(owner, name)))
        try:
            yield
            self._turn()
        finally:
            for owner, name, original in originals:
                setattr(owner, name, original)


@click.command()
@click.argument("name", type=click.Choice(list(CLIPS)))
@click.option("-q", "--quality", type=click.Choice(list(QUALITIES)), default="high", show_default=True)
def main(name: str, quality: str) -> None:
    """Film a clip with its default parameters and say where the time went."""
    clip = CLIPS[name]
    make = SceneMaker(clip, clip.experiment().Params(), "dark", "on-screen")
    clip.scene()
    watch = Stopwatch()
    with tempfile.TemporaryDirectory() as folder, watch.watching():
        footage = engine.film_scene(make, Path(folder) / "film.mp4", QUALITIES[quality])
    whole = sum(watch.seconds.values())
    click.echo(f"{name}: {footage.frames} frames, {1000 * whole / footage.frames:.2f} CPU-ms/frame")
    for stage, seconds in sorted(watch.seconds.items(), key=lambda row: -row[1]):
        click.echo(f"{1000 * seconds / footage.frames:8.2f} ms {100 * seconds / whole:5.1f} %  {stage}")


if __name__ == "__main__":
    main()
