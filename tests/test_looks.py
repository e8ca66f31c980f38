"""The command line's choices of shape and language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from PIL import Image

import render
from film import language

FILM = "oscillating-valley"


def ask(*arguments: str) -> Result:
    return CliRunner().invoke(render.cli, arguments)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "captions"
    folder.mkdir()
    monkeypatch.setattr(language, "FOLDER", folder)
    return folder


@pytest.mark.parametrize(("aspect", "size"), [("4:3", (640, 480)), ("1:1", (480, 480)), ("9:16", (480, 854))])
def test_a_still_has_the_shape_that_was_asked_for(tmp_path: Path, aspect: str, size: tuple[int, int]) -> None:
    path = tmp_path / "still.png"
    answer = ask("still", FILM, "--at", "0", "--aspect", aspect, "-q", "draft", "-o", str(path))
    assert answer.exit_code == 0, answer.output
    assert Image.open(path).size == size


def test_a_language_is_one_file_and_shows_in_what_is_described(folder: Path) -> None:
    (folder / "fr.toml").write_text('[oscillating-valley]\n"The oscillating valley" = "La vallée en zigzag"\n')
    told = json.loads(ask("describe", FILM, "--lang", "fr", "--json").stdout)
    assert told["title"] == "La vallée en zigzag"
    assert json.loads(ask("describe", FILM, "--json").stdout)["title"] == "The oscillating valley"


@pytest.mark.parametrize("command", [["describe"], ["clip"], ["check"], ["storyboard"], ["still", "--at", "0"]])
def test_a_language_that_is_not_there_is_refused_with_those_that_are(folder: Path, command: list[str]) -> None:
    (folder / "de.toml").write_text("")
    answer = ask(command[0], FILM, *command[1:], "--lang", "deu")
    assert answer.exit_code == 2
    assert "unknown language 'deu': did you mean 'de'? (known: de, en)" in answer.output


def test_a_file_of_captions_that_cannot_be_read_is_one_line(folder: Path) -> None:
    (folder / "fr.toml").write_text('[labels]\n"loss" = 3')
    answer = ask("describe", FILM, "--lang", "fr")
    assert answer.exit_code == 2
    assert "captions/fr.toml: 'loss' must be a text, not 3" in answer.output


def test_what_a_language_lacks_is_in_english_and_the_film_says_so(folder: Path, tmp_path: Path) -> None:
    (folder / "fr.toml").write_text('[labels]\n"step" = "pas"\n')
    answer = ask("clip", "averaging-out", "--lang", "fr", "-q", "draft", "-o", str(tmp_path), "--json")
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.stdout)
    assert told["language"] == "fr"
    assert "captions/fr.toml lacks" in told["warnings"][0] and "'Two voices in each gradient" in told["warnings"][0]
