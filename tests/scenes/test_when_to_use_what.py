"""What `when-to-use-what` says is true of the runs, can be read in time, and is what the film tells."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.catalog import CLIPS
from scenes.parts import frame
from scenes.parts.advice import DEFAULTS, advice
from scenes.parts.built_fit import BuiltFit
from scenes.parts.door import Door
from scenes.parts.epsilon_valley import EpsilonValley
from scenes.parts.feature_grid import FeatureGrid
from scenes.parts.frame import Region
from scenes.parts.kind_bars import KindBars
from scenes.parts.recipe_family import family_doors, family_rooms
from scenes.parts.spot import box
from scenes.parts.steps import StepClock
from scenes.parts.theme import DARK
from scenes.parts.trail import Dots
from scenes.parts.tube import rare_word
from scenes.parts.tuned_task import TunedTask
from scenes.parts.tuning_chart import Tried, TuningChart
from scenes.parts.typesetting import Number
from scenes.scripts.when_to_use_what import beats
from scenes.when_to_use_what import WhenToUseWhat
from sim.experiments.when_to_use_what import Params, Result, simulate
from sim.landscapes import Quadratic

ROOM = Region(-3, 3, -2, 2)
STORIES = [
    {},
    {"momentum": 0, "largest_eps": 100, "positive": 0.9, "tuning_steps": 20},
    {"momentum": 0.9, "largest_eps": 1e12, "positive": 0.55, "sgd_lr": 0.2, "adam_lr": 0.01, "seed": 5},
]


@cache
def told(**params: float) -> tuple[Result, dict[str, str]]:
    result = simulate(Params(**params))
    return result, {beat.name: beat.caption.replace("\n", " ") for beat in beats(result)}


def says(beat: str, **params: float) -> str:
    return told(**params)[1][beat]


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(told(**story)[0]):
        assert caption_faults(beat.caption) == [], beat.name


def test_adam_becomes_momentum_only_if_epsilon_is_pushed_far_enough() -> None:
    assert "becomes SGD with momentum" in says("push-epsilon-up")
    assert "comes closer to plain gradient descent" in says("push-epsilon-up", **STORIES[1])
    assert "becomes SGD with momentum" in says("push-epsilon-up", **STORIES[2])


def test_a_tie_is_called_a_tie_only_where_it_is_one() -> None:
    assert "a tie here" in says("tuned-against-tuned")
    assert "Adam is ahead in so few steps" in says("tuned-against-tuned", **STORIES[1])


def test_a_rule_of_thumb_costs_more_than_the_choice_in_every_story() -> None:
    for story in STORIES:
        for task in (told(**story)[0].zipf, told(**story)[0].balanced):
            assert min(task.rule_sgd, task.rule_adam) > 1.5 * max(task.best_sgd, task.best_adam)


def test_accuracies_are_those_of_the_runs() -> None:
    assert "SGD 100%, Adam 70%." in says("both-fit")
    assert "SGD 100%, Adam 89.7%." in says("both-fit", **STORIES[1])
    for story in STORIES:
        assert "Both fit" in says("both-fit", **story)
    unfinished = says("both-fit", adam_lr=1e-4, sgd_lr=0.01)
    assert ("Both fit" in unfinished) == (told(adam_lr=1e-4, sgd_lr=0.01)[0].built.adam.train_accuracy == 1)


@pytest.mark.parametrize("story", STORIES[:2], ids=str)
def test_the_film_tells_the_script_in_order_and_shows_its_numbers(story: dict[str, float]) -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: WhenToUseWhat, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    params, (result, _) = Params(**story), told(**story)
    timeline = walk(lambda renderer: WhenToUseWhat(renderer=renderer, params=params), Quality("walk", 128, 72, 2), look)
    assert [span.beat for span in timeline] == list(beats(result))
    bests = {f"{best:.3f}" for task in (result.zipf, result.balanced) for best in (task.best_sgd, task.best_adam)}
    assert bests <= shown["tuned-against-tuned"]
    scores = {f"{fit.scores[-1, 1]:+.4f}".replace("-", "−") for fit in (result.built.sgd, result.built.adam)}
    assert scores <= shown["both-fit"]
    assert {"689", "108", "229", "121"} <= shown["earns-its-memory"]
    if not story:
        assert "1.497e−06" in shown["push-epsilon-up"]


def test_a_film_is_made_anew_when_what_it_quotes_changes() -> None:
    stems = {file.stem for file in CLIPS["when-to-use-what"].sources()}
    assert {"oscillating_valley", "learning_rate_story", "rare_features"} <= stems
    assert "weight_decay" not in stems


def test_a_door_opens_on_a_room_that_its_leaf_leaves_free() -> None:
    door = Door("Adam", DARK.adam, ROOM, DARK)
    closed = door._leaf.get_right()[0]
    assert closed == pytest.approx(ROOM.right)
    assert door.open(1)._leaf.get_right()[0] < door.room.left
    assert door._leaf.get_left()[0] == pytest.approx(ROOM.left)
    inside = door.furnish(*(Dots(np.zeros((1, 3)), DARK.ink).show(1) for _ in range(2)))
    assert door.room.left < inside.get_left()[0] < inside.get_right()[0] < door.room.right


def test_marks_of_a_grid_lie_in_its_cells_and_tell_the_sign_by_height() -> None:
    grid = FeatureGrid(np.array([[1.0, 1, 0], [-1, 1, 1]]), (1, 2), ("#FFFFFF", "#888888"), ROOM, DARK)
    positive, negative = grid[1], grid[2]
    assert [len(marks.get_subpaths()) for marks in (positive, negative)] == [4, 1]
    assert negative.get_top()[1] < ROOM.centre[1] < positive.get_top()[1]
    assert negative.height < 0.3 * ROOM.height and negative.width == pytest.approx(0.84 * ROOM.width / 2)


def test_bars_stand_for_the_weights_of_the_step() -> None:
    weights = np.array([[0.0, 0.0], [0.5, -0.25], [1.0, -0.5]])
    bars = KindBars("w", ("a", "b"), weights, DARK.adam, reach=1, region=ROOM, theme=DARK)
    assert not bars._bars.has_points()
    heights = [bars.show(step)._bars.height for step in (1, 2)]
    assert heights[1] == pytest.approx(2 * heights[0])
    up, down = (path[:, 1] for path in bars.show(2)._bars.get_subpaths())
    assert np.ptp(up) == pytest.approx(2 * np.ptp(down)) and up.min() == pytest.approx(down.max())


def test_rules_of_thumb_are_ringed_on_their_dots_and_labelled_off_the_lines() -> None:
    rates = np.array([0.01, 0.1, 1.0, 10.0])
    methods = (
        Tried(rates, np.array([4.0, 3.0, 1.0, np.nan]), 0.1, DARK.momentum),
        Tried(rates, np.array([3.5, 1.5, 1.0, 1.2]), 0.01, DARK.adam),
    )
    chart = TuningChart("task", methods, ROOM, DARK).show(4)
    marks = chart.rules()
    for ring, dots, index in ((marks[0], chart.dots[0], 1), (marks[2], chart.dots[1], 0)):
        assert ring.get_center() == pytest.approx(dots.places[index])
    for line in chart.lines:
        assert line.places[:, 1].max() <= ROOM.top
        share = np.linspace(0, len(rates) - 1, 400)
        way = np.stack([np.interp(share, np.arange(len(rates)), line.places[:, axis]) for axis in (0, 1)], axis=1)
        for label in (box(marks[1]), box(marks[3])):
            inside = (way > [label.left, label.bottom]) & (way < [label.right, label.top])
            assert not inside.all(axis=1).any()
    few = chart.show(2).dots[0]
    assert len(few.points) == 2 * len(Dots(np.zeros((1, 3)), DARK.ink).show(1).points)


def test_adams_path_lies_on_momentums_when_epsilon_is_at_its_end() -> None:
    sweep = told()[0].epsilon
    valley = EpsilonValley(sweep, Quadratic(curvatures=(1, 50)), ("SGD", DARK.momentum), region=ROOM, theme=DARK)
    trail, adam = valley[2], valley[3].line
    assert np.abs(adam.places - trail.places).max() > 0.3
    valley.show(len(sweep.epsilons) - 1)
    np.testing.assert_allclose(adam.places, trail.places, atol=1e-6)
    assert valley.gap.number.text == "1.497e−06"
    assert valley.slider.knob.get_center() == pytest.approx(valley.slider.place(1e8))


def test_the_best_so_far_only_falls_and_ends_at_the_best() -> None:
    tuning = told()[0].zipf
    task = TunedTask("Zipf", tuning, frame.safe_stage(), DARK)
    assert [row.number.text for row in task.rows] == ["…", "…"]
    seen = np.array([[float(row.number.text) for row in task.show(count).rows] for count in range(1, 11)])
    assert (np.diff(seen, axis=0) <= 0).all()
    assert seen[-1] == pytest.approx([tuning.best_sgd, tuning.best_adam], abs=5e-4)


def test_a_fit_is_called_wrong_where_it_scores_a_negative_example_above_zero() -> None:
    built = told()[0].built
    texts = []
    for fit in (built.sgd, built.adam):
        panel = BuiltFit("rule", fit, DARK.adam, reach=1, region=frame.safe_stage(), theme=DARK).show(1)
        texts.append(panel._score.text)
        assert panel.verdict.get_top()[1] < panel._score.get_bottom()[1]
    assert texts == ["−0.9666", "+0.2500"]


@pytest.mark.parametrize("stage", [frame.safe_stage(), Region(-4.5, 4.5, -3, 3), Region(-4, 4, -5, 5)])
def test_every_piece_of_advice_fits_its_row(stage: Region) -> None:
    card = advice(stage, DARK)
    assert len(card) == len(DEFAULTS)
    for border, icon, task, texts in card:
        assert stage.left < icon.get_left()[0] < icon.get_right()[0] < task.get_left()[0]
        choice = texts[0]
        assert task.get_right()[0] < choice.get_left()[0] or task.get_bottom()[1] > choice.get_top()[1]
        assert texts.get_right()[0] < stage.right
        assert border.get_bottom()[1] < texts.get_bottom()[1] < texts.get_top()[1] < border.get_top()[1]


@pytest.mark.parametrize("stage", [frame.safe_stage(), Region(-4.5, 4.5, -3, 3), Region(-4, 4, -5, 5)])
def test_each_room_lies_behind_its_own_door(stage: Region) -> None:
    doors = family_doors(stage, DARK)
    for door, room in zip(doors, family_rooms(doors, DARK), strict=True):
        assert door.room.left - 1e-6 < room.get_left()[0] < room.get_right()[0] < door.room.right + 1e-6


def test_tubes_of_the_rare_word_fill_on_the_clock_until_it_is_learned() -> None:
    features, clock = told()[0].features, StepClock()
    picture = rare_word([("Adam", features.tuned_adam, DARK.adam)], frame.safe_stage(), clock, DARK)
    clock.set_value(130)
    assert picture.update()[1].count.text == "121"
