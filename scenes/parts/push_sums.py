"""The sum that momentum is over its first steps: pushes across the valley, and beside or below them those along it."""

from __future__ import annotations

from manim import VGroup

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.term_arrows import TermArrows
from scenes.parts.theme import Theme
from sim.runs import Run


class PushSums(VGroup):
    """Two sums, each to its own scale.

    Args:
        run: of SGD with momentum through a valley; along it is its first axis.
        count: of the pushes that are shown.

    Attributes:
        verdicts: how much of the pushes is left; not shown until they are added.
    """

    def __init__(self, run: Run, count: int, region: Region, theme: Theme) -> None:
        if count > 1:
            names = say("first {count} pushes across", count=count), say("first {count} pushes along", count=count)
        else:
            names = say("first push across"), say("first push along")
        room = region.inset(top=0.1, bottom=0.1)
        lies = room.height < room.width / 2
        across, along = room.split(1, 1, gap=min(1.0, 0.08 * room.width + 0.1)) if lies else room.stack(1.3, 1)
        self._sums = [
            TermArrows(
                name,
                -run.gradients[:count, axis],
                run.optimizer.momentum,
                place,
                theme,
                upright=bool(axis),
            )
            for name, axis, place in zip(names, (1, 0), (across, along), strict=True)
        ]
        self.verdicts = VGroup(*(picture.verdict for picture in self._sums))
        super().__init__(*self._sums)

    def show(self, step: float) -> PushSums:
        """The sums that make this step."""
        for picture in self._sums:
            picture.show(step)
        return self
