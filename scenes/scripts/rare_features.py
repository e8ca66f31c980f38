"""What the clip `rare-features` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from film.language import say
from sim.experiments.rare_features import CLOSE, FREQUENT, RARE, Learning, Result

ALIKE = 1.5  # two times that differ by less count as the same pace
SHAKES = 2 * CLOSE  # as far from its goal as this, a weight that was there before is seen to shake


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("who-waits", _who_waits(result)),
        Beat("full-size-pull", _pull(result)),
        Beat("pace-of-appearance", _sgd(result)),
        Beat("narrower-gap", _adam(result)),
        Beat("root-of-p", _root(result)),
        Beat("one-notch-further", _notch(result)),
        Beat("tuned-against-tuned", _tuned(result)),
    )


def gap(learning: Learning) -> float:
    """How many times longer the rare feature takes than the frequent one; not finite if either is never learned."""
    rare, frequent = float(learning.learned[RARE]), float(learning.learned[FREQUENT])
    return rare / max(frequent, 1) if np.isfinite(frequent) else np.inf


def excursion(learning: Learning) -> float:
    """How far the frequent weight strays from 1 after it has come near for the first time; infinity if it flies off."""
    if learning.run.diverged_at is not None:
        return np.inf
    away = np.abs(learning.run.positions[:, FREQUENT] - 1)
    near = np.flatnonzero(away <= CLOSE)
    return float(away[near[0] :].max()) if len(near) else float(away.min())


def goes_at_the_pace(result: Result) -> bool:
    """Whether SGD takes as many times longer for the rare feature as it is rarer, roughly."""
    rarer = result.frequencies[FREQUENT] / result.frequencies[RARE]
    return bool(rarer / 2.5 <= result.sgd.gap <= 2.5 * rarer)


def follows_the_root(result: Result) -> bool:
    """Whether Adam's speed on the tape is the root of the frequency, within a tenth."""
    tape = result.tape
    return bool(np.all(np.abs(tape.adam_speeds / tape.expected_adam_speeds - 1) <= 0.1))


def _equally_frequent(result: Result) -> bool:
    return bool(result.frequencies[FREQUENT] < ALIKE * result.frequencies[RARE])


def times(gap: float) -> str:
    """A gap with as many digits as can be remembered."""
    if not np.isfinite(gap):
        return "∞"
    return f"{gap:.0f}" if gap >= 100 else f"{gap:.2g}"


def _who_waits(result: Result) -> str:
    frequent, _, rare = result.frequencies
    if _equally_frequent(result):
        return say("All three features show up equally\noften. Does any of them have to wait?")
    is_whole, count, share, often = (
        abs(1 / rare - round(1 / rare)) < 0.01,
        f"{1 / rare:.0f}",
        100 * rare,
        100 * frequent,
    )
    if frequent >= 0.5 and is_whole:
        return say("Some features show up all the time, some\nonce in {count} examples. Who waits?", count=count)
    if frequent >= 0.5:
        return say(
            "Some features show up all the time, some\nin {share}% of examples. Who waits?", share=f"{share:.2g}"
        )
    if is_whole:
        return say(
            "Some features are in {often}% of examples,\nsome once in {count} examples. Who waits?",
            often=f"{often:.2g}",
            count=count,
        )
    return say(
        "Some features are in {often}% of examples,\nsome in {share}% of examples. Who waits?",
        often=f"{often:.2g}",
        share=f"{share:.2g}",
    )


def _pull(result: Result) -> str:
    if result.frequencies[FREQUENT] > 0.5:
        return say("When it appears, the pull is full size.\nThat of the rare one is mostly zero.")
    return say("When it appears, the pull is full size.\nIt is just that it is mostly zero.")


def _sgd(result: Result) -> str:
    seeds = result.sgd
    if not np.isfinite(seeds.median[FREQUENT]):
        return say(
            "At this rate the frequent weight does not\nhold still within {steps} steps.", steps=result.params.steps
        )
    if _equally_frequent(result):
        return say("Equally frequent, equally fast:\nSGD treats all three alike.")
    if not np.isfinite(seeds.median[RARE]):
        return say(
            "SGD learns each as it appears: the rare\none is not there in {steps} steps.", steps=result.params.steps
        )
    if goes_at_the_pace(result):
        return say("SGD learns each at the pace\nat which it happens to appear.")
    if seeds.gap <= 1:
        return say("At this rate the frequent one\nis not learned any sooner.")
    return say("The rare one takes {times} times\nas long as the frequent one.", times=times(seeds.gap))


def _adam(result: Result) -> str:
    sgd, adam = result.sgd.gap, result.adam.gap
    if not np.isfinite(result.adam.median).all():
        return say("At this rate Adam has not learned\nall three within {steps} steps.", steps=result.params.steps)
    if _equally_frequent(result):
        return say("Adam treats them alike as well:\nthere was no gap to narrow.")
    if not np.isfinite(sgd):
        return say("Adam learns all three:\nthe rare one takes {adam} times as long.", adam=times(adam))
    if sgd > ALIKE * adam and np.all(result.adam.median > result.sgd.median):
        return say("Adam narrows the gap to {adam} to 1,\nbut at this rate all three learn later.", adam=times(adam))
    if sgd > ALIKE * adam:
        return say("Adam narrows the gap from {sgd} to 1\ndown to {adam} to 1.", sgd=times(sgd), adam=times(adam))
    return say(
        "Here Adam does not narrow the gap much:\nfrom {sgd} to 1 to {adam} to 1.", sgd=times(sgd), adam=times(adam)
    )


def _root(result: Result) -> str:
    tape = result.tape
    if not follows_the_root(result):
        if tape.adam_speeds[RARE] < tape.expected_adam_speeds[RARE]:
            return say("Not equal speed, though. So rare that v\nforgets it, Adam falls short of the root.")
        return say("Not equal speed, though. It is near the\nroot of p, as far as so few examples tell.")
    if _equally_frequent(result):
        return say("Adam turns p into the root of p.\nEqually frequent means equally fast.")
    return say("Not equal speed, though.\nAdam turns p into the root of p.")


def _notch(result: Result) -> str:
    rate = f"{result.params.shaken_sgd_lr:.3g}"
    if excursion(result.shaken_sgd) > SHAKES and excursion(result.shaken_sgd) > 2 * excursion(result.tuned_sgd):
        return say("A larger rate, then, for the rare one?\nAt η = {rate} the frequent weight shakes.", rate=rate)
    if excursion(result.shaken_sgd) > SHAKES:
        return say("A larger rate, then, for the rare one?\nThe frequent weight shakes at both.")
    return say("A larger rate, then, for the rare one?\nAt η = {rate} the frequent weight holds.", rate=rate)


def _tuned(result: Result) -> str:
    sgd, adam = gap(result.tuned_sgd), gap(result.tuned_adam)
    if not (np.isfinite(sgd) and np.isfinite(adam)):
        return say("At these rates not everything is learned:\na gap is only fair when both are tuned.")
    if _equally_frequent(result):
        return say("Features that are equally frequent leave\nAdam no gap to close.")
    measured = {"sgd": times(sgd), "adam": times(adam)}
    if sgd > ALIKE * adam:
        if sgd < result.sgd.gap:
            return say(
                "Tuned, it is {sgd} to 1 against {adam} to 1.\nThe gap is real, and it is not magic.", **measured
            )
        return say("Tuned, it is {sgd} to 1 against {adam} to 1.\nThe gap is real.", **measured)
    if sgd < 1:
        return say("Tuned, it is {sgd} to 1 against {adam} to 1.\nHere SGD's frequent one is the late one.", **measured)
    return say("Tuned, it is {sgd} to 1 against {adam} to 1.\nWhat is left of the gap is not magic.", **measured)
