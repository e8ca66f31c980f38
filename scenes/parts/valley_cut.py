"""A valley cut across: its walls as a hillside from edge to edge, and balls that hop from wall to wall."""

from __future__ import annotations

import numpy as np

from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.hillside import Hillside
from scenes.parts.runner import HillRunner
from scenes.parts.theme import Theme


class ValleyCut(Hillside):
    """The ground under ``curvature * y^2 / 2``.

    Args:
        reach: the offset at the region's edges, where the walls are so high that a ball on them is still in the region.
    """

    def __init__(self, curvature: float, reach: float, region: Region, theme: Theme) -> None:
        self.reach, self._theme = reach, theme
        top = curvature * reach**2 / 2
        super().__init__(
            lambda y: curvature * np.asarray(y) ** 2 / 2,
            lambda y: curvature * np.asarray(y),
            Coordinates(region, (-reach, reach), (-0.24 * top, 1.2 * top)),
            theme,
        )

    def hopper(self, offsets: np.ndarray, colour: str) -> HillRunner:
        """A ball that follows these offsets; once past the edge it stays out of the picture."""
        gone = np.flatnonzero(~(np.abs(offsets) <= self.reach))
        if len(gone):
            offsets = np.append(offsets[: gone[0]], 1.15 * self.reach * np.sign(offsets[gone[0]]))
        return HillRunner(offsets, self, colour, self._theme, radius=0.32)
