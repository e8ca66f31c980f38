"""A clip whose stage is a hillside: balls that run on it on one clock, their tags, formulas in the sky above."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from manim import LEFT, ORIGIN, RIGHT, UP, FadeIn, Mobject, VGroup

from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.hillside import Hillside
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.runner import HillRunner
from scenes.parts.steps import at_step
from scenes.parts.typesetting import LABEL, READOUT, Words, maths, words
from sim.landscapes import Landscape

CLEAR = 0.35  # frame units between a tag and the ground, trails included


class HillScene(ClipScene):
    """Call ``raise_hill`` before the first beat."""

    def raise_hill(self, landscape: Landscape, seen: Iterable[float], *, whole: bool = True, clear: float = 0) -> None:
        """Lay out the landscape over one weight so that all weights in ``seen`` are in view, with sky above.

        Args:
            whole: whether the landscape's own view is seen as well.
            clear: frame units of sky above the whole hill where the stage is upright.
        """

        def loss(weight: np.ndarray) -> np.ndarray:
            return landscape.loss(np.asarray(weight)[..., np.newaxis])

        def slope(weight: np.ndarray) -> np.ndarray:
            return landscape.gradient(np.asarray(weight)[..., np.newaxis])[..., 0]

        view = 0.95 * np.array(landscape.view[0] if whole else [])
        weights = np.clip(np.asarray([*seen, *view]), -12, 12)
        margin = 0.065 * (weights.max() - weights.min())  # keeps every ball inside the safe area
        left, right = weights.min() - margin, weights.max() + margin
        heights = loss(np.linspace(left, right, 400))
        low, top = min(float(heights.min()), 0.0), float(heights.max())
        # A fifth of the height is ground below the deepest valley.
        y = low - 0.22 * (top - low), low + 1.02 * (top - low)
        stage = frame.stage()
        ground = stage.inset(top=clear if stage.is_upright else 0)
        self.hill = Hillside(loss, slope, Coordinates(ground, (left, right), y), self.theme)
        left, right = (0.2, 0.2) if frame.is_narrow() else (2.5, 2.7)
        self.sky = frame.safe_stage().inset(left=left, right=right, top=0.1, bottom=2.75)

    def between_slopes(self, height: float) -> Region:
        """The sky's upper end, so many frame units high and so wide that nothing in it touches the slopes."""
        sky, safe = self.sky.inset(bottom=self.sky.height - height), frame.safe_area().inset(left=0.3, right=0.3)
        rim = self.hill[1].get_start_anchors()
        deepest = rim[rim[:, 1].argmin(), 0]
        high = rim[rim[:, 1] > sky.bottom - CLEAR, 0]
        left = max(high[high < deepest].max(initial=safe.left - CLEAR) + CLEAR, safe.left, sky.left)
        right = min(high[high > deepest].min(initial=safe.right + CLEAR) - CLEAR, safe.right, sky.right)
        return Region(float(left), float(right), sky.bottom, sky.top)

    def runner(self, weights: np.ndarray, colour: str, spokes: int = 1, arrows: np.ndarray | None = None) -> HillRunner:
        """A ball that follows these weights on the scene's clock.

        Args:
            arrows: what an arrow on the ball shows in each step, shape ``(steps,)``.
        """
        if arrows is not None:
            arrows = np.append(arrows, arrows[-1])
        ball = HillRunner(weights, self.hill, colour, self.theme, spokes=spokes, arrows=arrows)
        return ball.follow(self.clock)

    def show_formula(self, expression: str, **terms: str) -> Mobject:
        """Put a formula into the sky, its named terms in the colours of their roles."""
        colours = {name: self.theme.text_colour(role) for name, role in terms.items()}
        formula = self.sky.place(maths(expression, self.theme.ink, terms=colours), UP)
        self.play(FadeIn(formula), run_time=0.5)
        return formula

    def show_losses(self, *runs: tuple[str, np.ndarray, str]) -> VGroup:
        """Readouts of the losses on the clock: name, losses by step, and the colour of the ball."""
        rows = [Readout(name, f"{losses[0]:.4f}", self.theme, colour) for name, losses, colour in runs]
        for row, (_, losses, _) in zip(rows, runs, strict=True):
            row.add_updater(lambda r, losses=losses: r.show(f"{float(at_step(losses, self.clock.now)):.4f}"))
        readouts = readout_rows(rows, widest="0.0000")
        self.play(FadeIn(readouts), run_time=0.3)
        return readouts

    def tag(self, text: str, runner: HillRunner, colour: str | None = None) -> Words:
        """Write above a ball's last place: over the open side of a slope, or the side from which it did not come.

        Where the ground rises into the words, they move to the ball's other side or up.
        """
        lean = self.hill.normal(float(runner.weights[-1]))[0]
        if abs(lean) < 0.3:  # on level ground
            lean = runner.weights[-1] - runner.weights[0]
        edge = LEFT if lean > 0 else RIGHT
        tag = words(text, colour or self.theme.ink, LABEL if frame.is_narrow() else READOUT)

        def lift(edge: np.ndarray) -> float:
            tag.next_to(runner.ball, UP, buff=0.4, aligned_edge=edge)
            return max(
                self.hill.highest(tag.get_left()[0] - CLEAR, tag.get_right()[0] + CLEAR) - tag.get_bottom()[1], 0
            )

        edge = min((edge, ORIGIN, -edge), key=lift)
        return tag.shift(lift(edge) * UP)

    def tag_together(self, runners: Sequence[HillRunner], texts: Callable[[Sequence[int]], str]) -> VGroup:
        """Tags for the places where runs ended; those that ended in one place share a tag.

        Args:
            texts: makes a tag's text from the runners' indices.
        """
        places: dict[float, list[int]] = {}
        for index, runner in enumerate(runners):
            end = float(runner.weights[-1])
            near = [place for place in places if abs(place - end) < 0.5]
            places.setdefault(near[0] if near else end, []).append(index)
        return VGroup(*(self.tag(texts(together), runners[together[0]]) for together in places.values()))

    def run_to_rest(self, *weights: np.ndarray, seconds: float) -> None:
        """Run until nothing is left to see, then let the clock race to the last step."""
        self.run_to(max(arrival(each) for each in weights), seconds)
        self.run_to(max(len(each) for each in weights) - 1, seconds=0.7)


def arrival(weights: np.ndarray, near: float = 0.02) -> int:
    """The step from which a run stays near its end: how long there is something to watch."""
    away = np.flatnonzero(np.abs(weights - weights[-1]) > near)
    return int(away[-1]) + 1 if len(away) else 1
