"""Snippets, pasted into documents of their kind and opened in a browser."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner, Result
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect

import render
from film.embed import TEMPLATES, inline, snippet
from film.rendered import RenderedFilm, read_film

OpenPage = Callable[..., Page]
IN_BROWSERS = ("html", "markdown", "quarto", "jupyter", "moodle")


@pytest.fixture
def film(folder: Path) -> RenderedFilm:
    return read_film(folder, "rolls")


def as_seen(document: str, text: str, film: RenderedFilm) -> str:
    """What a browser gets of a snippet, done as simply as the document's own program would."""
    if document == "markdown":
        return MarkdownIt("commonmark").render(f"Before.\n\n{text}\n\nAfter.")
    if document == "quarto":
        return re.search(r"```\{=html\}\n(.*?)```", text, re.S)[1]  # type: ignore[index]
    if document == "jupyter":
        *_, last = ast.parse(text).body
        return last.value.args[0].value  # type: ignore[attr-defined]
    if document == "moodle":
        return text.replace("@@PLUGINFILE@@", film.folder.as_uri())
    return text


@pytest.mark.parametrize("document", IN_BROWSERS)
def test_a_pasted_film_plays_from_where_it_lies(
    document: str, film: RenderedFilm, tmp_path: Path, open_page: OpenPage
) -> None:
    pasted = as_seen(document, snippet(film, document, base=tmp_path, width="50%"), film)
    place = tmp_path / "talk.html"
    place.write_text(f'<!doctype html><html lang="en"><title>A talk</title><main>{pasted}</main>', encoding="utf-8")
    page = open_page(place, viewport={"width": 1000, "height": 600})
    video = page.locator("video")
    video.evaluate("video => video.play()")
    page.wait_for_function("document.querySelector('video').currentTime > 0.1")
    assert video.evaluate("video => [video.videoWidth, video.loop, video.controls]") == [320, False, True]
    assert video.bounding_box()["width"] == pytest.approx(0.5 * 984, abs=60)  # type: ignore[index]
    name = video.get_attribute("aria-label")
    assert name is not None and film.sentence in name and "It starts here & now." in name and "It ends <here>." in name
    track = video.locator("track[kind=captions]")
    assert track.evaluate("each => new URL(each.src).pathname.split('/').pop()") == "rolls.vtt"
    poster = video.evaluate("video => video.poster")
    assert Path(poster.removeprefix("file://")).is_file()
    if document != "quarto":  # there the caption is the document's
        expect(page.get_by_text(film.sentence)).to_be_visible()
    faults = [each for each in Axe().run(page).response["violations"] if each["impact"] in ("serious", "critical")]
    assert faults == []


def test_a_looping_film_starts_by_itself(film: RenderedFilm, tmp_path: Path, open_page: OpenPage) -> None:
    (tmp_path / "talk.html").write_text(snippet(film, "html", base=tmp_path, loop=True), encoding="utf-8")
    page = open_page(tmp_path / "talk.html")
    page.wait_for_function("document.querySelector('video').currentTime > 0.1")
    state = page.locator("video").evaluate("video => [video.loop, video.muted, video.controls, video.autoplay]")
    assert state == [True, True, True, True]


def test_captions_start_shown_only_if_the_picture_has_none(folder: Path) -> None:
    shown = {
        name: re.search(r"<track[^>]*>", snippet(read_film(folder, name), "html", base=folder))
        for name in ("rolls", "drawn", "another")
    }
    assert shown["rolls"] is not None and shown["rolls"][0].endswith(" default>")
    assert shown["drawn"] is not None and "default" not in shown["drawn"][0]
    assert shown["another"] is None


def test_latex_escapes_what_has_a_meaning_there(film: RenderedFilm, tmp_path: Path) -> None:
    text = snippet(film, "latex", base=tmp_path, loop=True)
    assert r"90\% of \{it\}" in text and r"<circle> \& its" in text
    assert r"\movie[width=0.8\textwidth, height=0.4500\textwidth, autostart, loop]" in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    video = re.search(r"\\href\{run:(.*?)\}", text)
    assert video is not None and (tmp_path / video[1]).resolve() == film.folder.resolve() / "rolls.mp4"


def test_quarto_takes_the_poster_where_nothing_can_play(film: RenderedFilm, tmp_path: Path) -> None:
    text = snippet(film, "quarto", base=tmp_path, width="320px")
    assert re.search(r'when-format="html".*unless-format="html".*rolls\.png\)\{width=320px fig-alt="', text, re.S)
    assert r"\[a\](b)" in text
    # Quarto copies what the addresses of sources, links and pictures name; posters and tracks it passes over.
    named = re.findall(r'<(?:source src|a href|img src)="[^"]*/(rolls\.\w+)"', text)
    assert set(named) == {"rolls.mp4", "rolls.png", "rolls.vtt"}


def test_a_film_in_a_notebook_needs_no_file_beside_it(film: RenderedFilm, tmp_path: Path, open_page: OpenPage) -> None:
    (tmp_path / "cell.html").write_text(inline(film, "100%"), encoding="utf-8")
    page = open_page(tmp_path / "cell.html")
    page.locator("video").evaluate("video => video.play()")
    page.wait_for_function("document.querySelector('video').textTracks[0].activeCues?.length")
    assert page.locator("video").evaluate("video => video.textTracks[0].activeCues[0].text").startswith("It starts")
    assert "href" not in page.content()


def test_every_kind_of_document_has_a_template() -> None:
    assert tuple(TEMPLATES) == render.DOCUMENTS


def ask(*words: str) -> Result:
    return CliRunner().invoke(render.cli, list(words))


def test_the_command_prints_what_to_paste(folder: Path, tmp_path: Path) -> None:
    for file in folder.glob("rolls.*"):
        (tmp_path / file.name.replace("rolls", "epsilon")).write_bytes(
            file.read_bytes().replace(b"rolls", b"epsilon") if file.suffix == ".json" else file.read_bytes()
        )
    answer = ask(
        "embed", "epsilon", "--to", "html", "-o", str(tmp_path), "--base", str(tmp_path.parent), "--width", "640"
    )
    assert answer.exit_code == 0
    assert f'src="{tmp_path.name}/epsilon.mp4"' in answer.output and "width: 640px" in answer.output
    assert "90% of {it}" in answer.output


@pytest.mark.parametrize(
    ("words", "status", "named"),
    [
        (["epsilon", "--to", "html"], 1, ["epsilon is not rendered in", "render.py clip epsilon -o"]),
        (["epsilno", "--to", "html"], 2, ["epsilno", "epsilon"]),
        (["epsilon", "--to", "word"], 2, ["word", "quarto"]),
        (["epsilon"], 2, ["--to"]),
        (["epsilon", "--to", "html", "--width", "wide"], 2, ["wide", "80%"]),
        (["epsilon", "--to", "html", "--width", "120%"], 2, ["120%"]),
        (["epsilon", "--to", "latex", "--width", "640"], 2, ["640", "80%"]),
    ],
    ids=lambda part: " ".join(part[:5]) if isinstance(part, list) else None,
)
def test_what_cannot_be_embedded_is_said_in_one_line(
    words: list[str], status: int, named: list[str], tmp_path: Path
) -> None:
    answer = ask("embed", *words, "-o", str(tmp_path))
    assert answer.exit_code == status
    assert all(name in answer.stderr for name in named)
    assert len([line for line in answer.stderr.splitlines() if line.startswith("Error:")]) == 1


def test_what_goes_into_markdown_has_no_blank_line_that_would_end_it(film: RenderedFilm, tmp_path: Path) -> None:
    assert "\n\n" not in snippet(film, "markdown", base=tmp_path)
