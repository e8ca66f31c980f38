"""Storyboards: the pictures of a clip's beats on one light sheet, for reading on paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from font_source_sans_pro import font_files_ttf
from PIL import Image, ImageDraw, ImageFont

from film.beats import BeatSpan, clock
from film.engine import Picture
from film.outputs import all_or_nothing

DPI = 300
A4 = (2480, 3508)  # 210 mm × 297 mm at that density
SIDE_MARGIN = 208
END_MARGIN = 140
COLUMN_GAP = 64
ROW_GAP = 60
TITLE_TO_RULE = 16
RULE_TO_PICTURES = 48
PICTURE_TO_WORDS = 14
NAME_TO_CAPTION = 2
NAME_TO_TIME = 32
RAISED_MINUS = "⁻"  # the typeface has raised digits, but not this
MOST_IN_TWO_COLUMNS = 8  # four rows of 16:9 pictures and their words fill an A4 page

# As in the light theme of the scenes, which film does not import.
PAPER = "#F2EFE6"
INK = "#141A29"
QUIET_INK = "#3F4A61"
RULE = "#7C879C"


@dataclass(frozen=True)
class TextStyle:
    """How a piece of text is set; sizes in pixels, of which 300 make an inch on paper."""

    face: str
    size: int
    leading: int
    colour: str

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _font(self.face, self.size)

    def width(self, text: str) -> float:
        return sum(font.getlength(piece) for piece, font, _ in self.pieces(text))

    def pieces(self, text: str) -> Iterable[tuple[str, ImageFont.FreeTypeFont, int]]:
        """What a line is drawn as: each piece with its font and by how much it stands above the baseline."""
        for piece in re.split(f"({RAISED_MINUS})", text):
            if piece == RAISED_MINUS:
                yield "−", _font(self.face, round(0.6 * self.size)), round(0.34 * self.size)
            elif piece:
                yield piece, self.font, 0


TITLE = TextStyle("SourceSansProSemibold", 84, 96, INK)
NAME = TextStyle("SourceSansProSemibold", 40, 50, INK)
TIME = TextStyle("SourceSansPro", 36, 50, QUIET_INK)
CAPTION = TextStyle("SourceSansPro", 38, 46, INK)


@dataclass(frozen=True)
class _Cell:
    """A beat fitted to its column: the scaled picture, and the words broken into lines."""

    picture: Image.Image
    name: list[str]
    time: str
    caption: list[str]

    @property
    def words_height(self) -> int:
        lines = len(self.name) * NAME.leading + len(self.caption) * CAPTION.leading
        return PICTURE_TO_WORDS + lines + NAME_TO_CAPTION


def contact_sheet(title: str, frames: Sequence[tuple[BeatSpan, Picture]]) -> Image.Image:
    """A sheet as wide as A4 at 300 dpi and as high as it needs, with the beats in reading order.

    Pictures keep their aspect ratio and text is broken into as many lines as it takes, so nothing is cut off.
    """
    columns = 2 if len(frames) <= MOST_IN_TWO_COLUMNS else 3
    width = A4[0] - 2 * SIDE_MARGIN
    column = (width - (columns - 1) * COLUMN_GAP) // columns
    heading = broken(title, TITLE, width)
    cells = [_cell(span, picture, column) for span, picture in frames]
    rows = [cells[first : first + columns] for first in range(0, len(cells), columns)]

    rule = END_MARGIN + len(heading) * TITLE.leading + TITLE_TO_RULE
    top = rule + RULE_TO_PICTURES
    heights = [max(c.picture.height for c in row) + max(c.words_height for c in row) for row in rows]
    bottom = top + sum(heights) + ROW_GAP * max(len(rows) - 1, 0)

    sheet = Image.new("RGB", (A4[0], bottom + END_MARGIN), PAPER)
    draw = ImageDraw.Draw(sheet)
    _write(draw, (SIDE_MARGIN, END_MARGIN), heading, TITLE)
    draw.line((SIDE_MARGIN, rule, SIDE_MARGIN + width - 1, rule), fill=RULE, width=3)
    for row, height in zip(rows, heights, strict=True):
        words_top = top + max(cell.picture.height for cell in row)
        for index, cell in enumerate(row):
            _place(sheet, cell, SIDE_MARGIN + index * (column + COLUMN_GAP), top, words_top)
        top += height + ROW_GAP
    return sheet


def save_sheets(sheets: Sequence[Image.Image], path: Path) -> None:
    """Save sheets: as ``.pdf`` a page each, A4 or longer; as ``.png`` one picture, one sheet below another.

    The file appears when it is complete; on failure nothing is left.

    Raises:
        ValueError: there are no sheets, or the name ends otherwise.
        OSError: the file cannot be written.
    """
    if not sheets:
        raise ValueError("a storyboard needs at least one sheet")
    suffix = path.suffix.lower()
    if suffix not in {".pdf", ".png"}:
        raise ValueError(f"a storyboard is a .pdf or a .png file, not {path.name!r}")
    with all_or_nothing(path.parent, path.name) as workshop:
        if suffix == ".pdf":
            first, *others = (_page(sheet) for sheet in sheets)
            # Pillow packs pages as JPEG; with full colour resolution the thin coloured lines stay crisp.
            jpeg = {"quality": 92, "subsampling": 0}
            first.save(workshop / path.name, "PDF", resolution=DPI, save_all=True, append_images=others, **jpeg)
        else:
            _stacked(sheets).save(workshop / path.name, "PNG", dpi=(DPI, DPI), optimize=True)


def broken(text: str, style: TextStyle, width: float) -> list[str]:
    """Text in lines no wider than ``width``: its own lines, broken further where they must.

    Lines break at spaces and after hyphens; a word that is wider than a line on its own breaks anywhere.
    """
    lines = []
    for given in text.splitlines():
        line = ""
        for piece in _pieces(given, style, width):
            if line and style.width((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return lines


def _pieces(line: str, style: TextStyle, width: float) -> Iterable[str]:
    """What a line may be broken into, spaces and hyphens left at the ends."""
    for piece in re.findall(r"[^\s-]*(?:-+|\s+)|[^\s-]+", line):
        if style.width(piece.rstrip()) <= width:
            yield piece
        else:
            yield from piece


def _cell(span: BeatSpan, picture: Picture, column: int) -> _Cell:
    height, width = picture.shape[:2]
    time = f"{clock(span.start)}–{clock(span.end)}"
    return _Cell(
        picture=Image.fromarray(picture).resize((column, round(column * height / width)), Image.Resampling.LANCZOS),
        name=broken(span.beat.name, NAME, column - TIME.width(time) - NAME_TO_TIME),
        time=time,
        caption=broken(span.beat.caption, CAPTION, column),
    )


def _place(sheet: Image.Image, cell: _Cell, left: int, top: int, words_top: int) -> None:
    """Set a cell: the picture, then its name with the time at the right, then the caption."""
    draw = ImageDraw.Draw(sheet)
    right, bottom = left + cell.picture.width, top + cell.picture.height
    # Around the picture, not over it: a light film would otherwise run out into the paper.
    draw.rectangle((left - 2, top - 2, right + 1, bottom + 1), outline=RULE, width=2)
    sheet.paste(cell.picture, (left, top))
    y = words_top + PICTURE_TO_WORDS
    _write(draw, (right, y), [cell.time], TIME, anchor="r")
    y = _write(draw, (left, y), cell.name, NAME) + NAME_TO_CAPTION
    _write(draw, (left, y), cell.caption, CAPTION)


def _write(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], lines: Sequence[str], style: TextStyle, anchor: str = "l"
) -> int:
    """Set lines from a corner downwards and return where the next line would start."""
    x, y = at
    for line in lines:
        # Baselines at the same share of every leading, so that styles of one leading share a baseline.
        baseline = y + round(style.leading * 0.78)
        left = x - (style.width(line) if anchor == "r" else 0)
        for piece, font, lift in style.pieces(line):
            draw.text((left, baseline - lift), piece, fill=style.colour, font=font, anchor="ls")
            left += font.getlength(piece)
        y += style.leading
    return y


def _page(sheet: Image.Image) -> Image.Image:
    """A sheet on a page that is at least as high as A4, so that a short one prints at its size."""
    return _stacked([sheet], at_least=A4[1])


def _stacked(sheets: Sequence[Image.Image], at_least: int = 0) -> Image.Image:
    """Sheets one below another on paper."""
    width, height = max(sheet.width for sheet in sheets), sum(sheet.height for sheet in sheets)
    stack = Image.new("RGB", (width, max(height, at_least)), PAPER)
    y = 0
    for sheet in sheets:
        stack.paste(sheet, (0, y))
        y += sheet.height
    return stack


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(font_files_ttf[face], size)
