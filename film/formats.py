"""Kinds of video files and how films are encoded in them; imports neither manim nor av."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from film.quality import Quality

KEYFRAME_SECONDS = 5  # a viewer can seek to at least every so many seconds


def _x264(quantizer: int, search: str) -> dict[str, str]:
    """Settings measured for flat, sharp pictures of which little moves.

    Constant quality, nothing looked ahead for, and no coefficient dropped for being alone, which leaves specks where a
    text has gone. Colours get a finer quantizer than brightness, and keyframes than what follows: that leaves the
    least of what fades. Motion is looked for in whole pixels, in blocks as small as the strokes of letters.
    Headers say nothing about the quantizer (``stitchable``), so that one stream may change it.
    """
    settings = (
        "scenecut=0:rc-lookahead=0:sync-lookahead=0:mbtree=0:bframes=0:ref=1:weightp=0:subme=0:"
        "aq-mode=0:partitions=all:no-deblock=1:psy=0:chroma-qp-offset=-4:ipratio=1.4:no-dct-decimate=1:"
        f"deadzone-inter=17:threads=1:force-cfr=1:stitchable=1:qp={quantizer}:{search}"
    )
    return {"preset": "superfast", "x264-params": settings}


# Likewise: at this speed nothing is looked ahead for, and texts stay crisp.
_VP9 = {
    "deadline": "realtime",
    "cpu-used": "8",
    "crf": "24",
    "b": "0",
    "lag-in-frames": "0",
    "auto-alt-ref": "0",  # which opacity does not allow
    "tune-content": "screen",
}


@dataclass(frozen=True)
class Format:
    """A kind of video file.

    Attributes:
        name: also its file name's ending.
        codec: as FFmpeg calls it.
        pixel_format: what the codec is given.
        alpha_format: what it is given if the film has a transparent background; None if it cannot have one.
        is_lossless: gets every pixel as it is, with its opacity.
        is_intra: every picture is encoded for itself, so one that stays can be written again as it is.
        options: for the encoder.
        fine_options: for stretches in which pictures are full of detail, where the same quantizer shows more; headers
            are the same with both.
    """

    name: str
    codec: str
    pixel_format: str
    alpha_format: str | None = None
    is_lossless: bool = False
    is_intra: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    fine_options: Mapping[str, str] | None = None
    container_options: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_alpha(self) -> bool:
        return self.alpha_format is not None

    @property
    def muxer(self) -> str:
        """What FFmpeg calls the container."""
        return {"mkv": "matroska"}.get(self.name, self.name)

    def quality(self, wanted: Quality) -> Quality:
        """The size and frame rate that a film has in this format."""
        return wanted


@dataclass(frozen=True)
class Animation:
    """A kind of picture that moves, for places that show no video.

    Attributes:
        name: also its file name's ending.
    """

    name: str

    has_alpha = True
    most_fps = 15
    longest_side = 960  # pixels

    def quality(self, wanted: Quality) -> Quality:
        """The size and frame rate that a film has in this format: of its frames every second, third or fourth."""
        stride = next(n for n in range(1, wanted.fps + 1) if wanted.fps % n == 0 and wanted.fps // n <= self.most_fps)
        scale = min(1.0, self.longest_side / max(wanted.width, wanted.height))
        width, height = (2 * round(scale * side / 2) for side in (wanted.width, wanted.height))
        return replace(wanted, width=width, height=height, fps=wanted.fps // stride)


MP4 = Format(
    "mp4",
    "libx264",
    "yuv420p",
    options=_x264(26, "me=umh:merange=32"),
    fine_options=_x264(23, "me=hex"),  # a crowd that moves would be searched for long, and for little
    container_options={"movflags": "+faststart"},
)
WEBM = Format("webm", "libvpx-vp9", "yuv420p", alpha_format="yuva420p", options=_VP9)
MOV = Format(
    "mov",
    "prores_ks",
    "yuva444p10le",
    alpha_format="yuva444p10le",
    is_intra=True,
    # At a fixed quantizer: to look for the best one for each picture takes six times as long.
    options={"profile": "4444", "vendor": "apl0", "alpha_bits": "8", "flags": "+qscale", "global_quality": "708"},
    container_options={"movflags": "+faststart"},
)
MKV = Format("mkv", "ffv1", "bgra", alpha_format="bgra", is_lossless=True, options={"level": "3", "slices": "4"})
GIF, WEBP = Animation("gif"), Animation("webp")
FORMATS: dict[str, Format | Animation] = {form.name: form for form in (MP4, WEBM, MOV, MKV, GIF, WEBP)}
TRANSPARENT = ("webm", "mov")  # what a film with a transparent background comes in, unless somebody says otherwise
