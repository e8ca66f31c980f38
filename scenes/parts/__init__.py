"""What clips share: theme, typesetting, axes, landscapes as pictures, balls, arrows, readouts."""
