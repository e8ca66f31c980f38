"""Renders a scene: every frame into a film, or only the frames that somebody asks for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from manim import Scene, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.exceptions import EndSceneEarlyException
from numpy.typing import NDArray

from film.beats import BeatSpan
from film.encoding import Encoder
from film.explainer import Explainer
from film.quality import Quality

MakeScene = Callable[[CairoRenderer], Scene]
Picture = NDArray[np.uint8]  # (height, width, 3), sRGB


@dataclass(frozen=True)
class Footage:
    """What was filmed: the length, the beats, and the picture that stands for the film."""

    frames: int
    fps: int
    timeline: tuple[BeatSpan, ...]
    poster: Picture

    @property
    def duration(self) -> float:
        return self.frames / self.fps


class _FilmRenderer(CairoRenderer):
    """Manim's renderer with the frames handed to ``on_frames`` instead of to files."""

    def __init__(self, on_frames: Callable[[Picture, int], None]) -> None:
        super().__init__()
        self.on_frames = on_frames

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        self.time += num_frames / self.camera.frame_rate
        self.on_frames(frame, num_frames)


class _BlindRenderer(CairoRenderer):
    """Runs every update of a scene without painting; ``on_frames`` hears of the frames that would have been."""

    def __init__(self, on_frames: Callable[[Scene, int], None]) -> None:
        super().__init__()
        self.on_frames = on_frames

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        self._scene = scene
        super().play(scene, *args, **kwargs)

    def update_frame(self, *args: Any, **kwargs: Any) -> None:
        """Paint nothing."""

    def get_frame(self) -> Any:
        return None

    def add_frame(self, frame: Any, num_frames: int = 1) -> None:
        self.time += num_frames / self.camera.frame_rate
        self.on_frames(self._scene, num_frames)


@contextmanager
def _manim_as(quality: Quality) -> Iterator[None]:
    """Manim set to a picture size, quiet, and keeping its files out of the way."""
    with tempfile.TemporaryDirectory(prefix="downslope-") as folder:
        settings = {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.fps,
            "dry_run": True,
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "ERROR",
            "media_dir": folder,
        }
        with tempconfig(settings):
            yield


def paint(scene: Scene) -> Picture:
    """The whole picture of a scene as it stands."""
    assert isinstance(scene.renderer, CairoRenderer)
    camera = scene.renderer.camera
    camera.reset()
    camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    return np.array(camera.pixel_array[..., :3])


def film_scene(
    make_scene: MakeScene, path: Path, quality: Quality, *, on_frame: Callable[[int], None] | None = None
) -> Footage:
    """Render a whole scene into one video file.

    Args:
        path: the file, written where it will be; a caller that wants only complete files gives a temporary name.
        on_frame: called with the number of frames so far.
    """
    posters: dict[str, Picture] = {}
    with _manim_as(quality), Encoder(path, quality) as encoder:

        def write(frame: Picture, repeat: int) -> None:
            encoder.write(frame, repeat)
            if on_frame is not None:
                on_frame(encoder.frames)

        scene = make_scene(_FilmRenderer(write))
        wanted = getattr(scene, "poster_beat", None)
        if isinstance(scene, Explainer) and wanted is not None:
            scene.beat_watchers.append(
                lambda s, span: posters.update({"": paint(s)}) if span.beat.name == wanted else None
            )
        scene.render()
        return Footage(
            frames=encoder.frames,
            fps=quality.fps,
            timeline=tuple(getattr(scene, "timeline", ())),
            poster=posters.get("", paint(scene)),
        )


def beat_frames(
    make_scene: MakeScene, quality: Quality, names: Collection[str] | None = None
) -> list[tuple[BeatSpan, Picture]]:
    """The last frame of each beat, or of the named ones, without painting any other."""
    frames: list[tuple[BeatSpan, Picture]] = []

    def watch(scene: Scene, span: BeatSpan) -> None:
        if names is None or span.beat.name in names:
            frames.append((span, paint(scene)))
            if names is not None and len(frames) == len(names):
                raise EndSceneEarlyException

    walk(make_scene, quality, watch)
    return frames


def frame_at(make_scene: MakeScene, quality: Quality, seconds: float) -> Picture:
    """The frame that is on screen at a time, without painting any other.

    Raises:
        ValueError: the film is shorter than that.
    """
    wanted = int(seconds * quality.fps + 1e-9)
    found: list[Picture] = []
    past = 0

    def look(scene: Scene, frames: int) -> None:
        nonlocal past
        past += frames
        if past > wanted:
            found.append(paint(scene))
            raise EndSceneEarlyException

    with _manim_as(quality):
        make_scene(_BlindRenderer(look)).render()
    if not found:
        raise ValueError(f"the film ends after {past / quality.fps:.2f} s")
    return found[0]


def walk(
    make_scene: MakeScene,
    quality: Quality,
    on_beat: Callable[[Explainer, BeatSpan], None] | None = None,
    *,
    every: float | None = None,
    on_sample: Callable[[Scene, float], None] | None = None,
) -> tuple[BeatSpan, ...]:
    """Run a scene without painting it.

    Args:
        on_beat: called at the last frame of every beat.
        every, on_sample: ``on_sample`` is called with the scene and the time about every so many seconds.
    """
    past, next_sample = 0, 0.0

    def look(scene: Scene, frames: int) -> None:
        nonlocal past, next_sample
        past += frames
        if on_sample is not None and every is not None and past / quality.fps >= next_sample:
            on_sample(scene, past / quality.fps)
            next_sample = past / quality.fps + every

    with _manim_as(quality):
        scene = make_scene(_BlindRenderer(look))
        if on_beat is not None and isinstance(scene, Explainer):
            scene.beat_watchers.append(on_beat)
        scene.render()
    return tuple(getattr(scene, "timeline", ()))
