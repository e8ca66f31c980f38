"""What the clip `checkpoints` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import mark, say
from sim.experiments.checkpoints import SHARP, WIDE, Result

STILL = 0.5  # share of those who left, from which on the small rate has made no difference to speak of
QUESTIONS = (
    mark("Why does momentum help?"),
    mark("Why a rate for each weight?"),
    mark("Why correct the bias?"),
    mark("Why does SGD sometimes\ngeneralize better?"),
)
ANSWERS = (
    mark("steady pushes\nadd up,\nflipping ones\ncancel"),
    mark("each weight\nits own\ngradient size,\nalong the axes"),
    mark("averages that\nstart at zero\nget the zero\ntaken out"),
    mark("noise × rate\nempties what\nis sharp: an\nopen question"),
)


def beats(result: Result) -> tuple[Beat, ...]:
    averaging, roads, ratio = result.averaging, result.roads, result.bias.ratio
    return (
        Beat("four-questions", say("Four questions. Time to think,\nthen the answer as a picture.")),
        Beat("asks-momentum", say("1. One push repeats, one keeps flipping.\nWhat does momentum make of each?")),
        Beat(
            "momentum",
            say(
                "1. Momentum: steady pushes ×{steady},\nflipping ones ×{flipping}. The price: it swings.",
                steady=f"{averaging.steady_gain:.4g}",
                flipping=f"{averaging.flipping_gain:.2f}",
            ),
        ),
        Beat(
            "asks-adaptive",
            say(
                "2. One road is {times} times as steep.\nHow can both cars arrive together?",
                times=f"{roads.params.steepness:.4g}",
            ),
        ),
        Beat("adaptive", say("2. Adaptive: each weight's step is\ndivided by its own gradient size.")),
        Beat("asks-bias", say("3. Adam's averages start at zero. Is its\nfirst step too short, then, or too long?")),
        Beat(
            "bias",
            say(
                "3. Both averages start at zero; v is\nthe worse one: {times} times too long.",
                times=f"{ratio.first:.2f}",
            ),
        ),
        Beat("asks-wells", say("4. Two wells: the sharp one is deeper.\nWhere does noise let a walker stay?")),
        Beat("wells", _wells(result)),
        Beat("noise-times-rate", _rate(result)),
        Beat("a-matter-of-units", _units(result)),
        Beat("still-open", say("Why SGD sometimes generalizes better\nis still open. Tune, then compare.")),
    )


def _wells(result: Result) -> str:
    sharp, wide = result.shaken.end[SHARP], result.shaken.end[WIDE]
    if sharp == 0:
        return say("4. So little noise shakes nobody out:\nboth wells hold everybody.")
    if sharp <= wide:
        return say("4. So much noise shakes walkers out\nof both wells alike.")
    return say("4. Noise shakes walkers out of the\nsharp well, though it is the deeper one.")


def _rate(result: Result) -> str:
    if result.shaken.end[SHARP] == 0:
        return say("It is noise times learning rate,\nand here neither is large enough.")
    left = result.gently.end[SHARP]
    rate, share = f"{result.gently.lr:.2g}", f"{left:.1%}"
    if left > STILL * result.shaken.end[SHARP]:
        return say(
            "Noise times learning rate decides;\nat η = {rate} it is still enough: {share}.", rate=rate, share=share
        )
    if left == 0:
        return say("It is noise times learning rate,\nnot the name SGD. At η = {rate}: nobody.", rate=rate)
    return say("It is noise times learning rate,\nnot the name SGD. At η = {rate}: {share}.", rate=rate, share=share)


def _units(result: Result) -> str:
    first, last = result.slide.sharpness[[0, -1]]
    return say(
        "And sharp can be a matter of units:\nsame function, curvature {first} or {last}.",
        first=f"{first:.3g}",
        last=f"{last:.3g}",
    )
