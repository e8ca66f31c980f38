"""Runs as JSON, CSV and NPZ, back again to the same bits, and where two of them first differ."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from sim.errors import InvalidInput
from sim.gradients import Noisy
from sim.parameters import Array, Parametrised
from sim.runs import Run

FORMATS = ("json", "csv", "npz")
ARRAYS = (
    "positions",
    "losses",
    "gradients",
    "updates",
    "first_moment",
    "second_moment",
    "first_moment_corrected",
    "second_moment_corrected",
)
ROUNDING = 64 * np.finfo(np.float64).eps


@dataclass(frozen=True)
class Settings:
    """What was run.

    Attributes:
        optimizer, landscape: the name under "name" and every parameter, defaults included.
        steps: how many were asked for.
        seed: of the noise; None without noise.
        noise: the standard deviation of the noise on the gradients.
    """

    optimizer: dict[str, Any]
    landscape: dict[str, Any] | None
    steps: int
    seed: int | None
    noise: float


@dataclass(frozen=True)
class Recording:
    """A single run in the terms of the command line's JSON; the arrays are those of ``sim.runs.Run``.

    Attributes:
        settings: None if it was read from CSV, which has no place for them.
        diverged_at: the step that left the finite numbers, or None; CSV does not say it.
    """

    settings: Settings | None
    positions: Array
    losses: Array | None
    gradients: Array
    updates: Array
    first_moment: Array | None
    second_moment: Array | None
    first_moment_corrected: Array | None
    second_moment_corrected: Array | None
    diverged_at: int | None


@dataclass(frozen=True)
class Difference:
    """The first place where a run is not what was recorded.

    Attributes:
        step: the row of the array; None if the runs were not set up alike.
        field: the array, or the setting.
        recorded, fresh: the two values; None where there is none.
    """

    step: int | None
    field: str
    recorded: object
    fresh: object

    def __str__(self) -> str:
        place = self.field if self.step is None else f"step {self.step}, {self.field}"
        return f"{place}: recorded {_shown(self.recorded)}, now {_shown(self.fresh)}"


def record(run: Run) -> Recording:
    """A run, ready to be written.

    Raises:
        ValueError: it is a batch, of which each run is recorded by itself: ``record(batch[0])``.
    """
    if run.positions.ndim != 2 or isinstance(run.diverged_at, np.ndarray):
        raise ValueError("a batch cannot be recorded, only its single runs: record(batch[0])")
    noise = run.source if isinstance(run.source, Noisy) else None
    settings = Settings(
        optimizer=_described(run.optimizer),
        landscape=None if run.landscape is None else _described(run.landscape),
        steps=run.steps,
        seed=None if noise is None or isinstance(noise.seed, tuple) else noise.seed,
        noise=0.0 if noise is None else noise.deviation,
    )
    arrays: dict[str, Any] = {name: getattr(run, name) for name in ARRAYS}
    return Recording(settings, **arrays, diverged_at=run.diverged_at)


def encode(recording: Recording, form: str) -> bytes:
    """The recording as a file of one of ``FORMATS``, in which every float reads back to the same bits."""
    return {"json": _to_json, "csv": _to_csv, "npz": _to_npz}[form](recording)


def decode(content: bytes) -> Recording:
    """A recording from the content of a file, whichever of the formats it has.

    Raises:
        InvalidInput: it is none of them.
    """
    read = _from_npz if content.startswith(b"PK") else _from_json if content.startswith(b"{") else _from_csv
    try:
        return read(content)
    except (ValueError, KeyError, TypeError, IndexError, BadZipFile) as fault:
        raise InvalidInput(f"not a recorded run: {fault}") from None


def read(path: Path) -> Recording:
    """The recording in a file.

    Raises:
        InvalidInput: the file cannot be read or holds no recorded run.
    """
    try:
        return decode(path.read_bytes())
    except (OSError, InvalidInput) as fault:
        raise InvalidInput(f"{path}: {fault.strerror if isinstance(fault, OSError) else fault}") from None


def compare(recorded: Recording, fresh: Recording, rtol: float = 1e-9) -> Difference | None:
    """Where a run first differs from a recorded one; None if it does not.

    Two numbers agree if they differ by at most ``rtol`` times the larger one. They also agree if they differ by no more
    than rounding would in a sum of numbers as large as the array's largest: where a gradient vanishes, every digit of
    it is rounding. With ``rtol=0`` they must be equal.
    """
    if recorded.settings is not None and fresh.settings is not None:
        difference = _settings_difference(recorded.settings, fresh.settings)
        if difference is not None:
            return difference
    differences = []
    for name in ARRAYS:
        difference = _array_difference(name, getattr(recorded, name), getattr(fresh, name), rtol)
        if difference is not None:
            differences.append(difference)
    return min(differences, key=lambda found: found.step or 0, default=None)


def _described(thing: Parametrised) -> dict[str, Any]:
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in thing.parameters.items()}
    return {"name": thing.name, **values}


def _shown(value: object) -> str:
    return "nothing" if value is None else repr(value)


def _settings_difference(recorded: Settings, fresh: Settings) -> Difference | None:
    for name in ("optimizer", "landscape"):
        old, new = getattr(recorded, name) or {}, getattr(fresh, name) or {}
        for key in {**old, **new}:
            if old.get(key) != new.get(key):
                return Difference(None, f"{name} {key}", old.get(key), new.get(key))
    for name in ("steps", "seed", "noise"):
        if getattr(recorded, name) != getattr(fresh, name):
            return Difference(None, name, getattr(recorded, name), getattr(fresh, name))
    return None


def _array_difference(name: str, old: Array | None, new: Array | None, rtol: float) -> Difference | None:
    if old is None or new is None:
        both_missing = old is None and new is None
        return None if both_missing else Difference(0, name, _first_value(old), _first_value(new))
    rows = min(len(old), len(new))
    if rows and old.shape[1:] != new.shape[1:]:
        return Difference(0, f"dimensions of {name}", old.shape[-1], new.shape[-1])
    size = np.maximum(np.abs(old[:rows]), np.abs(new[:rows]))
    allowed = np.maximum(rtol * size, min(rtol, ROUNDING) * np.max(size, initial=0.0))
    places = np.argwhere(~(np.abs(old[:rows] - new[:rows]) <= allowed))
    if places.size:
        first = tuple(places[0].tolist())
        axis = "".join(f"[{index}]" for index in first[1:])
        return Difference(first[0], name + axis, float(old[first]), float(new[first]))
    if len(old) != len(new):
        return Difference(rows, name, _first_value(old[rows:]), _first_value(new[rows:]))
    return None


def _first_value(array: Array | None) -> float | None:
    return None if array is None or not array.size else float(array.flat[0])


def _to_json(recording: Recording) -> bytes:
    if recording.settings is None:
        raise ValueError("a recording that was read from CSV lacks the settings that JSON has")
    arrays = {name: None if (array := getattr(recording, name)) is None else array.tolist() for name in ARRAYS}
    content = {**vars(recording.settings), **arrays, "diverged_at": recording.diverged_at}
    return (json.dumps(content, allow_nan=False) + "\n").encode()


def _from_json(content: bytes) -> Recording:
    fields = json.loads(content)
    dims = len(fields["positions"][0])
    arrays: dict[str, Any] = {}
    for name in ARRAYS:
        rows = fields.pop(name)
        # A run that diverged at once has no rows to tell the dimension.
        arrays[name] = None if rows is None else np.array(rows or np.empty((0, dims)), dtype=np.float64)
    diverged_at = fields.pop("diverged_at")
    return Recording(Settings(**fields), **arrays, diverged_at=diverged_at)


def _to_npz(recording: Recording) -> bytes:
    arrays: dict[str, Any] = {name: array for name in ARRAYS if (array := getattr(recording, name)) is not None}
    settings = None if recording.settings is None else vars(recording.settings)
    rest = json.dumps({"settings": settings, "diverged_at": recording.diverged_at}, allow_nan=False)
    buffer = io.BytesIO()
    np.savez(buffer, rest=np.array(rest), **arrays)
    return buffer.getvalue()


def _from_npz(content: bytes) -> Recording:
    with np.load(io.BytesIO(content), allow_pickle=False) as members:
        rest = json.loads(str(members["rest"]))
        settings = None if rest["settings"] is None else Settings(**rest["settings"])
        arrays: dict[str, Any] = {name: members.get(name) for name in ARRAYS}
        return Recording(settings, **arrays, diverged_at=rest["diverged_at"])


def _to_csv(recording: Recording) -> bytes:
    """A row for each position; what belongs to the step from there is empty in the last one."""
    columns: dict[str, list[float]] = {"step": list(range(len(recording.positions)))}
    for name in ARRAYS:
        array = getattr(recording, name)
        if array is not None and array.ndim == 1:
            columns[name] = array.tolist()
        elif array is not None:
            columns |= {f"{name}[{axis}]": values.tolist() for axis, values in enumerate(array.T)}
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip_longest(*columns.values(), fillvalue=""))
    return buffer.getvalue().encode()


def _from_csv(content: bytes) -> Recording:
    header, *rows = csv.reader(io.StringIO(content.decode()))
    if header[0] != "step":
        raise ValueError("neither JSON nor NPZ nor the header of a CSV")
    columns = {
        name: np.array([float(cell) for cell in cells if cell])
        for name, cells in zip(header, zip(*rows, strict=True), strict=True)
    }

    arrays: dict[str, Any] = {}
    for name in ARRAYS:
        axes = [values for column, values in columns.items() if column.startswith(f"{name}[")]
        arrays[name] = np.stack(axes, axis=-1) if axes else columns.get(name)
    return Recording(None, **arrays, diverged_at=None)
