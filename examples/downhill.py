"""A clip of one's own: parameters, a simulation, what it says, and how it looks. Copy it and change all four."""

from manim import FadeIn
from pydantic import Field

from film.beats import Beat
from scenes.parts import frame
from scenes.parts.clip_scene import ClipScene
from scenes.parts.contour_map import ContourMap
from scenes.parts.coordinates import undistorted
from scenes.parts.readouts import Readout, readout_rows
from scenes.parts.trail import PathTrail
from sim.experiments.parameters import ExperimentParams
from sim.landscapes import Booth
from sim.optimizers import SGD
from sim.runs import Run, run


class Params(ExperimentParams):
    lr: float = Field(0.1, gt=0, lt=0.111, description="learning rate of the path", json_schema_extra={"unit": "1"})


def simulate(params: Params) -> Run:
    return run(SGD(lr=params.lr), Booth(), (-8.0, 5.0), steps=40)


def beats(path: Run) -> tuple[Beat, ...]:
    return (Beat("downhill", f"Forty steps of gradient descent,\nand the loss is {path.losses[-1]:.3g}."),)


class Downhill(ClipScene):
    title = "Downhill on Booth's bowl"
    params_model, simulate, script = Params, staticmethod(simulate), staticmethod(beats)

    def construct(self) -> None:
        path, theme = self.result, self.theme
        seen = undistorted(frame.stage(), *path.landscape.view)
        places = seen.point(path.positions[:, 0], path.positions[:, 1])
        trail = PathTrail(places, theme.gradient_descent)
        trail.add_updater(lambda t: t.walk_to(self.clock.now))
        loss = Readout("loss", "0", theme, theme.gradient_descent)
        loss.add_updater(lambda r: r.show(f"{path.losses[self.clock.step]:.3f}"))
        with self.tell("downhill"):
            self.show_title()
            self.show_recipe(f'"Booth", quad eta = {path.optimizer.lr:g}')
            bowl = ContourMap(path.landscape.loss, [1, 10, 50, 150, 400, 900], seen, theme)
            self.play(FadeIn(bowl), FadeIn(readout_rows([loss], "0000.000")))
            self.add(trail)
            self.run_to(path.steps, seconds=4)
