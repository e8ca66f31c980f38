"""Storyboards: what somebody finds who holds the sheet in hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, PdfParser

from film import storyboard
from film.beats import Beat, BeatSpan, clock
from film.storyboard import A4, CAPTION, PAPER, SIDE_MARGIN, broken, contact_sheet, save_sheets

Box = tuple[float, float, float, float]
CAPTION_TEXT = "A caption as long as captions ever are, ok\nand a second line of it that is just long"


def frame(
    index: int = 0, width: int = 320, height: int = 180, name: str = "", caption: str = CAPTION_TEXT
) -> tuple[BeatSpan, NDArray[np.uint8]]:
    """A beat with a picture in a saturated colour that no other index has and text never takes."""
    picture = np.empty((height, width, 3), np.uint8)
    picture[:] = (255, 20 * index, 0)
    return BeatSpan(Beat(name or f"beat-number-{index}", caption), 10.0 * index, 10.0 * index + 9), picture


def boxes_of(sheet: Image.Image, count: int) -> list[tuple[int, int, int, int]]:
    """Where the pictures of the first indices lie: left, top, width, height; nothing lies on them."""
    red, green, blue = (np.asarray(channel) for channel in sheet.split())
    index = np.where((red == 255) & (blue == 0), green // 20, 255).astype(np.uint8)
    boxes = []
    for wanted in range(count):
        mask = index == wanted
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        left, top, width, height = int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
        assert mask[top : top + height, left : left + width].all()
        boxes.append((left, top, width, height))
    return boxes


@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, Box]]]:
    """Every text that is set, with the box that its ink fills."""
    found: list[tuple[str, Box]] = []
    draw_text = ImageDraw.ImageDraw.text

    def listen(self: ImageDraw.ImageDraw, xy: Any, text: str, *args: Any, **options: Any) -> None:
        found.append((text, self.textbbox(xy, text, font=options["font"], anchor=options["anchor"])))
        draw_text(self, xy, text, *args, **options)

    monkeypatch.setattr(ImageDraw.ImageDraw, "text", listen)
    yield found


@pytest.mark.parametrize(("count", "columns"), [(1, 2), (2, 2), (8, 2), (9, 3), (11, 3)])
def test_every_picture_is_there_in_reading_order(count: int, columns: int) -> None:
    sheet = contact_sheet("Title", [frame(i) for i in range(count)])
    boxes = boxes_of(sheet, count)
    assert sheet.width == A4[0]
    for index, (left, top, width, height) in enumerate(boxes):
        assert (left, top) == (boxes[index % columns][0], boxes[index - index % columns][1])
        if index % columns:
            before = boxes[index - 1]
            assert left > before[0] + before[2]
        elif index:
            assert top > boxes[index - columns][1] + height
        assert left >= SIDE_MARGIN and left + width <= A4[0] - SIDE_MARGIN


@pytest.mark.parametrize(("width", "height"), [(320, 180), (3840, 2160), (240, 180), (180, 320)])
def test_pictures_keep_their_shape(width: int, height: int) -> None:
    sheet = contact_sheet("Title", [frame(0, width, height), frame(1)])
    _, _, shown_width, shown_height = boxes_of(sheet, 1)[0]
    assert shown_height == pytest.approx(shown_width * height / width, abs=0.51)


def test_a_picture_is_shown_whole_and_upright() -> None:
    span, picture = frame()
    picture[:90, :160], picture[:90, 160:], picture[90:, :160], picture[90:, 160:] = 0, 80, 160, 240
    sheet = contact_sheet("Title", [(span, picture)])
    # Where a picture of the same size would lie.
    left, top, width, height = boxes_of(contact_sheet("Title", [frame()]), 1)[0]
    shown = [sheet.getpixel((left + x, top + y)) for y in (2, height - 3) for x in (2, width - 3)]
    assert shown == [(grey, grey, grey) for grey in (0, 80, 160, 240)]


def test_every_word_is_there(texts: list[tuple[str, Box]]) -> None:
    contact_sheet("The title", [frame(7, name="seventh-heaven", caption="One.\nTwo & <three>.")])
    assert [text for text, _ in texts] == ["The title", "1:10–1:19", "seventh-heaven", "One.", "Two & <three>."]


def test_a_raised_minus_stands_before_its_digit_though_the_typeface_lacks_it(texts: list[tuple[str, Box]]) -> None:
    contact_sheet("Title", [frame(caption="to 10⁻⁸:")])
    (_, ten), (minus, dash), (_, digit) = texts[-3:]
    assert (minus, storyboard.RAISED_MINUS) == ("−", "⁻")
    assert ten[2] <= dash[0] + 2 and dash[2] <= digit[0] + 2
    assert digit[1] < dash[1] and dash[3] < ten[3] - (ten[3] - ten[1]) / 2
    unknown = CAPTION.font.getmask("\uffff")
    drawn = {character for text, _ in texts for character in text}
    assert not [each for each in drawn if bytes(CAPTION.font.getmask(each)) == bytes(unknown)]


@pytest.mark.parametrize("count", [2, 8, 9])
def test_no_text_is_cut_off_or_touches_anything(count: int, texts: list[tuple[str, Box]]) -> None:
    frames = [frame(i, height=180 + 60 * (i % 2)) for i in range(count)]
    frames[0] = frame(0, name="-".join(["a-kebab-name", "without-end"] * 5), caption="wide words " * 30)
    frames[1] = frame(1, name="W" * 90, caption="Floccinaucinihilipilification" * 9)
    sheet = contact_sheet("A title that goes on and on, " * 6, frames)

    boxes = [box for _, box in texts]
    boxes += [(left, top, left + width, top + height) for left, top, width, height in boxes_of(sheet, count)]
    assert len(texts) > 3 * count
    for left, top, right, bottom in boxes:
        assert left >= SIDE_MARGIN - 4 and right <= sheet.width - SIDE_MARGIN + 4  # 4: letters lean over their width
        assert top > 0 and bottom < sheet.height - 50
    for index, one in enumerate(boxes):
        for other in boxes[:index]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


def test_words_are_under_their_picture(texts: list[tuple[str, Box]]) -> None:
    sheet = contact_sheet("Title", [frame(i, caption=f"Caption {i}.") for i in range(9)])
    for index, (left, top, width, height) in enumerate(boxes_of(sheet, 9)):
        words = [box for text, box in texts if text in {f"beat-number-{index}", f"Caption {index}."}]
        for box in words:
            assert left - 4 <= box[0] and box[2] <= left + width + 4
            assert top + height < box[1] and box[3] < top + height + 150
        assert len(words) == 2


def test_the_usual_eight_beats_fill_an_a4_page() -> None:
    sheet = contact_sheet("Title", [frame(i, caption="A line.\nAnother one.") for i in range(8)])
    assert 0.97 * A4[1] < sheet.height <= A4[1]


def test_words_can_be_read_on_paper() -> None:
    for style in (storyboard.TITLE, storyboard.NAME, storyboard.TIME, storyboard.CAPTION):
        assert style.size / storyboard.DPI * 72 >= 8.5  # points


def test_breaking_loses_nothing_but_the_spaces_at_line_ends() -> None:
    text = "Mass lives in μ: a-kebab-name, aWordThatIsWiderThanItsLine and so on."
    lines = broken(text, CAPTION, 200)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert len(lines) > 4
    assert all(CAPTION.width(line) <= 200 for line in lines)
    assert broken("Given\nlines stay.", CAPTION, 2000) == ["Given", "lines stay."]


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (4.99, "0:04"), (46.9999999999, "0:47"), (59.99, "0:59"), (3661, "61:01")]
)
def test_times_are_what_a_player_shows(seconds: float, shown: str) -> None:
    assert clock(seconds) == shown


def test_a_pdf_has_a_page_for_every_sheet_a4_or_longer(tmp_path: Path) -> None:
    sheets = [contact_sheet("Title", [frame(i) for i in range(count)]) for count in (1, 3, 9)]
    sheets.append(Image.new("RGB", (A4[0], 5000)))
    save_sheets(sheets, tmp_path / "all.pdf")
    with PdfParser.PdfParser(str(tmp_path / "all.pdf")) as pdf:
        pages = [pdf.read_indirect(page)[b"MediaBox"] for page in pdf.pages]
    a4 = [0, 0, 210 / 25.4 * 72, 297 / 25.4 * 72]
    assert [page == pytest.approx(a4, abs=0.3) for page in pages] == [True, True, True, False]
    assert pages[3][3] == pytest.approx(5000 / 300 * 72)


def test_one_sheet_is_saved_as_it_is(tmp_path: Path) -> None:
    sheet = contact_sheet("Title", [frame()])
    save_sheets([sheet], tmp_path / "one.png")
    with Image.open(tmp_path / "one.png") as saved:
        assert saved.mode == sheet.mode and saved.tobytes() == sheet.tobytes()
        assert saved.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_several_sheets_in_a_png_lie_one_below_another_on_paper(tmp_path: Path) -> None:
    save_sheets([Image.new("RGB", (30, 10), "red"), Image.new("RGB", (20, 15), "blue")], tmp_path / "two.PNG")
    with Image.open(tmp_path / "two.PNG") as saved:
        assert saved.size == (30, 25)
        colours = [saved.getpixel(at) for at in [(29, 9), (0, 10), (19, 24), (20, 10)]]
    paper = tuple(bytes.fromhex(PAPER[1:]))
    assert colours == [(255, 0, 0), (0, 0, 255), (0, 0, 255), paper]


@pytest.mark.parametrize("name", ["sheets.png", "sheets.pdf"])
def test_a_failed_save_leaves_what_was_there(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(self: Image.Image, path: Path, *args: Any, **options: Any) -> None:
        Path(path).write_bytes(b"half of")
        raise OSError("disk full")

    (tmp_path / name).write_bytes(b"before")
    monkeypatch.setattr(Image.Image, "save", break_off)
    with pytest.raises(OSError, match="disk full"):
        save_sheets([Image.new("RGB", (30, 10))], tmp_path / name)
    assert [(file.name, file.read_bytes()) for file in tmp_path.iterdir()] == [(name, b"before")]


def test_a_saved_sheet_replaces_the_one_before_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    for colour in ("red", "blue"):
        save_sheets([Image.new("RGB", (30, 10), colour)], tmp_path / "new" / "sheet.png")
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["sheet.png"]
    with Image.open(tmp_path / "new" / "sheet.png") as saved:
        assert saved.getpixel((0, 0)) == (0, 0, 255)


@pytest.mark.parametrize(("count", "name"), [(0, "none.pdf"), (1, "sheet.jpg"), (1, "sheet")])
def test_what_cannot_be_saved_is_refused_before_anything_is_written(count: int, name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="storyboard"):
        save_sheets([Image.new("RGB", (30, 10))] * count, tmp_path / "folder" / name)
    assert not list(tmp_path.iterdir())
