"""Composition root: what the doors need from below the studies, chosen in one place."""

from __future__ import annotations

from models.errors import NoSolution

__all__ = ["NoSolution"]
