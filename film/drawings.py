"""What a vectorized mobject puts on the screen: its path, its paints and the pixels that they can touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Any, NamedTuple

import cairo
import numpy as np
from numpy.typing import NDArray

from film import inside_manim
from film.tracing import CURVE, Context, Subpath, trace

MITRE_LIMIT = 10.0  # Cairo's default: how many half widths the tip of a mitre can stick out
LONG = 512  # points of a path of which it is worth to trace only what is needed
SOFT_EDGE = 2  # pixels beyond the outline that antialiasing and rounding can touch

_RGBA = Struct("4d")


class Box(NamedTuple):
    """Whole pixels from ``left, top`` up to but without ``right, bottom``."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def area(self) -> int:
        return (self.right - self.left) * (self.bottom - self.top) if self else 0

    def __bool__(self) -> bool:
        return self.left < self.right and self.top < self.bottom

    def union(self, other: Box) -> Box:
        if not self:
            return other
        if not other:
            return self
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlaps(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


NOTHING = Box(0, 0, 0, 0)


@dataclass(frozen=True)
class Lens:
    """How the camera maps the scene to pixels.

    Attributes:
        matrix: from scene units to pixels.
        line_width: scene units of one unit of stroke width.
    """

    matrix: tuple[float, float, float, float, float, float]
    line_width: float
    width: int
    height: int

    @property
    def frame(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def box(self, points: NDArray[np.float64], margin: float) -> Box:
        """The pixels within a margin, in pixels, around curves with these control points."""
        if not len(points):
            return NOTHING
        xx, _, _, yy, x0, y0 = self.matrix
        # Control points can lie anywhere; far away is as good as just outside, and fits an integer.
        far = 4.0 * max(self.width, self.height)
        plane = np.ascontiguousarray(points[:, :2].T)  # along rows of many numbers NumPy finds extremes at once
        (x_low, y_low), (x_high, y_high) = plane.min(axis=1), plane.max(axis=1)
        left, right = sorted((xx * x_low + x0, xx * x_high + x0))
        top, bottom = sorted((yy * y_low + y0, yy * y_high + y0))
        reach = margin + SOFT_EDGE
        return Box(
            max(0, int(max(left - reach, -far))),
            max(0, int(max(top - reach, -far))),
            min(self.width, int(min(right + reach, far)) + 1),
            min(self.height, int(min(bottom + reach, far)) + 1),
        )

    def stroke_margin(self, width: float, mitred: bool) -> float:
        """How far a stroke reaches beyond its path, in pixels: corners of square caps, tips of mitres."""
        half = 0.5 * width * self.line_width * max(abs(self.matrix[0]), abs(self.matrix[3]))
        return half * (MITRE_LIMIT if mitred else 1.5)


class Drawing:
    """One vectorized mobject as it is painted at one moment; never changes.

    Two drawings with equal keys put the same on the screen.

    Args:
        like: an earlier drawing of the same mobject through the same lens, of which the path is taken if it is equal.
    """

    points: NDArray[np.float64]
    splits: list[Subpath]

    __slots__ = ("_fill", "_path", "_rows", "_strokes", "box", "key", "lens", "margin", "points", "splits")

    def __init__(self, key: inside_manim.Appearance, mobject: Any, lens: Lens, like: Drawing | None = None) -> None:
        self.key, self.lens = key, lens
        self._path: cairo.Path | None = None
        self._rows: NDArray[np.float64] | None = None
        if like is not None and like.key.points == key.points:
            self._path, self._rows, self.points, self.splits = like._path, like._rows, like.points, like.splits
        else:
            self.points = np.frombuffer(key.points).reshape(-1, 3)
            self.splits = inside_manim.subpaths(mobject, self.points)
        self._fill = _paint(key.fill, mobject)
        self._strokes = [
            (width, _paint(rgbas, mobject))
            for width, rgbas in ((key.background_width, key.background_stroke), (key.stroke_width, key.stroke))
        ]
        mitred = inside_manim.JOINS[key.joint] == cairo.LINE_JOIN_MITER
        self.margin = max(lens.stroke_margin(width, mitred) if paint else 0.0 for width, paint in self._strokes)
        self.box = lens.box(self.points, self.margin) if self.is_visible else NOTHING

    @property
    def is_visible(self) -> bool:
        return len(self.splits) > 0 and (self.is_filled or self.is_stroked)

    @property
    def is_filled(self) -> bool:
        return self._fill is not None

    @property
    def has_gradient(self) -> bool:
        return bool(self.key.sheen)

    @property
    def is_stroked(self) -> bool:
        return any(width > 0 and paint is not None for width, paint in self._strokes)

    def paint(self, context: Context, rows: Box) -> None:
        """Paint what falls into some rows, with a context that is clipped to them and has the lens' matrix."""
        context.new_path()
        if len(self.points) > LONG and not (rows.top <= self.box.top and self.box.bottom <= rows.bottom):
            self._trace_rows(context, rows)
        else:
            self._trace(context)
        behind, front = self._strokes
        self._stroke(context, *behind)
        if self._fill is not None:
            self._fill(context)
            context.fill_preserve()
        self._stroke(context, *front)

    def _stroke(self, context: Context, width: float, paint: Callable[[Context], None] | None) -> None:
        if paint is None or width == 0:
            return
        paint(context)
        context.set_line_width(width * self.lens.line_width)
        context.set_line_join(inside_manim.JOINS[self.key.joint])
        context.set_line_cap(inside_manim.CAPS[self.key.cap])
        context.stroke_preserve()

    def _trace(self, context: Context) -> None:
        if self._path is not None:
            context.append_path(self._path)
            return
        trace(context, self.points, self.splits)
        self._path = context.copy_path()

    def _trace_rows(self, context: Context, box: Box) -> None:
        """Trace only what can touch the rows of a box: the colour of a row of pixels depends on nothing else.

        Of a stroke that is not closed these are single curves; the ends where it is cut lie outside the rows.
        """
        starts = np.array([start for start, _, _ in self.splits]) // CURVE
        if self._rows is None:
            y = self.lens.matrix[3] * self.points[:, 1] + self.lens.matrix[5]
            curves = y.reshape(-1, CURVE)
            self._rows = np.stack([curves.min(axis=1), curves.max(axis=1)], axis=1)
        reach = self.margin + SOFT_EDGE
        touches = (self._rows[:, 0] < box.bottom + reach) & (self._rows[:, 1] > box.top - reach)
        pieces: list[Subpath] = []
        for subpath in np.flatnonzero(np.logical_or.reduceat(touches, starts)).tolist():
            start, end, closed = self.splits[subpath]
            if self.is_filled or closed:
                pieces.append((start, end, closed))
                continue
            part = touches[start // CURVE : end // CURVE]
            edges = np.flatnonzero(np.diff(part, prepend=False, append=False)).reshape(-1, 2)
            pieces += [(first, last, closed) for first, last in (start + CURVE * edges).tolist()]
        trace(context, self.points, pieces)


def _paint(rgbas: bytes, mobject: Any) -> Callable[[Context], None] | None:
    """What sets a context's source to these colours; None where they are all transparent."""
    return _plain(rgbas) if len(rgbas) == _RGBA.size else _gradient(rgbas, mobject)


@lru_cache(4096)
def _plain(rgba: bytes) -> Callable[[Context], None] | None:
    """One colour. The order of the channels is Manim's: it keeps RGBA in memory that Cairo takes for BGRA."""
    red, green, blue, alpha = _RGBA.unpack(rgba)
    if not alpha:
        return None
    return lambda context: context.set_source_rgba(blue, green, red, alpha)


def _gradient(rgbas: bytes, mobject: Any) -> Callable[[Context], None] | None:
    colours = np.frombuffer(rgbas).reshape(-1, 4)
    if not colours[:, 3].any():
        return None
    start, end = inside_manim.gradient_ends(mobject)
    gradient = cairo.LinearGradient(*start[:2], *end[:2])
    for offset, (red, green, blue, alpha) in zip(np.linspace(0, 1, len(colours)), colours.tolist(), strict=True):
        gradient.add_color_stop_rgba(offset, blue, green, red, alpha)
    return lambda context: context.set_source(gradient)


class Sketchbook:
    """Drawings of mobjects as they are now, made anew only for those that changed since the last look."""

    def __init__(self) -> None:
        self._latest: dict[int, tuple[Any, Drawing]] = {}
        self._lens: Lens | None = None

    def draw(self, mobjects: Iterable[Any], lens: Lens) -> list[Drawing]:
        """The drawings of vectorized mobjects, in order."""
        if lens != self._lens:
            self._latest.clear()
            self._lens = lens
        drawings = []
        latest = self._latest
        for mobject in mobjects:
            known = latest.get(id(mobject))
            key = inside_manim.appearance(mobject)
            if known is None or known[1].key != key:
                known = (mobject, Drawing(inside_manim.Appearance(*key), mobject, lens, known and known[1]))
                latest[id(mobject)] = known
            drawings.append(known[1])
        return drawings

    def forget_others(self, kept: Iterable[Any]) -> None:
        """Keep only what was drawn of these mobjects; the others may never come back."""
        self._latest = {id(m): self._latest[id(m)] for m in kept if id(m) in self._latest}
