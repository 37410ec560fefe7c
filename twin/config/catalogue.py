"""The catalogue: one file per entry, read only when something names it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Final

from twin.config.base import Entry
from twin.config.cabinets import Cabinet
from twin.config.cdus import Cdu
from twin.config.chips import Chip
from twin.config.fluids import Fluid
from twin.config.folders import catalogue_folders
from twin.config.heat_rejection import HEAT_REJECTION_TYPES
from twin.config.marks import MarkedTree, load_marked
from twin.config.nearest import did_you_mean
from twin.config.optics import Optic
from twin.config.overrides import Override, apply_override
from twin.config.power import POWER_TYPES
from twin.config.problems import problem_at, validated
from twin.config.pumps import Pump
from twin.config.supernodes import Supernode
from twin.config.weather import Weather
from twin.errors import ConfigError, NotFoundError, Problem

__all__ = ["FAMILIES", "Catalogue", "catalogue_entry", "list_catalogue"]

FAMILIES: Final[Mapping[str, type[Entry] | Mapping[str, type[Entry]]]] = {
    "fluids": Fluid,
    "weather": Weather,
    "chips": Chip,
    "optics": Optic,
    "cabinets": Cabinet,
    "supernodes": Supernode,
    "cdus": Cdu,
    "pumps": Pump,
    "heat_rejection": HEAT_REJECTION_TYPES,
    "power": POWER_TYPES,
}
"""Folder of the catalogue to its schema, or to one schema for each `type`."""


class Catalogue:
    """Entries found in a row of folders, the first folder first; every file is read at most once."""

    def __init__(self, folders: Sequence[Traversable], overrides: Sequence[Override] = ()) -> None:
        """Keep folders and overrides; nothing is read yet."""
        self._folders = folders
        self._overrides = [override for override in overrides if override.in_catalogue]
        self._read: dict[tuple[str, str], tuple[Entry, MarkedTree]] = {}
        self.used_overrides: set[str] = set()

    def entry(self, family: str, name: str) -> Entry:
        """Return one entry.

        Raises
        ------
        NotFoundError
            When no folder holds it; it offers the nearest names.
        ConfigError
            When its file is wrong.
        """
        return self._loaded(family, name)[0]

    def tree(self, family: str, name: str) -> MarkedTree:
        """Return the marked tree an entry was read from."""
        return self._loaded(family, name)[1]

    def names(self, family: str) -> list[str]:
        """Return the names of a family, sorted."""
        found = {
            file.name.removesuffix(".yaml")
            for folder in self._folders
            if (folder / family).is_dir()
            for file in (folder / family).iterdir()
            if file.name.endswith(".yaml")
        }
        return sorted(found)

    def families_of(self, name: str) -> Iterator[str]:
        """Yield the families that have an entry of this name."""
        return (family for family in FAMILIES if self._file(family, name) is not None)

    def _file(self, family: str, name: str) -> Traversable | None:
        candidates = (folder / family / f"{name}.yaml" for folder in self._folders)
        return next((file for file in candidates if file.is_file()), None)

    def _loaded(self, family: str, name: str) -> tuple[Entry, MarkedTree]:
        key = (family, name)
        if key not in self._read:
            self._read[key] = self._from_file(family, name)
        return self._read[key]

    def _from_file(self, family: str, name: str) -> tuple[Entry, MarkedTree]:
        file = self._file(family, name)
        if file is None:
            nearest = did_you_mean(name, self.names(family))
            remedy = f"{nearest} (or add catalog/{family}/{name}.yaml beside your site)"
            raise NotFoundError(
                Problem(message=f"is not in the catalogue of {family}", given=name, remedy=remedy)
            )
        tree = self._overridden(load_marked(file), family, name)
        entry = validated(_schema(tree, FAMILIES[family]), tree)
        if entry.name != name:
            raise ConfigError(
                problem_at(
                    tree, ("name",), "is not the name of the file", f"write `name: {name}`", given=entry.name
                )
            )
        return entry, tree

    def _overridden(self, tree: MarkedTree, family: str, name: str) -> MarkedTree:
        for override in self._overrides:
            steps = override.within_entry(family, name)
            if steps is not None:
                tree = apply_override(tree, steps, override)
                self.used_overrides.add(override.text)
        return tree


def _schema(tree: MarkedTree, choices: type[Entry] | Mapping[str, type[Entry]]) -> type[Entry]:
    if isinstance(choices, type):
        return choices
    given = tree.data.get("type")
    if given is None:
        raise ConfigError(
            problem_at(tree, ("type",), "is missing", f"add `type:` and one of {', '.join(choices)}")
        )
    if given not in choices:
        raise ConfigError(
            problem_at(
                tree,
                ("type",),
                "is not one of the choices",
                did_you_mean(str(given), choices),
                given=str(given),
                allowed=", ".join(choices),
            )
        )
    return choices[given]


def catalogue_entry(name: str, *, site_file: Traversable | None = None) -> Entry:
    """Return the entry of a name, `family/name` where two families share it.

    Raises
    ------
    NotFoundError
        When there is none, or more than one family has it.
    """
    catalogue = Catalogue(catalogue_folders(site_file))
    family, slash, rest = name.partition("/")
    if slash and family in FAMILIES:
        return catalogue.entry(family, rest)
    families = list(catalogue.families_of(name))
    if len(families) == 1:
        return catalogue.entry(families[0], name)
    if families:
        remedy = f"write {' or '.join(f'`{family}/{name}`' for family in families)}"
        raise NotFoundError(
            Problem(field="name", message="is in several families", given=name, remedy=remedy)
        )
    every = [known for family in FAMILIES for known in catalogue.names(family)]
    raise NotFoundError(
        Problem(field="name", message="is not in the catalogue", given=name, remedy=did_you_mean(name, every))
    )


def list_catalogue(*, site_file: Traversable | None = None) -> dict[str, list[str]]:
    """Return the entry names of every family."""
    catalogue = Catalogue(catalogue_folders(site_file))
    return {family: catalogue.names(family) for family in FAMILIES}
