"""A clip that is told by lantern light: views of one landscape, of which only what a hiker has felt is seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from manim import DOWN, UP, Mobject, ValueTracker

from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.fog import Fog
from scenes.parts.frame import shrunk
from scenes.parts.lantern_walk import GROUND, LIGHT, SHADES, LanternWalk
from scenes.parts.oblique import TILT, Oblique, fitting
from scenes.parts.relief import Relief
from scenes.parts.typesetting import maths
from sim.landscapes import Landscape
from sim.runs import Run

WEST_EAST, SOUTH_NORTH = 4.7, (-4.0, 4.0)  # what lies between the edges of the frame
NARROW_WEST_EAST = 4.1  # in an upright one
WIDE_STAGE = 128 / 9 / 4.8  # width by height of the stage in 16:9, which is seen with the least tilt
STEEPEST = 0.85  # most tilt of a view: from higher up one sees no heights
LARGEST = 1.4  # size of a formula


class LanternScene(ClipScene):
    """A clip about a run over two weights.

    Attributes:
        close, closest, along, whole: views of the landscape: from near the start, nearer, all of the way, all there is;
            from higher up the higher the stage is.
        left, right: of the stage; the pictures are on the left where something stands beside them, or in an upright
            picture under them.
    """

    def light_up(self, run: Run, landscape: Landscape) -> None:
        """Make the hiker who walks a run over a landscape, the views, and the fog in front of them."""
        stage, theme, positions = frame.stage(), self.theme, run.positions
        self.start, self.end = positions[0], positions[-1]
        self.walk = LanternWalk(positions, landscape, theme.gradient_descent, theme)
        self.left, self.right = frame.safe_stage().fold(1.45 if frame.is_narrow() else 1.9, 1, gap=0.4)
        foot = self.walk.ground(self.start)
        tilt = min(TILT * stage.height / stage.width * WIDE_STAGE, STEEPEST)
        self.close = Oblique(foot, self.left.centre + 0.25 * DOWN, self.left.width / (3.1 * LIGHT), tilt)
        nearer = 1.15 * self.close.scale
        if not frame.is_wide():
            nearer = min(1.4 * self.close.scale, stage.width / (2.9 * LIGHT))
        self.closest = Oblique(foot, stage.centre + 0.2 * DOWN, nearer, tilt)
        around = np.concatenate([positions - 1.2 * LIGHT, positions + 1.2 * LIGHT])
        along = fitting(
            np.column_stack([around, np.tile(landscape.loss(positions), 2)]), self.left.inset(top=0.9), tilt
        )
        self.along = replace(along, scale=min(along.scale, self.close.scale))
        edge = NARROW_WEST_EAST if stage.is_upright else WEST_EAST
        corners = np.array([(x, y) for x in (-edge, 0, edge) for y in SOUTH_NORTH])
        self.whole = fitting(self.walk.ground(corners), stage, tilt)
        self.map = Relief(landscape.loss, GROUND, SOUTH_NORTH, theme, cell=0.06, level=0.1, shades=SHADES)
        self.fog = Fog(stage, theme)

    def formula(self, expression: str, region: frame.Region | None = None) -> Mobject:
        """Mathematics with the slope in its colour, as wide as a region if it has one to itself."""
        colours = {"slope": self.theme.text_colour(self.theme.gradient)}
        formula = maths(expression, self.theme.ink, terms=colours)
        if region is None:
            stage = frame.safe_stage()
            return stage.place(shrunk(formula, stage.width), UP)
        return region.place(formula.scale(min(region.width / formula.width, LARGEST)))

    def light_the_lantern(self, view: Oblique, seconds: float) -> None:
        """Let the circle around the hiker's feet grow, at the start."""
        walk, reach = self.walk, ValueTracker(0.02)
        walk.lantern.add_updater(lambda _: walk.stand(view, self.start, reach.get_value()), call_updater=True)
        self.add(walk.lantern, walk.hiker)
        self.play(reach.animate.set_value(LIGHT), run_time=seconds)
        self.settle(walk.lantern)

    def travel(self, view: Oblique, to: Oblique, position: np.ndarray, seconds: float) -> None:
        """Go from one view to another while the hiker stands in the lantern's light, by a straight way on screen."""
        share, walk = ValueTracker(0), self.walk
        view, to = (each.about(walk.ground(position)) for each in (view, to))

        def look(_: Mobject) -> None:
            here = view.towards(to, share.get_value())
            if walk.way in self.get_mobject_family_members():
                walk.way.walk(here, len(walk.positions) - 1)
            walk.stand(here, position)

        walk.lantern.add_updater(look)
        self.play(share.animate.set_value(1), run_time=seconds)
        self.settle(walk.lantern)

    def sweep(self, centre: np.ndarray, *, open_up: bool, seconds: float) -> None:
        """Light the whole map from a place outwards, or let it go dark again."""
        away = np.linalg.norm(self.map.positions - centre, axis=-1)
        reach = ValueTracker(LIGHT if open_up else float(away.max()))
        self.map.add_updater(lambda m: m.show(self.whole, reach.get_value() - away), call_updater=True)
        self.play(reach.animate.set_value(float(away.max()) + 0.2 if open_up else 0), run_time=seconds)
        self.settle(self.map)
