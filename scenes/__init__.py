"""Pictures: the lesson and one scene per clip."""
