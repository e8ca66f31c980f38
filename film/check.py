"""Finds faults of layout, legibility and reading speed in a film without rendering it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from textwrap import shorten
from typing import Any, NamedTuple

import numpy as np
from manim import ManimColor, Mobject, Scene, Typst, VMobject, config
from manim.renderer.cairo_renderer import CairoRenderer
from numpy.typing import NDArray

from film.beats import BeatSpan, caption_faults, reading_time
from film.engine import MakeScene, Picture, walk
from film.explainer import Explainer
from film.quality import Quality

SAFE = 0.05  # of the frame's width and height stay free at every edge
SMALLEST_EM = 0.256  # frame units; of the wide picture's height 3.2 %
TOLERANCE = 0.02  # frame units: what nobody sees
VISIBLE = 0.5  # opacity up to which a label counts as on its way in or out
CONTRAST = 7.0
EVEN = 0.95  # the share of a label's ground on which it must reach the contrast
EDGE = 1.2  # contrast of neighbouring pixels that makes a line; shading and the steps of filled contours stay below
HAIRLINES = 720  # the shorter side of the smallest picture in which Manim's thinnest common line is a pixel wide
SAMPLES = 0.5  # seconds from one look at the layout to the next

Luminance = NDArray[np.float64]


@dataclass(frozen=True)
class Fault:
    """Something wrong with a film.

    Attributes:
        beat: the name of the beat in which it shows.
        time: seconds from the start of the film at which it was seen first: up to half a second after it shows, or at
            the end of the still in which it does.
        what: one line that names the label or the caption, what is wrong, by how much, and what is allowed.
    """

    beat: str
    time: float
    what: str


class _Finding(NamedTuple):
    """A fault before it has a time; findings with the same kind and culprits are one fault."""

    kind: str
    culprits: tuple[Mobject | str, ...]
    what: str


class _Box(NamedTuple):
    """A rectangle in frame units."""

    left: float
    right: float
    bottom: float
    top: float


def find_faults(make_scene: MakeScene, quality: Quality) -> list[Fault]:
    """Walk through a film and look at its labels: every half second at their layout, at beat ends at their ground too.

    Labels are Typst objects and whatever says of itself ``is_label = True``; labels on their way in or out are let
    pass.

    Args:
        quality: the frames a second at which the scene is walked; 10 are enough. The ground under labels is looked at
            in pictures of this size, or larger where hairlines would be lost in it.
    """
    scale = max(1, HAIRLINES / min(quality.width, quality.height))
    larger = replace(quality, width=round(scale * quality.width), height=round(scale * quality.height))
    report = _Report(frame=1 / quality.fps)
    walk(make_scene, larger, report.end_beat, every=SAMPLES, on_sample=report.look)
    return report.faults


class _Report:
    """Collects what is found, each fault once a beat."""

    def __init__(self, frame: float) -> None:
        self.faults: list[Fault] = []
        self._frame = frame
        # The name of a beat is known only when it ends; until then its findings wait here.
        self._waiting: dict[tuple[object, ...], tuple[float, str]] = {}

    def look(self, scene: Scene, time: float) -> None:
        for finding in _layout(scene):
            # Mobjects are the key, not their text: they count as themselves, and a number's text changes.
            self._waiting.setdefault((finding.kind, *finding.culprits), (time, finding.what))

    def end_beat(self, scene: Explainer, span: BeatSpan) -> None:
        self.look(scene, span.end)
        for finding in _grounds(scene):
            self._waiting.setdefault((finding.kind, *finding.culprits), (span.end, finding.what))
        for what in _telling(span, self._frame):
            self._waiting[(what,)] = (span.start, what)
        found = sorted(self._waiting.values(), key=lambda finding: finding[0])
        self.faults.extend(Fault(span.beat.name, time, what) for time, what in found)
        self._waiting.clear()


def _telling(span: BeatSpan, frame: float) -> Iterator[str]:
    """What is wrong with a beat's caption, and with the time to read it.

    No caption counts as read in less than the shortest time of a beat, so this is the check of that as well.
    """
    caption = " ".join(span.beat.caption.split())
    for fault in caption_faults(span.beat.caption):
        yield f"caption {caption!r} {fault}"
    lasts, needed = span.end - span.start, reading_time(span.beat.caption)
    if lasts < needed - frame:  # films are as long as whole frames
        yield f"caption {caption!r} is on screen for {lasts:.2f} s, to read it takes {needed:.2f} s"


def _layout(scene: Scene) -> Iterator[_Finding]:
    """Labels outside the safe area, too small, or on each other."""
    boxes = {label: _box(_visible(label)) for label in _labels(scene)}
    moving = _animated(scene)
    for label, box in boxes.items():
        yield from _unsafe(label, box)
        # Halfway through being written or turned into another, a label has no size to speak of.
        if label not in moving:
            yield from _small(label)
    for (one, its), (other, others) in combinations(boxes.items(), 2):
        yield from _overlapping(one, its, other, others)


def _unsafe(label: Mobject, box: _Box) -> Iterator[_Finding]:
    x, y = (0.5 - SAFE) * config.frame_width, (0.5 - SAFE) * config.frame_height
    out = {"left": -x - box.left, "right": box.right - x, "bottom": -y - box.bottom, "top": box.top - y}
    side, by = max(out.items(), key=lambda item: item[1])
    if by > TOLERANCE:
        allowed = f"{TOLERANCE} units are allowed"
        yield _Finding("unsafe", (label,), f"{_name(label)} leaves the safe area at the {side} by {by:.2f}, {allowed}")


def _small(label: Mobject) -> Iterator[_Finding]:
    size = getattr(label, "font_size", None)
    if size is None:
        return
    em = size / 96
    if em < SMALLEST_EM - 1e-6:
        what = f"{_name(label)} is set at {em:.3f} units, at least {SMALLEST_EM:g} can be read"
        yield _Finding("small", (label,), what)


def _overlapping(one: Mobject, its: _Box, other: Mobject, others: _Box) -> Iterator[_Finding]:
    across = min(its.right, others.right) - max(its.left, others.left)
    up = min(its.top, others.top) - max(its.bottom, others.bottom)
    if min(across, up) > TOLERANCE:
        allowed = f"{TOLERANCE} units are allowed"
        what = f"{_name(one)} overlaps {_name(other)} by {across:.2f} × {up:.2f}, {allowed}"
        yield _Finding("overlapping", (one, other), what)


def _grounds(scene: Scene) -> Iterator[_Finding]:
    """Labels that do not stand out from what is painted behind them, or that lie on lines."""
    bare = _paint_without_labels(scene)
    for label in _labels(scene):
        yield from _faint(label, bare)
        yield from _on_lines(label, bare)


def _faint(label: Mobject, bare: Picture) -> Iterator[_Finding]:
    """A formula's terms have colours of their own; the worst colour speaks for the label."""
    worst = min(
        (
            (float(np.quantile(_contrast(_painted(colour, opacity, ground), _luminance(ground)), 1 - EVEN)), colour)
            for (colour, opacity), ground in _colours(label, bare)
        ),
        default=None,
    )
    if worst is not None and worst[0] < CONTRAST:
        ratio, colour = worst
        allowed = f"at least {CONTRAST:g}:1 is legible"
        what = f"{_name(label)} in {colour} has a contrast of {ratio:.1f}:1 to what is behind it, {allowed}"
        yield _Finding("faint", (label,), what)


def _colours(label: Mobject, bare: Picture) -> Iterator[tuple[tuple[str, float], Picture]]:
    """Each colour and opacity in a label, with the pixels under what is written in it."""
    inked: dict[tuple[str, float], list[VMobject]] = {}
    for glyph in _visible(label):
        filled = glyph.get_fill_opacity() > VISIBLE
        colour = ManimColor(glyph.get_fill_color() if filled else glyph.get_stroke_color())
        opacity = glyph.get_fill_opacity() if filled else glyph.get_stroke_opacity()
        inked.setdefault((colour.to_hex(), float(opacity)), []).append(glyph)
    for ink, glyphs in inked.items():
        ground = _cut(bare, _box(glyphs))
        if ground.size:
            yield ink, ground


def _on_lines(label: Mobject, bare: Picture) -> Iterator[_Finding]:
    """Edges cut through what is behind a label over at least half of its shorter side."""
    ground = _luminance(_cut(bare, _box(_visible(label))))
    height, width = ground.shape
    if min(height, width) < 2:
        return
    sharpest, longest = 1.0, 0
    for one, other in ((ground[1:], ground[:-1]), (ground[:, 1:], ground[:, :-1])):
        steps = _contrast(one, other)
        sharpest, longest = max(sharpest, float(steps.max())), max(longest, int((steps > EDGE).sum()))
    if longest >= max(2, min(height, width) / 2):
        allowed = f"up to {EDGE:g}:1 is smooth"
        what = f"{_name(label)} lies on lines: edges behind it have a contrast of {sharpest:.1f}:1, {allowed}"
        yield _Finding("on lines", (label,), what)


def _paint_without_labels(scene: Scene) -> Picture:
    """The picture of a scene as it stands, its labels left out, the faded ones as well."""
    assert isinstance(scene.renderer, CairoRenderer)
    camera = scene.renderer.camera
    camera.reset()
    camera.capture_mobjects(_roots(scene), excluded_mobjects=list(_topmost(_roots(scene))))
    return np.array(camera.pixel_array[..., :3])


def _cut(picture: Picture, box: _Box) -> Picture:
    """The pixels of a picture that a box covers; none if it lies outside."""
    height, width = picture.shape[:2]
    columns = (np.array([box.left, box.right]) / config.frame_width + 0.5) * width
    rows = (0.5 - np.array([box.top, box.bottom]) / config.frame_height) * height
    left, right = np.clip([np.floor(columns[0]), np.ceil(columns[1])], 0, width).astype(int)
    top, bottom = np.clip([np.floor(rows[0]), np.ceil(rows[1])], 0, height).astype(int)
    return picture[top:bottom, left:right]


def _painted(colour: str, opacity: float, ground: Picture) -> Luminance:
    """The luminance of a colour laid over pixels."""
    over = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
    return _luminance(opacity * over + (1 - opacity) * ground)


def _luminance(pixels: NDArray[Any]) -> Luminance:
    """Relative luminance of sRGB pixels from 0 to 255 (WCAG 2.2)."""
    channels = np.asarray(pixels, dtype=float) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), dtype=float)


def _contrast(one: Luminance, other: Luminance) -> Luminance:
    """Contrast ratio of luminances, from 1 to 21 (WCAG 2.2)."""
    return np.asarray((np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05))


def _roots(scene: Scene) -> list[Mobject]:
    return [*scene.mobjects, *scene.foreground_mobjects]


def _labels(scene: Scene) -> list[Mobject]:
    """The labels that can be seen, each once."""
    return [label for label in dict.fromkeys(_topmost(_roots(scene))) if _visible(label)]


def _topmost(mobjects: Iterable[Mobject]) -> Iterator[Mobject]:
    """The labels among mobjects and their parts; a label's own parts are not labels."""
    for mobject in mobjects:
        if isinstance(mobject, Typst) or getattr(mobject, "is_label", False):
            yield mobject
        else:
            yield from _topmost(mobject.submobjects)


def _visible(label: Mobject) -> list[VMobject]:
    """The parts of a label that are there to be seen."""
    parts = (part for part in label.family_members_with_points() if isinstance(part, VMobject))
    return [
        part
        for part in parts
        if part.get_fill_opacity() > VISIBLE or (part.get_stroke_width() > 0 and part.get_stroke_opacity() > VISIBLE)
    ]


def _animated(scene: Scene) -> set[object]:
    """Everything that an animation is at work on."""
    return {part for animation in scene.animations or () for part in animation.mobject.get_family()}


def _box(parts: Iterable[VMobject]) -> _Box:
    points = np.concatenate([part.points[:, :2] for part in parts])
    (left, bottom), (right, top) = points.min(axis=0), points.max(axis=0)
    return _Box(float(left), float(right), float(bottom), float(top))


def _name(label: Mobject) -> str:
    """A label's text or source on one line, in quotes."""
    source = getattr(label, "text", None) or getattr(label, "typst_code", None) or type(label).__name__
    return repr(shorten(source.strip(" $"), 60, placeholder="…"))
