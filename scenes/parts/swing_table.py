"""How many steps runs through a valley have taken and how often they have passed its goal, as they do."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.tally import Tally
from scenes.parts.theme import Theme
from sim.experiments.momentum_memory import Journey


class SwingTable(Tally):
    """Two columns, one row for each run; the steps of a run that never arrives go on.

    Args:
        rows, region: see :class:`Tally`.
    """

    def __init__(self, journeys: Sequence[Journey], rows: Sequence[Region], region: Region, theme: Theme) -> None:
        super().__init__((say("steps"), say("swings")), rows, region, theme)
        self._journeys = journeys
        self._passed = [overshoots(shown_way(journey)[:, 0]) for journey in journeys]

    def follow(self, clock: StepClock) -> SwingTable:
        """Keep showing the step of a clock."""
        self.add_updater(lambda table: table.count(clock.step), call_updater=True)
        return self

    def count(self, step: int) -> SwingTable:
        self.show(0, [step_count(journey.arrived, step) for journey in self._journeys])
        self.show(1, [str(passed[min(step, len(passed) - 1)]) for passed in self._passed])
        return self


def shown_way(journey: Journey) -> np.ndarray:
    """What there is to see of a journey: its positions until it arrives, or all."""
    return journey.run.positions[: None if journey.arrived is None else journey.arrived + 1]


def step_count(arrived: int | None, step: int) -> str:
    """The steps that were taken so far; they go on where a run does not arrive."""
    return f"{step}…" if arrived is None else str(min(step, arrived))


def overshoots(way: np.ndarray) -> np.ndarray:
    """How often the goal at zero has been passed after each step, shape ``(steps + 1,)``."""
    sides = np.sign(way)
    return np.cumsum(np.append(0, sides[1:] * sides[:-1] < 0))
