"""What people read: tables and pages, made from documents. Nothing is computed here that a document lacks.

Each report is a module of its own and is imported from there, so that one command does not pay for the others.
"""

from __future__ import annotations

__all__: list[str] = []
