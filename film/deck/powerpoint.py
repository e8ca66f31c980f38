"""Decks for PowerPoint, and for what reads its files: the films are inside and start by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from string import Template
from typing import Any
from uuid import uuid4
from xml.sax.saxutils import quoteattr

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.util import Emu, Inches, Pt

from film.deck.chapters import Chapter, Palette, Slide
from film.language import say

WIDTH, HEIGHT = Emu(12192000), Emu(6858000)  # what PowerPoint calls 16:9
MARGIN = Inches(1.1)
TYPEFACE = "Source Sans Pro"  # Office fetches it where it is not installed, or takes another
TITLE_ONLY = 5  # the layout's place in python-pptx's own template
ROWS = 9  # titles in a column of the slide of contents

EXTENSIONS = Template("""\
<p:extLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">
<p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst
xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main">$sections</p14:sectionLst></p:ext></p:extLst>""")

# What a click or the coming of the slide has PowerPoint do with a film; three elements with numbers of their own.
CALL = Template("""\
<p:par><p:cTn id="$outer" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
  <p:par><p:cTn id="$inner" presetID="$preset" presetClass="mediacall" presetSubtype="0" fill="hold"
      nodeType="$cause"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
      <p:cmd type="call" cmd="$command"><p:cBhvr>
        <p:cTn id="$innermost" dur="$milliseconds" fill="hold"/>
        <p:tgtEl><p:spTgt spid="$shape"/></p:tgtEl>
      </p:cBhvr></p:cmd>
    </p:childTnLst></p:cTn></p:par>
</p:childTnLst></p:cTn></p:par>""")

# A film that starts when its slide comes ("Start: Automatically") and stands still on its last picture, and which a
# click on it stops and lets go on: the elements that PowerPoint itself writes for this (ECMA-376-1, 19.5).
TIMING = Template("""\
<p:timing xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:tnLst><p:par>
<p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst>
  <p:seq concurrent="1" nextAc="seek">
    <p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst>
      <p:par><p:cTn id="3" fill="hold"><p:stCondLst>
        <p:cond delay="indefinite"/><p:cond evt="onBegin" delay="0"><p:tn val="2"/></p:cond>
      </p:stCondLst><p:childTnLst>
        $start
      </p:childTnLst></p:cTn></p:par>
    </p:childTnLst></p:cTn>
    <p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst>
    <p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst>
  </p:seq>
  <p:video><p:cMediaNode vol="80000">
    <p:cTn id="7" fill="hold" display="0"><p:stCondLst><p:cond delay="indefinite"/></p:stCondLst></p:cTn>
    <p:tgtEl><p:spTgt spid="$shape"/></p:tgtEl>
  </p:cMediaNode></p:video>
  <p:seq concurrent="1" nextAc="seek">
    <p:cTn id="8" restart="whenNotActive" fill="hold" evtFilter="cancelBubble" nodeType="interactiveSeq">
      <p:stCondLst><p:cond evt="onClick" delay="0"><p:tgtEl><p:spTgt spid="$shape"/></p:tgtEl></p:cond></p:stCondLst>
      <p:endSync evt="end" delay="0"><p:rtn val="all"/></p:endSync>
      <p:childTnLst>
        <p:par><p:cTn id="9" fill="hold"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst>
          $toggle
        </p:childTnLst></p:cTn></p:par>
      </p:childTnLst>
    </p:cTn>
    <p:nextCondLst>
      <p:cond evt="onClick" delay="0"><p:tgtEl><p:spTgt spid="$shape"/></p:tgtEl></p:cond>
    </p:nextCondLst>
  </p:seq>
</p:childTnLst></p:cTn></p:par></p:tnLst></p:timing>""")


@dataclass(frozen=True)
class _Style:
    """How text is set; the size in points."""

    size: float
    colour: str
    align: PP_ALIGN = PP_ALIGN.LEFT


def powerpoint_deck(title: str, chapters: Sequence[Chapter]) -> bytes:
    """A deck as a PPTX file.

    A film's poster is its first picture, with which the slide before ended, so that nothing jumps while it is loaded.
    """
    deck = Presentation()
    _widen(deck)
    now = datetime.now(UTC).replace(tzinfo=None)
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = title if len(chapters) > 1 else chapters[0].title, "", ""
    about.created = about.modified = now
    contents = _add_contents(deck, title, chapters) if len(chapters) > 1 else None
    openings = []
    for chapter in chapters:
        openings.append(_add_title(deck, chapter))
        for slide in chapter.slides:
            _add_beat(deck, chapter, slide)
    sections = [(chapter.title, 1 + len(chapter.slides)) for chapter in chapters]
    if contents is not None:
        _fill_contents(contents, chapters, openings)
        sections.insert(0, (title, 1))
    _group(deck, sections)
    content = BytesIO()
    deck.save(content)
    return content.getvalue()


def _widen(deck: Any) -> None:
    """Make the template, which is 4:3, as wide as the films; what a lecturer adds shall fit as well."""
    ratio = WIDTH / deck.slide_width
    for page in (*deck.slide_layouts, deck.slide_master):  # in this order, since layouts inherit from the master
        for shape in page.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top, shape.width, shape.height = (
                Emu(round(left * ratio)),
                top,
                Emu(round(width * ratio)),
                height,
            )
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT


def _add_slide(deck: Any, palette: Palette, notes: Sequence[str]) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    slide.background.fill.solid()
    slide.background.fill.fore_color.rgb = _rgb(palette.paper)
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)
    return slide


def _add_contents(deck: Any, title: str, chapters: Sequence[Chapter]) -> Any:
    palette = chapters[0].palette
    slide = _add_slide(deck, palette, [say("{count} films", count=len(chapters))])
    _write_title(slide, title, _Style(34, palette.ink), (MARGIN, Inches(0.6), WIDTH - 2 * MARGIN, Inches(0.8)))
    _rule(slide, Inches(1.5), palette)
    return slide


def _fill_contents(slide: Any, chapters: Sequence[Chapter], openings: Sequence[Any]) -> None:
    """Write the titles, each of which leads to its film's first slide."""
    gap = Inches(0.6)
    columns = 1 if len(chapters) <= ROWS else 2
    width = (WIDTH - 2 * MARGIN - (columns - 1) * gap) // columns
    height, time_width = Inches(0.56), Inches(0.9)
    palette = chapters[0].palette
    for place, (chapter, opening) in enumerate(zip(chapters, openings, strict=True)):
        column, row = divmod(place, ROWS)
        left, top = MARGIN + column * (width + gap), Inches(1.75) + row * height
        box = _write(slide, [chapter.title], _Style(20, palette.ink), (left, top, width - time_width, height))
        box.click_action.target_slide = opening
        time = (left + width - time_width, top, time_width, height)
        _write(slide, [chapter.clock], _Style(20, palette.quiet_ink, PP_ALIGN.RIGHT), time)


def _add_title(deck: Any, chapter: Chapter) -> Any:
    palette, width = chapter.palette, WIDTH - 2 * MARGIN
    slide = _add_slide(deck, palette, chapter.title_notes)
    _write_title(slide, chapter.title, _Style(60, palette.ink), (MARGIN, Inches(1.4), width, Inches(2.3)))
    _rule(slide, Inches(3.95), palette)
    about = [line for line in (chapter.section, chapter.length) if line]
    _write(slide, about, _Style(24, palette.quiet_ink), (MARGIN, Inches(4.1), width, Inches(1.2)))
    return slide


def _add_beat(deck: Any, chapter: Chapter, beat: Slide) -> None:
    slide = _add_slide(deck, chapter.palette, chapter.notes(beat))
    # Above the slide, as PowerPoint's own hidden titles: for the outline, for links and for screen readers.
    _write_title(slide, beat.title, _Style(20, chapter.palette.ink), (0, -Inches(0.7), WIDTH, Inches(0.6)))
    width, height = min(WIDTH, round(HEIGHT * chapter.shape)), min(HEIGHT, round(WIDTH / chapter.shape))
    poster = BytesIO()
    beat.stretch.first_picture().save(poster, "PNG")
    film = slide.shapes.add_movie(
        BytesIO(beat.stretch.mp4),
        *((WIDTH - width) // 2, (HEIGHT - height) // 2, width, height),
        poster_frame_image=poster,
        mime_type="video/mp4",
    )
    film.name = beat.title
    film.element.nvPicPr.cNvPr.set("descr", beat.caption)
    plain = slide.element.find("{*}timing")
    plain.getparent().replace(plain, parse_xml(_timing(film.shape_id, round(beat.stretch.seconds * 1000))))


def _timing(shape: int, milliseconds: int) -> str:
    """The element that starts a film, and lets clicks stop it."""

    def call(command: str, cause: str, preset: int, first: int, milliseconds: int) -> str:
        numbers = {"outer": first, "inner": first + 1, "innermost": first + 2}
        return CALL.substitute(
            numbers, command=command, cause=cause, preset=preset, milliseconds=milliseconds, shape=shape
        )

    return TIMING.substitute(
        start=call("playFrom(0.0)", "afterEffect", 1, 4, milliseconds),
        toggle=call("togglePause", "clickEffect", 2, 10, 1),
        shape=shape,
    )


def _group(deck: Any, sections: Sequence[tuple[str, int]]) -> None:
    """Divide the slides into PowerPoint's sections, each with its name and number of slides ([MS-PPTX], sectionLst)."""
    presentation = deck.part._element
    numbers = iter(presentation.sldIdLst)
    listed = "".join(
        f'<p14:section name={quoteattr(name)} id="{{{str(uuid4()).upper()}}}"><p14:sldIdLst>'
        + "".join(f'<p14:sldId id="{next(numbers).id}"/>' for _ in range(count))
        + "</p14:sldIdLst></p14:section>"
        for name, count in sections
    )
    presentation.append(parse_xml(EXTENSIONS.substitute(sections=listed)))


def _write_title(slide: Any, text: str, style: _Style, box: tuple[int, int, int, int]) -> None:
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = map(Emu, box)
    _set_text(shape.text_frame, [text], style)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    shape.text_frame.paragraphs[0].font.bold = True


def _write(slide: Any, lines: Sequence[str], style: _Style, box: tuple[int, int, int, int]) -> Any:
    shape = slide.shapes.add_textbox(*map(Emu, box))
    _set_text(shape.text_frame, lines, style)
    return shape


def _set_text(frame: Any, lines: Sequence[str], style: _Style) -> None:
    frame.text, frame.word_wrap = "\n".join(lines), True
    frame.margin_left = frame.margin_right = 0
    for line in frame.paragraphs:
        line.alignment = style.align
        line.font.size, line.font.name = Pt(style.size), TYPEFACE
        line.font.color.rgb = _rgb(style.colour)


def _rule(slide: Any, top: int, palette: Palette) -> None:
    line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, MARGIN, top, WIDTH - MARGIN, top)
    line.line.width, line.line.color.rgb = Pt(1.5), _rgb(palette.rule)
    line._element.remove(line._element.find("{*}style"))  # the template's shadow


def _rgb(colour: str) -> Any:
    return RGBColor(*bytes.fromhex(colour.removeprefix("#")))  # type: ignore[no-untyped-call]
