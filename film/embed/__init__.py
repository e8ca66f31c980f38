"""Snippets that put a film into a document, one template for each kind of document; imports no manim."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from film.language import own_name, say, speak
from film.rendered import RenderedFilm

TEMPLATES = {
    "html": "html.html",
    "markdown": "html.html",  # CommonMark takes it as it is, because it has no blank line
    "quarto": "quarto.html",
    "jupyter": "jupyter.html",
    "latex": "latex.tex",
    "moodle": "moodle.html",
}
_MOODLE_FILES = "@@PLUGINFILE@@"  # for which Moodle puts the address of the files that belong to a text
_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}


def snippet(film: RenderedFilm, document: str, *, base: Path, width: str | None = None, loop: bool = False) -> str:
    """What to paste.

    Args:
        document: its kind, a key of ``TEMPLATES``.
        base: the document's folder; paths are relative to it, except in Moodle, which keeps the files itself.
        width: as CSS has it, "80%" or "640px"; LaTeX takes only a share.
        loop: the film starts by itself and goes on without end.
    """
    width = width or ("80%" if document == "latex" else "100%")
    files = {file.suffix[1:]: Path(os.path.relpath(file, base)).as_posix() for file in film.files}
    if document == "moodle":
        urls = {kind: f"{_MOODLE_FILES}/{film.name}.{kind}" for kind in files}
    else:
        urls = {kind: quote(file) for kind, file in files.items()}
    return _TEMPLATES.get_template(TEMPLATES[document]).render(
        film=film,
        alt=alternative(film),
        width=width,
        share=float(width[:-1]) / 100 if width.endswith("%") else None,
        loop=loop,
        files=files,
        urls=urls,
    )


def inline(film: RenderedFilm, width: str) -> str:
    """The film as a piece of HTML that needs no file beside it."""
    urls = {"mp4": _data_url("video/mp4", film, "mp4"), "png": _data_url("image/png", film, "png")}
    if film.captions != "none":
        urls["vtt"] = _data_url("text/vtt", film, "vtt")
    return _TEMPLATES.get_template("html.html").render(
        film=film, alt=alternative(film), width=width, loop=False, urls=urls
    )


def alternative(film: RenderedFilm) -> str:
    """What a film says, for those who do not see it, in its language."""
    speak(film.language)
    captions = (" ".join(span.beat.caption.split()) for span in film.beats)
    return " ".join(dict.fromkeys([say("Film without sound."), *captions, film.sentence]))


def _data_url(kind: str, film: RenderedFilm, ending: str) -> str:
    content = (film.folder / f"{film.name}.{ending}").read_bytes()
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _tex(text: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in text)


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>$@#\"'^~|])", r"\\\1", text)


_TEMPLATES = Environment(
    # Braces have meanings of their own in LaTeX and Quarto.
    variable_start_string="<<",
    variable_end_string=">>",
    block_start_string="<%",
    block_end_string="%>",
    comment_start_string="<#",
    comment_end_string="#>",
    loader=PackageLoader("film", "embed"),
    autoescape=lambda name: name is not None and name.endswith(".html"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"tex": _tex, "markdown": _markdown, "say": say, "own_name": own_name}
