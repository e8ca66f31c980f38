"""Scenes in the manner of the example gallery of Manim's documentation: what people who live in Manim do every day."""

from __future__ import annotations

import numpy as np
from manim import (
    BLUE,
    BLUE_E,
    DOWN,
    GREEN,
    LEFT,
    ORANGE,
    ORIGIN,
    PI,
    PINK,
    RED,
    RIGHT,
    TAU,
    UP,
    WHITE,
    YELLOW,
    Angle,
    Arrow,
    Axes,
    Brace,
    Circle,
    Create,
    Difference,
    Dot,
    Ellipse,
    Exclusion,
    FadeIn,
    GrowFromCenter,
    ImageMobject,
    Intersection,
    Line,
    MathTypst,
    MoveAlongPath,
    MovingCameraScene,
    NumberPlane,
    Rotate,
    Rotating,
    Scene,
    Square,
    Surface,
    SurroundingRectangle,
    ThreeDScene,
    Transform,
    Typst,
    Union,
    ValueTracker,
    VGroup,
    VMobject,
    Write,
    ZoomedScene,
    always_redraw,
    linear,
)

UL_OF_IMAGE = 2 * UP + 2 * LEFT


class BooleanOperations(Scene):
    def construct(self) -> None:
        ellipses = [
            Ellipse(4, 5, fill_opacity=0.5, color=colour, stroke_width=10).move_to(side)
            for colour, side in ((BLUE, LEFT), (RED, RIGHT))
        ]
        self.play(FadeIn(*ellipses), run_time=0.2)
        for operation, corner in ((Intersection, UP), (Union, DOWN), (Exclusion, LEFT), (Difference, RIGHT)):
            result = operation(*ellipses, color=GREEN, fill_opacity=0.5)
            self.play(result.animate.scale(0.25).move_to(5 * corner + UP), run_time=0.2)


class PointOnShapes(Scene):
    def construct(self) -> None:
        circle, dot = Circle(radius=1, color=BLUE), Dot()
        self.add(dot)
        self.play(GrowFromCenter(circle), run_time=0.2)
        self.play(Transform(dot, dot.copy().shift(RIGHT)), run_time=0.2)
        self.play(MoveAlongPath(dot, circle), run_time=0.3, rate_func=linear)
        self.play(Rotating(dot, about_point=[2, 0, 0]), run_time=0.3)


class SquareThatMovesAround(Scene):
    def construct(self) -> None:
        square = Square(color=BLUE, fill_opacity=1)
        for change in (
            square.animate.shift(LEFT),
            square.animate.set_fill(ORANGE),
            square.animate.scale(0.3),
            square.animate.rotate(0.4),
        ):
            self.play(change, run_time=0.2)


class AngleThatOpens(Scene):
    def construct(self) -> None:
        theta = ValueTracker(110)
        fixed, moving = Line(LEFT, RIGHT), Line(LEFT, RIGHT)
        original = moving.copy()
        moving.rotate(theta.get_value() * PI / 180, about_point=LEFT)
        angle = Angle(fixed, moving, radius=0.5)
        moving.add_updater(
            lambda line: line.become(original.copy()).rotate(theta.get_value() * PI / 180, about_point=LEFT)
        )
        angle.add_updater(lambda arc: arc.become(Angle(fixed, moving, radius=0.5)))
        self.add(fixed, moving, angle, MathTypst("theta").next_to(angle, RIGHT))
        self.play(theta.animate.set_value(40), run_time=0.4)
        self.play(angle.animate.set_color(RED), run_time=0.2)


class DotsOnALeash(Scene):
    def construct(self) -> None:
        one, other = Dot(color=BLUE), Dot(color=GREEN)
        VGroup(one, other).arrange(RIGHT, buff=1)
        leash = Line(one.get_center(), other.get_center(), color=RED)
        leash.add_updater(lambda line: line.become(Line(one.get_center(), other.get_center(), color=RED)))
        self.add(one, other, leash)
        self.play(one.animate.shift(2 * LEFT + UP), run_time=0.3)


class ThereAndBack(Scene):
    def construct(self) -> None:
        still, turning = Line(ORIGIN, LEFT), Line(ORIGIN, LEFT, color=YELLOW)

        def forth(line: Line, dt: float) -> None:
            line.rotate(dt, about_point=ORIGIN)

        turning.add_updater(forth)
        self.add(still, turning)
        self.wait(0.4)
        turning.remove_updater(forth)
        turning.add_updater(lambda line, dt: line.rotate(-dt, about_point=ORIGIN))
        self.wait(0.3)


class PointWithTrace(Scene):
    def construct(self) -> None:
        path, dot = VMobject(), Dot()
        path.set_points_as_corners([dot.get_center(), dot.get_center()])
        path.add_updater(lambda trace: trace.become(trace.copy().add_points_as_corners([dot.get_center()])))
        self.add(path, dot)
        self.play(Rotating(dot, angle=PI, about_point=RIGHT), run_time=0.4)
        self.play(dot.animate.shift(UP), run_time=0.2)


class AreaUnderAGraph(Scene):
    def construct(self) -> None:
        axes = Axes(x_range=[0, 5], y_range=[0, 6], tips=False)
        curve = axes.plot(lambda x: 4 * x - x**2, x_range=[0, 4], color=BLUE)
        other = axes.plot(lambda x: 0.8 * x**2 - 3 * x + 4, x_range=[0, 4], color=GREEN)
        bars = axes.get_riemann_rectangles(curve, x_range=[0.3, 0.6], dx=0.03, color=BLUE, fill_opacity=0.5)
        area = axes.get_area(curve, [2, 3], bounded_graph=other, color=WHITE, opacity=0.5)
        self.add(axes)
        self.play(Create(curve), Create(other), run_time=0.3)
        self.play(FadeIn(bars, area), run_time=0.2)


class LowestPoint(Scene):
    def construct(self) -> None:
        axes = Axes(x_range=[0, 10], y_range=[0, 100, 10], axis_config={"include_tip": False})
        graph = axes.plot(lambda x: 2 * (x - 5) ** 2, color=RED)
        t = ValueTracker(0)
        dot = Dot(axes.c2p(0, 50))
        dot.add_updater(lambda d: d.move_to(axes.c2p(t.get_value(), 2 * (t.get_value() - 5) ** 2)))
        self.add(axes, graph, dot)
        self.play(t.animate.set_value(5), run_time=0.4)


class CameraThatFollows(MovingCameraScene):
    def construct(self) -> None:
        self.camera.frame.save_state()
        axes = Axes(x_range=[-1, 10], y_range=[-1, 10])
        graph = axes.plot(np.sin, color=BLUE, x_range=[0, 3 * PI])
        dot = Dot(axes.i2gp(graph.t_min, graph), color=ORANGE)
        self.add(axes, graph, dot)
        self.play(self.camera.frame.animate.scale(0.5).move_to(dot), run_time=0.2)
        self.camera.frame.add_updater(lambda frame: frame.move_to(dot.get_center()))
        self.play(MoveAlongPath(dot, graph, rate_func=linear), run_time=0.4)
        self.camera.frame.clear_updaters()


class LensOverAnImage(ZoomedScene):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(zoom_factor=0.3, zoomed_display_height=1, zoomed_display_width=6, **kwargs)

    def construct(self) -> None:
        image = ImageMobject(np.uint8([[0, 100, 30, 200], [255, 0, 5, 33]]))
        image.height = 7
        self.add(image, Dot().shift(UL_OF_IMAGE))
        self.zoomed_camera.frame.move_to(UL_OF_IMAGE)
        self.activate_zooming()
        self.play(self.zoomed_camera.frame.animate.shift(DOWN), run_time=0.3)


class SineFromACircle(Scene):
    def construct(self) -> None:
        circle = Circle(radius=1).shift(4 * LEFT)
        passed = ValueTracker(0)

        def angle() -> float:
            return TAU * passed.get_value()

        dot = always_redraw(lambda: Dot(circle.point_at_angle(angle() % TAU), color=YELLOW))
        across = always_redraw(
            lambda: Line(dot.get_center(), [4 * passed.get_value() - 3, np.sin(angle()), 0], stroke_width=2)
        )
        curve = VMobject(stroke_color=YELLOW).set_points_as_corners([3 * LEFT, 3 * LEFT])
        curve.add_updater(lambda c: c.add_points_as_corners([[4 * passed.get_value() - 3, np.sin(angle()), 0]]))
        self.add(NumberPlane().set_opacity(0.2), circle, dot, across, curve)
        self.play(passed.animate.set_value(1.2), run_time=0.6, rate_func=linear)


class FormulaInAFrame(Scene):
    def construct(self) -> None:
        formula = MathTypst("{{ f(x) : left }} = {{ x^2 : right }}")
        self.play(Write(formula), run_time=0.4)
        box = SurroundingRectangle(formula.select("left"), buff=0.1)
        brace = Brace(formula, DOWN)
        self.play(Create(box), FadeIn(brace, Typst("a *square*").next_to(brace, DOWN)), run_time=0.3)
        self.play(Transform(box, SurroundingRectangle(formula.select("right"), buff=0.1)), run_time=0.3)


class GradientVectors(Scene):
    def construct(self) -> None:
        plane = NumberPlane(background_line_style={"stroke_color": BLUE_E})
        arrow = Arrow(ORIGIN, [2, 2, 0], buff=0).set_color([PINK, YELLOW])
        self.add(plane, arrow)
        self.play(Rotate(arrow, PI / 2, about_point=ORIGIN), run_time=0.4)


class LitSurface(ThreeDScene):
    def construct(self) -> None:
        sphere = Surface(
            lambda u, v: np.array([np.cos(u) * np.cos(v), np.cos(u) * np.sin(v), np.sin(u)]),
            u_range=[-PI / 2, PI / 2],
            v_range=[0, TAU],
            resolution=(6, 8),
            checkerboard_colors=[RED, BLUE],
        )
        self.set_camera_orientation(phi=75 * PI / 180, theta=30 * PI / 180)
        self.add(sphere)
        self.begin_ambient_camera_rotation(rate=0.4)
        self.wait(0.3)


EXAMPLES = [scene for scene in list(globals().values()) if isinstance(scene, type) and scene.__module__ == __name__]
