"""A film in the making: parts of a few seconds, each encoded by itself, by this process or by one forked off for it.

Whoever runs the scene asks at the start of each part whether a core is idle. If so, a forked copy of the process films
the part while the original runs on without painting, which costs a fraction; if not, it films the part itself. As long
as it has another core to itself it lends its own out as well: it is then always a part ahead, and no core waits for it.
Either way a part begins with a keyframe and a fresh picture, so the film comes out the same, to the last bit.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from multiprocessing import Value
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Semaphore
from pathlib import Path
from types import TracebackType
from typing import Self

from film.drawings import Box
from film.encoding import Part, join
from film.formats import KEYFRAME_SECONDS, Format
from film.inlay import Inlay
from film.quality import Quality
from film.screen import Screen

CAN_FORK = sys.platform.startswith("linux")  # macOS's frameworks do not survive a fork
Show = Callable[[Screen], Sequence[Box]]


class FilmingError(RuntimeError):
    """A part could not be filmed; the message is the traceback of the process that tried."""


class Reel:
    """Takes the pictures of a film and writes them to a file.

    Args:
        path: the finished film.
        idle: as many permits as there are cores with nothing to do; shared with other films.
        on_frames: called with the number of frames filmed so far, by whomever.
        stride: only every so manieth picture is painted and written; frames are counted as if all were.
        is_transparent: the film's background is not there.

    Attributes:
        inlay: what the file will hold beside the pictures; it can be said until the film is finished.
    """

    def __init__(
        self,
        path: Path,
        form: Format,
        quality: Quality,
        idle: Semaphore | None = None,
        on_frames: Callable[[int], None] | None = None,
        *,
        stride: int = 1,
        is_transparent: bool = False,
    ) -> None:
        self.frames = 0
        self.inlay = Inlay()
        self._path, self._form, self._quality = path, form, quality
        self._idle = idle if CAN_FORK else None
        self._on_frames = on_frames
        self._filmed: Synchronized[int] = Value("l", 0)
        self._folder = tempfile.TemporaryDirectory(prefix=f".{path.stem}-", dir=path.parent)
        self._parts: list[tuple[Path, int]] = []
        self._stride, self._is_transparent = stride, is_transparent
        self._written = replace(quality, fps=quality.fps // stride)
        self._in_file = 0  # pictures written of the current part
        self._part: Part | None = None  # being filmed by this process
        self._in_part = 0
        self._helpers: dict[int, Path] = {}  # process to part
        self._lodger: int | None = None  # the helper that has this process's own core, not one of the idle ones
        self._is_helper = False

    @cached_property
    def _screen(self) -> Screen:
        """Of whoever films; running a scene without painting needs none."""
        return Screen(self._quality.width, self._quality.height)

    @property
    def is_filming(self) -> bool:
        """Whether this process films the current part."""
        return self._part is not None

    def show(self, show: Show, frames: int) -> None:
        """Append a picture, for so many frames.

        Args:
            show: puts the picture on a screen and returns the boxes that changed; called only if it is filmed here.
        """
        while frames > 0:
            if self._in_part == 0:
                self._begin_part()
            now = min(frames, KEYFRAME_SECONDS * self._quality.fps - self._in_part)
            written = -(-(self.frames + now) // self._stride) - -(-self.frames // self._stride)
            self._in_file += written
            if self._part is not None:
                if written:
                    self._part.write(show(self._screen), written)
                with self._filmed.get_lock():
                    self._filmed.value += now
            self._in_part += now
            self.frames += now
            frames -= now
            if self._on_frames is not None and not self._is_helper:
                self._on_frames(self._filmed.value)
            if self._in_part == KEYFRAME_SECONDS * self._quality.fps:
                self.cut()

    def cut(self) -> None:
        """End the part: the next picture will be a keyframe."""
        if self._in_part == 0:
            return
        if self._part is not None:
            self._part.close()
            self._part = None
        if self._is_helper:
            self._leave(0)
        self._parts[-1] = (self._parts[-1][0], self._in_file)
        self._in_part = self._in_file = 0

    def _begin_part(self) -> None:
        path = Path(self._folder.name) / f"{len(self._parts):05}.{self._form.name}"
        self._parts.append((path, 0))
        self._collect(wait=False)
        if self._idle is not None:
            is_idle = self._idle.acquire(block=False)
            while not is_idle and self._lodger is not None:
                # All cores are taken, and the film is a part ahead already.
                os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
                self._collect(wait=False)
                is_idle = self._idle.acquire(block=False)
            if is_idle or self._helpers:
                sys.stdout.flush()
                sys.stderr.flush()
                process = os.fork()
                if process:
                    self._helpers[process] = path
                    if not is_idle:
                        self._lodger = process
                    return
                self._become_helper(is_lodger=not is_idle)
        self._screen.forget()
        self._part = Part(path, self._form, self._written, self._screen, is_transparent=self._is_transparent)

    def _become_helper(self, *, is_lodger: bool) -> None:
        self._is_helper = True
        self._helpers, self._lodger = {}, None
        if is_lodger:
            self._idle = None
        # What the original does when it is interrupted is its own business; a helper just ends.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _leave(self, status: int) -> None:
        if self._idle is not None:
            self._idle.release()
        os._exit(status)

    def _collect(self, *, wait: bool) -> None:
        """Take note of helpers that have ended."""
        for process, path in list(self._helpers.items()):
            ended, status = os.waitpid(process, 0 if wait else os.WNOHANG)
            if not ended:
                continue
            del self._helpers[process]
            if process == self._lodger:
                self._lodger = None
            if status:
                note = path.with_suffix(".error")
                raise pickle.loads(note.read_bytes()) if note.exists() else FilmingError("the process was killed")
            if self._on_frames is not None:
                self._on_frames(self._filmed.value)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_helper:
            self._report(error)
        try:
            if kind is None:
                self.cut()
                self._collect(wait=True)
                join(self._parts, self._path, self._form, self._written, self.inlay)
        finally:
            for process in self._helpers:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            if self._part is not None:
                self._part.close()
            self._folder.cleanup()

    def _report(self, error: BaseException | None) -> None:
        """End as a helper: its part is done when the film is, and what went wrong is for the original to tell."""
        try:
            if error is None:
                self.cut()  # does not come back
            told: BaseException = FilmingError("".join(traceback.format_exception(error)))
            if isinstance(error, OSError):
                told = OSError(error.errno, error.strerror, error.filename)
            self._parts[-1][0].with_suffix(".error").write_bytes(pickle.dumps(told))
        finally:
            self._leave(1)
