"""What `forgotten-zero-grad` says is true of the runs, can be read in time, and is what the film tells."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from manim import tempconfig

from film.beats import BeatSpan, caption_faults
from film.engine import walk
from film.quality import Quality
from scenes.forgotten_zero_grad import ForgottenZeroGrad
from scenes.parts import frame
from scenes.parts.bucket import Bucket, PouredBucket
from scenes.parts.bundle import Bundle
from scenes.parts.chart import Chart
from scenes.parts.clip_scene import _in_two
from scenes.parts.code_block import CodeBlock
from scenes.parts.coordinates import Coordinates
from scenes.parts.loop_card import LoopCard
from scenes.parts.loss_pair import LossPair, SeedCrowd
from scenes.parts.reach_chart import ReachChart
from scenes.parts.rolling import four_digits
from scenes.parts.struck_claim import StruckClaim
from scenes.parts.theme import DARK
from scenes.parts.ticks import powers
from scenes.parts.typesetting import Number, Words, code
from scenes.scripts.forgotten_zero_grad import OUTSIDE_ORDER, REPAIRED, STILL_WRONG, beats
from sim.experiments.forgotten_zero_grad import Params, Result, simulate

STORIES = [
    {},
    {"batch": 256, "slow_swing": 0.01, "fast_swing": 1, "steps": 300},
    {"batch": 128},
    {"lr": 0.001, "steps": 300, "label_noise": 2},
    {"lr": 1, "batch": 1, "slow_swing": 0.2, "too_fast_swing": 6, "steps": 2000},
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


def test_zeroed_training_is_called_settled_only_where_it_is() -> None:
    assert "rings for ever" in says("rings-for-ever")
    assert "only needs more steps" in says("rings-for-ever", lr=0.001, steps=300)


def test_small_batches_are_said_to_pump_as_much_as_they_do() -> None:
    assert "really blows up" in says("pumped")
    assert "really blows up" in says("pumped", lr=1)
    assert "nothing pumps" in says("pumped", batch=256)
    assert "15 of 200 are above the start" in says("pumped", batch=128)
    assert "hardly at all" in says("pumped", batch=250)
    assert "even the zeroed run blows up" in says("pumped", lr=1, batch=1)


def test_the_limit_of_four_holds_for_the_swings_that_are_shown() -> None:
    for story in STORIES:
        result = told(**story)[0]
        assert result.slow_swing.reach.max() < 1.1
        assert result.fast_swing.reach.max() < result.too_fast_swing.amplitude


@pytest.mark.parametrize("story", [STORIES[0], STORIES[-1]], ids=str)
def test_the_film_tells_the_script_in_order_and_shows_its_numbers(story: dict[str, float]) -> None:
    shown: dict[str, set[str]] = {}

    def look(scene: ForgottenZeroGrad, span: BeatSpan) -> None:
        family = [part for mobject in scene.mobjects for part in mobject.get_family()]
        shown[span.beat.name] = {part.text for part in family if isinstance(part, Number)}

    params, (result, _) = Params(**story), told(**story)
    timeline = walk(
        lambda renderer: ForgottenZeroGrad(renderer=renderer, params=params), Quality("walk", 128, 72, 2), look
    )
    assert [span.beat for span in timeline] == list(beats(result))
    assert f"{result.slow_swing.buckets[result.slow_swing.first_quarter - 1]:.4f}" in shown["backward-adds"]
    assert f"{result.slow_swing.amplitude:.3f}" in shown["momentum-one"]
    assert f"{result.fast_swing.amplitude:.3f}" in shown["bounded-below-four"]
    assert {four_digits(result.full_batch.not_zeroed_losses[-2])} <= shown["rings-for-ever"]
    assert "200" in shown["pumped"]
    if not story:
        assert {"2.410e+06", "0.004339"} <= shown["pumped"]
        assert "8.364e+27" in shown["bounded-below-four"]


def test_layers_are_as_high_as_what_they_hold_and_stay_in_their_bucket() -> None:
    region = frame.Region(-2, 2, -2, 2)
    bucket = Bucket(".grad", [1.0, 0.5, 0.25], DARK.gradient, region, DARK).pour(3)
    heights = [layer[0].height + 0.04 for layer in bucket.layers]
    assert heights == pytest.approx([heights[0], heights[0] / 2, heights[0] / 4])
    assert bucket.get_top()[1] <= region.top and bucket.layers[0].get_bottom()[1] > region.bottom
    assert len(bucket.pour(1.5).submobjects) == 3  # wall, a layer that lies, a layer that falls
    assert bucket.layers[1].get_bottom()[1] > bucket.layers[0].get_top()[1] + 0.1


def test_the_lines_of_a_bundle_end_where_their_numbers_do() -> None:
    seen = Coordinates(frame.Region(0, 6, 0, 4), (0, 6), (0, 4))
    chart = Chart(seen, DARK, x_ticks={}, y_ticks={})
    y = np.array([[0.0, 1], [1, 2], [2, np.inf], [3, np.nan], [4, 9], [3, 9], [2, 9]])
    bundle = Bundle(chart, np.arange(7), y, DARK.momentum, stride=4)
    assert not bundle.draw_to(0).has_points()
    ends = [path[-1] for path in bundle.draw_to(6).get_subpaths()]
    assert ends == pytest.approx(seen.point([6, 6], [2, 4]))
    assert [path[-1] for path in bundle.draw_to(5).get_subpaths()] == pytest.approx(seen.point([4, 4], [4, 4]))


def test_the_band_lies_behind_the_line_that_is_at_work() -> None:
    block = CodeBlock(("for x in y:", "    a = b(x)"), DARK)
    for row, line in enumerate(block.lines):
        block.light(row)
        assert block.band.get_bottom()[1] < line.get_bottom()[1] < line.get_top()[1] < block.band.get_top()[1]
    assert block.lines[1].get_left()[0] - block.lines[0].get_left()[0] == pytest.approx(0.8, abs=0.1)


def test_rows_beside_a_chart_of_swings_do_not_lie_on_each_other() -> None:
    still, growing = np.ones(201), 1.5 ** np.arange(201)
    chart = ReachChart(
        "reach",
        [("a", growing), ("b", still), ("c", still)],
        DARK.momentum,
        bounded=1,
        region=frame.Region(-6, 2, -2, 2),
        theme=DARK,
    ).show(200)
    tops, bottoms = [row.get_top()[1] for row in chart.rows], [row.get_bottom()[1] for row in chart.rows]
    assert all(bottom > top for bottom, top in zip(bottoms, tops[1:], strict=False))
    assert chart.rows[0][1].text == f"{1.5**200:.3e}"
    assert chart.rows[0].get_left()[0] < chart.rows[1].get_left()[0]  # where its curve leaves


def test_a_poured_bucket_says_what_has_landed_in_it() -> None:
    poured = PouredBucket([1.0, 0.5], [1.0, 1.5], frame.Region(-2, 2, -2, 2), DARK)
    numbers = [
        [row.number.text for row in poured.show(step).rows] for step in (0.5, 0.7, 1.5, 1.7, 2)
    ]  # the pass is done after two thirds of a step
    assert numbers == [["…", "0.0000"], *2 * [["1.0000", "1.0000"]], *2 * [["0.5000", "1.5000"]]]


def test_curves_of_losses_go_as_far_as_the_clock_and_count_what_is_not_finite_as_infinite() -> None:
    result = told(**STORIES[-1])[0]
    pair = LossPair(result.small_batch, 2000, frame.safe_stage(), DARK, log=True)
    assert len(result.small_batch.not_zeroed_losses) < 1999
    assert pair.show(1999).rows[0].number.text == "∞"
    assert pair.show(10).never.get_end() == pytest.approx(pair.never.places[10])
    crowd = SeedCrowd(result, pair.chart, DARK).show(1999)
    assert crowd[2].text == str(result.above_start)


def test_a_loop_that_fails_is_crossed_out_and_lights_its_lines_as_they_run() -> None:
    cards = [
        LoopCard(*card, fails=fails, region=frame.safe_stage(), theme=DARK)
        for card, fails in ((REPAIRED, False), (STILL_WRONG, True))
    ]
    assert [isinstance(card.outcome, StruckClaim) for card in cards] == [False, True]
    for card in cards:
        assert card.outcome.get_top()[1] < card.code.get_bottom()[1]
    cards[1].run(OUTSIDE_ORDER, 99)
    assert cards[1].code.band.get_y() == pytest.approx(cards[1].code.lines[3].get_y(), abs=0.1)


def test_a_loop_is_as_wide_as_its_region_at_most_and_so_is_what_comes_of_it() -> None:
    with tempconfig({"frame_width": 10}):
        region = frame.Region(-4.5, -0.2, -3, 2)
        card = LoopCard(*STILL_WRONG, fails=True, region=region, theme=DARK)
    for part in (card.heading, card.code, card.outcome):
        assert region.left - 1e-6 <= part.get_left()[0] and part.get_right()[0] <= region.right + 1e-6
    assert card.outcome.get_top()[1] < card.code.lines[-1].get_bottom()[1]


def test_on_an_upright_chart_numbers_of_swings_stand_above_their_curves() -> None:
    region = frame.Region(-4, 3, -5, 5)
    swings = [("curvature 4", 1.5 ** np.arange(201)), ("curvature 1", np.ones(201))]
    chart = ReachChart("reach", swings, DARK.momentum, bounded=1, region=region, theme=DARK).show(200)
    assert chart.rows[1].get_bottom()[1] > chart.curves[1].get_end()[1]
    assert chart.rows[1].get_right()[0] <= region.right


def test_a_recipe_breaks_after_the_words_that_it_begins_with() -> None:
    assert _in_two('"linear regression, 16 examples a step," quad eta = 0.05, quad "step"') == [
        '"linear regression, 16 examples a step,"',
        'eta = 0.05, quad "step"',
    ]
    assert _in_two("f = x^2, quad eta = 0.1, quad mu = 1") == ["f = x^2,", "eta = 0.1, quad mu = 1"]
    assert _in_two("f = x^2") == ["f = x^2"]


def test_powers_of_ten_are_few_and_equally_far_apart() -> None:
    assert powers(0.002, 2e6, 7) == {0.01: "10⁻²", 1: "1", 100: "100", 1e4: "10⁴", 1e6: "10⁶"}
    assert powers(0.5, 50, 7) == {1: "1", 10: "10"}
    assert len(powers(1e-6, 1e60, 7)) <= 7


def test_a_line_of_a_program_keeps_every_character_equally_wide() -> None:
    lines: list[Words] = [code(text, DARK.ink) for text in (".iiii.", ".mmmm.")]
    reaches = [line.glyphs[-1].get_x() - line.glyphs[0].get_x() for line in lines]
    assert reaches[0] == pytest.approx(reaches[1], abs=1e-3)
