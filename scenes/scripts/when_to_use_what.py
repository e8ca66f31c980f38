"""What the clip `when-to-use-what` says, beat by beat, true for the runs that it shows."""

from __future__ import annotations

from film.beats import Beat
from film.language import say
from sim.experiments.when_to_use_what import NEAR_BEST, Result

SAME_PATH = 0.02  # a gap that nobody sees in a valley ten long
ALL = 0.9995  # a share that is written as 100 %


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("three-doors", say("Three doors for the same network.\nWhich optimizer should you take?")),
        Beat("one-family", say("Three recipes, one family:\nvelocity, divided by size, minus decay.")),
        Beat("push-epsilon-up", _epsilon(result)),
        Beat("tuned-against-tuned", _tuning(result)),
        Beat("both-fit", _built(result)),
        Beat("earns-its-memory", say("Badly scaled or sparse problem:\nthere Adam earns its memory.")),
        Beat("defaults-not-laws", say("Defaults, not laws: transformers AdamW,\nCNNs often SGD + momentum.")),
        Beat("no-one-wins", say("No optimizer wins everywhere;\neach wins where its assumption holds.")),
    )


def assumptions(result: Result) -> tuple[tuple[str, str], ...]:
    """What each of the three counts on, and where it is seen to."""
    built, roads = result.built, result.roads
    return (
        (
            say("one rate\nsuits every\nweight"),
            say(
                "built data:\n{sgd}, Adam {adam}",
                sgd=percent(built.sgd.test_accuracy),
                adam=percent(built.adam.test_accuracy),
            ),
        ),
        (
            say("the axes mean\nsomething"),
            say(
                "two roads:\n{adam} steps,\nSGD {sgd}",
                adam=roads.adam.arrived,
                sgd=roads.gradient_descent.arrived,
            ),
        ),
        (say("the same, and\nsmall weights\nare better"), say("decay that no\nweight escapes")),
    )


def percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def becomes_momentum(result: Result) -> bool:
    """Whether Adam's path and that of SGD end as one."""
    return bool(result.epsilon.gaps[-1] < SAME_PATH)


def _epsilon(result: Result) -> str:
    goal = say("SGD with momentum") if result.params.momentum else say("plain gradient descent")
    if becomes_momentum(result):
        return say("Push epsilon up: Adam becomes\n{goal}.", goal=goal)
    return say("Push epsilon up: Adam comes closer\nto {goal}.", goal=goal)


def _tuning(result: Result) -> str:
    tasks = (result.zipf, result.balanced)
    if all(abs(task.best_sgd / task.best_adam - 1) <= NEAR_BEST for task in tasks):
        return say("Tuned against tuned: a tie here.\nAn untuned rate costs far more.")
    if all(task.best_adam < task.best_sgd for task in tasks):
        return say("Tuned, Adam is ahead in so few steps.\nAn untuned rate costs far more.")
    return say("Tuned against tuned: close.\nAn untuned rate costs far more.")


def _built(result: Result) -> str:
    sgd, adam = result.built.sgd, result.built.adam
    tested = {"sgd": percent(sgd.test_accuracy), "adam": percent(adam.test_accuracy)}
    if min(sgd.train_accuracy, adam.train_accuracy) >= ALL:
        return say("Both fit the training set perfectly.\nOn new data: SGD {sgd}, Adam {adam}.", **tested)
    return say(
        "Training set: SGD {train_sgd}, Adam {train_adam}.\nOn new data: SGD {sgd}, Adam {adam}.",
        train_sgd=percent(sgd.train_accuracy),
        train_adam=percent(adam.train_accuracy),
        **tested,
    )
