"""What the clip `wrong-learning-rate` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from scenes.parts.numerals import short
from sim.experiments.wrong_learning_rate import Result, winner

NOTICED = 0.02  # weights by which two paths must differ for somebody to see it


def beats(result: Result) -> tuple[Beat, ...]:
    sgd, adam = (short(rate) for rate in (result.params.sgd_lr, result.params.adam_lr))
    return (
        Beat(
            "which-is-larger",
            say("SGD at {sgd}, Adam at {adam}.\nWhich learning rate is the larger one?", sgd=sgd, adam=adam),
        ),
        Beat("two-units", say("Neither: the two learning rates\nare not in the same units.")),
        Beat("loss-times-1000", _scaled(result)),
        Beat("near-and-far", _targets(result)),
        Beat("flat-and-steep", _bowls(result)),
        Beat("something-else", say("A learning rate means something else\nto each optimizer.")),
    )


def _scaled(result: Result) -> str:
    opening = say("Multiply the loss by {factor}.", factor=short(result.params.factor))
    plain, _, scaled = result.scaled
    if plain.sgd_arrived is None and (scaled.sgd_arrived is None):
        sgd = say("SGD fails as before")
    elif scaled.sgd_arrived is None:
        sgd = say("SGD breaks")
    else:
        sgd = say("SGD changes its pace")
    adam = say("Adam does not notice") if result.largest_path_difference < NOTICED else say("Adam hardly notices")
    return f"{opening}\n{sgd}, {adam}."


def _targets(result: Result) -> str:
    near, _, far = result.races
    question = say("Is Adam at {rate} too high? Target {near}:", rate=short(near[1].lr), near=short(near[0].distance))
    first, second, distance = winner(near), winner(far), short(far[0].distance)
    if first is None and near[1].arrived is None:
        return f"{question}\n{say('no, both are too low.')}"  # and so they are for what is farther
    answer = say("yes, both are") if first is None else say("yes") if first is near[0] else say("no")
    if second is far[1]:
        rate = short(far[0].lr)
        slower = say("Target {far}: {rate} is slower.", far=distance, rate=rate)
        too_low = say("Target {far}: {rate} is too low.", far=distance, rate=rate)
        return f"{question}\n{answer}. {slower if far[0].arrived else too_low}"
    if second is far[0]:
        return f"{question}\n{answer}. {say('Target {far}: yes.', far=distance)}"
    too_high, too_low = (
        say("Target {far}: both too high.", far=distance),
        say("Target {far}: both too low.", far=distance),
    )
    return f"{question}\n{answer}. {too_high if far[1].arrived else too_low}"


def _bowls(result: Result) -> str:
    question = say("Is SGD at {rate} too low? Flat bowl:", rate=short(result.bowl_lr))
    steep, answer = result.steep.arrived, say("yes") if result.flat.arrived is None else say("no")
    if steep is None:
        return f"{question}\n{answer}. {say('Steep bowl: not there either.')}"
    if steep == 1:
        return f"{question}\n{answer}. {say('Steep bowl: one step, done.')}"
    return f"{question}\n{answer}. {say('Steep bowl: {steps} steps, done.', steps=steep)}"
