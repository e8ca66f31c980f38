"""The language that a film speaks: English stands in the code, any other in a file of its own; imports no manim.

``captions/de.toml`` has, for each English text, the German one. Its tables are for the reader's sake, except that what
stands under a clip's name, or under one of its beats as ``[clip.beat]``, goes before everything else in that clip.
``[language]`` has the language's own name and its code of three letters.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "captions"
ENGLISH = "en"


@dataclass
class _Speaker:
    """Whoever speaks now.

    Attributes:
        texts: English to the language.
        untranslated: what was asked for and stands nowhere in the language's file, in the order of asking.
    """

    language: str = ENGLISH
    texts: Mapping[str, str] = field(default_factory=dict)
    untranslated: dict[str, None] = field(default_factory=dict)


_speaker = _Speaker()


def languages() -> list[str]:
    """The languages that films can speak, by the names of their files."""
    return [ENGLISH, *sorted(file.stem for file in FOLDER.glob("*.toml"))]


def file_of(language: str) -> Path:
    """Where a language's texts stand."""
    return FOLDER / f"{language}.toml"


def speak(language: str = ENGLISH, clip: str = "") -> None:
    """Let everything that is said from now on in this process be said in a language.

    Args:
        language: one of :func:`languages`.
        clip: whose own table goes before the others.

    Raises:
        OSError: there is no such language.
        ValueError: its file is not TOML, or has something else than texts in it.
    """
    _speaker.language, _speaker.untranslated = language, {}
    _speaker.texts = {} if language == ENGLISH else texts_of(language, clip)


def spoken() -> str:
    """The language of now."""
    return _speaker.language


def untranslated() -> list[str]:
    """What had to be said in English since :func:`speak`."""
    return list(_speaker.untranslated)


def own_name(language: str) -> str:
    """What a language calls itself, as its file has it in ``[language]``."""
    return "English" if language == ENGLISH else str(_tables(language).get("language", {}).get("name", language))


def iso639(language: str) -> str:
    """A language's code of three letters (ISO 639-2), as its file has it in ``[language]``."""
    return "eng" if language == ENGLISH else str(_tables(language).get("language", {}).get("iso639", "und"))


def say(english: str, /, **values: object) -> str:
    """A text in the language of now; in English if the language's file does not have it.

    Args:
        english: the text, with ``{name}`` where a value goes; it is what translators find in their file.
        values: numbers and symbols, which are the same in every language, or texts that were said by themselves.
    """
    text = english
    if _speaker.language != ENGLISH:
        if english in _speaker.texts:
            text = _speaker.texts[english]
        else:
            _speaker.untranslated[english] = None
    return text.format(**values) if values else text


def mark(english: str) -> str:
    """The text itself, for one that is written down here and said elsewhere: translators need to hear of it."""
    return english


def texts_of(language: str, clip: str = "") -> dict[str, str]:
    """English to a language, as its file has it.

    Raises:
        OSError, ValueError: as :func:`speak`.
    """
    file = file_of(language).name
    tables = _tables(language)
    tables.pop("language", None)
    own = tables.pop(clip, {})
    return dict(_pairs(tables, file)) | dict(_pairs(own, file))


def _tables(language: str) -> dict[str, Any]:
    file = file_of(language)
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as fault:
        raise ValueError(f"captions/{file.name}: {fault}") from None


def _pairs(table: Mapping[str, Any], file: str) -> Iterator[tuple[str, str]]:
    for english, translated in table.items():
        if isinstance(translated, Mapping):
            yield from _pairs(translated, file)
        elif isinstance(translated, str):
            yield english, translated
        else:
            raise ValueError(f"captions/{file}: {english!r} must be a text, not {translated!r}")
