"""Races to a target: cars on level roads, each road as long as its target is far."""

from __future__ import annotations

import numpy as np
from manim import LEFT, RIGHT, UP, VGroup

from film.language import say
from scenes.parts import frame
from scenes.parts.car import Car
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.hillside import Hillside
from scenes.parts.numerals import short
from scenes.parts.road import Flag
from scenes.parts.steps import StepClock, at_step
from scenes.parts.theme import Theme
from scenes.parts.typesetting import LABEL, READOUT, SMALL, Number, em, words
from sim.experiments.wrong_learning_rate import Race, winner

_SEEN = (-0.15, 2.3)  # of the way to the target; who drives farther waits at the edge

_FAR = 1.5  # ways to the target, of an overshoot that is worth a note


class TargetTrack(VGroup):
    """One race as a car on a road with a flag at the target.

    Args:
        ground: the colour of what the road lies on, if not the background.
    """

    def __init__(self, race: Race, region: Region, theme: Theme, ground: str | None = None) -> None:
        seen = Coordinates(region, _SEEN, (-0.35, 0.65))
        road = Hillside(np.zeros_like, np.zeros_like, seen, theme)
        road[0].set_fill([theme.ground[0], ground or theme.background], opacity=1)
        self._ways = np.clip(race.positions / race.distance, _SEEN[0] + 0.08, _SEEN[1] - 0.08)
        self.car = Car(road, theme.adam, theme, "beetle", min(0.85 * region.height, max(0.6, 0.5 * region.height)))
        super().__init__(road, Flag(road.rim(1), theme, 0.6 * region.height), self.car)
        self.show(0)

    def show(self, step: float) -> TargetTrack:
        """The race after a fractional number of steps."""
        self.car.drive_to(float(at_step(self._ways, step)))
        return self


class TargetRace(VGroup):
    """Two learning rates race to one target; each counts its steps until it has arrived, and the winner's lights up.

    The target's name stands before the roads, in a narrow picture above them.
    """

    def __init__(self, races: tuple[Race, Race], region: Region, theme: Theme) -> None:
        self._races, self._winner, self._theme = races, winner(races), theme
        if frame.is_narrow():
            names, body = region.inset(bottom=region.height - em(READOUT)), region.inset(top=em(READOUT))
            rates, ways, counts = body.split(1.25, body.width - 4.45, 2.8, gap=0.2)
        else:
            shares = (2.05, 1.4, 5.85, 2.9) if frame.is_wide() else (1.75, 1.3, region.width - 6.5, 2.85)
            names, rates, ways, counts = region.split(*shares, gap=0.2)
        name = say("target {distance}", distance=short(races[0].distance))
        self.name = words(name, theme.ink, READOUT, "semibold")
        if self.name.width > names.width:
            self.name = words(name, theme.ink, LABEL, "semibold")
        names.place(self.name, LEFT)
        self.tracks, self.counts, self.notes, labels = VGroup(), VGroup(), VGroup(), VGroup()
        for race, row, start in zip(races, ways.stack(1, 1, gap=0.05), counts.stack(1, 1, gap=0.05), strict=True):
            self.tracks.add(TargetTrack(race, row, theme))
            baseline = row.centre[1] - 0.33 * em(READOUT)
            label = rates.place(words(f"η = {short(race.lr)}", theme.ink, LABEL), LEFT)
            labels.add(label.shift((baseline - label.baseline) * UP))
            number = Number("0", theme.ink, READOUT)
            self.counts.add(number.shift([start.left, baseline, 0]))
            room = Number(str(len(race.positions) - 1), theme.ink, READOUT).width
            notes = VGroup()
            for text in (say("went to {ways} D", ways=f"{race.farthest:#.4g}"), say("and out again")):
                note = words(text, theme.quiet_ink, SMALL).show(False)
                note.shift((start.left + room + 0.15 - note.get_left()[0]) * RIGHT)
                notes.add(note.shift((baseline - note.baseline) * UP))
            self.notes.add(notes)
        super().__init__(self.name, labels, self.tracks, self.counts, self.notes)
        self.show(0)

    def show(self, step: float) -> TargetRace:
        """Both races after a fractional number of steps."""
        whole = int(step + 1e-9)
        for race, track, count, (far, out) in zip(self._races, self.tracks, self.counts, self.notes, strict=True):
            track.show(step)
            there = race.arrived is not None and whole >= race.arrived
            count.show(str(race.arrived) if there else f"{whole}…" if whole else "0")
            lit = there and race is self._winner
            count.set_color(self._theme.text_colour(self._theme.target) if lit else self._theme.ink)
            is_out = race.breaks_out_at is not None and whole >= race.breaks_out_at
            far.show(race.farthest > _FAR and whole >= int(np.argmax(race.positions)) and not is_out)
            out.show(is_out)
        return self

    def follow(self, clock: StepClock) -> TargetRace:
        """Keep showing the step of a clock."""
        self.add_updater(lambda race: race.show(clock.now))
        return self
