"""The player page, opened in a browser: what a student does with it, by hand, by key and by ear."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from film.player import write_player
from film.rendered import films_in, read_film

OpenPage = Callable[..., Page]


@dataclass(frozen=True)
class Listed:
    name: str
    section: str


LESSON = (
    Listed("rolls", "Mental Model 1"),
    Listed("missing", "Nowhere"),
    Listed("drawn", "Mental Model 2"),
)


@pytest.fixture(scope="module")
def page_file(folder: Path) -> Path:
    path = write_player(folder, "The lesson", LESSON)
    assert path is not None
    return path


@pytest.fixture
def page(page_file: Path, open_page: OpenPage) -> Page:
    return open_page(page_file)


def seconds(page: Page) -> float:
    return float(page.evaluate("current.video.currentTime"))


def marked(page: Page) -> str:
    return page.locator(".film:visible [aria-current=step]").inner_text().split("\n")[0]


def test_films_come_in_the_lessons_order_and_other_files_are_passed_over(page: Page) -> None:
    titles = page.locator("nav .title").all_inner_texts()
    assert titles == ["The film “rolls”", "The film “drawn”", "The film “another”"]
    assert page.locator(".top p").inner_text() == "3 films, 0:13 min"


def test_a_film_plays_and_its_beat_is_marked(page: Page) -> None:
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("current.video.currentTime > 0.2")
    assert page.evaluate("current.video.error") is None
    assert page.evaluate("current.video.videoWidth") == 320
    assert marked(page) == "1"
    page.get_by_role("button", name="Pause").click()
    assert page.evaluate("current.video.paused")


def test_beats_are_reached_by_button_number_and_arrow(page: Page, folder: Path) -> None:
    starts = [span.start for span in read_film(folder, "rolls").beats]
    page.get_by_role("button", name="It ends <here>.").click()
    assert starts[2] <= seconds(page) < starts[2] + 1
    assert marked(page) == "3"
    expect(page.get_by_role("status")).to_have_text("Beat 3 of 3: It ends <here>.")
    page.keyboard.press("2")
    assert starts[1] <= seconds(page) < starts[1] + 1
    page.keyboard.press("ArrowRight")
    assert starts[2] <= seconds(page) < starts[2] + 1
    page.keyboard.press("ArrowLeft")
    assert starts[1] <= seconds(page) < starts[1] + 1
    page.keyboard.press("1")
    assert seconds(page) < starts[1]
    page.keyboard.press("9")
    assert seconds(page) < starts[1]
    assert not page.evaluate("current.video.paused")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press(" ")
    assert page.evaluate("current.video.paused")


def test_the_picture_is_that_of_the_beat(page_file: Path, open_page: OpenPage) -> None:
    page = open_page(page_file, reduced_motion="reduce")
    page.keyboard.press("3")
    page.wait_for_function("!current.video.seeking && current.video.readyState >= 2")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    picture = Image.open(io.BytesIO(page.locator("video:visible").screenshot())).convert("L")
    light = np.asarray(picture, float)[20:-20, 20:-20]
    middle = (light.sum(0) @ np.arange(light.shape[1]) / light.sum() + 20) / picture.width
    assert middle == pytest.approx(0.5 + 2 / 14.22, abs=0.01)  # two beats, two units to the right


def test_captions_of_a_film_that_has_none_drawn_are_shown_and_can_be_put_away(page: Page) -> None:
    page.keyboard.press("1")
    page.wait_for_function("current.track.activeCues?.length")
    assert page.evaluate("[current.track.mode, current.track.activeCues[0].text]") == [
        "showing",
        "It starts\nhere &amp; now.",
    ]
    button = page.get_by_role("button", name="Captions")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    assert page.evaluate("current.track.mode") == "hidden"
    page.keyboard.press("c")
    assert page.evaluate("current.track.mode") == "showing"


def test_captions_that_are_drawn_are_not_shown_twice_and_never_over_the_picture(
    page_file: Path, open_page: OpenPage
) -> None:
    page = open_page(page_file)
    page.get_by_role("link", name="drawn").last.click()
    expect(page.get_by_role("heading", name="The film “drawn”")).to_be_focused()
    assert page.evaluate("current.track.mode") == "hidden"
    below = page.locator(".film:visible .below")
    expect(below).to_be_hidden()
    page.keyboard.press("2")
    page.keyboard.press("c")
    assert page.evaluate("current.track.mode") == "hidden"
    expect(below).to_have_text("It goes on.")


def test_speed_holds_for_the_next_film(page: Page) -> None:
    page.get_by_label("Speed").first.select_option("1.5×")
    page.keyboard.press("Tab")
    page.keyboard.press(">")
    expect(page.get_by_role("status")).to_have_text("Speed 2×")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", name="The film “drawn”")).to_be_visible()
    assert page.evaluate("[current.article.id, current.video.playbackRate]") == ["drawn", 2]


def test_nothing_lies_on_a_film_that_fills_the_screen_once_the_pointer_rests(page: Page) -> None:
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement")
    play = page.locator(".film:visible .play")
    page.mouse.move(50, 50)
    expect(play).to_be_visible()
    expect(play).to_be_hidden()
    page.keyboard.press("2")
    expect(play).to_be_hidden()
    page.mouse.move(60, 60)
    expect(play).to_be_visible()


def test_keys_can_be_turned_off(page: Page) -> None:
    """WCAG 2.2, 2.1.4: shortcuts of single characters."""
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("3")
    assert seconds(page) == 0


def test_a_focused_control_keeps_its_own_keys(page: Page) -> None:
    page.get_by_label("Position").first.focus()
    page.keyboard.press("ArrowRight")
    assert 0 < seconds(page) < 1
    page.get_by_role("button", name="It goes on.").focus()
    page.keyboard.press(" ")
    assert marked(page) == "2"


def test_everything_can_be_reached_with_the_tab_key_and_shows_the_focus(page: Page) -> None:
    reached = []
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            """() => {
                const at = document.activeElement;
                const style = getComputedStyle(at);
                return [at.tagName, at.className || at.id, style.outlineStyle, style.outlineWidth];
            }"""
        )
        if focus[0] == "BODY":
            break
        assert focus[2:] == ["solid", "3px"], focus
        reached.append(focus[1])
    for control in ("play", "seek", "captions", "fullscreen", "keys"):
        assert control in reached
    assert reached[0] == "skip"


def test_what_was_asked_for_less_motion_does_not_start_by_itself(page_file: Path, open_page: OpenPage) -> None:
    page = open_page(page_file, reduced_motion="reduce")
    page.keyboard.press("2")
    assert marked(page) == "2"
    assert page.evaluate("current.video.paused")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_axe_finds_no_serious_fault(page_file: Path, open_page: OpenPage, scheme: str) -> None:
    page = open_page(page_file, color_scheme=scheme)
    page.keyboard.press("2")
    page.keyboard.press("c")
    found = Axe().run(page)
    serious = [each for each in found.response["violations"] if each["impact"] in ("serious", "critical")]
    assert serious == [], found.generate_report()
    assert any(rule["id"] == "color-contrast" for rule in found.response["passes"])


def test_a_phone_does_not_scroll_sideways(page_file: Path, open_page: OpenPage) -> None:
    page = open_page(page_file, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True)
    page.get_by_role("button", name="It goes on.").tap()
    assert marked(page) == "2"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    sizes = page.locator(".film:visible button").evaluate_all(
        "all => all.map(each => each.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 24  # WCAG 2.2, 2.5.8


def test_without_scripts_every_film_is_there_with_the_browsers_own_controls(
    page_file: Path, open_page: OpenPage
) -> None:
    page = open_page(page_file, java_script_enabled=False)
    assert page.locator("video[controls]:visible").count() == 3


def test_parameters_and_downloads_are_those_of_the_film(page: Page, folder: Path) -> None:
    film = page.locator("#rolls")
    assert film.locator(".facts dl").inner_text().split() == ["lr", "0.1", "eps", "1e-08"]
    links = film.locator(".facts a").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert links == ["rolls.mp4", "rolls.md", "rolls.vtt", "rolls.srt", "rolls.png", "rolls.json"]
    assert "another.vtt" not in page.content()


def test_a_link_leads_to_a_film(page_file: Path, open_page: OpenPage) -> None:
    page = open_page(page_file)
    page.goto(f"{page_file.as_uri()}#another")
    expect(page.get_by_role("heading", name="The film “another”")).to_be_visible()
    expect(page.get_by_role("heading", name="The film “rolls”")).to_be_hidden()


def test_a_film_that_went_away_is_said_to_be_missing(folder: Path, tmp_path: Path, open_page: OpenPage) -> None:
    for film in folder.glob("rolls.*"):
        (tmp_path / film.name).write_bytes(film.read_bytes())
    path = write_player(tmp_path, "The lesson", LESSON)
    assert path is not None
    (tmp_path / "rolls.mp4").unlink()
    page = open_page(path)
    expect(page.get_by_role("alert")).to_contain_text("rolls.mp4 does not play")


def test_the_page_is_written_anew_only_if_it_would_change(folder: Path, tmp_path: Path) -> None:
    assert write_player(tmp_path, "The lesson", LESSON) is None
    assert list(tmp_path.iterdir()) == []
    for film in films_in(folder):
        for file in film.files:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    path = write_player(tmp_path, "The lesson", LESSON)
    assert path is not None
    first = path.stat().st_mtime_ns
    write_player(tmp_path, "The lesson", LESSON)
    assert path.stat().st_mtime_ns == first
    (tmp_path / "another.mp4").unlink()
    write_player(tmp_path, "The lesson", LESSON)
    assert "another" not in path.read_text(encoding="utf-8")
