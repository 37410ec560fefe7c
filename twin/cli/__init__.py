"""The command line: translate arguments, call a study, print what it says."""

from __future__ import annotations

from twin.cli.entry import main

__all__ = ["main"]
