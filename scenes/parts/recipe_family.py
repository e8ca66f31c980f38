"""One family of update rules behind three doors: what they have in common, and what each puts into it."""

from __future__ import annotations

from manim import VGroup

from scenes.parts.door import Door
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import FORMULA, Formula, maths

_ADAPTED = "D = 1 \\/ (sqrt(hat(v)) + epsilon)"
_MEMBERS = (
    ("SGD + momentum", "momentum", "D = 1", "lambda = 0"),
    ("Adam", "adam", _ADAPTED, "lambda = 0"),
    ("AdamW", "adam", _ADAPTED, "lambda > 0"),
)


def family_doors(region: Region, theme: Theme) -> VGroup:
    """A closed door for each member, side by side."""
    columns = region.split(*(1 for _ in _MEMBERS), gap=0.5)
    return VGroup(
        *(
            Door(name, getattr(theme, role), column, theme)
            for (name, role, *_), column in zip(_MEMBERS, columns, strict=True)
        )
    )


def family_formula(theme: Theme) -> Formula:
    """The step of all of them: velocity, divided by size, minus decay."""
    return maths(
        "x_(t+1) = {{ (1 - eta lambda) : decay }} x_t - eta {{ D_t : size }} {{ m_t : velocity }}",
        theme.ink,
        1.15 * FORMULA,
        terms=_colours(theme),
    )


def family_rooms(doors: VGroup, theme: Theme) -> VGroup:
    """Behind each door, what its member puts into the formula."""
    colours = _colours(theme)
    return VGroup(
        *(
            door.furnish(
                maths(size, colours["size"], 0.8 * FORMULA),
                maths(decay, colours["decay"], 0.8 * FORMULA),
            )
            for door, (*_, size, decay) in zip(doors, _MEMBERS, strict=True)
        )
    )


def _colours(theme: Theme) -> dict[str, str]:
    roles = {"decay": theme.target, "size": theme.second_moment, "velocity": theme.momentum}
    return {term: theme.text_colour(colour) for term, colour in roles.items()}
