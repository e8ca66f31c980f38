"""What the clip `skeptical-navigator` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from sim.experiments.skeptical_navigator import HUGE, SURE, UNSURE, Result

NEAR_ONE = 0.85  # a speed from which on one speaks of full steps
NEAR_ZERO = 0.35  # a speed or jitter up to which one speaks of small steps


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("four-streams", say("Four weights, four gradient streams.\nWho should take big steps?")),
        Beat("two-memories", _memories(result)),
        Beat("the-ratio", _ratio(result)),
        Beat("size-is-not-doubt", _size(result)),
        Beat("never-still", _jitter(result)),
        Beat("first-step", say("And at step one it is never skeptical:\none sample always looks certain.")),
        Beat("direction-times-agreement", _closing(result)),
    )


def skeptical(result: Result) -> bool:
    """Whether the sure lanes take full steps and the unsure and the aimless one small steps."""
    sure = min(result.speeds[SURE], result.speeds[HUGE])
    return bool(sure >= NEAR_ONE and result.speeds[UNSURE] <= NEAR_ZERO and result.jitter <= NEAR_ZERO)


def _memories(result: Result) -> str:
    if result.params.beta1 == 0:
        return say("With β₁ = 0 m is the newest gradient.\nThe root of v remembers its size.")
    return say("m remembers the average gradient.\nThe root of v remembers its size.")


def _ratio(result: Result) -> str:
    if result.jitter > NEAR_ZERO:
        return say("The step is their ratio. So short a\nmemory hears few signs to cancel.")
    return say("The step is their ratio: near 1 if they\nagree, near 0 if signs cancel.")


def _size(result: Result) -> str:
    if result.second_moment_ratio >= 100:
        return say("C has a huge v and is as sure as A.\nv is size; doubt is v against m.")
    return say("C has a larger v and is as sure as A.\nv is size; doubt is v against m.")


def _jitter(result: Result) -> str:
    share = f"{100 * result.jitter:.0f}"
    return say("Even on pure noise Adam never stands\nstill: it jitters at {share}% of η.", share=share)


def _closing(result: Result) -> str:
    if skeptical(result):
        return say("A step is direction times agreement:\nsure gradients full, noisy ones small.")
    return say("A step is direction times agreement:\nthe noisier the gradients, the slower.")
