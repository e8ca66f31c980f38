"""Kinds of video files and how films are encoded in them; imports neither manim nor av."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

KEYFRAME_SECONDS = 5  # a viewer can seek to at least every so many seconds

# Measured for flat, sharp pictures of which little moves: constant quality, no search that finds nothing here, and no
# coefficient dropped for being alone, which leaves specks where a text has gone.
_X264 = (
    "scenecut=0:rc-lookahead=0:sync-lookahead=0:mbtree=0:bframes=0:ref=1:weightp=0:me=dia:subme=0:aq-mode=0:"
    "no-deblock=1:psy=0:qp=23:no-dct-decimate=1:deadzone-inter=10:threads=1:force-cfr=1"
)


@dataclass(frozen=True)
class Format:
    """A kind of video file.

    Attributes:
        name: also its file name's ending.
        codec: as FFmpeg calls it.
        pixel_format: what the codec is given.
        is_lossless: gets every pixel as it is, with its opacity.
    """

    name: str
    codec: str
    pixel_format: str
    is_lossless: bool
    options: Mapping[str, str] = field(default_factory=dict)
    container_options: Mapping[str, str] = field(default_factory=dict)


MP4 = Format(
    "mp4",
    "libx264",
    "yuv420p",
    is_lossless=False,
    options={"preset": "superfast", "x264-params": _X264},
    container_options={"movflags": "+faststart"},
)
MKV = Format("mkv", "ffv1", "bgra", is_lossless=True, options={"level": "3", "slices": "4"})
FORMATS = {form.name: form for form in (MP4, MKV)}
