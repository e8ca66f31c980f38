"""Gradient descent and Adam, each on its own plate, first in the bowl as it is and then in the turned one."""

from __future__ import annotations

from manim import UL, ValueTracker, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.drives import bowl_plate, bowl_runner, counted, shown
from scenes.parts.frame import Region
from scenes.parts.map_runner import MapRunner
from scenes.parts.number_table import NumberTable
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import maths, words
from sim.experiments.learning_rate_story import Result

_TABLE_WIDTH, _TABLE_HEIGHT = 2.8, 5.0  # frame units: its room at the least, and beside stacked plates


class TurnedBowls(VGroup):
    """Two plates, and between them, or beside them if they are stacked, each rule's steps before and after the turn.

    Attributes:
        plates: gradient descent's and Adam's; added apart, below the rest, because they stay for the next picture.
        turned: the second row of the table, and how a turn changes the bowl; not shown until they are added.
    """

    def __init__(self, story: Result, region: Region, theme: Theme) -> None:
        self._theme, self._angle = theme, story.params.angle
        self._drives = (
            (story.gradient_descent, story.adam),
            (story.turned_gradient_descent, story.turned_adam),
        )
        if region.is_upright:
            pictures, middle = region.split(1.7, 1, gap=0.2)
            left, right = pictures.stack(1, 1)
            spare = (middle.height - _TABLE_HEIGHT) / 2
            middle = middle.inset(bottom=spare, top=spare)
        else:
            left, middle, right = region.split(1.35, 1, 1.35, gap=0.2)
            if middle.width < _TABLE_WIDTH:
                plate = (region.width - _TABLE_WIDTH - 0.4) / 2
                left, middle, right = region.split(plate, _TABLE_WIDTH, plate, gap=0.2)
        above, below = middle.stack(1, 2)
        self.plates = VGroup(*(bowl_plate(story, place, theme) for place in (left, right)))
        names = VGroup()
        for name, place in zip(("SGD", "Adam"), (left, right), strict=True):
            names.add(place.place(words(name, theme.ink), UL))
        kinds = say("along\nthe axes"), say("turned\nby {angle}°", angle=f"{self._angle:g}")
        rows = [(kind, ("0", "0")) for kind in kinds]
        label, *columns = below.split(1 if frame.is_wide() else 1.3, 1, 1, gap=0.05)
        self.table = NumberTable(rows, label, columns, theme, ("SGD", "Adam"))
        self.turned = VGroup(above.place(maths("H' = R H R^top", theme.ink)), self.table.rows[1])
        self.runners: list[MapRunner] = []
        super().__init__(names, self.table.heads, self.table.rows[0])

    def race(self, turned: bool, clock: StepClock) -> list[int]:
        """Let both rules run and count their steps, on the clock.

        Returns:
            The steps at which there is nothing more to see of one of them.
        """
        drives = self._drives[turned]
        self.runners = [
            bowl_runner(drive, plate, clock, self._theme) for drive, plate in zip(drives, self.plates, strict=True)
        ]
        for number, drive in zip(self.table.rows[turned][1:], drives, strict=True):
            number.add_updater(lambda n, d=drive: n.show(counted(d, clock.step)))
        self.add(*self.runners)
        return sorted(shown(drive) for drive in drives)

    def turn_along(self, turn: ValueTracker) -> None:
        """What was driven lies on the plates and turns with them; the axes stay, and so does the count."""
        for number in self.table.rows[0][1:]:
            number.clear_updaters()
        for plate, runner in zip(self.plates, self.runners, strict=True):
            plate.carry(runner.recede()).add_updater(lambda p: p.turn_to(turn.get_value()))

    def stay(self) -> None:
        """Leave the plates as they have been turned."""
        for plate in self.plates:
            plate.clear_updaters()
