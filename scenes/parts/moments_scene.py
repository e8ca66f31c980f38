"""The scene about Adam's two averages: formulas and tanks in the colours of m and v."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, LEFT, MathTypst, VGroup

from scenes.parts.clip_scene import ClipScene
from scenes.parts.frame import Region
from scenes.parts.numerals import in_maths
from scenes.parts.rolling import rolling_rows
from scenes.parts.tank import Tank
from scenes.parts.typesetting import maths
from sim.experiments.bias_correction import Result


class MomentsScene(ClipScene):
    """A clip that tells of m and v under a constant gradient."""

    result: Result

    def formula(self, expression: str) -> MathTypst:
        """Mathematics whose terms named m and v, as in ``{{ m_t : m }}``, have the colours of the two tanks."""
        colours = {"m": self.theme.first_moment, "v": self.theme.second_moment}
        named = {
            name: self.theme.text_colour(role) for name, role in colours.items() if f" : {name} }}}}" in expression
        }
        return maths(expression, self.theme.ink, terms=named)

    def formulas(self, *expressions: str) -> VGroup:
        """Formulas under each other."""
        lines = VGroup(*(self.formula(expression) for expression in expressions))
        return lines.arrange(DOWN, buff=0.45, aligned_edge=LEFT)

    def roll(self, *rows: tuple[str, np.ndarray, str]) -> VGroup:
        """Readouts that follow the clock: name, values after step 0, 1, …, and colour of each."""
        return rolling_rows(self.clock, self.theme, *rows)

    def betas(self) -> str:
        return f"beta_1 = {self.result.params.beta1:g}, quad beta_2 = {self.result.params.beta2:g}"

    def strides(self, steps: int) -> tuple[np.ndarray, np.ndarray]:
        """The first steps under a constant gradient in learning rates, with and without correction."""
        runs = (self.result.constant, self.result.constant_uncorrected)
        with_correction, without = (np.abs(run.updates[:steps, 0]) / self.result.params.lr for run in runs)
        return with_correction, without

    def constant_tanks(self, regions: Sequence[Region], *, restored: bool = False) -> VGroup:
        """The averages of a constant gradient, which follow the clock.

        Args:
            restored: whether the tanks show what the correction gives back.
        """
        run, gradient = self.result.constant, self.result.params.gradient
        tanks = VGroup()
        for name, colour, region, values, full in zip(
            "mv",
            (self.theme.first_moment, self.theme.second_moment),
            regions,
            (run.first_moment, run.second_moment),
            (gradient, gradient * gradient),
            strict=True,
        ):
            assert values is not None
            tank = Tank(name, colour, region, self.theme, full=in_maths(full))
            tanks.add(tank.follow(self.clock, np.append(0.0, values[:, 0]), full, restored=restored))
        return tanks

    def restored_tanks(self, region: Region) -> VGroup:
        """Both tanks with what the correction gives back, each beside or under the formula that does it."""
        if region.is_upright:
            cells = [cell for half in region.split(1, 1, gap=0.5) for cell in half.stack(1, 3)]
        else:
            cells = region.split(1.3, 1, 1.3, 1, gap=0.5)
        formulas = self.formulas(
            "hat(m)_t = {{ m_t : m }} / (1 - beta_1^t)", "hat(v)_t = {{ v_t : v }} / (1 - beta_2^t)"
        )
        for formula, cell in zip(formulas, cells[::2], strict=True):
            cell.place(formula.scale(min(1.2, cell.width / formula.width)))
        return VGroup(formulas, self.constant_tanks(cells[1::2], restored=True))
