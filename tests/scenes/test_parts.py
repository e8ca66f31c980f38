"""Parts show what they are given: balls touch their hill, numbers keep their place, maps keep their angles."""

from __future__ import annotations

import numpy as np
import pytest
from manim import LEFT, UP

from scenes.parts import frame
from scenes.parts.ball import RollingBall
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import Coordinates, undistorted
from scenes.parts.hill_scene import HillScene
from scenes.parts.hillside import Hillside
from scenes.parts.map_runner import MapRunner
from scenes.parts.numerals import on_screen
from scenes.parts.pointer import Pointer
from scenes.parts.runner import HillRunner
from scenes.parts.score_strip import Scoreboard, ScoreStrip
from scenes.parts.slider import Slider
from scenes.parts.steps import at_step
from scenes.parts.theme import DARK
from scenes.parts.trail import Dots, PolyLine
from scenes.parts.two_columns import two_columns
from scenes.parts.typesetting import LABEL, Letters, Number, em, maths, words, wrapped


def bowl(steepness: float = 1) -> Hillside:
    seen = Coordinates(frame.stage(), (-4, 4), (-1, 9))
    return Hillside(lambda x: 0.5 * steepness * x**2, lambda x: steepness * x, seen, DARK)


@pytest.mark.parametrize("weight", [-3.0, -0.5, 0.0, 2.5])
def test_a_ball_touches_its_hill_and_does_not_sink_in(weight: float) -> None:
    hill = bowl()
    ball = RollingBall(hill, DARK.momentum, DARK).roll_to(weight)
    rim = hill.coordinates.point(x := np.linspace(-4, 4, 20001), hill.loss(x))
    distance = np.linalg.norm(rim - ball[0].get_center(), axis=1).min()
    assert distance == pytest.approx(ball.radius, abs=1e-4)


def test_a_ball_turns_by_the_way_that_it_rolls() -> None:
    flat = Hillside(np.zeros_like, np.zeros_like, Coordinates(frame.stage(), (0, frame.stage().width), (-1, 1)), DARK)
    ball = RollingBall(flat, DARK.momentum, DARK)
    spoke = [ball.roll_to(weight)[1].get_end() - ball[0].get_center() for weight in (2.0, 2.0 + np.pi * ball.radius)]
    assert spoke[0] == pytest.approx(-spoke[1], abs=1e-3)


def test_a_run_rests_on_every_iterate_and_ends_on_the_last() -> None:
    path = np.array([[0.0, 1.0], [4.0, 3.0], [4.0, -1.0]])
    assert at_step(path, 1) == pytest.approx(path[1])
    assert at_step(path, 0.5) == pytest.approx([2.0, 2.0])
    assert at_step(path, 7) == pytest.approx(path[2])
    before, after = at_step(path, 0.999), at_step(path, 0.001)
    assert np.linalg.norm(path[1] - before) < 1e-4
    assert np.linalg.norm(after - path[0]) < 1e-4


def test_undistorted_coordinates_show_true_angles_and_everything_asked_for() -> None:
    seen = undistorted(frame.stage(), (-10, 2), (-1, 1))
    across, up = seen.scale
    assert across == pytest.approx(up)
    assert seen.contains([-10, 2], [-1, 1]).all()


def test_logarithmic_coordinates_put_equal_factors_at_equal_distances() -> None:
    seen = Coordinates(frame.stage(), (1, 1000), (0, 1), log_x=True)
    places = seen.point([1, 10, 100, 1000], 0)[:, 0]
    assert np.diff(places) == pytest.approx(np.full(3, frame.stage().width / 3))


def test_powers_of_ten_are_raised_and_thousands_apart_wherever_a_number_is_written() -> None:
    assert on_screen("8.364e+27") == "8.364 × 10²⁷"
    assert on_screen("ε = 1e−08, not 2.5e-4") == "ε = 10⁻⁸, not 2.5 × 10⁻⁴"
    assert on_screen("1.00e+00") == "1.00"
    assert on_screen("step 13523 of 1400, 0.00012345") == "step 13 523 of 1400, 0.00012345"
    assert Number("1.5e-6", DARK.ink).width == Number("1.5 × 10⁻⁶", DARK.ink).width
    assert words("1.5e-6", DARK.ink).width == words("1.5 × 10⁻⁶", DARK.ink).width


def test_a_number_keeps_its_anchored_end_and_its_baseline() -> None:
    number = Number("0", DARK.ink, anchor="right").shift(2 * LEFT + UP)
    right, baseline = number.get_right()[0], number.baseline
    for text in ("0.123", "9e-3", "−55"):
        number.show(text)
        # What remains is the side bearing of the last digit.
        assert number.get_right()[0] == pytest.approx(right, abs=0.06 * em(number.font_size))
        assert number.baseline == pytest.approx(baseline)


def test_digits_are_equally_wide_so_that_a_rolling_number_does_not_tremble() -> None:
    widths = {round(Number(f"0{digit}0", DARK.ink).width, 6) for digit in range(10)}
    assert len(widths) == 1


def test_words_and_numbers_share_a_baseline() -> None:
    capital, digit, number = words("H", DARK.ink, LABEL), words("0", DARK.ink, LABEL), Number("0", DARK.ink, LABEL)
    assert capital[0].get_bottom()[1] == pytest.approx(capital.baseline, abs=0.01)
    below = number.get_bottom()[1] - number.baseline
    assert digit[0].get_bottom()[1] - digit.baseline == pytest.approx(below, abs=0.01)


def test_formulas_and_words_share_a_baseline_and_keep_it_when_they_are_moved_and_scaled() -> None:
    formula = maths('"H" + frac(a, b)', DARK.ink, LABEL)
    capital = maths('"H"', DARK.ink, LABEL)
    assert capital[0].get_bottom()[1] == pytest.approx(capital.baseline, abs=0.01)
    rise = (formula.baseline - formula.get_bottom()[1]) / formula.height
    formula.scale(1.5).shift(2 * UP)
    assert (formula.baseline - formula.get_bottom()[1]) / formula.height == pytest.approx(rise)


def test_the_letters_of_a_text_are_one_path_and_so_are_those_of_each_term() -> None:
    assert len(words("two lines\nof words", DARK.ink).glyphs) == 1
    formula = maths("x - {{ eta g : step }}", DARK.ink, terms={"step": DARK.adam})
    assert len(formula.family_members_with_points()) == 3  # the rest, the term, and the point on the baseline
    assert formula.select("step")[0].get_fill_color().to_hex() == DARK.adam
    assert formula[0].get_fill_color().to_hex() == DARK.ink


def test_words_set_twice_still_know_their_size_and_baseline() -> None:
    for _ in range(2):
        text = words("HE", DARK.ink, LABEL)
        assert text.font_size == pytest.approx(LABEL)
        assert text[0].get_bottom()[1] == pytest.approx(text.baseline, abs=0.01)


def test_words_are_never_read_as_markup() -> None:
    assert len(Letters("a*b_c #d $e 1. = -f", DARK.ink, LABEL, "regular").glyphs) == len("a*b_c#d$e1.=-f")


def test_a_trail_shows_as_many_dots_as_steps_were_taken() -> None:
    dots = Dots(np.zeros((30, 3)), DARK.momentum)
    one = len(dots.show(1).points)
    assert len(dots.show(13).points) == 13 * one
    assert len(dots.show(99).points) == 30 * one


def test_a_line_ends_where_the_run_is() -> None:
    line = PolyLine(np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0]], float), DARK.momentum)
    assert line.draw_to(1.25).get_end() == pytest.approx([1, 0.25, 0])
    assert not line.draw_to(0).has_points()


def test_a_run_that_leaves_its_map_can_still_be_faded_in() -> None:
    seen = Coordinates(frame.stage(), (-1, 1), (-1, 1))
    runner = MapRunner(np.array([[0.0, 0.0], [0.5, 0.0], [3.0, 0.0]]), seen, DARK.momentum, DARK)
    runner.puck.set_opacity(0.2)
    assert runner.go_to(0.5).puck.get_fill_opacity() == 0.2
    assert [runner.go_to(step).puck.get_fill_opacity() for step in (2, 1)] == [0, 1]


def test_a_pointer_reaches_its_tip_and_vanishes_with_its_vector() -> None:
    tip = np.array([1.0, 2.0, 0.0])
    pointer = Pointer(DARK.gradient).point(np.zeros(3), tip)
    assert np.linalg.norm(pointer.points - tip, axis=1).min() == pytest.approx(0, abs=1e-9)
    assert not pointer.point(tip, tip).has_points()


def test_a_strip_counts_its_successes() -> None:
    strip = ScoreStrip([True, False, True, True], frame.stage(), {0: "0"}, DARK)
    assert [strip.show(count) for count in range(5)] == [0, 1, 1, 2, 3]


def test_a_scoreboard_says_how_many_succeeded() -> None:
    board = Scoreboard([True, False, True], "of 3 end well", frame.stage(), {0: "0"}, DARK)
    assert [board.show(count) for count in range(4)] == [0, 1, 1, 2]
    assert [part.text for part in board.get_family() if isinstance(part, Number)] == ["2"]


def test_the_two_columns_of_a_row_share_a_baseline() -> None:
    left, right = two_columns([("η = 1", "stops"), ("by", "goes on")], frame.stage(), DARK)
    assert [word.baseline for word in left] == pytest.approx([word.baseline for word in right])


def test_a_slider_is_as_even_as_it_says() -> None:
    for log, middle in ((True, 10), (False, 50.5)):
        slider = Slider("m", {1: "1", 100: "100"}, DARK.momentum, DARK, log=log)
        assert slider.place(middle) == pytest.approx(slider.track.get_center())


@pytest.mark.parametrize("steepness", [1, 10, 40])
def test_a_tag_stands_clear_of_its_hill(steepness: float) -> None:
    scene = HillScene.__new__(HillScene)
    scene.theme, scene.hill = DARK, bowl(steepness)
    tag = scene.tag("x = -0.005759", HillRunner(np.array([0.4, 0.001]), scene.hill, DARK.momentum, DARK))
    edge = scene.hill[1].get_start_anchors()
    over = (edge[:, 0] > tag.get_left()[0]) & (edge[:, 0] < tag.get_right()[0])
    assert edge[over, 1].max() < tag.get_bottom()[1]


def test_contours_fill_their_region_and_stay_inside() -> None:
    region = frame.stage()
    seen = undistorted(region, (-4, 4), (-1, 1))
    picture = ContourMap(lambda p: (p**2).sum(axis=-1), [1, 2, 4, 8], seen, DARK, samples=60)
    assert picture.width == pytest.approx(region.width)
    assert picture.height == pytest.approx(region.height)


@pytest.mark.parametrize(("width", "lines"), [(9, 1), (4, 2), (2, 4), (0.1, 8)])
def test_a_paragraph_is_wrapped_to_a_width_and_loses_no_word(width: float, lines: int) -> None:
    text = "so, tuned in full, Adam cannot lose (Choi)"
    paragraph = wrapped(text, DARK.ink, LABEL, width)
    assert paragraph.text.split() == text.split()
    assert paragraph.text.count("\n") == lines - 1
    assert paragraph.width <= width or lines == len(text.split())
