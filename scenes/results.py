"""Results of simulations that took long, kept between commands; imports no manim."""

from __future__ import annotations

import hashlib
import pickle
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

import sim
from film.outputs import cache_folder, keep_newest, write_complete

LONG = 0.5  # seconds after which a result is worth keeping
KEPT = 5  # results of one experiment, the newest; one can take 40 MB


def result_of(experiment: ModuleType, params: Any) -> Any:
    """What an experiment's ``simulate`` gives for these parameters, from an earlier time if nothing has changed since.

    A result belongs to its parameters, to all code of the simulations and to the version of NumPy.
    """
    kept = cache_folder() / f"{experiment.__name__}-{_digest(experiment, params)}.result"
    with suppress(OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError):
        return pickle.loads(kept.read_bytes())
    start = time.perf_counter()
    result = experiment.simulate(params)
    if time.perf_counter() - start > LONG:
        with suppress(OSError):  # it can be computed again
            write_complete(kept, pickle.dumps(result))
            keep_newest(kept.parent.glob(f"{experiment.__name__}-*.result"), KEPT)
    return result


def _digest(experiment: ModuleType, params: Any) -> str:
    digest = hashlib.sha256(f"{np.__version__} {experiment.__name__} {params.model_dump_json()}".encode())
    for source in sorted(Path(sim.__path__[0]).rglob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:32]
