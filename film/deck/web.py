"""Decks for a browser: one file with everything in it, for which neither a server nor a network is needed."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from importlib.metadata import distribution
from importlib.resources import files
from io import BytesIO
from pathlib import Path

from font_source_sans_pro import font_files_otf
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from PIL import Image

from film.deck.chapters import Chapter, Slide
from film.language import spoken

FACES = {"SourceSansPro": 400, "SourceSansProSemibold": 600}  # with their weights
THUMBNAIL = 640  # pixels wide: in the overview and on the speaker's screen
ONE_COLUMN = 7  # at most so many titles on the slide of contents


def web_deck(title: str, chapters: Sequence[Chapter]) -> bytes:
    """A deck as an HTML file.

    Every slide of a beat names the element that holds its stretch of the film, as MP4 in base64.
    """
    slides = [slide for chapter in chapters for slide in chapter.slides]
    page = _PAGES.get_template("web.html").render(
        language=spoken(),
        title=title if len(chapters) > 1 else chapters[0].title,
        chapters=chapters,
        names={slide: f"stretch-{place}" for place, slide in enumerate(slides)},
        one_column=ONE_COLUMN,
        fonts={
            weight: _data_url("font/otf", Path(font_files_otf[face]).read_bytes()) for face, weight in FACES.items()
        },
        reveal={
            "css": _code(_reveal("reveal.css")),
            "js": _code(_reveal("reveal.js")),
            "notes": _code(_reveal("plugin/notes.js")),
        },
        own={"css": _code(_own("web.css")), "js": _code(_own("web.js"))},
    )
    return page.encode()


def _thumbnail(slide: Slide) -> str:
    picture = slide.stretch.last_picture()
    height = round(THUMBNAIL * picture.height / picture.width)
    content = BytesIO()
    picture.resize((THUMBNAIL, height), Image.Resampling.LANCZOS).save(content, "JPEG", quality=85, optimize=True)
    return _data_url("image/jpeg", content.getvalue())


def _base64(content: bytes) -> str:
    return b64encode(content).decode("ascii")


def _data_url(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{_base64(content)}"


def _code(text: str) -> Markup:
    """Code that can stand in a page as it is: nothing in it looks like the end of its element."""
    return Markup(text.replace("</script", r"<\/script"))


def _own(name: str) -> str:
    return files("film.deck").joinpath(name).read_text(encoding="utf-8")


def _reveal(name: str) -> str:
    """A file of reveal.js, which the package pyreveal carries; its Python code is not needed."""
    path = distribution("pyreveal").locate_file(f"pyreveal/revealjs/dist/{name}")
    return Path(str(path)).read_text(encoding="utf-8")


_PAGES = Environment(
    loader=PackageLoader("film", "deck"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {"base64": _base64, "thumbnail": _thumbnail}
