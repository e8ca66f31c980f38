"""The page on what the films rest on keeps to the lesson, and cites what it lists."""

from __future__ import annotations

import re
from pathlib import Path

from scenes.catalog import LESSON

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
TEXT, WORKS = PAGE.split("## Works")
NAME = r"[A-Z]\w*"
CITED = re.compile(rf"(?:IEEE 754|{NAME}(?:, {NAME})*(?: & {NAME})?(?: et al\.)? (?:1[89]|20)\d\d)")


def test_every_film_has_its_section_in_the_order_of_the_lesson() -> None:
    assert re.findall(r"^### `(.*)`$", TEXT, flags=re.MULTILINE) == [clip.name for clip in LESSON]


def test_every_work_that_is_cited_is_listed_and_every_one_listed_is_cited() -> None:
    listed = re.findall(r"^- (.*?)\. \*", WORKS, flags=re.MULTILINE)
    assert listed == sorted(listed)
    assert set(CITED.findall(" ".join(TEXT.split()))) == set(listed)


def test_the_readme_leads_to_the_page() -> None:
    assert "(docs/sources.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
