"""Numbers: landscapes, optimizers and their runs, in NumPy only."""
