"""Arrows for gradients, velocities and moments: filled shapes that are cheap to move, one or a crowd of them."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.parts.trail import straight


class Pointer(VMobject):
    """A straight arrow from a tail to a tip, drawn as one polygon.

    A short arrow keeps its proportions by shrinking as a whole, so that a vanishing vector vanishes.
    """

    def __init__(self, colour: str, width: float = 0.07, opacity: float = 1) -> None:
        super().__init__(stroke_width=0, fill_color=colour, fill_opacity=opacity)
        self._width = width

    def point(self, tail: np.ndarray, tip: np.ndarray) -> Pointer:
        """Draw the arrow between two places; nothing is drawn between equal places."""
        return self.point_all(np.asarray(tail, float)[np.newaxis], np.asarray(tip, float)[np.newaxis])

    def point_all(self, tails: np.ndarray, tips: np.ndarray, size: float | np.ndarray = 1) -> Pointer:
        """Draw a crowd of arrows in one path.

        Args:
            tails, tips: shape ``(n, 3)``; nothing is drawn between equal places.
            size: of the heads and shafts, as a share of the full ones, for all arrows or for each.
        """
        ways = tips - tails
        lengths = np.linalg.norm(ways, axis=1)
        seen = lengths >= 1e-3
        if not seen.any():
            self.clear_points()
            return self
        widths = self._width * np.broadcast_to(size, lengths.shape)[seen, np.newaxis]
        tails, tips, lengths = tails[seen], tips[seen], lengths[seen, np.newaxis]
        along = ways[seen] / lengths
        across = np.stack([-along[:, 1], along[:, 0], np.zeros(len(along))], axis=-1)
        head = np.minimum(4.2 * widths, 0.6 * lengths)
        wing = 0.46 * head
        shaft = np.minimum(widths / 2, 0.4 * wing)
        neck = tips - head * along
        outline = [
            tails + shaft * across,
            neck + shaft * across,
            neck + wing * across,
            tips,
            neck - wing * across,
            neck - shaft * across,
            tails - shaft * across,
        ]
        corners = np.stack([*outline, outline[0]], axis=1)
        self.set_points(straight(corners[:, :-1], corners[:, 1:]).reshape(-1, 3))
        return self
