"""Charts over steps in which every factor of ten is as wide as the next."""

from __future__ import annotations

from film.language import say
from scenes.parts.chart import Chart
from scenes.parts.coordinates import Coordinates, Interval
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.ticks import decades, stacked
from scenes.parts.typesetting import LABEL


def log_chart(region: Region, last: int, y: Interval, y_name: str, theme: Theme, *, log_y: bool = False) -> Chart:
    """A chart from step 1 on; 1 is marked on the upright axis, and 0 or the powers of ten where there is room."""
    seen = Coordinates(region.inset(left=0.9, right=0.1, top=0.45, bottom=0.5), (1, last), y, log_x=True, log_y=log_y)
    others = decades(*y).items() if log_y else [(0.0, "0")]
    y_ticks = stacked(seen, (1, "1"), *others)
    return Chart(
        seen, theme, x_ticks=decades(1, last, say("step {step}", step=1)), y_ticks=y_ticks, y_name=y_name, size=LABEL
    )
