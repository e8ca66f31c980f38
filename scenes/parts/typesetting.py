"""Words, mathematics and rolling numbers, all set by Typst in one typeface and one set of sizes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from textwrap import wrap
from typing import Literal

import font_source_sans_pro
import numpy as np
from manim import RIGHT, MathTypst, Typst, VectorizedPoint, VGroup, VMobject

from scenes.parts.numerals import on_screen
from scenes.parts.trail import joined

Weight = Literal["regular", "semibold"]
Anchor = Literal["left", "middle", "right"]

# Manim's font size at which the em is as high as the frame; its Typst objects are 1/96 of a unit per size step and
# the frame is 8 units high.
EM_OF_FRAME = 768

TITLE = 0.056 * EM_OF_FRAME
CAPTION = 0.051 * EM_OF_FRAME
FORMULA = 0.056 * EM_OF_FRAME
READOUT = 0.047 * EM_OF_FRAME
LABEL = 0.040 * EM_OF_FRAME
SMALL = 0.036 * EM_OF_FRAME  # nothing is set smaller; the design's limit is 0.032

_NUMERALS = "0123456789.,−+e×%∞°:/|·η…⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
_ATLAS_SIZE = 96
_ANCHORS: dict[Anchor, float] = {"left": 0.0, "middle": 0.5, "right": 1.0}
_FONT_FOLDER = font_source_sans_pro.font_directory
_MINUS = re.compile(r"-(?=\d)")
_TERM = re.compile(r":\s*([a-zA-Z_][a-zA-Z0-9_-]*)\s*\}\}")
_SPECIAL = re.compile(r"([\\#$*_`<>@~\[\]\"'/=+-])")


def _preamble(weight: Weight, font: str = "Source Sans Pro") -> str:
    return (
        f'#set text(font: "{font}", weight: "{weight}", number-width: "tabular", hyphenate: false)\n'
        "#set par(leading: 0.55em)\n"
        "#set align(center)"
    )


def em(font_size: float) -> float:
    """The em of a font size in frame units."""
    return font_size / 96


class Letters(Typst):
    """Lines of plain text that know where they stand, each letter by itself.

    A capital without width is set before the first line and taken away again: its foot is the baseline. It leaves a
    point there, the last submobject, which moves along.
    """

    def __init__(self, text: str, colour: str, size: float, weight: Weight, font: str = "Source Sans Pro") -> None:
        lines = (_SPECIAL.sub(r"\\\1", _MINUS.sub("−", line)) for line in text.splitlines())
        super().__init__(
            "#box(width: 0pt)[H];" + " \\\n".join(lines),
            font_size=size,
            color=colour,
            typst_preamble=_preamble(weight, font),
            font_paths=[_FONT_FOLDER],
        )
        self.text = text
        _forget_source(self)
        height = self.height
        foot = self.submobjects.pop(0).get_bottom()
        self.add(VectorizedPoint([self.get_left()[0], foot[1], 0]))
        self.initial_height *= self.height / height  # Manim reads the font size off the height

    @property
    def baseline(self) -> float:
        """The height on which the first line stands."""
        return float(self[-1].get_center()[1])

    @property
    def glyphs(self) -> list[VMobject]:
        return list(self.submobjects[:-1])


class Words(Letters):
    """Lines of plain text whose letters are one path, which costs a frame as much as one letter does."""

    def __init__(self, text: str, colour: str, size: float, weight: Weight, font: str = "Source Sans Pro") -> None:
        super().__init__(text, colour, size, weight, font)
        self.submobjects = [*_united(self.glyphs), self[-1]]

    def show(self, visible: bool) -> Words:
        """Be there to be seen or not, at once; for words that take turns with something else."""
        for glyph in self.glyphs:
            glyph.set_fill(opacity=float(visible))
        return self


class Formula(MathTypst):
    """Mathematics that knows where it stands; the letters of each named term are one path, and so are all others.

    A capital without width at the end marks the baseline, as in :class:`Letters`.
    """

    def __init__(self, expression: str, colour: str, size: float, terms: Mapping[str, str]) -> None:
        super().__init__(
            f"{expression} #box(width: 0pt)[H]",
            font_size=size,
            color=colour,
            typst_preamble=_preamble("regular"),
            font_paths=[_FONT_FOLDER],
            use_svg_cache=False,  # what Manim keeps has thinner fraction bars than what it sets first
        )
        _forget_source(self)
        height = self.height
        foot = self.submobjects.pop().get_bottom()
        self._terms: dict[str | int, VGroup] = {}
        unnamed = list(self.submobjects)
        for name in dict.fromkeys(_TERM.findall(expression)):
            glyphs = super().select(name).submobjects
            self._terms[name] = VGroup(*_united(glyphs))
            if name in terms:
                self._terms[name].set_color(terms[name])
            unnamed = [glyph for glyph in unnamed if all(glyph is not other for other in glyphs)]
        self.submobjects = [*_united(unnamed), *self._terms.values()]
        self.add(VectorizedPoint([self.get_right()[0], foot[1], 0]))
        self.initial_height *= self.height / height

    @property
    def baseline(self) -> float:
        """The height on which the formula stands."""
        return float(self[-1].get_center()[1])

    def select(self, key: str | int) -> VGroup:
        """The parts of a term that the expression names, as in ``{{ eta g : step }}``."""
        return self._terms[key]


def _united(glyphs: Sequence[VMobject]) -> list[VMobject]:
    """What shows the same as these glyphs, with one path for all that are filled and not stroked."""
    filled = [glyph for glyph in glyphs if not glyph.get_stroke_width()]
    if len(filled) < 2:
        return list(glyphs)
    return [joined(filled), *(glyph for glyph in glyphs if glyph.get_stroke_width())]


def _forget_source(typeset: Typst) -> None:
    """Drop the parsed SVG path that Manim keeps in every glyph: copying it is most of the work of a fade."""
    for glyph in typeset.family_members_with_points():
        glyph.__dict__.pop("path_obj", None)


def words(text: str, colour: str, size: float = LABEL, weight: Weight = "regular") -> Words:
    """One or more centred lines of plain text; newlines break lines, nothing is read as markup.

    Numbers are written as in :func:`scenes.parts.numerals.on_screen`.
    """
    return Words(on_screen(text), colour, size, weight)


def code(text: str, colour: str, size: float = LABEL) -> Words:
    """One line of a program, every character equally wide; spaces at its start are the caller's to set."""
    return Words(text, colour, size, "regular", font="DejaVu Sans Mono")  # it comes with Typst


def halves(pieces: Sequence[str], joint: str) -> list[str]:
    """Pieces of a text on two lines that are about equally long; a single piece stays one."""
    cuts = [[joint.join(pieces[:n]), joint.join(pieces[n:])] for n in range(1, len(pieces))]
    return min(cuts, key=lambda lines: max(map(len, lines)), default=list(pieces))


def halved(text: str) -> str:
    """A text on two lines that are about equally long."""
    return "\n".join(halves(text.split(" "), " "))


def wrapped(text: str, colour: str, size: float, width: float, weight: Weight = "regular") -> Words:
    """A paragraph in as few lines as a width leaves room for, about equally long; a single word may be wider."""
    paragraph, shortest = words(text, colour, size, weight), max(map(len, text.split()))
    count = 1
    while paragraph.width > width and count < len(text.split()):
        count += 1
        letters = next(n for n in range(shortest, len(text) + 1) if len(wrap(text, n, break_on_hyphens=False)) <= count)
        lines = wrap(text, letters, break_on_hyphens=False)
        paragraph = words("\n".join(lines), colour, size, weight)
    return paragraph


def maths(
    expression: str,
    colour: str,
    size: float = FORMULA,
    terms: Mapping[str, str] | None = None,
) -> Formula:
    """A formula in Typst's notation.

    Args:
        expression: mathematics without dollar signs; ``{{ eta g : step }}`` names a term.
        colour: the colour of everything that is not a named term.
        size: Manim font size.
        terms: the colour of each named term.
    """
    return Formula(expression, colour, size, terms or {})


@cache
def _numerals(weight: Weight) -> dict[str, tuple[np.ndarray | None, float]]:
    """Every character that a number is written with: its path from the pen's position on, and its advance.

    Zeros between the characters carry the measure: from one zero to the next it is one digit and one character.
    """
    line = Letters("0" + "".join(f"0{character}" for character in _NUMERALS) + "0", "#FFFFFF", _ATLAS_SIZE, weight)
    glyphs = line.glyphs
    zeros = [glyphs[0], *glyphs[1::2]]
    digit = zeros[1].get_left()[0] - zeros[0].get_left()[0]
    bearing = (digit - zeros[0].width) / 2
    atlas: dict[str, tuple[np.ndarray | None, float]] = {" ": (None, 0.6 * digit)}
    for character, glyph, zero, next_zero in zip(_NUMERALS, glyphs[2::2], zeros[1:-1], zeros[2:], strict=True):
        pen = zero.get_left()[0] - bearing + digit
        advance = next_zero.get_left()[0] - bearing - pen
        atlas[character] = (glyph.points - [pen, line.baseline, 0], advance)
    return atlas


class Number(VGroup):
    """A number on screen that follows the simulation; glyphs are set once and only moved.

    The digits are a single path, rewritten only when the text changes, so a rolling number costs next to nothing.

    Args:
        text: what it shows first; digits, raised ones too, ``.,−+e×%∞°:/|·η`` and spaces.
        colour: ``#RRGGBB``.
        size: Manim font size.
        anchor: the end or middle of the number that stays where it is when the text changes.
    """

    is_label = True

    def __init__(
        self,
        text: str,
        colour: str,
        size: float = READOUT,
        weight: Weight = "semibold",
        anchor: Anchor = "left",
    ) -> None:
        self.font_size = size
        self.weight: Weight = weight
        self.anchor = anchor
        self.text = ""
        self._pen = VectorizedPoint()
        self._digits = VMobject(stroke_width=0, fill_color=colour, fill_opacity=1)
        super().__init__(self._pen, self._digits)
        self.show(text)

    @property
    def baseline(self) -> float:
        """The height on which the digits stand."""
        return float(self._pen.get_center()[1])

    def show(self, text: str) -> Number:
        """Write another text; the anchored end and the baseline stay in place."""
        text = text.replace("-", "−")
        if text == self.text:
            return self
        atlas = _numerals(self.weight)
        scale = self.font_size / _ATLAS_SIZE
        paths, width = [], 0.0
        for character in on_screen(text):
            glyph, advance = atlas[character]
            if glyph is not None:
                paths.append(glyph * scale + width * RIGHT)
            width += advance * scale
        start = self._pen.get_center() - _ANCHORS[self.anchor] * width * RIGHT
        self._digits.set_points(np.concatenate(paths) + start)
        self.text = text
        return self
