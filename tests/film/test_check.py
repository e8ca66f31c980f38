"""Every kind of fault is found in a film that has it, and in no other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from manim import DOWN, LEFT, RIGHT, UP, FadeIn, Line, Mobject, Rectangle, Square, Typst, VGroup, Write, tempconfig

from film.beats import Beat
from film.check import Fault, find_faults
from film.explainer import Explainer
from film.quality import Quality

SMALL = Quality("small", 320, 180, 10)


@pytest.fixture(scope="module", autouse=True)
def media_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with tempconfig({"media_dir": str(tmp_path_factory.mktemp("media"))}):
        yield


class Slide(Explainer):
    """One beat that shows what it is given."""

    hold = 0.5

    def __init__(self, *mobjects: Mobject, caption: str = "A caption.", **explainer: Any) -> None:
        super().__init__(**explainer)
        self.shown = mobjects
        self.caption = caption

    def construct(self) -> None:
        with self.beat(Beat("only", self.caption)):
            self.add(*self.shown)


class Hurried(Slide):
    """Leaves no time to read."""

    def wait(self, *_: Any, **__: Any) -> None:
        super().wait(0.5)


def label(text: str = "loss", size: float = 40, colour: str = "#FFFFFF") -> Typst:
    return Typst(text, font_size=size, color=colour)


def grey(shade: float) -> str:
    return "#" + 3 * f"{round(255 * shade):02x}"


def faults(*mobjects: Mobject, scene: type[Slide] = Slide, **choices: Any) -> list[Fault]:
    return find_faults(lambda renderer: scene(*mobjects, renderer=renderer, **choices), SMALL)


def only(found: list[Fault], *words: str) -> Fault:
    """The one fault that was found; it says all of these."""
    assert len(found) == 1, found
    assert "\n" not in found[0].what
    assert [word for word in words if word not in found[0].what] == [], found[0].what
    return found[0]


def test_a_film_without_faults_is_passed() -> None:
    panel = Rectangle(width=6, height=3, fill_color="#202020", fill_opacity=1, stroke_width=0)
    line = Line(LEFT, RIGHT).next_to(label(), DOWN, buff=0.1)
    # Just inside the safe area, just large enough, next to each other.
    high = label("high").move_to(3.6 * UP, aligned_edge=UP)
    tiny = label("tiny", size=0.0321 * 768).move_to(2.5 * DOWN)
    assert faults(panel, line, label(), high, tiny, tiny.copy().next_to(tiny, RIGHT, buff=0)) == []


@pytest.mark.parametrize(
    ("direction", "side", "half"),
    [(UP, "top", 4), (DOWN, "bottom", 4), (LEFT, "left", 64 / 9), (RIGHT, "right", 64 / 9)],
)
def test_a_label_outside_the_safe_area_is_a_fault(direction: Any, side: str, half: float) -> None:
    inside, outside = 0.9 * half, 0.9 * half + 0.1
    assert faults(label().move_to(inside * direction, aligned_edge=direction)) == []
    found = faults(label().move_to(outside * direction, aligned_edge=direction))
    assert only(found, "'loss'", "safe area", side, "0.10").beat == "only"


def test_a_label_too_small_to_read_is_a_fault() -> None:
    only(faults(label(size=0.030 * 768)), "'loss'", "0.240 units", "0.256")


def test_a_label_scaled_down_is_too_small_as_well() -> None:
    only(faults(VGroup(label(), Square()).scale(0.5)), "'loss'", "0.208 units")


def test_a_label_being_written_is_not_too_small() -> None:
    class Writing(Slide):
        def construct(self) -> None:
            with self.beat(Beat("only", "A caption.")):
                self.play(Write(label("a long line")), run_time=3)

    assert faults(scene=Writing) == []


def test_labels_on_each_other_are_a_fault() -> None:
    one, other = label("one"), label("other")
    other.next_to(one, RIGHT, buff=-0.1)
    only(faults(one, VGroup(VGroup(other))), "'one'", "'other'", "0.10 ×")


def test_labels_on_their_way_out_may_lie_on_each_other() -> None:
    assert faults(label("new"), label("old").set_opacity(0.3)) == []


def test_a_mobject_can_say_of_itself_that_it_is_a_label() -> None:
    class Digits(VGroup):
        is_label = True
        text = "12"
        font_size = 40.0

    digits = Digits(*(Square(0.2, fill_opacity=1, stroke_width=0) for _ in range(2))).arrange(RIGHT, buff=-0.1)
    assert faults(digits) == []
    only(faults(digits.to_edge(UP, buff=0)), "'12'", "safe area")


@pytest.mark.parametrize("colour", ["#FFFFFF", "#141A29"])
def test_a_label_must_stand_out_from_what_is_behind_it(colour: str) -> None:
    def panel(shade: str) -> Rectangle:
        return Rectangle(width=6, height=3, fill_color=shade, fill_opacity=1, stroke_width=0)

    only(faults(panel("#808080"), label(colour=colour)), "'loss'", colour, "7:1")
    far = {"#FFFFFF": "#202020", "#141A29": "#F0F0F0"}[colour]
    assert faults(panel(far), label(colour=colour)) == []


def test_contrast_is_that_of_the_wcag() -> None:
    # #595959 on white is known as 7.00:1, the boundary of AAA; #767676 as 4.54:1, that of AA.
    white = Rectangle(width=6, height=3, fill_color="#FFFFFF", fill_opacity=1, stroke_width=0)
    assert faults(white, label(colour="#595959")) == []
    only(faults(white, label(colour="#767676")), "4.5:1")


def test_every_colour_of_a_label_counts() -> None:
    two = label("good bad")
    two[4:].set_color("#555555")
    only(faults(two), "#555555", "7:1")


def test_half_transparent_ink_is_as_faint_as_it_looks() -> None:
    only(faults(label(colour="#A0A0A0").set_fill(opacity=0.6)), "'loss'", "7:1")


@pytest.mark.parametrize("angle", [0, np.pi / 4, np.pi / 2])
@pytest.mark.parametrize("width", [1, 4])
def test_a_label_on_a_line_is_a_fault(angle: float, width: float) -> None:
    line = Line(2 * LEFT, 2 * RIGHT, stroke_width=width, color="#5B6B8C").rotate(angle).shift(0.03 * RIGHT)
    found = faults(line, label("a label that is long"))
    assert any("a label that is long' lies on lines" in fault.what for fault in found), found


def test_a_label_may_lie_on_smooth_shading() -> None:
    shades = np.linspace(0, 0.25, 40)
    bands = [Rectangle(width=0.15, height=3, stroke_width=0, fill_opacity=1).set_fill(grey(s)) for s in shades]
    assert faults(VGroup(*bands).arrange(RIGHT, buff=-0.02), label("a label that is long")) == []


def test_a_caption_must_fit() -> None:
    only(faults(caption="one\ntwo\nthree"), "'one two three'", "3 lines")
    only(faults(caption="x" * 43), "43 characters")


@pytest.mark.parametrize("caption", ["", "A caption that takes two seconds to read"])
def test_a_beat_must_last_until_its_caption_is_read(caption: str) -> None:
    only(faults(scene=Hurried, caption=caption), f"'{caption}'", "0.50 s", "1.50 s" if not caption else "2.35 s")


def test_each_fault_is_told_once_a_beat_with_the_first_time_that_it_shows() -> None:
    class Twice(Slide):
        def construct(self) -> None:
            tiny = label("tiny", size=20)
            with self.beat(Beat("first", "A caption.")):
                self.wait(2)
                self.play(FadeIn(tiny), run_time=0.2)
                self.wait(2)
            with self.beat(Beat("second", "A caption.")):
                self.wait(2)
            self.remove(tiny)
            with self.beat(Beat("third", "A caption.")):
                pass

    first, second = faults(scene=Twice)
    assert (first.beat, second.beat) == ("first", "second")
    assert 2.1 <= first.time <= 4.2
    assert 4.7 <= second.time <= 6.7


def test_a_fault_that_shows_only_in_the_hold_is_found() -> None:
    class Late(Slide):
        hold = 0.2

        def construct(self) -> None:
            with self.beat(Beat("only", "A caption.")):
                self.wait(2)
                self.add(label("tiny", size=20))

    only(faults(scene=Late), "'tiny'", "0.208 units")


def test_a_speck_behind_a_label_does_not_make_it_illegible() -> None:
    text = label("a label that is long")

    def block(share: float) -> Rectangle:
        bright = Rectangle(width=share * text.width, height=text.height, fill_opacity=1, stroke_width=0)
        return bright.set_fill("#808080").align_to(text, LEFT)

    assert not any("contrast of 3" in fault.what for fault in faults(block(0.03), text))
    assert any("contrast of 3" in fault.what for fault in faults(block(0.08), text))


def test_what_has_neither_fill_nor_outline_cannot_be_seen() -> None:
    ghost = label().set_fill(opacity=0).set_stroke(width=0, opacity=1)
    assert faults(label("here"), ghost) == []


def test_the_parts_of_a_label_are_not_labels_of_their_own() -> None:
    class Pair(VGroup):
        is_label = True
        text = "pair"

    assert faults(Pair(label("one"), label("one"))) == []
