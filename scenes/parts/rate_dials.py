"""Learning rates that are turned from where they were to where they are tuned, at the top right."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.theme import Theme


class RateDials(VGroup):
    """A number for each optimizer, the first one at the top.

    Args:
        rates: name and colour of each optimizer, and its rate before and after.
    """

    def __init__(self, rates: Sequence[tuple[str, str, float, float]], theme: Theme) -> None:
        self._rates = rates
        self.dials = [Readout(f"{name}, η =", "0", theme, colour) for name, colour, *_ in rates]
        super().__init__(readout_rows(self.dials, "0.000000"))
        self.turn(0)

    def turn(self, share: float) -> RateDials:
        """Turn all of them a share of the way, every factor equally long."""
        for dial, (_, _, before, after) in zip(self.dials, self._rates, strict=True):
            dial.show(f"{before * (after / before) ** min(share, 1.0):.3g}")
        return self
