"""From what Cairo paints to what encoders take: 4:2:0 YUV only where the picture changed, or colours with opacity."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, Interpolation, VideoReformatter

from film.drawings import Box
from film.screen import Pixels, Screen, plane_rows, rgba_pixels


class Straight:
    """A screen's picture with colours that know nothing of their opacity, as files have them.

    What is faint has the background's colour mixed in, as Manim paints it, though the background is not there.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._frame = av.VideoFrame(screen.width, screen.height, "rgba")
        self._pixels = rgba_pixels(self._frame)
        self._reformatter = VideoReformatter()

    def update(self, boxes: Sequence[Box], pixel_format: str) -> av.VideoFrame:
        """Take over what changed and return the whole picture."""
        for box in boxes:
            area = np.s_[box.top : box.bottom, box.left : box.right]
            self._pixels[area] = straight(self._screen.pixels[area], self._screen.backdrop[area])
        return converted(self._reformatter, self._frame, pixel_format)


def straight(pixels: Pixels, background: Pixels) -> Pixels:
    """RGBA pixels without the background that shines through them; what is not there at all keeps its colour."""
    opacity = pixels[..., 3:]
    behind = background[..., :3].astype(np.int32)
    strength = 255 / np.maximum(opacity, 1)
    colours = np.clip(np.rint(behind + (pixels[..., :3] - behind) * strength), 0, 255)
    return np.concatenate([colours.astype(np.uint8), opacity], axis=-1)


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
        return converted(self._reformatter, self._screen.frame, "yuv420p")

    def _part(self, box: Box) -> None:
        width, height = box.right - box.left, box.bottom - box.top
        reformatter, part, pixels = _workbench(width, height)
        np.copyto(pixels, self._screen.pixels[box.top : box.bottom, box.left : box.right])
        picture = converted(reformatter, part, "yuv420p")
        for plane, (source, target) in enumerate(zip(planes(picture), planes(self.frame), strict=True)):
            half = 2 if plane else 1
            rows = slice(box.top // half, -(-box.bottom // half))
            target[rows, box.left // half : -(-box.right // half)] = source


def converted(reformatter: VideoReformatter, frame: av.VideoFrame, pixel_format: str) -> av.VideoFrame:
    """An RGBA picture in another format; a kind of YUV has the colours of HDTV."""
    if pixel_format == "bgra":
        return reformatter.reformat(frame, format=pixel_format)
    picture = reformatter.reformat(
        frame,
        format=pixel_format,
        dst_colorspace=Colorspace.ITU709,
        dst_color_range=ColorRange.MPEG,
        interpolation=Interpolation.AREA | Interpolation.BITEXACT,
        threads=1,
    )
    if pixel_format == "yuva444p10le":  # ProRes keeps these in each picture
        picture.color_primaries, picture.color_trc = ColorPrimaries.BT709, ColorTrc.BT709
    return picture


@lru_cache(64)
def _workbench(width: int, height: int) -> tuple[VideoReformatter, av.VideoFrame, Pixels]:
    """What converting a box of this size takes; setting it up costs more than a small conversion."""
    frame = av.VideoFrame(width, height, "rgba")
    return VideoReformatter(), frame, rgba_pixels(frame)


def planes(frame: av.VideoFrame) -> list[Pixels]:
    """The planes of an 8-bit picture of a kind of YUV, each height × width, without what pads its rows."""
    return [plane_rows(plane)[:, : plane.width] for plane in frame.planes]
