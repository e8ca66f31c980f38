"""The lesson as one static page that plays the films beside it, without network or server; imports no manim."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

from font_source_sans_pro import font_files_otf
from jinja2 import Environment, PackageLoader, StrictUndefined

from film.beats import clock
from film.language import mark, own_name, say, speak
from film.outputs import write_complete
from film.rendered import RenderedFilm, common_language, films_in

PAGE = "index.html"
KINDS = {  # of files beside the films
    ".md": mark("Transcript"),
    ".vtt": mark("Captions"),
    ".srt": mark("Captions"),
    ".png": mark("Poster"),
    ".json": mark("Manifest"),
}
SAID = {  # what the page's program says
    "play": mark("Play"),
    "pause": mark("Pause"),
    "position": mark("{now} of {whole}, beat {beat}"),
    "beat": mark("Beat {beat} of {count}: {caption}"),
    "speed": mark("Speed {speed}"),
}
FACES = {"SourceSansPro": 400, "SourceSansProSemibold": 600}  # with their weights


class Listed(Protocol):
    """What a lesson says of a film beside the film's manifest."""

    @property
    def name(self) -> str: ...
    @property
    def section(self) -> str: ...


def write_player(folder: Path, title: str, lesson: Sequence[Listed]) -> Path | None:
    """Write the page for the films that lie in a folder, unless it is there already.

    Returns:
        The page, or None if there is no film.

    Raises:
        OSError: the folder cannot be read or written.
    """
    films = list(films_in(folder))
    if not films:
        return None
    path, page = folder / PAGE, player_page(films, title, lesson).encode()
    if not path.is_file() or path.read_bytes() != page:
        write_complete(path, page)
    return path


def player_page(films: Iterable[RenderedFilm], title: str, lesson: Sequence[Listed]) -> str:
    """The page, which looks for the films' files in its own folder.

    Films come as the lesson has them, then those that it does not have. The page speaks their language, if it is one.
    """
    films = list(films)
    speak(language := common_language(films))
    places = {listed.name: place for place, listed in enumerate(lesson)}
    return _PAGES.get_template("page.html").render(
        language=language,
        title=say(title),
        said={what: say(english) for what, english in SAID.items()},
        films=sorted(films, key=lambda film: places.get(film.name, len(places))),
        lesson={listed.name: listed for listed in lesson},
        fonts={
            weight: _data_url("font/otf", Path(font_files_otf[face]).read_bytes()) for face, weight in FACES.items()
        },
    )


def _extent(films: Sequence[RenderedFilm]) -> str:
    length = clock(sum(film.duration for film in films))
    if len(films) == 1:
        return say("1 film, {length} min", length=length)
    return say("{count} films, {length} min", count=len(films), length=length)


def _kind(file: Path) -> str:
    return say(KINDS[file.suffix]) if file.suffix in KINDS else say("Film")


def _data_url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _size(path: Path) -> str:
    return (
        f"{path.stat().st_size / 1e6:.1f} MB" if path.stat().st_size >= 1e5 else f"{path.stat().st_size / 1e3:.0f} kB"
    )


_PAGES = Environment(
    loader=PackageLoader("film", "player"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {
    "say": say,
    "extent": _extent,
    "kind": _kind,
    "own_name": own_name,
    "clock": clock,
    "films_first": lambda files: sorted(
        files, key=lambda file: [*KINDS].index(file.suffix) if file.suffix in KINDS else -1
    ),
    "size": _size,
    "quoted": quote,
    "vtt_url": lambda film: _data_url("text/vtt", film.webvtt.encode()),
}
