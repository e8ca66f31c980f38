"""Advice: a row for each kind of task with a small picture of it, what to take, and who says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from manim import LEFT, RIGHT, UP, Circle, Line, Rectangle, Square, VGroup, VMobject

from film.language import mark, say
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, Words, words

Icon = Literal["image", "text", "sparse", "slider"]
_IMAGE = (0, 0, 0, 2), (0, 0, 1, 0), (0, 1, 1, 1), (1, 1, 1, 1)
_SPARSE = (1, 4, 9)  # of 12 bars, those that are on


class Row(NamedTuple):
    """What to take for a task.

    Attributes:
        choice: pieces of the text, each with its role in the theme, or ``ink``.
    """

    icon: Icon
    task: str
    choice: Sequence[tuple[str, str]]
    source: str


_MOMENTUM, _ADAM, _ADAMW = (mark("SGD + momentum"), "momentum"), ("Adam", "adam"), ("AdamW", "adam")
_NAMES = {name for name, _ in (_ADAM, _ADAMW)}
DEFAULTS = (
    Row("image", mark("images, CNN"), (_MOMENTUM, (mark("or"), "ink"), _ADAMW), "Wilson 2017, Choi 2019"),
    Row("text", mark("text, transformer"), (_ADAMW,), "Zhang 2020, Kunstner 2024"),
    Row("sparse", mark("sparse embeddings"), (_ADAM, (mark("or Adagrad"), "ink")), "Duchi 2011"),
    Row("slider", mark("whichever it is"), ((mark("tune its learning rate"), "ink"),), "Choi 2019, Schmidt 2021"),
)


def advice(region: Region, theme: Theme, rows: Sequence[Row] = DEFAULTS) -> VGroup:
    """The rows under each other; who says so stands below what to take, and that below the task where it is upright."""
    bands = region.stack(*(1 for _ in rows), gap=0.2)
    places = [_places(band, upright=region.is_upright) for band in bands]
    _, left, right = places[0]
    tasks, choices = ([part(row, READOUT, theme).width for row in rows] for part in (_task, _choice))
    size = READOUT * min(1, left.width / max(tasks), right.width / max(choices))
    card = VGroup()
    for row, band, (picture, left, right) in zip(rows, bands, places, strict=True):
        border = Rectangle(width=band.width, height=band.height, color=theme.rule, stroke_width=2.5)
        icon = picture.place(_icon(row.icon, min(0.6 * band.height, 0.7 * picture.width), theme))
        task, choice = left.place(_task(row, size, theme), LEFT), _choice(row, size, theme)
        choice.shift([right.left - choice.get_left()[0], task.baseline - choice[0].baseline, 0])
        source = words(row.source, theme.quiet_ink, LABEL)
        source.shift([right.left - source.get_left()[0], task.baseline - 0.45 - source.baseline, 0])
        texts = VGroup(choice, source)
        if region.is_upright:
            texts.add(task.shift(0.6 * UP))
        card.add(VGroup(border.move_to(band.centre), icon, task, texts.set_y(band.centre[1])))
    return card


def _places(band: Region, *, upright: bool) -> tuple[Region, Region, Region]:
    """Where in a row the picture is, the task, and what to take."""
    inner = band.inset(left=0.3, right=0.3)
    if upright:
        picture, texts = inner.split(1, 3, gap=0.3)
        return picture, texts, texts
    picture, left, right = inner.split(0.5, 1.6, 2.4, gap=0.3)
    return picture, left, right


def _task(row: Row, size: float, theme: Theme) -> Words:
    return words(say(row.task), theme.ink, size)


def _choice(row: Row, size: float, theme: Theme) -> VGroup:
    """What to take, in one line."""
    choice = VGroup()
    for text, role in row.choice:
        piece = words(text if text in _NAMES else say(text), theme.text_colour(getattr(theme, role)), size, "semibold")
        if len(choice):
            piece.next_to(choice, RIGHT, buff=0.12).shift((choice[0].baseline - piece.baseline) * UP)
        choice.add(piece)
    return choice


def _icon(kind: Icon, size: float, theme: Theme) -> VGroup:
    """A mountain in pixels, lines of text, a vector that is nearly all zeros, or a slider."""
    if kind == "image":
        shades = theme.ground[0], theme.crest, theme.target
        cells = (Square(0.26 * size, stroke_width=0).set_fill(shades[shade], 1) for row in _IMAGE for shade in row)
        return VGroup(*cells).arrange_in_grid(4, 4, buff=-0.01 * size)
    if kind == "text":
        ends = (1.0, 0.85, 1.0, 0.55)
        return VGroup(*(_bar(end * size, -0.27 * k * size, theme.quiet_ink) for k, end in enumerate(ends)))
    if kind == "sparse":
        box = Rectangle(width=1.3 * size, height=0.6 * size, color=theme.crest, stroke_width=2)
        on = VMobject(stroke_width=0, fill_color=theme.quiet_ink, fill_opacity=1)
        pitch = box.width / 12
        for k in _SPARSE:
            bar = Rectangle(width=0.8 * pitch, height=box.height).move_to(box.get_left() + (k + 0.5) * pitch * RIGHT)
            on.append_points(bar.points)
        return VGroup(on, box)
    track = _bar(1.3 * size, 0, theme.rule)
    return VGroup(track, Circle(0.22 * size, stroke_width=0).set_fill(theme.target, 1).move_to(0.85 * size * RIGHT))


def _bar(end: float, height: float, colour: str) -> Line:
    return Line(np.array([0.0, height, 0.0]), np.array([end, height, 0.0]), color=colour, stroke_width=5)
