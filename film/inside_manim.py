"""Everything that Downslope's engine knows about the inside of Manim, in one place.

Written against Manim 0.22 (Cairo). Whatever is used here beyond Manim's documented interface is checked by name and by
behaviour in ``tests/film/test_inside_manim.py``, which is the first to fail when Manim changes it.
"""

from __future__ import annotations

import hashlib
import inspect
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from enum import Enum
from functools import cache, lru_cache, partial
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple, cast
from xml.etree import ElementTree as ET

import numpy as np
import svgelements as se
import typst
from manim import RIGHT, Camera, ManimColor, Mobject, MovingCamera, PMobject, Scene, SVGMobject, VGroup, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.constants import CapStyleType, LineJointType
from manim.mobject.svg import svg_mobject
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from manim.mobject.text import typst_mobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils.bezier import interpolate
from manim.utils.iterables import list_update
from manim.utils.typst_file_writing import TYPST_COMPILATION_FONT_SIZE, TYPST_TEMPLATE
from numpy.typing import NDArray

from film.tracing import CURVE

_handle_any_commands, _update_any_rgbas_array = VMobjectFromSVGPath.handle_commands, VMobject.update_rgbas_array
_get_any_points_defining_boundary, _get_anchors = VMobject.get_points_defining_boundary, VMobject.get_anchors
_ONE_COLOUR, _ONE_OPACITY = (ManimColor, type(None)), (int, float, type(None))
JOINS = LINE_JOIN_MAP
CAPS = CAP_STYLE_MAP


class Appearance(NamedTuple):
    """All that Manim's camera looks at when it displays a vectorized mobject; colours are float64 RGBA rows."""

    points: bytes
    fill: bytes
    stroke: bytes
    stroke_width: float
    background_stroke: bytes
    background_width: float
    joint: LineJointType
    cap: CapStyleType
    sheen: bytes


def appearance(mobject: VMobject) -> tuple[Any, ...]:
    """The fields of an :class:`Appearance`, read in a hurry: this runs for every mobject on screen in every frame."""
    fill, stroke, behind = mobject.fill_rgbas, mobject.stroke_rgbas, mobject.background_stroke_rgbas
    return (
        mobject.points.tobytes(),
        fill.tobytes(),
        stroke.tobytes(),
        mobject.stroke_width,
        behind.tobytes(),
        mobject.background_stroke_width,
        mobject.joint_type,
        mobject.cap_style,
        b"" if len(fill) == len(stroke) == len(behind) == 1 else np.asarray(gradient_ends(mobject)).tobytes(),
    )


def gradient_ends(mobject: VMobject) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where a colour gradient over the mobject starts and ends, in scene units."""
    return mobject.get_gradient_start_and_end_points()


def subpaths(mobject: VMobject, points: NDArray[np.float64]) -> list[tuple[int, int, bool]]:
    """The connected pieces of a path as Manim's camera traces them: first and last index, and whether it is closed.

    A mobject with a point that is not finite shows nothing.
    """
    per_curve = mobject.n_points_per_cubic_curve
    count = len(points)
    if count < per_curve or not isfinite(points.sum()):
        return []
    flat = points[:, :2]
    heads, tails = flat[per_curve::per_curve], flat[per_curve - 1 : count - 1 : per_curve]
    differ = heads != tails
    gaps = np.flatnonzero(differ[:, 0] | differ[:, 1])
    if len(gaps):
        gaps = gaps[~_are_close(mobject, tails[gaps], heads[gaps])]
    starts = [0, *(per_curve * (gaps + 1)).tolist()]
    ends = [*starts[1:], count]
    closed = _are_close(mobject, flat[starts], flat[[end - 1 for end in ends]]).tolist()
    return [piece for piece in zip(starts, ends, closed, strict=True) if piece[1] - piece[0] >= per_curve]


def _are_close(mobject: VMobject, one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which rows Manim takes for the same point: the comparison of :func:`numpy.isclose`, for finite coordinates."""
    within = np.abs(one - other) <= mobject.tolerance_for_point_equality + 1e-5 * np.abs(other)
    return np.asarray(within[:, 0] & within[:, 1], bool)


def displayed(camera: Camera, mobjects: Iterable[Mobject]) -> list[Mobject]:
    """The mobjects that the camera would paint, in its order: one that occurs twice at its last place."""
    shown: list[Mobject] = []
    seen: set[int] = set()

    def visit(several: Sequence[Mobject]) -> None:
        for mobject in reversed(several):
            if id(mobject) in seen:
                continue
            seen.add(id(mobject))
            if mobject.submobjects:  # most have none: a call less for each
                visit(mobject.submobjects)
            if count := len(mobject.points):
                if isinstance(mobject, VMobject):
                    if count >= CURVE:
                        shown.append(mobject)
                elif not is_invisible(mobject):
                    shown.append(mobject)

    visit(list(mobjects))
    shown.reverse()
    if camera.use_z_index and any(mobject.z_index for mobject in shown):
        shown.sort(key=lambda mobject: mobject.z_index)
    return shown


def is_plain(camera: Camera) -> bool:
    """Whether the camera paints vectorized mobjects the ordinary way: not a subclass with ideas of its own."""
    return type(camera) in (Camera, MovingCamera)


def is_invisible(mobject: Mobject) -> bool:
    """Whether the camera passes over the mobject although it has points, as it does with trackers of values."""
    return not isinstance(mobject, (VMobject, PMobject, AbstractImageMobject))


def is_vectorized(mobject: Mobject) -> bool:
    """Whether the camera paints the mobject as a path in colours, not as an image or cloud of points."""
    return isinstance(mobject, VMobject) and not mobject.get_background_image()


def background_of(camera: Camera) -> NDArray[np.uint8]:
    """What the camera paints on, shape ``(height, width, 4)``."""
    return cast("NDArray[np.uint8]", camera.background)


def painted_over(base: NDArray[np.uint8], camera: Camera, mobjects: Iterable[Mobject]) -> NDArray[np.uint8]:
    """The picture that the camera makes of mobjects in front of another picture, in Manim's own way."""
    camera.set_frame_to_background(cast("Any", base))
    camera.capture_mobjects(mobjects)
    return cast("NDArray[np.uint8]", camera.pixel_array.copy())


def matrix_of(camera: Camera) -> tuple[float, float, float, float, float, float]:
    """The matrix with which the camera's Cairo context maps scene units to pixels."""
    across, up = camera.pixel_width / camera.frame_width, camera.pixel_height / camera.frame_height
    x, y, _ = camera.frame_center
    return (across, 0.0, 0.0, -up, camera.pixel_width / 2 - x * across, camera.pixel_height / 2 + y * up)


class Renderer(CairoRenderer):
    """Manim's Cairo renderer with painting and writing taken out, for renderers that do it another way.

    Subclasses are told what is on screen and for how many frames. As in Manim, the mobjects that do not move in a
    play are looked at once, when it begins.
    """

    def __init__(self) -> None:
        super().__init__()
        self._section: Any = None

    def begin_section(self, name: str) -> None:
        """A section of this name starts with what is shown next."""

    def hold_still(self, scene: Scene, mobjects: list[Mobject]) -> None:
        """These stay as they are now for a whole play, below everything that moves."""
        raise NotImplementedError

    def show(self, scene: Scene, mobjects: list[Mobject], frames: int) -> None:
        """These are on screen, above what holds still, for so many frames."""
        raise NotImplementedError

    def init_scene(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        if type(self.camera) is not scene.camera_class:
            self.camera = scene.camera_class()
        super().init_scene(scene, *args, **kwargs)

    def save_static_frame_data(self, scene: Scene, static_mobjects: Iterable[Mobject]) -> None:
        self.hold_still(scene, list(static_mobjects))

    def update_frame(self, scene: Scene, mobjects: Iterable[Mobject] | None = None, *_: Any, **__: Any) -> None:
        self._moving = list(mobjects or list_update(scene.mobjects, scene.foreground_mobjects))

    def render(self, scene: Scene, time: float, moving_mobjects: Iterable[Mobject] | None = None) -> None:
        self.update_frame(scene, moving_mobjects)
        self._pass(scene, 1)

    def play(self, scene: Scene, *args: Any, **kwargs: Any) -> None:
        self._scene = scene
        section = self.file_writer.sections[-1]
        if section is not self._section and not section.skip_animations:
            self._section = section
            self.begin_section(section.name)
        super().play(scene, *args, **kwargs)

    def freeze_current_frame(self, duration: float) -> None:
        self._pass(self._scene, int(duration / (1 / self.camera.frame_rate)))

    def scene_finished(self, scene: Scene) -> None:
        if not self.num_plays:
            self.hold_still(scene, [])
            self.update_frame(scene)
            self._pass(scene, 1)

    def _pass(self, scene: Scene, frames: int) -> None:
        if not self.skip_animations:
            self.time += frames * (1 / self.camera.frame_rate)
            self.show(scene, self._moving, frames)


def subcaptions_of(scene: Scene) -> list[tuple[float, float, str]]:
    """What a scene says by Manim's own means: start, end and text of each subcaption, in order, in seconds."""
    subcaptions = sorted(scene.renderer.file_writer.subcaptions, key=lambda said: said.start)
    return [(said.start.total_seconds(), said.end.total_seconds(), said.content) for said in subcaptions]


def has_sound(scene: Scene) -> bool:
    """Whether a scene plays sounds."""
    return bool(scene.renderer.file_writer.includes_sound)


@contextmanager
def quickened(typst_cache: Path) -> Iterator[None]:
    """Manim with faster ways to come to the same mobjects: typesetting, reading SVG, copying, fading, updating.

    Args:
        typst_cache: a folder that keeps what Typst has set, from one run to the next.
    """
    replaced = (
        (typst_mobject, "typst_to_svg_file", partial(_typst_to_svg_file, folder=typst_cache)),
        (SVGMobject, "generate_mobject", _generate_mobject),
        (VMobjectFromSVGPath, "handle_commands", _handle_commands),
        (VMobject, "update_rgbas_array", _update_rgbas_array),
        (VMobject, "get_points_defining_boundary", _get_points_defining_boundary),
        (Mobject, "__deepcopy__", _deepcopy),
        (Mobject, "interpolate", _interpolate),
        (Mobject, "update", _update),
    )
    originals = [(owner, name, getattr(owner, name)) for owner, name, _ in replaced]
    for owner, name, replacement in replaced:
        setattr(owner, name, replacement)
    try:
        yield
    finally:
        for owner, name, original in originals:
            setattr(owner, name, original)


@cache
def _fonts(*paths: str) -> typst.Fonts:
    """Looking for fonts is nine tenths of what setting a word costs."""
    return typst.Fonts(font_paths=list(paths))


def _typst_to_svg_file(
    typst_code: str,
    preamble: str = "",
    text_size: float = TYPST_COMPILATION_FONT_SIZE,
    font_paths: Iterable[str | Path] | None = None,
    *,
    folder: Path,
) -> Path:
    """Do what Manim's function of this name does, once for each text, and never leave half a file."""
    source = TYPST_TEMPLATE.format(text_size=text_size, preamble=preamble, body=typst_code).encode()
    paths = [str(path) for path in font_paths or []]
    digest = hashlib.sha256(repr((version("typst"), paths, source)).encode()).hexdigest()[:32]
    svg = folder / f"{digest}.svg"
    if not svg.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{digest}.{os.getpid()}.partial"
        unfinished.write_bytes(typst.compile(source, format="svg", font_paths=_fonts(*paths)))
        unfinished.replace(svg)
    return svg


def _generate_mobject(self: SVGMobject) -> SVGMobject:
    """Do what Manim's method of this name does, without a file in between and without keeping what was parsed.

    Every mobject made from an SVG path keeps the parsed path, which nothing reads again and every copy copies. And most
    paths are letters: what a letter looks like is found out once, wherever it stands.
    """
    tree: Any = self.modify_xml_tree(cast("Any", ET.parse(self.get_file_path())))
    for element in tree.iter():
        if element.tag.endswith("path") and _outline(drawn := element.get("d", "")) is not None:
            element.set("d", _STAND_IN)
            element.set(_DRAWN, drawn)
    svg = se.SVG.parse(io.StringIO(ET.tostring(tree.getroot(), "unicode")), reify=False)
    for element in svg.elements(lambda element: isinstance(element, se.Shape)):
        outline = _outline(element.values.get(_DRAWN, ""))
        if outline is not None:
            element.values[_DRAWN] = outline.seen_through(element.transform)
        element.reify()
    reader: Any = svg_mobject
    blank, make_group = VGroup(), reader.VGroup
    reader.VGroup = lambda: _twin(blank)  # it makes one for each element, most of which nobody asks for
    try:
        mobjects, groups = self.get_mobjects_from(svg)
    finally:
        reader.VGroup = make_group
    for mobject in mobjects:
        mobject.__dict__.pop("path_obj", None)
    self.add(*mobjects)
    self.id_to_vgroup_dict = groups
    self.flip(RIGHT)
    return self


def _twin(group: VGroup) -> VGroup:
    """Another empty group, for less than making one costs."""
    twin = VGroup.__new__(VGroup)
    for name, value in group.__dict__.items():
        twin.__dict__[name] = value.copy() if isinstance(value, (np.ndarray, list, dict)) else value
    return twin


_DRAWN = "downslope-drawn"  # what a path really looks like: first as in SVG, then as Manim's points
_STAND_IN = "M0 0L1 1"


class _Outline(NamedTuple):
    """The curves of an SVG path, before it is moved to where it belongs.

    Attributes:
        points: ends and handles, shape ``(number, 2)``.
        curves: for each cubic curve start, handles and end, the handles as three points of which they are the mean.
        is_cubic: the handles are what they are.
        closes: the curve is the line that closes a subpath, to be left out where that has come back by itself.
    """

    points: NDArray[np.float64]
    curves: NDArray[np.intp]
    is_cubic: NDArray[np.bool_]
    closes: NDArray[np.bool_]

    def seen_through(self, matrix: se.Matrix) -> NDArray[np.float64]:
        """The points that Manim makes of the path, shape ``(number, 3)``; the same operations in the same order."""
        x, y = self.points.T
        moved = np.zeros((len(x), 3))
        moved[:, 0] = x * matrix.a + y * matrix.c + 1 * matrix.e
        moved[:, 1] = x * matrix.b + y * matrix.d + 1 * matrix.f
        start, *handles, end = moved[self.curves].transpose(1, 0, 2)
        one, other = ((a + b + c) / 3 for a, b, c in (handles[:3], handles[3:]))
        one[self.is_cubic], other[self.is_cubic] = handles[0][self.is_cubic], handles[3][self.is_cubic]
        curves = np.stack([start, one, other, end], axis=1)
        kept: NDArray[np.float64] = curves[~self.closes | (np.linalg.norm(start - end, axis=1) > 0.0001)]
        return kept.reshape(-1, 3)


@lru_cache(4096)
def _outline(drawn: str) -> _Outline | None:
    """What an SVG path looks like; None if that is not made of lines and Bézier curves alone."""
    points: list[Any] = []
    curves: list[tuple[int, ...]] = []
    cubic, closing = [], []
    last = first = -1
    is_open = True
    try:
        segments = list(se.Path(drawn))
    except ValueError:
        return None
    for segment in segments:
        if not is_open and not isinstance(segment, se.Move):
            return None
        is_open = not isinstance(segment, se.Close)
        match segment:
            case se.Move():
                handles = None
                points.append(segment.end)
                first = len(points) - 1
            case se.Line():
                points.append(segment.end)
                end = len(points) - 1
                handles = (last, last, end, last, end, end)
            case se.QuadraticBezier():
                points += [segment.control, segment.end]
                end = len(points) - 1
                handles = (last, end - 1, end - 1, end - 1, end - 1, end)
            case se.CubicBezier():
                points += [segment.control1, segment.control2, segment.end]
                end = len(points) - 1
                handles = (*3 * (end - 2,), *3 * (end - 1,))
            case se.Close():
                handles = (last, last, first, last, first, first)
            case _:
                return None
        at = len(points) - 1 if is_open else first
        if handles is not None:
            if last < 0:
                return None
            curves.append((last, *handles, at))
            cubic.append(isinstance(segment, se.CubicBezier))
            closing.append(not is_open)
        last = at
    if not curves:
        return None
    flat = np.array([(point.x, point.y) for point in points])
    return _Outline(flat, np.array(curves), np.array(cubic), np.array(closing))


def _handle_commands(self: VMobjectFromSVGPath) -> VMobjectFromSVGPath:
    """Do what Manim's method of this name does, or take what is known already."""
    drawn = self.path_obj.values.get(_DRAWN)
    if drawn is None:
        return _handle_any_commands(self)
    self.points = drawn
    return self


def _update_rgbas_array(self: VMobject, array_name: str, color: Any = None, opacity: Any = None) -> VMobject:
    """Do what Manim's method of this name does, at once where one colour takes the place of one."""
    rows = self.__dict__.get(array_name)
    is_plain = (rows is None or len(rows) == 1) and not self.sheen_factor
    if not (is_plain and type(color) in _ONE_COLOUR and isinstance(opacity, _ONE_OPACITY)):
        return _update_any_rgbas_array(self, array_name, color, opacity)
    if rows is None:
        rows = np.zeros((1, 4))
        setattr(self, array_name, rows)
    if color is not None:
        rows[0, :3] = color.to_rgb()
    if opacity is not None:
        rows[0, 3] = opacity
    return self


def _get_points_defining_boundary(self: VMobject) -> NDArray[np.float64]:
    """Do what Manim's method of this name does, without a list of all points; every question of where and how large
    asks for these."""
    family: list[Any] = self.get_family()
    if any(len(member.points) % CURVE or type(member).get_anchors is not _get_anchors for member in family):
        return _get_any_points_defining_boundary(self)
    ends = [member.points.reshape(-1, CURVE, 3)[:, :: CURVE - 1] for member in family if len(member.points)]
    return np.concatenate(ends).reshape(-1, 3) if ends else np.array(())


_UNCHANGING = (int, float, str, bytes, bool, type(None), Enum, FunctionType, ManimColor)


@cache
def _is_unchanging(kind: type) -> bool:
    return issubclass(kind, _UNCHANGING)


def _deepcopy(self: Mobject, memo: dict[int, Any]) -> Mobject:
    """Do what Manim's method does, without asking the general machinery about arrays and numbers."""
    result = type(self).__new__(type(self))
    memo[id(self)] = result
    attributes = result.__dict__
    for name, value in self.__dict__.items():
        kind: Any = type(value)
        if _is_unchanging(kind):
            attributes[name] = value
        elif kind is np.ndarray and value.dtype != object:
            copied = memo.get(id(value))
            if copied is None:
                copied = memo[id(value)] = value.copy()
            attributes[name] = copied
        else:
            attributes[name] = deepcopy(value, memo)
    result.original_id = str(id(self))
    return result


@lru_cache(4096)
def _takes_time(updater: Any) -> bool:
    """Whether an updater wants to know how much time has passed; asking Python costs more than most updaters."""
    return "dt" in inspect.signature(updater).parameters


def _update(self: Mobject, dt: float = 0, recursive: bool = True) -> Mobject:
    """Do what Manim's method does, without a call for every letter that has nothing to update."""
    if self.updating_suspended:
        return self
    for updater in self.updaters:
        if _takes_time(updater):
            updater(self, dt)  # type: ignore[call-arg]
        else:
            updater(self)  # type: ignore[call-arg]
    if recursive:
        for submobject in self.submobjects:
            if submobject.updaters or submobject.submobjects or type(submobject).update is not _update:
                submobject.update(dt, recursive)
    return self


def _interpolate(
    self: Mobject, mobject1: Mobject, mobject2: Mobject, alpha: float, path_func: Any = interpolate
) -> Mobject:
    """Do what Manim's method does; what only changes its colours keeps its points instead of gathering rounding errors.

    Fades are such changes, and a path that is the same to the last bit need not be looked at again.
    """
    start, end = mobject1.points, mobject2.points
    stays = path_func is interpolate and start.tobytes() == end.tobytes()
    self.points = end.copy() if stays else path_func(start, end, alpha)
    self.interpolate_color(mobject1, mobject2, alpha)
    return self
