"""The regions of the frame, in every shape of the picture."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pytest
from manim import tempconfig

from film.quality import ASPECTS, QUALITIES
from scenes.parts import frame
from scenes.parts.frame import Region
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.theme import DARK


@pytest.fixture(params=ASPECTS)
def aspect(request: pytest.FixtureRequest) -> Iterator[str]:
    quality = QUALITIES["high"].shaped(request.param)
    height = quality.frame_height
    with tempconfig({"frame_height": height, "frame_width": height * quality.width / quality.height}):
        yield request.param


def test_no_region_lies_on_another_and_all_but_the_stage_are_safe(aspect: str) -> None:
    safe = frame.safe_area()
    named = [frame.heading(), frame.readouts(), frame.caption(), frame.stage()]
    for one, other in combinations(named, 2):
        across = min(one.right, other.right) - max(one.left, other.left)
        up = min(one.top, other.top) - max(one.bottom, other.bottom)
        assert min(across, up) < 1e-9
    for region in (*named[:3], frame.safe_stage()):
        assert safe.left - 1e-9 <= region.left < region.right <= safe.right + 1e-9
        assert safe.bottom - 1e-9 <= region.bottom < region.top <= safe.top + 1e-9


def test_a_beat_without_readouts_has_their_row_for_its_stage(aspect: str) -> None:
    stage, heading, readouts = frame.safe_stage(under_readouts=False), frame.heading(), frame.readouts()
    under = heading if aspect in ("1:1", "9:16") else min(heading, readouts, key=lambda region: region.bottom)
    assert stage.top == pytest.approx(under.bottom - 0.2)
    assert stage.bottom == frame.safe_stage().bottom


def test_the_stage_is_at_least_half_of_the_picture(aspect: str) -> None:
    assert frame.stage().height >= 0.5 * frame.frame().height


def test_panes_stand_beside_each_other_only_where_there_is_room(aspect: str) -> None:
    room = Region(-4, 4, -3, 3)
    one, other = room.panes(2, 1, gap=0.5)
    stacked = aspect in ("1:1", "9:16")
    assert [one, other] == (room.stack(2, 1, gap=0.5) if stacked else room.split(2, 1, gap=0.5))
    assert room.panes(2, 1, gap=0.5, stacked=(1, 1)) == (room.stack(1, 1, gap=0.5) if stacked else [one, other])


def test_pictures_fold_where_their_region_is_upright() -> None:
    wide, high = Region(-4, 4, -3, 3), Region(-3, 3, -4, 4)
    assert wide.fold(2, 1, gap=0.5) == wide.split(2, 1, gap=0.5)
    assert high.fold(2, 1, gap=0.5) == high.stack(2, 1, gap=0.5)


@pytest.mark.parametrize("aspect", ["4:3", "1:1", "9:16"], indirect=True)
def test_long_readouts_stay_in_their_region_and_their_numbers_keep_one_size(aspect: str) -> None:
    region = frame.readouts()
    row = Readout("rather a long name", "0", DARK, DARK.adam)
    other = Readout("other", "0", DARK)
    readout_rows([row, other], widest="-0.0000")
    before = other.number.height
    row.show("-0.0000")
    assert region.left - 1e-6 <= row.get_left()[0] and row.get_right()[0] <= region.right + 1e-6
    assert row.label.get_right()[0] < row.number.get_left()[0]
    assert other.show("1").show("0").number.height == pytest.approx(before)
