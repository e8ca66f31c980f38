"""Tests of pictures keep Manim's files out of the project's folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from manim import tempconfig


@pytest.fixture(scope="session", autouse=True)
def media_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Typeset text is cached in a folder of this session."""
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("media"))}):
        yield
