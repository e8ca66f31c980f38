"""What the clip `wrong-learning-rate` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from scenes.parts.numerals import short
from sim.experiments.wrong_learning_rate import Result, winner

NOTICED = 0.02  # weights by which two paths must differ for somebody to see it


def beats(result: Result) -> tuple[Beat, ...]:
    sgd, adam = (short(rate) for rate in (result.params.sgd_lr, result.params.adam_lr))
    return (
        Beat("which-is-larger", f"SGD at {sgd}, Adam at {adam}.\nWhich learning rate is the larger one?"),
        Beat("two-units", "Neither: the two learning rates\nare not in the same units."),
        Beat("loss-times-1000", _scaled(result)),
        Beat("near-and-far", _targets(result)),
        Beat("flat-and-steep", _bowls(result)),
        Beat("something-else", "A learning rate means something else\nto each optimizer."),
    )


def _scaled(result: Result) -> str:
    opening = f"Multiply the loss by {short(result.params.factor)}."
    plain, _, scaled = result.scaled
    if plain.sgd_arrived is None and (scaled.sgd_arrived is None):
        sgd = "SGD fails as before"
    elif scaled.sgd_arrived is None:
        sgd = "SGD breaks"
    else:
        sgd = "SGD changes its pace"
    adam = "does not notice" if result.largest_path_difference < NOTICED else "hardly notices"
    return f"{opening}\n{sgd}, Adam {adam}."


def _targets(result: Result) -> str:
    near, _, far = result.races
    question = f"Is Adam at {short(near[1].lr)} too high? Target {short(near[0].distance)}:"
    first, second, target = winner(near), winner(far), f"Target {short(far[0].distance)}"
    if first is None and near[1].arrived is None:
        return f"{question}\nno, both are too low."  # and so they are for what is farther
    answer = "yes, both are" if first is None else "yes" if first is near[0] else "no"
    if second is far[1]:
        small = "slower" if far[0].arrived else "too low"
        return f"{question}\n{answer}. {target}: {short(far[0].lr)} is {small}."
    if second is far[0]:
        return f"{question}\n{answer}. {target}: yes."
    return f"{question}\n{answer}. {target}: both too {'high' if far[1].arrived else 'low'}."


def _bowls(result: Result) -> str:
    question = f"Is SGD at {short(result.bowl_lr)} too low? Flat bowl:"
    flat, steep = result.flat.arrived, result.steep.arrived
    if steep is None:
        return f"{question}\n{'yes' if flat is None else 'no'}. Steep bowl: not there either."
    steps = "one step" if steep == 1 else f"{steep} steps"
    return f"{question}\n{'yes' if flat is None else 'no'}. Steep bowl: {steps}, done."
