"""What the clip `second-moment-memory` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from sim.experiments.second_moment_memory import Change, Result

SEEN = 0.05  # by how much a step must miss its length before a viewer sees it


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat(
            "how-soon",
            say(
                "The gradients become {jump} times larger.\nHow soon does Adam notice?",
                jump=f"{result.params.jump:.4g}",
            ),
        ),
        Beat("trails-behind", say("β₂ is how long Adam remembers\nthe size of gradients.")),
        Beat("overshoots", _up(result)),
        Beat("stays-timid", _down(result)),
        Beat("quick-or-calm", say("Short memory reacts, long one is calm.\nMany LLM recipes choose 0.95.")),
        Beat("remembers-a-shock", say("β₂ is how long\na shock is remembered.")),
    )


def _question(result: Result) -> str:
    jump = f"{result.params.jump:.4g}"
    return say("The gradients become {jump} times larger.\nHow soon does Adam notice?", jump=jump)


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
    jump = result.params.jump
    growth = say("tenfold") if jump == 10 else say("{times}-fold", times=f"{jump:.4g}")
    if overshoots(result.up):
        return say("Gradients grow {growth}: the memory\nlags, and the steps overshoot.", growth=growth)
    if (result.up.extreme > 1 + SEEN).any():
        return say("Gradients grow {growth}. Where v lags\nfar behind m, the steps overshoot.", growth=growth)
    return say("Gradients grow {growth}. Here m lags too:\nno step is much too long.", growth=growth)


def _down(result: Result) -> str:
    times = f"{slower(result):.1f}"
    if (result.down.extreme < 1 - SEEN).all():
        return say("After a loud patch it stays timid:\nforgetting takes {times} times as long.", times=times)
    return say("Forgetting a loud patch takes {times}\ntimes as long as noticing it.", times=times)
