"""A tape of gradients: arrows in a row that pass under a reading head, one for each step."""

from __future__ import annotations

import numpy as np
from manim import Line, RoundedRectangle, VGroup

from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme

_PITCH = 1.5, 1.8  # frame units from one gradient of a running tape to the next, at least and at most
_BAND = 0.95  # pitches: a running tape is no higher
_HEAD = 2.2  # from the left end of its row to where it is read


class Tape(VGroup):
    """A band on which gradient ``t`` lies under the head at step ``t``; the others recede.

    Args:
        vectors: one for each step, shape ``(T, 2)``.
        region: the band.
        head: where on the band they are read, in frame units.
        unit: frame units for a gradient of length 1; None for what fits into a cell.
        pitch: from one gradient to the next, in frame units.
    """

    def __init__(
        self,
        vectors: np.ndarray,
        region: Region,
        theme: Theme,
        *,
        head: float,
        pitch: float,
        unit: float | None = None,
    ) -> None:
        self.vectors, self.region, self.head, self.pitch = np.asarray(vectors, float), region, head, pitch
        across, up = np.abs(self.vectors).max(axis=0)
        fits = min(0.72 * pitch / max(across, 1e-12), 0.72 * region.height / max(up, 1e-12))
        self.unit = unit or fits
        width = min(0.12, 0.1 * region.height)
        self.others = Pointer(theme.gradient, width, opacity=0.45)
        self.now = Pointer(theme.gradient, 1.25 * width)
        rails = (
            Line([region.left, y, 0], [region.right, y, 0], color=theme.rule, stroke_width=2.5)
            for y in (region.bottom, region.top)
        )
        window = RoundedRectangle(
            width=0.96 * pitch, height=region.height, corner_radius=0.12, stroke_color=theme.ink, stroke_width=3.5
        )
        window.set_fill(theme.panel, opacity=1).move_to([head, region.centre[1], 0])
        super().__init__(*rails, window, self.others, self.now)
        self._runs = np.arange(len(self.vectors) + 1)
        self.show(0)

    @property
    def place(self) -> np.ndarray:
        """The middle of the head's window."""
        return np.array([self.head, self.region.centre[1], 0.0])

    def show(self, step: float) -> Tape:
        """The tape at a fractional step, at rest on every gradient."""
        run = float(at_step(self._runs, step))
        middles = self.head + (np.arange(len(self.vectors)) + 1 - run) * self.pitch
        # At the ends of the band arrows grow out of nothing and shrink into it.
        room = np.minimum(middles - self.region.left, self.region.right - middles) - 0.3 * self.pitch
        sizes = np.clip(room / (0.5 * self.pitch), 0, 1)
        half = 0.5 * self.unit * sizes[:, np.newaxis] * np.pad(self.vectors, ((0, 0), (0, 1)))
        centres = np.stack([middles, np.full_like(middles, self.region.centre[1]), 0 * middles], axis=-1)
        read = np.abs(middles - self.head) < 0.5 * self.pitch
        for arrows, chosen in ((self.now, read), (self.others, ~read & (sizes > 0))):
            arrows.point_all((centres - half)[chosen], (centres + half)[chosen], sizes[chosen])
        return self


def running_tape(vectors: np.ndarray, row: Region, clock: StepClock, theme: Theme, *, like: Tape | None = None) -> Tape:
    """A tape from edge to edge of the frame, at the top of its row, on the clock; it is read near the left edge.

    Args:
        like: another tape, whose pitch and scale it has.
    """
    pitch = like.pitch if like else float(np.clip(row.height / _BAND, *_PITCH))
    bottom = max(row.bottom, row.top - _BAND * pitch)
    band = Region(frame.frame().left, frame.frame().right, bottom, row.top)
    tape = Tape(vectors, band, theme, head=row.left + _HEAD, pitch=pitch, unit=like.unit if like else None)
    tape.add_updater(lambda t: t.show(clock.now), call_updater=True)
    return tape
