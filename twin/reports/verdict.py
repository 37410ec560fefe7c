"""The answer of a check in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from twin.reports.numbers import number, percent, quantity

UNSOLVED_ID: Final = "case.steady-state"
"""Id of the rows that stand for a case without a steady state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Word and status for the heading, what the site is, which limit binds, and what else to know."""

    word: str
    status: str
    site: str
    binding: str
    counts: str


def verdict(document: Mapping[str, Any]) -> Verdict:
    """Return the verdict of a check document."""
    limits = document["limits"]
    count = Counter(row["status"] for row in limits)
    word, status = _word(count)
    return Verdict(
        word=word,
        status=status,
        site=_site(document),
        binding=_binding(limits[0]) if limits else "No limit applies to this site.",
        counts=_counts(count, len(limits), len(document["cases"])),
    )


def is_upper(row: Mapping[str, Any]) -> bool:
    """Return whether a limit row has its bound above.

    >>> is_upper({"value": 5.0, "bound": 4.0, "margin": -1.0}), is_upper({"value": 5.0, "bound": 4.0, "margin": 1.0})
    (True, False)
    """
    value, bound, margin = (row[key] or 0.0 for key in ("value", "bound", "margin"))
    return bool(abs(bound - value - margin) <= abs(value - bound - margin))


def _word(count: Mapping[str, int]) -> tuple[str, str]:
    if count.get("violated"):
        return "LIMITS VIOLATED", "violated"
    if count.get("unknown"):
        return "INSIDE ALL LIMITS THAT COULD BE JUDGED", "unknown"
    return "INSIDE ALL LIMITS", "warn" if count.get("warn") else "ok"


def _site(document: Mapping[str, Any]) -> str:
    if document["it_power_kw"] is None:
        return f"{document['chips']:,} chips; no steady state at the sustained load, so there is no IT power."
    door = document["door_fraction"]
    doors = f", {percent(door)} to cooling doors" if door else ""
    return (
        f"{number(document['it_power_kw'])} kW of IT power on {document['chips']:,} chips and "
        f"{document['optical_modules']:,} optical modules; {percent(document['liquid_fraction'])} of the heat to "
        f"cold plates{doors}."
    )


def _binding(row: Mapping[str, Any]) -> str:
    if row["id"] == UNSOLVED_ID:
        return f"The case “{row['case']}” has no steady state ({_after_colon(row['quantity'])})."
    if row["margin"] is None:
        return f"{row['id']} of {row['scope']} could not be judged: an input is missing."
    upper, unit = is_upper(row), row["unit"]
    need = "at most" if upper else "at least"
    apart = f"{quantity(abs(row['margin']), _difference(unit))} ({percent(abs(row['margin_fraction']))})"
    ending = (
        f"{apart} too {'much' if upper else 'little'}" if row["status"] == "violated" else f"{apart} left"
    )
    return (
        f"{row['id']} binds first, at {row['scope']}: {quantity(row['value'], unit)} where {need} "
        f"{quantity(row['bound'], unit)} is allowed, {ending}, in the case “{row['case']}”."
    )


def _difference(unit: str) -> str:
    return "K" if unit == "degC" else unit


def _after_colon(sentence: str) -> str:
    return sentence.partition(": ")[2] or sentence


def _counts(count: Mapping[str, int], limits: int, cases: int) -> str:
    named = [
        f"{count[status]} {word}"
        for status, word in (
            ("violated", "violated"),
            ("warn", "near"),
            ("unknown", "not judged for want of an input"),
        )
        if count.get(status)
    ]
    found = ", ".join(named) if named else "none violated, near or unknown"
    return f"{limits:,} limits in {cases} cases: {found}."
