"""The part of a picture that stands still, painted once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from film.drawings import Box, Drawing

REST = 6  # pictures that a drawing must stay the same before it is worth painting on the ground
PATIENCE = 60  # pictures that it must wait for after something went below it


class Ground:
    """Which drawings of a changing picture are painted on the ground, below all others.

    A drawing may stand on the ground although others are behind it in the picture, as long as their boxes do not
    overlap: then the order of painting does not matter, to the last bit.

    Args:
        repaint: called when the ground changes, with the boxes that do and all drawings on it from back to front.
    """

    def __init__(self, repaint: Callable[[list[Box], list[Drawing]], None]) -> None:
        self._repaint = repaint
        self.reset()

    def reset(self) -> None:
        """Forget everything; the ground is empty."""
        self._picture: list[Drawing] = []
        self._boxes: NDArray[np.int64] = np.empty((0, 4), int)
        self._ages: NDArray[np.int64] = np.empty(0, int)  # pictures since each drawing changed
        self._laid: NDArray[np.bool_] = np.empty(0, bool)  # whether each is on the ground

    def settle(self, picture: list[Drawing]) -> list[Drawing]:
        """Take note of the next picture, from back to front, and return what must be painted above the ground."""
        changed, gone = self._follow(picture)
        self._picture = picture
        dirty = gone + self._lift(changed)
        if (self._ages == REST).any():
            dirty += self._lay()
        if dirty:
            self._repaint(dirty, [drawing for drawing, laid in zip(picture, self._laid.tolist(), strict=True) if laid])
        return [drawing for drawing, laid in zip(picture, self._laid.tolist(), strict=True) if not laid]

    def _follow(self, picture: list[Drawing]) -> tuple[list[int], list[Box]]:
        """Carry what is known of each drawing over to its new place.

        Returns:
            The places of the drawings that are new, and the boxes of those on the ground that are not in it any more.
        """
        before, was_laid = self._picture, self._laid
        self._ages += 1
        if len(picture) == len(before):
            pairs = zip(before, picture, strict=True)
            changed = [place for place, (old, new) in enumerate(pairs) if old is not new]
            gone = [before[place].box for place in changed if was_laid[place]]
            self._laid[changed], self._ages[changed] = False, 0
            for place in changed:
                self._boxes[place] = picture[place].box
            return changed, gone
        places = {id(drawing): place for place, drawing in enumerate(before)}
        origin = np.array([places.get(id(drawing), -1) for drawing in picture], np.intp)
        # What was overtaken counts as new: the order on the ground is that of the picture.
        known = (origin >= 0) & (origin >= np.maximum.accumulate(origin))
        # Most of what a picture begins with stands still.
        laid, ages = np.zeros(len(picture), bool), np.full(len(picture), 0 if before else REST - 1)
        laid[known], ages[known] = was_laid[origin[known]], self._ages[origin[known]]
        was_laid[origin[known]] = False
        self._laid, self._ages = laid, ages
        self._boxes = np.array([drawing.box for drawing in picture], int).reshape(-1, 4)
        return np.flatnonzero(~known).tolist(), [before[place].box for place in np.flatnonzero(was_laid).tolist()]

    def _lift(self, changed: list[int]) -> list[Box]:
        """Take from the ground what lies above something that is not on it; say where that was."""
        lifted = []
        below = list(changed)
        while below and self._laid.any():
            place = below.pop()
            for above in np.flatnonzero(self._overlaps(place) & self._laid):
                if above > place:
                    self._laid[above], self._ages[above] = False, REST - PATIENCE
                    below.append(int(above))
                    lifted.append(self._picture[above].box)
        return lifted

    def _lay(self) -> list[Box]:
        """Lay what has come to rest, unless something that is not on the ground lies below it; say where."""
        lively = ~self._laid & (self._ages < REST)
        laid = []
        for place in np.flatnonzero(~self._laid & ~lively).tolist():
            if (self._overlaps(place)[:place] & lively[:place]).any():
                lively[place] = True
            else:
                self._laid[place] = True
                laid.append(self._picture[place].box)
        return laid

    def _overlaps(self, place: int) -> NDArray[np.bool_]:
        """Whose boxes overlap that of this drawing."""
        left, top, right, bottom = self._boxes.T
        box = self._boxes[place]
        overlaps: NDArray[np.bool_] = (left < box[2]) & (box[0] < right) & (top < box[3]) & (box[1] < bottom)
        return overlaps
