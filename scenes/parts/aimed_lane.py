"""Lanes to a goal on the right: who walks, how far off the goal the last step was aimed, and the walk itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from manim import DOWN, LEFT, RIGHT, UP, DashedLine, Line, Star, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.frame import Region
from scenes.parts.rolling import plain
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.trail import joined
from scenes.parts.typesetting import READOUT, SMALL, Number, words

_REACH = 0.47, 0.25  # of a lane's height and of its width: the radius of the wedge at most
_NAME = 0.5  # frame units for the line above a lane in a narrow picture


class Who(NamedTuple):
    """Somebody who walks.

    Attributes:
        positions: sideways and forward, shape ``(T + 1, 2)``.
        angles: how far off the goal each step is aimed, in degrees, at least ``T``.
    """

    name: str
    positions: np.ndarray
    angles: np.ndarray
    colour: str


class AimedLane(VGroup):
    """A label, the dashed way that one should take, and a walker, who stands at its start until the walker is followed.

    Args:
        label, field: where the words are and where the walk is.
        unit: frame units for a unit of the positions.
        reach: radius of the wedge, in frame units.
    """

    def __init__(
        self, who: Who, label: Region, field: Region, clock: StepClock, theme: Theme, *, unit: float, reach: float
    ) -> None:
        start, end = (np.array([x, field.centre[1], 0]) for x in (field.left + 0.2, field.right))
        angles = who.angles[: len(who.positions) - 1]
        self.walker = AimedWalker(who.positions, angles, who.colour, theme, start=start, unit=unit, reach=reach)
        self.way = joined(DashedLine(start, end, color=theme.target, stroke_width=2.5, dash_length=0.12))
        texts = [f"{plain(angle)}°" for angle in [angles[0], *angles]]
        number = Number(texts[0], theme.ink, READOUT)
        self.label = VGroup(
            words(who.name, theme.text_colour(who.colour), weight="semibold"),
            number,
            words(say("off the goal"), theme.quiet_ink, SMALL),
        )
        if frame.is_narrow():
            self.label.arrange(RIGHT, buff=0.25)
            for text in self.label:
                text.shift((number.baseline - text.baseline) * UP)
            if self.label.width > label.width:
                name, *rest = self.label
                name.next_to(VGroup(*rest).shift((name.get_left() - number.get_left()) * RIGHT), UP, 0.2, LEFT)
        else:
            self.label.arrange(DOWN, buff=0.2, aligned_edge=LEFT)
        label.place(self.label, LEFT)
        number.add_updater(lambda n: n.show(texts[min(clock.step, len(texts) - 1)]))
        super().__init__(self.label, self.way, self.walker)


def aimed_lanes(walks: Sequence[Who], regions: Sequence[Region], clock: StepClock, theme: Theme) -> list[AimedLane]:
    """Lanes for walks, all to one scale, at which everybody stays in theirs."""
    splits = [_label_and_field(region, 2.4 / 12.4) for region in regions]
    reaches = [min(_REACH[0] * field.height, _REACH[1] * field.width) for _, field in splits]
    unit = min(
        min(
            (field.width - reach - 0.6) / np.abs(who.positions[:, 1]).max(),
            0.45 * field.height / np.abs(who.positions[:, 0]).max(),
        )
        for who, (_, field), reach in zip(walks, splits, reaches, strict=True)
    )
    return [
        AimedLane(who, label, field, clock, theme, unit=unit, reach=reach)
        for who, (label, field), reach in zip(walks, splits, reaches, strict=True)
    ]


def goal_line(lanes: Sequence[AimedLane], theme: Theme) -> VGroup:
    """The goal of several lanes under each other, with its name."""
    line = Line(*(lane.way.get_end() for lane in (lanes[0], lanes[-1])), color=theme.target, stroke_width=8).scale(1.8)
    return VGroup(line, words(say("goal"), theme.text_colour(theme.target)).next_to(line, LEFT))


def compasses(walks: Sequence[Who], region: Region, clock: StepClock, theme: Theme) -> VGroup:
    """Lanes in which everybody stays at the start and aims at a star, on the clock."""
    lanes, stars = VGroup(), VGroup()
    for who, half in zip(walks, region.fold(*(1 for _ in walks), gap=0.6), strict=True):
        lines = 1 if region.is_upright else 2
        label, field = _label_and_field(half.inset(right=0.2), 1.1 / 3.1, gap=0.3, lines=lines)
        reach = min(field.height / 2, 0.6 * field.width)
        lane = AimedLane(who, label, field, clock, theme, unit=0, reach=reach)
        lane.walker.follow(clock)
        star = Star(color=theme.background, stroke_width=2, fill_color=theme.target, fill_opacity=1)
        stars.add(star.scale(0.28).move_to(lane.way.get_end()))
        lanes.add(lane)
    return VGroup(lanes, stars)


def _label_and_field(region: Region, share: float, gap: float = 0.4, lines: int = 1) -> list[Region]:
    """Where a lane's words are, and the lane beside them; in a narrow picture below them.

    Args:
        share: of the width that the words have beside the lane.
        lines: of words above the lane.
    """
    if not frame.is_narrow():
        return region.split(share, 1 - share, gap=gap)
    return [region.inset(bottom=region.height - lines * _NAME), region.inset(top=lines * _NAME)]
