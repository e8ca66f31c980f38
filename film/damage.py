"""Which pixels can differ between two pictures, each a list of drawings from back to front."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from film.drawings import NOTHING, Box, Drawing, Lens
from film.tracing import CURVE

BLOCK = 16  # pixels; boxes grow to whole blocks, the macroblocks of the encoder
_CALL = 64 * 64  # what painting one more box costs, in pixels
_START, _END = itemgetter(0), itemgetter(1)  # of a subpath


def changed_boxes(old: Sequence[Drawing], new: Sequence[Drawing], lens: Lens) -> list[Box]:
    """Boxes of whole blocks outside of which the two pictures are the same, pixel by pixel.

    Outside the boxes of drawings that have no equal partner, both pictures paint the same drawings in the same order;
    that holds for whatever partners are found as long as they stand in the same order in both lists.
    """
    first, last_old, last_new = 0, len(old), len(new)
    while first < min(last_old, last_new) and old[first] is new[first]:
        first += 1
    while last_old > first and last_new > first and old[last_old - 1] is new[last_new - 1]:
        last_old -= 1
        last_new -= 1
    old, new = old[first:last_old], new[first:last_new]
    if len(old) == len(new):
        pairs = ((one, other) for one, other in zip(old, new, strict=True) if one is not other)
        boxes = [box for one, other in pairs for box in _difference(one, other)]
    else:
        boxes = [drawing.box for drawing in _without_partner(old, new)]
    return merged((to_blocks(box, lens.width, lens.height) for box in boxes if box), lens)


def _without_partner(old: Sequence[Drawing], new: Sequence[Drawing]) -> list[Drawing]:
    """The drawings that are in only one of the lists, or not in the same order in both."""
    places = {drawing.key: place for place, drawing in enumerate(old)}
    alone, matched, reached = [], set(), -1
    for drawing in new:
        place = places.get(drawing.key, -1)
        if place > reached:
            reached = place
            matched.add(place)
        else:
            alone.append(drawing)
    return alone + [drawing for place, drawing in enumerate(old) if place not in matched]


def _difference(old: Drawing, new: Drawing) -> list[Box]:
    """Where one drawing in place of another can change the picture."""
    if old.key == new.key:
        return []
    if old.key[1:] == new.key[1:] and old.box and new.box:
        return _path_difference(old, new)
    return [old.box, new.box]


def _path_difference(old: Drawing, new: Drawing) -> list[Box]:
    """Where two paths in the same paint differ.

    Subpaths are filled and stroked independently of each other but for one thing: Cairo computes a row of pixels
    either exactly or from fifteen samples, by whether any edge of the path starts, ends or crosses another in that
    row. So the rows of what differs change over the whole width of the path.
    """
    first, last = _common(old, new)
    ours, theirs = old.splits[first : len(old.splits) - last], new.splits[first : len(new.splits) - last]
    pieces = [drawing.points[part[0][0] : part[-1][1]] for drawing, part in ((old, ours), (new, theirs)) if part]
    if not old.is_filled and len(ours) == len(theirs) == 1:
        pieces = [_curve_difference(*pieces)]
    rows = old.lens.box(np.concatenate(pieces), old.margin) if pieces else NOTHING
    across = old.box.union(new.box)
    return [Box(across.left, rows.top, across.right, rows.bottom)] if rows else []


def _common(old: Drawing, new: Drawing) -> tuple[int, int]:
    """How many of the first subpaths of two paths are equal, and of the others how many of the last."""
    ahead, behind = _equal_points(old.points, new.points)
    first = min(bisect_right(drawing.splits, ahead, key=_END) for drawing in (old, new))
    if (len(old.points) - len(new.points)) % CURVE:
        return first, 0  # the curves of the one are not between the same points as those of the other
    starts = [bisect_left(drawing.splits, len(drawing.points) - behind, key=_START) for drawing in (old, new)]
    return first, min(len(old.splits) - max(first, starts[0]), len(new.splits) - max(first, starts[1]))


def _equal_points(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> tuple[int, int]:
    """How many of the first points of two paths are equal, and how many of the last."""
    one, other = ours.ravel(), theirs.ravel()
    return _equal_numbers(one, other) // 3, _equal_numbers(one[::-1], other[::-1]) // 3


def _equal_numbers(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> int:
    shorter = min(len(ours), len(theirs))
    differ = ours[:shorter] != theirs[:shorter]
    return int(differ.argmax()) if differ.any() else shorter


def _curve_difference(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The control points of the curves in which two strokes differ, and of their neighbours, which share joints.

    A closed stroke has a joint where it starts, so it differs as a whole.
    """
    if any(np.allclose(path[0], path[-1]) for path in (ours, theirs)):
        return np.concatenate([ours, theirs])
    one, other = ours.reshape(-1, 3 * CURVE), theirs.reshape(-1, 3 * CURVE)
    first, last = (count // CURVE for count in _equal_points(ours, theirs))
    last = min(last, min(len(one), len(other)) - first)
    first, last = max(first - 1, 0), max(last - 1, 0)
    return np.concatenate([path[first : len(path) - last].reshape(-1, 3) for path in (one, other)])


def to_blocks(box: Box, width: int, height: int) -> Box:
    """The box of whole blocks around a box."""
    return Box(
        box.left // BLOCK * BLOCK,
        box.top // BLOCK * BLOCK,
        min(-(-box.right // BLOCK) * BLOCK, width),
        min(-(-box.bottom // BLOCK) * BLOCK, height),
    )


def merged(boxes: Iterable[Box], lens: Lens) -> list[Box]:
    """Disjoint boxes that cover the given ones, as few as painting them one by one is worth."""
    apart: list[Box] = []
    for box in boxes:
        left, top, right, bottom = box
        place = 0
        while place < len(apart):
            its_left, its_top, its_right, its_bottom = apart[place]
            # This runs so often that calls of functions would be seen.
            width = (right if right > its_right else its_right) - (left if left < its_left else its_left)
            height = (bottom if bottom > its_bottom else its_bottom) - (top if top < its_top else its_top)
            area = (right - left) * (bottom - top) + (its_right - its_left) * (its_bottom - its_top)
            overlap = left < its_right and its_left < right and top < its_bottom and its_top < bottom
            if overlap or width * height <= area + _CALL:
                left, top, right, bottom = box = box.union(apart.pop(place))  # noqa: PLW2901
                place = 0  # it grows until nothing is near
            else:
                place += 1
        apart.append(box)
    if sum(box.area for box in apart) > 0.6 * lens.frame.area:
        return [lens.frame]
    return apart
