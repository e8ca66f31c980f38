"""What the clip `oscillating-valley` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from film.language import say
from sim.experiments.oscillating_valley import Journey, Result

# Shares of all pushes that momentum keeps.
CANCELLED = 0.6
ADDED_UP = 0.8


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("wrong-way", _slope(result)),
        Beat("zig-zag", _zigzag(result)),
        Beat("smaller-steps", _careful(result)),
        Beat("momentum-cancels", _momentum(result)),
        Beat("too-much-momentum", _heavy(result)),
        Beat("square-root", say("Well tuned, the cost drops from κ\nto the square root of κ.")),
        Beat("across-and-along", _closing(result)),
    )


def sooner(one: Journey, other: Journey) -> bool:
    """Whether one journey arrived before another, or at all where the other did not."""
    return one.arrived is not None and (other.arrived is None or one.arrived < other.arrived)


def surviving(journey: Journey, axis: int) -> float:
    """How much of the pushes along an axis momentum keeps, over the whole way: 1 if none cancels another."""
    until = journey.arrived or len(journey.run.gradients)
    pushes = np.abs(journey.run.gradients[:until, axis])
    sums = journey.run.first_moment if journey.run.first_moment is not None else journey.run.gradients
    kept = float(np.abs(sums[:until, axis]).sum())
    uncancelled, everything = 0.0, 0.0
    for push in pushes:
        uncancelled = journey.run.optimizer.momentum * uncancelled + float(push)
        everything += uncancelled
    return kept / everything if everything else 1.0


def cancels_and_adds(journey: Journey) -> bool:
    """Whether the pushes across the valley mostly cancel and those along it mostly add up."""
    return not journey.exploded and surviving(journey, 1) < CANCELLED and surviving(journey, 0) > ADDED_UP


def contestants(result: Result) -> tuple[tuple[str, str, Journey], ...]:
    """Who runs the race to the goal: name, role and journey of each."""
    params, steep = result.params, f"{result.params.condition_number:.4g}"
    rate = f"η = {params.lr_times_curvature:.4g}/{steep}"
    best_rate = f"η = {result.best_lr * params.condition_number:.3g}/{steep}"
    best = say("best: {momentum}, {rate}", momentum=f"{result.best_momentum:.3f}", rate=best_rate)

    def named(momentum: float) -> str:
        return say("momentum {momentum}, {rate}", momentum=f"{momentum:.5g}", rate=rate)

    return (
        (say("gradient descent, {rate}", rate=f"η = 1/{steep}"), "gradient_descent", result.careful),
        (say("gradient descent, {rate}", rate=rate), "gradient_descent", result.zigzag),
        (named(params.heavy_momentum), "momentum", result.heavy),
        (named(params.momentum), "momentum", result.momentum),
        (best, "momentum", result.best),
    )


def _slope(result: Result) -> str:
    if result.angle < 0.5:
        return say("From here the slope points straight\nat the goal. Will it still zig-zag?")
    if result.angle < 45:
        return say("The slope misses by {degrees}.\nHow to get to the goal fast?", degrees=_degrees(result.angle))
    return say(
        "The slope points at the wall, {degrees}\noff the goal. How to get there fast?", degrees=_degrees(result.angle)
    )


def _degrees(angle: float) -> str:
    return say("1 degree") if round(angle) == 1 else say("{angle} degrees", angle=f"{angle:.0f}")


def _zigzag(result: Result) -> str:
    journey = result.zigzag
    if journey.exploded:
        return say("Every step lands higher\non the other wall: it flies out.")
    if not journey.crossings:
        return say("No step crosses the valley floor:\nthere is no zig-zag.")
    if journey.sideways_path < 3 * abs(result.start[1]):
        return say("Each step crosses the valley floor,\nbut the zig-zag soon dies away.")
    return say("Each step crosses the valley floor.\nMuch motion, little progress.")


def _careful(result: Result) -> str:
    if not result.zigzag.crossings:
        steep = f"{result.params.condition_number:.4g}"
        return say("At η = 1/{steep} no zig-zag either:\nthe floor alone sets the pace.", steep=steep)
    if sooner(result.careful, result.zigzag):
        return say("Smaller steps cure the zig-zag,\nand this time they are quicker.")
    return say("Smaller steps cure the zig-zag.\nThey do not cure the slowness.")


def _momentum(result: Result) -> str:
    if result.params.momentum == 0:
        return say("Without momentum nothing adds up:\nthis is gradient descent again.")
    if result.momentum.exploded:
        return say("At this rate not even momentum\nholds it: it flies out.")
    if cancels_and_adds(result.momentum):
        if sooner(result.momentum, result.zigzag):
            return say("Momentum: sideways pushes cancel,\nforward pushes add up.")
        return say("Sideways pushes cancel, forward ones\nadd up, but here it is not quicker.")
    return _half_the_story(result)


def _half_the_story(result: Result) -> str:
    """What momentum does where it does not both cancel and add up."""
    if surviving(result.momentum, 0) <= ADDED_UP:
        return say("Here the forward pushes cancel too:\nthe way swings past the goal.")
    if result.start[1] == 0:
        return say("Forward pushes add up.\nSideways there is nothing to cancel.")
    return say("Forward pushes add up.\nFew of the sideways ones cancel.")


def _heavy(result: Result) -> str:
    momentum = f"{result.params.heavy_momentum:.5g}"
    if result.heavy.exploded:
        return say("With momentum {momentum}\nit flies out of the valley.", momentum=momentum)
    if not result.heavy.overshoots:
        return say("Momentum {momentum} does not swing\npast the goal: no harm done.", momentum=momentum)
    if sooner(result.heavy, result.momentum):
        return say("Momentum {momentum} swings past the goal\nand still arrives sooner.", momentum=momentum)
    return say("Too much μ and the long axis\nstarts to swing instead.")


def _closing(result: Result) -> str:
    if cancels_and_adds(result.momentum):
        return say("Across the valley the pushes cancel,\nalong it they add up.")
    if result.params.momentum == 0:
        return say("Without momentum every push is alone:\nnothing cancels, nothing adds up.")
    if result.momentum.exploded:
        return say("At this rate the pushes across\ngrow faster than they cancel.")
    return say("Pushes that turn round cancel,\npushes that agree add up.")
