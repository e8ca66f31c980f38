"""A free spot for a label beside a point of a curve: never on the curve, never on another label."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import TypeVar

import numpy as np
from manim import Mobject

from scenes.parts.frame import Region

M = TypeVar("M", bound=Mobject)

MARGIN = 0.1  # frame units kept free around a label
PITCH = 0.15  # frame units between spots that are tried where none around the point is free


def box(mobject: Mobject) -> Region:
    """The rectangle that a mobject takes up."""
    left, bottom, _ = mobject.get_corner(np.array([-1, -1, 0]))
    right, top, _ = mobject.get_corner(np.array([1, 1, 0]))
    return Region(float(left), float(right), float(bottom), float(top))


def place_beside(
    label: M, point: np.ndarray, lines: Iterable[np.ndarray], taken: Iterable[Region], within: Region
) -> M:
    """Move a label to the nearest spot, if possible around a point, at which it covers no line and no other label.

    Args:
        lines: places along each line, shape ``(n, 3)``.
        taken: rectangles that are in use.
    """
    ways = [_dense(line) for line in lines]
    taken = list(taken)
    half = np.array([label.width / 2, label.height / 2])
    low = np.array([within.left, within.bottom]) + half
    high = np.array([within.right, within.top]) - half
    spots = (
        np.clip(point[:2] + np.array([across * (half[0] + 0.2), up * (half[1] + 0.2) + lift]), low, high)
        for lift, up, across in product((0, 0.35, -0.35, 0.7, -0.7, 1.1, -1.1), (1, -1, 0), (0, 1, -1))
    )
    free = [spot for spot in spots if _is_free(spot, half + MARGIN, ways, taken)]
    if not free:
        x, y = (np.arange(start, end + 1e-9, PITCH) for start, end in zip(low, high, strict=True))
        free = [np.array(spot) for spot in product(x, y) if _is_free(np.array(spot), half + MARGIN, ways, taken)]
    best = min(free, key=lambda spot: _distance(spot - point[:2])) if free else high
    label.move_to([*best, 0])
    return label


def _distance(way: np.ndarray) -> float:
    """How far a spot is from the point; above reads better than below."""
    return float(np.linalg.norm(way)) + (0.4 if way[1] < 0 else 0)


def _is_free(spot: np.ndarray, half: np.ndarray, ways: list[np.ndarray], taken: list[Region]) -> bool:
    if any((np.abs(way[:, :2] - spot) < half).all(axis=1).any() for way in ways):
        return False
    return not any(
        abs(spot[0] - other.centre[0]) < half[0] + other.width / 2
        and abs(spot[1] - other.centre[1]) < half[1] + other.height / 2
        for other in taken
    )


def _dense(line: np.ndarray) -> np.ndarray:
    """Places along a line so close to each other that no label slips between two."""
    lengths = np.append(0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=1)))
    at = np.linspace(0, lengths[-1], int(lengths[-1] / 0.04) + 2)
    return np.stack([np.interp(at, lengths, line[:, axis]) for axis in range(3)], axis=-1)
