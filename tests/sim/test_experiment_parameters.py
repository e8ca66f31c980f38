"""Every parameter of every clip says what it is and what it may be, and bad ones are told in one line."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from sim.errors import InvalidInput
from sim.experiments.ball_on_hill import Params
from tests.sim.every_experiment import EXPERIMENTS

EVERY = [
    pytest.param(experiment.Params, name, id=f"{clip}-{name}")
    for clip, experiment in EXPERIMENTS.items()
    for name in experiment.Params.model_fields
]


@pytest.mark.parametrize(("params", "name"), EVERY)
def test_every_parameter_has_a_default_within_bounds_on_both_sides_a_unit_and_one_line(params, name):
    params.model_validate(params().model_dump())  # pydantic does not check defaults by itself
    schema = params.model_json_schema()["properties"][name]
    assert {"minimum", "exclusiveMinimum"} & set(schema) and {"maximum", "exclusiveMaximum"} & set(schema)
    assert schema["unit"]
    assert 0 < len(params.meaning(name)) < 100 and "\n" not in params.meaning(name)


def test_settings_are_read_from_text():
    assert Params.from_settings({"lr": "0.2", "steps": "60"}) == Params(lr=0.2, steps=60)


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("lr", "0", "a number > 0 and ≤ 3"),
        ("lr", "inf", "a number > 0 and ≤ 3"),
        ("lr", "nan", "a number > 0 and ≤ 3"),
        ("lr", "fast", "a number > 0 and ≤ 3"),
        ("steps", "60.5", "a whole number ≥ 50 and ≤ 3000"),
        ("momentum", "-0.1", "a number ≥ 0 and ≤ 0.99"),
    ],
)
def test_a_setting_out_of_bounds_is_told_with_its_bounds_and_meaning(name, text, allowed):
    with pytest.raises(InvalidInput) as error:
        Params.from_settings({name: text})
    assert str(error.value) == f"{name}={text}: must be {allowed} ({Params.meaning(name)})"


def test_an_unknown_setting_is_told_with_the_nearest_one():
    with pytest.raises(InvalidInput, match="unknown parameter 'momentun': did you mean 'momentum'"):
        Params.from_settings({"momentun": "0.9"})


def test_parameters_cannot_be_changed_or_invented():
    with pytest.raises(ValidationError, match="frozen"):
        Params().lr = 0.2
    with pytest.raises(ValidationError, match="extra"):
        Params(mass=1.0)
