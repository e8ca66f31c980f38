"""Shapes of the picture."""

from __future__ import annotations

import pytest

from film.quality import ASPECTS, QUALITIES, Quality


@pytest.mark.parametrize("quality", QUALITIES.values(), ids=str)
@pytest.mark.parametrize("aspect", ASPECTS)
def test_every_quality_comes_in_every_shape_with_an_even_number_of_pixels(quality: Quality, aspect: str) -> None:
    shaped = quality.shaped(aspect)
    across, up = map(int, aspect.split(":"))
    assert shaped.aspect == aspect
    assert shaped.width * up == pytest.approx(shaped.height * across, rel=0.005)  # 854×480 is 16:9 to a pixel
    assert (shaped.width % 2, shaped.height % 2) == (0, 0)
    assert min(shaped.width, shaped.height) == quality.height
    assert (shaped.name, shaped.fps) == (quality.name, quality.fps)
