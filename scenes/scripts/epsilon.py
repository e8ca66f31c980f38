"""What the clip `epsilon` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from scenes.parts.numerals import exponential
from sim.experiments.epsilon import Result

HARDLY = 0.05  # a step that is shorter by this share at most has not been silenced
SILENT = 0.5  # a step that is shorter than this share is
LITTLE = 0.5  # of the drift: less than this share of it is a difference


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("five-gradients", say("Five gradients, from 1 down to 10⁻⁸:\nwhich of them still move their weights?")),
        Beat("where-adam-stops", _small(result)),
        Beat("silenced", _large(result)),
        Beat("small-loss", _valley(result)),
        Beat("only-noise", _noise(result)),
        Beat("half-precision", _half(result)),
        Beat("stops-adapting", say("ε is the gradient size below which\nAdam stops adapting.")),
    )


def _small(result: Result) -> str:
    if result.strides.min() > 1 - HARDLY:
        return say("{eps} is smaller than all five:\nAdam believes in every one.", eps=exponential(result.params.eps))
    return say("Epsilon is where Adam stops\nbelieving in small gradients.")


def _large(result: Result) -> str:
    if result.large_strides.min() > 1 - HARDLY:
        large_eps = exponential(result.params.large_eps)
        return say("{eps} is larger and still smaller\nthan all five: it silences none.", eps=large_eps)
    if result.large_strides.min() < SILENT:
        return say("A larger epsilon does not help small\ngradients. It silences them.")
    return say("A larger epsilon does not help small\ngradients. It shortens their steps.")


def _valley(result: Result) -> str:
    params, arrived, large = result.params, result.journey.arrived, result.large_journey.arrived
    scale = exponential(params.scale)
    small_eps, large_eps = exponential(params.eps), exponential(params.large_eps)
    if arrived is None and large is None:
        return say(
            "Same valley, loss times {scale}:\nin {steps} steps neither arrives.", scale=scale, steps=params.steps
        )
    if large is None or arrived is None:
        there, lost = (small_eps, large_eps) if large is None else (large_eps, small_eps)
        return say(
            "Same valley, loss times {scale}:\n{there} arrives, {lost} does not.", scale=scale, there=there, lost=lost
        )
    if abs(large - arrived) <= HARDLY * arrived:
        return say("Same valley, loss times {scale}:\nhere the two are equally fast.", scale=scale)
    return say(
        "Same valley, loss times {scale}:\n{small}: {arrived} steps, {large}: {late}.",
        scale=scale, small=small_eps, arrived=arrived, large=large_eps, late=large,
    )  # fmt: skip


def _noise(result: Result) -> str:
    if result.large_drift.rms[-1] > LITTLE * result.drift.rms[-1]:
        return say("When is a larger one right?\nAgainst noise of this size, it is no help.")
    return say("When is a larger one right?\nIf small gradients are nothing but noise.")


def _half(result: Result) -> str:
    eps, large_eps = exponential(result.params.eps), exponential(result.params.large_eps)
    if result.half.eps > 0:
        return say("In half precision {eps} is still\na number, and no step divides by zero.", eps=eps)
    if result.large_half.eps > 0:
        return say("And in half precision, where {eps}\nis zero, and the step divides by it.", eps=eps)
    return say("In half precision {eps} and {large}\nare both zero, and zero divides.", eps=eps, large=large_eps)
