"""Printing results: JSON alone, or tables."""

from __future__ import annotations

import json
import sys
from typing import Any


def emit_json(document: Any) -> None:
    """Print a document; a figure that is no number would be a fault of ours and is refused."""
    text = json.dumps(document, indent=2, allow_nan=False)
    sys.stdout.write(f"{text}\n")
