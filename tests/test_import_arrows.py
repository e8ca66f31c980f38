"""Who may import whom, and what answers at once because it never imports Manim."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_imports_point_only_from_scenes_to_sim_and_film() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    answer = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["list"],
        ["--help"],
        ["describe", "ball-on-hill"],
        ["simulate", "adam", "rosenbrock", "--start", "-1.5,2", "--steps", "3"],
        ["embed", "--help"],
    ],
    ids=lambda command: command[0],
)
def test_what_renders_nothing_never_imports_manim(command: list[str]) -> None:
    program = (
        "import sys, render\n"
        f"render.cli({command!r}, standalone_mode=False)\n"
        "assert 'manim' not in sys.modules, 'manim was imported'"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
