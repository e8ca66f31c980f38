"""From frames to an H.264 file that plays everywhere."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from numpy.typing import NDArray

from film.quality import Quality

_BT709 = 1  # ISO/IEC 23001-8: primaries, transfer and matrix of HDTV
_LIMITED = 1


class Encoder:
    """One continuous encode of a film: H.264 High, yuv420p, BT.709, constant frame rate, index at the front."""

    def __init__(self, path: Path, quality: Quality) -> None:
        self.frames = 0
        self._quality = quality
        self._container = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart"})
        options = {"preset": "superfast", "crf": "20"}
        self._stream = self._container.add_stream("libx264", rate=Fraction(quality.fps), options=options)
        self._stream.width, self._stream.height, self._stream.pix_fmt = quality.width, quality.height, "yuv420p"
        codec = self._stream.codec_context
        codec.profile = "High"
        codec.color_primaries = codec.color_trc = codec.colorspace = _BT709
        codec.color_range = _LIMITED

    def write(self, pixels: NDArray[np.uint8], repeat: int = 1) -> None:
        """Append a frame, RGBA of shape ``(height, width, 4)``, once or for several frame times."""
        frame = av.VideoFrame.from_ndarray(pixels, format="rgba").reformat(
            format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG
        )
        frame.time_base = Fraction(1, self._quality.fps)
        for _ in range(repeat):
            frame.pts = self.frames
            self._container.mux(self._stream.encode(frame))
            self.frames += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._container.mux(self._stream.encode())
        self._container.close()
