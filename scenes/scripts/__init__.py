"""Words: the beats of each clip with captions that are true for the run, without a pixel."""
