"""Pictures full of detail are encoded more finely, from the first on, in the same stream."""

from __future__ import annotations

from dataclasses import replace
from multiprocessing import Semaphore
from pathlib import Path

import av
import numpy as np
import pytest
from manim import LEFT, WHITE, Create, Dot, FadeIn, Line, Scene, Square, VGroup
from reading import decoded

from film import encoding
from film.detail import is_detailed
from film.engine import film_scene
from film.formats import KEYFRAME_SECONDS, MKV, MP4
from film.quality import Quality
from film.repeats import Repeats

SMALL = Quality("small", 320, 180, 15)
COMES, STANDS = 30, 36  # frames: the crowd begins to fade in, the crowd is there


class CrowdComes(Scene):
    def construct(self) -> None:
        self.add(Square().shift(5 * LEFT))
        self.wait(1)
        self.play(Create(Line(stroke_color=WHITE)), run_time=1)
        crowd = VGroup(Dot([x / 4, y / 4, 0], radius=0.06) for x in range(-16, 17) for y in range(-12, 13))
        self.play(FadeIn(crowd), run_time=0.4)
        self.wait(3)
        self.play(crowd.animate.shift(LEFT), run_time=0.4)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("detail") / "film.mp4"
    film_scene(lambda r: CrowdComes(renderer=r), path, SMALL)
    return path


def keyframes(path: Path) -> list[int]:
    with av.open(str(path)) as film:
        packets = [packet for packet in film.demux(video=0) if packet.pts is not None]
    return [number for number, packet in enumerate(packets) if packet.is_keyframe]


def test_a_finer_encoder_takes_over_as_soon_as_a_crowd_can_be_made_out(film: Path) -> None:
    (change,) = (frame for frame in keyframes(film) if frame % (KEYFRAME_SECONDS * SMALL.fps))
    assert COMES < change < STANDS


@pytest.fixture(scope="module")
def lossless(tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    path = tmp_path_factory.mktemp("lossless") / "film.mkv"
    film_scene(lambda r: CrowdComes(renderer=r), path, SMALL, form=MKV)
    return decoded(path, "gray")[STANDS:]


def error(path: Path, lossless: list[np.ndarray]) -> float:
    """Mean square error from when the crowd is there."""
    return float(np.square(np.subtract(decoded(path, "gray")[STANDS:], lossless, dtype=float)).mean())


def test_what_is_full_of_detail_comes_out_truer(film: Path, lossless: list[np.ndarray], tmp_path: Path) -> None:
    usual = tmp_path / "film.mp4"
    film_scene(lambda r: CrowdComes(renderer=r), usual, SMALL, form=replace(MP4, fine_options=MP4.options))
    assert error(film, lossless) < 0.75 * error(usual, lossless)


def test_the_headers_of_both_encoders_are_the_same() -> None:
    headers = []
    assert MP4.fine_options is not None
    for options in (MP4.options, MP4.fine_options):
        encoder = av.CodecContext.create("libx264", "w")
        encoding._set_up(encoder, MP4, SMALL, options)
        encoder.open()
        headers.append(bytes(encoder.extradata or b""))
    assert headers[0] == headers[1] != b""


def test_repeats_after_the_change_are_as_true_as_what_the_encoder_would_have_written(
    film: Path, lossless: list[np.ndarray], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Repeats, "copy", lambda self: None)
    film_scene(lambda r: CrowdComes(renderer=r), tmp_path / "film.mp4", SMALL)
    assert len(decoded(film)) == len(decoded(tmp_path / "film.mp4"))
    # Copies leave out what the encoder would refine at the third look.
    assert error(film, lossless) < 1.01 * error(tmp_path / "film.mp4", lossless)


def test_several_processes_change_at_the_same_picture(film: Path, tmp_path: Path) -> None:
    film_scene(lambda r: CrowdComes(renderer=r), tmp_path / "film.mp4", SMALL, idle=Semaphore(2))
    assert (tmp_path / "film.mp4").read_bytes() == film.read_bytes()


@pytest.mark.parametrize(
    ("contrast", "expected"),
    [(1, False), (3, True), (219, True)],
    ids=["rounding is no detail", "what fades in is", "black and white is"],
)
def test_dots_are_detail_as_soon_as_they_are_more_than_rounding(contrast: int, expected: bool) -> None:
    luma = np.full((270, 480), 16, np.uint8)
    luma[:, ::10] += np.uint8(contrast)
    assert is_detailed(luma) is expected


def test_a_few_edges_are_no_detail() -> None:
    luma = np.zeros((270, 480), np.uint8)
    luma[:, ::60] = 200
    assert not is_detailed(luma)
