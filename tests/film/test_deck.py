"""Decks: a slide for each beat, read back with what reads such files, and stepped through in a browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from lxml import etree
from openxml_audit import validate_pptx
from PIL import Image
from playwright.sync_api import Page
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import _nsmap as nsmap
from pypdf import PdfReader

import render
from film.beats import Beat
from film.deck.chapters import Chapter, Source, chapters
from film.production import Order
from film.quality import Quality
from film.rendered import read_film

ROOT = Path(__file__).parent.parent.parent
BEATS = (
    Beat("it-stands", "It stands & waits;\nη is 0.1 < 1."),
    Beat("it-rolls", "It rolls\nto the right."),
    Beat("it-stops", "It stops."),
)
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
FILMS = {"averaging-out": "Momentum averages out", "epsilon": "Epsilon"}
QUALITY = Quality("tiny", 160, 90, 10)


def make_scene(renderer: Any) -> Any:
    from manim import Circle

    from film.explainer import Explainer

    class Short(Explainer):
        hold = 0.4

        def construct(self) -> None:
            self.camera.background_color = "#F2EFE6"
            ball = Circle(radius=1.5, color="#1F76B5", fill_opacity=1).shift([-5, 0, 0])
            self.add(ball)
            for beat in BEATS:
                with self.beat(beat):
                    self.play(ball.animate.shift([3, 0, 0]), run_time=0.6)
                self.play(ball.animate.shift([0.5, 0, 0]), run_time=0.3)  # belongs to the next slide

    return Short(renderer=renderer)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two rendered films of three beats."""
    folder = tmp_path_factory.mktemp("out")
    for name, title in FILMS.items():
        order = Order(
            name=name,
            title=title,
            make_scene=make_scene,
            parameters={"lr": 0.1, "steps": 20},
            quality=QUALITY,
            theme="light",
            captions="on-screen",
            sources=(),
            sentence="It rolls.",
        )
        order.produce(folder, lambda _: None)
    return folder


@pytest.fixture(scope="module")
def cut(out: Path) -> list[Chapter]:
    return list(chapters([Source(read_film(out, name), "Part", {}) for name in FILMS]))


@pytest.fixture(scope="module")
def deck(out: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Asks the command line for a deck of both films with this ending."""
    folder = tmp_path_factory.mktemp("decks")

    def made(ending: str) -> Path:
        path = folder / f"lesson{ending}"
        if not path.exists():
            answer = ask(*FILMS, "--from", str(out), "-o", str(path))
            assert answer.exit_code == 0, answer.output
            assert answer.output == f"{path}: 2 films, 6 beats, {path.stat().st_size / 1e6:.1f} MB\n"
        return path

    return made


def ask(*words: str) -> Result:
    return CliRunner().invoke(render.cli, ["deck", *words])


def packets(film: Path | BytesIO) -> list[bytes]:
    with av.open(film if isinstance(film, BytesIO) else str(film)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def difference(one: Image.Image, other: Image.Image) -> float:
    """The mean difference of two pictures, in levels of 255."""
    return float(np.abs(np.asarray(one, dtype=float) - np.asarray(other.resize(one.size), dtype=float)).mean())


def test_stretches_together_are_the_film_to_the_last_bit(cut: Sequence[Chapter], out: Path) -> None:
    for chapter in cut:
        film = chapter.source.film
        assert [slide.beat.beat.name for slide in chapter.slides] == [beat.name for beat in BEATS]
        stretches = [packet for slide in chapter.slides for packet in packets(BytesIO(slide.stretch.mp4))]
        assert stretches == packets(out / f"{film.name}.mp4")
        assert sum(slide.stretch.seconds for slide in chapter.slides) == pytest.approx(film.duration)


def test_a_stretch_plays_by_itself_from_zero_for_its_seconds(cut: Sequence[Chapter]) -> None:
    for slide in cut[0].slides:
        with av.open(BytesIO(slide.stretch.mp4)) as container:
            times = [frame.time for frame in container.decode(video=0)]
            assert container.duration / av.time_base == pytest.approx(slide.stretch.seconds, abs=0.01)
        assert times == pytest.approx([place / QUALITY.fps for place in range(slide.stretch.frames)])


def test_a_stretch_begins_with_the_picture_with_which_the_one_before_ended(cut: Sequence[Chapter]) -> None:
    for before, after in pairwise(cut[0].slides):
        assert difference(before.stretch.last_picture(), after.stretch.first_picture()) < 1
        assert difference(before.stretch.last_picture(), after.stretch.last_picture()) > 10


def test_pictures_have_the_colours_of_the_film(cut: Sequence[Chapter]) -> None:
    for picture in (cut[0].slides[0].stretch.first_picture(), cut[0].slides[0].stretch.last_picture()):
        assert np.asarray(picture)[5, -5] == pytest.approx([0xF2, 0xEF, 0xE6], abs=2)


def test_a_speaker_is_told_caption_place_and_numbers(cut: Sequence[Chapter], out: Path) -> None:
    (chapter,) = chapters([Source(read_film(out, "epsilon"), "", {"lr": "learning rate"})])
    assert chapter.notes(chapter.slides[1]) == [
        "It rolls to the right.",
        "It rolls: beat 2 of 3, 0:02–0:03 of 0:05 min, plays 1.7 s",
        "lr = 0.1: learning rate",
        "steps = 20",
    ]


def test_powerpoint_has_a_film_for_every_beat(deck: Callable[[str], Path], out: Path, cut: Sequence[Chapter]) -> None:
    shown = Presentation(str(deck(".pptx")))
    assert shown.slide_width / shown.slide_height == pytest.approx(16 / 9, abs=1e-4)
    told = [title for name in FILMS.values() for title in (name, "It stands", "It rolls", "It stops")]
    assert [slide.shapes.title.text for slide in shown.slides] == [render.TITLE, *told]
    beats = [(chapter, slide) for chapter in cut for slide in chapter.slides]
    pages = [slide for slide in shown.slides if any(is_film(shape) for shape in slide.shapes)]
    total = 0.0
    for page, (chapter, slide) in zip(pages, beats, strict=True):
        (film,) = (shape for shape in page.shapes if is_film(shape))
        assert (film.left, film.top, film.width, film.height) == (0, 0, shown.slide_width, shown.slide_height)
        content = page.part.related_part(find(film.element, ".//p14:media/@r:embed")[0]).blob
        assert content == slide.stretch.mp4
        poster = Image.open(BytesIO(film.poster_frame.blob))
        assert difference(poster, slide.stretch.first_picture()) == 0
        assert page.notes_slide.notes_text_frame.text.splitlines()[0] == slide.caption
        assert "steps = 20" in page.notes_slide.notes_text_frame.text
        with av.open(BytesIO(content)) as container:
            total += container.duration / av.time_base
        assert film.element.nvPicPr.cNvPr.get("descr") == slide.caption
        assert chapter.title in FILMS.values()
    durations = [json.loads((out / f"{name}.json").read_text())["duration"] for name in FILMS]
    assert total == pytest.approx(sum(durations), abs=0.05)


def find(element: Any, path: str) -> list[Any]:
    return etree._Element.xpath(element, path, namespaces={**nsmap, "p14": P14})


def is_film(shape: Any) -> bool:
    return shape.shape_type == MSO_SHAPE_TYPE.MEDIA


def test_powerpoint_decks_keep_to_the_rules_of_the_format(deck: Callable[[str], Path]) -> None:
    assert validate_pptx(deck(".pptx")).errors == []


def test_films_in_powerpoint_start_by_themselves_and_end(deck: Callable[[str], Path], cut: Sequence[Chapter]) -> None:
    shown = Presentation(str(deck(".pptx")))
    lengths = [round(slide.stretch.seconds * 1000) for chapter in cut for slide in chapter.slides]
    found = []
    for page in shown.slides:
        for film in filter(is_film, page.shapes):
            (start,) = find(page.element, './/p:cTn[@nodeType="afterEffect"]//p:cmd[@cmd="playFrom(0.0)"]')
            assert find(start, ".//p:spTgt/@spid") == [str(film.shape_id)]
            found.append(int(find(start, ".//p:cTn/@dur")[0]))
            assert len(page.element.findall("{*}timing")) == 1
    assert found == lengths


def test_the_contents_in_powerpoint_lead_to_the_films(deck: Callable[[str], Path]) -> None:
    shown = Presentation(str(deck(".pptx")))
    links = [shape.click_action.target_slide for shape in shown.slides[0].shapes if shape.shape_type == 17]
    assert [slide.shapes.title.text for slide in links if slide is not None] == list(FILMS.values())
    grouped = find(shown.part._element, ".//p14:section")
    assert [(section.get("name"), len(section[0])) for section in grouped] == [
        (render.TITLE, 1),
        *((title, 4) for title in FILMS.values()),
    ]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_slide(deck: Callable[[str], Path], tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(deck(".pptx"))]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    pages = PdfReader(tmp_path / "lesson.pdf").pages
    assert len(pages) == len(Presentation(str(deck(".pptx"))).slides)
    assert all(title in pages[0].extract_text() for title in FILMS.values())


def test_the_handout_has_two_beats_to_a_page_with_their_words(deck: Callable[[str], Path]) -> None:
    pages = PdfReader(deck(".pdf")).pages
    assert [len(page.images) for page in pages] == [0, 2, 1, 2, 1]  # the contents, then three beats of each film
    assert [round(float(side) / 72 * 25.4) for side in pages[0].mediabox[2:]] == [210, 297]
    texts = [" ".join(page.extract_text().split()) for page in pages]
    assert all(title in texts[0] for title in FILMS.values())
    assert "It stands & waits; η is 0.1 < 1." in texts[1] and "It rolls to the right." in texts[1]
    assert "It stops." in texts[2] and "lr = 0.1" in texts[2]
    assert "0:02–0:03" in texts[3]


def test_the_handout_shows_last_pictures(deck: Callable[[str], Path], cut: Sequence[Chapter]) -> None:
    shown = [image.image for page in PdfReader(deck(".pdf")).pages for image in page.images]
    ends = [slide.stretch.last_picture() for chapter in cut for slide in chapter.slides]
    assert all(difference(end, picture) < 2 for end, picture in zip(ends, shown, strict=True))


def wait_until(page: Page, stretch: str, *, ended: bool = False) -> None:
    """Wait until this stretch is the one that is seen, or its end."""
    page.wait_for_function(
        """([stretch, ended]) => {
            const video = document.querySelector(".stage:not([hidden]) video.front");
            return video && video.dataset.stretch === stretch && (video.ended || !ended);
        }""",
        arg=[stretch, ended],
    )


def seconds_played(page: Page) -> float:
    """How much of the stretch that is seen has been played."""
    return page.evaluate("""() => {
        const { played } = document.querySelector("video.front");
        return played.length ? played.end(0) - played.start(0) : 0;
    }""")


def seen(page: Page) -> Image.Image:
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def test_a_clicker_plays_beat_after_beat_each_of_which_holds(
    deck: Callable[[str], Path], open_page: Callable[..., Page], cut: Sequence[Chapter]
) -> None:
    page = open_page(deck(".html"), viewport={"width": 640, "height": 360})
    assert page.get_by_role("heading", name=render.TITLE).is_visible()
    page.keyboard.press("PageDown")
    assert page.get_by_role("heading", name="Momentum averages out").is_visible() and page.locator(".stage").is_hidden()
    for place in range(3):
        page.keyboard.press("PageDown")
        wait_until(page, f"stretch-{place}", ended=True)
        assert seconds_played(page) == pytest.approx(cut[0].slides[place].stretch.seconds, abs=0.1)
        assert difference(cut[0].slides[place].stretch.last_picture(), seen(page)) < 3
    page.keyboard.press("PageDown")
    assert page.get_by_role("heading", name="Epsilon").is_visible() and page.locator(".stage").is_hidden()
    page.keyboard.press("PageUp")
    wait_until(page, "stretch-2", ended=True)
    assert seconds_played(page) == 0  # held, not played again
    page.keyboard.press("r")
    page.wait_for_function("document.querySelector('video.front').played.length > 0")


def test_nothing_flashes_between_two_beats(deck: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(deck(".html"), viewport={"width": 640, "height": 360})
    page.evaluate("location.hash = '#/1/1'")
    wait_until(page, "stretch-0")
    page.evaluate("""() => {
        window.seen = [];
        const look = () => {
            const video = document.querySelector(".stage:not([hidden]) video.front");
            window.seen.push(video && video.readyState >= 2 ? video.dataset.stretch : null);
            requestAnimationFrame(look);
        };
        look();
    }""")
    for key, stretch in (("ArrowRight", "stretch-1"), (" ", "stretch-2"), ("ArrowLeft", "stretch-1")):
        page.keyboard.press(key)
        wait_until(page, stretch)
        page.wait_for_function("stretch => window.seen.at(-1) === stretch", arg=stretch)
    looks = page.evaluate("window.seen")
    assert [stretch for stretch, after in pairwise(looks) if stretch != after] == [
        "stretch-0",
        "stretch-1",
        "stretch-2",
    ]
    assert None not in looks


def test_a_finger_goes_on_and_back(deck: Callable[[str], Path], open_page: Callable[..., Page]) -> None:
    page = open_page(deck(".html"), viewport={"width": 640, "height": 360}, has_touch=True)
    finger = page.context.new_cdp_session(page)

    def swipe(start: int, end: int) -> None:
        for kind, x in (("touchStart", start), ("touchMove", end), ("touchEnd", end)):
            points = [] if kind == "touchEnd" else [{"x": x, "y": 200}]
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    swipe(500, 200)
    swipe(500, 200)
    wait_until(page, "stretch-0")
    swipe(200, 500)
    assert page.get_by_role("heading", name="Momentum averages out").is_visible()


def test_the_overview_shows_last_pictures_and_leads_anywhere(
    deck: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(deck(".html"), viewport={"width": 640, "height": 360})
    assert page.locator(".beat img:visible").count() == 0
    page.keyboard.press("o")
    page.wait_for_selector(".reveal.overview")
    assert page.locator(".beat img:visible").count() == 6
    for key in ("ArrowRight", "ArrowRight", "ArrowDown", "ArrowDown"):
        page.keyboard.press(key)
        assert page.locator(".stage").is_hidden()
    page.keyboard.press("Enter")
    wait_until(page, "stretch-4")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")


def test_the_speakers_window_tells_caption_and_numbers(
    deck: Callable[[str], Path], open_page: Callable[..., Page]
) -> None:
    page = open_page(deck(".html"), viewport={"width": 640, "height": 360})
    page.evaluate("location.hash = '#/1/1'")
    with page.context.expect_page() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("It stands & waits; η is 0.1 < 1.").wait_for()
    assert "steps = 20" in notes.inner_text()
    page.keyboard.press("PageDown")
    notes.get_by_text("It rolls to the right.").wait_for()


def test_a_deck_of_one_film_has_no_contents(out: Path, tmp_path: Path) -> None:
    assert ask("epsilon", "--from", str(out), "-o", str(tmp_path / "one.pptx")).exit_code == 0
    slides = Presentation(str(tmp_path / "one.pptx")).slides
    assert [slide.shapes.title.text for slide in slides] == ["Epsilon", "It stands", "It rolls", "It stops"]


def test_a_deck_is_made_without_manim(out: Path, tmp_path: Path) -> None:
    program = (
        "import sys, render\n"
        "for ending in ('html', 'pptx', 'pdf'):\n"
        f"    render.cli(['deck', 'epsilon', '--from', {str(out)!r}, '-o', f'{tmp_path}/deck.{{ending}}'],\n"
        "               standalone_mode=False)\n"
        "assert 'manim' not in sys.modules, 'manim was imported'"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    assert sorted(file.suffix for file in tmp_path.iterdir()) == [".html", ".pdf", ".pptx"]


def copied(out: Path, folder: Path) -> Path:
    return shutil.copytree(out, folder / "films")


def without_film(films: Path) -> None:
    (films / "epsilon.mp4").unlink()


def without_manifest(films: Path) -> None:
    (films / "epsilon.json").unlink()


def shorter(films: Path) -> None:
    rewrite(films, lambda manifest: manifest["beats"][-1].update(end=1.0) or manifest.update(duration=3.0))


def of_another_rate(films: Path) -> None:
    rewrite(films, lambda manifest: manifest["quality"].update(fps=30))


def cut_elsewhere(films: Path) -> None:
    rewrite(films, lambda manifest: manifest["beats"][0].update(end=1.2))


def torn(films: Path) -> None:
    film = films / "epsilon.mp4"
    film.write_bytes(film.read_bytes()[:500])


def rewrite(films: Path, change: Callable[[Any], Any]) -> None:
    path = films / "epsilon.json"
    manifest = json.loads(path.read_text())
    change(manifest)
    path.write_text(json.dumps(manifest))


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (without_film, ["not rendered", "epsilon", "render.py clip epsilon -o "]),
        (without_manifest, ["not rendered", "epsilon", "render.py clip epsilon -o "]),
        (of_another_rate, ["averaging-out", "160×90 at 10 fps", "epsilon", "160×90 at 30 fps", "-q"]),
        (shorter, ["epsilon.mp4", "frames", "--force"]),
        (cut_elsewhere, ["epsilon.mp4", "keyframe", "1.20 s", "--force"]),
        (torn, ["epsilon.mp4", "--force"]),
    ],
)
@pytest.mark.parametrize("ending", [".html", ".pptx", ".pdf"])
def test_what_cannot_be_a_deck_is_said_in_one_line_and_leaves_nothing(
    out: Path, tmp_path: Path, spoil: Callable[[Path], None], told: list[str], ending: str
) -> None:
    films = copied(out, tmp_path)
    spoil(films)
    answer = ask("averaging-out", "epsilon", "--from", str(films), "-o", str(tmp_path / "decks" / f"lesson{ending}"))
    assert answer.exit_code == 1
    assert all(part in answer.stderr for part in told), answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not list(tmp_path.glob("decks/*"))


def test_a_place_that_cannot_be_written_is_refused_before_a_film_is_touched(out: Path, tmp_path: Path) -> None:
    films = copied(out, tmp_path)
    torn(films)
    (tmp_path / "file").write_text("")
    answer = ask("epsilon", "--from", str(films), "-o", str(tmp_path / "file" / "lesson.html"))
    assert answer.exit_code == 1
    assert str(tmp_path / "file") in answer.stderr and "epsilon.mp4" not in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_an_unknown_kind_of_deck_is_refused(out: Path, tmp_path: Path) -> None:
    answer = ask("epsilon", "--from", str(out), "-o", str(tmp_path / "lesson.key"))
    assert answer.exit_code == 2 and ".html, .pptx, .pdf" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing(out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device", "lesson.html")

    monkeypatch.setattr(Path, "write_bytes", fail)
    answer = ask("epsilon", "--from", str(out), "-o", str(tmp_path / "lesson.html"))
    assert answer.exit_code == 1 and "No space left" in answer.stderr
    assert list(tmp_path.iterdir()) == []
