"""Pictures: the lesson and one scene per clip."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenes.notebook import show

__all__ = ["show"]


def __getattr__(name: str) -> Any:
    """``from scenes import show``, without what it needs for everybody who imports only the lesson."""
    if name == "show":
        from scenes.notebook import show  # noqa: PLC0415

        return show
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
