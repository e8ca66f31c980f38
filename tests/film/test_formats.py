"""Every kind of file holds the whole film, and films with a transparent background hold nothing where nothing is."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Page

import render
from film.beats import Beat
from film.formats import FORMATS, GIF, WEBP
from film.production import Order
from film.quality import QUALITIES, Quality

TINY = Quality("tiny", 160, 90, 30)
CODECS = {
    "mp4": ("h264", "yuv420p"),
    "webm": ("vp9", "yuv420p"),
    "mov": ("prores", "yuva444p10le"),
    "mkv": ("ffv1", "bgra"),
}
INSIDE, BESIDE = (45, 20), (45, 140)  # pixels of the first picture: row and column


def make_scene(renderer: Any) -> Any:
    from manim import LEFT, RIGHT, Square

    from film.explainer import Explainer

    class Slides(Explainer):
        hold = 0.5

        def construct(self) -> None:
            self.camera.background_color = "#102030"
            square = Square(3, stroke_width=0, fill_color="#E0A020", fill_opacity=1).move_to(5.3 * LEFT)
            faint = Square(1.5, stroke_width=0, fill_color="#FFFFFF", fill_opacity=0.5)
            self.add(square, faint)
            with self.beat(Beat("stay", "Here.")):
                self.wait(0.5)
            with self.beat(Beat("slide", "And there.")):
                self.play(square.animate.shift(10 * RIGHT), run_time=1)

        def draw_caption(self, caption: str) -> None:
            pass

    return Slides(renderer=renderer)


ORDER = Order("slides", "Slides", make_scene, {}, TINY, "dark", "on-screen", (), formats=tuple(FORMATS))


@pytest.fixture(scope="module")
def opaque(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("opaque")
    ORDER.produce(folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def transparent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("transparent")
    formats = tuple(name for name in FORMATS if name != "mp4")
    replace(ORDER, formats=formats, is_transparent=True).produce(folder, lambda _: None)
    return folder


def told(folder: Path) -> Any:
    return json.loads((folder / "slides.json").read_text(encoding="utf-8"))


def lossless(folder: Path) -> list[NDArray[np.uint8]]:
    """Every frame of the film, RGBA."""
    with av.open(str(folder / "slides.mkv")) as film:
        return [frame.to_ndarray(format="rgba") for frame in film.decode(video=0)]


def moving(path: Path) -> list[tuple[NDArray[np.uint8], int]]:
    """The pictures of a GIF or WebP, RGBA, each with the milliseconds that it stays."""
    with Image.open(path) as picture:
        stills = []
        for place in range(picture.n_frames):
            picture.seek(place)
            picture.load()
            stills.append((np.asarray(picture.convert("RGBA")), int(picture.info["duration"])))
        return stills


@pytest.mark.parametrize("name", CODECS)
def test_a_video_has_every_frame_at_its_time_in_the_colours_of_hdtv(opaque: Path, name: str) -> None:
    with av.open(str(opaque / f"slides.{name}")) as film:
        stream = film.streams.video[0]
        times = [frame.time for frame in film.decode(stream)]
        codec, pixel_format = CODECS[name]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == (codec, pixel_format)
        assert (stream.width, stream.height, stream.average_rate) == (TINY.width, TINY.height, TINY.fps)
        if name != "mkv":  # which holds RGB
            tags = stream.codec_context
            assert (tags.colorspace, tags.color_primaries, tags.color_trc, tags.color_range) == (1, 1, 1, 1)
        # Matroska counts milliseconds.
        assert times == pytest.approx([place / TINY.fps for place in range(told(opaque)["frames"])], abs=6e-4)
        assert film.duration / av.time_base == pytest.approx(told(opaque)["duration"], abs=2e-3)


@pytest.mark.parametrize("name", ["webm", "mov"])
def test_a_video_shows_what_the_lossless_film_shows(opaque: Path, name: str) -> None:
    """On average to a level and a half of 255; one is what limited range costs."""
    with av.open(str(opaque / f"slides.{name}")) as film:
        for shown, exact in zip(film.decode(video=0), lossless(opaque), strict=True):
            assert np.abs(shown.to_ndarray(format="rgb24").astype(int) - exact[..., :3]).mean() < 1.5


@pytest.mark.parametrize("form", [GIF, WEBP], ids=lambda form: form.name)
def test_a_moving_picture_lasts_as_long_as_the_film_and_shows_it_at_every_moment(opaque: Path, form: Any) -> None:
    stills, frames = moving(opaque / f"slides.{form.name}"), lossless(opaque)
    assert sum(lasts for _, lasts in stills) == pytest.approx(1000 * told(opaque)["duration"], abs=5)
    # Colours: 255 serve the few of this scene and their edges; WebP is lossless.
    bound, time = (8 if form is GIF else 0), 0
    for pixels, lasts in stills:
        exact = frames[round((time + 1) / 1000 * TINY.fps) // 2 * 2]  # of thirty frames a second, every second one
        assert np.abs(pixels[..., :3].astype(int) - exact[..., :3]).max() <= bound
        time += lasts


@pytest.mark.parametrize("form", [GIF, WEBP], ids=lambda form: form.name)
def test_a_picture_that_stays_is_stored_once(opaque: Path, form: Any) -> None:
    assert len(moving(opaque / f"slides.{form.name}")) <= 2 + 15  # before, in and after a second of motion


def test_a_moving_picture_goes_on_without_end(opaque: Path) -> None:
    for name in ("gif", "webp"):
        with Image.open(opaque / f"slides.{name}") as picture:
            assert picture.info["loop"] == 0


@pytest.mark.parametrize("quality", QUALITIES.values(), ids=str)
@pytest.mark.parametrize("aspect", ["16:9", "9:16"])
def test_a_moving_picture_is_small_and_slow_and_takes_frames_at_even_distances(quality: Quality, aspect: str) -> None:
    wanted = quality.shaped(aspect)
    small = GIF.quality(wanted)
    assert max(small.width, small.height) <= 960
    assert small.fps <= 15 and wanted.fps % small.fps == 0
    assert small.width / small.height == pytest.approx(wanted.width / wanted.height, rel=0.005)


def opened(path: Path) -> NDArray[np.uint8]:
    """The first picture of a file, RGBA, decoded by something that knows of its opacity."""
    if path.suffix in (".gif", ".webp"):
        return moving(path)[0][0]
    with av.open(str(path)) as film:
        if path.suffix != ".webm":
            return next(film.decode(video=0)).to_ndarray(format="rgba")
        decoder = av.CodecContext.create("libvpx-vp9", "r")  # FFmpeg's own passes the opacity over
        frames = (frame for packet in film.demux(video=0) for frame in decoder.decode(packet))
        return next(frames).to_ndarray(format="rgba")


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].has_alpha])
def test_where_nothing_is_drawn_nothing_is(transparent: Path, name: str) -> None:
    pixels = opened(transparent / f"slides.{name}")
    assert pixels[BESIDE][3] == 0
    assert pixels[INSIDE].astype(int) == pytest.approx([0xE0, 0xA0, 0x20, 255], abs=4)
    if name != "gif":  # which knows only all and nothing
        assert int(pixels[45, 80][3]) == pytest.approx(128, abs=3)
        assert pixels[45, 80][:3].astype(int) == pytest.approx(
            [255, 255, 255], abs=4
        )  # not the background's colour mixed in
    assert told(transparent)["transparent"]


def test_the_poster_of_a_transparent_film_is_transparent(transparent: Path) -> None:
    with Image.open(transparent / "slides.png") as poster:
        assert poster.mode == "RGBA"
        assert poster.getpixel((0, 0))[3] == 0


def test_a_browser_lays_the_film_over_its_page(
    transparent: Path, tmp_path: Path, open_page: Callable[..., Page]
) -> None:
    film = b64encode((transparent / "slides.webm").read_bytes()).decode()
    page = tmp_path / "page.html"
    page.write_text(f'<body><video src="data:video/webm;base64,{film}" muted></video></body>')
    pixels = open_page(page).evaluate(
        """async ([inside, beside]) => {
          const video = document.querySelector("video");
          const canvas = document.createElement("canvas");
          const context = canvas.getContext("2d");
          const seen = ([y, x]) => [...context.getImageData(x, y, 1, 1).data];
          // A picture that is loaded is not yet one that can be drawn.
          for (let turn = 0; turn < 200; turn++) {
            canvas.width = video.videoWidth || 1; canvas.height = video.videoHeight || 1;
            context.fillStyle = "rgb(0, 255, 0)";
            context.fillRect(0, 0, canvas.width, canvas.height);
            context.drawImage(video, 0, 0);
            if (canvas.width > 1 && seen(inside)[0] > 0) break;
            await new Promise((ready) => setTimeout(ready, 50));
          }
          return [seen(inside), seen(beside)];
        }""",
        [list(INSIDE), list(BESIDE)],
    )
    assert pixels[0] == pytest.approx([0xE0, 0xA0, 0x20, 255], abs=6)
    assert pixels[1] == [0, 255, 0, 255]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["-f", "wbem"], "unknown format 'wbem': did you mean 'webm'? (known: gif, mkv, mov, mp4, webm, webp)"),
        (["--transparent", "-f", "mp4"], "--format mp4: has no transparency; webm, mov, mkv, gif, webp have"),
    ],
)
def test_a_format_that_cannot_be_had_is_refused(tmp_path: Path, words: list[str], message: str) -> None:
    answer = CliRunner().invoke(render.cli, ["clip", "ball-on-hill", "-o", str(tmp_path / "out"), *words])
    assert answer.exit_code == 2
    assert message in answer.output
    assert not (tmp_path / "out").exists()
