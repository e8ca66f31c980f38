"""The engine's films are Manim's, pixel by pixel, and are made of whole seekable parts."""

from __future__ import annotations

import os
from fractions import Fraction
from multiprocessing import Semaphore
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from manim import BLUE, Circle, Scene, Square, tempconfig
from manim.renderer.cairo_renderer import CairoRenderer
from reading import decoded
from scenes_for_engine import SCENES, ShapesThatComeAndGo
from scenes_from_documentation import EXAMPLES

from film import reel
from film.beats import Beat
from film.engine import film_scene
from film.explainer import Explainer
from film.formats import MKV
from film.quality import Quality

TINY = Quality("tiny", 214, 120, 15)  # no multiple of a block


class Stock(CairoRenderer):
    """Manim's own renderer, its frames kept."""

    frames: list[np.ndarray]

    def add_frame(self, frame: np.ndarray, num_frames: int = 1) -> None:
        if not self.skip_animations:
            self.time += num_frames / self.camera.frame_rate
            self.frames += [frame.copy()] * num_frames

    def scene_finished(self, scene: Scene) -> None:
        super().scene_finished(scene)
        if not self.num_plays:
            self.frames.append(self.get_frame())


def stock_frames(make: type[Scene]) -> list[np.ndarray]:
    size = {"pixel_width": TINY.width, "pixel_height": TINY.height, "frame_rate": TINY.fps}
    with tempconfig({**size, "dry_run": True, "disable_caching": True, "progress_bar": "none", "verbosity": "ERROR"}):
        scene = make()
        scene.renderer.__class__ = Stock
        scene.renderer.frames = []
        scene.render()
    return scene.renderer.frames


@pytest.mark.parametrize("make", SCENES + EXAMPLES, ids=lambda scene: scene.__name__)
def test_every_pixel_is_the_one_that_manim_paints(make: type[Scene], tmp_path: Path) -> None:
    footage = film_scene(lambda renderer: make(renderer=renderer), tmp_path / "film.mkv", TINY, form=MKV)
    ours, stock = decoded(tmp_path / "film.mkv", "rgba"), stock_frames(make)
    assert len(ours) == len(stock) == footage.frames
    for number, (one, other) in enumerate(zip(ours, stock, strict=True)):
        off = np.abs(one.astype(int) - other)
        assert off.max() == 0, f"frame {number}: off by up to {off.max()} in {(off.max(axis=2) > 0).sum()} pixels"


def test_a_transparent_background_stays_transparent(tmp_path: Path) -> None:
    with tempconfig({"background_opacity": 0.0}):
        film_scene(lambda r: ShapesThatComeAndGo(renderer=r), tmp_path / "film.mkv", TINY, form=MKV)
        stock = stock_frames(ShapesThatComeAndGo)
    ours = decoded(tmp_path / "film.mkv", "rgba")
    assert ours[0][0, 0, 3] == 0
    assert all((one == other).all() for one, other in zip(ours, stock, strict=True))


class TwoBeats(Explainer):
    def construct(self) -> None:
        ball = Circle(fill_opacity=1)
        self.add(Square(fill_opacity=0.5, color=BLUE), ball)
        for name, x in (("first", 3.0), ("second", -3.0)):
            with self.beat(Beat(name, "Nothing to read.")):
                self.play(ball.animate.set_x(x), run_time=4.5)


@pytest.fixture(scope="module")
def film_of_beats(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[float]]:
    folder = tmp_path_factory.mktemp("beats")
    whole, split = folder / "whole.mp4", folder / "split.mp4"
    footage = film_scene(lambda r: TwoBeats(renderer=r), whole, TINY)
    film_scene(lambda r: TwoBeats(renderer=r), split, TINY, idle=Semaphore(2))
    return whole, split, [span.start for span in footage.timeline]


def test_a_film_made_by_several_processes_is_the_same_file(film_of_beats: tuple[Path, Path, list[float]]) -> None:
    whole, split, _ = film_of_beats
    assert whole.read_bytes() == split.read_bytes()


def test_with_a_core_to_itself_the_process_that_runs_the_scene_films_nothing(
    film_of_beats: tuple[Path, Path, list[float]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    director, part = os.getpid(), reel.Part

    def film(*args: Any, **kwargs: Any) -> Any:
        assert os.getpid() != director
        return part(*args, **kwargs)

    monkeypatch.setattr(reel, "Part", film)
    film_scene(lambda r: TwoBeats(renderer=r), tmp_path / "film.mp4", TINY, idle=Semaphore(1))
    assert (tmp_path / "film.mp4").read_bytes() == film_of_beats[0].read_bytes()


def test_frames_come_at_a_constant_rate_and_every_beat_can_be_sought(
    film_of_beats: tuple[Path, Path, list[float]],
) -> None:
    with av.open(str(film_of_beats[0])) as film:
        stream = film.streams.video[0]
        packets = [packet for packet in film.demux(stream) if packet.pts is not None]
        times = [packet.pts * packet.time_base for packet in packets]
        keys = [float(packet.pts * packet.time_base) for packet in packets if packet.is_keyframe]
        assert stream.average_rate == TINY.fps
    assert times == [Fraction(number, TINY.fps) for number in range(len(times))]
    assert max(np.diff([*keys, float(times[-1])])) <= 5
    assert all(any(abs(start - key) < 1e-6 for key in keys) for start in film_of_beats[2])


def test_the_file_plays_in_browsers_from_its_first_byte(film_of_beats: tuple[Path, Path, list[float]]) -> None:
    content = film_of_beats[0].read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    with av.open(str(film_of_beats[0])) as film:
        codec = film.streams.video[0].codec_context
        assert (codec.name, codec.profile, codec.pix_fmt) == ("h264", "High", "yuv420p")
        assert (codec.colorspace, codec.color_primaries, codec.color_trc, codec.color_range) == (1, 1, 1, 1)
