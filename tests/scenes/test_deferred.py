"""Paths that are worked out when somebody looks at them show what they were told last, and cost nothing before."""

from __future__ import annotations

import numpy as np
from manim import UP

from scenes.parts.deferred import Deferred

LINE = np.linspace([0.0, 0, 0], [3, 0, 0], 4)


def test_only_what_is_looked_at_is_worked_out() -> None:
    looked = []

    def work_out(step: int) -> np.ndarray:
        looked.append(step)
        return LINE * step

    path = Deferred()
    for step in (1, 2, 3):
        path.defer(lambda step=step: work_out(step))
    assert looked == []
    for _ in range(2):
        np.testing.assert_array_equal(path.points, LINE * 3)
    assert looked == [3]


def test_a_copy_has_the_points_of_its_own_time() -> None:
    path = Deferred().defer(lambda: LINE)
    copy = path.copy()
    path.defer(lambda: 2 * LINE)
    np.testing.assert_array_equal(copy.points, LINE)
    np.testing.assert_array_equal(path.points, 2 * LINE)


def test_what_is_moved_stays_moved() -> None:
    path = Deferred().defer(lambda: LINE)
    path.shift(UP)
    np.testing.assert_array_equal(path.points, LINE + UP)
