"""Small scenes that each ask one thing of a renderer."""

from __future__ import annotations

import numpy as np
from manim import (
    BLUE,
    DOWN,
    GREEN,
    LEFT,
    ORIGIN,
    PI,
    RED,
    RIGHT,
    UP,
    YELLOW,
    Circle,
    Create,
    Cube,
    Dot,
    FadeIn,
    FadeOut,
    ImageMobject,
    LaggedStart,
    Line,
    MoveAlongPath,
    MovingCameraScene,
    PointCloudDot,
    Rotate,
    Scene,
    Square,
    Star,
    ThreeDScene,
    TracedPath,
    Transform,
    Triangle,
    Typst,
    Uncreate,
    ValueTracker,
    VGroup,
    VMobject,
    ZoomedScene,
    always_redraw,
    rate_functions,
)
from manim.constants import CapStyleType, LineJointType


class CameraThatZooms(MovingCameraScene):
    def construct(self) -> None:
        self.add(Circle(fill_opacity=0.5), Square().shift(2 * RIGHT))
        self.play(self.camera.frame.animate.scale(0.5).shift(RIGHT), run_time=0.5)
        self.wait(0.2)


class Magnifier(ZoomedScene):
    def construct(self) -> None:
        self.add(Dot(), Circle())
        self.activate_zooming(animate=False)
        self.play(self.zoomed_camera.frame.animate.shift(RIGHT), run_time=0.3)


class DepthThatChanges(Scene):
    def construct(self) -> None:
        low, high = Square(fill_opacity=1, color=RED), Circle(fill_opacity=0.7, color=BLUE).set_z_index(1)
        self.add(high, low)
        self.play(low.animate.shift(RIGHT), run_time=0.3)
        low.set_z_index(2)
        self.play(high.animate.shift(LEFT), run_time=0.3)


class UpdatersWithTime(Scene):
    def construct(self) -> None:
        ground = Square(side_length=3, fill_opacity=0.4)
        hand = Line(ORIGIN, 2 * UP, stroke_width=8).add_updater(lambda m, dt: m.rotate(dt, about_point=ORIGIN))
        other = Dot(color=GREEN)
        hand.add_updater(lambda m: other.move_to(m.get_end()))
        self.add(ground, other, hand)
        self.wait(0.5)
        self.play(ground.animate.scale(1.1), run_time=0.4)


class LabelDrawnAnew(Scene):
    def construct(self) -> None:
        value = ValueTracker(0)
        self.add(always_redraw(lambda: Line(LEFT, value.get_value() * RIGHT + UP)), Typst("moves"))
        self.play(value.animate.set_value(2), run_time=0.5)


class TraceInAWait(Scene):
    def construct(self) -> None:
        dot = Dot().add_updater(lambda m, dt: m.shift(2 * dt * (RIGHT + 0.3 * UP)))
        self.add(TracedPath(dot.get_center, stroke_width=6), dot)
        self.wait(0.6)
        self.play(FadeIn(Star(fill_opacity=1).shift(UP)), run_time=0.3)


class ColoursInGradients(Scene):
    def construct(self) -> None:
        filled = Square(fill_opacity=1).set_color_by_gradient(RED, YELLOW, BLUE)
        shiny = Circle(stroke_width=12).set_color([RED, GREEN]).set_sheen_direction(UP)
        self.add(filled, shiny)
        self.play(filled.animate.shift(RIGHT), run_time=0.3)
        self.play(Rotate(shiny, PI / 3), run_time=0.3)


class CloudsAndImages(Scene):
    def construct(self) -> None:
        image = ImageMobject(np.uint8([[0, 100, 30], [200, 255, 5]])).scale(30)
        ball = Circle(fill_opacity=0.6)
        self.add(image, ball)
        self.play(ball.animate.shift(RIGHT), run_time=0.3)
        self.play(FadeIn(PointCloudDot(radius=0.5, density=20)), image.animate.shift(LEFT), run_time=0.3)
        self.remove(image)
        self.wait(0.2)


class CornersThatStickOut(Scene):
    def construct(self) -> None:
        spike = VMobject(stroke_width=40, joint_type=LineJointType.MITER)
        spike.set_points_as_corners([2 * LEFT, 2 * RIGHT, 2 * LEFT + 0.9 * UP])
        bar = Line(LEFT, RIGHT, stroke_width=60, cap_style=CapStyleType.SQUARE).shift(2 * DOWN)
        halo = Circle(fill_opacity=1).set_stroke(RED, 20, background=True)
        self.add(spike, bar, halo)
        self.play(spike.animate.shift(0.3 * UP), bar.animate.rotate(0.3), halo.animate.shift(RIGHT), run_time=0.4)


class ShapesThatComeAndGo(Scene):
    def construct(self) -> None:
        square, star = Square(fill_opacity=0.5), Star(color=YELLOW, fill_opacity=1).shift(2 * LEFT)
        self.play(Create(square), FadeIn(star, shift=UP), run_time=0.5)
        self.play(Transform(square, Triangle(fill_opacity=1, color=GREEN).shift(RIGHT)), run_time=0.4)
        self.play(Uncreate(square), FadeOut(star, shift=DOWN), run_time=0.4)


class AlongAPath(Scene):
    def construct(self) -> None:
        way = Circle(radius=2)
        self.add(way)
        self.play(MoveAlongPath(Dot(color=RED), way), rate_func=rate_functions.linear, run_time=0.6)


class OneAfterTheOther(Scene):
    def construct(self) -> None:
        row = VGroup(*(Square(0.6, fill_opacity=0.8) for _ in range(6))).arrange(RIGHT)
        self.play(LaggedStart(*(FadeIn(each, scale=0.5) for each in row), lag_ratio=0.3), run_time=0.8)
        self.play(row.animate.set_opacity(0.3), run_time=0.3)


class ChildrenThatSwap(Scene):
    def construct(self) -> None:
        one, other = Square(fill_opacity=1, color=RED), Circle(fill_opacity=1, color=BLUE).shift(2 * RIGHT)
        group, bystander, t = VGroup(one), Dot(), ValueTracker(0)

        def swap(_: Dot) -> None:
            if t.get_value() > 0.5 and one in group.submobjects:
                group.remove(one)
                group.add(other)

        bystander.add_updater(swap)
        self.add(group, bystander)
        self.play(FadeIn(Dot(UP)), t.animate.set_value(1), run_time=0.6)
        self.wait(0.2)


class OrderThatChanges(Scene):
    def construct(self) -> None:
        one, two, top = (
            Circle(fill_opacity=1, color=c).shift(0.4 * k * RIGHT) for k, c in enumerate((RED, BLUE, GREEN))
        )
        self.add(one, two)
        self.add_foreground_mobject(top)
        self.play(one.animate.shift(UP), run_time=0.3)
        self.bring_to_front(one)
        self.wait(0.2)
        self.bring_to_back(one)
        self.play(two.animate.shift(DOWN), run_time=0.3)
        self.remove(two)
        self.wait(0.2)


class WaitsAndShortPlays(Scene):
    def construct(self) -> None:
        clock = ValueTracker(0)
        number = Circle(0.3).add_updater(lambda m: m.set_x(clock.get_value()))
        self.add(number)
        self.play(clock.animate.set_value(1), run_time=1 / 15)
        self.wait(0.3, stop_condition=lambda: clock.get_value() > 0.5)
        self.wait(0.3, frozen_frame=True)
        number.clear_updaters()
        self.wait(0.4)


class SectionsThatAreSkipped(Scene):
    def construct(self) -> None:
        square = Square()
        self.next_section("shown")
        self.play(Create(square), run_time=0.3)
        self.next_section("left out", skip_animations=True)
        self.play(square.animate.shift(RIGHT), run_time=0.5)
        self.next_section("shown again")
        self.play(square.animate.rotate(0.5), run_time=0.3)


class BackgroundThatChanges(Scene):
    def construct(self) -> None:
        self.add(Circle(fill_opacity=0.5))
        self.wait(0.2)
        self.camera.background_color = BLUE
        self.play(FadeIn(Square()), run_time=0.2)


class Solid(ThreeDScene):
    def construct(self) -> None:
        self.set_camera_orientation(phi=1, theta=0.5)
        self.play(Rotate(Cube(), 0.5), run_time=0.3)


class PointsWithoutPlace(Scene):
    def construct(self) -> None:
        broken = Square(fill_opacity=1)
        far = Circle(fill_opacity=1).shift(1e7 * RIGHT)
        ball = Circle(fill_opacity=0.5)
        self.add(far, broken, ball)
        self.play(ball.animate.shift(UP), run_time=0.2)
        broken.points[3] = np.nan
        self.play(ball.animate.shift(DOWN), run_time=0.2)


class NothingPlayed(Scene):
    def construct(self) -> None:
        self.add(Square(fill_opacity=1))


class LongTrail(Scene):
    """Paths of many curves, open and filled, of which little changes at a time, below things that stand still."""

    def construct(self) -> None:
        t = np.linspace(0, 6, 300)
        places = np.stack([2 * t - 6, 2 * np.sin(3 * t), 0 * t], axis=1)
        line = VMobject(stroke_width=5, joint_type=LineJointType.ROUND)
        beads = VMobject(stroke_width=0, fill_opacity=1, fill_color=YELLOW)
        bead = Circle(0.05).points
        step = ValueTracker(2)
        line.add_updater(lambda m: m.set_points_as_corners(places[: int(step.get_value())]))
        beads.add_updater(
            lambda m: m.set_points((places[: int(step.get_value()), None] + bead).reshape(-1, 3)), call_updater=True
        )
        still = Square(5)
        self.add(still, line, beads, Circle(0.5, fill_opacity=0.3).shift(2 * RIGHT))
        self.play(step.animate.set_value(299), run_time=1.5, rate_func=rate_functions.linear)
        self.wait(0.2)


SCENES = [scene for scene in list(globals().values()) if isinstance(scene, type) and scene.__module__ == __name__]
