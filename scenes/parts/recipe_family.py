"""One family of update rules behind three doors: what they have in common, and what each puts into it."""

from __future__ import annotations

from manim import VGroup

from film.language import mark, say
from scenes.parts import frame
from scenes.parts.door import Door
from scenes.parts.frame import Region
from scenes.parts.theme import Theme
from scenes.parts.typesetting import FORMULA, READOUT, Formula, maths, words

_ADAPTED = "D = 1 \\/ (sqrt(hat(v)) + epsilon)"
_MEMBERS = (
    (mark("SGD + momentum"), "momentum", "D = 1", "lambda = 0"),
    ("Adam", "adam", _ADAPTED, "lambda = 0"),
    ("AdamW", "adam", _ADAPTED, "lambda > 0"),
)


def family_doors(region: Region, theme: Theme) -> VGroup:
    """A closed door for each member, side by side, or one above the other where it is upright."""
    places = region.fold(*(1 for _ in _MEMBERS), gap=0.5 if frame.is_wide() else 0.25)
    widest = max(words(_said(name), theme.ink, READOUT, "semibold").width for name, *_ in _MEMBERS)
    size = READOUT * min(1, places[0].width / widest)
    return VGroup(
        *(
            Door(_said(name), getattr(theme, role), place, theme, size)
            for (name, role, *_), place in zip(_MEMBERS, places, strict=True)
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
                _divided(size, door.room.width, colours["size"]),
                maths(decay, colours["decay"], 0.8 * FORMULA),
            )
            for door, (*_, size, decay) in zip(doors, _MEMBERS, strict=True)
        )
    )


def _said(name: str) -> str:
    return name if name.startswith("Adam") else say(name)


def _divided(size: str, room: float, colour: str) -> Formula:
    """By what a member divides, as a fraction where a line of it is too long."""
    line = maths(size, colour, 0.8 * FORMULA)
    return line if line.width <= room else maths(size.replace("\\/", "/"), colour, 0.8 * FORMULA)


def _colours(theme: Theme) -> dict[str, str]:
    roles = {"decay": theme.target, "size": theme.second_moment, "velocity": theme.momentum}
    return {term: theme.text_colour(colour) for term, colour in roles.items()}
