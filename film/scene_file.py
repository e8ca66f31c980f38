"""Scenes from somebody's own file, ``path/to/file.py:SceneName``; imports manim only when a scene is made."""

from __future__ import annotations

import ast
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class SceneFile:
    """A scene by the file that it is in and the name of its class; makes it for a renderer, as often as asked."""

    path: Path
    scene_name: str

    def __call__(self, renderer: Any) -> Any:
        return getattr(self._module(), self.scene_name)(renderer=renderer)

    def _module(self) -> ModuleType:
        """The file as a module, which finds its neighbours as it does under plain Manim."""
        folder = str(self.path.parent.resolve())
        if folder not in sys.path:
            sys.path.insert(0, folder)
        spec = spec_from_file_location(self.path.stem, self.path)
        assert spec is not None
        assert spec.loader is not None
        module = module_from_spec(spec)
        sys.modules[self.path.stem] = module  # classes are looked up there when they are copied or sent elsewhere
        spec.loader.exec_module(module)
        return module


def classes_in(path: Path) -> Sequence[str]:
    """The names of a file's classes, without running it.

    Raises:
        OSError: the file cannot be read.
        SyntaxError: it is not Python.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
