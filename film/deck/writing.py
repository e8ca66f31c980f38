"""From rendered films to the file of a deck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from film.deck.chapters import Source, chapters
from film.deck.handout import handout
from film.deck.powerpoint import powerpoint_deck
from film.deck.web import web_deck
from film.language import say, speak
from film.outputs import write_complete
from film.rendered import common_language

KINDS = {".html": web_deck, ".pptx": powerpoint_deck, ".pdf": handout}


@dataclass(frozen=True)
class Written:
    """What became of a deck: how many films and beats are in it, and its size in bytes."""

    films: int
    beats: int
    size: int


def write_deck(title: str, sources: Sequence[Source], path: Path) -> Written:
    """Write a deck of films, in this order and their language; its kind is told by the ending, one of ``KINDS``.

    The file appears when it is complete; on failure nothing is left.

    Raises:
        DeckError: the films do not go together, or cannot be cut.
        OSError: the file cannot be written.
    """
    speak(common_language(source.film for source in sources))
    cut = list(chapters(sources))
    content = KINDS[path.suffix](say(title), cut)
    write_complete(path, content)
    return Written(len(cut), sum(len(chapter.slides) for chapter in cut), len(content))
