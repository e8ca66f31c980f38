"""From pictures to video files: the formats, the parts that a film is encoded in, and how parts become one file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
from av.codec.context import Flags
from av.container import OutputContainer
from av.video.reformatter import VideoReformatter

from film.conversion import Straight, Yuv, converted, planes
from film.detail import is_detailed
from film.drawings import Box
from film.formats import KEYFRAME_SECONDS, Format
from film.inlay import Inlay
from film.quality import Quality
from film.repeats import Repeats
from film.screen import Screen

_BT709 = 1  # ISO/IEC 23001-8: primaries, transfer and matrix of HDTV
_LIMITED = 1


def add_stream(container: OutputContainer, form: Format, quality: Quality, *, is_transparent: bool = False) -> Any:
    """A video stream of a format in a file that is being written."""
    stream: Any = container.add_stream(form.codec, rate=Fraction(quality.fps))
    _set_up(stream.codec_context, form, quality, form.options)
    if is_transparent:
        stream.codec_context.pix_fmt = form.alpha_format
        if form.codec == "libvpx-vp9":
            stream.metadata["alpha_mode"] = "1"  # so players look for it (WebM Container Guidelines)
    return stream


def _set_up(encoder: Any, form: Format, quality: Quality, options: Mapping[str, str]) -> None:
    encoder.options, encoder.framerate = dict(options), Fraction(quality.fps)
    encoder.width, encoder.height, encoder.pix_fmt = quality.width, quality.height, form.pixel_format
    encoder.flags |= Flags.global_header
    encoder.thread_count = 1  # cores are filled with parts, not with threads that wait for each other
    encoder.gop_size = KEYFRAME_SECONDS * quality.fps
    if form.codec == "libx264":
        encoder.profile = "High"
    if not form.is_lossless:
        encoder.color_primaries = encoder.color_trc = encoder.colorspace = _BT709
        encoder.color_range = _LIMITED


class Part:
    """A stretch of a film in a file of its own, which starts with a keyframe and needs nothing from other parts.

    Args:
        is_transparent: the background is not there.
    """

    def __init__(
        self, path: Path, form: Format, quality: Quality, screen: Screen, *, is_transparent: bool = False
    ) -> None:
        self._form, self._quality, self._frames = form, quality, 0
        self._container = av.open(str(path), "w", format=form.muxer)
        self._stream = add_stream(self._container, form, quality, is_transparent=is_transparent)
        self._encoder = self._stream.codec_context
        self._picture: Callable[[Sequence[Box]], av.VideoFrame]
        self._repeats: Repeats | None = None
        self._same = 0  # pictures since the last change
        self._last = b""  # the last picture as it was encoded
        self._fine_options = form.fine_options  # until they are in use
        if is_transparent and form.alpha_format is not None:
            self._picture = partial(Straight(screen).update, pixel_format=form.alpha_format)
        elif form.pixel_format == "yuv420p":
            self._picture = Yuv(screen).update
        else:
            reformatter = VideoReformatter()
            self._picture = lambda _: converted(reformatter, screen.frame, form.pixel_format)
        if form.codec == "libx264":
            self._encoder.open()
            self._repeats = Repeats(bytes(self._encoder.extradata or b""))

    def write(self, boxes: Sequence[Box], frames: int) -> None:
        """Append the screen's picture, which changed in these boxes since the last time, for so many frames."""
        if boxes or not self._frames:
            self._same = 0
        picture = self._picture(boxes)
        picture.time_base = Fraction(1, self._quality.fps)
        if not self._same and self._fine_options is not None and is_detailed(planes(picture)[0]):
            self._refine(self._fine_options)
        for _ in range(frames):
            # The encoder refines a picture once; what it would refine after that nobody sees.
            packet = self._repeats.copy() if self._repeats is not None and self._same > 1 else None
            if packet is not None:
                self._mux(packet)
            elif self._form.is_intra and self._same:
                self._mux(self._last, is_keyframe=True)
            else:
                picture.pts = self._frames
                self._encode(picture)
            self._frames += 1
            self._same += 1

    def _encode(self, picture: av.VideoFrame | None) -> None:
        for packet in self._encoder.encode(picture):
            if self._form.is_intra:
                self._last = bytes(packet)
                self._mux(self._last, is_keyframe=True)
            elif self._repeats is not None:
                is_keyframe = packet.is_keyframe
                content = self._repeats.renumbered(bytes(packet), is_keyframe=is_keyframe, is_repeat=self._same > 0)
                self._mux(content, is_keyframe=is_keyframe)
            else:
                packet.stream = self._stream
                self._container.mux(packet)

    def _refine(self, options: Mapping[str, str]) -> None:
        """From here to the end of the part another encoder is at work, which begins with a keyframe."""
        self._encoder = av.CodecContext.create(self._form.codec, "w")
        _set_up(self._encoder, self._form, self._quality, options)
        self._fine_options = None

    def _mux(self, content: bytes, *, is_keyframe: bool = False) -> None:
        """Write one picture; the encoder holds none back, so it is the one that is due."""
        packet = av.Packet(content)
        packet.stream, packet.time_base = self._stream, Fraction(1, self._quality.fps)
        packet.pts = packet.dts = self._frames
        packet.duration, packet.is_keyframe = 1, is_keyframe
        self._container.mux(packet)

    def close(self) -> None:
        """Finish the file."""
        try:
            if self._frames:
                self._encode(None)
        finally:
            self._container.close()


def join(
    parts: Sequence[tuple[Path, int]],
    path: Path,
    form: Format,
    quality: Quality,
    inlay: Inlay | None = None,
) -> None:
    """Put parts one after the other without encoding them again.

    Args:
        parts: each with its number of frames.
        inlay: what else the file shall hold.
    """
    inlay, muxer = inlay or Inlay(), form.muxer
    with av.open(str(path), "w", format=muxer, options=dict(form.container_options)) as target:
        stream: Any = None
        start = 0
        for part, frames in parts:
            if not frames:
                continue
            with av.open(str(part)) as source:
                if stream is None:
                    stream = target.add_stream_from_template(source.streams.video[0])
                    stream.metadata.update(source.streams.video[0].metadata)
                    inlay.write(target, inlay.begin(target, muxer))
                for packet in source.demux(video=0):
                    if packet.pts is None or packet.dts is None:  # the empty packet that ends a stream
                        continue
                    shift = Fraction(start, quality.fps) / packet.time_base
                    packet.pts, packet.dts = packet.pts + int(shift), packet.dts + int(shift)
                    packet.stream = stream
                    target.mux(packet)
            start += frames
    inlay.finish(path, muxer)
