"""Every experiment that there is, whether or not its clip has a scene, and what it gives by default."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from typing import Any

import sim.experiments

_MODULES = [
    import_module(f"sim.experiments.{module.name}") for module in pkgutil.iter_modules(sim.experiments.__path__)
]
EXPERIMENTS = {
    module.__name__.rpartition(".")[2].replace("_", "-"): module for module in _MODULES if hasattr(module, "simulate")
}
"""The module of each clip, by the clip's name."""


@cache
def default_result(name: str) -> Any:
    """The result of an experiment with default parameters, computed once."""
    experiment = EXPERIMENTS[name]
    return experiment.simulate(experiment.Params())
