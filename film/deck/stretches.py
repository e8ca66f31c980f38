"""Stretches: pieces of a film, cut out at keyframes without encoding anything again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import Interpolation
from PIL import Image

from film.deck import DeckError

# Left to itself, the conversion from YUV is off by some levels, and a picture would differ from the film around it.
_EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
_RENDER_AGAIN = "render it again with --force"


@dataclass(frozen=True)
class Stretch:
    """A piece of a film that plays by itself.

    Attributes:
        mp4: a whole MP4 file.
        frames: how many pictures it has.
        fps: frames per second.
    """

    mp4: bytes
    frames: int
    fps: int

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def first_picture(self) -> Image.Image:
        with av.open(BytesIO(self.mp4), "r") as source:
            return _image(next(source.decode(video=0)))

    def last_picture(self) -> Image.Image:
        """Decodes no more than what comes after the last keyframe."""
        with av.open(BytesIO(self.mp4), "r") as source:
            stream = source.streams.video[0]
            assert stream.time_base is not None
            last = (self.frames - 1) / self.fps
            source.seek(int(last / stream.time_base), stream=stream)
            *_, frame = source.decode(stream)
            return _image(frame)


def cut(film: Path, ends: Sequence[int], fps: int) -> Iterator[Stretch]:
    """Cut a film into stretches, without a gap between them.

    Args:
        ends: the frame after the last one of each stretch, ascending; the last is the film's number of frames.
        fps: of the film.

    Raises:
        DeckError: the film cannot be read, has another length, or no keyframe where a stretch begins.
    """
    try:
        with av.open(str(film), "r") as source:
            template = source.streams.video[0]
            packets = [packet for packet in source.demux(template) if packet.size]
            if len(packets) != ends[-1]:
                raise DeckError(f"{film} has {len(packets)} frames and not {ends[-1]}; {_RENDER_AGAIN}")
            for start, end in pairwise([0, *ends]):
                if not packets[start].is_keyframe:
                    raise DeckError(
                        f"{film} has no keyframe at {start / fps:.2f} s, where a beat begins; {_RENDER_AGAIN}"
                    )
                yield Stretch(_muxed(template, packets[start:end]), end - start, fps)
    except av.FFmpegError as fault:
        raise DeckError(f"{film} is no film that can be read ({fault.strerror}); {_RENDER_AGAIN}") from None


def _muxed(template: Any, packets: Sequence[Any]) -> bytes:
    """An MP4 file of packets, whose first picture is at time zero."""
    content = BytesIO()
    with av.open(content, "w", format="mp4") as target:
        stream = target.add_stream_from_template(template)
        start = min(packet.pts for packet in packets)
        for packet in packets:
            packet.pts, packet.dts = packet.pts - start, packet.dts - start
            packet.stream = stream
            target.mux(packet)
    return content.getvalue()


def _image(frame: av.VideoFrame) -> Image.Image:
    return Image.fromarray(frame.to_ndarray(format="rgb24", interpolation=_EXACT))
