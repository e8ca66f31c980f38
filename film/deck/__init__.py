"""Decks: films cut into slides, one for each beat, for a browser, for PowerPoint and for paper; imports no manim."""

from __future__ import annotations


class DeckError(ValueError):
    """No deck can be made of these films; the message is one line that says what to do."""
