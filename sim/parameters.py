"""Parameters that a user may type: their bounds, their defaults, and objects made from their names."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, ClassVar, Self, TypeVar, get_args, get_type_hints

import numpy as np
from numpy.typing import NDArray

from sim.errors import InvalidInput, unknown

Array = NDArray[np.float64]
Hyperparameter = float | Array
"""One value for every run of a batch, or an array of shape ``(N,)`` with a value for each."""


@dataclass(frozen=True)
class Bounds:
    """The finite numbers that a parameter may be: from ``low`` (itself allowed unless ``above``) to below ``high``."""

    low: float = -math.inf
    high: float = math.inf
    above: bool = False

    def allow(self, values: Array) -> bool:
        too_low = values <= self.low if self.above else values < self.low
        return bool(np.all(np.isfinite(values) & ~too_low & (values < self.high)))

    def __str__(self) -> str:
        if self.high < math.inf:
            return f"in [{self.low:g}, {self.high:g})"
        if self.low > -math.inf:
            return f"finite and {'>' if self.above else '>='} {self.low:g}"
        return "finite"


FINITE = Bounds()
POSITIVE = Bounds(low=0.0, above=True)
NOT_NEGATIVE = Bounds(low=0.0)
FRACTION = Bounds(low=0.0, high=1.0)


@dataclass(frozen=True)
class Parametrised:
    """Something with a name and parameters that are checked when it is made.

    A parameter is a dataclass field with a default, of type ``bool`` or annotated with its bounds:
    ``Annotated[float, POSITIVE]``, ``Annotated[tuple[float, ...], FINITE]`` or ``Annotated[Hyperparameter, FRACTION]``.

    Raises:
        InvalidInput: a parameter is out of bounds.
    """

    name: ClassVar[str]

    def __post_init__(self) -> None:
        for name, kind in self._kinds().items():
            object.__setattr__(self, name, _checked(name, getattr(self, name), kind))

    @classmethod
    def from_parameters(cls, values: Mapping[str, object]) -> Self:
        """An instance with these parameters, each a value or the text of one as typed ("0.9", "true", "1,50").

        Raises:
            InvalidInput: there is no such parameter, the text cannot be read, or the value is out of bounds.
        """
        kinds = cls._kinds()
        for name in values:
            if name not in kinds:
                raise unknown(f"parameter of {cls.name}", name, kinds)
        return cls(
            **{
                name: _read(name, value, kinds[name]) if isinstance(value, str) else value
                for name, value in values.items()
            }
        )

    @classmethod
    @cache
    def _kinds(cls) -> dict[str, Any]:
        hints = get_type_hints(cls, include_extras=True)
        return {spec.name: hints[spec.name] for spec in fields(cls)}

    @property
    def parameters(self) -> dict[str, Any]:
        """Every parameter by name, defaults included."""
        return {spec.name: getattr(self, spec.name) for spec in fields(self)}


T = TypeVar("T", bound=Parametrised)


def named(kind: str, name: str, known: Iterable[type[T]], values: Mapping[str, object]) -> T:
    """The one of the known classes that has this name, made with these parameters.

    Raises:
        InvalidInput: no class has that name, or a parameter is unknown or out of bounds.
    """
    classes = {candidate.name: candidate for candidate in known}
    if name not in classes:
        raise unknown(kind, name, classes)
    return classes[name].from_parameters(values)


def _checked(name: str, value: object, kind: Any) -> object:
    if kind is bool:
        if not isinstance(value, bool):
            raise InvalidInput(f"{name}={value!r}: must be true or false")
        return value
    shape, bounds = get_args(kind)
    try:
        numbers = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise InvalidInput(f"{name}={value!r}: must be {bounds}") from None
    if shape == tuple[float, ...]:
        if numbers.ndim != 1 or not numbers.size or not bounds.allow(numbers):
            raise InvalidInput(f"{name}={value!r}: must be one or more numbers, each {bounds}")
        return tuple(numbers.tolist())
    most_axes = 1 if shape == Hyperparameter else 0
    if isinstance(value, bool) or numbers.ndim > most_axes or not bounds.allow(numbers):
        raise InvalidInput(f"{name}={value!r}: must be {bounds}")
    return float(numbers) if numbers.ndim == 0 else numbers


def _read(name: str, text: str, kind: Any) -> object:
    if kind is bool:
        return {"true": True, "false": False}.get(text.lower(), text)
    shape, bounds = get_args(kind)
    try:
        return tuple(map(float, text.split(","))) if shape == tuple[float, ...] else float(text)
    except ValueError:
        raise InvalidInput(f"{name}={text!r}: must be {bounds}") from None
