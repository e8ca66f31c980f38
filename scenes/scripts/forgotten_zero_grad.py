"""What the clip `forgotten-zero-grad` says, beat by beat, true for the runs that it shows."""

from __future__ import annotations

import numpy as np

from film.beats import Beat
from film.language import mark, say
from sim.experiments.forgotten_zero_grad import SEEDS, SEEDS_STEPS, Result

BLOWN_UP = 10  # times the loss at the start
FINE = 0.5  # of the loss at the start: what training should at least come below

LOOP = ("for x, y in batches:", "    loss = f(x, y)", "    loss.backward()", "    optimizer.step()")
ZERO = "    optimizer.zero_grad()"
OUTSIDE = ("loss = f(x, y)", "for step in range(10):", ZERO, "    loss.backward()", "    optimizer.step()")
OUTSIDE_ORDER = (0, 1, 2, 3, 4, 1, 2, 3)  # the lines as they run, up to the error
# What each loop is called, its lines, and what comes of it.
REPAIRED = mark("repaired"), (LOOP[0], ZERO, *LOOP[1:]), mark("every step pours\ninto an empty .grad")
STILL_WRONG = mark("zeroed, and still wrong"), OUTSIDE, mark("Trying to backward through\nthe graph a second time")


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("one-line-missing", say("This training loop forgets one line.\nWhat will the loss do?")),
        Beat("backward-adds", say("backward() adds to .grad.\nIt never replaces what is there.")),
        Beat("momentum-one", say("That sum is momentum with μ = 1:\na ball with no friction.")),
        Beat("bounded-below-four", say("A swing keeps its size, unless\nη times the curvature is above 4.")),
        Beat("rings-for-ever", _full_batch(result)),
        Beat("pumped", _small_batch(result)),
        Beat("the-repaired-loop", say("Also recompute the loss in the loop.\nWithout it, step two is an error.")),
        Beat("no-friction", say("Gradients never zeroed: momentum 1.0,\na swing without friction.")),
    )


def last(losses: np.ndarray, steps: int) -> float:
    """The loss that the last of so many steps saw; infinite if the run had left the finite numbers."""
    return float(losses[steps - 1]) if len(losses) >= steps else np.inf


def _full_batch(result: Result) -> str:
    if last(result.full_batch.zeroed_losses, result.params.steps) < FINE * result.start_loss:
        return say("Full batch: it rings for ever\nand never settles.")
    return say("Full batch: it rings and never settles.\nZeroed, it only needs more steps.")


def _small_batch(result: Result) -> str:
    pair, steps = result.small_batch, result.params.steps
    if not last(pair.zeroed_losses, steps) < BLOWN_UP * result.start_loss:
        return say("With so large a rate and so small batches\neven the zeroed run blows up.")
    if np.allclose(result.full_batch.not_zeroed_losses, pair.not_zeroed_losses, rtol=1e-3):
        return say("This batch is the whole data set:\nnothing pumps, and it rings on.")
    if not np.max(pair.not_zeroed_losses[steps // 2 :], initial=0) < BLOWN_UP * result.start_loss or (
        last(pair.not_zeroed_losses, steps) == np.inf
    ):
        return say("Minibatches pump the swing.\nNow it really blows up.")
    if result.above_start:
        return say(
            "Batches pump slowly: by step {step},\n{above} of {seeds} are above the start.",
            step=SEEDS_STEPS,
            above=result.above_start,
            seeds=SEEDS,
        )
    return say("Batches as these pump hardly at all:\nit rings on, and does not settle.")
