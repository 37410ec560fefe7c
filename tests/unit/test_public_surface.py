"""The names that other people's code may rely on."""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.resources
import pkgutil
from types import ModuleType

import pytest

import models
import twin

PACKAGES = ["api", "models", "site_configs", "twin"]


def faces(package: ModuleType) -> list[str]:
    """Return the dotted names of a package and of every package below it."""
    below = pkgutil.walk_packages(package.__path__, prefix=f"{package.__name__}.")
    return [package.__name__, *(info.name for info in below if info.ispkg)]


@pytest.mark.parametrize("name", PACKAGES)
def test_package_says_what_it_is(name: str) -> None:
    assert importlib.import_module(name).__doc__


@pytest.mark.parametrize("name", [*faces(models), *faces(twin)])
def test_every_exported_name_exists(name: str) -> None:
    face = importlib.import_module(name)
    exported = getattr(face, "__all__", [])
    assert len(exported) == len(set(exported))
    assert [each for each in exported if not hasattr(face, each)] == []


def test_version_is_the_installed_one() -> None:
    assert importlib.metadata.version("supernode-twin") == twin.__version__


def test_command_is_installed() -> None:
    (command,) = importlib.metadata.entry_points(group="console_scripts", name="twin")
    assert command.value == "twin.cli:main"
    assert callable(command.load())


def test_catalogue_travels_with_the_package() -> None:
    catalogue = importlib.resources.files("site_configs") / "catalog"
    families = [family for family in catalogue.iterdir() if family.is_dir()]
    assert families
    for family in families:
        assert any(entry.name.endswith(".yaml") for entry in family.iterdir()), family.name
