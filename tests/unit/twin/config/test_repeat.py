"""A part of a site written once and built several times: names, references, changes, mistakes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.twin.config.conftest import Damaged
from twin.config import SiteConfig, load_of, load_site, placed_cabinets
from twin.config.loops import TcsLoop
from twin.errors import ConfigError, InputError, OverrideError

SITE = "sites/rows/site.yaml"
Damage = Callable[[str, str, str], Damaged]


@pytest.fixture
def rows(folder: Path) -> SiteConfig:
    """Return two halls of three rows."""
    return load_site("rows")


def tcs(config: SiteConfig, name: str) -> TcsLoop:
    loop = config.site.loops[name]
    assert isinstance(loop, TcsLoop)
    return loop


def test_members_are_numbered_hall_by_hall_and_row_by_row(rows: SiteConfig) -> None:
    assert list(rows.site.halls) == ["hall-1", "hall-2"]
    technology = [name for name, loop in rows.site.loops.items() if isinstance(loop, TcsLoop)]
    assert technology == ["tcs-1-1", "tcs-1-2", "tcs-1-3", "tcs-2-1", "tcs-2-2", "tcs-2-3"]
    assert list(rows.site.power.elements)[:4] == ["tx-1", "ups-1-1", "ups-1-2", "ups-1-3"]


def test_references_carry_the_numbers_of_their_member(rows: SiteConfig) -> None:
    assert tcs(rows, "tcs-2-3").source == "fws-2"
    assert rows.site.power.paths["a-2-3"] == ("tx-2", "ups-2-3")
    air = rows.site.halls["hall-2"].air
    assert air is not None
    assert air.chilled_water == "chw-2"
    load = load_of(rows, "tcs-2-3.cdu-1")
    assert load is not None
    assert load.feeds == ("a-2-3",)


def without_pod(folder: Path) -> None:
    file = folder / SITE
    file.write_text(file.read_text().partition("supernodes:\n  pod:")[0])


def test_numbers_have_as_many_digits_as_the_count(folder: Path) -> None:
    without_pod(folder)
    names = list(load_site("rows", ["repeat.hall.count=10"]).site.halls)
    assert (names[0], names[-1], len(names)) == ("hall-01", "hall-10", 10)


def test_a_spread_supernode_stands_in_equal_parts(rows: SiteConfig) -> None:
    pod = [cabinet for cabinet in placed_cabinets(rows) if cabinet.supernode == "pod"]
    assert Counter((c.role, c.hall) for c in pod) == {
        ("compute", "hall-1"): 6,
        ("compute", "hall-2"): 6,
        ("bus", "hall-1"): 3,
        ("bus", "hall-2"): 3,
    }
    compute = [cabinet for cabinet in pod if cabinet.role == "compute"]
    assert [cabinet.loop for cabinet in compute[:4]] == ["tcs-1-1", "tcs-1-1", "tcs-1-2", "tcs-1-2"]
    assert [cabinet.name for cabinet in compute[:2]] == ["pod.compute-01", "pod.compute-02"]
    assert (compute[-1].loop, compute[-1].feeds) == ("tcs-2-3", ("a-2-3",))


def test_a_change_of_the_pattern_reaches_every_member(folder: Path) -> None:
    for path in ("loops.tcs-<hall>-<row>", "repeat.hall.repeat.row.loops.tcs-<hall>-<row>"):
        site = load_site("rows", [f"{path}.supply_temp=35 degC"])
        temps = [loop.supply_temp for loop in site.site.loops.values() if isinstance(loop, TcsLoop)]
        assert temps == pytest.approx([308.15] * 6)


def test_a_change_of_one_member_reaches_no_other(folder: Path) -> None:
    site = load_site("rows", ["loops.tcs-<hall>-<row>.volume=90 L", "loops.tcs-2-1.volume=50 L"])
    assert tcs(site, "tcs-2-1").volume == pytest.approx(0.050)
    assert tcs(site, "tcs-2-2").volume == pytest.approx(0.090)


def test_a_change_of_the_count_builds_more(folder: Path) -> None:
    without_pod(folder)
    assert len(load_site("rows", ["repeat.hall.repeat.row.count=5"]).site.supernodes) == 10


def test_a_member_written_out_stands_in_the_place_of_the_repeated_one(folder: Path, rows: SiteConfig) -> None:
    file = folder / SITE
    text = file.read_text()
    begin, end = text.index("      fws-<hall>:"), text.index("      chw-<hall>:")
    own = (
        text[begin:end]
        .replace("<hall>", "2")
        .replace("volume: 1 m3", "volume: 7 m3")
        .replace("      ", "  ", 1)
    )
    own = "\n".join(line[4:] if line.startswith("        ") else line for line in own.split("\n"))
    file.write_text(text.replace("repeat:\n  hall:", f"loops:\n{own}repeat:\n  hall:", 1))
    site = load_site("rows").site
    assert list(site.loops) == list(rows.site.loops)
    assert (site.loops["fws-1"].volume, site.loops["fws-2"].volume) == (1.0, 7.0)


MISTAKES = {
    "unknown key of a pattern": ("    count: 2\n", "    counts: 2\n", "not a known key", "`count`"),
    "no member at all": ("    count: 2\n", "    count: 0\n", "out of range", "correct"),
    "unknown section": ("    halls:\n", "    hals:\n", "not a known key", "`halls`"),
    "utility in a pattern": ("      elements: {tx-", "      utility: {}\n      elements: {tx-", "not a known key", ""),
    "unknown key of a member": ("            volume: 100 L\n", "            volumme: 100 L\n", "known key", "`volume`"),
    "wrong unit in a member": ("supply_temp: 32 degC", "supply_temp: 32 kW", "not a temperature", "degC"),
    "name without its number": ("      hall-<hall>:\n", "      hall-x:\n", "same name 2 times", "`<hall>`"),
    "unknown placeholder": ("source: fws-<hall>", "source: fws-<hal>", "`<hal>` is no pattern", "`hall`"),
    "unknown entry": ("            cdus: 2 x mini-cdu", "            cdus: 2 x mini-cdx", "not in the catalogue", "mini-cdu"),
    "unknown loop": ("source: fws-<hall>", "source: fwz-<hall>", "is no fws loop", "fws-1"),
    "a consumer without feed": ("            tcs-<hall>-<row>.cdu-2: {feeds: [mech-<hall>]}\n", "", "fed by nothing", "feeds"),
    "parts that are not equal": ("{hall: 2, row: 3}", "{hall: 2, row: 2}", "do not divide the 6 cabinets", "divides"),
    "too many members": ("    count: 2\n", "    count: 200000\n", "more than 200,000", "`count`"),
    "one pattern inside its like": ("      row:\n", "      hall:\n", "of the same name", "another name"),
    "not a name": ("      row:\n", "      Row 1:\n", "no name for a pattern", "small letters"),
}  # fmt: skip


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_in_a_pattern_is_told_once_at_its_line(case: str, damage: Damage) -> None:
    old, new, words, remedy = MISTAKES[case]
    damaged = damage(SITE, old, new)
    with pytest.raises(ConfigError) as refused:
        load_site("rows")
    found = [problem for problem in refused.value.problems if words in str(problem)]
    assert len(found) == 1, str(refused.value)
    assert remedy in found[0].remedy
    whole_file = case in ("a consumer without feed", "too many members")
    assert whole_file or found[0].location == damaged.location


def test_a_repeated_mistake_says_how_often_it_stands(damage: Damage) -> None:
    damage(SITE, "supply_temp: 32 degC", "supply_temp: 32 kW")
    with pytest.raises(ConfigError, match="5 more like it"):
        load_site("rows")


def test_two_patterns_must_not_make_the_same_name(folder: Path) -> None:
    file = folder / SITE
    other = "repeat:\n  other:\n    count: 1\n    halls: {hall-<other>: {}}\n  hall:"
    file.write_text(file.read_text().replace("repeat:\n  hall:", other, 1))
    with pytest.raises(ConfigError, match="makes hall-1 a second time") as refused:
        load_site("rows")
    assert "another name" in refused.value.problems[0].remedy


@pytest.mark.parametrize(
    ("override", "words"),
    [
        ("loops.tcs-9-9.volume=1 L", "there is no `tcs-9-9`"),
        ("loops.tcs-<row>.volume=1 L", "there is no `tcs-<row>`"),
        ("repeat.hal.count=3", "there is no `hal`"),
        ("repeat.hall.count=two", "not a whole number"),
    ],
)
def test_a_change_that_meets_nothing_says_so(folder: Path, override: str, words: str) -> None:
    with pytest.raises((OverrideError, InputError)) as refused:
        load_site("rows", [override])
    assert words in str(refused.value)
