"""One frame of a film as a picture file, without rendering the film up to it."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

from film.engine import MakeScene, beat_frames, frame_at
from film.outputs import all_or_nothing
from film.quality import Quality


def save_still(
    make_scene: MakeScene, quality: Quality, path: Path, *, beat: str | None = None, at: float | None = None
) -> None:
    """Save the last frame of a beat, or the frame at a time in seconds, as PNG.

    Raises:
        ValueError: the film ends before that time.
        OSError: the file cannot be written.
    """
    if beat is not None:
        _, picture = beat_frames(make_scene, quality, [beat])[0]
    else:
        picture = frame_at(make_scene, quality, at or 0.0)
    with all_or_nothing(path.parent, path.name) as workshop:
        Image.fromarray(picture).save(workshop / path.name, optimize=True)
