"""Many films as one file with a chapter for each, put together without encoding anything again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from film.beats import BeatSpan
from film.encoding import join
from film.formats import MP4
from film.inlay import Inlay, shifted
from film.language import iso639
from film.outputs import all_or_nothing
from film.rendered import read_film


def join_films(folder: Path, names: Sequence[str], path: Path, title: str) -> dict[str, Any]:
    """Join films that lie in a folder, in this order, and return what became of them.

    Args:
        names: of films that have the same quality.
        path: of the MP4 file; it appears when it is complete.

    Returns:
        ``frames``, ``duration`` in seconds, and ``chapters``, each with ``title``, ``start`` and ``end``.

    Raises:
        OSError: a film cannot be read or the file cannot be written.
        ValueError: the films are not of one quality.
    """
    films = [read_film(folder, name) for name in names]
    quality = films[0].quality
    if any(film.quality != quality for film in films):
        raise ValueError(f"films of different qualities cannot be joined: {', '.join(names)}")
    parts = [(folder / f"{film.name}.mp4", round(film.duration * quality.fps)) for film in films]
    chapters: list[tuple[str, float, float]] = []
    captions: list[BeatSpan] = []
    start = 0
    for film, (_, frames) in zip(films, parts, strict=True):
        end = start + frames
        chapters.append((film.title, start / quality.fps, end / quality.fps))
        if film.captions != "none":
            captions.extend(shifted(film.beats, start / quality.fps))
        start = end
    drawn = any(film.captions == "on-screen" for film in films)
    inlay = Inlay(title, "", chapters, captions, iso639(films[0].language), is_drawn=drawn)
    with all_or_nothing(path.parent, path.name) as workshop:
        join(parts, workshop / path.name, MP4, quality, inlay)
    return {
        "frames": start,
        "duration": start / quality.fps,
        "chapters": [dict(zip(("title", "start", "end"), chapter, strict=True)) for chapter in chapters],
    }
