"""How far the films are: live bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text


class Watcher(Protocol):
    """Hears how far films are, each known by its place in the list."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def frames(self, index: int, count: int) -> None:
        """So many frames of this film are there."""

    def ended(self, index: int, message: str) -> None:
        """This film is there, or is not; the message says which."""


class Silence:
    """For ``--quiet`` and ``--json``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def frames(self, index: int, count: int) -> None:
        pass

    def ended(self, index: int, message: str) -> None:
        pass


class Lines(Silence):
    """For logs and pipes: a line at the start, and one when a film ends."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def __enter__(self) -> Self:
        what = self._names[0] if len(self._names) == 1 else f"{len(self._names)} films"
        print(f"rendering {what}", file=sys.stderr, flush=True)
        return self

    def ended(self, index: int, message: str) -> None:
        print(message, file=sys.stderr, flush=True)


class _Frames(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(
            f"{task.completed:.0f} frames" if task.total is None else f"{task.completed:.0f}/{task.total:.0f} frames"
        )


class _FramesPerSecond(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:4.0f} fps" if speed else "       ", style="progress.data.speed")


class _Live:
    """Bars on a terminal: frames, frames per second, time left."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            _Frames(),
            _FramesPerSecond(),
            TimeRemainingColumn(compact=True),
            console=Console(stderr=True),
            refresh_per_second=4,
        )

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._progress.stop()


class Bars(_Live):
    """One live bar for each film."""

    def __init__(self, names: Sequence[str], totals: Sequence[int | None]) -> None:
        super().__init__()
        self._tasks: list[TaskID] = [
            self._progress.add_task(name, total=total, start=False) for name, total in zip(names, totals, strict=True)
        ]
        self._last = [0.0] * len(names)

    def frames(self, index: int, count: int) -> None:
        task = self._tasks[index]
        if self._last[index] == 0:
            self._progress.start_task(task)
        if (now := time.monotonic()) - self._last[index] > 0.1:
            self._last[index] = now
            self._progress.update(task, completed=count)

    def ended(self, index: int, message: str) -> None:
        task = self._tasks[index]
        done = self._progress.tasks[task].completed
        self._progress.update(task, description=message, total=done, completed=done)


class OneBar(_Live):
    """One live bar for many films together, and above it a line for each that has ended."""

    def __init__(self, totals: Sequence[int]) -> None:
        super().__init__()
        self._totals, self._counts, self._ended = list(totals), [0] * len(totals), 0
        self._task = self._progress.add_task(self._description, total=sum(totals))

    @property
    def _description(self) -> str:
        return f"{self._ended} of {len(self._totals)} films"

    def frames(self, index: int, count: int) -> None:
        self._counts[index] = count
        # Lengths are known for sure only when films end.
        self._totals[index] = max(self._totals[index], count)
        self._show()

    def ended(self, index: int, message: str) -> None:
        self._totals[index] = self._counts[index]
        self._ended += 1
        self._progress.console.print(message, markup=False, highlight=False, soft_wrap=True)
        self._show()

    def _show(self) -> None:
        done, total = sum(self._counts), sum(self._totals)
        self._progress.update(self._task, completed=done, total=total, description=self._description)
