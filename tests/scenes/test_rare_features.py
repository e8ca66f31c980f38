"""What `rare-features` says is true of the run, can be read in time, and is what the film shows."""

from __future__ import annotations

import numpy as np
import pytest
from manim import tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.parts.barcode import Barcode
from scenes.parts.feature_rows import FeatureRows
from scenes.parts.frame import Region, safe_stage
from scenes.parts.gap_readouts import gap_readouts
from scenes.parts.pace_picture import PacePicture
from scenes.parts.rate_dials import RateDials
from scenes.parts.theme import DARK
from scenes.parts.tube import FULL, Tube, TubeRun
from scenes.parts.typesetting import Number
from scenes.parts.weight_charts import Path, WeightCharts
from scenes.rare_features import RareFeatures
from scenes.scripts.rare_features import beats, excursion, gap, times
from sim.experiments.rare_features import FREQUENT, RARE, Params, Result, simulate

ROOM = Region(-4, 4, -1, 1)
STORIES = [
    {},
    {"frequent": 0.2, "uncommon": 0.1, "rare": 0.05},
    {"frequent": 0.1, "uncommon": 0.1, "rare": 0.1, "steps": 1000},
    {"frequent": 1, "uncommon": 0.5, "rare": 0.001, "steps": 10000},
    {"frequent": 0.123456, "uncommon": 0.0123456, "rare": 0.00123456, "shaken_sgd_lr": 2.0012345},
    {"sgd_lr": 8, "adam_lr": 1, "steps": 200},
    {"sgd_lr": 4},
    {"adam_lr": 1},
    {"tuned_sgd_lr": 4, "shaken_sgd_lr": 8, "steps": 1000},
    {"tuned_sgd_lr": 0.00123456, "shaken_sgd_lr": 0.0123456, "adam_lr": 0.0001, "tuned_adam_lr": 0.0001},
]


def told(**params: float) -> tuple[Result, dict[str, str]]:
    result = simulate(Params(**params))
    return result, {beat.name: beat.caption.replace("\n", " ") for beat in beats(result)}


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_how_often_features_show_up_is_said_as_it_is() -> None:
    assert "all the time, some once in 200 examples" in told()[1]["who-waits"]
    assert "20% of examples, some once in 20" in told(**STORIES[1])[1]["who-waits"]
    assert "equally often" in told(**STORIES[2])[1]["who-waits"]


def test_the_pull_is_said_to_be_mostly_zero_only_where_it_is() -> None:
    assert told()[1]["full-size-pull"].endswith("It is just that it is mostly zero.")
    assert told(frequent=0.6, steps=200)[1]["full-size-pull"].endswith("That of the rare one is mostly zero.")


def test_sgd_is_said_to_follow_the_frequency_only_where_its_times_do() -> None:
    result, captions = told()
    assert "at the pace at which it happens to appear" in captions["pace-of-appearance"]
    assert result.sgd.gap == pytest.approx(result.frequencies[FREQUENT] / result.frequencies[RARE], rel=0.25)
    assert "equally fast" in told(**STORIES[2])[1]["pace-of-appearance"]
    assert "does not hold still within 200 steps" in told(sgd_lr=8, steps=200)[1]["pace-of-appearance"]
    assert "not there in 200 steps" in told(steps=200)[1]["pace-of-appearance"]
    assert "not learned any sooner" in told(sgd_lr=4)[1]["pace-of-appearance"]


def test_adam_narrows_a_gap_only_where_there_was_a_wider_one() -> None:
    result, captions = told()
    assert "from 119 to 1 down to 4.5 to 1" in captions["narrower-gap"]
    assert f"{result.sgd.gap:.0f} {result.adam.gap:.1f}" == "119 4.5"
    assert "no gap to narrow" in told(**STORIES[2])[1]["narrower-gap"]
    assert "all three learn later" in told(adam_lr=1)[1]["narrower-gap"]
    assert "does not narrow" in told(sgd_lr=4)[1]["narrower-gap"]
    assert "has not learned all three" in told(adam_lr=1e-4)[1]["narrower-gap"]
    assert "times as long" in told(rare=0.001)[1]["narrower-gap"]


def test_the_root_is_claimed_where_the_speeds_lie_on_it() -> None:
    result, captions = told()
    assert "Adam turns p into the root of p" in captions["root-of-p"]
    np.testing.assert_allclose(result.tape.adam_speeds, np.sqrt(result.frequencies), rtol=0.1)
    result, captions = told(rare=0.001)
    assert "falls short of the root" in captions["root-of-p"]
    assert result.tape.adam_speeds[RARE] < 0.9 * np.sqrt(0.001)


def test_a_weight_is_said_to_shake_only_if_it_strays_after_it_was_near() -> None:
    result, captions = told()
    assert "At η = 4 the frequent weight shakes" in captions["one-notch-further"]
    assert excursion(result.shaken_sgd) > 10
    assert excursion(result.tuned_sgd) < 0.2
    result, captions = told(tuned_sgd_lr=0.5, shaken_sgd_lr=1)
    assert "At η = 1 the frequent weight holds" in captions["one-notch-further"]
    assert excursion(result.shaken_sgd) < 0.2
    assert "shakes at both" in told(tuned_sgd_lr=7, shaken_sgd_lr=8, steps=200)[1]["one-notch-further"]


def test_the_tuned_gap_is_that_of_the_two_best_runs() -> None:
    result, captions = told()
    assert (
        f"{gap(result.tuned_sgd):.1f} to 1 against {gap(result.tuned_adam):.1f} to 1"
        in (captions["tuned-against-tuned"])
    )
    assert "8.2 to 1 against 2.8 to 1" in captions["tuned-against-tuned"]
    assert "not everything is learned" in told(steps=200)[1]["tuned-against-tuned"]
    assert "no gap to close" in told(**STORIES[2])[1]["tuned-against-tuned"]
    assert "the late one" in told(tuned_sgd_lr=4, shaken_sgd_lr=8)[1]["tuned-against-tuned"]


def test_a_tube_is_filled_up_to_its_weights_and_never_over_its_ends() -> None:
    tube = Tube(ROOM, DARK.adam, DARK, lanes=4)
    content = tube.show(np.array([0.5, 1.0, -3.0, np.nan]))[2]
    ends = content.points[:, 0]
    assert ends.min() == pytest.approx(ROOM.left)
    assert ends.max() == pytest.approx(ROOM.left + ROOM.width / FULL)
    assert len(content.get_subpaths()) == 2
    assert tube.show(np.full(4, 1e9))[2].points[:, 0].max() == pytest.approx(ROOM.right)


def test_a_counter_stops_where_the_weight_is_learned_and_says_so_if_it_never_is() -> None:
    weights = np.linspace(0, 1, 21)[:, np.newaxis]
    look = {"region": ROOM, "colour": DARK.adam, "theme": DARK}
    run = TubeRun("Adam", weights, 18.5, **look)
    assert [run.go_to(step).count.text for step in (0, 7.9, 18, 19, 20)] == ["0", "7", "18", "18.5", "18.5"]
    assert TubeRun("Adam", weights, np.inf, **look).go_to(99).count.text == "20…"
    flown = np.vstack([weights, [[np.nan]]])
    assert TubeRun("SGD", flown, np.inf, **look).go_to(99).count.text == "∞"


def test_a_barcode_has_a_bar_for_each_example_and_levels_out_at_the_mean() -> None:
    present = np.arange(40) % 8 == 0
    code = Barcode(present, 4, ROOM, DARK.gradient, DARK)
    assert [len(code.show(count)[2].get_subpaths()) for count in (0, 1, 9, 40)] == [0, 1, 2, 5]
    assert len(code.show(40)[1].get_subpaths()) == 5  # every other batch of four
    assert code.sink(0, 0.125)[2].height == pytest.approx(ROOM.height, rel=0.02)
    level = code.sink(1, 0.125)[2]
    assert (level.width, level.height) == (pytest.approx(ROOM.width), pytest.approx(0.125 * ROOM.height))


def test_the_words_of_the_rows_have_their_seats_before_the_speeds_in_the_table() -> None:
    story = simulate(Params())
    rows = FeatureRows([(word, 0.5) for word in ("the", "tensor", "okapi")], safe_stage(), DARK)
    picture = PacePicture(story, rows.words, safe_stage(), DARK)
    picture.show(picture.looks)
    speeds = [part for part in picture.table if isinstance(part, Number)]
    assert [speed.text for speed in speeds] == ["0.7089", "0.2218", "0.0681"]
    for seat, speed in zip(picture.seats, speeds, strict=True):
        assert seat.get_right()[0] < speed.get_left()[0]
        assert seat.get_bottom()[1] < speed.get_y() < seat.get_top()[1]


def test_in_an_upright_picture_names_stand_above_rows_that_take_all_of_the_width() -> None:
    with tempconfig({"frame_width": 9.0, "frame_height": 16.0}):
        region = safe_stage()
        rows = FeatureRows([(word, 0.005) for word in ("the", "tensor", "okapi")], region, DARK)
    for word, share, body in zip(rows.words, rows.shares, rows.bodies, strict=True):
        assert (body.left, body.right) == (region.left, region.right)
        assert min(word.get_bottom()[1], share.get_bottom()[1]) > body.top
        assert word.get_right()[0] < share.get_left()[0]


def test_dials_turn_from_the_rates_before_to_the_tuned_ones() -> None:
    dials = RateDials([("SGD", DARK.gradient_descent, 0.5, 2), ("Adam", DARK.adam, 0.01, 0.05)], DARK)
    shown = [[dial.number.text for dial in dials.turn(share).dials] for share in (0, 0.5, 1, 3)]
    assert shown == [["0.5", "0.01"], ["1", "0.0224"], ["2", "0.05"], ["2", "0.05"]]


def test_a_gap_stands_beside_its_optimizer_and_without_end_where_the_rare_one_is_never_learned() -> None:
    assert [times(gap) for gap in (119.2, 4.51, np.inf)] == ["119", "4.5", "∞"]
    shown = [part.text for part in gap_readouts("119", "∞", DARK).get_family() if isinstance(part, Number)]
    assert shown == ["119 : 1", "∞ : 1"]


def test_charts_of_one_weight_have_one_scale() -> None:
    ways = [Path("calm", np.array([0, 1, 1.0]), 1), Path("wild", np.array([0, 9, -5.0]), np.inf)]
    charts = WeightCharts(ways, 2, region=Region(-6, 6, -2, 2), colour=DARK.gradient_descent, theme=DARK).draw_to(2)
    calm, wild = charts._curves
    assert calm.height / 1 == pytest.approx(wild.height / 14, rel=1e-6)
    assert [count.text for count in charts._counts] == ["1", "2"]


def test_the_film_tells_the_script_in_order_and_shows_the_counts_of_the_runs() -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: RareFeatures, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    timeline = walk(lambda renderer: RareFeatures(renderer=renderer), Quality("walk", 128, 72, 2), look)
    assert [span.beat for span in timeline] == list(beats(simulate(Params())))
    for beat, texts in {
        "who-waits": {"100%", "55.55%", "7.675%"},
        "pace-of-appearance": {"7", "93", "834.5"},
        "narrower-gap": {"136", "229.5", "614", "119 : 1", "4.5 : 1"},
        "root-of-p": {"0.7089", "0.2218", "0.0681"},
        "one-notch-further": {"28", "217"},
        "tuned-against-tuned": {"28", "27", "229", "43", "30", "121"},
    }.items():
        assert texts <= shown[beat], beat


def test_the_film_is_told_to_its_end_where_runs_fly_off_or_never_learn() -> None:
    params = Params(sgd_lr=8, adam_lr=1, tuned_sgd_lr=6, shaken_sgd_lr=8, steps=200)
    timeline = walk(lambda renderer: RareFeatures(renderer=renderer, params=params), Quality("walk", 128, 72, 2))
    assert [span.beat for span in timeline] == list(beats(simulate(params)))
