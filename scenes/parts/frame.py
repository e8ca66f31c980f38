"""The regions of the frame: title, readouts, stage, caption; scenes place things in regions by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from manim import ORIGIN, Mobject, config

M = TypeVar("M", bound=Mobject)

SAFE = 0.05  # of the frame's width and height stay free at every edge


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


def safe_area() -> Region:
    """The part of the picture that no projector cuts off."""
    whole = frame()
    x, y = SAFE * whole.width, SAFE * whole.height
    return whole.inset(left=x, right=x, bottom=y, top=y)


def heading() -> Region:
    """Title line and, under it, the small line that says what is being run: top left."""
    safe = safe_area()
    return Region(safe.left, safe.left + 0.62 * safe.width, safe.top - 1.05, safe.top)


def readouts() -> Region:
    """Numbers that follow the simulation: top right."""
    safe = safe_area()
    return Region(safe.left + 0.62 * safe.width, safe.right, safe.top - 1.05, safe.top)


def caption() -> Region:
    """Two lines of caption: bottom."""
    safe = safe_area()
    return Region(safe.left, safe.right, safe.bottom, safe.bottom + 0.95)


def stage() -> Region:
    """Everything between heading and caption, edge to edge: where landscapes lie."""
    whole = frame()
    return Region(whole.left, whole.right, caption().top + 0.2, heading().bottom - 0.2)


def safe_stage() -> Region:
    """The stage without what a projector might cut off: where diagrams and labels go."""
    safe, whole = safe_area(), stage()
    return Region(safe.left, safe.right, whole.bottom, whole.top)
