"""Two clouds under the same noise, with and without the correction, and what is said of them."""

from __future__ import annotations

from manim import DOWN, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.cloud import CloudPanel
from scenes.parts.frame import Region, shrunk
from scenes.parts.rolling import plain
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, TITLE, maths, words
from sim.experiments.bias_correction import Ratio, Result


class CloudDuel(VGroup):
    """The clouds at one step.

    Args:
        widest: the step at which the ring is drawn about the uncorrected cloud.
        last: the last step that is shown.

    Attributes:
        spreads: name, rms and colour of each cloud, for readouts.
        ring: with what it is called; not shown until it is added.
        verdicts: how much higher the uncorrected loss is, at the widest step and at the last; not shown either.
    """

    def __init__(self, result: Result, widest: int, last: int, region: Region, theme: Theme) -> None:
        if region.is_upright:
            # Each cloud is named above its panel.
            left, right, notes = region.stack(1.2, 1.2, 0.75, gap=0.65)
        else:
            left, right, notes = region.split(1.25, 1.25, 1.1 if frame.is_narrow() else 1, gap=0.4)
        without, corrected = result.uncorrected, result.corrected
        reach = 3 * float(max(cloud.rms[: last + 1].max() for cloud in (without, corrected)))
        self.panels = [
            CloudPanel(say("uncorrected"), without.positions, theme.ink, reach=reach, region=left, theme=theme),
            CloudPanel(say("corrected"), corrected.positions, theme.adam, reach=reach, region=right, theme=theme),
        ]
        self.spreads = [
            (say("{name}: rms", name=panel.name), cloud.rms, panel.colour)
            for panel, cloud in zip(self.panels, (without, corrected), strict=True)
        ]
        legend = words(say("each dot:\ntwo weights"), theme.quiet_ink, LABEL)
        ring_name = words(
            say("ring: 95% of the\ndots at step {step}", step=widest), theme.text_colour(theme.target), LABEL
        )
        self.verdicts = VGroup(
            *(
                VGroup(
                    words(f"{plain(result.loss_ratio[step])} ×", theme.ink, TITLE, "semibold"),
                    words(say("the loss at step {step}", step=step), theme.ink, LABEL),
                ).arrange(DOWN, buff=0.15)
                for step in dict.fromkeys((widest, last))
            )
        )
        columns = (
            [VGroup(legend, ring_name), self.verdicts]
            if region.is_upright
            else [VGroup(legend, ring_name, *self.verdicts)]
        )
        self._rooms = notes.split(*(1 for _ in columns))
        for column, room in zip(columns, self._rooms, strict=True):
            column.arrange(DOWN, buff=0.38)
            room.place(shrunk(column, room.width))
        self.ring = VGroup(self.panels[0].cloud.ring(widest, 0.95, theme.target), ring_name)
        super().__init__(*self.panels, legend)

    def show(self, step: int) -> CloudDuel:
        """Both clouds after so many steps."""
        for panel in self.panels:
            panel.cloud.show(step)
        return self

    def first_steps(self, ratio: Ratio, theme: Theme) -> VGroup:
        """How much too long the first steps are, where the verdicts would stand."""
        formula = maths(f"(1 - beta_1) / sqrt(1 - beta_2) = {ratio.first:.3f}", theme.ink)
        text = say("times too long at once,\n{peak} at step {step}", peak=f"{ratio.peak:.3f}", step=ratio.peak_step)
        later = words(text, theme.ink)
        facts = VGroup(formula.scale_to_fit_width(later.width), later).arrange(DOWN, buff=0.25)
        room = self._rooms[-1]
        shrunk(facts, room.width)
        return room.place(facts) if len(self._rooms) > 1 else facts.next_to(self.ring[1], DOWN, buff=0.4)
