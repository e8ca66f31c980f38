"""What the clip `ball-on-hill` says, beat by beat, true for the run that it shows."""

from __future__ import annotations

from collections.abc import Sequence

from film.beats import Beat
from film.language import say
from sim.experiments.ball_on_hill import Descent, Result

SAME_PATH = 1e-6  # two paths that stay this close are one on any screen
BEST = 0  # the deepest valley's place in Result.minima


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("where-will-it-stop", say("A ball is let go on this hillside.\nIn which valley will it come to rest?")),
        Beat("gradient-descent-stops", _gradient_descent(result)),
        Beat("bigger-rate-same-trap", _bigger_rate(result)),
        Beat("momentum-rolls-through", _momentum(result)),
        Beat("more-is-not-better", _heavy(result)),
        Beat("mass-lives-in-momentum", _mass(result)),
        Beat("heavier-is-slower", say("Heavier: slower to start and to stop,\nwith the same top speed.")),
        Beat("three-endings", _endings(result)),
    )


def outcome(ball: Descent) -> str:
    """Where a ball ended, in a line."""
    if ball.diverged:
        return say("flies out")
    return say("ends at x = {place}", place=f"{ball.position:.4g}") if ball.settled else say("does not come to rest")


def shared_ending(balls: Sequence[Descent]) -> str:
    """The momenta that ended in one place, and how high that is."""
    momenta = dict.fromkeys(f"{ball.run.optimizer.momentum:g}" for ball in balls)
    return say("μ = {momenta}\nloss {loss}", momenta=", ".join(momenta), loss=f"{balls[0].loss:.4f}")


def _gradient_descent(result: Result) -> str:
    ball = result.gradient_descent
    if not ball.settled:
        return say(
            "Gradient descent has no speed of its own.\nAfter {steps} steps it is not at rest.", steps=_steps(ball)
        )
    if ball.valley == BEST:
        return say("Gradient descent has no speed at all.\nFrom here the slope leads to the best.")
    return say("Gradient descent has no speed at all:\nflat ground, and it stops.")


def _bigger_rate(result: Result) -> str:
    if not all(ball.settled for ball in result.larger_rates):
        return say("A bigger learning rate is not mass.\nNot all of these come to rest.")
    if any(ball.valley != result.gradient_descent.valley for ball in result.larger_rates):
        return say("A bigger learning rate is not mass.\nIt leaps elsewhere, and has no speed.")
    if result.gradient_descent.valley == BEST:
        return say("A bigger learning rate is not mass.\nIt falls faster into the same place.")
    return say("A bigger learning rate is not mass.\nIt falls faster into the same trap.")


def _momentum(result: Result) -> str:
    ball, plain = result.momentum, result.gradient_descent
    momentum = result.params.momentum
    if momentum == 0:
        return say("Momentum 0 keeps no velocity:\nthis is gradient descent again.")
    if not ball.settled:
        return say("Momentum keeps a velocity.\nAfter {steps} steps it is still rolling.", steps=_steps(ball))
    if ball.valley == plain.valley:
        if ball.valley == BEST:
            return say("Momentum keeps a velocity.\nIt swings, and ends in the same valley.")
        return say(
            "Momentum keeps a velocity.\n{momentum} of it is too little for this bump.", momentum=f"{momentum:g}"
        )
    if ball.valley == BEST:
        return say("Momentum keeps a velocity.\nThis one rolls through the bump.")
    return say("Momentum keeps a velocity.\nThis one rolls past the best valley.")


def _heavy(result: Result) -> str:
    ball = result.heavy
    amount = f"{result.params.heavy_momentum:g}"
    if not ball.settled:
        return say(
            "Momentum {momentum} forgets slowly: after\n{steps} steps it is still rolling.",
            momentum=amount,
            steps=_steps(ball),
        )
    if ball.valley == BEST:
        found = int(result.sweep.reached_best.sum())
        return say(
            "Momentum {momentum} ends in the best valley.\nFrom here, {found} of 100 values do.",
            momentum=amount,
            found=found,
        )
    if ball.valley == len(result.minima) - 1 and ball.valley != result.gradient_descent.valley:
        return say("More is not better: {momentum} flies past\nthe best valley into the worst.", momentum=amount)
    if ball.turns and ball.valley == result.gradient_descent.valley:
        return say("More is not better: {momentum} ends\nwhere gradient descent did.", momentum=amount)
    return say("Momentum {momentum} ends\nin another valley than the best.", momentum=amount)


def _mass(result: Result) -> str:
    if result.params.momentum == 0:
        return say("Mass lives in μ: no momentum, no mass.\nGradient descent is the massless ball.")
    if result.honey.largest_difference > SAME_PATH:
        return say("Mass lives in μ. After many bounces\nrounding alone parts the two paths.")
    return say("Mass lives in μ. Honey gives friction.\nGradient descent is the massless ball.")


def _endings(result: Result) -> str:
    plain, ball, heavy = result.gradient_descent, result.momentum, result.heavy
    if plain.valley != BEST and ball.valley == BEST and heavy.valley not in (BEST, None):
        return say("Momentum rolls through the dip;\ntoo much of it flies past the valley.")
    if plain.valley == ball.valley == heavy.valley:
        return say("From here momentum changes the way,\nand not the valley at its end.")
    return say("One hillside, one start: the momentum\ndecides which valley the ball finds.")


def _steps(ball: Descent) -> int:
    return len(ball.positions) - 1
