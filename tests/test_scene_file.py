"""Somebody else's Manim scene comes out of the same command, with what Manim knows of it."""

from __future__ import annotations

import json
import sys
import wave
from pathlib import Path

import av
import click
import pytest
from click.testing import CliRunner

import render

SCENES = """
from manim import *
from size_of_mine import SIDE


class Mine(Scene):
    def construct(self):
        square = Square(side_length=SIDE, color=RED, fill_opacity=1)
        self.next_section("first")
        self.add(square)
        self.add_subcaption("Salt & pepper", duration=0.4)
        self.wait(0.4)
        self.next_section("second")
        self.play(square.animate.shift(RIGHT), run_time=0.6, subcaption="It moves.")


class Loud(Scene):
    def construct(self):
        self.add_sound(SOUND)
        self.wait(0.2)


class Broken(Scene):
    def construct(self):
        1 / 0
"""


@pytest.fixture
def scenes(tmp_path: Path) -> Path:
    with wave.open(str(tmp_path / "click.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(1600))
    (tmp_path / "size_of_mine.py").write_text("SIDE = 2\n")
    (tmp_path / "mine.py").write_text(SCENES.replace("SOUND", repr(str(tmp_path / "click.wav"))))
    return tmp_path / "mine.py"


def clip(*words: str | Path) -> tuple[int, str]:
    asked = CliRunner().invoke(render.cli, ["clip", *map(str, words), "-q", "draft"])
    return asked.exit_code, asked.output


def test_a_scene_is_filmed_with_its_sections_and_subcaptions(scenes: Path) -> None:
    folder = scenes.parent / "out"
    status, said = clip(f"{scenes}:Mine", "-o", folder, "--format", "mp4", "--format", "mkv")
    assert status == 0, said
    manifest = json.loads((folder / "Mine.json").read_text())
    assert [(beat["name"], beat["start"], beat["end"]) for beat in manifest["beats"]] == [
        ("first", 0.0, 0.4),
        ("second", 0.4, 1.0),
    ]
    assert sorted(manifest["files"]) == sorted(file.name for file in folder.iterdir())
    captions = (folder / "Mine.vtt").read_text()
    assert "00:00:00.000 --> 00:00:00.400\nSalt &amp; pepper" in captions
    assert "It moves." in captions


def test_a_lossless_film_has_every_pixel_as_it_was_painted(scenes: Path) -> None:
    folder = scenes.parent / "out"
    assert clip(f"{scenes}:Mine", "-o", folder, "--format", "mkv")[0] == 0
    assert not (folder / "Mine.mp4").exists()
    with av.open(str(folder / "Mine.mkv")) as film:
        assert film.streams.video[0].codec_context.name == "ffv1"
        frames = [frame.to_ndarray(format="rgba") for frame in film.decode(video=0)]
    assert len(frames) == 15
    assert tuple(frames[0][240, 427]) == (0xFC, 0x62, 0x55, 0xFF)  # Manim's RED


def test_a_film_of_a_file_that_may_have_changed_is_made_again(scenes: Path) -> None:
    folder = scenes.parent / "out"
    for side, expected in ((2, True), (0.5, False)):
        (scenes.parent / "size_of_mine.py").write_text(f"SIDE = {side}\n")
        sys.modules.pop("size_of_mine", None)
        assert clip(f"{scenes}:Mine", "-o", folder)[0] == 0
        with av.open(str(folder / "Mine.mp4")) as film:
            first = next(film.decode(video=0)).to_ndarray(format="rgb24")
        assert bool(first[240, 427 + 40, 0] > 128) is expected


def test_sounds_are_left_out_and_that_is_said(scenes: Path) -> None:
    status, said = clip(f"{scenes}:Loud", "-o", scenes.parent / "out")
    assert status == 0
    assert "its sounds are left out" in said


def test_a_scene_that_fails_says_why_in_one_line(scenes: Path) -> None:
    status, said = clip(f"{scenes}:Broken", "-o", scenes.parent / "out")
    assert status == 1
    assert said.splitlines()[-1] == "Error: Broken: ZeroDivisionError: division by zero"
    assert not list((scenes.parent / "out").iterdir())


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("mine.py:Min", "did you mean 'Mine'"),
        ("mine.py", "mine.py:Mine"),
        ("nothing.py:Mine", "nothing.py"),
        ("wrong.py:Mine", "wrong.py, line 1"),
    ],
)
def test_a_mistake_in_the_name_is_answered_in_one_line(
    scenes: Path, monkeypatch: pytest.MonkeyPatch, asked: str, named: str
) -> None:
    monkeypatch.chdir(scenes.parent)
    Path("wrong.py").write_text("class :\n")
    with pytest.raises(click.ClickException) as refused:
        render.cli(["clip", asked], standalone_mode=False)
    assert named in refused.value.format_message()


def test_what_only_clips_have_cannot_be_set_for_a_scene(scenes: Path) -> None:
    status, said = clip(f"{scenes}:Mine", "--theme", "light")
    assert status == 2
    assert "--theme" in said
