"""The shipped catalogue and sites: YAML text with units, read through ``importlib.resources``."""
