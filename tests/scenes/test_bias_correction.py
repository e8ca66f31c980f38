"""What `bias-correction` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from manim import Line, tempconfig

from film.beats import caption_faults
from scenes.bias_correction import BiasCorrection
from scenes.parts import frame
from scenes.parts.cloud_duel import CloudDuel
from scenes.parts.coordinates import Coordinates
from scenes.parts.frame import Region
from scenes.parts.pointer import Pointer
from scenes.parts.rolling import plain
from scenes.parts.spot import box, place_beside
from scenes.parts.spot_table import SpotTable
from scenes.parts.strides import two_walks
from scenes.parts.theme import DARK
from scenes.parts.ticks import ROOM, stacked
from scenes.parts.typesetting import words
from scenes.parts.warmup_chart import WarmupChart
from scenes.scripts.bias_correction import WALK, beats, first_steps, widest
from sim.experiments.bias_correction import Params, Result, simulate

MEMORIES = list(product((0, 0.5, 0.9, 0.99), (0, 0.5, 0.95, 0.99, 0.999, 0.9999)))


def told(**params: float) -> tuple[Result, dict[str, str]]:
    result = simulate(Params(**params))
    return result, {beat.name: beat.caption.replace("\n", " ") for beat in beats(result)}


def says(beat: str, **params: float) -> str:
    return told(**params)[1][beat]


@pytest.mark.parametrize("memory", MEMORIES, ids=str)
def test_every_caption_fits(memory: tuple[float, float]) -> None:
    for params in ({}, {"lr": 1.0, "warmup": 10_000, "gradient": 1000}, {"gradient": 1e-8, "warmup": 1}):
        for beat in beats(simulate(Params(beta1=memory[0], beta2=memory[1], **params))):
            assert caption_faults(beat.caption) == [], (beat.name, params)


def test_an_average_without_memory_is_not_said_to_lag() -> None:
    assert "lags" in says("zero-start")
    assert "nothing lags" in says("zero-start", beta1=0)


def test_only_tanks_that_remember_are_said_to_be_empty() -> None:
    assert "Both memories start empty" in says("two-tanks")
    assert says("two-tanks", beta1=0).startswith("m keeps nothing")
    assert says("two-tanks", beta2=0).startswith("v keeps nothing")
    assert says("two-tanks", beta1=0, beta2=0).startswith("Neither keeps anything")


def test_the_first_step_is_long_short_or_right_as_it_is_measured() -> None:
    for params, word, length in (
        ({}, "LONG", lambda first: first > 1),
        ({"beta1": 0.99, "beta2": 0.9}, "SHORT", lambda first: first < 1),
        ({"beta1": 0.9, "beta2": 0.99}, "right", lambda first: first == pytest.approx(1, abs=1e-3)),
        ({"gradient": 1e-8}, "drowns in ε", lambda first: first < 1),
    ):
        result, captions = told(**params)
        assert word in captions["first-step"]
        assert length(abs(result.constant_uncorrected.updates[0, 0]) / result.params.lr)


@pytest.mark.parametrize("params", [{}, {"beta1": 0.99, "beta2": 0.9}, {"gradient": 1e-8}], ids=str)
def test_ten_steps_lead_as_far_as_the_weights_went(params: dict[str, float]) -> None:
    result, captions = told(**params)
    for run in (result.constant_uncorrected, result.constant):
        assert f"lead {abs(run.positions[WALK, 0]) / result.params.lr:.4g} η" in captions["ten-steps"]


def test_the_curve_gets_worse_only_where_it_climbs_from_too_long() -> None:
    result, captions = told()
    assert "worse before it gets better" in captions["worse-before-better"]
    assert f"step {result.ratio.peak_step}" in captions["worse-before-better"]
    assert result.ratio.peak > result.ratio.first > 1
    assert "from the first step on" in says("worse-before-better", beta1=0)
    assert "First too short, then too long" in says("worse-before-better", beta1=0.99)
    assert "too short until" in says("worse-before-better", beta1=0.99, beta2=0.9)
    assert "right from the first" in says("worse-before-better", beta1=0, beta2=0)


def test_a_tenth_too_much_is_named_only_after_the_peak() -> None:
    result, captions = told(beta1=0.9, beta2=0.991)
    assert "% at step" in captions["worse-before-better"]
    result, captions = told(beta1=0.3, beta2=0.52)
    assert result.ratio.peak_step > 1 and result.ratio.peak < 1.1
    assert "%" not in captions["worse-before-better"]


def test_the_finished_model_flies_as_far_as_its_clouds_show() -> None:
    result, captions = told()
    times = result.uncorrected.rms[widest(result)] / result.corrected.rms[widest(result)]
    assert f"{times:.3g} times as far" in captions["finished-model"]
    assert "strays less" in says("finished-model", beta1=0.99, beta2=0.9)
    assert "changes little" in says("finished-model", beta1=0, beta2=0)


def test_the_table_asks_for_both_corrections_only_where_both_are_needed() -> None:
    assert says("need-both") == "Fixing m alone is ten times worse. You need both."
    assert "Fixing v is enough" in says("need-both", beta1=0)
    assert "Fixing m is enough" in says("need-both", beta2=0)
    assert "not 1 η" in says("need-both", gradient=1e-8)
    assert "shorter still" in says("need-both", beta1=0.99, beta2=0.9)
    assert "all four first steps are the same" in says("need-both", beta1=0, beta2=0)


def test_warmup_hides_the_first_step_only_if_it_is_long_enough() -> None:
    assert "Warm-up hides it" in says("rmsprop-never-corrects")
    assert "This warm-up is short" in says("rmsprop-never-corrects", warmup=3)
    assert "ε hides it" in says("rmsprop-never-corrects", gradient=1e-8)


@pytest.mark.parametrize("params", [{}, {"beta1": 0, "beta2": 0.9999, "lr": 1, "warmup": 1}], ids=str)
def test_the_film_tells_the_script_in_its_order(params: dict[str, float]) -> None:
    with tempconfig({"dry_run": True, "pixel_width": 128, "pixel_height": 72, "frame_rate": 2}):
        scene = BiasCorrection(params=Params(**params))
        scene.render()
    assert [span.beat for span in scene.timeline] == list(beats(scene.result))


def test_strides_are_as_long_as_their_steps_and_lie_end_to_end() -> None:
    lengths = np.array([1.0, 1.0]), np.array([3.0, 5.0])
    walks = two_walks(lengths, 2, 0.5, frame.safe_stage(), DARK)
    for walk, steps in zip(walks, lengths, strict=True):
        walk.show(2)
        assert [plate.width for plate in walk.plates] == pytest.approx(steps * walk.unit, abs=0.03)
        assert {round(plate.height, 6) for plate in walk.plates} == {0.5}
        assert walk.plates[1].get_left()[0] == pytest.approx(walk.at(steps[0])[0])
    assert not walks[1].show(1).plates[1].has_points()


@pytest.mark.parametrize("params", [{}, {"beta1": 0.99, "beta2": 0.9}, {"gradient": 1e-8}], ids=str)
def test_the_table_points_from_the_right_length_to_each_rows_own(params: dict[str, float]) -> None:
    steps = first_steps(simulate(Params(**params)))
    table = SpotTable([(name, "m", value, DARK.adam) for name, _, value, _ in steps], "η", frame.safe_stage(), DARK)
    right = next(line.get_x() for line in table.submobjects if isinstance(line, Line) and line.get_stroke_width() == 5)
    for row, (_, _, value, _) in zip(table.rows, steps, strict=True):
        way = row[2]
        if isinstance(way, Pointer):
            tip = way.get_right()[0] if value > 1 else way.get_left()[0]
            assert np.sign(tip - right) == np.sign(value - 1)
        else:
            assert value == pytest.approx(1, abs=0.1)
            assert way.get_x() == pytest.approx(right)


def test_warmed_up_rmsprop_starts_below_adam_and_meets_the_others_after_the_ramp() -> None:
    warmup = simulate(Params()).warmup
    chart = WarmupChart(warmup, frame.stage(), DARK)
    rmsprop, adam = (line.draw_all().places for line in chart.submobjects[1:])
    warmed = chart.warmed.places
    assert warmed[0, 1] < adam[0, 1] < rmsprop[0, 1]
    assert warmed[199:] == pytest.approx(rmsprop[199:])


def test_two_clouds_show_the_step_that_they_are_told() -> None:
    result = simulate(Params())
    duel = CloudDuel(result, 20, 100, frame.safe_stage(), DARK).show(20)
    for panel, cloud in zip(duel.panels, (result.uncorrected, result.corrected), strict=True):
        spread = box(panel.cloud)
        seen = panel.cloud.coordinates
        assert spread.width == pytest.approx(np.ptp(cloud.positions[20, :500]) * seen.scale[0], rel=0.1)
    assert len(duel.verdicts) == 2


def test_in_an_upright_picture_clouds_stand_above_each_other_and_all_notes_below() -> None:
    duel = CloudDuel(simulate(Params()), 20, 100, Region(-4, 4, -5, 5), DARK)
    above, below = (box(panel[0]) for panel in duel.panels)
    assert above.bottom > below.top
    assert (above.width, below.width) == pytest.approx((8, 8))
    for note in (duel.ring[1], duel.verdicts, duel.first_steps(simulate(Params()).ratio, DARK)):
        assert box(note).bottom >= -5 and box(note).top < below.bottom
        assert box(note).left >= -4 and box(note).right <= 4


@pytest.mark.parametrize("width", [9.0, 12.0])
def test_names_in_the_table_of_lengths_never_lie_on_their_formulas(width: float) -> None:
    rows = [("correct neither at all", r"m \/ sqrt(v)", 3.0, DARK.adam)]
    with tempconfig({"frame_width": width, "frame_height": 9.0}):
        name, formula, way, number = SpotTable(rows, "η", frame.safe_stage(), DARK).rows[0]
    one, other = box(name), box(formula)
    assert one.right < other.left or one.bottom > other.top
    assert max(one.right, other.right) < box(way).left < box(way).right < box(number).left


def test_a_label_finds_a_spot_off_the_line_and_off_other_labels() -> None:
    x = np.linspace(-4, 4, 9)
    line = np.stack([x, np.abs(x) - 2, 0 * x], axis=-1)  # a valley whose label can only stand inside or beside it
    taken = []
    for place in line[::2]:
        here = box(place_beside(words("3.162 at step 1", DARK.ink), place, [line], taken, frame.safe_stage()))
        dense = np.interp(t := np.linspace(-4, 4, 2001), x, line[:, 1])
        assert not ((here.left < t) & (t < here.right) & (here.bottom < dense) & (dense < here.top)).any()
        for other in taken:
            apart = here.left > other.right or here.right < other.left
            assert apart or here.bottom > other.top or here.top < other.bottom
        taken.append(here)


def test_of_two_marks_that_are_too_close_the_first_stays() -> None:
    seen = Coordinates(frame.stage(), (0, 1), (0, 1))
    close = 0.9 * ROOM / frame.stage().height
    assert list(stacked(seen, (close, "mean"), (0, "0"), (1, "1"))) == [close, 1]


@pytest.mark.parametrize(
    ("value", "text"), [(800_000, "800000"), (0.001, "0.001"), (55.2849, "55.28"), (9e-10, "9e-10")]
)
def test_numbers_are_written_without_exponents_where_they_can_be_read(value: float, text: str) -> None:
    assert plain(value) == text
