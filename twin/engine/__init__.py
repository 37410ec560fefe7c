"""The equations of a plant and their solvers."""
