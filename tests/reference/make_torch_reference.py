"""Makes the reference files beside it: what torch.optim does, step by step, in float64.

Torch is not a dependency of the project. To make the files anew, from the project's root:

    python3 -m venv /tmp/torch && /tmp/torch/bin/pip install torch==2.13.0 numpy
    /tmp/torch/bin/python tests/reference/make_torch_reference.py

The files that are committed were made with torch 2.13.0. The loss is Rosenbrock's with a = 1, b = 3, written out here
in torch so that its gradient comes from autograd. Gaussian noise on the gradient keeps every number away from zero,
where a relative difference would say nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch

STEPS = 200
START = (-1.3, 1.7)
NOISE = 0.4
SEED = 7

CLASSES = {
    "sgd": torch.optim.SGD,
    "adagrad": torch.optim.Adagrad,
    "rmsprop": torch.optim.RMSprop,
    "adadelta": torch.optim.Adadelta,
    "adam": torch.optim.Adam,
    "adamw": torch.optim.AdamW,
    "adamax": torch.optim.Adamax,
    "nadam": torch.optim.NAdam,
    "radam": torch.optim.RAdam,
}

CASES: dict[str, dict[str, dict[str, float | bool]]] = {
    "sgd": {
        "defaults": {},
        "momentum": {"lr": 0.011, "momentum": 0.83},
        "dampening": {"lr": 0.011, "momentum": 0.9, "dampening": 0.37, "weight_decay": 0.013},
        "negative_dampening": {"lr": 0.005, "momentum": 0.6, "dampening": -0.5},
        "dampening_alone": {"lr": 0.011, "dampening": 0.37},
        "nesterov": {"lr": 0.013, "momentum": 0.71, "nesterov": True, "weight_decay": 0.02},
    },
    "adagrad": {
        "defaults": {},
        "odd": {
            "lr": 0.31,
            "lr_decay": 0.017,
            "weight_decay": 0.009,
            "initial_accumulator_value": 0.23,
            "eps": 1e-4,
        },
    },
    "rmsprop": {
        "defaults": {},
        "momentum": {"lr": 0.007, "alpha": 0.87, "momentum": 0.55, "eps": 1e-3},
        "centered": {"lr": 0.013, "alpha": 0.93, "weight_decay": 0.01, "centered": True},
        "all": {
            "lr": 0.004,
            "alpha": 0.93,
            "momentum": 0.8,
            "weight_decay": 0.03,
            "centered": True,
            "eps": 1e-5,
        },
    },
    "adadelta": {
        "defaults": {},
        "odd": {"lr": 0.7, "rho": 0.83, "eps": 1e-3, "weight_decay": 0.02},
    },
    "adam": {
        "defaults": {},
        "odd": {"lr": 0.07, "beta1": 0.77, "beta2": 0.95, "eps": 1e-3, "weight_decay": 0.04},
        "amsgrad": {"lr": 0.05, "beta1": 0.81, "beta2": 0.93, "amsgrad": True, "weight_decay": 0.03},
        "no_memory": {"lr": 0.02, "beta1": 0.0, "beta2": 0.0},
    },
    "adamw": {
        "defaults": {},
        "odd": {"lr": 0.06, "beta1": 0.93, "beta2": 0.97, "eps": 1e-4, "weight_decay": 0.17},
        "amsgrad": {"lr": 0.05, "beta1": 0.6, "beta2": 0.9, "amsgrad": True, "weight_decay": 0.3},
    },
    "adamax": {
        "defaults": {},
        "odd": {"lr": 0.03, "beta1": 0.71, "beta2": 0.83, "eps": 1e-2, "weight_decay": 0.05},
    },
    "nadam": {
        "defaults": {},
        "odd": {
            "lr": 0.04,
            "beta1": 0.83,
            "beta2": 0.96,
            "eps": 1e-3,
            "weight_decay": 0.02,
            "momentum_decay": 0.021,
        },
    },
    "radam": {
        "defaults": {},
        "odd": {"lr": 0.05, "beta1": 0.8, "beta2": 0.97, "eps": 1e-3, "weight_decay": 0.03},
        "never_rectified": {"lr": 0.01, "beta1": 0.8, "beta2": 0.5},
    },
}

# Which of torch's state tensors is the first and which the second moment.
FIRST_MOMENT = {
    "sgd": "momentum_buffer",
    "rmsprop": "grad_avg",
    **dict.fromkeys(("adam", "adamw", "adamax", "nadam", "radam"), "exp_avg"),
}
SECOND_MOMENT = {
    "adagrad": "sum",
    "rmsprop": "square_avg",
    "adadelta": "square_avg",
    "adamax": "exp_inf",
    **dict.fromkeys(("adam", "adamw", "nadam", "radam"), "exp_avg_sq"),
}


def loss_at(x: torch.Tensor) -> torch.Tensor:
    return (1 - x[0]) ** 2 + 3 * (x[1] - x[0] ** 2) ** 2


def optimizer_of(rule: str, parameters: dict[str, float | bool], x: torch.Tensor) -> torch.optim.Optimizer:
    arguments = dict(parameters)
    if "beta1" in arguments:
        arguments["betas"] = (arguments.pop("beta1"), arguments.pop("beta2"))
    return CLASSES[rule]([x], foreach=False, **arguments)


def defaults_of(rule: str) -> dict[str, float | bool | None]:
    defaults = dict(optimizer_of(rule, {}, torch.zeros(2, requires_grad=True)).defaults)
    if "betas" in defaults:
        defaults["beta1"], defaults["beta2"] = defaults.pop("betas")
    return defaults


def trajectory(rule: str, parameters: dict[str, float | bool]) -> dict[str, np.ndarray]:
    noise = np.random.default_rng(SEED)
    x = torch.tensor(START, requires_grad=True)
    optimizer = optimizer_of(rule, parameters, x)
    rows: dict[str, list] = {"positions": [x.tolist()], "losses": [loss_at(x).item()]}
    for _ in range(STEPS):
        optimizer.zero_grad()
        loss_at(x).backward()
        x.grad += torch.from_numpy(NOISE * noise.standard_normal(2))
        rows.setdefault("gradients", []).append(x.grad.tolist())
        optimizer.step()
        rows["positions"].append(x.tolist())
        rows["losses"].append(loss_at(x).item())
        state = optimizer.state[x]
        for field, key in (("first_moment", FIRST_MOMENT.get(rule)), ("second_moment", SECOND_MOMENT.get(rule))):
            if state.get(key) is not None:
                rows.setdefault(field, []).append(state[key].tolist())
    return {field: np.array(values) for field, values in rows.items()}


if __name__ == "__main__":
    # Torch keeps some of its counters in the default precision.
    torch.set_default_dtype(torch.float64)
    for rule, cases in CASES.items():
        arrays = {
            f"{case}/{field}": values
            for case, parameters in cases.items()
            for field, values in trajectory(rule, parameters).items()
        }
        described = {
            "torch": torch.__version__,
            "start": START,
            "noise": NOISE,
            "seed": SEED,
            "steps": STEPS,
            "cases": cases,
            "defaults": defaults_of(rule),
        }
        path = Path(__file__).with_name(f"torch-{rule}.npz")
        np.savez_compressed(path, described=np.array(json.dumps(described)), **arrays)
