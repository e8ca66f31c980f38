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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

import render
import sim.experiments.ball_on_hill
from film.beats import Beat
from film.lesson import join_films
from film.outputs import all_or_nothing
from film.production import Order
from film.progress import OneBar
from film.quality import Quality
from film.workers import Failure, run_jobs
from scenes.catalog import LESSON, Clip
from sim.landscapes import Rosenbrock
from sim.optimizers import Adam
from sim.runs import run

GUIDE = (
    "blindfolded-hiker",
    "ball-on-hill",
    "skeptical-navigator",
    "learning-rate-story",
    "oscillating-valley",
    "averaging-out",
    "rare-features",
    "bias-correction",
    "when-to-use-what",
    "learning-rate",
    "momentum-memory",
    "second-moment-memory",
    "epsilon",
    "forgotten-zero-grad",
    "wrong-learning-rate",
    "weight-decay",
    "checkpoints",
)
ROOT = Path(__file__).parent.parent
SHORT = ["short.json", "short.md", "short.mp4", "short.png", "short.srt", "short.vtt"]  # all files of the film "short"
WALK = ["simulate", "adam", "rosenbrock", "--start", "-1.5,2", "--steps", "20", "-p", "lr=0.05"]


def ask(*words: str) -> Result:
    return CliRunner().invoke(render.cli, list(words))


def test_list_names_every_clip_in_order_and_fits_a_terminal() -> None:
    assert [row["name"] for row in json.loads(ask("list", "--json").output)] == [clip.name for clip in LESSON]
    answer = ask("list").output
    lines, text = answer.splitlines(), " ".join(answer.split())
    assert [line.split()[0] for line in lines if not line.startswith(" ")][:-1] == [clip.name for clip in LESSON]
    assert max(map(len, lines)) <= 80
    for clip in LESSON:
        length = f"{clip.seconds // 60}:{clip.seconds % 60:02}"
        assert f"{clip.name} {length} {clip.title} ({clip.section}) {clip.sentence}" in text


def test_the_lesson_goes_the_way_of_the_guide() -> None:
    assert tuple(clip.name for clip in LESSON if clip.name in GUIDE) == GUIDE


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


def make_scene(renderer: Any, seconds: float = 0.4) -> Any:
    from manim import Circle

    from film.explainer import Explainer

    class Short(Explainer):
        def construct(self) -> None:
            ball = Circle(fill_opacity=1)
            self.add(ball)
            with self.beat(Beat("move", "It moves.")):
                self.play(ball.animate.shift([1, 0, 0]), run_time=seconds)

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
    assert sorted(file.name for file in tmp_path.iterdir()) == SHORT
    assert manifest == json.loads((tmp_path / "short.json").read_text())
    assert heard[-1] == manifest["frames"] == 20
    assert [(b["name"], b["caption"], b["start"], b["end"]) for b in manifest["beats"]] == [
        ("move", "It moves.", 0.0, pytest.approx(2.0))
    ]
    assert order.is_done(tmp_path)
    assert not replace(order, parameters={"lr": 0.2}).is_done(tmp_path)
    (tmp_path / "short.mp4").unlink()
    assert not order.is_done(tmp_path)


def test_a_film_whose_code_was_edited_meanwhile_is_not_up_to_date(order: Order, tmp_path: Path) -> None:
    code = tmp_path / "code.py"
    code.write_text("before")
    edited = replace(order, sources=(code,))
    assert not edited.is_done(tmp_path / "out")
    code.write_text("after")
    edited.produce(tmp_path / "out", lambda _: None)
    assert not replace(edited).is_done(tmp_path / "out")
    code.write_text("before")
    assert replace(edited).is_done(tmp_path / "out")


def test_a_full_disk_leaves_nothing_behind(order: Order, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "short.mp4")

    monkeypatch.setattr("film.encoding.Part.write", fail)
    with pytest.raises(OSError, match="No space"):
        order.produce(tmp_path, lambda _: None)
    assert list(tmp_path.iterdir()) == []


def test_films_joined_have_a_chapter_each_and_all_their_frames(order: Order, tmp_path: Path) -> None:
    names = ("one", "two", "three")
    orders = [
        replace(order, name=name, title=name.title(), make_scene=partial(make_scene, seconds=place + 1))
        for place, name in enumerate(names)
    ]
    films = [each.produce(tmp_path, lambda _: None) for each in orders]
    told = join_films(tmp_path, names, tmp_path / "lesson.mp4", "All of it")
    with av.open(str(tmp_path / "lesson.mp4")) as lesson:
        assert lesson.metadata["title"] == "All of it"
        chapters = [
            (each["metadata"]["title"], *(float(each[at] * each["time_base"]) for at in ("start", "end")))
            for each in lesson.chapters()
        ]
        packets = [packet for packet in lesson.demux(video=0) if packet.size]
    assert [title for title, *_ in chapters] == ["One", "Two", "Three"]
    ends = np.cumsum([film["duration"] for film in films])
    assert [end for *_, end in chapters] == pytest.approx(list(ends))
    assert [start for _, start, _ in chapters] == pytest.approx([0, *ends[:-1]])
    assert [tuple(chapter.values()) for chapter in told["chapters"]] == chapters
    # As many pictures as the manifests say, each as it was encoded, at even distances.
    assert len(packets) == told["frames"] == sum(film["frames"] for film in films)
    assert b"".join(map(bytes, packets)) == b"".join(encoded(tmp_path / f"{name}.mp4") for name in names)
    assert np.diff([packet.pts * packet.time_base for packet in packets]) == pytest.approx(1 / order.quality.fps)
    with av.open(str(tmp_path / "lesson.mp4")) as lesson:
        assert sum(1 for _ in lesson.decode(video=0)) == told["frames"]


def encoded(film: Path) -> bytes:
    with av.open(str(film)) as container:
        return b"".join(bytes(packet) for packet in container.demux(video=0))


def test_films_of_different_sizes_are_not_joined(order: Order, tmp_path: Path) -> None:
    replace(order, name="one").produce(tmp_path, lambda _: None)
    replace(order, name="two", quality=Quality("wide", 320, 90, 10)).produce(tmp_path, lambda _: None)
    with pytest.raises(ValueError, match="different qualities"):
        join_films(tmp_path, ("one", "two"), tmp_path / "lesson.mp4", "")
    assert not (tmp_path / "lesson.mp4").exists()


@dataclass(frozen=True)
class Pretended(Clip):
    """A clip whose scene is short, or cannot be had."""

    broken: bool = False

    def experiment(self) -> Any:
        return sim.experiments.ball_on_hill

    def sources(self, language: str = "en") -> Iterator[Path]:
        yield Path(__file__)

    def scene(self) -> Any:
        if self.broken:
            raise RuntimeError("no such hill")
        return lambda renderer, **_: make_scene(renderer)


def test_all_goes_on_when_a_film_fails_and_says_which(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    lesson = [Pretended(name, name.title(), "", "", 2, broken=name == "two") for name in ("one", "two", "three")]
    monkeypatch.setattr("render.LESSON", lesson)
    whole = tmp_path / "lesson.mp4"
    order = ["all", "-q", "draft", "-o", str(tmp_path), "--join", str(whole), "-j", "2"]
    answer = ask(*order)
    assert answer.exit_code == 1
    assert "Error: two: RuntimeError: no such hill" in answer.stderr.splitlines()
    assert "Traceback" not in answer.stderr
    assert sorted(film.name for film in tmp_path.glob("*.mp4")) == ["one.mp4", "three.mp4"]
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "one.mp4" in page and "three.mp4" in page and "two.mp4" not in page
    (tmp_path / "index.html").unlink()
    assert str(whole) in answer.stderr and not whole.exists()
    monkeypatch.setattr("render.LESSON", [clip for clip in lesson if not clip.broken])
    answer = ask(*order, "--json")
    assert answer.exit_code == 0
    *films, joined = map(json.loads, answer.stdout.splitlines())
    assert [film["clip"] for film in films] == ["one", "three"]
    assert joined["frames"] == sum(film["frames"] for film in films)
    assert joined["lesson"] == str(whole) and whole.exists()
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == page


def test_a_joined_file_that_is_no_mp4_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    answer = ask("all", "-o", str(tmp_path), "--join", str(tmp_path / "lesson.avi"))
    assert answer.exit_code == 2
    assert ".mp4" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_where_nothing_can_be_joined_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = ask("all", "-o", str(tmp_path / "out"), "--join", str(tmp_path / "file" / "lesson.mp4"))
    assert answer.exit_code == 1
    assert str(tmp_path / "file") in answer.stderr and "Traceback" not in answer.stderr
    assert not (tmp_path / "out").exists()


def test_one_bar_counts_the_frames_of_all_films(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr("film.progress.Console", lambda **_: Console(file=screen, force_terminal=True, width=120))
    with OneBar([100, 50]) as bar:
        bar.frames(0, 40)
        bar.frames(1, 10)
        bar.ended(0, "one failed")
        bar.frames(1, 60)
        bar.ended(1, "two → out/two.mp4")
    told = screen.getvalue()
    assert "one failed" in told and "two → out/two.mp4" in told
    assert "2 of 2 films" in told
    assert "100/100 frames" in told  # the forty of the film that failed, and the sixty of one longer than was thought


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
    process = subprocess.Popen(
        render_it,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  # a background job's is ignored
    )
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
    assert sorted(file.name for file in tmp_path.iterdir()) == SHORT
