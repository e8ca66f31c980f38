"""Captions beside the picture: as WebVTT and SubRip for players, as a transcript for readers; imports no manim."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from film.beats import BeatSpan, clock


def webvtt(timeline: Iterable[BeatSpan]) -> str:
    """One cue for each beat, named like the beat (W3C, WebVTT: The Web Video Text Tracks Format).

    Line breaks of captions are kept, blank lines are not: a blank line ends a cue.
    """
    cues = (
        f"{span.beat.name}\n{_clock(span.start)} --> {_clock(span.end)}\n{_escaped(cue_text(span.beat.caption))}\n"
        for span in timeline
    )
    return "\n".join(["WEBVTT\n", *cues])


def subrip(timeline: Iterable[BeatSpan]) -> str:
    """One numbered cue for each beat, as editors and video sites read it (SubRip's .srt)."""
    return "\n".join(
        f"{number}\n{_clock(span.start, ',')} --> {_clock(span.end, ',')}\n{cue_text(span.beat.caption)}\n"
        for number, span in enumerate(timeline, start=1)
    )


def transcript(title: str, sentence: str, beats: Iterable[BeatSpan], parameters: Mapping[str, Any]) -> str:
    """What a film says, to be read, in Markdown (CommonMark): each beat's time, name and caption, and what was run."""
    parts = [f"# {_markdown(title)}", *([_markdown(sentence)] if sentence else [])]
    for span in beats:
        parts.append(f"## {clock(span.start)} {_markdown(span.beat.title)}")
        if caption := " ".join(span.beat.caption.split()):
            parts.append(_markdown(caption))
    if parameters:
        rows = "\n".join(f"- `{name}` = {value}" for name, value in parameters.items())
        parts.append(f"---\n\n{rows}")
    return "\n\n".join(parts) + "\n"


def _clock(seconds: float, point: str = ".") -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}{point}{milliseconds % 1000:03}"


def cue_text(caption: str) -> str:
    """A caption with its line breaks, without blank lines, which would end a cue."""
    return "\n".join(line for line in caption.splitlines() if line.strip())


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _markdown(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", text)
