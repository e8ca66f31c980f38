"""Beats: the named stretches of a clip, their captions, and how long a viewer needs to read them."""

from __future__ import annotations

from dataclasses import dataclass

from film.language import say

CAPTION_LINES = 2
CAPTION_COLUMNS = 42
READING_SPEED = 17.0  # characters per second, a common ceiling for subtitles
SHORTEST_CAPTION = 1.5  # seconds


@dataclass(frozen=True)
class Beat:
    """One point that a clip makes: its kebab-case name and the caption under it (lines split by newlines)."""

    name: str
    caption: str

    @property
    def title(self) -> str:
        """Its name as words, for people, in the language of now."""
        return say(self.name.replace("-", " "))


@dataclass(frozen=True)
class BeatSpan:
    """A beat as it was filmed, with its start and end in seconds from the start of the clip."""

    beat: Beat
    start: float
    end: float


def reading_time(caption: str) -> float:
    """The seconds that a caption must stay on screen to be read.

    Line breaks count as spaces, as they do for the reader.
    """
    return max(SHORTEST_CAPTION, len(caption) / READING_SPEED)


def clock(seconds: float) -> str:
    """Minutes and seconds as a player shows them, that is, rounded down."""
    whole = int(seconds + 1e-6)  # 46.999999999 comes of adding frames up and means 47
    return f"{whole // 60}:{whole % 60:02}"


def caption_faults(caption: str) -> list[str]:
    """What keeps a caption from fitting under the picture, in words; an empty list if nothing does."""
    lines = caption.splitlines()
    faults = []
    if len(lines) > CAPTION_LINES:
        faults.append(f"has {len(lines)} lines, at most {CAPTION_LINES} fit")
    for line in lines:
        if len(line) > CAPTION_COLUMNS:
            faults.append(f"has a line of {len(line)} characters, at most {CAPTION_COLUMNS} fit: {line!r}")
    return faults
