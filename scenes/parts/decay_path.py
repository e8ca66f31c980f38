"""The way of a weight's decay: a stream that goes through Adam's divider, or past it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import RoundedRectangle, VGroup, VMobject

from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Number, em, maths

WIDEST = 0.7  # frame units: the widest stream
_THINNEST = 0.02  # a trickle that can still be seen
_BOX = 0.54  # frame units: how high the divider is
_ROOMY = 3.5  # frame units: in a slimmer region the streams need the width that the number behind them would take


class DecayPath(VGroup):
    """The decay's name, the divider, and behind it the decay that reaches the weight; streams are as wide as it is.

    Args:
        decay: what comes in.
        widest: the decay whose stream is the widest.
        past: whether it goes over the divider and not through it.
    """

    def __init__(self, decay: float, widest: float, *, past: bool, region: Region, theme: Theme) -> None:
        self._unit, self._past = WIDEST / widest, past
        entry, gate, end = region.split(0.8, 1.55, 2.0, gap=0)
        # What goes past the divider needs the room above it.
        over_gate = region.bottom + _BOX + 0.15 + self._unit * decay / 2
        self._level = max(region.top - WIDEST / 2, over_gate) if past else region.centre[1]
        gate_level = region.bottom + _BOX / 2 if past else region.centre[1]
        name = maths("lambda", theme.ink, 1.2 * LABEL)
        name.move_to([entry.left + name.width / 2, self._level, 0])
        box = RoundedRectangle(0.1, width=gate.width, height=_BOX, stroke_color=theme.rule, stroke_width=3)
        box.set_fill(theme.panel, opacity=1).move_to([gate.centre[0], gate_level, 0])
        ink = theme.quiet_ink if past else theme.ink
        sign, self._by = maths("div", ink, 1.2 * LABEL), Number("00.00", ink, LABEL)
        sign.move_to([gate.left + 0.3, gate_level, 0])
        self._by.shift([gate.left + 0.5, gate_level - 0.33 * em(LABEL), 0])
        self._number = Number("0.0000", theme.ink, READOUT)
        is_slim = region.width < _ROOMY and not past
        baseline = self._level - (WIDEST / 2 + 0.12 + 0.66 * em(READOUT) if is_slim else 0.33 * em(READOUT))
        self._number.shift([end.right - self._number.width, baseline, 0])
        self._from = float(name.get_right()[0]) + 0.15
        self._gate = (gate.left, gate.right)
        self._to = end.right if is_slim else float(self._number.get_left()[0]) - 0.15
        self._decay = decay
        self._before, self._behind = (VMobject(stroke_width=0, fill_color=theme.target, fill_opacity=1) for _ in "ab")
        super().__init__(self._before, self._behind, box, sign, self._by, name, self._number)
        self.show(1.0)

    def show(self, divider: float) -> DecayPath:
        """The streams and the numbers for what the divider divides by."""
        reaching = self._decay if self._past else self._decay / divider
        through = self._gate if not self._past else (sum(self._gate) / 2,) * 2
        self._stream(self._before, self._from, through[0], self._decay)
        self._stream(self._behind, through[1], self._to, reaching)
        self._by.show(np.format_float_positional(divider, 2, fractional=False, trim="-"))
        self._number.show(f"{reaching:.3g}")
        return self

    def _stream(self, stream: VMobject, start: float, end: float, decay: float) -> None:
        half = max(self._unit * decay, _THINNEST) / 2
        low, high = self._level - half, self._level + half
        corners = np.array([[start, low, 0], [end, low, 0], [end, high, 0], [start, high, 0], [start, low, 0]])
        stream.set_points_as_corners(corners)


class DecayPaths(VGroup):
    """The ways of the same decay to several weights; see :class:`DecayPath`."""

    def __init__(self, decay: float, widest: float, *, past: bool, regions: Sequence[Region], theme: Theme) -> None:
        super().__init__(*(DecayPath(decay, widest, past=past, region=region, theme=theme) for region in regions))

    def follow(self, clock: StepClock, dividers: np.ndarray) -> DecayPaths:
        """Keep showing what each step of a clock divides by, shape ``(T, n)``."""

        def show(paths: DecayPaths) -> None:
            for path, divider in zip(paths, dividers[min(clock.step, len(dividers) - 1)], strict=True):
                path.show(float(divider))

        self.add_updater(show, call_updater=True)
        return self
