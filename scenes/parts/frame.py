"""The regions of the frame: title, readouts, stage, caption; scenes place things in regions by name.

The picture can have another shape than 16:9. The regions know it, and :meth:`Region.panes` stand one above the other
where the frame is narrow, so a scene that places its parts in regions lays itself out anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from manim import ORIGIN, RIGHT, Mobject, config

M = TypeVar("M", bound=Mobject)

SAFE = 0.05  # of the frame's width and height stay free at every edge
WIDE = 14.2  # frame units: at least as wide is what Manim takes for granted, 16:9
NARROW = 10.0  # frame units: up to this width two pictures beside each other are too small


def shrunk(mobject: M, width: float | None = None, height: float | None = None) -> M:
    """The mobject, made smaller where it is wider or higher than that, never larger."""
    factors = [1.0]
    if width is not None:
        factors.append(width / mobject.width)
    if height is not None:
        factors.append(height / mobject.height)
    return mobject.scale(min(factors))


def kept_left_of(mobject: M, right: float) -> M:
    """The mobject, moved to the left where it would reach beyond a place across."""
    return mobject.shift(min(right - mobject.get_right()[0], 0) * RIGHT)


@dataclass(frozen=True)
class Region:
    """A rectangle of the frame, in frame units."""

    left: float
    right: float
    bottom: float
    top: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.top - self.bottom

    @property
    def is_upright(self) -> bool:
        """Whether it is higher than wide, so that pictures in it are larger one above the other."""
        return self.height > self.width

    @property
    def centre(self) -> np.ndarray:
        return np.array([(self.left + self.right) / 2, (self.bottom + self.top) / 2, 0.0])

    def place(self, mobject: M, edge: np.ndarray = ORIGIN) -> M:
        """Move a mobject into the region, flush with an edge or corner (``UL``, ``DOWN``, …), or to its middle."""
        half = np.array([self.width / 2, self.height / 2, 0.0])
        return mobject.move_to(self.centre + edge * half, aligned_edge=edge)

    def inset(self, left: float = 0, right: float = 0, bottom: float = 0, top: float = 0) -> Region:
        """The same region with margins taken off."""
        return Region(self.left + left, self.right - right, self.bottom + bottom, self.top - top)

    def split(self, *shares: float, gap: float = 0.4) -> list[Region]:
        """Columns from left to right, as wide as their shares, with gaps between."""
        free = self.width - gap * (len(shares) - 1)
        columns, left = [], self.left
        for share in shares:
            width = free * share / sum(shares)
            columns.append(Region(left, left + width, self.bottom, self.top))
            left += width + gap
        return columns

    def panes(self, *shares: float, gap: float = 0.4, stacked: Sequence[float] | None = None) -> list[Region]:
        """Pictures that belong together: beside each other, or in a narrow frame one above the other.

        Args:
            stacked: their shares of the height in a narrow frame, if not the same as of the width.
        """
        return self.stack(*(stacked or shares), gap=gap) if is_narrow() else self.split(*shares, gap=gap)

    def fold(self, *shares: float, gap: float = 0.4) -> list[Region]:
        """Pictures that belong together: beside each other, or where it is upright one above the other."""
        return self.stack(*shares, gap=gap) if self.is_upright else self.split(*shares, gap=gap)

    def stack(self, *shares: float, gap: float = 0.3) -> list[Region]:
        """Rows from top to bottom, as high as their shares, with gaps between."""
        free = self.height - gap * (len(shares) - 1)
        rows, top = [], self.top
        for share in shares:
            height = free * share / sum(shares)
            rows.append(Region(self.left, self.right, top - height, top))
            top -= height + gap
        return rows


def frame() -> Region:
    """The whole picture."""
    return Region(-config.frame_width / 2, config.frame_width / 2, -config.frame_height / 2, config.frame_height / 2)


def is_wide() -> bool:
    """Whether the picture is the ordinary one, 16:9."""
    return config.frame_width >= WIDE


def is_narrow() -> bool:
    """Whether the picture is a square or upright: no room for two things beside each other."""
    return config.frame_width <= NARROW + 1e-6


def safe_area() -> Region:
    """The part of the picture that no projector cuts off."""
    whole = frame()
    x, y = SAFE * whole.width, SAFE * whole.height
    return whole.inset(left=x, right=x, bottom=y, top=y)


def heading() -> Region:
    """Title line and, under it, the small line that says what is being run, or two where it is short: top left."""
    safe = safe_area()
    width = safe.width if is_narrow() else 0.62 * safe.width
    return Region(safe.left, safe.left + width, safe.top - (1.05 if is_wide() else 1.4), safe.top)


def readouts() -> Region:
    """Numbers that follow the simulation: top right, in a narrow frame under the heading."""
    safe = safe_area()
    if is_narrow():
        top = heading().bottom - 0.1
        return Region(safe.left, safe.right, top - 1.05, top)
    return Region(safe.left + 0.62 * safe.width, safe.right, safe.top - 1.05, safe.top)


def caption() -> Region:
    """Two lines of caption: bottom."""
    safe = safe_area()
    return Region(safe.left, safe.right, safe.bottom, safe.bottom + 0.95)


def stage(*, under_readouts: bool = True) -> Region:
    """Everything between heading and caption, edge to edge: where landscapes lie.

    Args:
        under_readouts: whether a narrow frame keeps the place of the readouts free, over the stage.
    """
    whole, top = frame(), readouts().bottom if is_narrow() and under_readouts else heading().bottom
    return Region(whole.left, whole.right, caption().top + 0.2, top - 0.2)


def safe_stage(*, under_readouts: bool = True) -> Region:
    """The stage without what a projector might cut off: where diagrams and labels go."""
    safe, whole = safe_area(), stage(under_readouts=under_readouts)
    return Region(safe.left, safe.right, whole.bottom, whole.top)
