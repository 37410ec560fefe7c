"""Names of the members behind a site's short words."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.config import SiteConfig, load_of, load_site, loads_required, placed_cabinets


def test_cabinets_in_order(hybrid: SiteConfig) -> None:
    names = [cabinet.name for cabinet in placed_cabinets(hybrid)]
    assert names[:4] == ["sn-1.compute-01", "sn-1.compute-02", "sn-1.compute-03", "sn-1.bus-01"]
    assert names[4:] == [name.replace("sn-1", "sn-2") for name in names[:4]]


def test_a_cabinet_knows_its_place(hybrid: SiteConfig) -> None:
    compute, *_, bus = placed_cabinets(hybrid)
    assert (compute.type, compute.role, compute.hall, compute.loop) == (
        "mini-compute",
        "compute",
        "hall-a",
        "tcs-1",
    )
    assert (compute.supernode, compute.feeds, compute.backup) == ("sn-1", ("a", "b"), None)
    assert (bus.type, bus.loop) == ("mini-bus", None)


def test_a_hundred_equal_cabinets_have_three_digits(folder: Path) -> None:
    file = folder / "catalog" / "supernodes" / "mini-air-node.yaml"
    file.write_text(
        file.read_text().replace("count: 2", "count: 100").replace("modules: 64", "modules: 3200")
    )
    names = [cabinet.name for cabinet in placed_cabinets(load_site("air"))]
    assert (names[0], names[-1], len(set(names))) == ("sn.bus-001", "sn.bus-100", 100)


def test_two_groups_of_one_role_are_numbered_through(folder: Path) -> None:
    file = folder / "catalog" / "supernodes" / "mini-air-node.yaml"
    group = "  - {type: mini-bus, count: 2, role: bus}\n"
    file.write_text(file.read_text().replace(group, 2 * group).replace("modules: 64", "modules: 128"))
    names = [cabinet.name for cabinet in placed_cabinets(load_site("air"))]
    assert names == ["sn.bus-01", "sn.bus-02", "sn.bus-03", "sn.bus-04"]


def test_every_consumer_must_be_fed(hybrid: SiteConfig) -> None:
    assert loads_required(hybrid) == (
        "tcs-1.cdu-1",
        "tcs-1.cdu-2",
        "fws-1",
        "chw-1",
        "hall-a.crah",
        "hall-a.doors",
    )


@pytest.mark.parametrize(
    ("consumer", "feeds"), [("tcs-1.cdu-2", ("b", "a")), ("fws-1", ("mech",)), ("hall-a.crah", ("mech",))]
)
def test_a_consumer_takes_its_own_line_or_that_of_its_owner(
    hybrid: SiteConfig, consumer: str, feeds: tuple[str, ...]
) -> None:
    load = load_of(hybrid, consumer)
    assert load is not None
    assert load.feeds == feeds


def test_nobody_feeds_what_is_not_there(hybrid: SiteConfig) -> None:
    assert load_of(hybrid, "tcs-9.cdu-1") is None
