"""Clips in notebooks."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import sim.experiments.ball_on_hill
from film.beats import Beat
from film.quality import QUALITIES, Quality
from scenes import notebook, show
from scenes.catalog import CLIPS, Clip
from sim.errors import InvalidInput

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Short(Clip):
    """A clip whose scene is over soon, or fails."""

    broken: bool = False

    def experiment(self) -> Any:
        return sim.experiments.ball_on_hill

    def sources(self, language: str = "en") -> Iterator[Path]:
        yield Path(__file__)

    def scene(self) -> Any:
        from film.explainer import Explainer

        broken = self.broken

        class Scene(Explainer):
            def construct(self) -> None:
                if broken:
                    raise RuntimeError("no such hill")
                with self.beat(Beat("rest", "It rests.")):
                    self.wait(0.2)

            def draw_caption(self, caption: str) -> None:
                pass

        return lambda renderer, **_: Scene(renderer=renderer)


@pytest.fixture(autouse=True)
def short_clips(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setitem(QUALITIES, "tiny", Quality("tiny", 160, 90, 10))
    monkeypatch.setitem(CLIPS, "short", Short("short", "Short", "", "It is short.", 2))
    monkeypatch.setitem(CLIPS, "broken", Short("broken", "Broken", "", "It breaks.", 2, broken=True))


def test_a_clip_is_rendered_once_for_each_setting_and_played_in_the_page(
    capfd: pytest.CaptureFixture[str],
) -> None:
    first = show("short", quality="tiny", momentum=0.8)
    assert "rendering short" in capfd.readouterr().out
    assert first.film.parameters["momentum"] == 0.8
    assert show("short", quality="tiny", momentum=0.8) == first
    assert capfd.readouterr().out == ""
    other = show("short", quality="tiny", momentum=0.7)
    assert other.film.folder != first.film.folder
    page = first._repr_html_()
    assert page.count('src="data:') == 2 and "It is short." in page and "It rests." in page


def test_old_films_make_room_for_new_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebook, "KEPT", 2)
    folders = [show("short", quality="tiny", momentum=momentum).film.folder for momentum in (0.5, 0.6, 0.7)]
    assert sorted(folders[0].parent.iterdir()) == sorted(folders[1:])


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"clip": "shrt"}, "'short'"),
        ({"clip": "short", "quality": "hihg"}, "'high'"),
        ({"clip": "short", "theme": "drak"}, "'dark'"),
        ({"clip": "short", "momentun": 0.5}, "'momentum'"),
        ({"clip": "short", "momentum": 1.5}, "momentum=1.5"),
    ],
)
def test_a_mistake_is_named(asked: dict[str, Any], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        show(**asked)


def test_a_film_that_cannot_be_made_says_why(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RuntimeError, match="broken: RuntimeError: no such hill"):
        show("broken", quality="tiny")


def test_show_is_there_before_manim_is() -> None:
    program = "import sys\nfrom scenes import show\nassert 'manim' not in sys.modules"
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
