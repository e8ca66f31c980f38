"""What `wrong-learning-rate` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import numpy as np
import pytest
from manim import tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.parts import frame
from scenes.parts.bowl_pair import BowlPair
from scenes.parts.steps import StepClock
from scenes.parts.target_race import TargetRace, TargetTrack
from scenes.parts.theme import DARK
from scenes.parts.typesetting import Number
from scenes.parts.valley_panel import ValleyPanel
from scenes.scripts.wrong_learning_rate import beats
from scenes.wrong_learning_rate import WrongLearningRate
from sim.experiments.wrong_learning_rate import Params, Result, simulate, winner

STORIES = [
    {},
    {"condition_number": 999.9, "sgd_lr": 0.0123456, "adam_lr": 0.0123456},
    {"adam_lr": 1, "small_adam_lr": 0.123456, "near": 0.00123456, "far": 9999.9},
    {"factor": 2, "sgd_lr": 1e-4, "near": 0.5, "far": 2},
    {"factor": 9998.9, "steepness": 1e6, "bowl_lr_times_steepness": 1.99},
    {"small_adam_lr": 1e-6, "adam_lr": 1e-5, "bowl_lr_times_steepness": 1e-3},
    {"steepness": 2, "bowl_lr_times_steepness": 0.123456},
]


@pytest.fixture(scope="module")
def result() -> Result:
    return simulate(Params())


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_sgd_is_said_to_break_only_if_it_arrived_before_the_loss_was_scaled() -> None:
    assert says("loss-times-1000") == "Multiply the loss by 1000. SGD breaks, Adam does not notice."
    assert "fails as before" in says("loss-times-1000", condition_number=1000)
    assert "changes its pace" in says("loss-times-1000", factor=50, sgd_lr=7e-4)


def test_adam_is_said_to_notice_nothing_only_where_a_viewer_sees_nothing() -> None:
    for params, difference in (({}, 0), ({"factor": 9999}, 0), ({"adam_lr": 1, "factor": 9999}, 0.1)):
        assert simulate(Params(**params)).largest_path_difference == pytest.approx(difference, abs=0.02)
        assert ("does not notice" in says("loss-times-1000", **params)) == (difference == 0)


def test_a_run_that_swings_beyond_the_view_is_not_said_to_fly_out() -> None:
    result = simulate(Params(adam_lr=1))
    for scaled in result.scaled:
        panel = ValleyPanel(
            "Adam", scaled.adam.positions, scaled.adam_arrived, landscape=result.landscape, region=frame.stage(),
            colour=DARK.adam, theme=DARK,
        )  # fmt: skip
        assert panel.runner.gone_at is None and scaled.adam.positions[:, 0].max() > 1.4


def test_a_rate_is_called_too_high_or_too_low_as_the_races_end() -> None:
    assert says("near-and-far").endswith("Target 0.05: yes. Target 100: 0.001 is too low.")
    assert "Target 0.5: no." in says("near-and-far", near=0.5)
    assert "Target 0.001: yes, both are." in says("near-and-far", near=0.001)
    assert says("near-and-far", far=1e4).endswith("Target 10000: both too low.")
    assert says("near-and-far", adam_lr=1, small_adam_lr=0.1, far=2).endswith("Target 2: yes.")
    assert says("near-and-far", near=0.5, far=2).endswith("Target 2: 0.001 is slower.")
    assert "no, both are too low" in says("near-and-far", small_adam_lr=1e-6, adam_lr=1e-5)


def test_the_steep_bowl_is_done_in_as_many_steps_as_are_said() -> None:
    assert says("flat-and-steep").endswith("Flat bowl: yes. Steep bowl: one step, done.")
    assert "44 steps, done" in says("flat-and-steep", bowl_lr_times_steepness=1.9)
    assert "no. Steep" in says("flat-and-steep", steepness=2)
    assert "not there either" in says("flat-and-steep", bowl_lr_times_steepness=1e-3)


def test_in_one_step_the_truck_is_through_the_steep_bowl_and_hardly_on_its_way_in_the_flat_one(result: Result) -> None:
    clock = StepClock()
    steep, flat = BowlPair(result, clock, frame.stage(), DARK).trucks
    start = flat.car.get_x()
    clock.set_value(1)
    for truck in (steep, flat):
        truck.update()
    assert steep.car.get_x() == pytest.approx(0, abs=0.02)
    assert flat.car.get_x() == pytest.approx(start, abs=0.02)


def test_the_winner_stays_at_its_target_and_was_there_first(result: Result) -> None:
    assert [race and race.lr for race in map(winner, result.races)] == [0.001, 0.1, 0.1]


def test_a_car_is_at_its_flag_when_the_race_has_arrived(result: Result) -> None:
    small, _ = result.races[0]
    track = TargetTrack(small, frame.stage(), DARK)
    flag = float(track[1].get_left()[0])
    assert float(track.show(0).car[0].get_center()[0]) < flag - 1
    assert float(track.show(small.arrived or 0).car[0].get_center()[0]) == pytest.approx(flag, abs=0.1)


def test_the_longest_name_of_a_target_ends_before_the_learning_rates() -> None:
    small, large = simulate(Params(near=0.00123456)).races[0]
    name, labels, *_ = TargetRace((large, small), frame.safe_stage().stack(1, 1, 1)[0], DARK)
    assert name.get_right()[0] < labels.get_left()[0] - 0.1


@pytest.mark.parametrize(("width", "height"), [(128 / 9, 8), (12, 9), (10, 10), (9, 16)])
def test_the_parts_of_a_race_stand_beside_each_other_in_every_shape(
    width: float, height: float, result: Result
) -> None:
    small, large = result.races[0]
    with tempconfig({"frame_width": width, "frame_height": height}):
        place = frame.safe_stage().stack(1, 1, 1)[0]
        race = TargetRace((large, small), place, DARK)
    name, labels, tracks, counts, notes = race
    assert labels.get_right()[0] < tracks.get_left()[0] and tracks.get_right()[0] < counts.get_left()[0]
    assert notes.get_right()[0] <= place.right + 0.02
    assert name.get_right()[0] < labels.get_left()[0] or name.get_bottom()[1] > labels.get_top()[1]


def test_a_race_counts_until_its_arrival_and_notes_what_comes_after(result: Result) -> None:
    small, large = result.races[0]
    race = TargetRace((large, small), frame.safe_stage(), DARK)

    went, out = race.notes[0]
    assert "went to 2.000 D" in went.typst_code and "and out again" in out.typst_code

    def visible() -> list[bool]:
        return [note.glyphs[0].get_fill_opacity() > 0 for note in (went, out, *race.notes[1])]

    race.show(60)
    assert [number.text for number in race.counts] == ["60…", "60…"] and visible() == [True, False, False, False]
    race.show(89)
    assert [number.text for number in race.counts] == ["89", "81"]
    race.show(large.breaks_out_at or 0)
    assert [number.text for number in race.counts] == ["89", "81"] and visible() == [False, True, False, False]


def test_the_film_tells_the_script_in_order_and_shows_the_counts_of_the_run(result: Result) -> None:
    shown: dict[str, list[str]] = {}

    def look(scene: WrongLearningRate, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = [part.text for part in family if isinstance(part, Number)]

    timeline = walk(lambda renderer: WrongLearningRate(renderer=renderer), Quality("walk", 128, 72, 4), look)
    assert [span.beat for span in timeline] == list(beats(result))
    assert shown["loss-times-1000"].count("234") == 3
    assert {"268", "3000"} <= set(shown["loss-times-1000"])
    assert np.all([text in shown["near-and-far"] for text in ("89", "81", "79", "2203", "5000…")])
    assert {"0.0000", "0.9048"} <= set(shown["flat-and-steep"])
