"""Which column of a table belongs to which cabinets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from twin.inputs.cabinet_load import CabinetLoad
from twin.inputs.tables import Table

__all__ = ["Match", "match_columns"]

_SUFFIX: Final = re.compile(r"([ _.-](power|activity))?([ _-]\(?(w|frac)\)?)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Columns and the cabinets each stands for.

    Attributes
    ----------
    groups : tuple of (str, tuple of int)
        Column name and the indices of its cabinets.
    by : str
        ``cabinet``, ``CDU``, ``loop`` or ``supernode``.
    in_order : bool
        Matched by order, since the names say nothing.
    """

    groups: tuple[tuple[str, tuple[int, ...]], ...]
    by: str
    in_order: bool


def match_columns(table: Table, columns: Sequence[str], cabinets: Sequence[CabinetLoad]) -> Match:
    """Match columns to cabinets, CDUs, loops or supernodes: by name, else in order if the counts agree.

    Parameters
    ----------
    table : Table
        For the message.
    columns : sequence of str
        Names such as ``cdu01_power_W``, ``sn-1.compute-03`` or ``tcs-1.cdu-2``; endings such as ``_power_W``,
        leading zeros and the signs ``- _ .`` do not count.
    cabinets : sequence of CabinetLoad

    Raises
    ------
    DataFileError
        Names match nothing and no count agrees; with what the site has.
    """
    families = _families(cabinets)
    for by, members in families.items():
        places = _places_by_name(columns, tuple(members))
        if places is not None:
            return Match(
                groups=tuple((column, members[place]) for column, place in zip(columns, places, strict=True)),
                by=by,
                in_order=False,
            )
    by = next((by for by, members in families.items() if len(members) == len(columns)), "")
    if not by:
        _refuse(table, columns, families)
    return Match(groups=tuple(zip(columns, families[by].values(), strict=True)), by=by, in_order=True)


def _refuse(
    table: Table, columns: Sequence[str], families: dict[str, dict[str, tuple[int, ...]]]
) -> NoReturn:
    have = ", ".join(
        f"{len(members)} {by}{'s' if len(members) != 1 else ''}" for by, members in families.items()
    )
    names = next(iter(families.values()))
    table.refuse(
        f"has {len(columns)} data columns, which match the site neither by name nor by number",
        given=", ".join(columns[:3]) + (", ..." if len(columns) > 3 else ""),
        allowed=have,
        remedy="name the columns after cabinets, CDUs, loops or supernodes, "
        f"as in {next(iter(names))}_power_W",
    )


def _families(cabinets: Sequence[CabinetLoad]) -> dict[str, dict[str, tuple[int, ...]]]:
    families: dict[str, dict[str, tuple[int, ...]]] = {"cabinet": {}, "CDU": {}, "loop": {}, "supernode": {}}
    for index, cabinet in enumerate(cabinets):
        supernode = cabinet.name.rpartition(".")[0]
        owners = (cabinet.name, cabinet.cdu, cabinet.loop, supernode)
        for by, name in zip(families, owners, strict=True):
            if name:
                families[by][name] = (*families[by].get(name, ()), index)
    return {by: members for by, members in families.items() if members}


def _places_by_name(columns: Sequence[str], names: Sequence[str]) -> list[str] | None:
    plain = {_plain(name): name for name in names}
    tails = {_plain(name.rpartition(".")[2]): name for name in names}
    # A last part of a name, such as `cdu-2`, says which only if no other loop has one of that name.
    known = plain if len(tails) < len(names) else tails | plain
    found = [known.get(_plain(_SUFFIX.sub("", column))) for column in columns]
    places = [name for name in found if name is not None]
    return places if len(set(places)) == len(columns) else None


def _plain(name: str) -> str:
    """Return a name without signs, case and leading zeros; numbers stay apart.

    >>> _plain("TCS-1.cdu-02") == _plain("tcs_1 CDU2")
    True
    >>> _plain("cdu-1.2") == _plain("cdu-12")
    False
    """
    return " ".join(part.lstrip("0") or "0" for part in re.findall(r"[a-z]+|[0-9]+", name.lower()))
