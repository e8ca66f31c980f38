"""The swing of the clip on momentum in short: its runs through the valley, cut off, and which momentum is whose."""

from __future__ import annotations

from manim import VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.key import line_key
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.rolling import plain
from scenes.parts.steps import StepClock
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL
from scenes.parts.valley_swing import STRIP, Swinger, ValleySwing
from sim.experiments.momentum_memory import Result
from sim.experiments.oscillating_valley import Result as ValleyResult


def short_swing(memory: Result, steps: int, clock: StepClock, theme: Theme) -> VGroup:
    """The map across the whole stage, below it the ways along the valley and their key; on the clock."""
    (above, _), (_, below) = (stage.stack(1.75, 3.05, gap=0) for stage in (frame.stage(), frame.safe_stage()))
    colours, widths = (theme.gradient_descent, theme.momentum, theme.momentum), (5, 6, 3)
    lines = [
        (f"μ = {momentum:.4g}", colour, width)
        for momentum, colour, width in zip(memory.momenta, colours, widths, strict=True)
    ]
    swingers = [
        Swinger(name, journey.run.positions[: steps + 1], colour, width)
        for (name, colour, width), journey in zip(lines, memory.journeys, strict=True)
    ]
    chart, beside = below.split(5 if frame.is_wide() else 3, 1)
    swing = ValleySwing(
        swingers, memory.landscape, above=above, below=below, theme=theme, chart_width=chart.width
    ).follow(clock)
    return VGroup(swing, beside.inset(top=STRIP).place(line_key(lines, theme)))


def saved_steps(valley: ValleyResult, theme: Theme) -> VGroup:
    """What the right momentum saves in that valley at a higher learning rate."""
    rate = f"η = {valley.params.lr_times_curvature:.4g}/{plain(valley.params.condition_number)}"
    journeys = (
        (0.0, valley.zigzag, theme.gradient_descent),
        (valley.params.momentum, valley.momentum, theme.momentum),
    )
    rows = [
        Readout(
            say("steps at {rate}, μ = {momentum}", rate=rate, momentum=f"{momentum:.4g}"),
            str(journey.arrived),
            theme,
            colour,
            LABEL,
        )
        for momentum, journey, colour in journeys
    ]
    return readout_rows(rows, "0000")
