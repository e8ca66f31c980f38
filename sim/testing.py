"""For test suites of your own: a run must stay what it was when it was recorded."""

from __future__ import annotations

from pathlib import Path

from sim.errors import InvalidInput
from sim.recording import FORMATS, compare, encode, read, record
from sim.runs import Run


def assert_matches_recording(run: Run, path: str | Path, rtol: float = 1e-9) -> None:
    """Fail unless a run is what was recorded in a file.

    ::

        def test_adam_still_follows_the_valley():
            adam = sim.optimizers.Adam(lr=0.05, beta2=0.99)
            valley = sim.landscapes.Rosenbrock(b=100)
            run = sim.runs.run(adam, valley, start=(-1.5, 2.0), steps=200)
            assert_matches_recording(run, "tests/adam-on-rosenbrock.json")

    If there is no such file, the run is recorded in it and the test fails this once. ``render.py simulate`` writes the
    same files.

    Args:
        run: a single run, not a batch.
        path: a file that ends in .json, .csv or .npz.
        rtol: the largest relative difference between two numbers that agree; see ``sim.recording.compare``.

    Raises:
        AssertionError: names the first step and field that differ, with the recorded and the fresh value.
        InvalidInput: the path has another ending, or the file cannot be read.
    """
    path = Path(path)
    form = path.suffix.removeprefix(".")
    if form not in FORMATS:
        raise InvalidInput(f"{path}: must end in .{', .'.join(FORMATS)}")
    fresh = record(run)
    if not path.exists():
        path.write_bytes(encode(fresh, form))
        raise AssertionError(f"{path} did not exist; the run is now recorded there, run the test again to compare")
    difference = compare(read(path), fresh, rtol)
    if difference is not None:
        raise AssertionError(f"{path}: {difference}")
