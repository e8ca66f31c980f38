"""What the clip `bias-correction` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.bias_correction import Result

LITTLE = 0.1  # an excess of a tenth is where the film stops to worry


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("zero-start", "An average that starts at zero lags.\nDividing by 1 − β₁ᵗ takes the zero out."),
        Beat("two-tanks", "Both memories start empty,\nso early on both read too low."),
        Beat("first-step", _first_step(result)),
        Beat("worse-before-better", _curve(result)),
        Beat("finished-model", "A finished model, same noise,\nwithout and with the correction."),
        Beat("need-both", _table(result)),
        Beat("rmsprop-never-corrects", _rmsprop(result)),
        Beat("zero-out-again", "The averages start at zero; dividing\nby 1 − βᵗ takes the zero out again."),
    )


def _first_step(result: Result) -> str:
    first = result.ratio.first
    if first > 1.005:
        return "v is emptier than m. Dividing by its\nroot makes the first step too LONG."
    if first < 0.995:
        return "Here m is the emptier one:\nthe first step comes out too SHORT."
    return "Here both are equally empty:\nthe first step is right by chance."


def _curve(result: Result) -> str:
    ratio = result.ratio
    if ratio.peak_step > 1 and ratio.peak > 1.005:
        opening = "It gets worse before it gets better:\n"
        settled = ratio.within(LITTLE)
        if settled is None:
            return f"{opening}{ratio.peak:.1f} times too long at step {ratio.peak_step}."
        return f"{opening}{ratio.peak:.1f} times at step {ratio.peak_step}, 10% at step {settled}."
    if ratio.first > 1.005:
        return f"Too long from the first step on:\n{ratio.first:.1f} times, then less and less."
    return "Uncorrected steps are too short\nuntil the memories have filled."


def _table(result: Result) -> str:
    table = result.first_step
    if table.only_first > 1.005 * table.neither:
        worse = table.only_first / table.neither
        times = "ten" if abs(worse - 10) < 0.05 else f"{worse:.3g}"
        return f"Fixing m alone is {times} times worse.\nYou need both."
    return "Fixing one of the two is not enough.\nYou need both."


def _rmsprop(result: Result) -> str:
    return f"PyTorch's RMSprop never corrects:\nfirst step {result.warmup.rmsprop[0]:.3g} η. Warmup hides it."
