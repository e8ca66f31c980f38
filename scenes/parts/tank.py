"""A tank that fills: how much of a running average is already there."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, DashedLine, Mobject, VGroup, VMobject

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.rolling import plain
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.trail import joined
from scenes.parts.typesetting import LABEL, READOUT, Number, maths

_FILM = 0.06  # frame units: the lowest level that is drawn, so that a trace can be seen


class Tank(VGroup):
    """An open box whose level is a share of its height; its number stands below, its name above.

    Args:
        name: what is stored, in Typst's mathematics.
        colour: of the content, a role's.
        full: what a full tank holds, in Typst's mathematics, beside the name.
    """

    def __init__(self, name: str, colour: str, region: Region, theme: Theme, full: str = "") -> None:
        self.box = box = region.inset(top=0.75, bottom=0.7)
        self.content = VMobject(stroke_width=0, fill_color=colour, fill_opacity=0.95)
        self.rest = VMobject(stroke_width=0, fill_color=colour, fill_opacity=0)
        wall = VMobject(stroke_color=theme.rule, stroke_width=5).set_points_as_corners(
            [[box.left, box.top, 0], [box.left, box.bottom, 0], [box.right, box.bottom, 0], [box.right, box.top, 0]]
        )
        brim = joined(DashedLine([box.left, box.top, 0], [box.right, box.top, 0], color=theme.rule, stroke_width=2.5))
        self.number = Number("0", theme.ink, READOUT, anchor="middle")
        self.number.move_to([box.centre[0], box.bottom, 0]).shift(0.45 * DOWN)
        title = maths(name, theme.ink, LABEL * 1.3).move_to([box.centre[0], box.top, 0]).shift(0.45 * UP)
        super().__init__(self.rest, self.content, wall, brim, self.number, title)
        if full:
            goal = maths(f'"{say("full:")}" {full}', theme.quiet_ink, LABEL)
            above = title.get_center()
            VGroup(title, goal).arrange(buff=0.35).move_to(above)
            self.add(goal)

    def show(self, share: float, text: str, *, restored: bool = False) -> Tank:
        """Fill to a share of the height, at least a visible film of it, and write the number.

        Args:
            restored: show what the division gives back as well, up to the brim, paler than what is there.
        """
        share = float(np.clip(share, 0, 1))
        level = max(share * self.box.height, _FILM if share > 0 else 0)
        self._fill(self.content, 0, level)
        self._fill(self.rest, level, self.box.height if restored else level)
        self.rest.set_fill(opacity=0.3 if restored else 0)
        self.number.show(text)
        return self

    def follow(self, clock: StepClock, values: np.ndarray, full: float, *, restored: bool = False) -> Tank:
        """Show a running average as time goes by.

        Args:
            values: after step 0, 1, 2, …, shape ``(T + 1,)``.
            full: what fills the tank.
            restored: as in :meth:`show`, from the first step on.
        """

        def show_now(_: Mobject) -> None:
            level = float(at_step(values, clock.now))
            number = plain(values[min(clock.step, len(values) - 1)])
            self.show(level / full, number, restored=restored and clock.now >= 1)

        self.add_updater(show_now, call_updater=True)
        return self

    def _fill(self, layer: VMobject, low: float, high: float) -> None:
        box = self.box
        if high <= low:
            layer.clear_points()
            return
        low, high = box.bottom + low, box.bottom + high
        corners = [[box.left, low, 0], [box.right, low, 0], [box.right, high, 0], [box.left, high, 0]]
        layer.set_points_as_corners([*corners, corners[0]])
