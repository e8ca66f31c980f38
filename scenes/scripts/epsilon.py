"""What the clip `epsilon` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from scenes.parts.numerals import exponential
from sim.experiments.epsilon import Result

HARDLY = 0.05  # a step that is shorter by this share at most has not been silenced
SILENT = 0.5  # a step that is shorter than this share is
LITTLE = 0.5  # of the drift: less than this share of it is a difference


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("five-gradients", "Five gradients, from 1 down to 10⁻⁸:\nwhich of them still move their weights?"),
        Beat("where-adam-stops", _small(result)),
        Beat("silenced", _large(result)),
        Beat("small-loss", _valley(result)),
        Beat("only-noise", _noise(result)),
        Beat("half-precision", _half(result)),
        Beat("stops-adapting", "ε is the gradient size below which\nAdam stops adapting."),
    )


def _small(result: Result) -> str:
    if result.strides.min() > 1 - HARDLY:
        return f"{exponential(result.params.eps)} is smaller than all five:\nAdam believes in every one."
    return "Epsilon is where Adam stops\nbelieving in small gradients."


def _large(result: Result) -> str:
    if result.large_strides.min() > 1 - HARDLY:
        return f"{exponential(result.params.large_eps)} is larger and still smaller\nthan all five: it silences none."
    does = "silences them" if result.large_strides.min() < SILENT else "shortens their steps"
    return f"A larger epsilon does not help small\ngradients. It {does}."


def _valley(result: Result) -> str:
    params, arrived, large = result.params, result.journey.arrived, result.large_journey.arrived
    opening = f"Same valley, loss times {exponential(params.scale)}:\n"
    small_eps, large_eps = exponential(params.eps), exponential(params.large_eps)
    if arrived is None and large is None:
        return f"{opening}in {params.steps} steps neither arrives."
    if large is None:
        return f"{opening}{small_eps} arrives, {large_eps} does not."
    if arrived is None:
        return f"{opening}{large_eps} arrives, {small_eps} does not."
    if abs(large - arrived) <= HARDLY * arrived:
        return f"{opening}here the two are equally fast."
    return f"{opening}{small_eps}: {arrived} steps, {large_eps}: {large}."


def _noise(result: Result) -> str:
    if result.large_drift.rms[-1] > LITTLE * result.drift.rms[-1]:
        return "When is a larger one right?\nAgainst noise of this size, it is no help."
    return "When is a larger one right?\nIf small gradients are nothing but noise."


def _half(result: Result) -> str:
    eps, large_eps = exponential(result.params.eps), exponential(result.params.large_eps)
    if result.half.eps > 0:
        return f"In half precision {eps} is still\na number, and no step divides by zero."
    if result.large_half.eps > 0:
        return f"And in half precision, where {eps}\nis zero, and the step divides by it."
    return f"In half precision {eps} and {large_eps}\nare both zero, and zero divides."
