"""From a site's name to its validated configuration."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any

from twin.config.base import Block, Entry, Reference
from twin.config.catalogue import FAMILIES, Catalogue
from twin.config.checks import check_site
from twin.config.folders import catalogue_folders, find_site, site_files
from twin.config.marks import MarkedTree, load_marked, shown
from twin.config.overrides import Override, apply_override, parse_override, unmatched
from twin.config.problems import problem_at, validated
from twin.config.repeat import distinct, expanded, pattern_steps
from twin.config.site import Site
from twin.config.site_config import SiteConfig
from twin.errors import ConfigError, NotFoundError, OverrideError, Problem

__all__ = ["list_sites", "load_site"]


def list_sites() -> dict[str, str]:
    """Return every site that has a name, with its title."""
    return {name: str(load_marked(file).data.get("title", "")) for name, file in sorted(site_files().items())}


def load_site(name_or_path: str | os.PathLike[str], overrides: Sequence[str] = ()) -> SiteConfig:
    """Return the validated configuration of a site.

    Parameters
    ----------
    name_or_path : str or path
        A name that `list_sites` knows, or a folder or file of the user's own.
    overrides : sequence of str
        `path=value` texts, applied before validation; `catalog.<family>.<name>.<field>` reaches entries,
        `loops.tcs-<row>.<field>` every member of a pattern and `loops.tcs-3.<field>` one of them.

    Returns
    -------
    SiteConfig
        The site and every catalogue entry it rests on, all values in SI.

    Raises
    ------
    NotFoundError
        No such site.
    OverrideError
        An override matches nothing or cannot be read.
    ConfigError
        The site file or an entry is wrong; `problems` holds every mistake found at that stage.
    """
    changes = [parse_override(text) for text in overrides]
    file = find_site(name_or_path)
    tree = _overridden(load_marked(file), changes)
    site = _site(tree)
    catalogue = Catalogue(catalogue_folders(file), changes)
    entries = _resolved(site, tree, catalogue)
    _check_overrides(changes, catalogue, entries)
    config = SiteConfig(
        site=site,
        file=shown(file),
        overrides=tuple(overrides),
        tree=tree,
        entry_trees={
            (family, name): catalogue.tree(family, name)
            for family, found in entries.items()
            for name in found
        },
        **{family: SiteConfig.frozen(found) for family, found in entries.items()},
    )
    problems = distinct(list(check_site(config)), tree)
    if problems:
        raise ConfigError(*sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    return config


def _overridden(tree: MarkedTree, changes: Sequence[Override]) -> MarkedTree:
    """Return the site with its patterns built out: what changes a pattern comes before, all else after."""
    later: list[Override] = []
    for change in changes:
        steps = pattern_steps(tree.data, change.steps)
        if steps[0] == "repeat":
            tree = apply_override(tree, steps, change)
        elif not change.in_catalogue:
            later.append(change)
    tree = expanded(tree)
    for change in later:
        tree = apply_override(tree, change.steps, change)
    return tree


def _site(tree: MarkedTree) -> Site:
    try:
        return validated(Site, tree)
    except ConfigError as error:
        raise ConfigError(*distinct(error.problems, tree)) from None


def _resolved(site: Site, tree: MarkedTree, catalogue: Catalogue) -> dict[str, dict[str, Any]]:
    """Return the entries a site rests on, by family and name: first those it names, then those they name."""
    entries: dict[str, dict[str, Any]] = {family: {} for family in FAMILIES}
    problems: dict[str, Problem] = {}
    waiting: list[tuple[Block, MarkedTree]] = [(site, tree)]
    while waiting:
        block, block_tree = waiting.pop(0)
        for reference in block.references():
            known = reference.name in entries[reference.family]
            try:
                entry = catalogue.entry(reference.family, reference.name)
            except OverrideError:
                raise
            except ConfigError as error:
                problems.update((str(problem), problem) for problem in _placed(error, block_tree, reference))
                continue
            problems.update((str(problem), problem) for problem in _misfits(entry, block_tree, reference))
            if not known:
                entries[reference.family][reference.name] = entry
                waiting.append((entry, catalogue.tree(reference.family, reference.name)))
    if problems:
        raise ConfigError(*distinct(list(problems.values()), tree))
    return entries


def _placed(error: ConfigError, tree: MarkedTree, reference: Reference) -> Iterator[Problem]:
    """Yield the problems of an entry; one that is missing is the fault of the line that names it."""
    for problem in error.problems:
        if isinstance(error, NotFoundError):
            yield problem_at(tree, reference.path, problem.message, problem.remedy, given=problem.given)
        else:
            yield problem


def _misfits(entry: Entry, tree: MarkedTree, reference: Reference) -> Iterator[Problem]:
    kind = getattr(entry, "type", None)
    if reference.types and kind not in reference.types:
        yield problem_at(
            tree,
            reference.path,
            f"is a {kind}, which cannot stand here",
            "name an entry of an allowed type",
            given=reference.name,
            allowed=", ".join(reference.types),
        )


def _check_overrides(
    changes: Sequence[Override], catalogue: Catalogue, entries: dict[str, dict[str, Any]]
) -> None:
    names = [f"{family}.{name}" for family, found in entries.items() for name in found]
    problems = list(unmatched(changes, catalogue.used_overrides, names))
    if problems:
        raise OverrideError(*problems)
