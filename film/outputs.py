"""Files that appear under their name only when they are complete, and know what they were made from; no manim."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import platform
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

# What a frame depends on beside the project's own code.
FRAME_MAKERS = ("manim", "numpy", "typst", "av", "pycairo", "contourpy", "font-source-sans-pro")


@contextmanager
def all_or_nothing(folder: Path, name: str) -> Iterator[Path]:
    """A hidden folder beside the final place; what lies in it at the end is moved into ``folder``, the rest vanishes.

    The files are moved in the order of their names' endings, ``.json`` last: a manifest says that everything is there.
    Two processes can make the same files at once; each moves complete ones. Folders left by a process that was killed
    are cleared away.

    Raises:
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left_over in folder.glob(f".{name}.*.partial"):
        if not _is_running(int(left_over.suffixes[-2][1:])):
            shutil.rmtree(left_over, ignore_errors=True)
    workshop = folder / f".{name}.{os.getpid()}.partial"
    workshop.mkdir(exist_ok=True)
    try:
        yield workshop
        for file in sorted(workshop.iterdir(), key=lambda file: (file.suffix == ".json", file.name)):
            file.replace(folder / file.name)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def write_complete(path: Path, content: bytes) -> None:
    """Write one file, all or nothing."""
    with all_or_nothing(path.parent, path.name) as workshop:
        (workshop / path.name).write_bytes(content)


def keep_newest(paths: Iterable[Path], count: int) -> None:
    """Remove all files and folders but the newest ones; what cannot be removed stays."""
    with suppress(OSError):  # another process may be clearing as well
        for outdated in sorted(paths, key=lambda path: path.stat().st_mtime)[:-count]:
            if outdated.is_dir():
                shutil.rmtree(outdated)
            else:
                outdated.unlink()


def cache_folder() -> Path:
    """Where set texts are kept between runs: the user's cache, or where that is read-only the temporary folder."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "downslope"
    try:
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    except OSError:
        pass
    return Path(tempfile.gettempdir()) / f"downslope-{getpass.getuser()}"


def versions() -> dict[str, str]:
    """The versions of everything that decides what a frame looks like."""
    return {
        "downslope": version("downslope"),
        "python": platform.python_version(),
        **{package: version(package) for package in FRAME_MAKERS},
    }


def fingerprint(order: Mapping[str, Any], sources: Iterable[Path]) -> str:
    """A digest of what a film is made from: the order for it, the code behind it and the versions under it.

    Args:
        order: what was asked for, as JSON.
        sources: the files of code that the film depends on.
    """
    digest = hashlib.sha256(json.dumps([order, versions()], sort_keys=True).encode())
    for source in sorted(sources):
        digest.update(f"\0{source.name}\0".encode() + source.read_bytes())
    return digest.hexdigest()


def is_current(folder: Path, name: str, expected: str) -> bool:
    """Whether a folder holds all files of a film, made from exactly what ``expected`` is the fingerprint of."""
    try:
        manifest = json.loads((folder / f"{name}.json").read_text())
    except (OSError, ValueError):
        return False
    if not isinstance(manifest, dict) or manifest.get("fingerprint") != expected:
        return False
    return all((folder / file).is_file() for file in manifest["files"])


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
