"""What the clip `checkpoints` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.checkpoints import SHARP, WIDE, Result

STILL = 0.5  # share of those who left, from which on the small rate has made no difference to speak of
QUESTIONS = (
    "Why does momentum help?",
    "Why a rate for each weight?",
    "Why correct the bias?",
    "Why does SGD sometimes\ngeneralize better?",
)
ANSWERS = (
    "steady pushes\nadd up,\nflipping ones\ncancel",
    "each weight\nits own\ngradient size,\nalong the axes",
    "averages that\nstart at zero\nget the zero\ntaken out",
    "noise × rate\nempties what\nis sharp: an\nopen question",
)


def beats(result: Result) -> tuple[Beat, ...]:
    averaging, roads, ratio = result.averaging, result.roads, result.bias.ratio
    return (
        Beat("four-questions", "Four questions. Time to think,\nthen the answer as a picture."),
        Beat("asks-momentum", "1. One push repeats, one keeps flipping.\nWhat does momentum make of each?"),
        Beat(
            "momentum",
            f"1. Momentum: steady pushes ×{averaging.steady_gain:.4g},\n"
            f"flipping ones ×{averaging.flipping_gain:.2f}. The price: it swings.",
        ),
        Beat(
            "asks-adaptive",
            f"2. One road is {roads.params.steepness:.4g} times as steep.\nHow can both cars arrive together?",
        ),
        Beat("adaptive", "2. Adaptive: each weight's step is\ndivided by its own gradient size."),
        Beat("asks-bias", "3. Adam's averages start at zero. Is its\nfirst step too short, then, or too long?"),
        Beat("bias", f"3. Both averages start at zero; v is\nthe worse one: {ratio.first:.2f} times too long."),
        Beat("asks-wells", "4. Two wells: the sharp one is deeper.\nWhere does noise let a walker stay?"),
        Beat("wells", _wells(result)),
        Beat("noise-times-rate", _rate(result)),
        Beat("a-matter-of-units", _units(result)),
        Beat("still-open", "Why SGD sometimes generalizes better\nis still open. Tune, then compare."),
    )


def _wells(result: Result) -> str:
    sharp, wide = result.shaken.end[SHARP], result.shaken.end[WIDE]
    if sharp == 0:
        return "4. So little noise shakes nobody out:\nboth wells hold everybody."
    if sharp <= wide:
        return "4. So much noise shakes walkers out\nof both wells alike."
    return "4. Noise shakes walkers out of the\nsharp well, though it is the deeper one."


def _rate(result: Result) -> str:
    if result.shaken.end[SHARP] == 0:
        return "It is noise times learning rate,\nand here neither is large enough."
    left = result.gently.end[SHARP]
    rate = f"{result.gently.lr:.2g}"
    if left > STILL * result.shaken.end[SHARP]:
        return f"Noise times learning rate decides;\nat η = {rate} it is still enough: {left:.1%}."
    who = "nobody" if left == 0 else f"{left:.1%}"
    return f"It is noise times learning rate,\nnot the name SGD. At η = {rate}: {who}."


def _units(result: Result) -> str:
    first, last = result.slide.sharpness[[0, -1]]
    return f"And sharp can be a matter of units:\nsame function, curvature {first:.3g} or {last:.3g}."
