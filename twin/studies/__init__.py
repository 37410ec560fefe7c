"""Studies: what a user asks of a site, composed from plant, engine and limits.

Each study is a package or module of its own and is imported from there, so that one command does not pay for
the imports of the others.
"""

from __future__ import annotations

__all__: list[str] = []
