"""What the clip `momentum-memory` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from sim.experiments.momentum_memory import Result


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("how-much", say("Each step keeps μ of every old push.\nHow much memory is good?")),
        Beat("more-speed", _speed(result)),
        Beat("turns-later", _turn(result)),
        Beat("swings-past", _valley(result)),
        Beat("less-noise", _noise(result)),
        Beat("zero-is-not-sgd", say("In Adam, zero momentum is not SGD.\nIt is RMSprop, bias-corrected.")),
        Beat("smoother-and-later", say("More memory is smoother and later.")),
    )


def name(momentum: float) -> str:
    """A momentum as it is written on screen."""
    return f"{momentum:.4g}"


def counted(steps: int) -> str:
    """A number of steps in words."""
    return say("{count} step", count=steps) if steps == 1 else say("{count} steps", count=steps)


def winner(result: Result) -> int | None:
    """Which of the three arrives before both others; None if none does."""
    arrivals = [journey.arrived for journey in result.journeys]
    first = min((step for step in arrivals if step is not None), default=None)
    return arrivals.index(first) if first is not None and arrivals.count(first) == 1 else None


def _speed(result: Result) -> str:
    limits = ", ".join(f"{limit:.3g}" for limit in result.carts.limits)
    return say("Turning μ up also turns speed up:\n{limits} times η.", limits=limits)


def _turn(result: Result) -> str:
    heavy, steps = name(result.momenta[2]), int(result.carts.turns[2])
    if steps == 1:
        return say("And the wheel turns later: the slope\nflips, {heavy} needs one step to notice.", heavy=heavy)
    return say(
        "And the wheel turns later: the slope\nflips, {heavy} needs {steps} steps to notice.", heavy=heavy, steps=steps
    )


def _valley(result: Result) -> str:
    if not result.journeys[2].overshoots:
        return _valley_without_swings(result)
    middle, heavy = name(result.momenta[1]), name(result.momenta[2])
    past = result.journeys[2].overshoots
    times = say("once") if past == 1 else say("{count} times", count=past)
    match winner(result):
        case None:
            return say("Here nobody wins; {heavy} swings\npast the goal {times}.", heavy=heavy, times=times)
        case 0:
            return say("Here zero momentum wins; {heavy} swings\npast the goal {times}.", heavy=heavy, times=times)
        case 1:
            return say(
                "In the valley {middle} wins; {heavy} swings\npast the goal {times}.",
                middle=middle, heavy=heavy, times=times,
            )  # fmt: skip
        case _:
            return say(
                "{heavy} swings past the goal {times},\nand still is the first to arrive.", heavy=heavy, times=times
            )


def _valley_without_swings(result: Result) -> str:
    middle, heavy = name(result.momenta[1]), name(result.momenta[2])
    match winner(result):
        case None:
            return say("Here nobody wins; {heavy} does not\nswing past the goal.", heavy=heavy)
        case 0:
            return say("Here zero momentum wins; {heavy} does not\nswing past the goal.", heavy=heavy)
        case 1:
            return say(
                "In the valley {middle} wins; {heavy} does not\nswing past the goal.", middle=middle, heavy=heavy
            )
        case _:
            return say("In this valley {heavy} wins:\nit does not swing past the goal.", heavy=heavy)


def _noise(result: Result) -> str:
    (_, middle, heavy), (_, some, little) = result.momenta, (f"{100 * left:.0f}" for left in result.noise.left)
    return say(
        "What you buy: less noise.\n{middle} keeps {some}%, {heavy} keeps {little}%.",
        middle=name(middle), some=some, heavy=name(heavy), little=little,
    )  # fmt: skip
