"""What each question of the checkpoints is about, before anything moves."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.parts.coordinates import Coordinates
from scenes.parts.drives import RoadRace
from scenes.parts.frame import Region
from scenes.parts.hillside import Hillside
from scenes.parts.question_card import QuestionCard, TimeBar
from scenes.parts.sand import Sand
from scenes.parts.steps import StepClock
from scenes.parts.tank import Tank
from scenes.parts.tape import Tape
from scenes.parts.theme import Theme
from scenes.parts.typesetting import TITLE
from sim.experiments.checkpoints import Result

_HEAD, _UPRIGHT_HEAD = 1.85, 3.4  # frame units of a card that the question takes
_PITCH = 1.4  # of the tape, at least
WELLS = (-4.0, 4.2)  # what is seen of the two wells


def teaser(number: int, result: Result, hill: Hillside, region: Region, theme: Theme) -> VGroup:
    """The gradients that flip, the two roads, the two empty averages, or the two wells."""
    if number == 1:
        pitch = max(region.width / 8, _PITCH)
        spare = max(region.height - 1.7 * pitch, 0) / 2
        band = region.inset(bottom=spare, top=spare)
        tape = Tape(result.averaging.gradients[:16], band, theme, head=region.left + 0.9 * pitch, pitch=pitch)
        return tape.show(1)
    if number == 2:
        roads = RoadRace(result.roads, region, theme)
        return VGroup(roads, roads.cars(result.roads.gradient_descent, StepClock()))
    if number == 3:
        margin = (0.1 if region.is_upright else 0.22) * region.width
        columns = region.inset(left=margin, right=margin).split(1, 1, gap=1.2)
        tanks = [
            Tank(name, colour, column, theme)
            for name, colour, column in zip("mv", (theme.first_moment, theme.second_moment), columns, strict=True)
        ]
        return VGroup(*(tank.show(0, "0") for tank in tanks))
    low, high = WELLS
    rim = hill.loss(np.array([low, high]))
    wells = Hillside(
        hill.loss, hill.slope, Coordinates(region, WELLS, (-1.3 * float(rim.max()), 1.05 * float(rim.max()))), theme
    )
    return VGroup(wells, Sand(result.shaken.places[:1].reshape(1, -1), wells, theme.gradient_descent))


def question(
    asked: tuple[int, str], result: Result, hill: Hillside, region: Region, theme: Theme
) -> tuple[QuestionCard, TimeBar, VGroup]:
    """A card across a region, the bar that runs off at its foot, and between the two what the question is about.

    Args:
        asked: the question's number and its text.
    """
    number, text = asked
    head = _UPRIGHT_HEAD if region.is_upright else _HEAD
    card = QuestionCard(number, text, region, theme, size=1.25 * TITLE, below=region.height - head)
    room = region.inset(left=0.6, right=0.6, top=head - 0.1, bottom=0.3)
    return card, TimeBar(room, theme), teaser(number, result, hill, room.inset(bottom=0.25), theme)
