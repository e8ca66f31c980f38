"""One module per clip: its parameters and the runs that its story needs."""
