"""What tests read out of films."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np


def decoded(path: Path, kind: str | None = None) -> list[np.ndarray]:
    """A film's pictures, of which none may be broken.

    Args:
        kind: what to turn them into, as FFmpeg calls it; otherwise they stay what they are.
    """
    with av.open(str(path), options={"err_detect": "explode"}) as film:
        return [frame.to_ndarray(format=kind) for frame in film.decode(video=0)]
