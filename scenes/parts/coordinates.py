"""From numbers to places on screen: the one mapping that curves, balls, arrows and ticks of a picture share."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from scenes.parts.frame import Region

Interval = tuple[float, float]


@dataclass(frozen=True)
class Coordinates:
    """A rectangle of data shown in a region of the frame.

    Attributes:
        region: where it is shown.
        x, y: the data at the region's left and right, bottom and top edge.
        log_x, log_y: whether the axis is logarithmic.
    """

    region: Region
    x: Interval
    y: Interval
    log_x: bool = False
    log_y: bool = False

    def point(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Places of data points: arrays of any one shape to an array with a last axis of three."""
        across = _share(np.asarray(x, float), self.x, self.log_x)
        up = _share(np.asarray(y, float), self.y, self.log_y)
        left = self.region.left + across * self.region.width
        bottom = self.region.bottom + up * self.region.height
        return np.stack(np.broadcast_arrays(left, bottom, 0.0), axis=-1)

    @property
    def scale(self) -> np.ndarray:
        """Frame units per unit of data, across and up (linear axes)."""
        return np.array(
            [self.region.width / (self.x[1] - self.x[0]), self.region.height / (self.y[1] - self.y[0])],
        )

    def contains(self, x: ArrayLike, y: ArrayLike) -> np.ndarray:
        """Which data points lie inside the region."""
        x, y = np.asarray(x, float), np.asarray(y, float)
        return (self.x[0] <= x) & (x <= self.x[1]) & (self.y[0] <= y) & (y <= self.y[1])


def undistorted(region: Region, x: Interval, y: Interval) -> Coordinates:
    """Coordinates in which a unit is as long across as it is up, so that angles and shapes are true.

    Both intervals are seen whole; the one with room to spare is widened about its middle.
    """
    per_unit = min(region.width / (x[1] - x[0]), region.height / (y[1] - y[0]))
    return Coordinates(region, _widened(x, region.width / per_unit), _widened(y, region.height / per_unit))


def _widened(interval: Interval, width: float) -> Interval:
    middle = (interval[0] + interval[1]) / 2
    return middle - width / 2, middle + width / 2


def _share(value: np.ndarray, interval: Interval, log: bool) -> np.ndarray:
    low, high = interval
    if log:
        value, low, high = np.log(value), np.log(low), np.log(high)
    return (value - low) / (high - low)
