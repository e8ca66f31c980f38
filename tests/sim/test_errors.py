"""Bad input is told in one line: the value, what is allowed, and the nearest name that exists."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim import landscapes, optimizers
from sim.errors import InvalidInput
from sim.gradients import Given, Noisy
from sim.landscapes import Himmelblau, Quadratic
from sim.optimizers import SGD, Adam
from sim.runs import run


def message(excinfo) -> str:
    text = str(excinfo.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("typed", "nearest"), [("adan", "adam"), ("RMSProp", "rmsprop"), ("ada-delta", "adadelta"), ("sdg", "sgd")]
)
def test_an_unknown_optimizer_is_told_with_the_nearest_one(typed, nearest):
    with pytest.raises(InvalidInput) as error:
        optimizers.by_name(typed)
    assert repr(typed) in message(error) and f"did you mean {nearest!r}" in message(error)


def test_an_unknown_name_without_a_near_one_is_told_with_all_of_them():
    with pytest.raises(InvalidInput) as error:
        optimizers.by_name("zzz")
    assert "did you mean" not in message(error)
    assert all(rule.name in message(error) for rule in optimizers.OPTIMIZERS)


@pytest.mark.parametrize(
    ("typed", "nearest"), [("rosenbrok", "rosenbrock"), ("three_hump_camel", "three-hump-camel"), ("hil", "hill")]
)
def test_an_unknown_landscape_is_told_with_the_nearest_one(typed, nearest):
    with pytest.raises(InvalidInput) as error:
        landscapes.by_name(typed)
    assert repr(typed) in message(error)
    assert nearest in message(error)


@pytest.mark.parametrize(("typed", "nearest"), [("bta1", "beta1"), ("momentun", "momentum_decay"), ("LR", "lr")])
def test_an_unknown_hyperparameter_is_told_with_the_nearest_one(typed, nearest):
    with pytest.raises(InvalidInput) as error:
        optimizers.by_name("nadam", **{typed: 0.5})
    assert f"parameter of nadam {typed!r}" in message(error) and f"did you mean {nearest!r}" in message(error)


def test_an_unknown_landscape_parameter_is_told():
    with pytest.raises(InvalidInput, match=r"unknown parameter of himmelblau 'a'.*known: none"):
        landscapes.by_name("himmelblau", a=1)


@pytest.mark.parametrize(
    ("rule", "name", "value", "allowed"),
    [
        ("sgd", "lr", 0, "finite and > 0"),
        ("adam", "lr", -1, "finite and > 0"),
        ("adam", "lr", math.inf, "finite and > 0"),
        ("adam", "lr", math.nan, "finite and > 0"),
        ("adam", "lr", "fast", "finite and > 0"),
        ("adam", "lr", "1e-3,1e-2", "finite and > 0"),
        ("adam", "lr", None, "finite and > 0"),
        ("adam", "lr", True, "finite and > 0"),
        ("adam", "beta1", 1, "in [0, 1)"),
        ("adam", "beta1", -0.1, "in [0, 1)"),
        ("adamw", "beta2", 1.5, "in [0, 1)"),
        ("rmsprop", "alpha", 1, "in [0, 1)"),
        ("adadelta", "rho", 1.0, "in [0, 1)"),
        ("sgd", "momentum", -0.9, "finite and >= 0"),
        ("sgd", "dampening", math.inf, "finite"),
        ("sgd", "dampening", -math.inf, "finite"),
        ("adam", "eps", -1e-8, "finite and >= 0"),
        ("adamw", "weight_decay", math.inf, "finite and >= 0"),
        ("adagrad", "initial_accumulator_value", -1, "finite and >= 0"),
        ("nadam", "momentum_decay", math.nan, "finite and >= 0"),
        ("adam", "amsgrad", "yes", "true or false"),
        ("adam", "amsgrad", 1, "true or false"),
    ],
)
def test_a_hyperparameter_out_of_bounds_is_told_with_its_bounds(rule, name, value, allowed):
    with pytest.raises(InvalidInput) as error:
        optimizers.by_name(rule, **{name: value})
    assert message(error) == f"{name}={value!r}: must be {allowed}"


@pytest.mark.parametrize(
    ("landscape", "name", "value"),
    [
        ("rosenbrock", "b", 0),
        ("rosenbrock", "a", "x"),
        ("rosenbrock", "a", [1.0, 2.0]),
        ("rastrigin", "A", -1),
        ("quadratic", "curvatures", ()),
        ("quadratic", "curvatures", "1,x"),
        ("quadratic", "curvatures", (1, math.inf)),
        ("quadratic", "curvatures", 3.0),
    ],
)
def test_a_landscape_parameter_out_of_bounds_is_told(landscape, name, value):
    with pytest.raises(InvalidInput) as error:
        landscapes.by_name(landscape, **{name: value})
    assert message(error).startswith(f"{name}={value!r}: must be ")


def test_text_that_is_a_number_is_told_as_that_number():
    with pytest.raises(InvalidInput, match=r"beta1=1\.0: must be in \[0, 1\)"):
        optimizers.by_name("adam", beta1="1.0")


def test_parameters_may_come_as_text():
    adam = optimizers.by_name("adam", lr="0.05", amsgrad="true", bias_correction="False")
    assert adam == Adam(lr=0.05, amsgrad=True, bias_correction=False)
    assert landscapes.by_name("quadratic", curvatures="1,2.5,4") == Quadratic(curvatures=(1.0, 2.5, 4.0))


def test_one_bad_value_in_a_batch_is_told():
    with pytest.raises(InvalidInput, match="lr="):
        Adam(lr=np.array([0.1, -0.1]))


@pytest.mark.parametrize("options", [{}, {"momentum": 0.9, "dampening": 0.1}, {"momentum": np.array([0.9, 0.0])}])
def test_nesterov_needs_momentum_without_dampening(options):
    with pytest.raises(InvalidInput, match="nesterov=True: must come with momentum > 0 and dampening = 0"):
        SGD(nesterov=True, **options)


@pytest.mark.parametrize("steps", [0, -1, 2.5, 10.0, True, "10", math.nan])
def test_steps_that_are_not_a_whole_number_of_at_least_one_are_told(steps):
    with pytest.raises(InvalidInput) as error:
        run(SGD(), Quadratic(), (1.0, 1.0), steps)
    assert message(error) == f"steps={steps!r}: must be a whole number >= 1"


@pytest.mark.parametrize(
    ("start", "allowed"),
    [
        ((1.0,), "must be 2 numbers on himmelblau, not 1"),
        ((1.0, 2.0, 3.0), "must be 2 numbers on himmelblau, not 3"),
        ((1.0, math.nan), "must be finite"),
        ((math.inf, 1.0), "must be finite"),
        (("a", "b"), "must be numbers"),
        (((1.0, 2.0), (3.0,)), "must be numbers"),
        ((1e200, 1.0), "the loss of himmelblau is not finite there"),
        (np.zeros((2, 2, 2)), "must be (dims,) or (N, dims)"),
        ((), "must be (dims,) or (N, dims)"),
    ],
)
def test_a_start_that_is_no_place_on_the_landscape_is_told(start, allowed):
    with pytest.raises(InvalidInput) as error:
        run(SGD(), Himmelblau(), start, 10)
    assert message(error).startswith("start") and allowed in message(error)


def test_a_batch_whose_arrays_disagree_is_told():
    with pytest.raises(InvalidInput, match=r"different numbers of runs: \[2, 3\]"):
        run(SGD(lr=np.array([0.1, 0.2])), Himmelblau(), np.zeros((3, 2)), 10)


@pytest.mark.parametrize("deviation", [-1.0, math.inf, math.nan])
def test_noise_out_of_bounds_is_told(deviation):
    with pytest.raises(InvalidInput, match=r"noise=.*: must be finite and >= 0"):
        Noisy(Himmelblau(), deviation, seed=0)


@pytest.mark.parametrize("seed", [-1, 1.5, None, (1, -1)])
def test_a_seed_that_is_none_is_told(seed):
    with pytest.raises(InvalidInput, match=r"seed=.*: must be a whole number >= 0"):
        Noisy(Himmelblau(), 1.0, seed)


@pytest.mark.parametrize(
    ("gradients", "start", "steps"),
    [
        ([[1.0], [2.0]], 0.0, 3),  # more steps than gradients
        ([[1.0], [2.0]], (0.0, 0.0), 2),  # another dimension
        (np.ones((2, 3, 1)), np.zeros((4, 1)), 2),  # another number of runs
        ([1.0, 2.0], 0.0, 2),  # no dimension
        ([[math.nan]], 0.0, 1),
    ],
)
def test_given_gradients_that_do_not_fit_the_run_are_told(gradients, start, steps):
    with pytest.raises(InvalidInput, match="given"):
        run(SGD(), Given(gradients), start, steps)


def test_seeds_that_do_not_fit_the_batch_are_told():
    with pytest.raises(InvalidInput, match=r"2 seeds.*3 runs"):
        run(SGD(), Noisy(Himmelblau(), 1.0, (1, 2)), np.zeros((3, 2)), 2)
