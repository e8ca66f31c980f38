"""Where hikers from all over a map end up: the crowd on its way, and a signpost in every valley."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.hiker import Hiker
from scenes.parts.oblique import Oblique
from scenes.parts.signpost import Signpost
from scenes.parts.swarm import Swarm
from scenes.parts.theme import Theme
from sim.landscapes import Landscape

_MARK = 0.05 * np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 0], [0, -1, 0]])


class Census(VGroup):
    """A crowd coloured by the valley that each will find: the deepest the target's colour, the others their role's.

    Args:
        ways: of everybody, shape ``(T, n, 2)``.
        valleys: where each ends, the deepest 0, -1 for nowhere, shape ``(n,)``.
        every: steps from one place of a way to the next.
        colour: the role's of the optimizer.
    """

    def __init__(
        self,
        ways: np.ndarray,
        valleys: np.ndarray,
        landscape: Landscape,
        view: Oblique,
        theme: Theme,
        *,
        every: int,
        colour: str,
    ) -> None:
        self._every, self._landscape, self._view, self._theme, self._colour = every, landscape, view, theme, colour
        low, high = np.array(landscape.view).T
        ways = np.clip(ways, low, high)
        places = view.point(ways[..., 0], ways[..., 1], landscape.loss(ways))
        kinds = {0: theme.target, -1: theme.quiet_ink}
        super().__init__(
            *(Swarm(places[:, valleys == row], _MARK, kinds.get(int(row), colour)) for row in np.unique(valleys))
        )

    def show(self, step: float) -> Census:
        """The crowd after so many steps."""
        for swarm in self:
            swarm.show(step / self._every)
        return self

    def signposts(self, losses: np.ndarray, shares: np.ndarray, hiker: Hiker) -> VGroup:
        """A post in every minimum, the deepest first: how high it is, and which share of the starts leads there.

        Args:
            hiker: whoever stands there keeps their head free.
        """
        feet = [self._view.point(*minimum, self._landscape.loss(minimum)) for minimum in self._landscape.minima]
        posts: dict[int, Signpost] = {}
        # From the front to the back, each board clear of those that are there already.
        for row in sorted(range(len(feet)), key=lambda row: feet[row][1]):
            taken = np.linalg.norm(hiker.get_bottom() - feet[row]) < hiker.height
            colour = self._colour if row else self._theme.target
            height, share = f"{losses[row]:.4g}", f"{shares[row]:.1%}"
            text = say("height {height}\n{share} of starts", height=height, share=share)
            post = Signpost(feet[row], 1.15 * hiker.height if taken else 0.12, text, colour, self._theme)
            post.keep_left_of(frame.safe_area().right)
            for other in posts.values():
                if abs(other.board.get_x() - post.board.get_x()) < post.board.width:
                    post.raise_to(other.board.get_top()[1] + 0.12)
            posts[row] = post
        return VGroup(*(posts[row] for row in range(len(feet))))
