"""What the clip `second-moment-memory` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.second_moment_memory import Change, Result

SEEN = 0.05  # by how much a step must miss its length before a viewer sees it


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("how-soon", f"The gradients become {result.params.jump:.4g} times larger.\nHow soon does Adam notice?"),
        Beat("trails-behind", "β₂ is how long Adam remembers\nthe size of gradients."),
        Beat("overshoots", _up(result)),
        Beat("stays-timid", _down(result)),
        Beat("quick-or-calm", "Short memory reacts, long one is calm.\nMany LLM recipes choose 0.95."),
        Beat("remembers-a-shock", "β₂ is how long\na shock is remembered."),
    )


def name(beta: float) -> str:
    """A beta as it is written on screen."""
    return f"{beta:.6g}"


def overshoots(change: Change) -> bool:
    """Whether every memory makes steps that are seen to be too long."""
    return bool((change.extreme > 1 + SEEN).all())


def slower(result: Result) -> float:
    """How many times longer the middle memory takes to forget a loud patch than to notice it."""
    return float(result.down.full_arrival[1] / result.up.full_arrival[1])


def _up(result: Result) -> str:
    growth = "tenfold" if result.params.jump == 10 else f"{result.params.jump:.4g}-fold"
    if overshoots(result.up):
        return f"Gradients grow {growth}: the memory\nlags, and the steps overshoot."
    if (result.up.extreme > 1 + SEEN).any():
        return f"Gradients grow {growth}. Where v lags\nfar behind m, the steps overshoot."
    return f"Gradients grow {growth}. Here m lags too:\nno step is much too long."


def _down(result: Result) -> str:
    times = f"{slower(result):.1f}"
    if (result.down.extreme < 1 - SEEN).all():
        return f"After a loud patch it stays timid:\nforgetting takes {times} times as long."
    return f"Forgetting a loud patch takes {times}\ntimes as long as noticing it."
