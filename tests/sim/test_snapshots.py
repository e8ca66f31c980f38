"""What every clip's experiment computes for its default parameters stays what it was when it was recorded.

After a change that is meant, record again: ``pytest tests/sim/test_snapshots.py --force-regen``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import numpy as np
import pytest
from pytest_regressions.ndarrays_regression import NDArraysRegressionFixture

from scenes.catalog import LESSON
from sim.experiments.arrival import ROUNDED
from sim.runs import Run
from tests.sim.every_experiment import EXPERIMENTS, default_result

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
RTOL, ATOL = 1e-9, 1e-12  # another machine rounds otherwise
FEW = 4  # numbers per step that are stored as they are
MANY = 400  # steps that are stored one by one
BLOCKS = 100


def numbers_in(value: object, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """Every number and array in a result, under the path of attributes that leads to it, time first."""
    if isinstance(value, Run):
        yield from numbers_in(value.positions, f"{name}.positions")
        if value.losses is not None:
            yield from numbers_in(value.losses, f"{name}.losses")
        # The path above decides these; one number for each tells whether they are still recorded as they were.
        for field in ("gradients", "effective_lr", "first_moment", "second_moment"):
            array = getattr(value, field)
            if array is not None:
                yield f"{name}.{field}", np.array(np.sum(array * weights(array.size).reshape(array.shape)))
    elif is_dataclass(value):
        for field in fields(value):
            if field.metadata == ROUNDED:
                continue
            yield from numbers_in(getattr(value, field.name), f"{name}.{field.name}".lstrip("."))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from numbers_in(item, f"{name}[{index}]")
    elif isinstance(value, np.ndarray) and value.ndim > 1 and value[0].size > FEW:
        # A thousand weights become one number per step, in which each weight has a share of its own.
        yield from in_blocks(value.reshape(len(value), -1) @ weights(value[0].size), name)
    elif isinstance(value, bool | int | float | np.ndarray):
        yield from in_blocks(np.asarray(value, dtype=np.float64), name)


def in_blocks(array: np.ndarray, name: str) -> Iterator[tuple[str, np.ndarray]]:
    """The array itself; of a long one a weighted sum over each block of steps, to which every step contributes."""
    if array.ndim == 0 or len(array) <= MANY:
        yield name, array
        return
    size = -(-len(array) // BLOCKS)
    starts = np.arange(0, len(array), size)
    shares = weights(len(array)).reshape(-1, *[1] * (array.ndim - 1))
    with np.errstate(over="ignore", invalid="ignore"):  # a run that diverged may end in the largest numbers
        yield f"{name} in blocks of {size} steps", np.add.reduceat(array * shares, starts)


def weights(size: int) -> np.ndarray:
    return 2 + np.cos(np.arange(size))


def differences(recorded: dict[str, np.ndarray], fresh: dict[str, np.ndarray]) -> Iterator[str]:
    """A line for each array that differs: which, from which step on, old and new."""
    for name in sorted({*recorded, *fresh}):
        old, new = recorded.get(name), fresh.get(name)
        if old is None or new is None or old.shape != new.shape:
            shapes = [None if array is None else array.shape for array in (old, new)]
            yield f"{name}: recorded shape {shapes[0]}, now {shapes[1]}"
            continue
        places = np.argwhere(np.atleast_1d(~np.isclose(new, old, rtol=RTOL, atol=ATOL, equal_nan=True)))
        if places.size:
            first = tuple(places[0])[: old.ndim]
            step = f" step {first[0]}" if first else ""
            yield f"{name}:{step} recorded {old[first]!r}, now {new[first]!r} ({len(places)} of {old.size} differ)"


def check(regression: NDArraysRegressionFixture, result: object, path: Path) -> None:
    fresh = dict(numbers_in(result, ""))
    try:
        regression.check(fresh, fullpath=path, default_tolerance={"rtol": RTOL, "atol": ATOL})
    except AssertionError:
        with np.load(path) as recorded:
            raise AssertionError("\n".join([f"{path.name}:", *differences(dict(recorded), fresh)])) from None


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_the_defaults_give_what_they_gave(name, ndarrays_regression):
    check(ndarrays_regression, default_result(name), SNAPSHOTS / f"{name}.npz")


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_change_in_any_step_of_any_array_is_caught_and_named(name):
    numbers = dict(numbers_in(default_result(name), ""))
    for field, array in numbers.items():
        for step in {0, array.size // 2, array.size - 1} if array.ndim else {()}:
            place = np.unravel_index(step, array.shape) if array.ndim else ()
            if not np.isfinite(array[place]):
                continue
            altered = np.array(array)
            altered[place] += 1e-6 * max(1.0, abs(altered[place]))
            lines = list(differences(numbers, {**numbers, field: altered}))
            assert len(lines) == 1
            assert lines[0].startswith(f"{field}: step {place[0]} recorded" if array.ndim else f"{field}: recorded")


def test_a_long_array_is_recorded_in_blocks_of_which_a_change_in_any_step_alters_one():
    array = np.random.default_rng(0).standard_normal((1234, 2))
    ((name, recorded),) = in_blocks(array, "path")
    assert name == "path in blocks of 13 steps" and len(recorded) <= BLOCKS
    for step in (0, 617, 1233):
        altered = array.copy()
        altered[step, 1] += 1e-6
        ((_, now),) = in_blocks(altered, "path")
        assert np.argwhere(now != recorded).tolist() == [[step // 13, 1]]


def test_every_clip_of_the_lesson_is_recorded():
    assert {clip.name for clip in LESSON} <= set(EXPERIMENTS)
