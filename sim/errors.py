"""What is said when somebody asks for a simulation that cannot be run."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InvalidInput(ValueError):  # noqa: N818 - named for what happened, as click's UsageError is
    """A value that no simulation accepts; its message is one line naming the value and what is allowed."""


def unknown(kind: str, name: str, known: Iterable[str]) -> InvalidInput:
    """The error for a name that does not exist, with the nearest one that does.

    Args:
        kind: what was looked for, "optimizer" or "parameter of adam".
    """
    names = sorted(known)
    folded = {candidate.lower(): candidate for candidate in names}
    nearest = get_close_matches(name.lower(), folded, n=1)
    hint = f"did you mean {folded[nearest[0]]!r}? " if nearest else ""
    return InvalidInput(f"unknown {kind} {name!r}: {hint}(known: {', '.join(names) or 'none'})")
