"""What a machine needs to render, what of it is there, and how to get the rest; works also without manim."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

SETUP = "run `make setup` in the project's folder"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; the remedy is empty if it is well."""

    well: bool
    what: str
    remedy: str = ""


def examine(output: Path = Path("out")) -> Iterator[Finding]:
    """Look at everything that rendering needs, one finding at a time."""
    yield _python()
    for requirement in map(Requirement, requires("downslope") or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _package(requirement)
    yield _try("drawing: cairo and pango", lambda: [import_module(name) for name in ("cairo", "manimpango")])
    yield _try("text: Typst with the project's own font", _typeset)
    yield _try("encoding: H.264 in PyAV", lambda: import_module("av").codec.Codec("libx264", "w"))
    yield _writable(output)
    yield Finding(True, f"{os.cpu_count()} cores, so many films are rendered at a time")


def _python() -> Finding:
    well = sys.version_info >= (3, 11)
    return Finding(well, f"Python {platform.python_version()}", "" if well else "install Python 3.11 or newer")


def _package(requirement: Requirement) -> Finding:
    try:
        installed = version(requirement.name)
    except PackageNotFoundError:
        return Finding(False, f"{requirement.name} {requirement.specifier}", SETUP)
    if requirement.specifier.contains(installed, prereleases=True):
        return Finding(True, f"{requirement.name} {installed}")
    return Finding(False, f"{requirement.name} {installed}, needed is {requirement.specifier}", SETUP)


def _try(what: str, attempt: Callable[[], object]) -> Finding:
    try:
        attempt()
    except Exception as fault:
        return Finding(False, f"{what} ({type(fault).__name__}: {' '.join(str(fault).split())})", SETUP)
    return Finding(True, what)


def _typeset() -> None:
    font_folder = import_module("font_source_sans_pro").font_directory
    with TemporaryDirectory() as folder:
        source = Path(folder, "text.typ")
        source.write_text('#set text(font: "Source Sans Pro")\nx $eta$')
        import_module("typst").compile(str(source), format="svg", font_paths=[font_folder])


def _writable(folder: Path) -> Finding:
    nearest = next(parent for parent in (folder.absolute(), *folder.absolute().parents) if parent.exists())
    well = nearest.is_dir() and os.access(nearest, os.W_OK)
    return Finding(
        well, f"writing to {folder}/", "" if well else f"{nearest} cannot be written; choose another with -o"
    )
