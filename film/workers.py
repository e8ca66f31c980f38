"""Several films at a time, each in a process of its own that starts with everything already imported."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Semaphore
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Report = Callable[[int], None]
Job = Callable[[Report], T]
"""Makes something, telling how many frames are done; picklable where processes cannot be forked."""


@dataclass(frozen=True)
class Failure:
    """Why a job made nothing, in one line, with the traceback for whoever wants to mend it."""

    reason: str
    details: str


@dataclass(frozen=True)
class Outcome(Generic[T]):
    """What became of the job with this index."""

    index: int
    result: T | Failure


def run_jobs(
    jobs: Sequence[Job[T]],
    workers: int,
    on_report: Callable[[int, int], None],
    on_outcome: Callable[[Outcome[T]], None],
    idle: Semaphore | None = None,
) -> None:
    """Run jobs, at most ``workers`` at a time.

    Args:
        idle: gets a permit for every worker for whom no job is left, so that those still at work can use its core.
        on_report: called with a job's index and its frames so far.
        on_outcome: called when a job ends; one that fails does not keep the others from going on.

    Raises:
        KeyboardInterrupt: as soon as all jobs under way have cleaned up after themselves.
    """
    # Forking shares the import of Manim; macOS's frameworks do not survive it.
    context: Any = multiprocessing.get_context("spawn" if sys.platform == "darwin" else "fork")
    waiting = list(enumerate(jobs))[::-1]
    running: dict[Connection, tuple[int, Any]] = {}
    try:
        while waiting or running:
            while waiting and len(running) < workers:
                index, job = waiting.pop()
                here, there = context.Pipe(duplex=False)
                process = context.Process(target=_work, args=(job, there))
                process.start()
                there.close()
                running[here] = index, process
            for ready in wait(list(running)):
                assert isinstance(ready, Connection)
                index, process = running[ready]
                try:
                    message = ready.recv()
                except EOFError:
                    process.join()
                    message = Failure(f"its process ended with status {process.exitcode}", "")
                if isinstance(message, int):
                    on_report(index, message)
                else:
                    del running[ready]
                    process.join()
                    if idle is not None and not waiting:
                        idle.release()
                    on_outcome(Outcome(index, message))
    finally:
        for _, process in running.values():
            process.terminate()
        for _, process in running.values():
            process.join()


def _work(job: Job[T], connection: Connection) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    # Both Ctrl-C and the parent's request end a job through its `finally` clauses.
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        connection.send(job(connection.send))
    except (KeyboardInterrupt, BrokenPipeError):
        sys.exit(130)
    except Exception as fault:
        connection.send(Failure(one_line(fault), traceback.format_exc()))


def one_line(fault: BaseException) -> str:
    """An exception as a sentence: what the system says of files and disks, or the exception's own words."""
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror
    return f"{type(fault).__name__}: {' '.join(str(fault).split())}"
