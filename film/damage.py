"""Which pixels can differ between two pictures, each a list of drawings from back to front."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from film.drawings import Box, Drawing, Lens

BLOCK = 16  # pixels; boxes grow to whole blocks, the macroblocks of the encoder
_CALL = 64 * 64  # what painting one more box costs, in pixels


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
        boxes = [box for one, other in zip(old, new, strict=True) for box in _difference(one, other)]
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
    if old is new or old.key == new.key:
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
    ours = [old.points[start:end] for start, end, _ in old.splits]
    theirs = [new.points[start:end] for start, end, _ in new.splits]
    first = _common(ours, theirs)
    last = _common(ours[first:][::-1], theirs[first:][::-1])
    ours, theirs = ours[first : len(ours) - last], theirs[first : len(theirs) - last]
    if not old.is_filled and len(ours) == len(theirs) == 1:
        changed = _curve_difference(ours[0], theirs[0])
    else:
        changed = np.concatenate([*ours, *theirs]) if ours or theirs else np.empty((0, 3))
    rows = old.lens.box(changed, old.margin)
    across = old.box.union(new.box)
    return [Box(across.left, rows.top, across.right, rows.bottom)] if rows else []


def _common(ours: Sequence[NDArray[np.float64]], theirs: Sequence[NDArray[np.float64]]) -> int:
    """How many of the first subpaths are equal."""
    count = 0
    for one, other in zip(ours, theirs, strict=False):
        if one.shape != other.shape or not np.array_equal(one, other):
            break
        count += 1
    return count


def _curve_difference(ours: NDArray[np.float64], theirs: NDArray[np.float64]) -> NDArray[np.float64]:
    """The control points of the curves in which two strokes differ, and of their neighbours, which share joints.

    A closed stroke has a joint where it starts, so it differs as a whole.
    """
    if any(np.allclose(path[0], path[-1]) for path in (ours, theirs)):
        return np.concatenate([ours, theirs])
    one, other = ours.reshape(-1, 12), theirs.reshape(-1, 12)
    shorter = min(len(one), len(other))
    same = (one[:shorter] == other[:shorter]).all(axis=1)
    first = shorter if same.all() else int(same.argmin())
    same = (one[::-1][: shorter - first] == other[::-1][: shorter - first]).all(axis=1)
    last = len(same) if same.all() else int(same.argmin())
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
        grown = True
        while grown:
            grown = False
            for other in apart:
                union = box.union(other)
                if box.overlaps(other) or union.area <= box.area + other.area + _CALL:
                    apart.remove(other)
                    box, grown = union, True  # noqa: PLW2901  # it grows until nothing is near
                    break
        apart.append(box)
    if sum(box.area for box in apart) > 0.6 * lens.frame.area:
        return [lens.frame]
    return apart
