"""Films that lie finished in a folder, as their manifests tell; imports no manim."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from film.beats import Beat, BeatSpan
from film.captions import webvtt
from film.language import ENGLISH
from film.quality import Quality


@dataclass(frozen=True)
class RenderedFilm:
    """A film and what its manifest says of it; the attributes are those of :class:`film.production.Order`.

    Attributes:
        duration: in seconds.
        beats: in the order of the film.
        files: video, captions, poster and manifest, as far as they were made and are still there.
    """

    folder: Path
    name: str
    title: str
    parameters: Mapping[str, Any]
    quality: Quality
    theme: str
    captions: str
    language: str
    sentence: str
    duration: float
    beats: tuple[BeatSpan, ...]
    files: tuple[Path, ...]

    @property
    def webvtt(self) -> str:
        """What its file of captions says, or would say."""
        file = self.folder / f"{self.name}.vtt"
        return file.read_text(encoding="utf-8") if file in self.files else webvtt(self.beats)


def read_film(folder: Path, name: str) -> RenderedFilm:
    """The film of this name, which must be there as MP4 with its poster.

    Raises:
        FileNotFoundError: the film is not in the folder, or not complete.
    """
    try:
        manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        film = RenderedFilm(
            folder=folder,
            name=name,
            title=manifest["title"],
            parameters=manifest["parameters"],
            quality=Quality(**manifest["quality"]),
            theme=manifest["theme"],
            captions=manifest["captions"],
            language=manifest["language"],
            sentence=manifest["sentence"],
            duration=manifest["duration"],
            beats=tuple(
                BeatSpan(Beat(beat["name"], beat["caption"]), beat["start"], beat["end"]) for beat in manifest["beats"]
            ),
            files=tuple(path for file in manifest["files"] if (path := folder / file).is_file()),
        )
    except (OSError, ValueError, TypeError, KeyError):
        raise FileNotFoundError(f"{name} is not rendered in {folder}") from None
    if not {folder / f"{name}.mp4", folder / f"{name}.png"} <= set(film.files):
        raise FileNotFoundError(f"{name} is not rendered in {folder}")
    return film


def common_language(films: Iterable[RenderedFilm]) -> str:
    """The language that all these films speak; English if they speak several."""
    languages = {film.language for film in films}
    return languages.pop() if len(languages) == 1 else ENGLISH


def films_in(folder: Path) -> Iterator[RenderedFilm]:
    """Every film of a folder, by name; other files are passed over."""
    for manifest in sorted(folder.glob("*.json")):
        try:
            yield read_film(folder, manifest.stem)
        except FileNotFoundError:
            continue
