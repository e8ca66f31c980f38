"""Handouts: the last picture of every beat with its caption on paper, two to a page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from font_source_sans_pro import font_directory

from film.beats import clock
from film.deck.chapters import Chapter


def handout(title: str, chapters: Iterable[Chapter]) -> bytes:
    """A handout as a PDF file, on A4, whose text is text."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        films = [_film(chapter, place, folder) for place, chapter in enumerate(chapters)]
        lesson = {"title": title if len(films) > 1 else films[0]["title"], "films": films}
        (folder / "lesson.json").write_text(json.dumps(lesson), encoding="utf-8")
        source = folder / "handout.typ"
        source.write_text(files("film.deck").joinpath(source.name).read_text(encoding="utf-8"), encoding="utf-8")
        pdf = typst.compile(source, format="pdf", font_paths=[font_directory], ignore_system_fonts=True)
        assert isinstance(pdf, bytes)
        return pdf


def _film(chapter: Chapter, place: int, folder: Path) -> dict[str, Any]:
    slides = []
    for number, slide in enumerate(chapter.slides):
        picture = f"{place}-{number}.jpg"
        # JPEG with full colour resolution: thin coloured lines stay crisp.
        slide.stretch.last_picture().save(folder / picture, "JPEG", quality=92, subsampling=0)
        when = f"{clock(slide.beat.start)}–{clock(slide.beat.end)}"
        slides.append({"picture": picture, "title": slide.title, "caption": slide.caption, "when": when})
    return {
        "title": chapter.title,
        "sentence": chapter.source.film.sentence,
        "parameters": chapter.parameters,
        "slides": slides,
    }
