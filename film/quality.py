"""Sizes, shapes and frame rates that films come in; imports no manim."""

from __future__ import annotations

from dataclasses import dataclass, replace

# Shapes of the picture, each with its height in frame units. Texts are as many units high in every shape, so the
# shorter side says how much fits beside a text: scenes lay themselves out anew for what there is.
ASPECTS = {"16:9": 8.0, "4:3": 9.0, "1:1": 10.0, "9:16": 16.0}
WIDESCREEN = "16:9"


@dataclass(frozen=True)
class Quality:
    """A picture size in pixels and a frame rate in frames per second."""

    name: str
    width: int
    height: int
    fps: int

    def __str__(self) -> str:
        return f"{self.width}×{self.height} at {self.fps} fps"

    @property
    def aspect(self) -> str:
        """The nearest of the shapes."""
        return min(ASPECTS, key=lambda aspect: abs(self.width / self.height - _ratio(aspect)))

    @property
    def frame_height(self) -> float:
        """In frame units."""
        return ASPECTS[self.aspect]

    def shaped(self, aspect: str) -> Quality:
        """The same in another shape: its shorter side is as long as the height of the wide one."""
        ratio, short = _ratio(aspect), min(self.width, self.height)
        if aspect == self.aspect:
            return self
        long = 2 * round(short * max(ratio, 1 / ratio) / 2)  # video has its colours for every second pixel
        return replace(self, width=long if ratio > 1 else short, height=short if ratio > 1 else long)


def _ratio(aspect: str) -> float:
    across, up = aspect.split(":")
    return int(across) / int(up)


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 854, 480, 15),
        Quality("standard", 1280, 720, 30),
        Quality("high", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}
