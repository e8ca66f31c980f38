"""What the clip `oscillating-valley` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.oscillating_valley import Journey, Result


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("wrong-way", f"The slope points at the wall,\n{result.angle:.0f} degrees away from the goal."),
        Beat("zig-zag", _zigzag(result)),
        Beat("smaller-steps", _careful(result)),
        Beat("momentum-cancels", _momentum(result)),
        Beat("too-much-momentum", _heavy(result)),
        Beat("square-root", "Well tuned, the cost drops from κ\nto the square root of κ."),
        Beat("across-and-along", "Across the valley the pushes cancel,\nalong it they add up."),
    )


def sooner(one: Journey, other: Journey) -> bool:
    """Whether one journey arrived before another, or at all where the other did not."""
    return one.arrived is not None and (other.arrived is None or one.arrived < other.arrived)


def _zigzag(result: Result) -> str:
    if result.zigzag.exploded:
        return "Every step lands higher\non the other wall: it flies out."
    if not result.zigzag.crossings:
        return "At this rate no step crosses the floor:\nno zig-zag, and no hurry."
    return "Each step crosses the valley floor.\nMuch motion, little progress."


def _careful(result: Result) -> str:
    if not result.zigzag.crossings:
        return "At η = 1/L the walls are no trouble,\nand the floor is as slow as ever."
    if sooner(result.careful, result.zigzag):
        return "Smaller steps cure the zig-zag,\nand this time they are quicker."
    return "Smaller steps cure the zig-zag.\nThey do not cure the slowness."


def _momentum(result: Result) -> str:
    if result.params.momentum == 0:
        return "Without momentum nothing adds up:\nit is the same zig-zag."
    if result.momentum.exploded:
        return "At this rate not even momentum\nholds it: it flies out."
    if sooner(result.momentum, result.zigzag):
        return "Momentum: sideways pushes cancel,\nforward pushes add up."
    return "Sideways pushes cancel, forward ones\nadd up, but here it is not quicker."


def _heavy(result: Result) -> str:
    if result.heavy.exploded:
        return "With so much momentum\nit flies out of the valley."
    if not result.heavy.overshoots:
        return f"Momentum {result.params.heavy_momentum:g} does not swing\npast the goal: no harm done."
    return "Too much μ and the long axis\nstarts to swing instead."
