"""The picture in memory: painted by Cairo, and only where it changed."""

from __future__ import annotations

from collections.abc import Sequence

import av
import cairo
import numpy as np
from av.video.plane import VideoPlane
from numpy.typing import NDArray

from film.damage import changed_boxes, merged, to_blocks
from film.drawings import Box, Drawing, Lens
from film.ground import Ground
from film.tracing import Context

Pixels = NDArray[np.uint8]


class Screen:
    """A picture of RGBA pixels in the memory of a video frame, so that nothing needs to be copied to convert it.

    Beside the picture it keeps the ground: the drawings at the back that have stood still for a while, painted once.

    Attributes:
        frame: the picture as PyAV sees it.
        pixels: the same memory, shape ``(height, width, 4)``.
        backdrop: what the scene's camera paints on, of the same shape.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.frame = av.VideoFrame(width, height, "rgba")
        self.pixels, _ = _canvas(self.frame)
        self.backdrop: Pixels = np.zeros_like(self.pixels)
        self._scratch, self._context = _canvas(av.VideoFrame(width, height, "rgba"))
        self._base, _ = _canvas(av.VideoFrame(width, height, "rgba"))
        self._ground = Ground(self._lay)
        self._is_known = False
        self._shown: Sequence[Drawing] | None = None
        self._lens: Lens | None = None
        self._background: Pixels | None = None

    @property
    def everything(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def forget(self) -> None:
        """Whatever is shown next, paint it anew and report it as changed everywhere."""
        self._shown = None
        self._is_known = False

    def show(self, drawings: Sequence[Drawing], lens: Lens, background: Pixels) -> list[Box]:
        """Put a picture on the screen.

        Args:
            drawings: from back to front.
            background: what is behind them all, of the screen's shape.

        Returns:
            Disjoint boxes outside of which nothing changed.
        """
        picture = list(drawings)
        if lens != self._lens or background is not self._background:
            self._lens, self._background, self._shown = lens, background, None
            self._ground.reset()
            np.copyto(self._base, background)
        if self._shown is None:
            boxes = [self.everything]
            self._is_known = True
        else:
            boxes = changed_boxes(self._shown, picture, lens)
        above = self._ground.settle(picture)
        for box in boxes:
            self._repaint(self.pixels, self._base, box, above)
        self._shown = picture
        return boxes

    def _lay(self, boxes: list[Box], drawings: list[Drawing]) -> None:
        assert self._background is not None and self._lens is not None
        for box in merged((to_blocks(box, self.width, self.height) for box in boxes if box), self._lens):
            self._repaint(self._base, self._background, box, drawings)

    def copy(self, pixels: Pixels) -> list[Box]:
        """Put a picture on the screen that somebody else painted; returns the boxes that changed."""
        differs = (pixels != self.pixels).any(axis=(1, 2)) if self._is_known else np.ones(self.height, bool)
        rows = np.flatnonzero(differs)
        self._shown, self._is_known = None, True
        if not len(rows):
            return []
        box = to_blocks(Box(0, int(rows[0]), self.width, int(rows[-1]) + 1), self.width, self.height)
        np.copyto(self.pixels[box.top : box.bottom], pixels[box.top : box.bottom])
        return [box]

    def _repaint(self, target: Pixels, behind: Pixels, box: Box, drawings: Sequence[Drawing]) -> None:
        """Paint one box as it would come out in the whole picture, to the last bit.

        Cairo cuts a path to the clip before it computes coverage, and a cut at the left or right changes the coverage
        of whole rows. So the clip is the full width of the box's rows, on a canvas of its own, and only the box is
        taken from there. Colour gradients also depend on where they start to be computed: they are painted whole.
        """
        assert self._lens is not None
        area = np.s_[box.top : box.bottom, box.left : box.right]
        self._scratch[area] = behind[area]
        context = self._context
        context.new_path()
        context.identity_matrix()
        context.reset_clip()
        drawings = [drawing for drawing in drawings if drawing.box.overlaps(box)]
        if any(drawing.has_gradient for drawing in drawings):
            rows = self.everything
        else:
            rows = Box(0, box.top, self.width, box.bottom)
            context.rectangle(0, box.top, self.width, box.bottom - box.top)
            context.clip()
        context.set_matrix(cairo.Matrix(*self._lens.matrix))
        for drawing in drawings:
            drawing.paint(context, rows)
        target[area] = self._scratch[area]


def plane_rows(plane: VideoPlane) -> Pixels:
    """A plane's memory, shape ``(height, bytes in a row)``, rows padded at their ends."""
    return np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)


def rgba_pixels(frame: av.VideoFrame) -> Pixels:
    """An RGBA frame's memory, shape ``(height, width, 4)``."""
    return plane_rows(frame.planes[0])[:, : 4 * frame.width].reshape(frame.height, frame.width, 4)


def _canvas(frame: av.VideoFrame) -> tuple[Pixels, Context]:
    """A frame's memory as pixels, all zero, and as something that Cairo paints on."""
    plane = frame.planes[0]
    plane_rows(plane)[:] = 0
    surface = cairo.ImageSurface.create_for_data(
        memoryview(plane), cairo.FORMAT_ARGB32, frame.width, frame.height, plane.line_size
    )
    return rgba_pixels(frame), cairo.Context(surface)
