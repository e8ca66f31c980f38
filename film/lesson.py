"""Many films as one file with a chapter for each, put together without encoding anything again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from film.encoding import join
from film.formats import MP4
from film.outputs import all_or_nothing
from film.quality import Quality


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
    films = [json.loads((folder / f"{name}.json").read_text(encoding="utf-8")) for name in names]
    if any(film["quality"] != films[0]["quality"] for film in films):
        raise ValueError(f"films of different qualities cannot be joined: {', '.join(names)}")
    quality = Quality(**films[0]["quality"])
    parts = [(folder / f"{name}.mp4", int(film["frames"])) for name, film in zip(names, films, strict=True)]
    with all_or_nothing(path.parent, path.name) as workshop:
        join(parts, workshop / path.name, MP4, quality, title=title, chapters=[film["title"] for film in films])
    chapters, start = [], 0
    for film in films:
        end = start + film["frames"]
        chapters.append({"title": film["title"], "start": start / quality.fps, "end": end / quality.fps})
        start = end
    return {"frames": start, "duration": start / quality.fps, "chapters": chapters}
