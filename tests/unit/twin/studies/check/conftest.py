"""One check of a shipped site for all tests of the study."""

from __future__ import annotations

import pytest

from twin.config import SiteConfig, load_site
from twin.studies.check import CheckResult, check


@pytest.fixture(scope="session")
def config() -> SiteConfig:
    return load_site("cloudmatrix384")


@pytest.fixture(scope="session")
def checked(config: SiteConfig) -> CheckResult:
    return check(config, resolution="cabinet")
