"""Paths that are worked out when somebody looks at them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import VMobject


class Deferred(VMobject):
    """A path whose points are worked out when they are asked for, and not before.

    The process that runs a film's scene ahead of those who paint it calls every updater for every frame and looks at
    hardly any. A path that takes long to work out is spared it there.
    """

    _work_out: Callable[[], np.ndarray] | None = None

    @property
    def points(self) -> np.ndarray:
        """As Manim has them, shape ``(n, 3)``."""
        if self._work_out is not None:
            self.points = self._work_out()
        return self._points

    @points.setter
    def points(self, points: np.ndarray) -> None:
        self._points, self._work_out = points, None

    def defer(self, work_out: Callable[[], np.ndarray]) -> Deferred:
        """Have these points from now on.

        Args:
            work_out: gives the same points whenever it is called.
        """
        self._work_out = work_out
        return self
