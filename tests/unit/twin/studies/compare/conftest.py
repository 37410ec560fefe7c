from __future__ import annotations

from typing import Any

import pytest

from twin.config import load_site
from twin.studies.compare import Comparison, compare, compare_document


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """Return CloudMatrix 384 beside one GB200 NVL72."""
    return compare([load_site("cloudmatrix384"), load_site("gb200-nvl72")], resolution="cabinet")


@pytest.fixture(scope="session")
def document(comparison: Comparison) -> dict[str, Any]:
    """Return its document."""
    return compare_document(comparison)
