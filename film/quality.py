"""Sizes and frame rates that films come in; imports no manim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """A picture size in pixels and a frame rate in frames per second."""

    name: str
    width: int
    height: int
    fps: int

    def __str__(self) -> str:
        return f"{self.width}×{self.height} at {self.fps} fps"


QUALITIES = {
    quality.name: quality
    for quality in (
        Quality("draft", 854, 480, 15),
        Quality("standard", 1280, 720, 30),
        Quality("high", 1920, 1080, 60),
        Quality("4k", 3840, 2160, 60),
    )
}
