"""Films speak the language of a file, and English where the file has nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from film import language
from film.language import languages, say, speak, spoken, untranslated


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    yield tmp_path
    speak()


def test_a_file_is_a_language_and_english_needs_none(folder: Path) -> None:
    (folder / "fr.toml").write_text("")
    assert languages() == ["en", "fr"]
    assert spoken() == "en"
    assert say("the loss") == "the loss"


def test_values_stand_where_the_translation_wants_them(folder: Path) -> None:
    (folder / "fr.toml").write_text('[labels]\n"{count} steps at {rate}" = "à {rate}, {count} pas"\n')
    speak("fr")
    assert say("{count} steps at {rate}", count=3, rate="0.10") == "à 0.10, 3 pas"
    assert untranslated() == []


def test_what_a_file_lacks_is_said_in_english_and_noted_once(folder: Path) -> None:
    (folder / "fr.toml").write_text('[labels]\n"loss" = "perte"\n')
    speak("fr")
    assert [say("loss"), say("{n} steps", n=2), say("{n} steps", n=3)] == ["perte", "2 steps", "3 steps"]
    assert untranslated() == ["{n} steps"]
    speak("fr")
    assert untranslated() == []


def test_a_clips_own_words_go_before_all_others_also_under_the_name_of_a_beat(folder: Path) -> None:
    (folder / "fr.toml").write_text(
        '[hill.start]\n"go" = "va"\n[valley.end]\n"go" = "cours"\n[labels]\n"go" = "allez"\n"stop" = "halte"\n'
    )
    speak("fr", "hill")
    assert (say("go"), say("stop")) == ("va", "halte")
    speak("fr", "valley")
    assert say("go") == "cours"


@pytest.mark.parametrize(
    ("content", "what"), [('[labels\n"a" = "b"', "line 1"), ('[labels]\n"loss" = 3', "'loss' must be a text, not 3")]
)
def test_a_file_that_is_no_language_is_told_by_name(folder: Path, content: str, what: str) -> None:
    (folder / "fr.toml").write_text(content)
    with pytest.raises(ValueError, match=r"captions/fr\.toml: .*" + what):
        speak("fr")
