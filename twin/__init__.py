"""A digital twin of the power and liquid cooling of AI supernodes."""

__all__ = ["__version__"]

__version__ = "0.1.0"
