"""Whole commands measured from outside: wall and CPU time of a process with all that it starts, and their memory."""

from __future__ import annotations

import os
import resource
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PROC = Path("/proc")
_INTERVAL = 0.25  # seconds between two looks at the memory


@dataclass(frozen=True)
class Cost:
    """What a command took.

    Attributes:
        wall, cpu: seconds; ``cpu`` is of all its processes together.
        peak: most memory that they held at a time, in MB, shared pages counted once; NaN where there is no ``/proc``.
    """

    wall: float
    cpu: float
    peak: float


def run(command: Sequence[str | Path], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed; the message is what it said.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}
    )
    peak = [float("nan")]
    watch = threading.Thread(target=_watch, args=(process, peak))
    watch.start()
    said, _ = process.communicate()
    wall = time.perf_counter() - start
    watch.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{said.decode(errors='replace')[-3000:]}")
    return Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, peak[0])


def middle(values: Sequence[float]) -> str:
    """Median and range."""
    if len(values) == 1:
        return f"{values[0]:.1f}"
    return f"{median(values):.1f} ({min(values):.1f} to {max(values):.1f})"


def _watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    if not (_PROC / "self/smaps_rollup").exists():
        return
    peak[0] = 0.0
    while process.poll() is None:
        peak[0] = max(peak[0], sum(_proportional_megabytes(each) for each in _family(process.pid)))
        time.sleep(_INTERVAL)


def _family(root: int) -> Iterator[int]:
    """A process and all that it started, directly or not."""
    yield root
    try:
        children = [int(pid) for task in _PROC.glob(f"{root}/task/*/children") for pid in task.read_text().split()]
    except OSError:
        return
    for child in children:
        yield from _family(child)


def _proportional_megabytes(process: int) -> float:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:  # it has just ended
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
