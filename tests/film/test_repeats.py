"""Pictures put in without the encoder are what it would have written, and nothing after them is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from manim import BLUE, LEFT, RIGHT, Scene, Square
from reading import decoded

from film.engine import film_scene
from film.quality import Quality
from film.repeats import Repeats

SMALL = Quality("small", 320, 180, 15)
SETS = bytes.fromhex("000000016764002aacb403c0113f2cd40404050000030001")  # as libx264 writes them at our settings


class RestsAndMoves(Scene):
    def construct(self) -> None:
        square = Square(color=BLUE, fill_opacity=0.7).shift(2 * LEFT)
        self.add(square)
        self.wait(3)
        for _ in range(2):
            self.play(square.animate.shift(RIGHT).rotate(0.3), run_time=0.4)
            self.wait(1.5)  # more than sixteen pictures: their numbers start again


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("repeats") / "film.mp4"
    film_scene(lambda r: RestsAndMoves(renderer=r), path, SMALL)
    return path


def test_a_film_looks_as_if_the_encoder_had_been_given_every_picture(
    film: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Repeats, "copy", lambda self: None)
    film_scene(lambda r: RestsAndMoves(renderer=r), tmp_path / "whole.mp4", SMALL)
    ours, every = decoded(film), decoded(tmp_path / "whole.mp4")
    assert len(ours) == len(every)
    assert all((one == other).all() for one, other in zip(ours, every, strict=True))


def test_most_of_a_rest_is_copied(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copies: list[bytes] = []
    original = Repeats.copy

    def counted(self: Repeats) -> bytes | None:
        packet = original(self)
        if packet is not None:
            copies.append(packet)
        return packet

    monkeypatch.setattr(Repeats, "copy", counted)
    film_scene(lambda r: RestsAndMoves(renderer=r), tmp_path / "film.mp4", SMALL)
    assert len(copies) > 6 * SMALL.fps * 0.7


def packet(number: int, rest: bytes = b"\x1f\x00\x11") -> bytes:
    return bytes.fromhex("0000000141") + bytes([0x9A | number >> 3, (number & 7) << 5]) + rest


def test_numbers_go_on_after_copies_and_start_again_at_a_keyframe() -> None:
    repeats = Repeats(SETS)
    for number in (1, 2):
        assert repeats.renumbered(packet(number), is_keyframe=False, is_repeat=True) == packet(number)
    assert [repeats.copy() for _ in range(14)] == [packet(number % 16) for number in range(3, 17)]
    after = repeats.renumbered(packet(3, b"changed"), is_keyframe=False, is_repeat=False)
    assert after == packet(1, b"changed")
    assert repeats.renumbered(b"key", is_keyframe=True, is_repeat=False) == b"key"
    assert repeats.renumbered(packet(1), is_keyframe=False, is_repeat=False) == packet(1)


def test_there_are_no_copies_of_pictures_that_still_change() -> None:
    repeats = Repeats(SETS)
    for number, rest in ((1, b"one"), (2, b"other")):
        repeats.renumbered(packet(number, rest), is_keyframe=False, is_repeat=True)
    assert repeats.copy() is None


@pytest.mark.parametrize("sets", [b"", SETS.replace(b"\xac\xb4", b"\xac\x54")], ids=["none", "other numbers"])
def test_an_unknown_stream_is_left_to_the_encoder(sets: bytes) -> None:
    repeats = Repeats(sets)
    for number in (1, 2, 3):
        assert repeats.renumbered(packet(number), is_keyframe=False, is_repeat=True) == packet(number)
    assert repeats.copy() is None
