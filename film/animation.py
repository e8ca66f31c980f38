"""Films as animated GIF and WebP, made from a lossless film of every picture that they show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.filter import Graph
from PIL import Image

from film.formats import GIF, Animation

_CENTISECOND = Fraction(1, 100)
_WEBP = {"lossless": True, "quality": 50, "method": 1}  # flat pictures are smaller without loss, and this is quick


def animate(film: Path, path: Path, form: Animation) -> None:
    """Write a film as a picture that moves, over and over again.

    A picture that stays is stored once, with the time for which it stays. Times are rounded so that the errors do not
    add up: the whole lasts as long as the film, to half a hundredth (GIF) or half a thousandth (WebP) of a second.

    Args:
        film: lossless, with opacity, of one picture at least.
    """
    (_gif if form is GIF else _webp)(film, path)


def _webp(film: Path, path: Path) -> None:
    times = _times(film, [picture.pts or 0 for picture in _stills(film)], 1000)
    pictures = (Image.fromarray(picture.to_ndarray(format="rgba")) for picture in _stills(film))
    next(pictures).save(path, "WEBP", save_all=True, append_images=pictures, duration=times, loop=0, **_WEBP)


def _gif(film: Path, path: Path) -> None:
    palette, places = _palette(film)
    times = _times(film, places, 100)
    painter: _Filter | None = None
    with av.open(str(path), "w", format="gif", options={"loop": "0", "final_delay": str(times[-1])}) as target:
        stream: Any = None
        start = 0
        for picture, lasts in zip(_stills(film), times, strict=True):
            if painter is None:
                painter = _Filter("paletteuse", "dither=none:diff_mode=rectangle", picture, palette)
                painter.push(palette, 1)
                painter.push(None, 1)
                stream = target.add_stream("gif", rate=100)
                stream.width, stream.height, stream.pix_fmt = picture.width, picture.height, "pal8"
            painter.push(picture)
            frame = painter.pull()
            frame.pts, frame.time_base = start, _CENTISECOND
            target.mux(stream.encode(frame))
            start += lasts
        target.mux(stream.encode(None))


def _palette(film: Path) -> tuple[av.VideoFrame, list[int]]:
    """The 255 colours that serve the whole film best, with transparency, and the places of its stills."""
    finder: _Filter | None = None
    places = []
    for picture in _stills(film):
        finder = finder or _Filter("palettegen", "stats_mode=full", picture)
        finder.push(picture)
        places.append(picture.pts or 0)
    assert finder is not None
    finder.push(None)
    return finder.pull(), places


class _Filter:
    """One of FFmpeg's filters.

    Args:
        inputs: a frame of each kind that will be pushed into it.
    """

    def __init__(self, name: str, options: str, *inputs: av.VideoFrame) -> None:
        self._graph = Graph()  # the parts do not keep the whole alive
        node, self._sink = self._graph.add(name, options), self._graph.add("buffersink")
        self._sources: list[Any] = []
        for place, frame in enumerate(inputs):
            source = self._graph.add_buffer(
                width=frame.width, height=frame.height, format=frame.format, time_base=_CENTISECOND, name=f"in{place}"
            )
            source.link_to(node, 0, place)
            self._sources.append(source)
        node.link_to(self._sink)
        self._graph.configure()

    def push(self, frame: av.VideoFrame | None, place: int = 0) -> None:
        """Give it a frame, or say that there are no more."""
        self._sources[place].push(frame)

    def pull(self) -> av.VideoFrame:
        frame = self._sink.pull()
        assert isinstance(frame, av.VideoFrame)
        return frame


def _times(film: Path, places: Sequence[int], parts: int) -> list[int]:
    """How long the stills at these places stay, in so manieth parts of a second."""
    with av.open(str(film)) as source:
        count = sum(1 for packet in source.demux(video=0) if packet.pts is not None)
        rate = source.streams.video[0].average_rate
    assert rate is not None
    ends = [round(parts * place / rate) for place in [*places, count]]
    return [end - start for start, end in pairwise(ends)]


def _stills(film: Path) -> Iterator[av.VideoFrame]:
    """Every picture that differs from the one before, ``pts`` being its place among all."""
    before: np.ndarray[Any, Any] | None = None
    with av.open(str(film)) as source:
        for place, picture in enumerate(source.decode(video=0)):
            pixels = picture.to_ndarray(format="bgra")
            if before is None or not np.array_equal(pixels, before):
                picture.pts, picture.time_base = place, _CENTISECOND
                yield picture
            before = pixels
