"""A landscape seen from the side and above: from two weights and a height to a place on screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from scenes.parts.frame import Region

TILT = 0.36  # how long a unit that leads away from the viewer looks, beside one that runs across
_LIFT = 0.4 / np.sqrt(1 - TILT**2)  # how long a unit of height looks to somebody who stands on the ground


@dataclass(frozen=True)
class Oblique:
    """A parallel projection: west to east runs across, south to north leads away and up, height is up.

    Attributes:
        centre: weights and height that are shown at ``place``, shape ``(3,)``.
        place: where on screen, shape ``(3,)``.
        scale: frame units for one weight across.
        tilt: how long a unit that leads away looks beside one across; 1 is straight from above.
    """

    centre: np.ndarray
    place: np.ndarray
    scale: float
    tilt: float = TILT

    def point(self, x: ArrayLike, y: ArrayLike, z: ArrayLike) -> np.ndarray:
        """Places of arrays of any one shape, as an array with a last axis of three."""
        across, away, up = (
            np.asarray(values, float) - middle for values, middle in zip((x, y, z), self.centre, strict=True)
        )
        lift = _LIFT * np.sqrt(1 - self.tilt**2)
        places = np.stack(np.broadcast_arrays(across, self.tilt * away + lift * up, 0.0), axis=-1)
        return self.place + self.scale * places

    def about(self, ground: np.ndarray) -> Oblique:
        """The same view, with other weights and height at its centre; on the way from it they keep to a straight line.

        Args:
            ground: weights and height, shape ``(3,)``.
        """
        return replace(self, centre=ground, place=self.point(*ground))

    def towards(self, other: Oblique, share: float) -> Oblique:
        """A view on the way to another one of the same tilt; the scale changes by equal factors in equal shares."""
        return replace(
            self,
            centre=(1 - share) * self.centre + share * other.centre,
            place=(1 - share) * self.place + share * other.place,
            scale=float(self.scale ** (1 - share) * other.scale**share),
        )


def fitting(corners: np.ndarray, region: Region, tilt: float = TILT) -> Oblique:
    """The view that shows what lies between positions as large as a region allows.

    Args:
        corners: weights and heights that shall be seen, shape ``(n, 3)``.
    """
    unit = Oblique(corners.mean(axis=0), region.centre, 1.0, tilt)
    places = unit.point(*corners.T)
    low, high = places.min(axis=0), places.max(axis=0)
    scale = min(region.width / max(high[0] - low[0], 1e-9), region.height / max(high[1] - low[1], 1e-9))
    middle = scale * ((low + high) / 2 - region.centre)
    return replace(unit, place=region.centre - middle, scale=scale)
