"""A result that is kept is the one that would be computed, and is not used when anything has changed."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scenes import results
from sim.experiments.averaging_out import Params


class Slow:
    """An experiment that counts how often it is run."""

    def __init__(self) -> None:
        self.runs = 0

    def module(self) -> Any:
        def simulate(params: Params) -> tuple[str, float]:
            self.runs += 1
            return "result", params.momentum

        return SimpleNamespace(__name__="slow", simulate=simulate)


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Slow:
    monkeypatch.setattr(results, "cache_folder", lambda: tmp_path)
    monkeypatch.setattr(results, "LONG", 0.0)
    return Slow()


def test_a_slow_result_is_computed_once_for_the_same_parameters(slow: Slow) -> None:
    asked = [results.result_of(slow.module(), Params(momentum=m)) for m in (0.9, 0.9, 0.8)]
    assert asked == [("result", 0.9), ("result", 0.9), ("result", 0.8)]
    assert slow.runs == 2


def test_a_result_of_other_code_is_not_used(slow: Slow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    results.result_of(slow.module(), Params())
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "edited.py").write_text("x = 1\n")
    monkeypatch.setattr(results.sim, "__path__", [str(tmp_path / "sim")])
    results.result_of(slow.module(), Params())
    assert slow.runs == 2


def test_a_damaged_file_is_no_obstacle(slow: Slow, tmp_path: Path) -> None:
    results.result_of(slow.module(), Params())
    (kept,) = tmp_path.glob("*.result")
    kept.write_bytes(b"\x80")
    assert results.result_of(slow.module(), Params()) == ("result", Params().momentum)


def test_a_quick_result_is_not_kept_and_old_ones_make_room(
    slow: Slow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(results, "KEPT", 2)
    for momentum in (0.5, 0.6, 0.7):
        results.result_of(slow.module(), Params(momentum=momentum))
    assert len(list(tmp_path.glob("*.result"))) == 2
    monkeypatch.setattr(results, "LONG", 60.0)
    results.result_of(slow.module(), Params(momentum=0.8))
    assert len(list(tmp_path.glob("*.result"))) == 2
