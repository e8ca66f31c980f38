"""What the clip `bias-correction` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from film.language import say
from sim.experiments.bias_correction import Ratio, Result

LITTLE = 0.1  # an excess of a tenth is where the film stops to worry
SAME = 0.005  # what no viewer would call a difference
WALK = 10  # steps that are laid end to end
CLOUD_SHOWN = 100  # steps of the finished model that are played


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("zero-start", _zero_start(result)),
        Beat("two-tanks", _tanks(result)),
        Beat("first-step", _first_step(result)),
        Beat("ten-steps", _ten_steps(result)),
        Beat("worse-before-better", _curve(result)),
        Beat("finished-model", _cloud(result)),
        Beat("need-both", _table(result)),
        Beat("rmsprop-never-corrects", _rmsprop(result)),
        Beat("zero-out-again", say("The averages start at zero; dividing\nby 1 − βᵗ takes the zero out again.")),
    )


def widest(result: Result) -> int:
    """The step at which the uncorrected cloud is widest, of those that are shown."""
    return int(np.argmax(result.uncorrected.rms[: CLOUD_SHOWN + 1]))


def drowns(result: Result) -> bool:
    """Whether the gradient is so small that ε rules the first step, corrected or not."""
    return result.first_step.both < 1 - SAME


def first_steps(result: Result) -> tuple[tuple[str, str, float, str], ...]:
    """The first step for every way to correct it: its name, formula, length in learning rates and role."""
    first = result.first_step
    return (
        (say("correct neither"), r"m \/ sqrt(v)", first.neither, "ink"),
        (say("only m"), r"hat(m) \/ sqrt(v)", first.only_first, "first_moment"),
        (say("only v"), r"m \/ sqrt(hat(v))", first.only_second, "second_moment"),
        (say("both"), r"hat(m) \/ sqrt(hat(v))", first.both, "adam"),
    )


def first_ratio(result: Result) -> str:
    """What the uncorrected averages make of the first step, in Typst's mathematics."""
    stored, squared = 1 - result.params.beta1, 1 - result.params.beta2
    quotient = f"{stored:.4g} / sqrt({squared:.4g}) = {result.ratio.first:.4g}"
    return f"{{{{ m_1 : m }}}} / sqrt({{{{ v_1 : v }}}}) = {quotient}"


def landmarks(ratio: Ratio) -> list[int]:
    """The steps that are marked on the curve: the first, the longest, and the first that is hardly too long."""
    peak = ratio.peak_step if ratio.peak > 1 + SAME else 1
    return [1, peak, ratio.within(LITTLE) or 1]


def rmsprop_first_step(result: Result) -> str:
    """Where RMSprop's first step comes from, in Typst's mathematics and in learning rates."""
    source = "g / (0.1 g + epsilon)" if drowns(result) else "1 / sqrt(1 - 0.99)"
    return f"{source} = {result.warmup.rmsprop[0]:.3g}"


def _zero_start(result: Result) -> str:
    if result.params.beta1 == 0:
        return say("With β₁ = 0 nothing is averaged:\nm is the gradient, and nothing lags.")
    return say("An average that starts at zero lags.\nWhat takes the zero out again?")


def _tanks(result: Result) -> str:
    m_remembers, v_remembers = result.params.beta1 > 0, result.params.beta2 > 0
    if m_remembers and v_remembers:
        return say("Both memories start empty,\nso early on both read too low.")
    if v_remembers:
        return say("m keeps nothing and is full at once.\nv starts empty and reads too low.")
    if m_remembers:
        return say("v keeps nothing and is full at once.\nm starts empty and reads too low.")
    return say("Neither keeps anything:\nboth are full after one step.")


def _first_step(result: Result) -> str:
    first = result.ratio.first
    if drowns(result):
        return say("A gradient this small drowns in ε:\nthe corrected step comes out short.")
    if first > 1 + SAME:
        return say("v is emptier than m. Dividing by its\nroot makes the first step too LONG.")
    if first < 1 - SAME:
        return say("Here m is emptier than the root of v:\nthe first step comes out too SHORT.")
    return say("Here m and the root of v are equally\nfull, so the first step is right.")


def _ten_steps(result: Result) -> str:
    runs = (result.constant_uncorrected, result.constant)
    uncorrected, corrected = (np.abs(run.updates[:WALK]).sum() / result.params.lr for run in runs)
    return say(
        "Uncorrected, {steps} steps lead {uncorrected} η.\nCorrected, they lead {corrected} η.",
        steps=WALK,
        uncorrected=f"{uncorrected:.4g}",
        corrected=f"{corrected:.4g}",
    )


def _curve(result: Result) -> str:
    ratio, peak = result.ratio, f"{result.ratio.peak:.3g}"
    if np.abs(ratio.values - 1).max() <= SAME:
        return say("No lasting memory, no bias:\nevery step is right from the first.")
    if ratio.peak > 1 + SAME and ratio.first < 1 - SAME:
        return say("First too short, then too long:\n{peak} times at step {step}.", peak=peak, step=ratio.peak_step)
    if ratio.peak_step > 1 and ratio.peak > 1 + SAME:
        settled = ratio.within(LITTLE)
        if settled is None or settled <= ratio.peak_step:
            return say(
                "It gets worse before it gets better:\n{peak} times too long at step {step}.",
                peak=peak,
                step=ratio.peak_step,
            )
        return say(
            "It gets worse before it gets better:\n{peak} times at step {step}, 10% at step {settled}.",
            peak=f"{ratio.peak:.1f}",
            step=ratio.peak_step,
            settled=settled,
        )
    if ratio.first > 1 + SAME:
        return say("Too long from the first step on:\n{times} times, then less and less.", times=f"{ratio.first:.3g}")
    return say("Uncorrected steps are too short\nuntil the memories have filled.")


def _cloud(result: Result) -> str:
    step = widest(result)
    times = float(result.uncorrected.rms[step] / result.corrected.rms[step])
    if times > 1 + LITTLE:
        return say(
            "A finished model, the same noise:\nuncorrected, it flies {times} times as far.", times=f"{times:.3g}"
        )
    if times < 1 - LITTLE:
        return say("A finished model, the same noise:\nhere the uncorrected one strays less.")
    return say("A finished model, the same noise:\nhere the correction changes little.")


def _table(result: Result) -> str:
    table, params = result.first_step, result.params
    if drowns(result):
        return say("Here ε rules: with both corrected\nthe first step is {both} η, not 1 η.", both=f"{table.both:.3g}")
    if params.beta1 == params.beta2 == 0:
        return say("Neither has anything to fix:\nall four first steps are the same.")
    if params.beta1 == 0:
        return say("m keeps nothing: here nothing is wrong\nwith it. Fixing v is enough.")
    if params.beta2 == 0:
        return say("v keeps nothing: here nothing is wrong\nwith it. Fixing m is enough.")
    if table.neither < (1 - SAME) * table.both:
        return say("Fixing v alone makes it shorter still.\nYou need both.")
    worse = table.only_first / table.neither
    return (
        say("Fixing m alone is ten times worse.\nYou need both.")
        if abs(worse - 10) < 0.05
        else say("Fixing m alone is {times} times worse.\nYou need both.", times=f"{worse:.3g}")
    )


def _rmsprop(result: Result) -> str:
    warmup = result.warmup
    first = f"{warmup.rmsprop[0]:.3g}"
    if warmup.rmsprop.max() <= 1 + LITTLE:
        return say("PyTorch's RMSprop never corrects:\nfirst step {first} η. ε hides it.", first=first)
    if (warmup.rmsprop * warmup.ramp).max() > 1 + LITTLE:
        return say("PyTorch's RMSprop never corrects:\nfirst step {first} η. This warm-up is short.", first=first)
    return say("PyTorch's RMSprop never corrects:\nfirst step {first} η. Warm-up hides it.", first=first)
