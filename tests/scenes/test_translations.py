"""Every language has every text of the lesson, and no text gets on screen past the translators."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from film import language
from film.beats import CAPTION_COLUMNS
from film.engine import walk
from film.quality import Quality
from scenes.catalog import CLIPS, LESSON, TITLE, SceneMaker
from scenes.parts import typesetting

ROOT = Path(__file__).parent.parent.parent
OTHERS = [name for name in language.languages() if name != language.ENGLISH]

# The same in every language: names of optimizers, units of the axes, symbols.
NAMES = {
    "Adam",
    "AdamW",
    "SGD",
    "RMSprop",
    "AdaGrad",
    "Adagrad",
    "Nesterov",
    "PyTorch",
    "rms",
    "beta",
    "eta",
    "L2",
    "κ",
    "log",
    "sign",
    "Var",
    "β₁ᵗ",
    "β₂ᵗ",
    # Whose works are cited.
    "Wilson",
    "Choi",
    "Zhang",
    "Kunstner",
    "Duchi",
    "Schmidt",
    "eff",  # of T_eff
    "diag",
    "float",
    "NaN",
    "inf",
    "β₂",
}


def test_every_language_has_every_text_and_no_other() -> None:
    wanted = set(_texts())
    for name in OTHERS:
        has = set(language.texts_of(name))
        assert wanted - has == set(), f"captions/{name}.toml lacks"
        assert has - wanted == set(), f"captions/{name}.toml has what nobody says"


@pytest.mark.parametrize("name", OTHERS)
def test_a_translation_has_the_values_of_its_text(name: str) -> None:
    for clip in ("", *CLIPS):
        for english, translated in language.texts_of(name, clip).items():
            assert _values(translated) == _values(english), english


@pytest.mark.parametrize("name", OTHERS)
def test_a_translation_has_the_lines_of_its_text(name: str) -> None:
    """A caption has two lines at most, a label as many as there is room for."""
    for english, translated in language.texts_of(name).items():
        assert translated.count("\n") == english.count("\n"), english


@pytest.mark.parametrize("name", OTHERS)
def test_no_line_of_a_caption_is_too_long_before_its_values_are_in_it(name: str) -> None:
    for place, argument in _said(("say", "mark")):
        if isinstance(argument, ast.Constant) and "scenes/scripts" in place:
            for line in language.texts_of(name)[argument.value].splitlines():
                assert len(re.sub(r"\{\w+\}", "1", line)) <= CAPTION_COLUMNS, line


def test_what_is_said_can_be_found_by_translators() -> None:
    for place, argument in _said():
        is_text = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        assert is_text or not isinstance(argument, (ast.JoinedStr, ast.BinOp, ast.Constant)), (
            f"{place}: say() takes a text, with values as keywords, or what mark() was given elsewhere"
        )


@pytest.mark.parametrize("name", [clip.name for clip in LESSON])
def test_nothing_is_written_on_screen_past_the_translators(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a language in which every text is a row of x, nothing else can be read than names and mathematics."""
    written: set[str] = set()
    letters, formula = typesetting.Letters.__init__, typesetting.Formula.__init__

    def write_text(self: Any, text: str, *style: Any, **more: Any) -> None:
        if "DejaVu Sans Mono" not in (*style, *more.values()):  # programs are the same in every language
            written.update(re.findall(r"[^\W\d_]{2,}", text))
        letters(self, text, *style, **more)

    def write_formula(self: Any, expression: str, *style: Any, **more: Any) -> None:
        for quoted in re.findall(r'"([^"]*)"', expression):
            written.update(re.findall(r"[^\W\d_]{2,}", quoted))
        formula(self, expression, *style, **more)

    monkeypatch.setattr(typesetting.Letters, "__init__", write_text)
    monkeypatch.setattr(typesetting.Formula, "__init__", write_formula)
    monkeypatch.setattr(language, "texts_of", lambda *_: {text: _crossed_out(text) for text in _texts()})
    monkeypatch.setattr(language, "languages", lambda: ["en", "xx"])
    clip = CLIPS[name]
    walk(SceneMaker(clip, clip.experiment().Params(), "dark", "on-screen", "xx"), Quality("walk", 160, 90, 2))
    language.speak()
    assert {word for word in written if set(word) != {"x"} and word.isalpha()} <= NAMES


def _crossed_out(text: str) -> str:
    """A text with every letter but those in the names of values replaced."""
    return re.sub(r"\{\w+\}|[^\W\d_]", lambda found: found[0] if len(found[0]) > 1 else "x", text)


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def _texts() -> Iterator[str]:
    """Every text that scenes, pages and decks say, the names of beats, and what the catalog has."""
    yield TITLE
    for clip in LESSON:
        yield from (clip.title, clip.section, clip.sentence)
    for _, argument in _said(("say", "mark")):
        if isinstance(argument, ast.Constant):
            yield argument.value
    for _, argument in _said(("Beat",)):
        if isinstance(argument, ast.Constant):
            yield argument.value.replace("-", " ")
    for template in sorted((ROOT / "film").rglob("*.*")):
        if template.suffix in (".html", ".tex"):
            yield from re.findall(r'"([^"]+)" \| say', template.read_text(encoding="utf-8"))


def _said(functions: tuple[str, ...] = ("say",)) -> Iterator[tuple[str, ast.expr]]:
    """The first arguments of all calls of these functions, each with its place."""
    for file in sorted(file for folder in ("scenes", "film") for file in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in functions:
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.args[0]
