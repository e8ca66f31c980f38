"""What the clip `weight-decay` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from film.language import say
from scenes.parts.numerals import grouped
from sim.experiments.weight_decay import Result

LOUD, MEDIUM, QUIET = range(3)  # columns
MUCH, NOTHING = 0.5, 0.05  # of a weight: that much is spared, that little is crushed
ALIKE = 0.1  # weights that differ by less have shrunk alike


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("three-idle-weights", _question(result)),
        Beat("through-the-divider", _l2(result)),
        Beat("past-the-divider", _decoupled(result)),
        Beat("same-for-sgd", say("For plain SGD the two are identical:\nL2 is weight decay, whatever the gradient.")),
        Beat("mind-the-clock", _clock(result)),
        Beat("all-alike", _closing(result)),
    )


def equally_loud(result: Result) -> bool:
    return bool(result.params.loud < 1.5 * result.params.quiet)


def rounding(result: Result) -> str:
    """A power of ten that the two recipes of plain SGD are less apart, as a share of the largest weight.

    Nothing if they are the same.
    """
    largest = float(np.abs(result.sgd.l2.positions).max())
    share = result.sgd.largest_difference / largest
    return f"1e{int(np.ceil(np.log10(share))) + 1}" if share > 0 else ""


def _spread(recipe: np.ndarray) -> float:
    return float(np.ptp(recipe[-1]))


def _shares(recipe: np.ndarray) -> dict[str, str]:
    """What is left of each weight, under its name."""
    return {name: f"{abs(left):.2f}" for name, left in zip(("loud", "medium", "quiet"), recipe[-1], strict=True)}


def _has_hardly_begun(result: Result) -> bool:
    return bool(min(result.alternating.l2[-1].min(), result.alternating.decoupled[-1].min()) > 1 - ALIKE)


def _hardly(result: Result) -> str:
    return say("After {steps} steps at these rates\nhardly anything has decayed yet.", steps=result.params.steps)


def _question(result: Result) -> str:
    if equally_loud(result):
        return say("Three idle weights with equally loud\ngradients. Will decay treat them alike?")
    return say("Three idle weights: loud, medium, quiet\ngradients. Will decay treat them alike?")


def _l2(result: Result) -> str:
    left = result.alternating.l2[-1]
    if _has_hardly_begun(result):
        return _hardly(result)
    if equally_loud(result):
        return say("L2 goes through Adam's divider: equally\nloud gradients, equally much is left.")
    if left[LOUD] > MUCH and abs(left[QUIET]) < NOTHING:
        return say("L2 goes through Adam's divider: loud\nweights escape, quiet ones are crushed.")
    if _spread(result.alternating.l2) > ALIKE:
        return say("L2 goes through Adam's divider: the louder\nthe gradient, the more of a weight stays.")
    left_of = _shares(result.alternating.l2)
    return say("L2 goes through Adam's divider: what is\nleft is {loud}, {medium} and {quiet}.", **left_of)


def _decoupled(result: Result) -> str:
    if _spread(result.alternating.decoupled) <= 1e-3:
        return say("AdamW shrinks the weight directly.\nSame factor for everyone.")
    return say("AdamW shrinks the weight directly; what\ndiffers comes from Adam's own steps.")


def _clock(result: Result) -> str:
    steps = grouped(round(result.clock.half_life))
    return say("Mind the clock: it is 1/(ηλ). To shrink\nby half takes {steps} steps here.", steps=steps)


def _closing(result: Result) -> str:
    random = result.random
    left, alike = random.l2[-1], _spread(random.decoupled) <= ALIKE
    if _has_hardly_begun(result):
        return _hardly(result)
    if equally_loud(result):
        return say("Equally loud gradients hide it:\nboth recipes shrink all alike.")
    if alike and left[LOUD] > MUCH and abs(left[QUIET]) < NOTHING:
        return say("In Adam, L2 crushes the quiet weights and\nspares the loud. AdamW shrinks all alike.")
    if alike and left[LOUD] > left[QUIET] + ALIKE:
        return say("In Adam, L2 leaves more of the loud\nweights. AdamW shrinks all alike.")
    return say("Random gradients: L2 in Adam leaves\n{loud}, {medium} and {quiet}.", **_shares(random.l2))
