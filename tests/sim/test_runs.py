"""A run records what happened, alone or in a batch, and ends where the numbers do."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim import optimizers
from sim.gradients import Given, Noisy
from sim.landscapes import BallOnHill, Himmelblau, Landscape, Quadratic, Rastrigin, Rosenbrock
from sim.optimizers import SGD, Adagrad, Adam, Adamax, AdamW, NAdam, RMSprop
from sim.runs import KEPT, NEVER, run, walk

RULES = [rule.name for rule in optimizers.OPTIMIZERS]
ARRAYS = ("positions", "losses", "gradients", "updates", *KEPT)
grid = st.integers(-256, 256).map(lambda k: k / 64)  # numbers that a shift by whole numbers leaves exact
rates = st.floats(1e-3, 0.02)


def assert_same_run(one, other):
    assert one.diverged_at == other.diverged_at
    for field in ARRAYS:
        ours, theirs = getattr(one, field), getattr(other, field)
        assert (ours is None) == (theirs is None), field
        if ours is not None:
            np.testing.assert_array_equal(ours, theirs, err_msg=field, strict=True)


# What is recorded


def test_a_run_starts_at_the_start_and_has_a_row_for_every_step():
    taken = run(Adam(), Rosenbrock(), start=(-1.5, 2.0), steps=30)
    assert taken.positions.shape == (31, 2)
    assert taken.losses.shape == (31,)
    for field in ("gradients", "updates", *KEPT):
        assert getattr(taken, field).shape == (30, 2), field
    assert taken.positions[0].tolist() == [-1.5, 2.0]


def test_losses_and_gradients_belong_to_the_positions():
    taken = run(SGD(lr=0.01, momentum=0.9), Himmelblau(), start=(0.5, 1.0), steps=40)
    np.testing.assert_array_equal(taken.losses, Himmelblau().loss(taken.positions))
    np.testing.assert_array_equal(taken.gradients, Himmelblau().gradient(taken.positions[:-1]))
    np.testing.assert_array_equal(taken.updates, taken.positions[1:] - taken.positions[:-1])


@pytest.mark.parametrize("rule", RULES)
def test_recorded_gradients_lack_the_weight_decay(rule):
    taken = run(optimizers.by_name(rule, weight_decay=0.3), Himmelblau(), start=(0.5, 1.0), steps=10)
    np.testing.assert_array_equal(taken.gradients, Himmelblau().gradient(taken.positions[:-1]))


def test_recorded_gradients_contain_the_noise():
    taken = run(SGD(lr=0.01), Noisy(Himmelblau(), 0.5, seed=3), start=(0.5, 1.0), steps=50)
    noise = np.random.default_rng(3).standard_normal((50, 2))
    np.testing.assert_allclose(taken.gradients - Himmelblau().gradient(taken.positions[:-1]), 0.5 * noise, atol=1e-12)


@pytest.mark.parametrize("rule", RULES)
def test_effective_lr_times_first_moment_or_gradient_is_the_update(rule):
    taken = run(optimizers.by_name(rule, weight_decay=0), Himmelblau(), start=(0.5, 1.0), steps=50)
    direction = taken.gradients if taken.first_moment is None else taken.first_moment
    if taken.first_moment_corrected is not None:
        direction = taken.first_moment_corrected
    np.testing.assert_allclose(taken.updates, -taken.effective_lr * direction, rtol=1e-9, atol=1e-14)


def test_first_moment_of_sgd_is_its_buffer_and_missing_without_momentum():
    gradients = [[1.0], [1.0], [1.0]]
    assert run(SGD(momentum=0.5), Given(gradients), 0.0, 3).first_moment[:, 0].tolist() == [1.0, 1.5, 1.75]
    assert run(SGD(), Given(gradients), 0.0, 3).first_moment is None


def test_adam_without_bias_correction_steps_with_the_bare_moments():
    taken = run(Adam(lr=0.1, bias_correction=False), Himmelblau(), start=(0.5, 1.0), steps=20)
    assert taken.first_moment_corrected is None and taken.second_moment_corrected is None
    bare = -0.1 * taken.first_moment / (np.sqrt(taken.second_moment) + 1e-8)
    np.testing.assert_allclose(taken.updates, bare, rtol=1e-9)


def test_a_stream_of_gradients_needs_no_landscape():
    taken = run(SGD(lr=0.5), Given([[1.0, -2.0], [3.0, 0.0]]), start=(0.0, 0.0), steps=2)
    assert taken.losses is None and taken.landscape is None
    assert taken.positions.tolist() == [[0.0, 0.0], [-0.5, 1.0], [-2.0, 1.0]]


def test_nobody_can_change_what_was_recorded():
    taken = run(SGD(), Quadratic(), start=(1.0, 1.0), steps=3)
    with pytest.raises(ValueError, match="read-only"):
        taken.positions[0, 0] = 5.0


def test_the_same_seed_gives_the_same_run():
    noisy = Noisy(Himmelblau(), 1.0, seed=5)
    again = Noisy(Himmelblau(), 1.0, seed=5)
    other = Noisy(Himmelblau(), 1.0, seed=6)
    first = run(Adam(lr=0.1), noisy, (0.5, 1.0), 20)
    assert_same_run(first, run(Adam(lr=0.1), noisy, (0.5, 1.0), 20))
    assert_same_run(first, run(Adam(lr=0.1), again, (0.5, 1.0), 20))
    assert not np.array_equal(first.positions, run(Adam(lr=0.1), other, (0.5, 1.0), 20).positions)


def test_walking_takes_the_steps_that_a_run_records():
    taken = run(Adam(lr=0.1), Himmelblau(), (0.5, 1.0), 20)
    strides = list(islice(walk(Adam(lr=0.1), Himmelblau(), (0.5, 1.0)), 20))
    np.testing.assert_array_equal(taken.positions[1:], [stride.step.position[0] for stride in strides])
    np.testing.assert_array_equal(taken.gradients, [stride.gradient[0] for stride in strides])


# Batches


@given(
    rule=st.sampled_from(RULES),
    landscape=st.sampled_from([Himmelblau(), Rosenbrock(), Rastrigin(), Quadratic()]),
    starts=st.lists(st.tuples(grid, grid), min_size=1, max_size=9),
    decay=st.sampled_from([0.0, 0.1]),
    lr=st.floats(1e-4, 2.0),
)
def test_a_run_in_a_batch_is_bit_for_bit_what_it_is_alone(rule, landscape, starts, decay, lr):
    lrs = lr * np.linspace(0.5, 2.0, len(starts))
    batch = run(optimizers.by_name(rule, lr=lrs, weight_decay=decay), landscape, starts, steps=25)
    for i, start in enumerate(starts):
        alone = run(optimizers.by_name(rule, lr=lrs[i], weight_decay=decay), landscape, start, steps=25)
        assert_same_run(batch[i], alone)
        assert batch[i].optimizer == alone.optimizer


@pytest.mark.parametrize("dims", [1, 7, 8, 9, 130])
def test_batches_are_bit_for_bit_in_many_dimensions_too(dims):
    starts = np.random.default_rng(0).uniform(-4, 4, size=(5, dims))
    batch = run(Adam(lr=0.1), Rastrigin(), starts, steps=20)
    for i in range(5):
        assert_same_run(batch[i], run(Adam(lr=0.1), Rastrigin(), starts[i], steps=20))


def test_every_hyperparameter_can_differ_within_a_batch():
    values = {
        "beta1": [0.0, 0.9],
        "beta2": [0.5, 0.999],
        "eps": [1e-8, 1e-2],
        "weight_decay": [0.0, 0.2],
        "lr": [0.1, 0.3],
    }
    batch = run(Adam(**{name: np.array(pair) for name, pair in values.items()}), Himmelblau(), (0.5, 1.0), 30)
    for i in range(2):
        alone = Adam(**{name: pair[i] for name, pair in values.items()})
        assert_same_run(batch[i], run(alone, Himmelblau(), (0.5, 1.0), 30))


def test_a_seed_for_each_run_gives_it_the_noise_that_it_has_alone():
    batch = run(SGD(lr=0.01), Noisy(Himmelblau(), 1.0, seed=(4, 9)), [(0.5, 1.0)] * 2, 20)
    for i, seed in enumerate((4, 9)):
        assert_same_run(batch[i], run(SGD(lr=0.01), Noisy(Himmelblau(), 1.0, seed), (0.5, 1.0), 20))
        assert batch[i].source == Noisy(Himmelblau(), 1.0, seed)


def test_runs_that_share_a_seed_do_not_share_their_noise():
    batch = run(SGD(lr=0.01), Noisy(Himmelblau(), 1.0, seed=4), [(0.5, 1.0)] * 2, 20)
    assert not np.any(batch.gradients[:, 0] == batch.gradients[:, 1])


def test_given_streams_may_differ_within_a_batch():
    gradients = np.arange(12.0).reshape(3, 2, 2)
    batch = run(SGD(lr=1.0, momentum=0.5), Given(gradients), [(0.0, 0.0)] * 2, 3)
    for i in range(2):
        assert_same_run(batch[i], run(SGD(lr=1.0, momentum=0.5), Given(gradients[:, i]), (0.0, 0.0), 3))
        np.testing.assert_array_equal(batch[i].source.gradients, gradients[:, i])


# Divergence


def test_an_exploding_run_ends_at_its_last_finite_step():
    taken = run(SGD(lr=1.0), Quadratic(curvatures=(1.0, 50.0)), start=(1.0, 1.0), steps=1000)
    # The offset is multiplied by -49 each step, and its square overflows beyond 1.8e308.
    expected = int(np.log(np.sqrt(1.7976931348623157e308 / 25)) / np.log(49))
    assert taken.diverged_at == expected
    assert len(taken.positions) == len(taken.losses) == expected + 1
    for field in ("gradients", "updates", "effective_lr"):
        assert len(getattr(taken, field)) == expected
    for field in ARRAYS:
        assert getattr(taken, field) is None or np.all(np.isfinite(getattr(taken, field)))
    assert taken.steps == 1000


def test_a_run_whose_memory_overflows_has_diverged_even_if_it_stands_still():
    taken = run(Adam(lr=0.1), Given([[1.0], [1e200], [1.0]]), 0.0, 3)
    assert taken.diverged_at == 1
    assert len(taken.positions) == 2


def test_a_run_may_diverge_in_its_first_step():
    taken = run(SGD(lr=1e300), Himmelblau(), (5.0, 5.0), 10)
    assert taken.diverged_at == 0
    assert taken.positions.shape == (1, 2) and taken.gradients.shape == (0, 2)


class Cliff(Quadratic):
    """A bowl with a place where the loss is infinite, though its slope leads out again."""

    def loss(self, position):
        return np.where(position[..., 0] > 2, np.inf, super().loss(position))

    def gradient(self, position):
        return np.where(position > 2, 3.0, -2.0)


def test_a_run_that_would_come_back_from_infinity_has_ended_all_the_same():
    taken = run(SGD(lr=1.0), Cliff(curvatures=(1.0,)), 1.0, 10)  # 1, 3, 0, 2, 4, 1, ...
    assert taken.diverged_at == 0
    assert taken.positions.tolist() == [[1.0]]


def test_divergence_in_a_batch_is_each_runs_own():
    lrs = np.array([0.01, 1.0, 0.02])
    batch = run(SGD(lr=lrs, momentum=0.5), Quadratic(), (1.0, 1.0), 300)
    alone = [run(SGD(lr=lr, momentum=0.5), Quadratic(), (1.0, 1.0), 300) for lr in lrs]
    end = alone[1].diverged_at
    assert batch.diverged_at.tolist() == [NEVER, end, NEVER]
    assert np.all(np.isfinite(batch.positions[: end + 1])) and np.all(np.isnan(batch.positions[end + 1 :, 1]))
    assert np.all(np.isnan(batch.losses[end + 1 :, 1])) and np.all(np.isnan(batch.gradients[end:, 1]))
    for i in range(3):
        assert_same_run(batch[i], alone[i])


def test_a_single_run_has_no_runs_to_pick():
    with pytest.raises(TypeError, match="single run"):
        run(SGD(), Quadratic(), (1.0, 1.0), 3)[0]


# What holds for any run


class Shifted(Landscape):
    """Another landscape, moved."""

    name = "shifted"

    def __init__(self, landscape, shift):
        self.landscape, self.shift = landscape, np.array(shift, dtype=float)
        self.view = landscape.view

    def loss(self, position):
        return self.landscape.loss(position - self.shift)

    def gradient(self, position):
        return self.landscape.gradient(position - self.shift)

    @property
    def minima(self):
        return self.landscape.minima + self.shift


@given(
    rule=st.sampled_from(RULES),
    start=st.tuples(grid, grid),
    shift=st.tuples(st.integers(-8, 8), st.integers(-8, 8)),
    lr=rates,
)
def test_a_shift_of_the_landscape_shifts_the_run(rule, start, shift, lr):
    # A large eps keeps the rules smooth where a coordinate's gradient is as good as zero.
    options = {} if rule == "sgd" else {"eps": 1e-2}
    optimizer = optimizers.by_name(rule, lr=lr, weight_decay=0.0, **options)
    here = run(optimizer, Himmelblau(), start, steps=20)
    there = run(optimizer, Shifted(Himmelblau(), shift), np.add(start, shift), steps=20)
    np.testing.assert_allclose(there.positions - shift, here.positions, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(there.losses, here.losses, rtol=1e-9, atol=1e-9)


class Scaled(Shifted):
    """Another landscape, its loss multiplied."""

    name = "scaled"

    def __init__(self, landscape, factor):
        super().__init__(landscape, 0.0)
        self.factor = factor

    def loss(self, position):
        return self.factor * super().loss(position)

    def gradient(self, position):
        return self.factor * super().gradient(position)


@given(
    rule=st.sampled_from([Adam, AdamW, Adamax, NAdam, RMSprop, Adagrad]),
    seed=st.integers(0, 1000),
    exponent=st.integers(-40, 40),
    lr=rates,
)
def test_without_eps_scaling_the_loss_does_not_change_an_adaptive_step(rule, seed, exponent, lr):
    start = np.random.default_rng(seed).uniform(-4, 4, size=2)
    plain = run(rule(lr=lr, eps=0.0), Himmelblau(), start, steps=60)
    # A power of two scales every float exactly, so that the paths are equal, not merely close.
    scaled = run(rule(lr=lr, eps=0.0), Scaled(Himmelblau(), 2.0**exponent), start, steps=60)
    np.testing.assert_array_equal(scaled.positions, plain.positions)


@given(
    gradient=st.floats(-1e6, 1e6).filter(lambda g: abs(g) > 1e-6),
    beta1=st.floats(0.0, 0.999),
    beta2=st.floats(0.0, 0.9999),
)
def test_under_a_constant_gradient_the_corrected_moments_are_it_and_its_square(gradient, beta1, beta2):
    taken = run(Adam(beta1=beta1, beta2=beta2), Given(np.full((200, 1), gradient)), 0.0, 200)
    np.testing.assert_allclose(taken.first_moment_corrected, gradient, rtol=1e-11)
    np.testing.assert_allclose(taken.second_moment_corrected, gradient**2, rtol=1e-11)


@given(gradient=st.floats(-1e3, 1e3).filter(lambda g: abs(g) > 1e-3), lr=rates)
def test_adams_first_step_is_one_learning_rate_against_the_sign(gradient, lr):
    taken = run(Adam(lr=lr, eps=0.0), Given([[gradient]]), 0.0, 1)
    assert taken.positions[-1, 0] == pytest.approx(-lr * np.sign(gradient), rel=1e-12)


@given(momentum=st.floats(0.0, 0.99), lr=rates, start=st.floats(-6, 7))
def test_momentum_never_changes_what_the_first_step_does(momentum, lr, start):
    plain = run(SGD(lr=lr), BallOnHill(), start, 1)
    heavy = run(SGD(lr=lr, momentum=momentum), BallOnHill(), start, 1)
    np.testing.assert_array_equal(plain.positions, heavy.positions)
