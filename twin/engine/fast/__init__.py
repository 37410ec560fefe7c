"""The fast engine: a plant through time in fixed steps, compiled from the very laws of the reference engine."""
