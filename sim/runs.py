"""Runs: an optimizer steps from a start, or from many at once, and everything that happened is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import islice
from numbers import Integral
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import InvalidInput
from sim.gradients import Exact, GradientSource
from sim.landscapes import Landscape
from sim.optimizers import Optimizer, Step
from sim.parameters import Array

KEPT = tuple(name for name in Step._fields if name not in ("position", "state"))
"""What a run keeps of each step besides its position and the gradient that it saw."""

NEVER = -1
"""In ``Run.diverged_at`` of a batch: this run stayed finite."""


@dataclass(frozen=True)
class Run:
    """What an optimizer did on a landscape, time first: shapes below are those of one run of T steps.

    A batch of N runs has an axis N after time: positions ``(T + 1, N, dims)``, losses ``(T + 1, N)``.

    The arrays are read-only. Where a run leaves the finite numbers, in anything that is recorded here, it ends: every
    number of a single run is finite, and its arrays are as long as the run was. In a batch the arrays go on, and a run
    that has ended is NaN.

    Attributes:
        optimizer: the update rule and its hyperparameters.
        source: where the gradients came from.
        steps: how many steps were asked for.
        positions: ``(T + 1, dims)``, the start first.
        losses: ``(T + 1,)``; None if the gradients were given and belong to no landscape.
        gradients: ``(T, dims)``, what each step saw: noise included, weight decay not.
        effective_lr: ``(T, dims)``, what the gradient, or the first moment in its place, was multiplied by.
        first_moment, second_moment: ``(T, dims)``, the rule's averages after each step; None if it keeps none. What
            they are is said at each rule in ``sim.optimizers``; SGD's first moment is its momentum buffer.
        first_moment_corrected, second_moment_corrected: ``(T, dims)``, what the step used in their place; None for a
            rule without bias correction.
        diverged_at: the step, counted from 0, that left the finite numbers, which is also the number of steps that
            did not; None if there is no such step. In a batch an array ``(N,)`` with ``NEVER`` for None.
    """

    optimizer: Optimizer
    source: GradientSource
    steps: int
    positions: Array
    losses: Array | None
    gradients: Array
    effective_lr: Array
    first_moment: Array | None
    second_moment: Array | None
    first_moment_corrected: Array | None
    second_moment_corrected: Array | None
    diverged_at: int | NDArray[np.int64] | None

    def __post_init__(self) -> None:
        for value in vars(self).values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False

    @cached_property
    def updates(self) -> Array:
        """``(T, dims)``, the difference of each position to the one before."""
        return np.diff(self.positions, axis=0)

    @property
    def landscape(self) -> Landscape | None:
        return self.source.landscape

    def __getitem__(self, index: int) -> Run:
        """One run of a batch, as if it had been run alone."""
        if self.positions.ndim != 3:
            raise TypeError("this is a single run, not a batch")
        last = int(np.asarray(self.diverged_at)[index])
        steps = len(self.gradients) if last == NEVER else last

        def pick(array: Array | None, rows: int = steps) -> Array | None:
            return None if array is None else array[:rows, index]

        return replace(
            self,
            optimizer=_pick_hyperparameters(self.optimizer, index),
            source=self.source.alone(index),
            positions=self.positions[: steps + 1, index],
            losses=pick(self.losses, steps + 1),
            gradients=self.gradients[:steps, index],
            effective_lr=self.effective_lr[:steps, index],
            first_moment=pick(self.first_moment),
            second_moment=pick(self.second_moment),
            first_moment_corrected=pick(self.first_moment_corrected),
            second_moment_corrected=pick(self.second_moment_corrected),
            diverged_at=None if last == NEVER else last,
        )


class Stride(NamedTuple):
    """A step of ``walk`` together with the gradient that it saw, shape ``(N, dims)``."""

    gradient: Array
    step: Step


def walk(optimizer: Optimizer, source: GradientSource | Landscape, start: ArrayLike) -> Iterator[Stride]:
    """Step after step, without end and without keeping anything: for stories too long to record.

    Arguments and errors are those of ``run``; here a single run is a batch of one, and nothing looks for divergence.
    """
    source = Exact(source) if isinstance(source, Landscape) else source
    starts = _starts(start, source.landscape)
    runs = max(_batch_sizes(optimizer, starts), default=1)
    return _strides(
        _in_columns(optimizer, runs), source, np.broadcast_to(np.atleast_2d(starts), (runs, starts.shape[-1]))
    )


def run(optimizer: Optimizer, source: GradientSource | Landscape, start: ArrayLike, steps: int) -> Run:
    """Take steps and record them all.

    Args:
        optimizer: its hyperparameters numbers, or arrays of shape ``(N,)`` for N runs at once.
        source: where gradients come from; a landscape means its exact gradient.
        start: ``(dims,)``, or ``(N, dims)`` for N runs at once; in one dimension a number will do.
        steps: how many, at least 1.

    Returns:
        A single run if nothing has an axis N, else a batch; runs of a batch are bit for bit what they are alone.

    Raises:
        InvalidInput: steps is not a whole number of at least 1, the start is not finite, of the wrong dimension or
            where the loss is not finite, or two arrays disagree about N. Divergence is not an error.
    """
    if isinstance(steps, bool) or not isinstance(steps, Integral) or steps < 1:
        raise InvalidInput(f"steps={steps!r}: must be a whole number >= 1")
    source = Exact(source) if isinstance(source, Landscape) else source
    starts = _starts(start, source.landscape)

    with np.errstate(all="ignore"):
        strides = list(islice(walk(optimizer, source, start), int(steps)))
        after = np.stack([stride.step.position for stride in strides])
        positions = np.concatenate([np.broadcast_to(starts, after[:1].shape), after])
        losses = None if source.landscape is None else source.landscape.loss(positions)
    recorded = {"gradients": np.stack([stride.gradient for stride in strides])}
    for name in KEPT:
        if getattr(strides[0].step, name) is not None:
            recorded[name] = np.empty_like(after)
            for t, stride in enumerate(strides):
                recorded[name][t] = getattr(stride.step, name)

    finite = np.isfinite(positions[1:]).all(axis=-1)
    if losses is not None:
        finite &= np.isfinite(losses[1:])
    for array in recorded.values():
        finite &= np.isfinite(array).all(axis=-1)
    finite = np.logical_and.accumulate(finite)
    diverged_at = np.where(finite[-1], NEVER, finite.sum(axis=0))
    for array in (positions[1:], *recorded.values(), *([] if losses is None else [losses[1:]])):
        array[~finite] = np.nan

    batch = Run(
        optimizer=optimizer,
        source=source,
        steps=int(steps),
        positions=positions,
        losses=losses,
        gradients=recorded["gradients"],
        effective_lr=recorded["effective_lr"],
        first_moment=recorded.get("first_moment"),
        second_moment=recorded.get("second_moment"),
        first_moment_corrected=recorded.get("first_moment_corrected"),
        second_moment_corrected=recorded.get("second_moment_corrected"),
        diverged_at=diverged_at,
    )
    return batch if _batch_sizes(optimizer, starts) else batch[0]


def _strides(optimizer: Optimizer, source: GradientSource, position: Array) -> Iterator[Stride]:
    gradient_at = source.open()
    state = optimizer.start(position)
    t = 0
    while True:
        gradient = gradient_at(t, position)
        t += 1
        step = optimizer.step(t, position, gradient, state)
        yield Stride(gradient, step)
        position, state = step.position, step.state


def _starts(start: ArrayLike, landscape: Landscape | None) -> Array:
    try:
        starts = np.atleast_1d(np.array(start, dtype=np.float64))
    except (TypeError, ValueError):
        raise InvalidInput(f"start={start!r}: must be numbers") from None
    if starts.ndim > 2 or not starts.size:
        raise InvalidInput(f"start of shape {starts.shape}: must be (dims,) or (N, dims)")
    if not np.all(np.isfinite(starts)):
        raise InvalidInput(f"start={start!r}: must be finite")
    if landscape is not None:
        if landscape.dims not in (None, starts.shape[-1]):
            raise InvalidInput(
                f"start={start!r}: must be {landscape.dims} numbers on {landscape.name}, not {starts.shape[-1]}"
            )
        with np.errstate(all="ignore"):
            if not np.all(np.isfinite(landscape.loss(starts))):
                raise InvalidInput(f"start={start!r}: the loss of {landscape.name} is not finite there")
    return starts


def _batch_sizes(optimizer: Optimizer, starts: Array) -> set[int]:
    sizes = {value.size for value in optimizer.parameters.values() if isinstance(value, np.ndarray)}
    if starts.ndim == 2:
        sizes.add(len(starts))
    if len(sizes) > 1:
        raise InvalidInput(f"starts and hyperparameters are for different numbers of runs: {sorted(sizes)}")
    return sizes


def _in_columns(optimizer: Optimizer, runs: int) -> Optimizer:
    """The same rule with every hyperparameter a column ``(N, 1)``.

    All of them, also where one number would do: so that a run takes the same path through NumPy in a batch of any size.
    """
    columns = object.__new__(type(optimizer))
    for name, value in optimizer.parameters.items():
        column = value if isinstance(value, bool) else np.broadcast_to(value, (runs,)).reshape(runs, 1)
        object.__setattr__(columns, name, column)
    return columns


def _pick_hyperparameters(optimizer: Optimizer, index: int) -> Optimizer:
    picked = {
        spec.name: float(value[index])
        for spec in fields(optimizer)
        if isinstance(value := getattr(optimizer, spec.name), np.ndarray)
    }
    return replace(optimizer, **picked)
