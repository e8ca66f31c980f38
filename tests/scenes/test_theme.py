"""Colours can be told apart and read, in both themes and by colour-blind viewers."""

from __future__ import annotations

from itertools import combinations

import colour
import numpy as np
import pytest
from colour.blindness import matrix_cvd_Machado2009

from scenes.parts.theme import ROLES, THEMES, Theme, contrast

VISIONS = {
    "common": np.eye(3),
    "deuteranopia": matrix_cvd_Machado2009("Deuteranomaly", 1.0),
    "protanopia": matrix_cvd_Machado2009("Protanomaly", 1.0),
    "tritanopia": matrix_cvd_Machado2009("Tritanomaly", 1.0),
}


def seen_in_lab(colours: list[str], vision: str) -> np.ndarray:
    """CIE L*a*b* of sRGB colours as somebody with this vision sees them; Machado's matrices act on linear light."""
    srgb = np.array([colour.notation.HEX_to_RGB(hexadecimal) for hexadecimal in colours])
    linear = np.clip(colour.cctf_decoding(srgb, function="sRGB") @ VISIONS[vision].T, 0, 1)
    return colour.XYZ_to_Lab(colour.RGB_to_XYZ(linear, "sRGB"))


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_any_two_roles_are_told_apart(theme: Theme, vision: str) -> None:
    seen = seen_in_lab([getattr(theme, role) for role in ROLES], vision)
    for (one, first), (other, second) in combinations(zip(ROLES, seen, strict=True), 2):
        assert colour.delta_E(first, second, method="CIE 2000") >= 10, f"{one} looks like {other}"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_roles_stand_out_from_every_ground_they_lie_on(theme: Theme) -> None:
    for role in ROLES:
        for ground in (theme.background, theme.panel, *theme.ground):
            assert contrast(getattr(theme, role), ground) >= 3, f"{role} on {ground}"


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES.keys())
def test_words_are_readable(theme: Theme) -> None:
    inks = [theme.ink, theme.quiet_ink, *(theme.text_colour(getattr(theme, role)) for role in ROLES)]
    for ink in inks:
        assert contrast(ink, theme.background) >= 7, ink
    for ink in (theme.ink, theme.quiet_ink):
        assert contrast(ink, theme.panel) >= 7, ink
