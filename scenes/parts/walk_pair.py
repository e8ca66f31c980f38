"""Two walkers one below the other, one against the gradients and one with momentum, each with its name."""

from __future__ import annotations

import numpy as np
from manim import DOWN, LEFT, RIGHT, UL, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.aimed_walker import AimedWalker
from scenes.parts.frame import Region
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import READOUT, maths, words
from sim.experiments.averaging_out import Result

_LONGEST = 1.6  # frame units: the radius of a wedge


def walk_pair(averaging: Result, region: Region, clock: StepClock, theme: Theme) -> VGroup:
    """Both to one scale, on the clock, for as long as the gradients' walk takes."""
    walks = (
        (say("against g"), averaging.plain, averaging.raw_angles, theme.gradient_descent),
        (say("momentum"), averaging.momentum, averaging.buffer_angles, theme.momentum),
    )
    pair = VGroup()
    for (name, walk, angles, colour), lane in zip(walks, region.stack(1, 1, gap=0.1), strict=True):
        label, field = lane.split(2.4, 10)
        if frame.is_narrow():
            label, field = lane, lane.inset(top=0.5)
        positions, reach = walk.run.positions, min(0.47 * field.height, _LONGEST)
        unit = min((field.width - reach - 0.6) / averaging.momentum.forward, 0.45 * field.height / walk.sideways.max())
        start = np.array([field.left + 0.2, field.centre[1], 0])
        walker = AimedWalker(
            positions, angles[: len(positions) - 1], colour, theme, start=start, unit=unit, reach=reach
        )
        text = words(name, theme.text_colour(colour), READOUT, "semibold")
        pair.add(VGroup(label.place(text, UL if frame.is_narrow() else LEFT), walker.follow(clock)))
    return pair


def gains(averaging: Result, theme: Theme) -> VGroup:
    """How often momentum counts a steady and a flipping push."""
    limits = (f"1/(1 - mu) = {averaging.steady_gain:.4g}", f"1/(1 + mu) = {averaging.flipping_gain:.2f}")
    lines = (
        maths(f'"{push}" {limit}', theme.ink)
        for push, limit in zip((say("steady"), say("flipping")), limits, strict=True)
    )
    return VGroup(*lines).arrange(DOWN, buff=0.25, aligned_edge=RIGHT)
