"""The simulations stand on NumPy alone, so that numbers are there in an instant."""

from __future__ import annotations

import subprocess
import sys


def test_numbers_need_numpy_and_nothing_heavier():
    code = "import sim.runs, sim.recording, sim.testing, sys; print(*{name.split('.')[0] for name in sys.modules})"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "numpy" in loaded
    assert not {"manim", "pydantic", "click", "scipy", "pytest", "scenes", "film"} & set(loaded)
