"""Captions as WebVTT and SubRip: what a player would read in them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from film.beats import Beat, BeatSpan
from film.captions import subrip, webvtt


def span(name: str = "beat", caption: str = "Words.", start: float = 0.0, end: float = 1.0) -> BeatSpan:
    return BeatSpan(Beat(name, caption), start, end)


def test_every_beat_is_a_cue_with_its_name_its_time_and_its_caption() -> None:
    timeline = [span("first", "One line.", 0, 2.5), span("second", "Two lines,\nthis is one.", 3, 4.125)]
    assert webvtt(timeline) == (
        "WEBVTT\n"
        "\n"
        "first\n00:00:00.000 --> 00:00:02.500\nOne line.\n"
        "\n"
        "second\n00:00:03.000 --> 00:00:04.125\nTwo lines,\nthis is one.\n"
    )


@pytest.mark.parametrize(
    ("seconds", "stamp"),
    [
        (0.0, "00:00:00.000"),
        (59.9996, "00:01:00.000"),
        (57.266666666667604, "00:00:57.267"),
        (61.04, "00:01:01.040"),
        (3599.9999, "01:00:00.000"),
        (3 * 3600 + 25 * 60 + 45.678, "03:25:45.678"),
    ],
)
def test_times_carry_into_minutes_and_hours(seconds: float, stamp: str) -> None:
    assert f"{stamp} --> " in webvtt([span(start=seconds, end=seconds + 1)])


def test_markup_in_a_caption_is_shown_as_it_is_written() -> None:
    text = webvtt([span(caption="a < b & c --> d\n&lt;b>")])
    assert text.endswith("\na &lt; b &amp; c --&gt; d\n&amp;lt;b&gt;\n")


def test_a_blank_line_in_a_caption_does_not_end_its_cue() -> None:
    blocks = webvtt([span(caption="Above.\n\n \nBelow.\n")]).rstrip("\n").split("\n\n")
    assert blocks == ["WEBVTT", "beat\n00:00:00.000 --> 00:00:01.000\nAbove.\nBelow."]


def test_a_film_without_beats_has_a_valid_empty_file() -> None:
    assert webvtt([]) == "WEBVTT\n"


def test_captions_are_written_without_manim() -> None:
    code = "import sys, film.captions; sys.exit('manim' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_subrip_numbers_its_cues_and_has_no_blank_line_in_one() -> None:
    timeline = [span("first", "One line.", 0, 2.5), span("second", "Two lines,\n\nA < B.", 3661.5, 3662)]
    assert subrip(timeline) == (
        "1\n00:00:00,000 --> 00:00:02,500\nOne line.\n\n2\n01:01:01,500 --> 01:01:02,000\nTwo lines,\nA < B.\n"
    )
