"""What the parameters of all experiments have in common: how they are read from text, and how their bounds are said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from sim.errors import InvalidInput, unknown

_BOUNDS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


class ExperimentParams(BaseModel):
    """Parameters of a clip: every field has a default, bounds, a one-line description and a unit."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> Self:
        """Parameters as somebody types them, the others at their defaults.

        Raises:
            InvalidInput: there is no such parameter, a text is no number, or a number is out of bounds.
        """
        for name in settings:
            if name not in cls.model_fields:
                raise unknown("parameter", name, cls.model_fields)
        try:
            return cls.model_validate_strings(dict(settings))
        except ValidationError as errors:
            fault = errors.errors()[0]
            if not fault["loc"]:
                raise InvalidInput(fault["msg"].removeprefix("Value error, ")) from None
            name = str(fault["loc"][0])
            raise InvalidInput(f"{name}={settings[name]}: must be {cls.allowed(name)} ({cls.meaning(name)})") from None

    @classmethod
    def allowed(cls, name: str) -> str:
        """What a parameter may be, in words: ``a number > 0 and ≤ 3``."""
        field = cls.model_fields[name]
        kind = "a whole number" if field.annotation is int else "a number"
        bounds = [
            f"{sign} {number}" if isinstance(number := getattr(bound, key), int) else f"{sign} {number:g}"
            for bound in field.metadata
            for key, sign in _BOUNDS.items()
            if hasattr(bound, key)
        ]
        return f"{kind} {' and '.join(bounds)}".strip()

    @classmethod
    def unit(cls, name: str) -> str:
        extra = cls.model_fields[name].json_schema_extra
        unit = extra.get("unit", "") if isinstance(extra, dict) else ""
        return "" if unit == "1" else str(unit)

    @classmethod
    def meaning(cls, name: str) -> str:
        return cls.model_fields[name].description or ""
