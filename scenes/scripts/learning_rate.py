"""What the clip `learning-rate` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from scenes.parts.numerals import grouped
from sim.experiments.arrival import GOAL
from sim.experiments.learning_rate import Result

NEAR = 0.9  # a best rate beyond this share of the limit is near the edge


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("how-long-a-step", say("How long should a step be?\nOne valley, four learning rates.")),
        Beat("too-small", _too_small(result)),
        Beat("past-the-edge", say("Past 2 over the sharpest curvature\nevery step overshoots by more.")),
        Beat("last-station", say("NaN is the last station: first the\nloss, then a weight, then inf − inf.")),
        Beat("adam-rattles", _adam(result)),
        Beat("flatter-place", _net(result)),
        Beat("near-the-edge", _best(result)),
    )


def _too_small(result: Result) -> str:
    slow = result.too_small.arrived
    others = [descent.arrived for descent in (result.careful, result.fast) if descent.arrived is not None]
    most = grouped(result.params.steps)
    if not others:
        return say("In {steps} steps\nnone of the four arrives.", steps=most)
    best = grouped(min(others))
    if slow is None:
        return say("Too small: {steps} steps are\nnot enough for what takes {best}.", steps=most, best=best)
    if slow <= min(others):
        return say("Here the smallest is not too small:\n{steps} steps, and none is faster.", steps=grouped(slow))
    return say("Too small: {steps} steps\nfor what takes {best}.", steps=grouped(slow), best=best)


def _adam(result: Result) -> str:
    if result.adam_peak > result.adam_losses[0]:
        return say("Adam's step is bounded near η.\nToo large rattles rather than explodes.")
    return say("Adam's step is bounded near η.\nThis η is small enough: it walks in.")


def _net(result: Result) -> str:
    net = result.net
    if net.run.diverged_at is not None:
        return say("This rate is too large for this loss:\nnothing flat enough is found in time.")
    if net.losses[-1] > GOAL:
        return say("After {steps} steps it has not yet found\na place to rest.", steps=len(net.losses) - 1)
    if net.escaped:
        return say("On a curved loss, too large can end\nin a flatter place instead of NaN.")
    return say("This start is flat enough for this rate:\nit settles, and nothing explodes.")


def _best(result: Result) -> str:
    best = result.sweep.best
    if best is None:
        return say("Below 2/L it converges, above it\nexplodes, and too small is slow.")
    if best >= 2 * NEAR:
        return say("Below 2/L it converges, above it\nexplodes, and the best is near the edge.")
    return say("Below 2/L it converges, above it\nexplodes, and here the best is {best}/L.", best=f"{best:.2f}")
