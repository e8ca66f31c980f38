"""What the clip `blindfolded-hiker` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from sim.experiments.blindfolded_hiker import Result

KEPT = 0.75  # from this share on a promise counts as kept


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("you-cannot-see", "You stand somewhere on a landscape.\nYou cannot see it. Which way is down?"),
        Beat("slope-underfoot", _slope(result)),
        Beat("a-promise-about-here", _promise(result)),
        Beat("short-step-feel-again", _walk(result)),
        Beat("fog-off", _fog_off(result)),
        Beat("one-backward-pass", _backward(result)),
        Beat("never-the-map", "We feel the slope underfoot, never the\nmap; the slope is only true nearby."),
    )


def _slope(result: Result) -> str:
    if result.level:
        return "All you feel is the slope underfoot.\nHere the ground is level: no way is down."
    return "All you feel is the slope underfoot.\nIt points straight uphill, so step back."


def _promise(result: Result) -> str:
    if result.level:
        return "Level ground promises nothing.\nOnly about here is that true."
    last = result.promise.leaps[-1]
    if last.higher:
        return "The slope is a promise about here.\nLeap too far and it is broken."
    if last.delivered < KEPT * last.promised:
        return f"The slope is a promise about here. Far\noff it keeps {last.delivered / last.promised:.0%} of its word."
    if last.delivered > last.promised / KEPT:
        return "The slope is a promise about here.\nFar off the ground does as it likes."
    return "The slope is a promise about here.\nSo short a leap it very nearly keeps."


def _walk(result: Result) -> str:
    if rises(result):
        return "Feel, step, feel again: gradient descent.\nThese steps are long enough to go uphill."
    return "So: short step, feel again, repeat.\nThat is gradient descent."


def _fog_off(result: Result) -> str:
    if result.valley is None:
        steps = len(result.descent.gradients)
        where = "still on the way" if not rises(result) else "not at rest"
        return f"Fog off: after {steps} steps {where}.\nWhere you start decides a lot."
    if result.found_deepest:
        return f"Fog off: this is the deepest valley.\nOnly {result.map.shares[0]:.1%} of the starts find it."
    return "Fog off: a valley, not THE valley.\nWhere you start decides a lot."


def _backward(result: Result) -> str:
    count = result.params.weights
    if count == 1_000_000:
        return "One backward pass feels a million slopes.\nProbing each would take a million walks."
    if count < 10_000:
        return f"One backward pass feels {count} slopes.\nProbing each takes {count + 1} walks."
    return f"One backward pass feels {amount(count)} slopes.\nProbing would take a walk for each."


def rises(result: Result) -> bool:
    """Whether any step of the hiker led uphill."""
    return bool(np.any(np.diff(result.losses) > 1e-9))


def amount(count: int) -> str:
    """A large count in few words."""
    for size, name in ((10**12, "trillion"), (10**9, "billion"), (10**6, "million")):
        if count >= size:
            return f"{count / size:.3g} {name}"
    return str(count) if count < 10_000 else f"{count / 1000:.3g} thousand"
