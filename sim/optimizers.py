"""Update rules, each by the definition and with the defaults of ``torch.optim``.

A rule is a frozen object that holds its hyperparameters and is otherwise pure: a position, the gradient there and the
rule's memory go in; the next position and the next memory come out. Arrays are ``(N, dims)``, hyperparameters numbers
or columns ``(N, 1)``, so that N runs with hyperparameters of their own take a step at once.

Below, ``g`` is the gradient, ``t`` counts steps from 1, and ``m``, ``v``, ``m^``, ``v^`` are Adam's. Every rule but
AdamW adds its weight decay to the gradient first: ``g <- g + weight_decay * x``.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, NamedTuple

import numpy as np

from sim.errors import InvalidInput
from sim.moments import bias_correction, moving_average
from sim.parameters import FINITE, FRACTION, NOT_NEGATIVE, POSITIVE, Array, Hyperparameter, Parametrised, named

Finite = Annotated[Hyperparameter, FINITE]
Fraction = Annotated[Hyperparameter, FRACTION]
NotNegative = Annotated[Hyperparameter, NOT_NEGATIVE]
Positive = Annotated[Hyperparameter, POSITIVE]

State = tuple[Array, ...]
"""What a rule remembers from step to step; only the rule itself knows which array is which."""


class Step(NamedTuple):
    """One step of a rule, arrays of shape ``(N, dims)``.

    Attributes:
        position: where the step leads.
        state: the memory for the next step.
        effective_lr: what the gradient, or the first moment in its place, was multiplied by; of any shape that
            broadcasts to the others'.
        first_moment: the average or sum of gradients that the rule keeps, if it keeps one.
        second_moment: the average, sum or maximum of squared or absolute gradients that it keeps.
        first_moment_corrected, second_moment_corrected: what the step used in their place, with the zero start
            taken out; None for a rule that does not do so.
    """

    position: Array
    state: State
    effective_lr: Hyperparameter
    first_moment: Array | None = None
    second_moment: Array | None = None
    first_moment_corrected: Array | None = None
    second_moment_corrected: Array | None = None


class Optimizer(Parametrised):
    """An update rule with its hyperparameters."""

    lr: Positive

    @abstractmethod
    def start(self, position: Array) -> State:
        """The memory before the first step, for positions of shape ``(N, dims)``."""

    @abstractmethod
    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        """The step number ``t``, counted from 1."""


@dataclass(frozen=True)
class SGD(Optimizer):
    """Gradient descent, with Polyak's or Nesterov's momentum.

    ::

        b_1 = g_1,  b_t = momentum * b_{t-1} + (1 - dampening) * g_t
        x  <- x - lr * b_t                     (nesterov: x - lr * (g_t + momentum * b_t))

    The first moment is the momentum buffer ``b``: a sum, ``1 / (1 - momentum)`` times as long as an average. Without
    momentum there is none, and dampening does nothing. Polyak 1964; Sutskever et al. 2013, section 2.
    """

    name = "sgd"
    lr: Positive = 1e-3
    momentum: NotNegative = 0.0
    dampening: Finite = 0.0
    weight_decay: NotNegative = 0.0
    nesterov: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.nesterov and (np.any(np.equal(self.momentum, 0)) or np.any(self.dampening)):
            raise InvalidInput("nesterov=True: must come with momentum > 0 and dampening = 0")

    def start(self, position: Array) -> State:
        return (np.zeros_like(position),)

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        (buffer,) = state
        g = gradient + self.weight_decay * position
        buffer = g if t == 1 else self.momentum * buffer + self._undamped * g
        direction = g + self.momentum * buffer if self.nesterov else buffer
        return Step(
            position - self.lr * direction,
            (buffer,),
            effective_lr=self.lr,
            first_moment=buffer if self._remembers else None,
        )

    @cached_property
    def _undamped(self) -> Array:
        return 1 - np.where(np.equal(self.momentum, 0), 0.0, self.dampening)

    @cached_property
    def _remembers(self) -> bool:
        return bool(np.any(self.momentum))


@dataclass(frozen=True)
class Adagrad(Optimizer):
    """A rate for each coordinate that shrinks with all the gradient it has ever seen.

    ::

        s_t = s_{t-1} + g^2,  s_0 = initial_accumulator_value
        x  <- x - lr / (1 + (t - 1) * lr_decay) * g / (sqrt(s_t) + eps)

    The second moment is the sum ``s``. Duchi, Hazan & Singer 2011, JMLR 12.
    """

    name = "adagrad"
    lr: Positive = 1e-2
    lr_decay: NotNegative = 0.0
    weight_decay: NotNegative = 0.0
    initial_accumulator_value: NotNegative = 0.0
    eps: NotNegative = 1e-10

    def start(self, position: Array) -> State:
        return (np.zeros_like(position) + self.initial_accumulator_value,)

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        (total,) = state
        g = gradient + self.weight_decay * position
        total = total + g * g
        rate = self.lr / (1 + (t - 1) * self.lr_decay) / (np.sqrt(total) + self.eps)
        return Step(position - rate * g, (total,), effective_lr=rate, second_moment=total)


@dataclass(frozen=True)
class RMSprop(Optimizer):
    """The gradient divided by a running size of itself, without bias correction.

    ::

        v_t = alpha * v_{t-1} + (1 - alpha) * g^2
        a_t = alpha * a_{t-1} + (1 - alpha) * g,  w_t = v_t - a_t^2     (centered; otherwise w_t = v_t)
        b_t = momentum * b_{t-1} + g / (sqrt(w_t) + eps)
        x  <- x - lr * b_t

    The second moment is ``v``; the first is ``a``, only if centered. The buffer ``b`` is a sum of steps, not of
    gradients, and not reported. Hinton 2012, lecture 6e; centered: Graves 2013, arXiv:1308.0850, eq. 38-45.
    """

    name = "rmsprop"
    lr: Positive = 1e-2
    alpha: Fraction = 0.99
    eps: NotNegative = 1e-8
    weight_decay: NotNegative = 0.0
    momentum: NotNegative = 0.0
    centered: bool = False

    def start(self, position: Array) -> State:
        zero = np.zeros_like(position)
        return zero, zero, zero

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        square, average, buffer = state
        g = gradient + self.weight_decay * position
        square = moving_average(square, g * g, self.alpha)
        average = moving_average(average, g, self.alpha)
        spread = square - average * average if self.centered else square
        scale = np.sqrt(spread) + self.eps
        buffer = self.momentum * buffer + g / scale
        return Step(
            position - self.lr * buffer,
            (square, average, buffer),
            effective_lr=self.lr / scale,
            first_moment=average if self.centered else None,
            second_moment=square,
        )


@dataclass(frozen=True)
class Adadelta(Optimizer):
    """Steps in the unit of the weights: a running size of past steps over a running size of gradients.

    ::

        v_t = rho * v_{t-1} + (1 - rho) * g^2
        d_t = sqrt(u_{t-1} + eps) / sqrt(v_t + eps) * g
        u_t = rho * u_{t-1} + (1 - rho) * d_t^2
        x  <- x - lr * d_t

    The second moment is ``v``. Zeiler 2012, arXiv:1212.5701, algorithm 1.
    """

    name = "adadelta"
    lr: Positive = 1.0
    rho: Fraction = 0.9
    eps: NotNegative = 1e-6
    weight_decay: NotNegative = 0.0

    def start(self, position: Array) -> State:
        zero = np.zeros_like(position)
        return zero, zero

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        square, step_square = state
        g = gradient + self.weight_decay * position
        square = moving_average(square, g * g, self.rho)
        rate = np.sqrt(step_square + self.eps) / np.sqrt(square + self.eps)
        delta = rate * g
        step_square = moving_average(step_square, delta * delta, self.rho)
        return Step(
            position - self.lr * delta,
            (square, step_square),
            effective_lr=self.lr * rate,
            second_moment=square,
        )


@dataclass(frozen=True)
class Adam(Optimizer):
    """The average gradient divided by its running size, both corrected for their start at zero.

    ::

        m_t = beta1 * m_{t-1} + (1 - beta1) * g
        v_t = beta2 * v_{t-1} + (1 - beta2) * g^2      (amsgrad: the step uses the largest v so far)
        m^ = m_t / (1 - beta1^t),  v^ = v_t / (1 - beta2^t)
        x <- x - lr * m^ / (sqrt(v^) + eps)

    Without ``bias_correction``, which torch does not offer, ``m^ = m_t`` and ``v^ = v_t``. Kingma & Ba 2015,
    algorithm 1; amsgrad: Reddi, Kale & Kumar 2018, with torch's correction of the maximum.
    """

    name = "adam"
    lr: Positive = 1e-3
    beta1: Fraction = 0.9
    beta2: Fraction = 0.999
    eps: NotNegative = 1e-8
    weight_decay: NotNegative = 0.0
    amsgrad: bool = False
    bias_correction: bool = True

    def start(self, position: Array) -> State:
        zero = np.zeros_like(position)
        return zero, zero, zero

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        return self._moment_step(t, position, gradient + self.weight_decay * position, state)

    def _moment_step(self, t: int, position: Array, g: Array, state: State) -> Step:
        m, v, largest = state
        m = moving_average(m, g, self.beta1)
        v = moving_average(v, g * g, self.beta2)
        largest = np.maximum(largest, v) if self.amsgrad else v
        m_used, v_used = m, largest
        if self.bias_correction:
            m_used = m / bias_correction(self.beta1, t)
            v_used = largest / bias_correction(self.beta2, t)
        rate = self.lr / (np.sqrt(v_used) + self.eps)
        return Step(
            position - rate * m_used,
            (m, v, largest),
            effective_lr=rate,
            first_moment=m,
            second_moment=v,
            first_moment_corrected=m_used if self.bias_correction else None,
            second_moment_corrected=v_used if self.bias_correction else None,
        )


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam whose weight decay shrinks the weights themselves, past the division by the gradient's size.

    ::

        x <- (1 - lr * weight_decay) * x,  then Adam's step with the gradient as it is

    Loshchilov & Hutter 2019, algorithm 2, with torch's decay by ``lr * weight_decay``.
    """

    name = "adamw"
    weight_decay: NotNegative = 1e-2

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        return self._moment_step(t, position * (1 - self.lr * self.weight_decay), gradient, state)


@dataclass(frozen=True)
class Adamax(Optimizer):
    """Adam with the largest recent gradient in place of the average square.

    ::

        u_t = max(beta2 * u_{t-1}, |g| + eps)
        x  <- x - lr * m_t / (1 - beta1^t) / u_t

    The second moment is ``u``, in the gradient's own unit; it starts at the first gradient and needs no correction.
    Kingma & Ba 2015, algorithm 2.
    """

    name = "adamax"
    lr: Positive = 2e-3
    beta1: Fraction = 0.9
    beta2: Fraction = 0.999
    eps: NotNegative = 1e-8
    weight_decay: NotNegative = 0.0

    def start(self, position: Array) -> State:
        zero = np.zeros_like(position)
        return zero, zero

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        m, largest = state
        g = gradient + self.weight_decay * position
        m = moving_average(m, g, self.beta1)
        largest = np.maximum(self.beta2 * largest, np.abs(g) + self.eps)
        m_corrected = m / bias_correction(self.beta1, t)
        rate = self.lr / largest
        return Step(
            position - rate * m_corrected,
            (m, largest),
            effective_lr=rate,
            first_moment=m,
            second_moment=largest,
            first_moment_corrected=m_corrected,
        )


@dataclass(frozen=True)
class NAdam(Optimizer):
    """Adam that already looks along the momentum of the step to come.

    ::

        mu_t = beta1 * (1 - 0.96^(t * momentum_decay) / 2)
        m^ = (1 - mu_t) * g / (1 - mu_1 ... mu_t) + mu_{t+1} * m_t / (1 - mu_1 ... mu_{t+1})
        x <- x - lr * m^ / (sqrt(v^) + eps)

    Dozat 2016, Incorporating Nesterov Momentum into Adam.
    """

    name = "nadam"
    lr: Positive = 2e-3
    beta1: Fraction = 0.9
    beta2: Fraction = 0.999
    eps: NotNegative = 1e-8
    weight_decay: NotNegative = 0.0
    momentum_decay: NotNegative = 4e-3

    def start(self, position: Array) -> State:
        zero = np.zeros_like(position)
        return zero, zero, np.ones((len(position), 1))

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        m, v, product = state
        g = gradient + self.weight_decay * position
        m = moving_average(m, g, self.beta1)
        v = moving_average(v, g * g, self.beta2)
        momentum, next_momentum = self._momentum(t), self._momentum(t + 1)
        product = product * momentum
        ahead = (1 - momentum) / (1 - product) * g + next_momentum / (1 - product * next_momentum) * m
        v_corrected = v / bias_correction(self.beta2, t)
        rate = self.lr / (np.sqrt(v_corrected) + self.eps)
        return Step(
            position - rate * ahead,
            (m, v, product),
            effective_lr=rate,
            first_moment=m,
            second_moment=v,
            first_moment_corrected=ahead,
            second_moment_corrected=v_corrected,
        )

    def _momentum(self, t: int) -> Hyperparameter:
        return self.beta1 * (1 - 0.5 * 0.96 ** (t * self.momentum_decay))


@dataclass(frozen=True)
class RAdam(Optimizer):
    """Adam that waits with the division until the average square is worth dividing by.

    ::

        rho_inf = 2 / (1 - beta2) - 1,  rho_t = rho_inf - 2 t beta2^t / (1 - beta2^t)
        r_t = sqrt((rho_t - 4) (rho_t - 2) rho_inf / ((rho_inf - 4) (rho_inf - 2) rho_t))
        x <- x - lr * m^ * r_t * sqrt(1 - beta2^t) / (sqrt(v_t) + eps)     (rho_t <= 5: x - lr * m^)

    Liu et al. 2020, On the Variance of the Adaptive Learning Rate and Beyond, algorithm 2.
    """

    name = "radam"
    lr: Positive = 1e-3
    beta1: Fraction = 0.9
    beta2: Fraction = 0.999
    eps: NotNegative = 1e-8
    weight_decay: NotNegative = 0.0

    def start(self, position: Array) -> State:
        zero = np.zeros_like(position)
        return zero, zero

    def step(self, t: int, position: Array, gradient: Array, state: State) -> Step:
        m, v = state
        g = gradient + self.weight_decay * position
        m = moving_average(m, g, self.beta1)
        v = moving_average(v, g * g, self.beta2)
        m_corrected = m / bias_correction(self.beta1, t)
        filled = bias_correction(self.beta2, t)
        limit = 2 / (1 - self.beta2) - 1
        length = limit - 2 * t * (1 - filled) / filled
        trusted = length > 5
        # Where it is not trusted the root may be of a negative number, which nobody looks at.
        rectified = (length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length)
        adapted = np.sqrt(np.where(trusted, rectified, 1.0)) * np.sqrt(filled) / (np.sqrt(v) + self.eps)
        rate = self.lr * np.where(trusted, adapted, 1.0)
        return Step(
            position - rate * m_corrected,
            (m, v),
            effective_lr=rate,
            first_moment=m,
            second_moment=v,
            first_moment_corrected=m_corrected,
            second_moment_corrected=v / filled,
        )


OPTIMIZERS: tuple[type[Optimizer], ...] = (SGD, Adagrad, RMSprop, Adadelta, Adam, AdamW, Adamax, NAdam, RAdam)


def by_name(name: str, /, **parameters: object) -> Optimizer:
    """The update rule of this name, its hyperparameters given as values or as the text of one.

    ``by_name("adam", lr=0.05, amsgrad="true")``

    Raises:
        InvalidInput: there is no such optimizer or hyperparameter, or a value is out of bounds.
    """
    return named("optimizer", name, OPTIMIZERS, parameters)
