"""What the parameters of all experiments have in common."""

from __future__ import annotations

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class ExperimentParams(BaseModel):
    """Parameters of a clip: every field has a default, bounds, a one-line description and a unit."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
