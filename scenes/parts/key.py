"""Keys: a sample of what is drawn, to stand before the words or the formula that it belongs to."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, LEFT, RIGHT, UP, Line, Mobject, Rectangle, VGroup
from manim.constants import CapStyleType

from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, em, words

WIDTH = 0.5


def line_sample(colour: str, width: float = 4.5) -> Line:
    """A stretch of a curve."""
    return Line(0.5 * WIDTH * LEFT, 0.5 * WIDTH * RIGHT, color=colour, stroke_width=width, cap_style=CapStyleType.ROUND)


def area_sample(colour: str, opacity: float) -> VGroup:
    """A piece of a filled curve."""
    ground = Rectangle(width=WIDTH, height=0.26, stroke_width=0, fill_color=colour, fill_opacity=opacity)
    return VGroup(ground, line_sample(colour).move_to(ground.get_top()))


def keyed(sample: Mobject, entry: Mobject) -> VGroup:
    """A sample before its entry; a line of words has it at the height of its small letters."""
    sample.next_to(entry, LEFT, buff=0.3)
    if (baseline := getattr(entry, "baseline", None)) is not None:
        sample.shift((baseline + 0.25 * em(getattr(entry, "font_size", 0)) - sample.get_y()) * UP)
    return VGroup(sample, entry)


def keyed_lines(samples: Sequence[Mobject], entries: Sequence[Mobject]) -> VGroup:
    """Each entry behind its sample."""
    return VGroup(*(keyed(sample, entry) for sample, entry in zip(samples, entries, strict=True)))


def line_key(entries: Sequence[tuple[str, str, float]], theme: Theme) -> VGroup:
    """Words under each other, each behind its line.

    Args:
        entries: text, colour and width of each line.
    """
    samples = [line_sample(colour, width) for _, colour, width in entries]
    texts = VGroup(*(words(text, theme.ink, LABEL) for text, *_ in entries)).arrange(DOWN, buff=0.35, aligned_edge=LEFT)
    return keyed_lines(samples, texts)
