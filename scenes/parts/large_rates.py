"""Learning rates that are too large and do not explode: Adam rattles, a net finds a flatter place."""

from __future__ import annotations

import numpy as np

from film.language import say
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.trail import PolyLine
from scenes.parts.typesetting import FORMULA, maths
from scenes.parts.valley_panel import goal_star
from scenes.parts.watched_run import Watched, WatchedRun
from sim.experiments.arrival import first
from sim.experiments.learning_rate import Net, Result

ADAM_SHOWN = 100  # steps of Adam that are watched one by one
NET_SHOWN = 40  # steps of the net until nothing is left to see
FAR = 6.0  # a weight of the net that is larger has left the picture


def rattling_adam(story: Result, region: Region, theme: Theme) -> WatchedRun:
    """Adam in the valley, its steps against the learning rate that bounds them."""
    reach = 1.12 * float(np.abs(story.adam.positions).max())
    top = float(story.landscape.loss(np.array([0, reach])))
    picture = WatchedRun(
        story.adam.positions,
        Watched(say("longer step of the two weights"), story.adam_strides[:ADAM_SHOWN], 1, (1.0, "", "η")),
        loss=story.landscape.loss,
        levels=[top * share for share in (0.01, 0.06, 0.16, 0.32, 0.55, 0.85, 1.25)],
        view=((-reach, reach), (-reach, reach)),
        shares=(1, 1.15),
        region=region,
        colour=theme.adam,
        theme=theme,
    )
    picture.ground.add(goal_star(theme).move_to(picture.seen.point(0, 0)))
    picture.add(picture.foot.place(maths("abs(Delta x) lt.tilde eta", theme.ink, 1.2 * FORMULA)))
    return picture


def sliding_net(net: Net, region: Region, theme: Theme) -> WatchedRun:
    """Gradient descent on the net, its sharpness against what the learning rate allows."""
    # The run as long as it stays in the neighbourhood, or until it has left.
    away = first(np.abs(net.run.positions).max(axis=1) > FAR)
    near = np.clip(net.run.positions if away is None else net.run.positions[: away + 1], -FAR, FAR)
    low, high = near.min(axis=0), near.max(axis=0)
    margin = 0.12 * float((high - low).max()) + 0.1
    sharpness = np.minimum(net.sharpness[: min(len(near), NET_SHOWN + 1)], 2 * FAR**2)
    picture = WatchedRun(
        net.run.positions,
        Watched(say("sharpness"), sharpness, 0, (net.limit, "2/η", f"{net.limit:.3g}")),
        loss=net.landscape.loss,
        levels=(0.003, 0.02, 0.06, 0.14, 0.28, 0.5, 0.9),
        view=tuple(zip(low - margin, high + margin, strict=True)),
        shares=(1.45, 1),
        region=region,
        colour=theme.gradient_descent,
        theme=theme,
    )
    # Every place on this line is a minimum.
    seen = picture.seen
    across = np.linspace(max(seen.x[0], 1.02 / seen.y[1]), seen.x[1], 200)
    picture.ground.add(PolyLine(seen.point(across, 1 / across), theme.target, 3).draw_all())
    picture.add(picture.foot.place(maths("lambda_max = w_1^2 + w_2^2", theme.ink)))
    return picture
