"""What the clip `when-to-use-what` says, beat by beat, true for the runs that it shows."""

from __future__ import annotations

from film.beats import Beat
from sim.experiments.when_to_use_what import NEAR_BEST, Result

SAME_PATH = 0.02  # a gap that nobody sees in a valley ten long
ALL = 0.9995  # a share that is written as 100 %


def beats(result: Result) -> tuple[Beat, ...]:
    return (
        Beat("three-doors", "Three doors for the same network.\nWhich optimizer should you take?"),
        Beat("one-family", "Three recipes, one family:\nvelocity, divided by size, minus decay."),
        Beat("push-epsilon-up", _epsilon(result)),
        Beat("tuned-against-tuned", _tuning(result)),
        Beat("both-fit", _built(result)),
        Beat("earns-its-memory", "Badly scaled or sparse problem:\nthere Adam earns its memory."),
        Beat("defaults-not-laws", "Defaults, not laws: transformers AdamW,\nCNNs often SGD + momentum."),
        Beat("no-one-wins", "No optimizer wins everywhere;\neach wins where its assumption holds."),
    )


def assumptions(result: Result) -> tuple[tuple[str, str], ...]:
    """What each of the three counts on, and where it is seen to."""
    built, roads = result.built, result.roads
    return (
        (
            "one rate\nsuits every\nweight",
            f"built data:\n{percent(built.sgd.test_accuracy)}, Adam {percent(built.adam.test_accuracy)}",
        ),
        (
            "the axes mean\nsomething",
            f"two roads:\n{roads.adam.arrived} steps,\nSGD {roads.gradient_descent.arrived}",
        ),
        ("the same, and\nsmall weights\nare better", "decay that no\nweight escapes"),
    )


def percent(share: float) -> str:
    return f"{100 * share:.3g}%"


def becomes_momentum(result: Result) -> bool:
    """Whether Adam's path and that of SGD end as one."""
    return bool(result.epsilon.gaps[-1] < SAME_PATH)


def _epsilon(result: Result) -> str:
    goal = "SGD with momentum" if result.params.momentum else "plain gradient descent"
    if becomes_momentum(result):
        return f"Push epsilon up: Adam becomes\n{goal}."
    return f"Push epsilon up: Adam comes closer\nto {goal}."


def _tuning(result: Result) -> str:
    tasks = (result.zipf, result.balanced)
    closing = "An untuned rate costs far more."
    if all(abs(task.best_sgd / task.best_adam - 1) <= NEAR_BEST for task in tasks):
        return f"Tuned against tuned: a tie here.\n{closing}"
    if all(task.best_adam < task.best_sgd for task in tasks):
        return f"Tuned, Adam is ahead in so few steps.\n{closing}"
    return f"Tuned against tuned: close.\n{closing}"


def _built(result: Result) -> str:
    sgd, adam = result.built.sgd, result.built.adam
    if min(sgd.train_accuracy, adam.train_accuracy) >= ALL:
        opening = "Both fit the training set perfectly."
    else:
        opening = f"Training set: SGD {percent(sgd.train_accuracy)}, Adam {percent(adam.train_accuracy)}."
    return f"{opening}\nOn new data: SGD {percent(sgd.test_accuracy)}, Adam {percent(adam.test_accuracy)}."
