"""What `ball-on-hill` says is true of the run, can be read in time, and is what the film tells."""

from __future__ import annotations

import pytest

from film.beats import caption_faults
from scenes.scripts.ball_on_hill import beats
from sim.experiments.ball_on_hill import Params, simulate

STORIES = [
    {},
    {"momentum": 0.8, "heavy_momentum": 0.85},
    {"start": -7.5, "lr": 0.02, "steps": 50},
    {"start": 8, "lr": 3, "momentum": 0.99, "heavy_momentum": 0.999},
    {"start": 1, "momentum": 0, "heavy_momentum": 0},
]


def says(beat: str, **params: float) -> str:
    captions = {each.name: each.caption for each in beats(simulate(Params(**params)))}
    return captions[beat].replace("\n", " ")


@pytest.mark.parametrize("story", STORIES, ids=str)
def test_every_caption_fits(story: dict[str, float]) -> None:
    for beat in beats(simulate(Params(**story))):
        assert caption_faults(beat.caption) == [], beat.name


def test_enough_momentum_rolls_through_and_too_little_is_said_to_be_too_little() -> None:
    assert "rolls through the bump" in says("momentum-rolls-through")
    assert "0.8 of it is too little" in says("momentum-rolls-through", momentum=0.8)


def test_no_momentum_is_called_gradient_descent() -> None:
    assert "gradient descent again" in says("momentum-rolls-through", momentum=0)


def test_too_much_momentum_is_blamed_only_when_it_flies_past() -> None:
    assert "into the worst" in says("more-is-not-better")
    assert "ends in the best valley" in says("more-is-not-better", heavy_momentum=0.95)
    assert "where gradient descent did" in says("more-is-not-better", heavy_momentum=0.98, steps=3000)


def test_a_ball_that_still_rolls_is_not_said_to_have_stopped() -> None:
    assert "not at rest" in says("gradient-descent-stops", lr=0.01, steps=50)
    assert "still rolling" in says("more-is-not-better", heavy_momentum=0.999)


def test_the_trap_is_not_called_a_trap_from_a_start_in_the_best_valley() -> None:
    assert "same trap" in says("bigger-rate-same-trap")
    assert "same place" in says("bigger-rate-same-trap", start=1)


def test_two_paths_that_part_are_not_shown_as_one() -> None:
    assert "Honey gives friction" in says("mass-lives-in-momentum")
    assert "rounding" in says("mass-lives-in-momentum", start=8, lr=3, momentum=0.99)
