"""Outside of the boxes that are said to have changed, two pictures are the same; and however a path is handed to Cairo,
it is the same path."""

from __future__ import annotations

import sys

import cairo
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import VMobject

from film import inside_manim, tracing
from film.damage import changed_boxes
from film.drawings import Drawing, Lens
from film.screen import Screen

SIZE = 96
LENS = Lens((8.0, 0.0, 0.0, -8.0, SIZE / 2, SIZE / 2), 0.01, SIZE, SIZE)
corner = st.tuples(*2 * [st.sampled_from([-4.0, 0.0, 4.0])])  # few, so that paths often begin alike
subpath = st.lists(corner, min_size=2, max_size=4)
path = st.lists(subpath, min_size=1, max_size=8)


def drawing(outline: list[list[tuple[float, float]]], *, filled: bool) -> Drawing:
    mobject = VMobject(stroke_width=20 if not filled else 0, fill_opacity=0.7 if filled else 0, fill_color="#fff")
    for corners in outline:
        places = np.pad(np.array(corners), ((0, 0), (0, 1)))
        mobject.start_new_path(places[0]).add_points_as_corners(places[1:])
    return Drawing(inside_manim.Appearance(*inside_manim.appearance(mobject)), mobject, LENS)


@given(path, st.data(), st.booleans())
@settings(max_examples=300, deadline=None)
def test_where_a_path_is_said_not_to_have_changed_it_looks_the_same(
    outline: list[list[tuple[float, float]]], data: st.DataObject, filled: bool
) -> None:
    start, length = data.draw(st.integers(0, len(outline))), data.draw(st.integers(0, 2))
    edited = [*outline[:start], *data.draw(st.lists(subpath, max_size=2)), *outline[start + length :]]
    old, new = (drawing(each, filled=filled) for each in (outline, edited))
    before, after = (painted(each) for each in (old, new))
    for box in changed_boxes([old], [new], LENS):
        before[box.top : box.bottom, box.left : box.right] = after[box.top : box.bottom, box.left : box.right]
    assert (before == after).all()


def test_of_many_subpaths_only_those_that_differ_count_as_changed() -> None:
    dashes = [[(float(x), float(y)), (x + 0.5, float(y))] for y in range(-5, 6) for x in range(-5, 5)]
    edited = [*dashes[:50], [(0.0, 0.0), (2.0, 0.0)], *dashes[51:]]
    boxes = changed_boxes([drawing(dashes, filled=False)], [drawing(edited, filled=False)], LENS)
    assert [(box.top, box.bottom) for box in boxes] == [(32, 64)], "more than the row with the other dash"


def painted(shown: Drawing) -> np.ndarray:
    screen = Screen(SIZE, SIZE)
    screen.show([shown], LENS, np.zeros((SIZE, SIZE, 4), np.uint8))
    return screen.pixels.copy()


@pytest.mark.skipif(tracing._append is None, reason="Cairo's library is out of reach")
@given(st.lists(st.tuples(st.integers(4, 19), st.booleans(), st.integers(0, 2)), min_size=1, max_size=9))
@settings(deadline=None)
def test_a_path_in_one_call_is_the_path_of_many_calls(pieces: list[tuple[int, bool, int]]) -> None:
    subpaths, end = [], 0
    for length, closed, unused in pieces:
        subpaths.append((end + 4 * unused, end + 4 * unused + length, closed))
        end = -(-subpaths[-1][1] // 4) * 4
    points = np.random.default_rng(0).uniform(-50, 50, (end, 3))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tracing, "_MANY", 0)
        at_once = traced(points, subpaths)
        patch.setattr(tracing, "_append", None)
        assert at_once == traced(points, subpaths)


def traced(points: np.ndarray, subpaths: list[tracing.Subpath]) -> list[object]:
    context = cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, SIZE, SIZE))
    tracing.trace(context, points, subpaths)
    return list(context.copy_path())


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Cairo can be a part of PyCairo")
def test_pycairo_still_keeps_cairos_context_where_it_is_looked_for() -> None:
    assert tracing._append is not None, f"PyCairo {cairo.version}: long paths take many calls now, see film/tracing.py"
