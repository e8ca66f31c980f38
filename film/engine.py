"""Renders a scene: every frame into a film, or only the frames that somebody asks for."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from multiprocessing.synchronize import Semaphore
from pathlib import Path

import numpy as np
from manim import Mobject, Scene, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.exceptions import EndSceneEarlyException
from numpy.typing import NDArray

from film import inside_manim
from film.beats import Beat, BeatSpan
from film.conversion import straight
from film.drawings import Box, Drawing, Lens, Sketchbook
from film.explainer import Explainer
from film.formats import MP4, Format
from film.inlay import Inlay
from film.inside_manim import Renderer
from film.outputs import cache_folder
from film.quality import WIDESCREEN, Quality
from film.reel import Reel
from film.screen import Pixels, Screen

_SELDOM = (50_000, 20, 50)
MakeScene = Callable[[CairoRenderer], Scene]
MakeInlay = Callable[[Sequence[BeatSpan], Sequence[BeatSpan]], Inlay]
Picture = NDArray[np.uint8]  # (height, width, 3), sRGB, or 4 if the background is transparent


@dataclass(frozen=True)
class Footage:
    """What was filmed: the length, the beats, and the picture that stands for the film.

    Attributes:
        timeline: the beats of an Explainer; of other scenes Manim's sections, which have no captions.
        captions: what is said when: the beats' captions, or Manim's subcaptions.
        is_silenced: the scene plays sounds, which are not in the film.
    """

    frames: int
    fps: int
    timeline: tuple[BeatSpan, ...]
    captions: tuple[BeatSpan, ...]
    poster: Picture
    is_silenced: bool

    @property
    def duration(self) -> float:
        return self.frames / self.fps


class _FilmRenderer(Renderer):
    """Films a scene onto a reel: paints only what changes of vectorized mobjects, and lets Manim paint all else."""

    def __init__(self, reel: Reel) -> None:
        super().__init__()
        self._reel = reel
        self._sketches = Sketchbook()
        self._still: list[Drawing] | None = []  # what holds still in this play; None if Manim had to paint it
        self._base: Pixels | None = None  # the same as a picture, where that is needed
        self._still_lens = self._lens()
        self._background = inside_manim.background_of(self.camera)
        self.sections: list[tuple[str, int]] = []  # Manim's, each with its first frame

    def begin_section(self, name: str) -> None:
        self._reel.cut()
        self.sections.append((name, self._reel.frames))

    def hold_still(self, scene: Scene, mobjects: list[Mobject]) -> None:
        self._base, self._still_lens, self._background = None, self._lens(), inside_manim.background_of(self.camera)
        self._still = self._draw(mobjects)
        if self._still is None:
            self._base = inside_manim.painted_over(self._background, self.camera, mobjects)

    def show(self, scene: Scene, mobjects: list[Mobject], frames: int) -> None:
        self._reel.show(lambda screen: self._put(screen, mobjects), frames)

    def _put(self, screen: Screen, mobjects: list[Mobject]) -> Sequence[Box]:
        lens = self._lens()
        screen.backdrop = inside_manim.background_of(self.camera)
        background = self._background if self._still else inside_manim.background_of(self.camera)
        if self._still is not None and (not self._still or lens == self._still_lens):
            moving = self._draw(mobjects)
            if moving is not None:
                return screen.show(self._still + moving, lens, background)
        if self._base is None:
            still = Screen(screen.width, screen.height)
            still.show(self._still or [], self._still_lens, background)
            self._base = still.pixels
        return screen.copy(inside_manim.painted_over(self._base, self.camera, mobjects))

    def _draw(self, mobjects: list[Mobject]) -> list[Drawing] | None:
        """What the camera would paint; None if it paints in a way of its own or other things than paths."""
        if not inside_manim.is_plain(self.camera):
            return None
        shown = inside_manim.displayed(self.camera, mobjects)
        if not all(inside_manim.is_vectorized(mobject) for mobject in shown):
            return None
        return self._sketches.draw(shown, self._lens())

    def _lens(self) -> Lens:
        camera = self.camera
        return Lens(
            inside_manim.matrix_of(camera), camera.cairo_line_width_multiple, camera.pixel_width, camera.pixel_height
        )


class _BlindRenderer(Renderer):
    """Runs every update of a scene without painting; ``on_frames`` hears of the frames that would have been."""

    def __init__(self, on_frames: Callable[[Scene, int], None]) -> None:
        super().__init__()
        self._on_frames = on_frames

    def hold_still(self, scene: Scene, mobjects: list[Mobject]) -> None:
        """Nothing holds still for somebody who does not look."""

    def show(self, scene: Scene, mobjects: list[Mobject], frames: int) -> None:
        self._on_frames(scene, frames)


@contextmanager
def _manim_as(quality: Quality, *, is_transparent: bool = False) -> Iterator[None]:
    """Manim set to a picture size, quiet, and keeping its files out of the way."""
    with tempfile.TemporaryDirectory(prefix="downslope-") as folder:
        settings = {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.fps,
            **({"background_opacity": 0.0} if is_transparent else {}),
            **_frame_units(quality),
            "dry_run": True,
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "ERROR",
            "media_dir": folder,
        }
        with tempconfig(settings), inside_manim.quickened(cache_folder()), _collecting_seldom():
            yield


def _frame_units(quality: Quality) -> dict[str, float]:
    """How many units the frame measures, where that is not what Manim takes for granted."""
    if quality.aspect == WIDESCREEN:
        return {}
    return {"frame_height": quality.frame_height, "frame_width": quality.frame_height * quality.width / quality.height}


@contextmanager
def _collecting_seldom() -> Iterator[None]:
    """Let Python's collector of cycles alone with what was imported, and look for new garbage seldom.

    A picture makes tens of thousands of short lists of coordinates, each freed at once. By default every seven hundred
    of them start a collection, and time and again one that goes through all modules and mobjects: half of a film.
    """
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def paint(scene: Scene, *, is_transparent: bool = False) -> Picture:
    """The whole picture of a scene as it stands, with its opacity if the background is not there."""
    assert isinstance(scene.renderer, CairoRenderer)
    camera = scene.renderer.camera
    camera.reset()
    camera.capture_mobjects([*scene.mobjects, *scene.foreground_mobjects])
    if is_transparent:
        return straight(np.asarray(camera.pixel_array, np.uint8), inside_manim.background_of(camera))
    return np.array(camera.pixel_array[..., :3])


def film_scene(
    make_scene: MakeScene,
    path: Path,
    quality: Quality,
    *,
    form: Format = MP4,
    stride: int = 1,
    is_transparent: bool = False,
    idle: Semaphore | None = None,
    on_frame: Callable[[int], None] | None = None,
    inlay: MakeInlay | None = None,
) -> Footage:
    """Render a whole scene into one video file.

    Args:
        path: the file, written where it will be; a caller that wants only complete files gives a temporary name.
        stride: only every so manieth frame is painted and written.
        is_transparent: the background is not painted.
        idle: a permit for each core that has nothing to do; parts of the film are rendered there.
        on_frame: called with the number of frames so far.
        inlay: what the file shall hold beside the pictures, from the scene's beats and captions.
    """
    posters: list[Picture] = []
    reel = Reel(path, form, quality, idle, on_frame, stride=stride, is_transparent=is_transparent)
    with _manim_as(quality, is_transparent=is_transparent), reel:
        scene = make_scene(renderer := _FilmRenderer(reel))
        if isinstance(scene, Explainer):

            def end_beat(explainer: Explainer, span: BeatSpan) -> None:
                if explainer.poster_beat in (None, span.beat.name):
                    posters[:] = [paint(explainer, is_transparent=is_transparent)]
                reel.cut()  # a deck goes on from there, whatever the film does before the next beat

            scene.beat_watchers.append(end_beat)
        scene.render()
        timeline, captions = _told(scene, [*renderer.sections, ("", reel.frames)], quality.fps)
        if inlay is not None:
            reel.inlay = inlay(timeline, captions)
        return Footage(
            frames=reel.frames,
            fps=quality.fps,
            timeline=timeline,
            captions=captions,
            poster=posters[0] if posters else paint(scene, is_transparent=is_transparent),
            is_silenced=inside_manim.has_sound(scene),
        )


def _told(
    scene: Scene, sections: Sequence[tuple[str, int]], fps: int
) -> tuple[tuple[BeatSpan, ...], tuple[BeatSpan, ...]]:
    """The timeline of a scene and what it says; of other scenes than ours, what Manim knows of them.

    Args:
        sections: each with its first frame, and at the last one the end of the film; one section is no section.
    """
    if isinstance(scene, Explainer):
        return tuple(scene.timeline), tuple(scene.timeline)
    spans = tuple(BeatSpan(Beat(name, ""), start / fps, end / fps) for (name, start), (_, end) in pairwise(sections))
    said = enumerate(inside_manim.subcaptions_of(scene), start=1)
    captions = tuple(BeatSpan(Beat(f"{number}", text), start, end) for number, (start, end, text) in said)
    return spans if len(spans) > 1 else (), captions


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
        if past > wanted and not found:  # a scene that ends in its first play shows itself once more
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
