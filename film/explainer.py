"""The scene that every clip is made of: a Manim scene that knows its beats and their captions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal

from manim import Scene

from film.beats import Beat, BeatSpan, reading_time

Captions = Literal["on-screen", "sidecar", "none"]


class Explainer(Scene):
    """A Manim scene told in beats.

    Each ``with self.beat(...)`` becomes a section and a subcaption of the film, so plain ``manim`` knows the beats
    as well as Downslope's own engine does.

    Args:
        captions: where the captions go; only ``"on-screen"`` draws them into the picture.
        manim: everything that :class:`manim.Scene` takes.
    """

    hold = 1.6  # seconds that the last picture of a beat stands still: time to talk over it
    poster_beat: str | None = None  # the beat whose last frame stands for the clip; None means the last

    def __init__(self, *, captions: Captions = "on-screen", **manim: Any) -> None:
        super().__init__(**manim)
        self.captions = captions
        self.timeline: list[BeatSpan] = []
        self.beat_watchers: list[Callable[[Explainer, BeatSpan], None]] = []

    @contextmanager
    def beat(self, beat: Beat) -> Iterator[None]:
        """Film one beat: caption in, the body of the ``with``, then a hold that lets the caption be read.

        Watchers in ``beat_watchers`` are called with the scene as it stands on the beat's last frame.
        """
        self.next_section(beat.name)
        start = self.time
        if self.captions == "on-screen":
            self.draw_caption(beat.caption)
        yield
        missing = reading_time(beat.caption) - (self.time - start)
        self.wait(max(self.hold, missing))
        self.add_subcaption(beat.caption, duration=self.time - start, offset=start - self.time)
        span = BeatSpan(beat, start, self.time)
        self.timeline.append(span)
        for watch in self.beat_watchers:
            watch(self, span)

    def draw_caption(self, caption: str) -> None:
        """Put a caption into the picture in place of the one before; scenes that show captions override this."""
