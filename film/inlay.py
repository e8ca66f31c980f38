"""What lies in a video file beside its pictures: title, comment, chapters, and captions that a player can show."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, BinaryIO

import av
from av.container import OutputContainer

from film.beats import BeatSpan
from film.captions import cue_text

_MILLISECOND = Fraction(1, 1000)
# Captions as each container holds them; the others hold none.
_CODECS = {"mp4": "mov_text", "mov": "mov_text", "matroska": "subrip"}
# The encoder of 3GPP's timed text will not open without a style; players go by their user's.
_STYLE = """[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline,\
 StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,16,&Hffffff,&Hffffff,&H0,&H0,0,0,0,0,100,100,0,0,1,1,0,2,10,10,10,0

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""


@dataclass(frozen=True)
class Inlay:
    """What a file shall hold beside its pictures.

    Attributes:
        title: what a player calls the film.
        comment: where it comes from.
        chapters: where a player can go, each with its title, start and end in seconds.
        captions: what can be shown below the picture, and when.
        language: of the captions, in three letters (ISO 639-2).
        is_drawn: the picture has the captions already, so that no player should show them unasked.
    """

    title: str = ""
    comment: str = ""
    chapters: Sequence[tuple[str, float, float]] = ()
    captions: Sequence[BeatSpan] = ()
    language: str = "und"
    is_drawn: bool = False

    def begin(self, target: OutputContainer, muxer: str) -> Any:
        """Write what stands at the head of a file; returns the captions' stream if it has one."""
        for key, value in (("title", self.title), ("comment", self.comment)):
            if value:
                target.metadata[key] = value
        if self.chapters:
            target.set_chapters([_chapter(place, *chapter) for place, chapter in enumerate(self.chapters)])
        codec = _CODECS.get(muxer)
        if codec is None or not self.captions:
            return None
        stream: Any = target.add_stream(codec)
        stream.codec_context.subtitle_header = _STYLE.encode()
        stream.time_base = _MILLISECOND
        stream.metadata["language"] = self.language
        return stream

    def write(self, target: OutputContainer, stream: Any) -> None:
        """Write the captions; the container puts them between the pictures where they belong."""
        if stream is None:
            return
        for span in self.captions:
            text = cue_text(span.beat.caption).encode()
            timed = stream.codec_context.name == "mov_text"
            packet = av.Packet(struct.pack(">H", len(text)) + text if timed else text)
            packet.stream, packet.time_base = stream, _MILLISECOND
            packet.pts = packet.dts = round(1000 * span.start)
            packet.duration = round(1000 * span.end) - packet.pts
            target.mux(packet)

    def finish(self, path: Path, muxer: str) -> None:
        """Let no player show the captions unasked, if the picture has them already."""
        if self.is_drawn and self.captions and _CODECS.get(muxer) == "mov_text":
            _disable_captions(path)


def shifted(captions: Sequence[BeatSpan], seconds: float) -> list[BeatSpan]:
    """Captions of a film that begins so much later."""
    return [replace(span, start=span.start + seconds, end=span.end + seconds) for span in captions]


def _chapter(place: int, title: str, start: float, end: float) -> Any:
    return {
        "id": place,
        "start": round(1000 * start),
        "end": round(1000 * end),
        "time_base": _MILLISECOND,
        "metadata": {"title": title},
    }


def _disable_captions(path: Path) -> None:
    """Take the flag "enabled" off the tracks of captions, which FFmpeg gives to the first track of each kind.

    The flag is the lowest bit of a track header (ISO/IEC 14496-12, 8.3.2).
    """
    with path.open("r+b") as file:
        for track in _within(file, (0, path.stat().st_size), "moov", "trak"):
            [handler] = _within(file, track, "mdia", "hdlr")
            if _read(file, handler[0] + 8, 4) == b"sbtl":
                [header] = _within(file, track, "tkhd")
                flags = _read(file, header[0] + 3, 1)[0]
                file.seek(header[0] + 3)
                file.write(bytes([flags & ~1]))


def _within(file: BinaryIO, place: tuple[int, int], *kinds: str) -> list[tuple[int, int]]:
    """Where the boxes of a kind begin and end that lie, box in box, in this stretch of an MP4 file."""
    places = [place]
    for kind in kinds:
        places = [inner for outer in places for name, inner in _boxes(file, *outer) if name == kind.encode()]
    return places


def _boxes(file: BinaryIO, start: int, end: int) -> list[tuple[bytes, tuple[int, int]]]:
    """Each box's kind, and where its content begins and ends (ISO/IEC 14496-12, 4.2)."""
    boxes = []
    while start < end:
        size, kind = struct.unpack(">I4s", _read(file, start, 8))
        head = 8
        if size == 1:  # too large for four bytes
            size, head = struct.unpack(">Q", _read(file, start + 8, 8))[0], 16
        boxes.append((kind, (start + head, start + size)))
        start += size or end - start
    return boxes


def _read(file: BinaryIO, start: int, count: int) -> bytes:
    file.seek(start)
    return file.read(count)
