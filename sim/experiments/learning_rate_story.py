"""One learning rate for all is set by the steepest road; Adam gives every weight its own, along the axes.

Sources: Duchi, Hazan & Singer 2011, JMLR 12, section 1.1 (diagonal scaling); Nocedal & Wright 2006, section 3.3 (the
cap on the rate).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import Field

from sim.experiments.arrival import arrival
from sim.experiments.parameters import ExperimentParams
from sim.landscapes import TurnedBowl
from sim.optimizers import SGD, Adam, RMSprop
from sim.parameters import Array
from sim.runs import Run, run

START = (1.0, 1.0)
OTHER_RATES = (0.5, 0.2)  # times Adam's
TOO_HIGH_STEPS = 100


class Params(ExperimentParams):
    """What can be chosen about the two roads and the cars."""

    steepness: float = Field(
        400.0,
        ge=2,
        le=1e4,
        description="curvature of the mountain path; the highway's is 1",
        json_schema_extra={"unit": "1"},
    )
    lr_times_curvature: float = Field(
        1.8,
        gt=0,
        lt=2,
        description="learning rate of gradient descent times the mountain path's curvature",
        json_schema_extra={"unit": "1"},
    )
    too_high: float = Field(
        2.2,
        gt=2,
        le=10,
        description="the same, of the car that flies off",
        json_schema_extra={"unit": "1"},
    )
    adam_lr: float = Field(0.1, gt=0, le=1, description="learning rate of Adam", json_schema_extra={"unit": "weight"})
    rmsprop_lr: float = Field(
        0.01, gt=0, le=1, description="learning rate of RMSprop", json_schema_extra={"unit": "weight"}
    )
    angle: float = Field(
        45.0, ge=0, le=90, description="by how much the bowl turns", json_schema_extra={"unit": "degrees"}
    )
    steps: int = Field(
        3000, ge=100, le=9999, description="how many steps each car takes", json_schema_extra={"unit": "steps"}
    )


@dataclass(frozen=True)
class Drive:
    """A run from (1, 1) in the bowl's own axes: on the mountain path and on the highway.

    Attributes:
        run: positions ``(T + 1, 2)`` in the axes of the weights.
        arrived: the first step after which the loss stays below ``GOAL``; None if there is none.
        lanes: the positions in the bowl's own axes, mountain path and highway, shape ``(T + 1, 2)``.
    """

    run: Run
    arrived: int | None
    lanes: Array

    @property
    def losses(self) -> Array:
        assert self.run.losses is not None
        return self.run.losses

    @property
    def first_move(self) -> Array:
        """How far each weight moved in the first step, shape ``(2,)``."""
        moves: Array = np.abs(self.run.updates[0])
        return moves

    @property
    def own_rates(self) -> Array:
        """``lr / (sqrt(v) + eps)`` of an Adam, v corrected: the rate of each weight in each step, shape ``(T, 2)``."""
        rule, moment = self.run.optimizer, self.run.second_moment_corrected
        assert isinstance(rule, Adam) and moment is not None
        rates: Array = rule.lr / (np.sqrt(moment) + rule.eps)
        return rates


@dataclass(frozen=True)
class Result:
    """Everything the film shows.

    Attributes:
        bowl, turned_bowl: the landscape, and the same one turned by ``angle``.
        lr: of gradient descent; ``too_high_lr`` of the one that flies off; ``largest_stable_lr`` what lies between.
        gradient_descent, rmsprop, adam: in the bowl.
        too_high: gradient descent at ``too_high_lr``, 100 steps of it.
        turned_gradient_descent, turned_rmsprop, turned_adam: in the turned bowl, from the same place in it.
        other_adams, turned_other_adams: Adam at a half and a fifth of the learning rate.
    """

    params: Params
    bowl: TurnedBowl
    turned_bowl: TurnedBowl
    lr: float
    too_high_lr: float
    largest_stable_lr: float
    gradient_descent: Drive
    too_high: Drive
    rmsprop: Drive
    adam: Drive
    turned_gradient_descent: Drive
    turned_rmsprop: Drive
    turned_adam: Drive
    other_adams: tuple[Drive, ...]
    turned_other_adams: tuple[Drive, ...]

    @property
    def largest_turn(self) -> float:
        """How far gradient descent in the turned bowl ever is from its path in the bowl, turned along."""
        paths = self.turned_gradient_descent.lanes, self.gradient_descent.lanes
        return float(np.max(np.abs(paths[0] - paths[1])))


def simulate(params: Params) -> Result:
    bowl = TurnedBowl(steep=params.steepness, flat=1.0, angle=0.0)
    turned = TurnedBowl(steep=params.steepness, flat=1.0, angle=params.angle)
    lr = params.lr_times_curvature / params.steepness
    too_high_lr = params.too_high / params.steepness
    adam_rates = params.adam_lr * np.array([1.0, *OTHER_RATES])

    def drives(landscape: TurnedBowl) -> tuple[Drive, Drive, tuple[Drive, ...]]:
        start = landscape.rotation @ START
        adams = run(Adam(lr=adam_rates), landscape, start, params.steps)
        return (
            _drive(run(SGD(lr=lr), landscape, start, params.steps), landscape),
            _drive(run(RMSprop(lr=params.rmsprop_lr), landscape, start, params.steps), landscape),
            tuple(_drive(adams[i], landscape) for i in range(len(adam_rates))),
        )

    gradient_descent, rmsprop, (adam, *others) = drives(bowl)
    turned_gradient_descent, turned_rmsprop, (turned_adam, *turned_others) = drives(turned)
    return Result(
        params=params,
        bowl=bowl,
        turned_bowl=turned,
        lr=lr,
        too_high_lr=too_high_lr,
        largest_stable_lr=2 / params.steepness,
        gradient_descent=gradient_descent,
        too_high=_drive(run(SGD(lr=too_high_lr), bowl, START, TOO_HIGH_STEPS), bowl),
        rmsprop=rmsprop,
        adam=adam,
        turned_gradient_descent=turned_gradient_descent,
        turned_rmsprop=turned_rmsprop,
        turned_adam=turned_adam,
        other_adams=tuple(others),
        turned_other_adams=tuple(turned_others),
    )


def _drive(taken: Run, bowl: TurnedBowl) -> Drive:
    return Drive(taken, arrival(taken), taken.positions @ bowl.rotation)
