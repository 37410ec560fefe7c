"""What the kernels of the fast engine work on: tables of a plant, filled once and changed in place by a run."""
