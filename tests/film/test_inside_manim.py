"""What the engine assumes about the inside of Manim holds for the installed version; these tests are the first to fail
when Manim changes it, each naming what to mend in ``film/inside_manim.py``."""

from __future__ import annotations

import inspect
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from manim import (
    BLUE,
    GREEN,
    HSV,
    RED,
    RIGHT,
    UP,
    Camera,
    Circle,
    Dot,
    MathTypst,
    Mobject,
    MovingCamera,
    PointCloudDot,
    Scene,
    Square,
    SVGMobject,
    ValueTracker,
    VectorizedPoint,
    VGroup,
    VMobject,
    config,
    tempconfig,
)
from manim.mobject.svg import svg_mobject
from manim.mobject.svg.svg_mobject import VMobjectFromSVGPath
from manim.mobject.text import typst_mobject
from manim.mobject.types.image_mobject import AbstractImageMobject
from manim.renderer.cairo_renderer import CairoRenderer

from film import inside_manim

# Owner, name, and the parameters that the engine's version of it has to take.
NAMES: list[tuple[Any, str, list[str]]] = [
    (CairoRenderer, "init_scene", ["self", "scene"]),
    (CairoRenderer, "save_static_frame_data", ["self", "scene", "static_mobjects"]),
    (
        CairoRenderer,
        "update_frame",
        ["self", "scene", "mobjects", "include_submobjects", "ignore_skipping", "kwargs"],
    ),
    (CairoRenderer, "render", ["self", "scene", "time", "moving_mobjects"]),
    (CairoRenderer, "play", ["self", "scene", "args", "kwargs"]),
    (CairoRenderer, "freeze_current_frame", ["self", "duration"]),
    (CairoRenderer, "scene_finished", ["self", "scene"]),
    (Camera, "set_frame_to_background", ["self", "background"]),
    (Camera, "capture_mobjects", ["self", "mobjects", "kwargs"]),
    (typst_mobject, "typst_to_svg_file", ["typst_code", "preamble", "text_size", "font_paths"]),
    (SVGMobject, "generate_mobject", ["self"]),
    (SVGMobject, "modify_xml_tree", ["self", "element_tree"]),
    (SVGMobject, "get_mobjects_from", ["self", "svg"]),
    (VMobjectFromSVGPath, "handle_commands", ["self"]),
    (VMobject, "update_rgbas_array", ["self", "array_name", "color", "opacity"]),
    (Mobject, "__deepcopy__", ["self", "clone_from_id"]),
    (Mobject, "update", ["self", "dt", "recursive"]),
    (Mobject, "interpolate", ["self", "mobject1", "mobject2", "alpha", "path_func"]),
    (VMobject, "get_points_defining_boundary", ["self"]),
    (VMobject, "get_anchors", ["self"]),
    (VMobject, "get_gradient_start_and_end_points", ["self"]),
    (VMobject, "get_background_image", ["self"]),
    (svg_mobject, "VGroup", ["vmobjects"]),
]


@pytest.mark.parametrize(("owner", "name", "parameters"), NAMES, ids=lambda value: getattr(value, "__name__", value))
def test_manim_still_has_what_the_engine_replaces_or_calls(owner: Any, name: str, parameters: list[str]) -> None:
    found = getattr(owner, name, None)
    where = f"Manim {version('manim')}: {owner.__name__}.{name}"
    assert found is not None, f"{where} is gone"
    assert list(inspect.signature(found).parameters)[: len(parameters)] == parameters, f"{where} takes something else"


PATHS = ["points", "n_points_per_cubic_curve", "tolerance_for_point_equality", "joint_type", "cap_style", "z_index"]
PAINTS = ["fill_rgbas", "stroke_rgbas", "stroke_width", "background_stroke_rgbas", "background_stroke_width"]


@pytest.mark.parametrize("attribute", PATHS + PAINTS)
def test_a_vectorized_mobject_still_has(attribute: str) -> None:
    assert hasattr(VMobject(), attribute), f"Manim {version('manim')}: VMobject.{attribute} is gone"


@pytest.mark.parametrize("attribute", ["background", "pixel_array", "use_z_index", "cairo_line_width_multiple"])
def test_a_camera_still_has(attribute: str) -> None:
    assert hasattr(Camera(), attribute), f"Manim {version('manim')}: Camera.{attribute} is gone"


coordinates = st.one_of(st.sampled_from([0.0, 1.0, 1.0 + 1e-7, -2.5]), st.floats(-10, 10))
paths = st.integers(0, 5).flatmap(lambda curves: arrays.arrays(float, (4 * curves, 3), elements=coordinates))


@given(paths, st.data())
@settings(max_examples=200, deadline=None)
def test_paths_are_split_where_manim_splits_them(points: np.ndarray, data: st.DataObject) -> None:
    for joint in range(4, len(points), 4):
        if data.draw(st.booleans()):
            points[joint] = points[joint - 1]
    mobject = VMobject()
    expected = [
        (start, end, bool(mobject.consider_points_equals_2d(points[start], points[end - 1])))
        for start, end in np.asarray(mobject.get_subpath_split_indices_from_points(points, n_dims=2)).tolist()
    ]
    assert inside_manim.subpaths(mobject, points) == expected


def test_a_path_with_a_point_that_is_nowhere_shows_nothing() -> None:
    circle = Circle()
    circle.points[3] = np.nan
    assert inside_manim.subpaths(circle, circle.points) == []


def family() -> list[Mobject]:
    twice = Dot(UP)
    low, high = Square().set_z_index(-1), Circle().set_z_index(2)
    return [VGroup(twice, VGroup(high, Dot())), ValueTracker(3), low, twice, PointCloudDot(density=2)]


def test_what_is_displayed_and_in_which_order_is_what_the_camera_displays() -> None:
    mobjects = family()
    ours = inside_manim.displayed(camera := Camera(), mobjects)
    # The camera is handed trackers too, and then paints none of them.
    theirs = [
        mobject
        for mobject in camera.get_mobjects_to_display(mobjects)
        if isinstance(mobject, VMobject | AbstractImageMobject | PointCloudDot) and len(mobject.points)
    ]
    assert [id(mobject) for mobject in ours] == [id(mobject) for mobject in theirs]


def test_what_has_no_curve_is_passed_over() -> None:
    assert inside_manim.displayed(Camera(), [VectorizedPoint(UP)]) == []


@pytest.mark.parametrize("make", [Camera, MovingCamera])
def test_the_matrix_is_the_one_that_the_camera_paints_with(make: type[Camera]) -> None:
    camera = make()
    if isinstance(camera, MovingCamera):
        camera.frame.scale(0.4).shift(RIGHT + 2 * UP)
    matrix = camera.get_cairo_context(camera.pixel_array).get_matrix()
    assert inside_manim.matrix_of(camera) == pytest.approx(list(matrix))


def test_an_appearance_tells_all_that_the_camera_looks_at() -> None:
    circle = Circle(fill_opacity=0.5)
    before = inside_manim.appearance(circle)
    changes = {
        "points": lambda c: c.shift(1e-9 * UP),
        "fill": lambda c: c.set_fill(opacity=0.51),
        "stroke": lambda c: c.set_stroke(BLUE),
        "stroke_width": lambda c: c.set_stroke(width=4.5),
        "background_width": lambda c: c.set_stroke(width=1, background=True),
        "sheen": lambda c: c.set_sheen(0.3),
    }
    for name, change in changes.items():
        assert inside_manim.appearance(change(circle.copy())) != before, name
    assert inside_manim.appearance(circle.copy()) == before


@pytest.fixture
def quick(tmp_path: Path) -> Any:
    with inside_manim.quickened(tmp_path):
        yield


def shape(mobject: Mobject) -> list[tuple[bytes, bytes, bytes, float]]:
    return [
        (part.points.tobytes(), part.fill_rgbas.tobytes(), part.stroke_rgbas.tobytes(), part.stroke_width)
        for part in mobject.family_members_with_points()
    ]


def test_quickened_typesetting_gives_the_same_mobjects(tmp_path: Path) -> None:
    source = "{{ a : left }} = frac(b + 1, sqrt(2))"
    # From what it keeps, Manim makes fraction bars thinner than at first.
    theirs = MathTypst(source, use_svg_cache=False)
    with inside_manim.quickened(tmp_path):
        first, again = (MathTypst(source, use_svg_cache=False) for _ in range(2))
    assert shape(first) == shape(again) == shape(theirs)
    assert shape(first.select("left")) == shape(theirs.select("left"))


PATHS_OF_ALL_KINDS = """
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 30">
  <defs><symbol id="letter" overflow="visible"><path d="M 0 0m 1.94 -0.12c 0.61 0 1.15 0.32 1.61 0.7h 0.03l 0.07 -0.58
    v 2.98q 0.3 0.7 -1.69 2t -0.4 0.2Z m 0.24 0.66s 0.3 0.1 0.86 0.78T 2 2L 1.7 1Z"/></symbol></defs>
  <g transform="matrix(1.1 0 0.2 -1 3.3 8.7)" id="twice">
    <use xlink:href="#letter" x="1"/><use xlink:href="#letter"/>
  </g>
  <g transform="rotate(20) scale(1.5)" stroke="#12f" stroke-width="0.3">
    <path id="open" d="M1 1L2 3C4 5 6 7 8.1 2" fill="none"/>
    <path id="back-by-itself" d="M1 1L2 3L4 1L1 1Z"/>
    <path id="goes-on" d="M1 1L2 3L4 1ZL9 9"/>
    <path id="arc" d="M1 1A 2 3 0 0 1 4 4Z"/>
    <path id="nothing" d=""/><path id="only-a-move" d="M3 3"/><path id="broken" d="M1 1L2 3L4"/>
    <rect x="1" y="2" width="3" height="4" rx="1"/><circle cx="4" cy="5" r="2"/><line x1="0" y1="0" x2="3" y2="1"/>
  </g>
</svg>
"""


def test_quickened_reading_gives_the_same_mobjects_from_paths_of_all_kinds(tmp_path: Path) -> None:
    svg = tmp_path / "kinds.svg"
    svg.write_text(PATHS_OF_ALL_KINDS)
    theirs = SVGMobject(svg, use_svg_cache=False)
    with inside_manim.quickened(tmp_path):
        first, again = (SVGMobject(svg, use_svg_cache=False) for _ in range(2))
    assert shape(first) == shape(again) == shape(theirs)
    groups = {name: shape(group) for name, group in theirs.id_to_vgroup_dict.items()}
    assert {name: shape(group) for name, group in first.id_to_vgroup_dict.items()} == groups
    assert len(groups["twice"]) == 2
    first.id_to_vgroup_dict["twice"].shift(RIGHT).add(Dot())
    assert shape(again) == shape(theirs), "what came from the same letters is not of its own"


def painted() -> list[tuple[bytes, bytes, bytes, float]]:
    """Mobjects whose colours were set in every way that Manim knows."""
    square = Square(color=BLUE).set_fill(opacity=0.3).set_stroke("#123", 3, opacity=1).set_fill(HSV((0.2, 0.4, 0.6)))
    fading = Square().set_fill([RED, BLUE], 0.5).set_fill(GREEN).set_stroke(opacity=[0.2, 0.7])
    shiny = Square().set_sheen(0.4, UP).set_fill(RED, 1).set_sheen(0).set_fill(BLUE, 0.2).set_stroke(background=True)
    dark = Square(fill_color=None, stroke_color=None, fill_opacity=np.float64(0.4)).set_opacity(np.float32(0.3)).fade(1)
    return [row for mobject in (square, fading, shiny, dark, Dot().set_color(0x102030)) for row in shape(mobject)]


def test_quickened_colours_are_those_of_manim(tmp_path: Path) -> None:
    theirs = painted()
    with inside_manim.quickened(tmp_path):
        assert painted() == theirs


class Pinned(Square):
    def get_anchors(self) -> list[Any]:
        return [UP, RIGHT]


@pytest.mark.parametrize(
    "mobject",
    [Square(), VGroup(Circle(), VGroup(Dot(UP), Square().shift(RIGHT))), VGroup(), VectorizedPoint(UP), Pinned()],
    ids=["path", "family", "nothing", "one-point", "anchors-of-its-own"],
)
def test_quickened_boundaries_are_those_of_manim_in_the_same_order(mobject: VMobject, tmp_path: Path) -> None:
    theirs = mobject.get_points_defining_boundary()
    with inside_manim.quickened(tmp_path):
        ours = mobject.get_points_defining_boundary()
    assert (ours.shape, ours.tobytes()) == (theirs.shape, theirs.tobytes())


def test_a_text_is_set_once_and_then_read_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with inside_manim.quickened(tmp_path):
        MathTypst("x + 17")
        monkeypatch.setattr(inside_manim.typst, "compile", lambda *_, **__: pytest.fail("set again"))
        MathTypst("x + 17")


def test_quickened_copies_are_equal_and_of_their_own(quick: None) -> None:
    group = VGroup(Circle(fill_opacity=0.3), Square().set_z_index(3))
    copied = group.copy()
    assert shape(copied) == shape(group)
    assert copied[1].z_index == 3
    copied[0].points += 1
    assert shape(copied) != shape(group)


def test_quickened_changes_go_where_manims_go(quick: None) -> None:
    start, end, ours, theirs = Circle(), Circle().shift(RIGHT), Circle(), Circle()
    ours.interpolate(start, end, 0.3)
    theirs.points = 0.7 * start.points + 0.3 * end.points
    assert ours.points == pytest.approx(theirs.points, abs=1e-12)


def test_what_only_changes_its_colours_keeps_its_points(quick: None) -> None:
    start, end = Circle().shift(0.1 * UP), Circle().shift(0.1 * UP).set_stroke(BLUE, opacity=0)
    faded = start.copy().interpolate(start, end, 1 / 3)
    assert (faded.points == start.points).all()
    assert faded.stroke_rgbas[0, 3] == pytest.approx(2 / 3)


def updated(calls: list[object]) -> VGroup:
    """A family in which everything that is asked to update says so, in the order in which it is asked."""

    class Telling(Square):
        def update(self, dt: float = 0, recursive: bool = True) -> Square:
            calls.append(("own way", dt))
            return super().update(dt, recursive)

    leaf, still = Dot(), Dot()
    leaf.add_updater(lambda dot: calls.append("leaf"))
    still.add_updater(lambda dot: calls.append("suspended")).suspend_updating()
    group = VGroup(VGroup(leaf, Circle()), still, Telling())
    group.add_updater(lambda group, dt: calls.append(("group", dt)))
    group.add_updater(lambda group: group.add(Dot().add_updater(lambda dot: calls.append("newcomer"))))
    return group


def test_quickened_updates_are_those_of_manim_in_the_same_order(tmp_path: Path) -> None:
    theirs: list[object] = []
    ours: list[object] = []
    updated(theirs).update(0.25)
    with inside_manim.quickened(tmp_path):
        updated(ours).update(0.25)
    assert ours == theirs
    assert ours[0] == ("group", 0.25)
    assert "leaf" in ours
    assert "suspended" not in ours


def test_manim_is_itself_again_afterwards(tmp_path: Path) -> None:
    before = [getattr(owner, name) for owner, name, _ in NAMES]
    with pytest.raises(ZeroDivisionError), inside_manim.quickened(tmp_path):
        raise ZeroDivisionError
    assert [getattr(owner, name) for owner, name, _ in NAMES] == before


def test_a_play_tells_the_renderer_what_rests_and_what_moves() -> None:
    class Told(inside_manim.Renderer):
        def __init__(self) -> None:
            super().__init__()
            self.still: list[list[Mobject]] = []
            self.shown: list[tuple[list[Mobject], int]] = []

        def hold_still(self, scene: Scene, mobjects: list[Mobject]) -> None:
            self.still.append(mobjects)

        def show(self, scene: Scene, mobjects: list[Mobject], frames: int) -> None:
            self.shown.append((list(mobjects), frames))

    rests, moves = Square(), Circle()

    class Short(Scene):
        def construct(self) -> None:
            self.add(rests, moves)
            self.play(moves.animate.shift(UP), run_time=2 / config.frame_rate)
            self.wait(3 / config.frame_rate)

    renderer = Told()
    with tempconfig({"dry_run": True, "disable_caching": True, "progress_bar": "none", "verbosity": "ERROR"}):
        Short(renderer=renderer).render()
    assert renderer.still == [[rests], [rests, moves]]  # while it waits, nothing moves
    assert moves in renderer.shown[0][0]
    assert [frames for _, frames in renderer.shown] == [1, 1, 3]
