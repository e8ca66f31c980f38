"""Where gradients come from: the landscape's own, the landscape's with noise, or a given stream."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.errors import InvalidInput
from sim.landscapes import Landscape
from sim.parameters import Array

GradientAt = Callable[[int, Array], Array]
"""The gradients that step ``t`` (from 0) sees at positions of shape ``(N, dims)``, in the same shape."""


class GradientSource(Protocol):
    """What a run asks for gradients."""

    @property
    def landscape(self) -> Landscape | None:
        """The loss that the gradients belong to, if there is one."""

    def open(self) -> GradientAt:
        """Gradients from step 0 on; opened twice, the same source gives the same numbers again."""

    def alone(self, index: int) -> GradientSource:
        """The source that one run of a batch has when it is run by itself."""


@dataclass(frozen=True)
class Exact:
    """The landscape's own gradient."""

    landscape: Landscape

    def open(self) -> GradientAt:
        return lambda t, position: self.landscape.gradient(position)

    def alone(self, index: int) -> Exact:
        return self


@dataclass(frozen=True)
class Noisy:
    """The landscape's gradient plus independent Gaussian noise on every coordinate, fresh at each step.

    Args:
        deviation: the noise's standard deviation.
        seed: one seed, from which the runs of a batch draw together, so that each sees noise that it would not see
            alone; or a seed for each run.
    """

    landscape: Landscape
    deviation: float
    seed: int | tuple[int, ...]

    def __post_init__(self) -> None:
        if not (np.isfinite(self.deviation) and self.deviation >= 0):
            raise InvalidInput(f"noise={self.deviation!r}: must be finite and >= 0")
        seeds = self.seed if isinstance(self.seed, tuple) else (self.seed,)
        if not all(isinstance(seed, int) and not isinstance(seed, bool) and seed >= 0 for seed in seeds):
            raise InvalidInput(f"seed={self.seed!r}: must be a whole number >= 0")

    def open(self) -> GradientAt:
        noise = self._noise()
        return lambda t, position: self.landscape.gradient(position) + self.deviation * noise(position)

    def alone(self, index: int) -> Noisy:
        return replace(self, seed=self.seed[index]) if isinstance(self.seed, tuple) else self

    def _noise(self) -> Callable[[Array], Array]:
        if not isinstance(self.seed, tuple):
            generator = np.random.default_rng(self.seed)
            return lambda position: generator.standard_normal(position.shape)
        generators = [np.random.default_rng(seed) for seed in self.seed]

        def one_each(position: Array) -> Array:
            if len(position) != len(generators):
                raise InvalidInput(f"seed={self.seed!r}: {len(generators)} seeds for {len(position)} runs")
            return np.stack([generator.standard_normal(position.shape[-1]) for generator in generators])

        return one_each


@dataclass(frozen=True)
class Batches:
    """Linear regression's gradient over a few examples at each step: ``1/B sum_i (x_i . w - y_i) x_i``.

    Args:
        inputs: shape ``(n, dims)``.
        targets: shape ``(n,)``.
        rows: which examples each step sees, shape ``(T, B)``, or ``(T, N, B)`` with other ones for each run.
        landscape: the loss that the runs are about, if there is one: mostly that of all examples together.
    """

    inputs: Array
    targets: Array
    rows: NDArray[np.int64]
    landscape: Landscape | None = None

    def open(self) -> GradientAt:
        return self._at

    def _at(self, t: int, position: Array) -> Array:
        if t >= len(self.rows):
            raise InvalidInput(f"step {t + 1}: only {len(self.rows)} batches are given")
        rows = self.rows[t]
        if rows.ndim == 2 and len(rows) != len(position):
            raise InvalidInput(f"start of shape {position.shape}: batches are given for {len(rows)} runs")
        inputs = self.inputs[rows]
        residuals = (inputs * position[:, np.newaxis]).sum(axis=-1) - self.targets[rows]
        mean: Array = (inputs * residuals[..., np.newaxis]).sum(axis=-2) / rows.shape[-1]
        return mean

    def alone(self, index: int) -> Batches:
        return replace(self, rows=self.rows[:, index]) if self.rows.ndim == 3 else self


class Given:
    """A stream of gradients that were known beforehand, whatever the position: a story without a landscape.

    Args:
        gradients: shape ``(T, dims)``, the same for every run, or ``(T, N, dims)``.
    """

    landscape = None

    def __init__(self, gradients: ArrayLike) -> None:
        self.gradients = np.array(gradients, dtype=np.float64)
        if self.gradients.ndim not in (2, 3) or not np.all(np.isfinite(self.gradients)):
            raise InvalidInput("given gradients must be finite and of shape (steps, dims) or (steps, runs, dims)")
        self.gradients.flags.writeable = False

    def open(self) -> GradientAt:
        return self._at

    def _at(self, t: int, position: Array) -> Array:
        if t >= len(self.gradients):
            raise InvalidInput(f"step {t + 1}: only {len(self.gradients)} gradients are given")
        gradient = self.gradients[t]
        if gradient.shape[-1] != position.shape[-1] or (gradient.ndim == 2 and len(gradient) != len(position)):
            raise InvalidInput(f"start of shape {position.shape}: the given gradients are of shape {gradient.shape}")
        return np.broadcast_to(gradient, position.shape)

    def alone(self, index: int) -> Given:
        return Given(self.gradients[:, index]) if self.gradients.ndim == 3 else self
