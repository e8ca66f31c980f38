"""What the clip `momentum-memory` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.momentum_memory import Result


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("how-much", "Each step keeps μ of every old push.\nHow much memory is good?"),
        Beat("more-speed", _speed(result)),
        Beat("turns-later", _turn(result)),
        Beat("swings-past", _valley(result)),
        Beat("less-noise", _noise(result)),
        Beat("zero-is-not-sgd", "In Adam, zero momentum is not SGD.\nIt is RMSprop, bias-corrected."),
        Beat("smoother-and-later", "More memory is smoother and later."),
    )


def name(momentum: float) -> str:
    """A momentum as it is written on screen."""
    return f"{momentum:.4g}"


def counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def winner(result: Result) -> int | None:
    """Which of the three arrives before both others; None if none does."""
    arrivals = [journey.arrived for journey in result.journeys]
    first = min((step for step in arrivals if step is not None), default=None)
    return arrivals.index(first) if first is not None and arrivals.count(first) == 1 else None


def _speed(result: Result) -> str:
    limits = ", ".join(f"{limit:.3g}" for limit in result.carts.limits)
    return f"Turning μ up also turns speed up:\n{limits} times η."


def _turn(result: Result) -> str:
    heavy, steps = name(result.momenta[2]), counted(int(result.carts.turns[2]), "step")
    return f"And the wheel turns later: the slope\nflips, {heavy} needs {steps} to notice."


def _valley(result: Result) -> str:
    middle, heavy = name(result.momenta[1]), name(result.momenta[2])
    past = result.journeys[2].overshoots
    times = "once" if past == 1 else f"{past} times"
    swings = f"{heavy} swings\npast the goal {times}." if past else f"{heavy} does not\nswing past the goal."
    match winner(result):
        case None:
            return f"Here nobody wins; {swings}"
        case 0:
            return f"Here zero momentum wins; {swings}"
        case 1:
            return f"In the valley {middle} wins; {swings}"
        case _ if past:
            return f"{heavy} swings past the goal {times},\nand still is the first to arrive."
        case _:
            return f"In this valley {heavy} wins:\nit does not swing past the goal."


def _noise(result: Result) -> str:
    _, middle, heavy = (
        f"{name(mu)} keeps {100 * left:.0f}%" for mu, left in zip(result.momenta, result.noise.left, strict=True)
    )
    return f"What you buy: less noise.\n{middle}, {heavy}."
