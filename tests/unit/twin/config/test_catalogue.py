"""Looking entries up by name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from twin.config import catalogue_entry, list_catalogue
from twin.config.catalogue import FAMILIES
from twin.config.pumps import Pump
from twin.errors import NotFoundError


def test_every_family_is_listed(folder: Path) -> None:
    listed = list_catalogue()
    assert list(listed) == list(FAMILIES)
    assert "mini-pump" in listed["pumps"]


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_family_sits_in_the_folder_its_classes_name(family: str) -> None:
    choices = FAMILIES[family]
    classes = [choices] if isinstance(choices, type) else list(choices.values())
    assert {entry.family for entry in classes} == {family}


@pytest.mark.parametrize("name", ["mini-pump", "pumps/mini-pump"])
def test_an_entry_by_name_or_with_its_family(folder: Path, name: str) -> None:
    pump = catalogue_entry(name)
    assert isinstance(pump, Pump)
    assert pump.shutoff_head.value == pytest.approx(38 * 9806.65)


def test_a_name_in_two_families_must_be_told_apart(folder: Path) -> None:
    twin = folder / "catalog" / "fluids" / "mini-pump.yaml"
    shutil.copy(folder / "catalog" / "fluids" / "mini-water.yaml", twin)
    twin.write_text(twin.read_text().replace("name: mini-water", "name: mini-pump"))
    with pytest.raises(NotFoundError, match="`fluids/mini-pump` or `pumps/mini-pump`"):
        catalogue_entry("mini-pump")
    assert catalogue_entry("fluids/mini-pump").family == "fluids"


@pytest.mark.parametrize("name", ["mini-pumpe", "pumps/mini-pumpe"])
def test_no_such_entry_offers_the_nearest(folder: Path, name: str) -> None:
    with pytest.raises(NotFoundError, match="`mini-pump`"):
        catalogue_entry(name)
