"""From RGBA to the 4:2:0 YUV that encoders take, only where the picture changed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from film.drawings import Box
from film.screen import Pixels, Screen, plane_rows, rgba_pixels


class Yuv:
    """A screen's picture in BT.709 limited range, chroma the mean of two by two pixels.

    Averaging looks at nothing outside its two by two pixels and the exact integer arithmetic does not depend on the
    size of what is converted, so converting a box gives the very bytes that converting the whole picture would.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._reformatter = VideoReformatter()
        self.frame = self._whole()

    def update(self, boxes: Sequence[Box]) -> av.VideoFrame:
        """Convert what changed, in boxes with even corners, and return the whole picture."""
        if any(2 * box.area > self._screen.everything.area for box in boxes):
            self.frame = self._whole()
        else:
            for box in boxes:
                self._part(box)
        return self.frame

    def _whole(self) -> av.VideoFrame:
        return _to_yuv(self._reformatter, self._screen.frame)

    def _part(self, box: Box) -> None:
        width, height = box.right - box.left, box.bottom - box.top
        reformatter, part, pixels = _workbench(width, height)
        np.copyto(pixels, self._screen.pixels[box.top : box.bottom, box.left : box.right])
        converted = _to_yuv(reformatter, part)
        for plane, (source, target) in enumerate(zip(_planes(converted), _planes(self.frame), strict=True)):
            half = 2 if plane else 1
            rows = slice(box.top // half, -(-box.bottom // half))
            target[rows, box.left // half : -(-box.right // half)] = source


def _to_yuv(reformatter: VideoReformatter, frame: av.VideoFrame) -> av.VideoFrame:
    return reformatter.reformat(
        frame,
        format="yuv420p",
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.AREA | Interpolation.BITEXACT,
        threads=1,
    )


@lru_cache(256)
def _workbench(width: int, height: int) -> tuple[VideoReformatter, av.VideoFrame, Pixels]:
    """What converting a box of this size takes; setting it up costs more than a small conversion."""
    frame = av.VideoFrame(width, height, "rgba")
    return VideoReformatter(), frame, rgba_pixels(frame)


def _planes(frame: av.VideoFrame) -> list[Pixels]:
    return [plane_rows(plane)[:, : plane.width] for plane in frame.planes]
