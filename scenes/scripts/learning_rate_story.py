"""What the clip `learning-rate-story` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from sim.experiments.learning_rate_story import Drive, Result

SLOWER = 1.25  # times as many steps are noticed
HALF = 0.5


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("two-roads", say("Two roads, two cars, one learning rate.\nWill both get the same speed?")),
        Beat("one-dial", say("SGD has one learning rate.\nIt does not give everyone one speed.")),
        Beat("steepest-caps", _cap(result)),
        Beat("a-dial-each", _adam(result)),
        Beat("turned", _turned(result)),
        Beat("only-the-diagonal", _diagonal(result)),
        Beat(
            "along-the-axes", say("The steepest road sets one rate for all.\nAdam gives each its own, along the axes.")
        ),
    )


def later(one: Drive, other: Drive, times: float = 1.0) -> bool:
    """Whether one drive takes more than so many times the steps of another, or never arrives where that one does."""
    if other.arrived is None:
        return False
    return one.arrived is None or one.arrived > times * other.arrived


def flat_lane_pays(result: Result) -> bool:
    """Whether the highway makes most of the loss when gradient descent arrives, or at the end."""
    drive = result.gradient_descent
    last = -1 if drive.arrived is None else drive.arrived - 1
    mountain, highway = drive.lanes[last] ** 2 * [result.params.steepness, 1.0]
    return bool(highway > HALF * (mountain + highway))


def _cap(result: Result) -> str:
    if flat_lane_pays(result):
        return say("The steepest lane caps the dial.\nThe flat lane pays for it.")
    return say("The steepest lane caps the dial.\nHere the flat lane hardly suffers.")


def _adam(result: Result) -> str:
    opening = say("Adam divides by each lane's own size.")
    if later(result.adam, result.gradient_descent):
        return f"{opening}\n{say('One speed for all, here a slower one.')}"
    if result.adam.arrived is None:
        return f"{opening}\n{say('One speed for all, here too slow a one.')}"
    return f"{opening}\n{say('Now everyone has about one speed.')}"


def _turned(result: Result) -> str:
    opening = say("Turn the bowl {angle}. SGD: the same.", angle=_degrees(result.params.angle))
    if result.adam.arrived is None:
        return f"{opening}\n{say('Adam arrives neither way.')}"
    if not later(result.turned_adam, result.adam, SLOWER):
        return f"{opening}\n{_kept(result)}"
    had_a_gift = later(result.gradient_descent, result.adam)
    if had_a_gift and not later(result.gradient_descent, result.turned_adam):
        return f"{opening}\n{say('Adam only sees axes, and its gift is gone.')}"
    return f"{opening}\n{say('Adam only sees axes, and loses speed.')}"


def _kept(result: Result) -> str:
    if result.params.angle in (0, 90):
        return say("It lies along the axes: Adam the same.")
    return say("Here Adam hardly loses any speed.")


def _degrees(angle: float) -> str:
    return say("1 degree") if angle == 1 else say("{angle} degrees", angle=f"{angle:.3g}")


def _diagonal(result: Result) -> str:
    opening = say("Personal rates are a diagonal scaling.")
    if later(result.adam, result.gradient_descent) or result.adam.arrived is None:
        return f"{opening}\n{say('This one is no quicker than one rate.')}"
    return f"{opening}\n{say('They help if the axes mean something.')}"
