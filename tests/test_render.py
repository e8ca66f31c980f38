"""The command line: what it answers, how it refuses, what it leaves on the disk."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

import render
from film.beats import Beat
from film.outputs import all_or_nothing
from film.production import Order
from film.quality import Quality
from film.workers import Failure, run_jobs
from scenes.catalog import LESSON
from sim.landscapes import Rosenbrock
from sim.optimizers import Adam
from sim.runs import run

ROOT = Path(__file__).parent.parent
WALK = ["simulate", "adam", "rosenbrock", "--start", "-1.5,2", "--steps", "20", "-p", "lr=0.05"]


def ask(*words: str) -> Result:
    return CliRunner().invoke(render.cli, list(words))


def test_list_names_every_clip_in_order() -> None:
    assert [row["name"] for row in json.loads(ask("list", "--json").output)] == [clip.name for clip in LESSON]
    assert all(clip.title in ask("list").output for clip in LESSON)


def test_describe_says_what_can_be_set_and_what_is_told() -> None:
    described = json.loads(ask("describe", "ball-on-hill", "--set", "momentum=0.8", "--json").output)
    assert described["parameters"]["momentum"] == 0.8
    assert [beat["name"] for beat in described["beats"]][-1] == "three-endings"
    text = ask("describe", "bias-correction").output
    assert "beta1 = 0.9" in text and "zero-start" in text
    assert "≤ 2147483648" in text


def test_simulate_prints_the_run_to_the_last_bit() -> None:
    printed = json.loads(ask(*WALK).output)
    walk = run(Adam(lr=0.05), Rosenbrock(), start=(-1.5, 2.0), steps=20)
    for name in ("positions", "losses", "gradients", "updates", "first_moment", "second_moment_corrected"):
        assert np.array_equal(np.array(printed[name]), getattr(walk, name)), name
    assert printed["landscape"] == {"name": "rosenbrock", "a": 1.0, "b": 100.0}
    assert printed["optimizer"]["beta2"] == 0.999 and printed["optimizer"]["bias_correction"] is True
    assert (printed["steps"], printed["seed"], printed["noise"], printed["diverged_at"]) == (20, None, 0.0, None)
    assert [len(printed[name]) for name in ("positions", "losses", "gradients")] == [21, 21, 20]


def test_simulate_writes_tables_and_archives(tmp_path: Path) -> None:
    losses = json.loads(ask(*WALK).output)["losses"]
    rows = list(csv.DictReader(io.StringIO(ask(*WALK, "--format", "csv").output)))
    assert [float(row["losses"]) for row in rows] == losses
    assert ask(*WALK, "--format", "npz", "-o", str(tmp_path / "walk.npz")).exit_code == 0
    with np.load(tmp_path / "walk.npz") as archive:
        assert archive["losses"].tolist() == losses


def test_check_names_the_first_step_and_field_that_differ(tmp_path: Path) -> None:
    recording = tmp_path / "walk.json"
    assert ask(*WALK, "-o", str(recording)).exit_code == 0
    assert ask(*WALK, "--check", str(recording)).exit_code == 0
    changed = json.loads(recording.read_text())
    changed["losses"][7] *= 1 + 1e-6
    recording.write_text(json.dumps(changed))
    answer = ask(*WALK, "--check", str(recording))
    assert answer.exit_code == 1
    assert "losses" in answer.stderr and "7" in answer.stderr
    assert ask(*WALK, "--check", str(recording), "--rtol", "1e-5").exit_code == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["clip", "ball-on-hil"], ["ball-on-hil", "ball-on-hill"]),
        (["describe", "ball-on-hill", "--set", "momentun=0.8"], ["momentun", "momentum"]),
        (["describe", "ball-on-hill", "--set", "momentum=1.5"], ["1.5", "momentum"]),
        (["describe", "ball-on-hill", "--set", "momentum=much"], ["much", "momentum"]),
        (["describe", "ball-on-hill", "--set", "momentum"], ["momentum"]),
        (["simulate", "adm", "rosenbrock", "--start", "1,1", "--steps", "3"], ["adm", "adam"]),
        (["simulate", "adam", "rosenbrok", "--start", "1,1", "--steps", "3"], ["rosenbrok", "rosenbrock"]),
        (["simulate", "adam", "booth", "--start", "1,1", "--steps", "0"], ["0"]),
        (["simulate", "adam", "booth", "--start", "1,1,1", "--steps", "3"], ["3"]),
        (["simulate", "adam", "booth", "--start", "1,1", "--steps", "3", "-p", "lr=-1"], ["lr", "-1"]),
        (["still", "ball-on-hill", "--beat", "three-ending"], ["three-ending", "three-endings"]),
        (["still", "ball-on-hill"], ["--beat", "--at"]),
    ],
    ids=lambda part: " ".join(part[:4]) if isinstance(part, list) else None,
)
def test_a_mistake_is_answered_in_one_line_that_helps(words: list[str], named: list[str]) -> None:
    answer = ask(*words)
    assert answer.exit_code == 2
    assert all(name in answer.stderr for name in named)
    assert "Traceback" not in answer.stderr
    assert len([line for line in answer.stderr.splitlines() if line.startswith("Error:")]) == 1


def test_a_folder_that_cannot_be_written_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = ask("clip", "ball-on-hill", "-q", "draft", "-o", str(tmp_path / "file" / "out"))
    assert answer.exit_code == 1
    assert str(tmp_path / "file") in answer.stderr and "Traceback" not in answer.stderr


def make_scene(renderer: Any) -> Any:
    from manim import Circle

    from film.explainer import Explainer

    class Short(Explainer):
        def construct(self) -> None:
            ball = Circle(fill_opacity=1)
            self.add(ball)
            with self.beat(Beat("move", "It moves.")):
                self.play(ball.animate.shift([1, 0, 0]), run_time=0.4)

    return Short(renderer=renderer)


@pytest.fixture
def order() -> Order:
    return Order(
        name="short",
        title="Short",
        make_scene=make_scene,
        parameters={"lr": 0.1},
        quality=Quality("tiny", 160, 90, 10),
        theme="dark",
        captions="sidecar",
        sources=(Path(__file__),),
    )


def test_a_film_comes_with_captions_poster_and_manifest_and_is_known_again(order: Order, tmp_path: Path) -> None:
    heard: list[int] = []
    manifest = order.produce(tmp_path, heard.append)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["short.json", "short.mp4", "short.png", "short.vtt"]
    assert manifest == json.loads((tmp_path / "short.json").read_text())
    assert heard[-1] == manifest["frames"] == 20
    assert [(b["name"], b["caption"], b["start"], b["end"]) for b in manifest["beats"]] == [
        ("move", "It moves.", 0.0, pytest.approx(2.0))
    ]
    assert order.is_done(tmp_path)
    assert not Order(**{**vars(order), "parameters": {"lr": 0.2}}).is_done(tmp_path)
    (tmp_path / "short.mp4").unlink()
    assert not order.is_done(tmp_path)


def test_a_full_disk_leaves_nothing_behind(order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "short.mp4")

    monkeypatch.setattr("film.encoding.Part.write", fail)
    with pytest.raises(OSError, match="No space"):
        order.produce(tmp_path, lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left_over = tmp_path / f".short.{gone.pid}.partial"
    left_over.mkdir()
    with all_or_nothing(tmp_path, "short") as workshop:
        (workshop / "short.mp4").write_text("film")
    assert [file.name for file in tmp_path.iterdir()] == ["short.mp4"]


def test_one_film_that_fails_does_not_stop_the_others() -> None:
    def job(fails: bool, report: Callable[[int], None]) -> str:
        if fails:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "a.mp4")
        return "done"

    results: dict[int, Any] = {}
    jobs = [partial(job, number == 1) for number in range(4)]
    run_jobs(jobs, 2, lambda *_: None, lambda outcome: results.update({outcome.index: outcome.result}))
    assert [results[number] for number in (0, 2, 3)] == ["done"] * 3
    assert isinstance(results[1], Failure) and results[1].reason == "a.mp4: No space left on device"


def test_ctrl_c_ends_a_render_and_leaves_nothing(tmp_path: Path) -> None:
    render_it = [sys.executable, "render.py", "clip", "ball-on-hill", "-q", "draft", "-o", str(tmp_path), "-j", "2"]
    process = subprocess.Popen(render_it, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not any(tmp_path.glob(".ball-on-hill.*.partial/.ball-on-hill-*/00001.*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in told
    assert list(tmp_path.iterdir()) == []


def test_two_renders_of_the_same_film_at_once_both_succeed(order: Order, tmp_path: Path) -> None:
    results: list[Any] = []
    jobs = [lambda report: order.produce(tmp_path, report)] * 2
    run_jobs(jobs, 2, lambda *_: None, lambda outcome: results.append(outcome.result))
    assert not any(isinstance(result, Failure) for result in results), results
    assert order.is_done(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["short.json", "short.mp4", "short.png", "short.vtt"]
