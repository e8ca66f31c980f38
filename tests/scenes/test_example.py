"""The example in the README is a clip like any other."""

from __future__ import annotations

from manim import tempconfig

from examples.downhill import Downhill


def test_a_clip_of_ones_own_tells_its_beats_with_numbers_of_its_run() -> None:
    with tempconfig({"dry_run": True, "pixel_width": 128, "pixel_height": 72, "frame_rate": 5}):
        scene = Downhill()
        scene.render()
    assert [span.beat.name for span in scene.timeline] == ["downhill"]
    assert f"{scene.result.losses[-1]:.3g}" in scene.timeline[0].beat.caption
