"""Kernels of the fast engine: chips by exact propagators, everything else by a conservative Runge-Kutta step.

These files are templates. `compile.py` puts the scalar functions traced from the laws of the engine before what stands
below the mark in each, and compiles all of it as one module; the functions of `laws.py` only say what they look like.
Nothing here knows a formula of physics: powers, conductances, branch losses and balances are asked of the laws.
"""
