"""Landscapes: loss functions with their exact gradients, their minima and a view that shows them well.

A position is an array whose last axis runs over the dimensions; every axis before it is a batch.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Annotated, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.parameters import FINITE, NOT_NEGATIVE, POSITIVE, Array, Parametrised, named

View = tuple[tuple[float, float], ...]
"""The lower and upper edge of what a picture should show, for each axis."""


class Landscape(Parametrised):
    """A loss to descend."""

    view: ClassVar[View]

    @property
    def dims(self) -> int | None:
        """The dimension of a position; None if a start may have any, and then ``minima`` and ``view`` are for two."""
        return len(self.view)

    @abstractmethod
    def loss(self, position: Array) -> Array:
        """The loss at positions of shape ``(..., dims)``, shape ``(...)``."""

    @abstractmethod
    def gradient(self, position: Array) -> Array:
        """The gradient at positions of shape ``(..., dims)``, in the same shape."""

    @property
    @abstractmethod
    def minima(self) -> Array:
        """The local minima, shape ``(k, dims)``, the deepest first; no rows if there is none."""


@dataclass(frozen=True)
class Quadratic(Landscape):
    """``f(x) = 1/2 sum_i c_i x_i^2`` in as many dimensions as there are curvatures.

    Its minimum is the origin, unless a curvature is negative or zero.
    """

    name = "quadratic"
    curvatures: Annotated[tuple[float, ...], FINITE] = (1.0, 50.0)

    @property
    def dims(self) -> int:
        return len(self.curvatures)

    @property
    def view(self) -> View:  # type: ignore[override]
        # The valley is as wide on each axis as it is low, but shown at most ten times longer than wide.
        steepness = np.maximum(np.abs(self.curvatures), 1e-300)
        widths = 12.0 * np.maximum(np.sqrt(steepness.min() / steepness), 0.1)
        return tuple((-float(width), float(width)) for width in widths)

    @cached_property
    def _curvatures(self) -> Array:
        return np.array(self.curvatures)

    def loss(self, position: Array) -> Array:
        total: Array = (self._curvatures * position * position).sum(axis=-1)
        return 0.5 * total

    def gradient(self, position: Array) -> Array:
        return self._curvatures * position

    @property
    def minima(self) -> Array:
        return np.zeros((1 if min(self.curvatures) > 0 else 0, self.dims))


class _Plane(Landscape):
    """A landscape over two weights, told by its formula and its two partial derivatives."""

    def loss(self, position: Array) -> Array:
        return self._loss(position[..., 0], position[..., 1])

    def gradient(self, position: Array) -> Array:
        return np.stack(self._slopes(position[..., 0], position[..., 1]), axis=-1)

    @abstractmethod
    def _loss(self, x: Array, y: Array) -> Array: ...

    @abstractmethod
    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]: ...


@dataclass(frozen=True)
class TurnedBowl(_Plane):
    """``f(x, y) = 1/2 (steep u^2 + flat v^2)`` with u and v the coordinates in axes turned by ``angle`` degrees.

    A quadratic ``1/2 x^T R diag(steep, flat) R^T x`` for rules that see the axes of the weights only. Minimum at the
    origin.
    """

    name = "turned-bowl"
    view = ((-1.5, 1.5), (-1.5, 1.5))
    steep: Annotated[float, POSITIVE] = 400.0
    flat: Annotated[float, POSITIVE] = 1.0
    angle: Annotated[float, FINITE] = 45.0

    @property
    def hessian(self) -> Array:
        """``R diag(steep, flat) R^T``, shape ``(2, 2)``."""
        product: Array = self.rotation @ np.diag([self.steep, self.flat]) @ self.rotation.T
        return product

    @cached_property
    def rotation(self) -> Array:
        """``R``: its columns are the directions of u and v, shape ``(2, 2)``."""
        turn = math.radians(self.angle)
        return np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])

    def _loss(self, x: Array, y: Array) -> Array:
        u, v = self._in_bowl(x, y)
        return 0.5 * (self.steep * u * u + self.flat * v * v)

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        u, v = self._in_bowl(x, y)
        along, across = self.steep * u, self.flat * v
        (cosine, minus_sine), (sine, _) = self.rotation
        return cosine * along + minus_sine * across, sine * along + cosine * across

    def _in_bowl(self, x: Array, y: Array) -> tuple[Array, Array]:
        (cosine, minus_sine), (sine, _) = self.rotation
        return cosine * x + sine * y, minus_sine * x + cosine * y

    @property
    def minima(self) -> Array:
        return np.zeros((1, 2))


@dataclass(frozen=True)
class Rosenbrock(_Plane):
    """``f(x, y) = (a - x)^2 + b (y - x^2)^2``: a bent valley that is easy to find and long to follow.

    Rosenbrock 1960, The Computer Journal 3(3), eq. 20. Minimum at ``(a, a^2)``.
    """

    name = "rosenbrock"
    view = ((-2.0, 2.0), (-1.0, 3.0))
    a: Annotated[float, FINITE] = 1.0
    b: Annotated[float, POSITIVE] = 100.0

    def _loss(self, x: Array, y: Array) -> Array:
        across = y - x * x
        return (self.a - x) * (self.a - x) + self.b * across * across

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        across = y - x * x
        return -2 * (self.a - x) - 4 * self.b * x * across, 2 * self.b * across

    @property
    def minima(self) -> Array:
        return np.array([[self.a, self.a * self.a]])


@dataclass(frozen=True)
class Beale(_Plane):
    """``f(x, y) = (1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2``: a plain with sharp corners.

    Beale 1958; problem 5 of Moré, Garbow & Hillstrom 1981, ACM TOMS 7(1). Minimum at (3, 0.5).
    """

    name = "beale"
    view = ((-4.5, 4.5), (-4.5, 4.5))

    def _loss(self, x: Array, y: Array) -> Array:
        first, second, third = self._residuals(x, y)
        return first * first + second * second + third * third

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        first, second, third = self._residuals(x, y)
        return (
            2 * (first * (y - 1) + second * (y * y - 1) + third * (y * y * y - 1)),
            2 * x * (first + 2 * second * y + 3 * third * y * y),
        )

    @staticmethod
    def _residuals(x: Array, y: Array) -> tuple[Array, Array, Array]:
        return 1.5 - x + x * y, 2.25 - x + x * y * y, 2.625 - x + x * y * y * y

    @property
    def minima(self) -> Array:
        return np.array([[3.0, 0.5]])


@dataclass(frozen=True)
class Himmelblau(_Plane):
    """``f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2``: four equally deep minima.

    Himmelblau 1972, Applied Nonlinear Programming.
    """

    name = "himmelblau"
    view = ((-5.0, 5.0), (-5.0, 5.0))

    def _loss(self, x: Array, y: Array) -> Array:
        first, second = x * x + y - 11, x + y * y - 7
        return first * first + second * second

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        first, second = x * x + y - 11, x + y * y - 7
        return 4 * x * first + 2 * second, 2 * first + 4 * y * second

    @property
    def minima(self) -> Array:
        # (3, 2) is exact; the others are where the two parabolas cross again, to the last digit of a float.
        return np.array(
            [
                [3.0, 2.0],
                [-2.8051180869527448, 3.1313125182505730],
                [-3.7793102533777469, -3.2831859912861694],
                [3.5844283403304917, -1.8481265269644034],
            ]
        )


@dataclass(frozen=True)
class Booth(_Plane):
    """``f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2``: a bowl that does not lie along the axes.

    Jamil & Yang 2013, A literature survey of benchmark functions, no. 17. Minimum at (1, 3).
    """

    name = "booth"
    view = ((-10.0, 10.0), (-10.0, 10.0))

    def _loss(self, x: Array, y: Array) -> Array:
        first, second = x + 2 * y - 7, 2 * x + y - 5
        return first * first + second * second

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        first, second = x + 2 * y - 7, 2 * x + y - 5
        return 2 * first + 4 * second, 4 * first + 2 * second

    @property
    def minima(self) -> Array:
        return np.array([[1.0, 3.0]])


@dataclass(frozen=True)
class Saddle(_Plane):
    """``f(x, y) = x^2 - y^2``: downhill along y without end, so there is no minimum."""

    name = "saddle"
    view = ((-2.0, 2.0), (-2.0, 2.0))

    def _loss(self, x: Array, y: Array) -> Array:
        return x * x - y * y

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        return 2 * x, -2 * y

    @property
    def minima(self) -> Array:
        return np.empty((0, 2))


@dataclass(frozen=True)
class ThreeHumpCamel(_Plane):
    """``f(x, y) = 2x^2 - 1.05x^4 + x^6/6 + x y + y^2``: the best minimum at the origin, a worse one on either side.

    Jamil & Yang 2013, A literature survey of benchmark functions, no. 29.
    """

    name = "three-hump-camel"
    view = ((-2.5, 2.5), (-2.5, 2.5))

    def _loss(self, x: Array, y: Array) -> Array:
        square = x * x
        return square * (2 - 1.05 * square + square * square / 6) + x * y + y * y

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        square = x * x
        return x * (4 - 4.2 * square + square * square) + y, x + 2 * y

    @property
    def minima(self) -> Array:
        # With y = -x/2 the slope along x is x (3.5 - 4.2x^2 + x^4); the larger root in x^2 is the minima's.
        side = math.sqrt(2.1 + math.sqrt(0.91))
        return np.array([[0.0, 0.0], [side, -side / 2], [-side, side / 2]])


@dataclass(frozen=True)
class TwoWeightNet(_Plane):
    """``f(w1, w2) = 1/2 (w1 w2 - 1)^2``: a linear network of two layers that should pass its input on.

    Its minima are the whole hyperbola ``w1 w2 = 1``, so that none is listed. There the curvature across is
    ``w1^2 + w2^2``: the same function, sharper the more unequal its weights. Cohen et al. 2021, Gradient Descent on
    Neural Networks Typically Occurs at the Edge of Stability, is the story of larger ones.
    """

    name = "two-weight-net"
    view = ((-0.5, 4.0), (-0.5, 2.5))

    def sharpness(self, position: Array) -> Array:
        """``w1^2 + w2^2`` at positions of shape ``(..., 2)``: the largest curvature, where the loss is 0."""
        squared: Array = (position * position).sum(axis=-1)
        return squared

    def _loss(self, x: Array, y: Array) -> Array:
        residual = x * y - 1
        return 0.5 * (residual * residual)

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        residual = x * y - 1
        return residual * y, residual * x

    @property
    def minima(self) -> Array:
        return np.empty((0, 2))


class _Separable(Landscape):
    """A landscape in any dimension that is the same function of every coordinate, summed."""

    @property
    def dims(self) -> None:
        return None


@dataclass(frozen=True)
class Rastrigin(_Separable):
    """``f(x) = sum_i (x_i^2 - A cos(2 pi x_i) + A)``: a bowl with a dip at every whole number.

    Rastrigin 1974; Mühlenbein, Schomisch & Born 1991, Parallel Computing 17, eq. 17. Listed as ``minima`` are the
    origin, which is the deepest, and the others inside the view.
    """

    name = "rastrigin"
    view = ((-5.12, 5.12), (-5.12, 5.12))
    A: Annotated[float, NOT_NEGATIVE] = 10.0

    def loss(self, position: Array) -> Array:
        bumps = self.A - self.A * np.cos(2 * np.pi * position)
        total: Array = (position * position + bumps).sum(axis=-1)
        return total

    def gradient(self, position: Array) -> Array:
        return 2 * position + 2 * np.pi * self.A * np.sin(2 * np.pi * position)

    @property
    def minima(self) -> Array:
        whole = np.arange(-5.0, 6.0)
        dips = whole
        for _ in range(20):  # Newton's method
            curvature = 2 + 4 * np.pi**2 * self.A * np.cos(2 * np.pi * dips)
            dips = dips - self.gradient(dips) / curvature
        # A small A leaves the bowl without a dip at the numbers far out, and Newton's method elsewhere.
        dips = dips[(np.abs(dips - whole) < 0.5) & (np.abs(self.gradient(dips)) < 1e-9)]
        return _deepest_first(self, np.array(list(product(dips, repeat=2))))


@dataclass(frozen=True)
class StyblinskiTang(_Separable):
    """``f(x) = 1/2 sum_i (x_i^4 - 16 x_i^2 + 5 x_i)``: a deep and a shallow well along every axis.

    Styblinski & Tang 1990, Neural Networks 3(4).
    """

    name = "styblinski-tang"
    view = ((-5.0, 5.0), (-5.0, 5.0))

    def loss(self, position: Array) -> Array:
        square = position * position
        total: Array = (square * square - 16 * square + 5 * position).sum(axis=-1)
        return 0.5 * total

    def gradient(self, position: Array) -> Array:
        return 2 * position * position * position - 16 * position + 2.5

    @property
    def minima(self) -> Array:
        # The outer two roots of the slope 2x^3 - 16x + 2.5; between them lies the ridge.
        low, _, high = np.sort(np.roots([2.0, 0.0, -16.0, 2.5]).real)
        return _deepest_first(self, np.array(list(product([low, high], repeat=2))))


class LeastSquares(Landscape):
    """Linear regression on n examples: ``f(w) = 1/(2n) sum_i (x_i . w - y_i)^2``.

    It has no name on the command line, because nobody can type its examples.

    Args:
        inputs: shape ``(n, dims)``.
        targets: shape ``(n,)``.
    """

    name = "least-squares"

    def __init__(self, inputs: Array, targets: Array) -> None:
        self.inputs = inputs
        self.targets = targets

    @property
    def dims(self) -> int:
        return int(self.inputs.shape[1])

    @property
    def view(self) -> View:  # type: ignore[override]
        return tuple((float(weight) - 2, float(weight) + 2) for weight in self._solution)

    def loss(self, position: Array) -> Array:
        residuals = position @ self.inputs.T - self.targets
        mean: Array = (residuals * residuals).mean(axis=-1)
        return 0.5 * mean

    def gradient(self, position: Array) -> Array:
        return (position @ self.inputs.T - self.targets) @ self.inputs / len(self.inputs)

    @property
    def minima(self) -> Array:
        return (
            self._solution[np.newaxis] if np.linalg.matrix_rank(self.inputs) == self.dims else np.empty((0, self.dims))
        )

    @cached_property
    def _solution(self) -> Array:
        solution: Array = np.linalg.lstsq(self.inputs, self.targets, rcond=None)[0].astype(np.float64)
        return solution


class SoftmaxRegression(Landscape):
    """Classification by one weight for each class and feature: the mean of ``-log softmax(W x)_y`` over n examples.

    A position holds the rows of W one after the other. It has no name on the command line, because nobody can type its
    examples.

    Args:
        inputs: shape ``(n, features)``.
        labels: the class of each example, from 0 on, shape ``(n,)``.
    """

    name = "softmax-regression"
    minima = np.empty((0, 0))  # known to nobody in closed form

    def __init__(self, inputs: Array, labels: NDArray[np.int64]) -> None:
        self.inputs = inputs
        self.labels = labels
        self._features = np.ascontiguousarray(inputs.T)
        self._classes = int(labels.max()) + 1

    @property
    def dims(self) -> int:
        return self._classes * int(self.inputs.shape[1])

    @property
    def view(self) -> View:  # type: ignore[override]
        return self.dims * ((-1.0, 1.0),)

    def loss(self, position: Array) -> Array:
        losses = [self._shares(weights)[1] for weights in position.reshape(-1, self.dims)]
        return np.array(losses).reshape(position.shape[:-1])

    def gradient(self, position: Array) -> Array:
        gradient = np.empty_like(position)
        for row, weights in zip(gradient.reshape(-1, self.dims), position.reshape(-1, self.dims), strict=True):
            shares, _ = self._shares(weights)
            shares[self.labels, np.arange(len(self.labels))] -= 1
            # The transposed product is a third faster where there are few classes.
            row[:] = (self._features @ shares.T).T.ravel()
        gradient /= len(self.labels)
        return gradient

    def _shares(self, weights: Array) -> tuple[Array, float]:
        """The softmax of each example, shape ``(classes, n)``, and the loss."""
        scores: Array = weights.reshape(self._classes, -1) @ self._features
        scores -= scores.max(axis=0)
        right = scores[self.labels, np.arange(len(self.labels))]
        np.exp(scores, out=scores)
        totals = scores.sum(axis=0)
        scores /= totals
        return scores, float(np.mean(np.log(totals) - right))


class Bump(NamedTuple):
    """A Gaussian hill ``height * exp(-|x - centre|^2 / (2 width^2))``; a well if its height is negative."""

    height: float
    centre: tuple[float, ...]
    width: float


class Bumps(Landscape):
    """A bowl with Gaussian hills and wells in it: ``f(x) = bowl * |x|^2 + sum of bumps``.

    The landscapes of the clips are of this kind. Minima and maxima are found numerically: from the lowest and highest
    points of a grid over the view, by Newton's method.
    """

    bowl: ClassVar[float]
    bumps: ClassVar[tuple[Bump, ...]]

    def loss(self, position: Array) -> Array:
        _, bells = self._bells(position)
        squared: Array = (position * position).sum(axis=-1)
        hills: Array = bells.sum(axis=-1)
        return self.bowl * squared + hills

    def gradient(self, position: Array) -> Array:
        offsets, bells = self._bells(position)
        pulls: Array = (offsets * (bells / self._variances)[..., np.newaxis]).sum(axis=-2)
        return 2 * self.bowl * position - pulls

    def hessian(self, position: Array) -> Array:
        """Second derivatives at positions of shape ``(..., dims)``, shape ``(..., dims, dims)``."""
        offsets, bells = self._bells(position)
        scaled = bells / self._variances
        outer = offsets[..., :, np.newaxis] * offsets[..., np.newaxis, :]
        curved: Array = ((scaled / self._variances)[..., np.newaxis, np.newaxis] * outer).sum(axis=-3)
        level: Array = 2 * self.bowl - scaled.sum(axis=-1)
        return level[..., np.newaxis, np.newaxis] * np.eye(position.shape[-1]) + curved

    @cached_property
    def minima(self) -> Array:
        return self._turning_points(1.0)

    @cached_property
    def maxima(self) -> Array:
        """The local maxima inside the view, shape ``(k, dims)``, the lowest first: over one weight, the ridges."""
        return self._turning_points(-1.0)

    def _bells(self, position: Array) -> tuple[Array, Array]:
        """Offsets from every bump's centre, shape ``(..., bumps, dims)``, and the bumps' heights there."""
        offsets = position[..., np.newaxis, :] - self._centres
        squared: Array = (offsets * offsets).sum(axis=-1)
        return offsets, self._heights * np.exp(squared / self._minus_twice_variances)

    @cached_property
    def _heights(self) -> Array:
        return np.array([bump.height for bump in self.bumps])

    @cached_property
    def _centres(self) -> Array:
        return np.array([bump.centre for bump in self.bumps])

    @cached_property
    def _variances(self) -> Array:
        return np.array([bump.width**2 for bump in self.bumps])

    @cached_property
    def _minus_twice_variances(self) -> Array:
        return -2 * self._variances

    def _turning_points(self, sign: float) -> Array:
        axes = [np.linspace(low, high, 241) for low, high in self.view]
        grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        heights = sign * self.loss(grid)
        inner = heights[(slice(1, -1),) * len(axes)]
        lowest = np.ones(inner.shape, dtype=bool)
        for shift in product((0, 1, 2), repeat=len(axes)):
            if set(shift) != {1}:
                neighbour = heights[tuple(slice(s, s + n) for s, n in zip(shift, inner.shape, strict=True))]
                lowest &= inner < neighbour
        points = grid[(slice(1, -1),) * len(axes)][lowest]
        for _ in range(20):
            step = np.linalg.solve(self.hessian(points), self.gradient(points)[..., np.newaxis])
            points = points - step[..., 0]
        return _deepest_first(self, points)


@dataclass(frozen=True)
class BlindfoldedHiker(Bumps):
    """The ground of the clip of that name: three valleys, of which the nearest is not the deepest."""

    name = "blindfolded-hiker"
    view = ((-4.0, 4.0), (-4.0, 4.0))
    bowl = 0.03
    bumps = (Bump(-1.0, (2.0, 1.0), 1.0), Bump(-1.3, (-1.9, -1.2), 1.0), Bump(-0.7, (2.1, -1.7), 0.8))


@dataclass(frozen=True)
class BallOnHill(Bumps):
    """The hillside of the clip of that name: the best valley at 0 between two bumps, a trap behind each."""

    name = "ball-on-hill"
    view = ((-6.5, 7.5),)
    bowl = 0.05
    bumps = (Bump(0.5, (2.4,), 0.6), Bump(0.8, (-2.6,), 0.6))


@dataclass(frozen=True)
class Checkpoints(Bumps):
    """The two wells of the clip of that name: a sharp one, which is deeper, and a wide one."""

    name = "checkpoints"
    view = ((-4.0, 5.0),)
    bowl = 0.05
    bumps = (Bump(-1.0, (-1.5,), 0.15), Bump(-1.0, (2.0,), 0.9))


LANDSCAPES: tuple[type[Landscape], ...] = (
    Quadratic,
    TurnedBowl,
    Rosenbrock,
    Beale,
    Himmelblau,
    Booth,
    Saddle,
    ThreeHumpCamel,
    TwoWeightNet,
    Rastrigin,
    StyblinskiTang,
    BlindfoldedHiker,
    BallOnHill,
    Checkpoints,
)


def by_name(name: str, /, **parameters: object) -> Landscape:
    """The landscape of this name, its parameters given as values or as the text of one: ``by_name("rosenbrock", b=5)``.

    Raises:
        InvalidInput: there is no such landscape or parameter, or a value is out of bounds.
    """
    return named("landscape", name, LANDSCAPES, parameters)


def _deepest_first(landscape: Landscape, points: Array) -> Array:
    return points[np.argsort(landscape.loss(points), kind="stable")]
