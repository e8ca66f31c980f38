"""What the clip `averaging-out` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.averaging_out import Result

FULL = 0.98  # a pot this near to its limit has reached it for any viewer
CANCELS = 0.5  # least momentum at which flipping gradients lose enough to be said to cancel
LESS = 0.8  # a wedge is said to shrink if no more than this share is left
AIMED = 15.0  # degrees that still count as pointing to the goal


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("two-voices", "Two voices in each gradient: one flips,\none never does. Where is the goal?"),
        Beat("the-pot", _pot(result)),
        Beat("two-limits", _limits(result)),
        Beat("wedge", _wedge(result)),
        Beat("speed-and-aim", _speed(result)),
        Beat("adams-average", _average(result)),
        Beat("points-to-the-goal", _closing(result)),
    )


def filled(result: Result) -> float:
    """Which share of its limit the steady part has reached at the end of the tape."""
    return 1 - result.params.momentum**result.params.steps


def _pot(result: Result) -> str:
    momentum = result.params.momentum
    verb = "cancel" if momentum >= CANCELS else "shrink"
    return f"The pot keeps {100 * momentum:.3g}% and adds the new one.\nSteady voices grow, flipping ones {verb}."


def _limits(result: Result) -> str:
    half = abs(result.flipping_gain - 0.5) < 0.05
    flipping = "about a half" if half else f"{result.flipping_gain:.2g}"
    if filled(result) < FULL:
        return f"The steady part grows on, to {result.steady_gain:.3g} times,\nthe flipping part goes to {flipping}."
    return f"The steady part is multiplied by {result.steady_gain:.3g},\nthe flipping part by {flipping}."


def _wedge(result: Result) -> str:
    first, last = result.raw_angles[0], result.buffer_angles[result.params.walk - 1]
    verb = "shrinks" if last <= LESS * first else "goes only"
    return (
        "We walk against the gradient, goal ahead:\n"
        f"the wedge {verb} from {_degrees(first)} to {_degrees(last)} degrees."
    )


def _degrees(angle: float) -> str:
    return f"{angle:.0f}" if angle >= 2 else f"{angle:.1f}"


def _speed(result: Result) -> str:
    times = f"{result.steady_gain:.3g}"
    return f"Part of the gain is plain speed:\nmomentum {result.params.momentum:.3g} means up to {times} times η."


def _average(result: Result) -> str:
    steady = f"{result.params.steady:.3g}"
    return f"Adam's m is the same pot divided by {result.steady_gain:.3g}.\nIt is never exactly [0, −{steady}]."


def _closing(result: Result) -> str:
    flipping, steady = f"{result.params.flipping:.3g}", f"{result.params.steady:.3g}"
    where = "to the goal" if result.limit_angle <= AIMED else "nearer to the goal"
    return f"[+{flipping}, −{steady}], [−{flipping}, −{steady}], …:\nthe average points {where}."
