"""A landscape seen from the side and above: from two weights and a height to a place on screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scenes.parts.frame import Region

TILT = 0.36  # how long a unit that leads away from the viewer looks, beside one that runs across
LIFT = 0.4  # how long a unit of height looks


@dataclass(frozen=True)
class Oblique:
    """A parallel projection: west to east runs across, south to north leads away and up, height is up.

    Attributes:
        centre: weights and height that are shown at ``place``, shape ``(3,)``.
        place: where on screen, shape ``(3,)``.
        scale: frame units for one weight across.
    """

    centre: np.ndarray
    place: np.ndarray
    scale: float

    def point(self, x: ArrayLike, y: ArrayLike, z: ArrayLike) -> np.ndarray:
        """Places of arrays of any one shape, as an array with a last axis of three."""
        across, away, up = (
            np.asarray(values, float) - middle for values, middle in zip((x, y, z), self.centre, strict=True)
        )
        places = np.stack(np.broadcast_arrays(across, TILT * away + LIFT * up, 0.0), axis=-1)
        return self.place + self.scale * places

    def about(self, ground: np.ndarray) -> Oblique:
        """The same view, with other weights and height at its centre; on the way from it they keep to a straight line.

        Args:
            ground: weights and height, shape ``(3,)``.
        """
        return Oblique(ground, self.point(*ground), self.scale)

    def towards(self, other: Oblique, share: float) -> Oblique:
        """A view on the way to another one; the scale changes by equal factors in equal shares."""
        return Oblique(
            (1 - share) * self.centre + share * other.centre,
            (1 - share) * self.place + share * other.place,
            float(self.scale ** (1 - share) * other.scale**share),
        )


def fitting(corners: np.ndarray, region: Region) -> Oblique:
    """The view that shows what lies between positions as large as a region allows.

    Args:
        corners: weights and heights that shall be seen, shape ``(n, 3)``.
    """
    unit = Oblique(corners.mean(axis=0), region.centre, 1.0)
    places = unit.point(*corners.T)
    low, high = places.min(axis=0), places.max(axis=0)
    scale = min(region.width / max(high[0] - low[0], 1e-9), region.height / max(high[1] - low[1], 1e-9))
    middle = scale * ((low + high) / 2 - region.centre)
    return Oblique(unit.centre, region.centre - middle, scale)
