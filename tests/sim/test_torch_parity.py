"""Every update rule is torch.optim's, to the last digits."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from sim import optimizers
from sim.gradients import Noisy
from sim.landscapes import Rosenbrock
from sim.runs import run

REFERENCE = Path(__file__).parent.parent / "reference"
RULES = [rule.name for rule in optimizers.OPTIMIZERS]


def described_by(rule: str) -> dict:
    with np.load(REFERENCE / f"torch-{rule}.npz") as arrays:
        return json.loads(str(arrays["described"]))


CASES = [pytest.param(rule, case, id=f"{rule}-{case}") for rule in RULES for case in described_by(rule)["cases"]]


def largest_relative_difference(ours: np.ndarray, torchs: np.ndarray) -> float:
    """Of any step's vector from torch's, by its length: a coordinate that passes zero has no digits to compare."""
    ours, torchs = ours.reshape(len(ours), -1), torchs.reshape(len(torchs), -1)
    return np.max(np.linalg.norm(ours - torchs, axis=1) / np.linalg.norm(torchs, axis=1))


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_every_number_of_200_steps_is_torchs_to_1e_12(rule, case):
    described = described_by(rule)
    with np.load(REFERENCE / f"torch-{rule}.npz") as arrays:
        torchs = {key.split("/")[1]: arrays[key] for key in arrays if key.startswith(f"{case}/")}

    optimizer = optimizers.by_name(rule, **described["cases"][case])
    source = Noisy(Rosenbrock(a=1, b=3), described["noise"], described["seed"])
    ours = run(optimizer, source, described["start"], described["steps"])

    assert len(torchs["positions"]) == 201
    for field, expected in torchs.items():
        assert largest_relative_difference(getattr(ours, field), expected) < 1e-12, field
    for field in ("first_moment", "second_moment"):
        assert (getattr(ours, field) is None) == (field not in torchs)


# Torch's switches for speed, for running uphill, and NAdam's and RAdam's for AdamW's decay, which is another rule.
NOT_OURS = {"maximize", "foreach", "capturable", "differentiable", "fused", "decoupled_weight_decay"}


@pytest.mark.parametrize("rule", RULES)
def test_parameters_and_defaults_are_torchs(rule):
    ours = optimizers.by_name(rule).parameters
    if rule in ("adam", "adamw"):
        assert ours.pop("bias_correction") is True  # the one that torch does not have
    torchs = described_by(rule)["defaults"]
    assert ours == {name: value for name, value in torchs.items() if name not in NOT_OURS}
