"""Hypothesis here looks at the same examples on every machine, however slow it is."""

from hypothesis import settings

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")
