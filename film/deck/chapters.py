"""Chapters: what every kind of deck is made from: a film, its beats as slides, and what the speaker is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from film.beats import BeatSpan, clock
from film.deck import DeckError
from film.deck.stretches import Stretch, cut
from film.language import say
from film.rendered import RenderedFilm


@dataclass(frozen=True)
class Palette:
    """The colours of what stands beside the films, as in the theme of the scenes, which film does not import."""

    paper: str
    ink: str
    quiet_ink: str
    rule: str


PALETTES = {
    "dark": Palette("#0F1626", "#F2EFE6", "#B3BCD0", "#5B6B8C"),
    "light": Palette("#F2EFE6", "#141A29", "#3F4A61", "#7C879C"),
}


@dataclass(frozen=True)
class Source:
    """A film for a deck, and what its manifest does not know.

    Attributes:
        section: of what it is a part; the line above its title.
        meanings: what its parameters mean, by their names.
    """

    film: RenderedFilm
    section: str
    meanings: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Slide:
    """A beat and its stretch of the film, which begins where that of the beat before ended.

    No slide equals another one: two films may have a beat that looks the same.
    """

    beat: BeatSpan
    stretch: Stretch

    @property
    def title(self) -> str:
        return (title := self.beat.beat.title)[:1].upper() + title[1:]

    @property
    def caption(self) -> str:
        """In one line."""
        return " ".join(self.beat.beat.caption.split())


@dataclass(frozen=True)
class Chapter:
    """A film as slides."""

    source: Source
    slides: tuple[Slide, ...]

    @property
    def title(self) -> str:
        return self.source.film.title

    @property
    def section(self) -> str:
        """The line above the title; empty if it would say the same."""
        section = say(self.source.section)
        return "" if section.casefold() == self.title.casefold() else section

    @property
    def palette(self) -> Palette:
        return PALETTES[self.source.film.theme]

    @property
    def shape(self) -> float:
        """Width over height of the film."""
        return self.source.film.quality.width / self.source.film.quality.height

    @property
    def clock(self) -> str:
        """How long the film is."""
        return clock(self.source.film.duration)

    @property
    def length(self) -> str:
        return say("{count} beats, {length} min", count=len(self.slides), length=self.clock)

    @property
    def parameters(self) -> list[str]:
        """A line for each parameter of the simulation, as it was in this film."""
        meanings = self.source.meanings
        return [
            f"{name} = {_number(value)}" + (f": {meanings[name]}" if meanings.get(name) else "")
            for name, value in self.source.film.parameters.items()
        ]

    @property
    def title_notes(self) -> list[str]:
        """What the speaker is told on the title slide, line by line."""
        return [line for line in (self.source.film.sentence, self.length, *self.parameters) if line]

    def notes(self, slide: Slide) -> list[str]:
        """What the speaker is told on a slide, line by line: the caption, where in the film it is, the numbers."""
        beat, place = slide.beat, self.slides.index(slide) + 1
        where = say(
            "{title}: beat {place} of {count}, {start}–{end} of {length} min, plays {seconds} s",
            title=slide.title,
            place=place,
            count=len(self.slides),
            start=clock(beat.start),
            end=clock(beat.end),
            length=self.clock,
            seconds=f"{slide.stretch.seconds:.1f}",
        )
        return [slide.caption, where, *self.parameters]


def chapters(sources: Sequence[Source]) -> Iterator[Chapter]:
    """Cut the films into slides, one film at a time.

    Raises:
        DeckError: the films are not all of one size and frame rate, or one does not fit its manifest.
    """
    for before, after in pairwise(source.film for source in sources):
        if before.quality != after.quality:
            raise DeckError(
                f"one deck takes films of one size and frame rate, but {before.name} is {before.quality} and "
                f"{after.name} is {after.quality}; render them with the same -q"
            )
    for source in sources:
        film, fps = source.film, source.film.quality.fps
        ends = [round(beat.end * fps) for beat in film.beats[:-1]] + [round(film.duration * fps)]
        stretches = cut(film.folder / f"{film.name}.mp4", ends, fps)
        yield Chapter(source, tuple(Slide(beat, stretch) for beat, stretch in zip(film.beats, stretches, strict=True)))


def _number(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
