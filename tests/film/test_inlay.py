"""What a film's file holds beside the pictures: tags, chapters, captions that a player can show."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import pytest

from film.lesson import join_films

Cue = tuple[str, float, float]


def cues(path: Path) -> list[Cue]:
    """The captions in a file, as a player finds them."""
    with av.open(str(path)) as film:
        packets = [packet for packet in film.demux(film.streams.subtitles[0]) if packet.size and packet.pts is not None]
        head = 2 if film.streams.subtitles[0].codec_context.name == "mov_text" else 0
        return [
            (
                bytes(packet)[head:].decode(),
                float(packet.pts * packet.time_base),
                float(packet.duration * packet.time_base),
            )
            for packet in packets
            if len(bytes(packet)) > head
        ]


def manifest(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def expected(beats: Any, later: float = 0) -> list[Any]:
    return [
        (
            beat["caption"],
            pytest.approx(later + beat["start"], abs=1e-3),
            pytest.approx(beat["end"] - beat["start"], abs=2e-3),
        )
        for beat in beats
    ]


@pytest.mark.parametrize("name", ["drawn", "rolls"])
def test_a_film_has_its_captions_in_it_each_for_its_beat(folder: Path, name: str) -> None:
    assert cues(folder / f"{name}.mp4") == expected(manifest(folder, name)["beats"])
    with av.open(str(folder / f"{name}.mp4")) as film:
        assert film.streams.subtitles[0].language == "eng"


def test_a_film_without_captions_has_none_in_it_either(folder: Path) -> None:
    with av.open(str(folder / "another.mp4")) as film:
        assert not film.streams.subtitles


def test_no_player_shows_captions_twice_where_the_picture_has_them(folder: Path) -> None:
    """The first track of its kind is what players show unasked, if it is enabled."""

    def is_default(name: str) -> bool:
        with av.open(str(folder / f"{name}.mp4")) as film:
            return bool(film.streams.subtitles[0].disposition & av.stream.Disposition.default)

    assert is_default("rolls")
    assert not is_default("drawn")


@pytest.mark.parametrize("name", ["another", "drawn", "rolls"])
def test_every_beat_is_a_chapter_and_the_file_says_what_it_is_and_how_it_was_made(folder: Path, name: str) -> None:
    told = manifest(folder, name)
    with av.open(str(folder / f"{name}.mp4")) as film:
        chapters = [
            (chapter["metadata"]["title"], *(float(chapter[end] * chapter["time_base"]) for end in ("start", "end")))
            for chapter in film.chapters()
        ]
        assert film.metadata["title"] == told["title"]
        for setting in (name, "Downslope", "lr=0.1", "eps=1e-08"):
            assert setting in film.metadata["comment"]
        assert float(film.duration / av.time_base) == pytest.approx(told["duration"])
    assert chapters == [
        (beat["name"], pytest.approx(beat["start"], abs=1e-3), pytest.approx(beat["end"], abs=1e-3))
        for beat in told["beats"]
    ]


def test_a_joined_lesson_has_the_captions_of_all_films_in_their_places(folder: Path, tmp_path: Path) -> None:
    names = ["another", "drawn", "rolls"]  # the first one has none
    join_films(folder, names, tmp_path / "lesson.mp4", "All of them")
    wanted, start = [], 0.0
    for name in names:
        told = manifest(folder, name)
        wanted += expected(told["beats"], start) if told["captions"] != "none" else []
        start += told["duration"]
    assert cues(tmp_path / "lesson.mp4") == wanted


def test_the_transcript_can_be_read_without_the_film(folder: Path) -> None:
    text = (folder / "rolls.md").read_text(encoding="utf-8")
    assert text.startswith("# The film “rolls”\n\n")
    for beat in manifest(folder, "rolls")["beats"]:
        assert beat["name"] in text
    assert "It starts here & now." in text
    assert r"It ends \<here\>." in text
    assert "- `lr` = 0.1\n" in text
