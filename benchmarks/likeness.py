"""How like a lossless original a film is, frame by frame, and what encoding the original's frames alone would cost."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from film.encoding import add_stream
from film.formats import MP4
from film.quality import Quality


def similarity(film: Path, original: Path, quality: Quality) -> list[float]:
    """Structural similarity of every frame, over luma and chroma (Wang et al. 2004, as FFmpeg computes it).

    Both are compared as 4:2:0, which is what any film for players is: how much colour that costs is not the question.

    Args:
        film: in BT.709.
        original: in RGB, without loss.

    Raises:
        ValueError: they have different numbers of frames.
    """
    with av.open(str(film)) as ours:
        stream = ours.streams.video[0]
        graph = Graph()
        look = f"video_size={stream.width}x{stream.height}:pix_fmt=yuv420p:time_base=1/{quality.fps}"
        sources = [graph.add("buffer", look) for _ in range(2)]
        measure, sink = graph.add("ssim"), graph.add("buffersink")
        for place, source in enumerate(sources):
            source.link_to(measure, 0, place)
        measure.link_to(sink)
        graph.configure()
        values = []
        for number, pair in enumerate(zip(ours.decode(stream), _ready(original, quality), strict=True)):
            for source, frame in zip(sources, pair, strict=True):
                frame.pts, frame.time_base = number, Fraction(1, quality.fps)
                source.push(frame)
            values.append(float(sink.pull().metadata["lavfi.ssim.All"]))
        return values


def cost_of_encoding_alone(original: Path, quality: Quality) -> float:
    """CPU-milliseconds a frame that the encoder takes with the engine's settings, everything else left away."""
    spent, frames = 0.0, 0
    with av.open(io.BytesIO(), "w", format="mp4") as target:
        stream = add_stream(target, MP4, quality)
        for frame in _ready(original, quality):
            start = time.process_time()
            packets = stream.encode(frame)
            spent += time.process_time() - start
            target.mux(packets)
            frames += 1
        target.mux(stream.encode())
    return 1000 * spent / frames


def _ready(original: Path, quality: Quality) -> Iterator[av.VideoFrame]:
    with av.open(str(original)) as film:
        film.streams.video[0].thread_type = "SLICE"
        reformatter = VideoReformatter()
        for number, frame in enumerate(film.decode(video=0)):
            ready = reformatter.reformat(
                frame,
                format="yuv420p",
                dst_colorspace=Colorspace.ITU709,
                dst_color_range=ColorRange.MPEG,
                interpolation=Interpolation.AREA,
                threads=1,
            )
            ready.pts, ready.time_base = number, Fraction(1, quality.fps)
            ready.pict_type = 0  # the encoder decides which are keyframes
            yield ready
