"""How full of detail a picture is, which decides how finely it has to be encoded."""

from __future__ import annotations

import numpy as np

from film.screen import Pixels

# Texts, curves and charts stay below 0.06. Above are a map with all its contours, crowds and photographs, of which what
# the usual quantizer takes away is seen.
_DETAILED = 0.06
_LINES = 8  # every so many, one is looked at


def is_detailed(luma: Pixels) -> bool:
    """Whether many pixels differ, by more than rounding, from the one beside them.

    Args:
        luma: height × width, from black, 16, to white, 235; of a picture that fades in it is enough that it is seen.
    """
    lines = np.ascontiguousarray(luma[::_LINES])
    step = lines[:, 1:] - lines[:, :-1] + np.uint8(1)  # modulo 256: -1, 0 and 1 become 0, 1 and 2, all others more
    return bool(np.count_nonzero(step > 2) > _DETAILED * step.size)
