"""Films: turns scenes into files; knows frames, beats and captions, and nothing about optimizers."""
