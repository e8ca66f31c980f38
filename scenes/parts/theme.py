"""Colours by role, for dark and for light slides; the same role has the same colour in every clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from manim import ManimColor

ThemeName = Literal["dark", "light"]


@dataclass(frozen=True)
class Theme:
    """The colours of a film, all as ``#RRGGBB``.

    Hues start from Okabe & Ito's palette (2008) and were moved until any two roles lie at least 10 apart in CIEDE2000
    under simulated deuteranopia, protanopia and tritanopia (Machado et al. 2009). Every role stands out from the
    background by 3:1 or more. Words take ``ink`` or ``quiet_ink``, which reach 7:1 on the background and on ``panel``.

    Attributes:
        background: what lies behind everything.
        ink: titles, captions, numbers.
        quiet_ink: what explains and should not compete, like units and axis labels.
        panel: the ground under a diagram.
        rule: hairlines, axes, grid.
        ground: the shades of a landscape, from deep to high.
        crest: the line along the top of a hillside.
    """

    name: ThemeName
    background: str
    ink: str
    quiet_ink: str
    panel: str
    rule: str
    ground: tuple[str, ...]
    crest: str
    gradient_descent: str
    momentum: str
    rmsprop: str
    adam: str
    gradient: str
    first_moment: str
    second_moment: str
    target: str

    def text_colour(self, role_colour: str) -> str:
        """The role's colour where it is read as text: darkened or lightened, hue kept, until it reaches 7:1."""
        colour, goal = ManimColor(role_colour), ManimColor(self.ink)
        for percent in range(0, 101, 4):
            candidate = colour.interpolate(goal, percent / 100)
            if contrast(candidate.to_hex(), self.background) >= 7:
                return str(candidate.to_hex())
        return self.ink


ROLES = (
    "gradient_descent",
    "momentum",
    "rmsprop",
    "adam",
    "gradient",
    "first_moment",
    "second_moment",
    "target",
)

DARK = Theme(
    name="dark",
    background="#0F1626",
    ink="#F2EFE6",
    quiet_ink="#B3BCD0",
    panel="#162036",
    rule="#5B6B8C",
    ground=("#33508A", "#2E487C", "#29406E", "#243861", "#1F3054", "#1A2947", "#16223B", "#131D32"),
    crest="#7F97C4",
    gradient_descent="#EAA019",
    momentum="#92D4FF",
    rmsprop="#CF8FBA",
    adam="#2EBF8A",
    gradient="#F6D2D0",
    first_moment="#DCEEFD",
    second_moment="#B094F5",
    target="#FEF157",
)

LIGHT = Theme(
    name="light",
    background="#F2EFE6",
    ink="#141A29",
    quiet_ink="#3F4A61",
    panel="#E7E5DE",
    rule="#7C879C",
    ground=("#C3D0E4", "#C9D4E4", "#CFD8E5", "#D5DCE5", "#DAE0E6", "#E0E4E6", "#E6E8E7", "#ECECE7"),
    crest="#4C6596",
    gradient_descent="#A56102",
    momentum="#1F76B5",
    rmsprop="#842A64",
    adam="#0C6E4B",
    gradient="#292929",
    first_moment="#637385",
    second_moment="#5832B4",
    target="#524D01",
)

THEMES: dict[ThemeName, Theme] = {"dark": DARK, "light": LIGHT}


def luminance(colour: str) -> float:
    """Relative luminance of an sRGB colour, from 0 for black to 1 for white (WCAG 2.2, "relative luminance")."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(float(channel)) for channel in ManimColor(colour).to_rgb())
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
