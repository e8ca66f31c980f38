"""A recorded run reads back to the same bits, and the first difference to it is found and named."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.errors import InvalidInput
from sim.gradients import Given, Noisy
from sim.landscapes import Himmelblau, Quadratic, Rosenbrock
from sim.optimizers import SGD, Adam
from sim.recording import ARRAYS, FORMATS, compare, decode, encode, read, record
from sim.runs import run
from sim.testing import assert_matches_recording


@pytest.fixture
def adam():
    return record(run(Adam(lr=0.05, beta2=0.99), Rosenbrock(b=100), start=(-1.5, 2.0), steps=200))


@pytest.fixture
def sgd():
    return record(run(SGD(lr=0.001), Rosenbrock(), start=(-1.5, 2.0), steps=20))


def strict_json(content: bytes):
    def refuse(constant: str):
        raise AssertionError(f"{constant} is not JSON")

    return json.loads(content, parse_constant=refuse)


def changed(recording, field, place, by):
    """The recording with one number changed by a factor."""
    array = np.array(getattr(recording, field))
    array[place] *= 1 + by
    return replace(recording, **{field: array})


def assert_same_bits(one, other, fields=ARRAYS):
    for field in fields:
        ours, theirs = getattr(one, field), getattr(other, field)
        assert (ours is None) == (theirs is None), field
        if ours is not None and ours.size:
            assert ours.shape == theirs.shape, field
            assert ours.astype(">f8").tobytes() == theirs.astype(">f8").tobytes(), field


# The JSON that the design promises


def test_json_is_the_object_of_the_design(adam):
    content = strict_json(encode(adam, "json"))
    assert list(content) == [
        "optimizer",
        "landscape",
        "steps",
        "seed",
        "noise",
        "positions",
        "losses",
        "gradients",
        "updates",
        "first_moment",
        "second_moment",
        "first_moment_corrected",
        "second_moment_corrected",
        "diverged_at",
    ]
    assert content["optimizer"] == {
        "name": "adam",
        "lr": 0.05,
        "beta1": 0.9,
        "beta2": 0.99,
        "eps": 1e-8,
        "weight_decay": 0.0,
        "amsgrad": False,
        "bias_correction": True,
    }
    assert content["landscape"] == {"name": "rosenbrock", "a": 1.0, "b": 100.0}
    assert (content["steps"], content["seed"], content["noise"], content["diverged_at"]) == (200, None, 0.0, None)
    assert len(content["positions"]) == len(content["losses"]) == 201
    for name in ("gradients", "updates", "first_moment", "second_moment", "second_moment_corrected"):
        assert np.shape(content[name]) == (200, 2)


def test_moments_that_a_rule_does_not_keep_are_null(sgd):
    content = strict_json(encode(sgd, "json"))
    for name in ("first_moment", "second_moment", "first_moment_corrected", "second_moment_corrected"):
        assert content[name] is None


def test_noise_and_its_seed_are_written():
    content = strict_json(encode(record(run(SGD(), Noisy(Himmelblau(), 0.5, seed=7), (1.0, 1.0), 3)), "json"))
    assert (content["noise"], content["seed"]) == (0.5, 7)


def test_a_diverged_run_is_valid_json_that_says_when():
    taken = run(SGD(lr=1.0), Quadratic(), (1.0, 1.0), 1000)
    content = strict_json(encode(record(taken), "json"))
    assert content["diverged_at"] == taken.diverged_at
    assert content["steps"] == 1000
    assert len(content["positions"]) == taken.diverged_at + 1


def test_a_batch_is_not_recorded_as_if_it_were_a_run():
    with pytest.raises(ValueError, match="batch"):
        record(run(SGD(), Quadratic(), [(1.0, 1.0)] * 2, 3))


# There and back


@pytest.mark.parametrize("form", FORMATS)
@given(values=arrays(np.float64, (4, 2), elements=st.floats(allow_nan=False, allow_infinity=False)))
def test_every_float_reads_back_to_the_same_bits(form, values):
    recording = replace(record(run(SGD(), Quadratic(), (1.0, 1.0), 3)), positions=values, losses=values[:, 0])
    assert_same_bits(decode(encode(recording, form)), recording)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    "taken",
    [
        run(Adam(amsgrad=True), Noisy(Himmelblau(), 0.5, seed=7), (1.0, 1.0), 5),
        run(SGD(lr=1.0), Quadratic(curvatures=(1.0, 50.0, 3.0)), (1.0, 1.0, 1.0), 1000),
        run(SGD(lr=1e300), Himmelblau(), (5.0, 5.0), 10),  # diverges in its first step
        run(SGD(momentum=0.5), Given([[1.0], [2.0]]), 0.0, 2),  # without a landscape
    ],
    ids=["noisy", "diverged", "diverged-at-once", "given"],
)
def test_a_run_reads_back_as_it_was(form, taken):
    recording = record(taken)
    again = decode(encode(recording, form))
    assert_same_bits(again, recording)
    assert compare(again, recording, rtol=0) is None
    if form != "csv":  # which has no place for them
        assert again.settings == recording.settings
        assert again.diverged_at == recording.diverged_at


def test_csv_is_a_table_with_a_row_for_each_position(sgd):
    lines = encode(sgd, "csv").decode().splitlines()
    assert lines[0] == "step,positions[0],positions[1],losses,gradients[0],gradients[1],updates[0],updates[1]"
    assert len(lines) == 1 + 21
    assert lines[1].startswith("0,-1.5,2.0,")
    assert lines[-1].startswith("20,") and lines[-1].endswith(",,,,")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"hello\n", b"PK\x03\x04", b"\xff\xfe", b'{"steps": 1'])
def test_a_file_that_holds_no_run_is_told_in_one_line(content, tmp_path):
    path = tmp_path / "run.json"
    path.write_bytes(content)
    with pytest.raises(InvalidInput) as error:
        read(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_told_in_one_line(tmp_path):
    with pytest.raises(InvalidInput, match=r"nothing\.json: No such file"):
        read(tmp_path / "nothing.json")


# The first difference


def test_a_run_does_not_differ_from_itself(adam, sgd):
    assert compare(adam, adam, rtol=0) is None
    assert compare(sgd, sgd, rtol=0) is None


@pytest.mark.parametrize("field", ARRAYS)
@pytest.mark.parametrize("step", [0, 57, 199])
def test_a_change_in_any_array_at_any_step_is_found_and_named(adam, field, step):
    place = step if field == "losses" else (step, 1)
    fresh = changed(adam, field, place, by=1e-8)
    difference = compare(adam, fresh)
    assert difference.step == step
    assert difference.field == ("losses" if field == "losses" else f"{field}[1]")
    assert difference.recorded == getattr(adam, field)[place]
    assert difference.fresh == getattr(fresh, field)[place]
    for part in (f"step {step}", field, repr(difference.recorded), repr(difference.fresh)):
        assert part in str(difference)


def test_the_earliest_difference_is_named_first(adam):
    fresh = changed(changed(adam, "positions", (90, 0), by=1e-3), "second_moment", (40, 0), by=1e-3)
    assert (compare(adam, fresh).step, compare(adam, fresh).field) == (40, "second_moment[0]")


def test_differences_up_to_rtol_are_none(adam):
    fresh = changed(adam, "positions", (57, 1), by=1e-6)
    assert compare(adam, fresh, rtol=1e-5) is None
    assert compare(adam, fresh, rtol=1e-7).step == 57


def test_with_rtol_zero_a_single_bit_is_a_difference(adam):
    fresh = changed(adam, "positions", (57, 1), by=3e-16)
    assert compare(adam, fresh, rtol=0).step == 57
    assert compare(adam, fresh) is None


def test_rounding_where_a_gradient_vanishes_is_not_a_difference():
    taken = record(run(SGD(lr=0.01), Himmelblau(), (1.0, 1.0), 2000))
    assert np.abs(taken.gradients[-1]).max() < 1e-12 < np.abs(taken.gradients).max()
    fresh = replace(taken, gradients=taken.gradients + 1e-14)
    assert compare(taken, fresh) is None
    assert compare(taken, replace(taken, gradients=taken.gradients + 1e-11)) is not None


def test_a_run_that_ends_earlier_differs_where_it_ends():
    long = record(run(SGD(lr=1.0), Quadratic(), (1.0, 1.0), 1000))
    short = replace(
        long, **{name: getattr(long, name)[:50] for name in ("positions", "losses", "gradients", "updates")}
    )
    assert (compare(long, short).step, compare(long, short).fresh) == (50, None)
    assert "now nothing" in str(compare(long, short))
    assert compare(short, long).recorded is None


def test_another_set_up_is_named_before_any_number(adam):
    same = Adam(lr=0.05, beta2=0.99), Rosenbrock(b=100), 200
    for (optimizer, landscape, steps), field, recorded, now in (
        ((Adam(lr=0.05), *same[1:]), "optimizer beta2", 0.99, 0.999),
        ((SGD(lr=0.05), *same[1:]), "optimizer name", "adam", "sgd"),
        ((same[0], Rosenbrock(b=5), 200), "landscape b", 100.0, 5.0),
        ((same[0], Himmelblau(), 200), "landscape name", "rosenbrock", "himmelblau"),
        ((*same[:2], 100), "steps", 200, 100),
    ):
        difference = compare(adam, record(run(optimizer, landscape, start=(-1.5, 2.0), steps=steps)))
        assert (difference.step, difference.field) == (None, field)
        assert (difference.recorded, difference.fresh) == (recorded, now)


def test_another_dimension_is_a_difference(adam):
    other = record(run(Adam(lr=0.05), Quadratic(curvatures=(1.0, 2.0, 3.0)), (1.0, 1.0, 1.0), 200))
    assert compare(replace(adam, settings=None), other).field == "dimensions of positions"


def test_moments_that_appeared_are_a_difference(sgd):
    heavy = record(run(SGD(lr=0.001, momentum=0.5), Rosenbrock(), start=(-1.5, 2.0), steps=20))
    fresh = replace(sgd, first_moment=heavy.first_moment)
    assert (compare(sgd, fresh).field, compare(sgd, fresh).recorded) == ("first_moment", None)


# In a test suite of one's own


@pytest.mark.parametrize("form", FORMATS)
def test_the_first_assertion_records_the_second_compares(form, tmp_path):
    path = tmp_path / f"adam.{form}"
    taken = run(Adam(lr=0.05), Rosenbrock(), (-1.5, 2.0), steps=50)
    with pytest.raises(AssertionError, match="recorded there"):
        assert_matches_recording(taken, path)
    assert_matches_recording(taken, path)
    assert_matches_recording(taken, str(path), rtol=0)


def test_the_assertion_names_step_field_and_both_values(tmp_path):
    path = tmp_path / "run.json"
    taken = run(SGD(lr=0.01), Quadratic(), (1.0, 1.0), steps=5)
    path.write_bytes(encode(changed(record(taken), "losses", 3, by=0.1), "json"))
    with pytest.raises(AssertionError) as error:
        assert_matches_recording(taken, path)
    new = float(taken.losses[3])
    assert str(error.value) == f"{path}: step 3, losses: recorded {new * 1.1!r}, now {new!r}"


def test_the_assertion_tolerates_what_it_is_told_to(tmp_path):
    path = tmp_path / "run.json"
    taken = run(SGD(lr=0.01), Quadratic(), (1.0, 1.0), steps=5)
    path.write_bytes(encode(changed(record(taken), "losses", 3, by=1e-6), "json"))
    assert_matches_recording(taken, path, rtol=1e-5)
    with pytest.raises(AssertionError, match="step 3, losses"):
        assert_matches_recording(taken, path, rtol=1e-7)


def test_an_assertion_on_an_unknown_kind_of_file_is_told(tmp_path):
    with pytest.raises(InvalidInput, match=r"must end in \.json, \.csv, \.npz"):
        assert_matches_recording(run(SGD(), Quadratic(), (1.0, 1.0), 3), tmp_path / "run.txt")
