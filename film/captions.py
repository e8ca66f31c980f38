"""Captions as WebVTT, for players that show them beside the picture; imports no manim."""

from __future__ import annotations

from collections.abc import Iterable

from film.beats import BeatSpan


def webvtt(timeline: Iterable[BeatSpan]) -> str:
    """One cue for each beat, named like the beat (W3C, WebVTT: The Web Video Text Tracks Format).

    Line breaks of captions are kept, blank lines are not: a blank line ends a cue.
    """
    cues = (
        f"{span.beat.name}\n{_clock(span.start)} --> {_clock(span.end)}\n{_cue_text(span.beat.caption)}\n"
        for span in timeline
    )
    return "\n".join(["WEBVTT\n", *cues])


def _clock(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, milliseconds = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{milliseconds // 1000:02}.{milliseconds % 1000:03}"


def _cue_text(caption: str) -> str:
    escaped = caption.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "\n".join(line for line in escaped.splitlines() if line.strip())
