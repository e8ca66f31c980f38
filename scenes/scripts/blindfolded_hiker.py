"""What the clip `blindfolded-hiker` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from film.language import mark, say
from sim.experiments.blindfolded_hiker import Result

KEPT = 0.75  # from this share on a promise counts as kept
_SIZES = (10**12, mark("{count} trillion")), (10**9, mark("{count} billion")), (10**6, mark("{count} million"))


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("you-cannot-see", say("You stand somewhere on a landscape.\nYou cannot see it. Which way is down?")),
        Beat("slope-underfoot", _slope(result)),
        Beat("a-promise-about-here", _promise(result)),
        Beat("short-step-feel-again", _walk(result)),
        Beat("fog-off", _fog_off(result)),
        Beat("one-backward-pass", _backward(result)),
        Beat("never-the-map", say("We feel the slope underfoot, never the\nmap; the slope is only true nearby.")),
    )


def _slope(result: Result) -> str:
    if result.level:
        return say("All you feel is the slope underfoot.\nHere the ground is level: no way is down.")
    return say("All you feel is the slope underfoot.\nIt points straight uphill, so step back.")


def _promise(result: Result) -> str:
    if result.level:
        return say("Level ground promises nothing.\nOnly about here is that true.")
    last = result.promise.leaps[-1]
    if last.higher:
        return say("The slope is a promise about here.\nLeap too far and it is broken.")
    if last.delivered < KEPT * last.promised:
        share = f"{last.delivered / last.promised:.0%}"
        return say("The slope is a promise about here. Far\noff it keeps {share} of its word.", share=share)
    if last.delivered > last.promised / KEPT:
        return say("The slope is a promise about here.\nFar off the ground does as it likes.")
    return say("The slope is a promise about here.\nSo short a leap it very nearly keeps.")


def _walk(result: Result) -> str:
    if rises(result):
        return say("Feel, step, feel again: gradient descent.\nThese steps are long enough to go uphill.")
    return say("So: short step, feel again, repeat.\nThat is gradient descent.")


def _fog_off(result: Result) -> str:
    if result.valley is None:
        steps = len(result.descent.gradients)
        if rises(result):
            return say("Fog off: after {steps} steps not at rest.\nWhere you start decides a lot.", steps=steps)
        return say("Fog off: after {steps} steps still on the way.\nWhere you start decides a lot.", steps=steps)
    if result.found_deepest:
        share = f"{result.map.shares[0]:.1%}"
        return say("Fog off: this is the deepest valley.\nOnly {share} of the starts find it.", share=share)
    return say("Fog off: a valley, not THE valley.\nWhere you start decides a lot.")


def _backward(result: Result) -> str:
    count = result.params.weights
    if count == 1_000_000:
        return say("One backward pass feels a million slopes.\nProbing each would take a million walks.")
    if count < 10_000:
        counts = {"count": count, "walks": count + 1}
        return say("One backward pass feels {count} slopes.\nProbing each takes {walks} walks.", **counts)
    return say("One backward pass feels {count} slopes.\nProbing would take a walk for each.", count=amount(count))


def rises(result: Result) -> bool:
    """Whether any step of the hiker led uphill."""
    return bool(np.any(np.diff(result.losses) > 1e-9))


def amount(count: int) -> str:
    """A large count in few words."""
    for size, text in _SIZES:
        if count >= size:
            return say(text, count=f"{count / size:.3g}")
    return str(count) if count < 10_000 else say("{count} thousand", count=f"{count / 1000:.3g}")
