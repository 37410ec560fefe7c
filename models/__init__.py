"""Pure physics: arrays in, arrays out.

Nothing here opens a file, reads a clock or knows a tag name, a unit library or a configuration. Families:
``compute``, ``electrical``, ``thermal``, ``hydraulics``, ``optics`` and, composing them, ``cooling``; shared
by all are ``fluids``, ``psychrometrics``, ``smoothing``, ``constants``, ``errors`` and ``formula``.
"""
