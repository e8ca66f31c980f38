"""Paths handed to Cairo: curve by curve, or thousands of them in one call where Cairo's own library can be reached.

PyCairo has no call that takes a whole path. Its library has (``cairo_append_path``), and PyCairo's C interface says
where a context keeps Cairo's own (``pycairo.h``: ``PycairoContext``). Where either is missing, every curve is a call.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TypeAlias

import cairo
import numpy as np
from numpy.typing import NDArray

Context: TypeAlias = "cairo.Context[cairo.ImageSurface]"
Subpath: TypeAlias = tuple[int, int, bool]  # first point, end, and whether it is closed

CURVE = 4  # points of a cubic curve, the least that shows anything
_MANY = 100  # curves from which one call is cheaper
_MOVE_TO, _CURVE_TO, _CLOSE_PATH = 0, 2, 3  # cairo_path_data_type_t
_Append: TypeAlias = Callable[[Context, NDArray[np.float64]], None]


class _Path(ctypes.Structure):
    """Cairo's ``cairo_path_t``."""

    _fields_ = (("status", ctypes.c_int), ("data", ctypes.c_void_p), ("num_data", ctypes.c_int))


class _PycairoContext(ctypes.Structure):
    """What PyCairo keeps of a context after what every Python object begins with."""

    _fields_ = (("ctx", ctypes.c_void_p), ("base", ctypes.c_void_p))


def trace(context: Context, points: NDArray[np.float64], subpaths: Sequence[Subpath]) -> None:
    """Add cubic curves to a context's path.

    Args:
        points: four to a curve, shape ``(number, 2 or more)``.
    """
    if _append is not None and sum(end - start for start, end, _ in subpaths) >= CURVE * _MANY:
        _append(context, _path_data(points, np.array(subpaths)))
        return
    for start, end, closed in subpaths:
        corners = points[start:end, :2].tolist()
        context.move_to(*corners[0])
        for i in range(0, end - start - CURVE + 1, CURVE):
            context.curve_to(*corners[i + 1], *corners[i + 2], *corners[i + 3])
        if closed:
            context.close_path()


def _path_data(points: NDArray[np.float64], subpaths: NDArray[np.intp]) -> NDArray[np.float64]:
    """The rows of a ``cairo_path_t``: each command a header and its points, sixteen bytes all of them."""
    starts, ends, closed = subpaths.T
    counts = (ends - starts) // CURVE
    before = np.cumsum(counts) - counts
    rows = 2 + CURVE * counts + closed
    first = np.cumsum(rows) - rows
    data = np.empty((int(rows.sum()), 2))
    headers = data.view(np.int32)
    headers[first, :2] = _MOVE_TO, 2
    data[first + 1] = points[starts, :2]
    curve = CURVE * np.arange(int(counts.sum()))
    source = curve + np.repeat(starts - CURVE * before, counts)
    target = curve + np.repeat(first + 2 - CURVE * before, counts)
    headers[target, :2] = _CURVE_TO, 4
    for place in range(1, CURVE):
        data[target + place] = points[source + place, :2]
    headers[(first + rows - 1)[closed > 0], :2] = _CLOSE_PATH, 1
    return data


def _appending() -> _Append | None:
    """What appends a path's data to a context's path; None where Cairo's library is out of reach."""
    head = object.__basicsize__
    if cairo.Context.__basicsize__ != head + ctypes.sizeof(_PycairoContext):
        return None
    try:
        append_path = ctypes.PyDLL(str(import_module("cairo._cairo").__file__)).cairo_append_path
    except (ImportError, AttributeError, OSError):
        return None
    append_path.argtypes, append_path.restype = (ctypes.c_void_p, ctypes.POINTER(_Path)), None

    def append(context: Context, data: NDArray[np.float64]) -> None:
        path = _Path(status=0, data=data.ctypes.data, num_data=len(data))
        append_path(_PycairoContext.from_address(id(context) + head).ctx, path)

    return append


_append = _appending()
