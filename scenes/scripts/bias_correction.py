"""What the clip `bias-correction` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
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
        Beat("zero-out-again", "The averages start at zero; dividing\nby 1 − βᵗ takes the zero out again."),
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
        ("correct neither", r"m \/ sqrt(v)", first.neither, "ink"),
        ("only m", r"hat(m) \/ sqrt(v)", first.only_first, "first_moment"),
        ("only v", r"m \/ sqrt(hat(v))", first.only_second, "second_moment"),
        ("both", r"hat(m) \/ sqrt(hat(v))", first.both, "adam"),
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
        return "With β₁ = 0 nothing is averaged:\nm is the gradient, and nothing lags."
    return "An average that starts at zero lags.\nWhat takes the zero out again?"


def _tanks(result: Result) -> str:
    m_remembers, v_remembers = result.params.beta1 > 0, result.params.beta2 > 0
    if m_remembers and v_remembers:
        return "Both memories start empty,\nso early on both read too low."
    if v_remembers:
        return "m keeps nothing and is full at once.\nv starts empty and reads too low."
    if m_remembers:
        return "v keeps nothing and is full at once.\nm starts empty and reads too low."
    return "Neither keeps anything:\nboth are full after one step."


def _first_step(result: Result) -> str:
    first = result.ratio.first
    if drowns(result):
        return "A gradient this small drowns in ε:\nthe corrected step comes out short."
    if first > 1 + SAME:
        return "v is emptier than m. Dividing by its\nroot makes the first step too LONG."
    if first < 1 - SAME:
        return "Here m is emptier than the root of v:\nthe first step comes out too SHORT."
    return "Here m and the root of v are equally\nfull, so the first step is right."


def _ten_steps(result: Result) -> str:
    runs = (result.constant_uncorrected, result.constant)
    uncorrected, corrected = (np.abs(run.updates[:WALK]).sum() / result.params.lr for run in runs)
    return f"Uncorrected, {WALK} steps lead {uncorrected:.4g} η.\nCorrected, they lead {corrected:.4g} η."


def _curve(result: Result) -> str:
    ratio = result.ratio
    if np.abs(ratio.values - 1).max() <= SAME:
        return "No lasting memory, no bias:\nevery step is right from the first."
    if ratio.peak > 1 + SAME and ratio.first < 1 - SAME:
        return f"First too short, then too long:\n{ratio.peak:.3g} times at step {ratio.peak_step}."
    if ratio.peak_step > 1 and ratio.peak > 1 + SAME:
        opening = "It gets worse before it gets better:\n"
        settled = ratio.within(LITTLE)
        if settled is None or settled <= ratio.peak_step:
            return f"{opening}{ratio.peak:.3g} times too long at step {ratio.peak_step}."
        return f"{opening}{ratio.peak:.1f} times at step {ratio.peak_step}, 10% at step {settled}."
    if ratio.first > 1 + SAME:
        return f"Too long from the first step on:\n{ratio.first:.3g} times, then less and less."
    return "Uncorrected steps are too short\nuntil the memories have filled."


def _cloud(result: Result) -> str:
    step = widest(result)
    times = float(result.uncorrected.rms[step] / result.corrected.rms[step])
    opening = "A finished model, the same noise:\n"
    if times > 1 + LITTLE:
        return f"{opening}uncorrected, it flies {times:.3g} times as far."
    if times < 1 - LITTLE:
        return f"{opening}here the uncorrected one strays less."
    return f"{opening}here the correction changes little."


def _table(result: Result) -> str:
    table, params = result.first_step, result.params
    if drowns(result):
        return f"Here ε rules: with both corrected\nthe first step is {table.both:.3g} η, not 1 η."
    if params.beta1 == params.beta2 == 0:
        return "Neither has anything to fix:\nall four first steps are the same."
    if params.beta1 == 0:
        return "m keeps nothing: here nothing is wrong\nwith it. Fixing v is enough."
    if params.beta2 == 0:
        return "v keeps nothing: here nothing is wrong\nwith it. Fixing m is enough."
    if table.neither < (1 - SAME) * table.both:
        return "Fixing v alone makes it shorter still.\nYou need both."
    worse = table.only_first / table.neither
    times = "ten" if abs(worse - 10) < 0.05 else f"{worse:.3g}"
    return f"Fixing m alone is {times} times worse.\nYou need both."


def _rmsprop(result: Result) -> str:
    warmup = result.warmup
    opening = f"PyTorch's RMSprop never corrects:\nfirst step {warmup.rmsprop[0]:.3g} η."
    if warmup.rmsprop.max() <= 1 + LITTLE:
        return f"{opening} ε hides it."
    if (warmup.rmsprop * warmup.ramp).max() > 1 + LITTLE:
        return f"{opening} This warm-up is short."
    return f"{opening} Warm-up hides it."
