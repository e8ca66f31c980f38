"""What the clip `averaging-out` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from sim.experiments.averaging_out import Result

FULL = 0.98  # a pot this near to its limit has reached it for any viewer
CANCELS = 0.5  # least momentum at which flipping gradients lose enough to be said to cancel
LESS = 0.8  # a wedge is said to shrink if no more than this share is left
AIMED = 15.0  # degrees that still count as pointing to the goal


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("two-voices", say("Two voices in each gradient: one flips,\none never does. Where is the goal?")),
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
    share = f"{100 * result.params.momentum:.3g}"
    if result.params.momentum >= CANCELS:
        return say(
            "The pot keeps {share}% and adds the new one.\nSteady voices grow, flipping ones cancel.", share=share
        )
    return say("The pot keeps {share}% and adds the new one.\nSteady voices grow, flipping ones shrink.", share=share)


def _limits(result: Result) -> str:
    half = abs(result.flipping_gain - 0.5) < 0.05
    gains = {"steady": f"{result.steady_gain:.3g}", "flipping": f"{result.flipping_gain:.2g}"}
    if filled(result) < FULL and half:
        return say("The steady part grows on, to {steady} times,\nthe flipping part goes to about a half.", **gains)
    if filled(result) < FULL:
        return say("The steady part grows on, to {steady} times,\nthe flipping part goes to {flipping}.", **gains)
    if half:
        return say("The steady part is multiplied by {steady},\nthe flipping part by about a half.", **gains)
    return say("The steady part is multiplied by {steady},\nthe flipping part by {flipping}.", **gains)


def _wedge(result: Result) -> str:
    first, last = result.raw_angles[0], result.buffer_angles[result.params.walk - 1]
    degrees = {"first": _degrees(first), "last": _degrees(last)}
    if last <= LESS * first:
        return say(
            "We walk against the gradient, goal ahead:\nthe wedge shrinks from {first} to {last} degrees.", **degrees
        )
    return say(
        "We walk against the gradient, goal ahead:\nthe wedge goes only from {first} to {last} degrees.", **degrees
    )


def _degrees(angle: float) -> str:
    return f"{angle:.0f}" if angle >= 2 else f"{angle:.1f}"


def _speed(result: Result) -> str:
    return say(
        "Part of the gain is plain speed:\nmomentum {momentum} means up to {times} times η.",
        momentum=f"{result.params.momentum:.3g}",
        times=f"{result.steady_gain:.3g}",
    )


def _average(result: Result) -> str:
    return say(
        "Adam's m is the same pot divided by {gain}.\nIt is never exactly [0, −{steady}].",
        gain=f"{result.steady_gain:.3g}",
        steady=f"{result.params.steady:.3g}",
    )


def _closing(result: Result) -> str:
    parts = {"flipping": f"{result.params.flipping:.3g}", "steady": f"{result.params.steady:.3g}"}
    if result.limit_angle <= AIMED:
        return say("[+{flipping}, −{steady}], [−{flipping}, −{steady}], …:\nthe average points to the goal.", **parts)
    return say(
        "[+{flipping}, −{steady}], [−{flipping}, −{steady}], …:\nthe average points nearer to the goal.", **parts
    )
