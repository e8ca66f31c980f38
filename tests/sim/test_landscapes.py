"""Landscapes have the formulas of the literature, exact gradients and the minima that they claim."""

from __future__ import annotations

import numpy as np
import pytest

from sim import landscapes
from sim.landscapes import Bumps, Rastrigin, Rosenbrock


def regression(examples=20, dims=3):
    rng = np.random.default_rng(3)
    return landscapes.LeastSquares(rng.standard_normal((examples, dims)), rng.standard_normal(examples))


# The nine and the clips' own, with other parameters and dimensions than the defaults where there are any.
LANDSCAPES = [landscape() for landscape in landscapes.LANDSCAPES] + [
    landscapes.Quadratic(curvatures=(3.0, 0.5, -2.0, 7.0)),
    landscapes.TurnedBowl(steep=20.0, flat=0.5, angle=-110.0),
    landscapes.Rosenbrock(a=-0.7, b=13.0),
    landscapes.Rastrigin(A=2.5),
    regression(),
]


def label(landscape):
    return landscape.name + "".join(f"-{value}" for value in landscape.parameters.values())


def positions_in_view(landscape, count=200):
    low, high = np.array(landscape.view).T
    return np.random.default_rng(1).uniform(low, high, size=(count, len(low)))


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=label)
def test_gradient_is_the_derivative_of_the_loss(landscape):
    positions = positions_in_view(landscape)
    gradients = landscape.gradient(positions)
    step = 1e-30  # a complex step has no rounding error to trade against
    for axis in range(positions.shape[-1]):
        shifted = positions.astype(complex)
        shifted[:, axis] += 1j * step
        derivative = landscape.loss(shifted).imag / step
        np.testing.assert_allclose(gradients[:, axis], derivative, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=label)
def test_minima_are_flat_lower_than_all_around_and_deepest_first(landscape):
    minima = landscape.minima
    losses = landscape.loss(minima)
    np.testing.assert_allclose(landscape.gradient(minima), 0, atol=1e-11)
    assert np.all(np.diff(losses) >= -1e-12)
    rng = np.random.default_rng(2)
    for minimum, loss in zip(minima, losses, strict=True):
        around = minimum + 1e-3 * rng.standard_normal((50, minimum.size))
        assert np.all(landscape.loss(around) > loss)


@pytest.mark.parametrize("landscape", [each for each in LANDSCAPES if len(each.minima)], ids=label)
def test_no_place_in_view_is_lower_than_the_deepest_minimum(landscape):
    assert np.all(landscape.loss(positions_in_view(landscape, 20000)) > landscape.loss(landscape.minima[0]))


@pytest.mark.parametrize(
    ("name", "position", "loss"),
    [
        ("quadratic", (2.0, 1.0), (4 + 50) / 2),
        ("turned-bowl", (2.0, 0.0), (400 * 2 + 2) / 2),
        ("rosenbrock", (-1.2, 1.0), 24.2),  # the classical start
        ("beale", (0.0, 0.0), 1.5**2 + 2.25**2 + 2.625**2),
        ("himmelblau", (0.0, 0.0), 11**2 + 7**2),
        ("booth", (0.0, 0.0), 7**2 + 5**2),
        ("saddle", (3.0, 2.0), 5.0),
        ("three-hump-camel", (1.0, -2.0), 2 - 1.05 + 1 / 6 - 2 + 4),
        ("two-weight-net", (3.0, 0.36), 0.08**2 / 2),
        ("rastrigin", (0.5, 1.0, -1.5), 0.25 + 20 + 1.0 + 2.25 + 20),
        ("styblinski-tang", (-2.903534, -2.903534), 2 * -39.16616570377142),
    ],
)
def test_loss_is_the_formula_of_the_literature(name, position, loss):
    assert landscapes.by_name(name).loss(np.array(position)) == pytest.approx(loss, rel=1e-12)


def test_himmelblau_has_four_minima_of_loss_zero():
    himmelblau = landscapes.Himmelblau()
    assert himmelblau.minima.shape == (4, 2)
    np.testing.assert_allclose(himmelblau.loss(himmelblau.minima), 0, atol=1e-25)


def test_rastrigin_has_a_dip_at_every_whole_number_and_none_without_its_bumps():
    assert len(Rastrigin().minima) == 11**2
    assert len(Rastrigin(A=0).minima) == 1


@pytest.mark.parametrize("A", [0.05, 0.1, 0.5, 1.0, 1.5])
def test_rastrigin_with_small_bumps_has_dips_only_where_they_beat_the_bowl(A):  # noqa: N803
    # The bowl's slope 2x must be undone by at most 2 pi A, and around a dip the loss curves up.
    dips = Rastrigin(A=A).minima
    assert np.all(np.abs(dips) <= np.pi * A + 1e-9)
    assert np.all(2 + 4 * np.pi**2 * A * np.cos(2 * np.pi * dips) > 0)


def test_a_saddle_has_no_minimum():
    assert landscapes.Saddle().minima.shape == (0, 2)
    assert len(landscapes.Quadratic(curvatures=(1, -1)).minima) == 0


def test_every_point_of_a_hyperbola_is_a_minimum_of_the_two_weight_net_and_as_sharp_as_it_says():
    net = landscapes.TwoWeightNet()
    places = np.array([[1, 1], [3, 1 / 3], [10, 0.1]])
    np.testing.assert_allclose(net.loss(places), 0, atol=1e-30)
    np.testing.assert_allclose(net.sharpness(places), [2, 9 + 1 / 9, 100.01], rtol=1e-12)
    for place, sharpness in zip(places, net.sharpness(places), strict=True):
        across = place[::-1] / np.linalg.norm(place)
        assert 2 * net.loss(place + 1e-5 * across) / 1e-10 == pytest.approx(sharpness, rel=1e-3)


def test_parameters_move_rosenbrocks_minimum():
    np.testing.assert_array_equal(Rosenbrock(a=3).minima, [[3, 9]])


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0])
def test_a_turned_bowl_is_the_bowl_seen_along_its_turned_axes(angle):
    bowl, turned = landscapes.Quadratic(curvatures=(20.0, 0.5)), landscapes.TurnedBowl(steep=20, flat=0.5, angle=angle)
    positions = positions_in_view(bowl)
    np.testing.assert_allclose(turned.loss(positions @ turned.rotation.T), bowl.loss(positions), rtol=1e-12)
    np.testing.assert_allclose(positions @ turned.hessian, turned.gradient(positions), rtol=1e-12, atol=1e-12)


def test_a_regression_with_fewer_examples_than_weights_has_no_single_minimum():
    assert regression(examples=2).minima.shape == (0, 3)


def test_a_regressions_loss_is_half_the_mean_squared_residual():
    data = regression()
    residuals = [x @ np.ones(3) - y for x, y in zip(data.inputs, data.targets, strict=True)]
    assert data.loss(np.ones(3)) == pytest.approx(np.mean(np.square(residuals)) / 2)


def test_hikers_ground_is_the_storyboards():
    hiker = landscapes.BlindfoldedHiker()
    assert hiker.loss(np.array([0.4, 2.6])) == pytest.approx(0.1302, abs=5e-5)
    np.testing.assert_allclose(hiker.loss(hiker.minima), [-1.155, -0.8616, -0.5304], atol=5e-4)


def test_two_wells_are_the_storyboards():
    wells = landscapes.Checkpoints()
    np.testing.assert_allclose(wells.minima[:, 0], [-1.497, 1.848], atol=5e-4)
    np.testing.assert_allclose(wells.loss(wells.minima), [-0.8883, -0.8151], atol=5e-5)
    np.testing.assert_allclose(wells.hessian(wells.minima)[:, 0, 0], [44.50, 1.282], rtol=5e-4)
    np.testing.assert_allclose(wells.maxima[:, 0], [-1.015], atol=5e-4)


@pytest.mark.parametrize("landscape", [each for each in LANDSCAPES if isinstance(each, Bumps)], ids=label)
def test_hessian_is_the_derivative_of_the_gradient(landscape):
    positions = positions_in_view(landscape)
    for axis in range(positions.shape[-1]):
        shifted = positions.astype(complex)
        shifted[:, axis] += 1e-30j
        derivative = landscape.gradient(shifted).imag / 1e-30
        np.testing.assert_allclose(landscape.hessian(positions)[..., axis], derivative, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("landscape", LANDSCAPES, ids=label)
def test_any_batch_of_positions_gives_losses_and_gradients_of_its_shape(landscape):
    dims = len(landscape.view)
    batch = positions_in_view(landscape, 24).reshape(4, 6, dims)
    assert landscape.loss(batch).shape == (4, 6)
    assert landscape.gradient(batch).shape == (4, 6, dims)
    rounding = 1e-13 if isinstance(landscape, landscapes.LeastSquares) else 0  # a matrix product sums in its own order
    np.testing.assert_allclose(landscape.loss(batch)[2, 3], landscape.loss(batch[2, 3]), rtol=rounding)
