"""What the clip `learning-rate` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from scenes.parts.numerals import grouped
from sim.experiments.arrival import GOAL
from sim.experiments.learning_rate import Result

NEAR = 0.9  # a best rate beyond this share of the limit is near the edge


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("how-long-a-step", "How long should a step be?\nOne valley, four learning rates."),
        Beat("too-small", _too_small(result)),
        Beat("past-the-edge", "Past 2 over the sharpest curvature\nevery step overshoots by more."),
        Beat("last-station", "NaN is the last station: first the\nloss, then a weight, then inf − inf."),
        Beat("adam-rattles", _adam(result)),
        Beat("flatter-place", _net(result)),
        Beat("near-the-edge", _best(result)),
    )


def _too_small(result: Result) -> str:
    slow = result.too_small.arrived
    others = [descent.arrived for descent in (result.careful, result.fast) if descent.arrived is not None]
    if not others:
        return f"In {grouped(result.params.steps)} steps\nnone of the four arrives."
    best = grouped(min(others))
    if slow is None:
        return f"Too small: {grouped(result.params.steps)} steps are\nnot enough for what takes {best}."
    if slow <= min(others):
        return f"Here the smallest is not too small:\n{grouped(slow)} steps, and none is faster."
    return f"Too small: {grouped(slow)} steps\nfor what takes {best}."


def _adam(result: Result) -> str:
    opening = "Adam's step is bounded near η."
    if result.adam_peak > result.adam_losses[0]:
        return f"{opening}\nToo large rattles rather than explodes."
    return f"{opening}\nThis η is small enough: it walks in."


def _net(result: Result) -> str:
    net = result.net
    if net.run.diverged_at is not None:
        return "This rate is too large for this loss:\nnothing flat enough is found in time."
    if net.losses[-1] > GOAL:
        return f"After {len(net.losses) - 1} steps it has not yet found\na place to rest."
    if net.escaped:
        return "On a curved loss, too large can end\nin a flatter place instead of NaN."
    return "This start is flat enough for this rate:\nit settles, and nothing explodes."


def _best(result: Result) -> str:
    best = result.sweep.best
    opening = "Below 2/L it converges, above it\nexplodes, "
    if best is None:
        return f"{opening}and too small is slow."
    if best >= 2 * NEAR:
        return f"{opening}and the best is near the edge."
    return f"{opening}and here the best is {best:.2f}/L."
