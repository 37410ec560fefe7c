"""A site and its catalogue become SI models; every mistake becomes one line with place and remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.twin.config.conftest import Damaged
from twin.config import SiteConfig, list_sites, load_site
from twin.config.chips import Chip
from twin.config.heat_rejection import Crah, WetTower
from twin.config.loops import FwsLoop, TcsLoop
from twin.errors import ConfigError, InputError, InternalError, NotFoundError

Damage = Callable[[str, str, str], Damaged]

SITE = "sites/hybrid/site.yaml"
CHIP = "catalog/chips/mini-chip.yaml"
CABINET = "catalog/cabinets/mini-compute.yaml"
CDU = "catalog/cdus/mini-cdu.yaml"


def test_site_values_are_si(hybrid: SiteConfig) -> None:
    tcs = hybrid.site.loops["tcs-1"]
    assert isinstance(tcs, TcsLoop)
    assert tcs.supply_temp == pytest.approx(305.15)
    assert tcs.control.specific_flow == pytest.approx(2.5e-8)
    assert tcs.static_pressure == 150000.0
    assert (tcs.cdus.count, tcs.cdus.name, tcs.redundancy.required_count(2)) == (2, "mini-cdu", 1)
    assert tcs.header.return_order == "direct"
    assert tcs.elevation == 0.0
    fws = hybrid.site.loops["fws-1"]
    assert isinstance(fws, FwsLoop)
    assert fws.modes is not None
    assert (fws.modes.free_below, fws.modes.mechanical_above) == (pytest.approx(287.15), None)


def test_catalogue_values_carry_spread_and_source(hybrid: SiteConfig) -> None:
    power = hybrid.chips["mini-chip"].sustained_power
    assert (power.value, power.low, power.high) == (880.0, 740.0, 1000.0)
    assert (power.kind, power.source, power.text) == ("derived", "invented for tests", "880 W")
    assert power.unit_kind == "power"


def test_a_published_value_may_come_without_spread(hybrid: SiteConfig) -> None:
    tokens = hybrid.chips["mini-chip"].tokens
    assert tokens is not None
    assert tokens.decode.low == tokens.decode.value == tokens.decode.high == 1943.0
    assert tokens.decode.source == "arXiv:2506.12708"


def test_only_what_the_site_rests_on_is_loaded(folder: Path) -> None:
    config = load_site("air")
    assert set(config.cabinets) == {"mini-bus"}
    assert set(config.power) == {"mini-tx", "mini-shelf"}
    assert not config.chips
    assert not config.cdus


def test_entries_named_by_entries_are_there(hybrid: SiteConfig) -> None:
    assert set(hybrid.chips) == {"mini-chip"}
    assert set(hybrid.fluids) == {"mini-water"}
    assert set(hybrid.heat_rejection) == {"mini-tower", "mini-chiller", "mini-crah", "mini-door"}


def test_entries_come_in_their_own_class(hybrid: SiteConfig) -> None:
    assert hybrid.of_type(WetTower, "mini-tower").fan_power.value == 1000.0
    assert isinstance(hybrid.of_type(Chip, "mini-chip"), Chip)
    with pytest.raises(InternalError):
        hybrid.of_type(Crah, "mini-tower")


def test_nothing_changes_after_loading(hybrid: SiteConfig) -> None:
    with pytest.raises(ValueError, match="frozen"):
        hybrid.site.title = "other"  # type: ignore[misc]
    with pytest.raises(TypeError):
        hybrid.chips["other"] = hybrid.chips["mini-chip"]  # type: ignore[index]


def test_a_place_in_the_site_file(hybrid: SiteConfig) -> None:
    text = Path(hybrid.file).read_text().splitlines()
    line = int(hybrid.location("loops", "fws-1", "supply_temp").rpartition(":")[2])
    assert "26 degC" in text[line - 1]


@pytest.mark.parametrize("given", ["sites/hybrid", "sites/hybrid/site.yaml"])
def test_a_path_does_as_well_as_a_name(folder: Path, given: str) -> None:
    assert load_site(folder / given).name == "hybrid"


def test_a_folder_of_the_users_own_brings_its_catalogue(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = folder / "sites" / "hybrid"
    (folder / "catalog").rename(own / "catalog")
    monkeypatch.delenv("TWIN_SITE_PATH")
    assert load_site(own).chips["mini-chip"].idle_power.value == 165.0


def test_the_users_entry_hides_the_shared_one(folder: Path) -> None:
    own = folder / "sites" / "hybrid" / "catalog" / "chips"
    own.mkdir(parents=True)
    (own / "mini-chip.yaml").write_text((folder / CHIP).read_text().replace("title: A chip", "title: My chip"))
    assert load_site("hybrid").chips["mini-chip"].title == "My chip for tests"


def test_sites_are_listed_with_their_titles(folder: Path) -> None:
    sites = list_sites()
    assert sites["air"] == "Two air-cooled cabinets for tests"
    assert list(sites) == sorted(sites)


# file, old text, new text, field, words of the message, words of the remedy
MISTAKES = {
    "unknown key of the site": (SITE, "    volume: 100 L\n", "    volumme: 100 L\n", "loops.tcs-1.volumme",
                                "not a known key", "`volume`"),
    "unknown key of a hall": (SITE, "dew_point: 11 degC", "dewpoint: 11 degC", "halls.hall-a.dewpoint",
                              "not a known key", "`dew_point`"),
    "unknown key in a row": (CABINET, "use: check", "usage: check", "liquid.pressure_drop.rows.2.usage",
                             "not a known key", "`use`"),
    "unknown key of an entry": (CHIP, "min_clock:", "min_clok:", "min_clok", "not a known key", "`min_clock`"),
    "unknown key at the top": (SITE, "weather: mini-town", "wether: mini-town", "wether", "not a known key", "`weather`"),
    "power for a temperature": (SITE, "supply_temp: 32 degC", "supply_temp: 35 kW", "loops.tcs-1.supply_temp",
                                "`35 kW` is not a temperature", "32 degC"),
    "offset unit in a resistance": (CHIP, "value: 0.01625 K/W", "value: 0.03 degC/W", "plate.wall_resistance.value",
                                    "`0.03 degC/W`", "write K/W"),
    "temperature for a difference": (SITE, "dew_point_margin: 2 K", "dew_point_margin: 2 degC",
                                     "loops.tcs-1.dew_point_margin", "`2 degC`", "write K: `2 K`"),
    "pressure without reference": (SITE, "static_pressure: 1.5 bar gauge", "static_pressure: 1.5 bar",
                                   "loops.tcs-1.static_pressure", "gauge pressure is asked for", "1.5 bar gauge"),
    "no unit": (SITE, "volume: 1 m3", "volume: 1", "loops.fws-1.volume", "`1` has no unit", "400 L"),
    "negative length": (SITE, "segment_length: 1.2 m", "segment_length: -1.2 m",
                        "loops.tcs-1.header.segment_length", "`-1.2 m` is out of range", "1.2 m"),
    "zero diameter": (SITE, "diameter: 50 mm", "diameter: 0 mm", "loops.tcs-1.header.diameter",
                      "`0 mm` is out of range", "50 mm"),
    "missing entry": (SITE, "cdus: 2 x mini-cdu", "cdus: 2 x mini-cud", "loops.tcs-1.cdus",
                      "`mini-cud` is not in the catalogue of cdus", "`mini-cdu`"),
    "missing entry behind an entry": (CABINET, "chip: mini-chip", "chip: mini-chpi", "node_parts.0.chip",
                                      "`mini-chpi` is not in the catalogue of chips", "`mini-chip`"),
    "missing weather": (SITE, "weather: mini-town", "weather: mini-twon", "weather",
                        "not in the catalogue of weather", "`mini-town`"),
    "entry of the wrong type": (SITE, "crah: 2 x mini-crah", "crah: 2 x mini-door", "halls.hall-a.air.crah",
                                "`mini-door` is a door", "allowed: crah"),
    "shelf in a path": (SITE, "busway-a: mini-busway", "busway-a: mini-shelf", "power.elements.busway-a",
                        "is a shelf", "name an entry of an allowed type"),
    "no feeds": (SITE, "loop: tcs-1, feeds: [a, b]", "loop: tcs-1, feeds: []", "supernodes.sn-1.feeds",
                 "fed by nothing", "paths a, b, mech"),
    "feeds forgotten": (SITE, "loop: tcs-1, feeds: [a, b]", "loop: tcs-1", "supernodes.sn-1.feeds",
                        "is missing", "feeds: [path, ...]"),
    "feed that is not there": (SITE, "loop: tcs-1, feeds: [a, b]", "loop: tcs-1, feeds: [a, c]",
                               "supernodes.sn-1.feeds.1", "`c` is no power path", "a, b, mech"),
    "CDU without line": (SITE, "    tcs-1.cdu-2: {feeds: [b, a], transfer: ats}\n", "", "power.loads",
                         "no line for tcs-1.cdu-2", "tcs-1.cdu-2: {feeds: [...]}"),
    "loop fed by nothing": (SITE, "chw-1: {feeds: [mech]", "chw-1: {feeds: []", "power.loads.chw-1.feeds",
                            "chw-1 is fed by nothing", "paths a, b, mech"),
    "load of nobody": (SITE, "tcs-1.cdu-2: {feeds", "tcs-1.cdu-3: {feeds", "power.loads.tcs-1.cdu-3",
                       "no consumer of this site", "tcs-1.cdu-2"),
    "CDU with zero pumps": (CDU, "pumps: 2\npumps_required: 1", "pumps: 0\npumps_required: 0", "pumps",
                            "without pumps", "at least one pump"),
    "more pumps required than there": (CDU, "pumps_required: 1", "pumps_required: 3", "pumps_required",
                                       "`3` is not between 1 and the 2", "correct pumps"),
    "zero units": (SITE, "cdus: 2 x mini-cdu", "cdus: 0 x mini-cdu", "loops.tcs-1.cdus", "counts fewer than one",
                   "`1 x mini-cdu`"),
    "count that is no count": (SITE, "cdus: 2 x mini-cdu", "cdus: two mini-cdu", "loops.tcs-1.cdus",
                               "`two mini-cdu` is not a count", "2 x"),
    "loop without pressure reference": (SITE, "    static_pressure: 1.5 bar gauge\n", "",
                                        "loops.tcs-1.static_pressure", "is missing", "pressure reference"),
    "element twice in its path": (SITE, "a: [tx-a, ups-a, busway-a]", "a: [tx-a, ups-a, tx-a]", "power.paths.a.2",
                                  "`tx-a` stands twice", "once"),
    "path in its own path": (SITE, "a: [tx-a, ups-a, busway-a]", "a: [tx-a, ups-a, a]", "power.paths.a.2",
                             "circular feed", "list elements only"),
    "generator in a path": (SITE, "a: [tx-a, ups-a, busway-a]", "a: [tx-a, generator-1]", "power.paths.a.1",
                            "circular feed", "list elements only"),
    "paths in opposite order": (SITE, "b: [tx-b, ups-b]", "b: [busway-a, ups-a]", "power.paths.b.1",
                                "`ups-a` stands below busway-a here and above it", "same order"),
    "element that is not there": (SITE, "b: [tx-b, ups-b]", "b: [tx-b, ups-c]", "power.paths.b.1",
                                  "`ups-c` is no power element", "`ups-b`"),
    "loop with no source": (SITE, "source: fws-1", "source: fws-2", "loops.tcs-1.source", "no fws loop", "`fws-1`"),
    "source of the wrong kind": (SITE, "source: fws-1", "source: chw-1", "loops.tcs-1.source", "no fws loop", "fws-1"),
    "liquid cabinet without loop": (SITE, "hall: hall-a, loop: tcs-1, feeds: [a, b]", "hall: hall-a, feeds: [a, b]",
                                    "supernodes.sn-1", "liquid-cooled cabinets (mini-compute) and no loop", "loop:"),
    "loop that is not there": (SITE, "loop: tcs-1, feeds: [a, b]", "loop: fws-1, feeds: [a, b]",
                               "supernodes.sn-1.loop", "`fws-1` is no tcs loop", "tcs-1"),
    "hall that is not there": (SITE, "hall: hall-a, loop: tcs-1, feeds: [a, b]",
                               "hall: hall-b, loop: tcs-1, feeds: [a, b]", "supernodes.sn-1.hall", "no hall", "hall-a"),
    "backup that is not there": (SITE, "hall-a: {feeds: [mech], backup: generator-1}",
                                 "hall-a: {feeds: [mech], backup: generator-2}", "power.loads.hall-a.backup",
                                 "no generator", "generator-1"),
    "redundancy of one": (SITE, "cdus: 2 x mini-cdu", "cdus: 1 x mini-cdu", "loops.tcs-1.redundancy",
                          "cannot be kept by a group of 1", "more units"),
    "redundancy nobody knows": (SITE, "    redundancy: N+1\n    supply_temp: 32 degC",
                                "    redundancy: N+3\n    supply_temp: 32 degC", "loops.tcs-1.redundancy",
                                "not one of the choices", "N+2"),
    "kind of loop nobody knows": (SITE, "kind: tcs", "kind: tcss", "loops.tcs-1", "`tcss` is not one of the choices", "tcs"),
    "loop without kind": (SITE, "    kind: tcs\n", "", "loops.tcs-1", "does not say its kind", "kind: tcs"),
    "choice nobody knows": (SITE, "electrical_code: iec", "electrical_code: din", "electrical_code",
                            "not one of the choices", "nec"),
    "set-point of the other mode": (SITE, "{mode: flow, specific_flow: 1.5 L/min/kW}", "{mode: flow, dp: 50 kPa}",
                                    "loops.tcs-1.control", "has mode flow and gives dp", "`by`"),
    "text for a count": (CABINET, "nodes: 2", "nodes: two", "nodes", "`two` is not a whole number", "whole number"),
    "number for a text": (SITE, "title: A hybrid-cooled hall for tests", "title: 12", "title", "`12` is not a text", "quotes"),
    "text for a flag": (SITE, "check_valves: true", "check_valves: maybe", "loops.tcs-1.check_valves",
                        "neither true nor false", "`true`"),
    "text for a block": (SITE, "header: {segment_length: 1.2 m, diameter: 50 mm, roughness: 0.015 mm, return: direct}",
                         "header: 5", "loops.tcs-1.header", "not a block", "key: value"),
    "text for a list": (CABINET, "cabinet_parts: []", "cabinet_parts: none", "cabinet_parts", "not a list", "[a, b]"),
    "coefficient that is no number": ("catalog/fluids/mini-water.yaml", "density: [992.3, -0.38]",
                                      "density: [992.3, .nan]", "coefficients.density.1", "not a", "number"),
    "number without provenance": (CHIP, "idle_power: {value: 165 W, low: 160 W, high: 190 W, kind: assumed, source: choice}",
                                  "idle_power: 165 W", "idle_power", "comes without provenance", "kind: derived"),
    "kind of provenance nobody knows": (CHIP, "low: 160 W, high: 190 W, kind: assumed", "low: 160 W, high: 190 W, kind: guessed",
                                        "idle_power.kind", "`guessed`", "assumed"),
    "assumed without spread": (CHIP, "value: 165 W, low: 160 W, high: 190 W", "value: 165 W", "idle_power",
                               "is assumed and has no low and high", "may leave them out"),
    "bounds upside down": (CHIP, "low: 160 W, high: 190 W", "low: 170 W, high: 190 W", "idle_power.low",
                           "not in rising order", "low <= value <= high"),
    "source nobody knows": (CHIP, "high: 190 W, kind: assumed, source: choice", "high: 190 W, kind: assumed, source: choise",
                            "idle_power.source", "`choise` is not a key", "`choice`"),
    "extra key of a number": (CHIP, "high: 190 W, kind: assumed", "high: 190 W, hgih: 200 W, kind: assumed",
                              "idle_power.hgih", "not a key of a sourced value", "`high`"),
    "part of two kinds": (CABINET, "chip: mini-chip}", "chip: mini-chip, optic: mini-optic}", "node_parts.0",
                          "names 2 of chip, optic and power", "exactly one"),
    "optic without cooling": (CABINET, "optic: mini-optic, cooling: air", "optic: mini-optic", "node_parts.1",
                              "without cooling", "cooling: air"),
    "too few rows to fit": (CABINET, "        use: check\n", "", "liquid.pressure_drop", "3 rows to fit", "exactly two"),
    "basis without its number": (CABINET, "basis: specific-flow", "basis: return-limit", "liquid.required_flow",
                                 "no return_limit", "add `return_limit`"),
    "name that is not the file's": (CHIP, "name: mini-chip", "name: other-chip", "name", "not the name of the file", "mini-chip"),
    "type nobody knows": ("catalog/heat_rejection/mini-door.yaml", "type: door", "type: dor", "type",
                          "`dor` is not one of the choices", "`door`"),
    "type forgotten": ("catalog/heat_rejection/mini-door.yaml", "type: door\n", "", "type", "is missing", "wet-tower"),
    "chips that do not add up": ("catalog/supernodes/mini-node.yaml", "chips: 24", "chips: 25", "chips",
                                 "`25` is not what its parts add up to: 24", "correct chips"),
    "modules that do not add up": ("catalog/supernodes/mini-node.yaml", "optical_modules: 90", "optical_modules: 80",
                                   "optical_modules", "add up to: 90", "correct optical_modules"),
    "tab for indentation": (SITE, "    kind: fws\n", "\tkind: fws\n", "", "is not YAML", "indentation"),
    "key given twice": (SITE, "    volume: 100 L\n", "    volume: 100 L\n    volume: 200 L\n", "",
                        "`volume` is a key that line", "remove one"),
    "key that is no text": (SITE, "halls:\n", "7: x\nhalls:\n", "", "a key is not a text", "quotes"),
    "tower and no redundancy": (SITE, "    rejection_redundancy: N\n", "", "loops.fws-1",
                                "only one of rejection", "together"),
}  # fmt: skip

# Where the mark is not the changed line itself, the line that stands for the block.
ELSEWHERE = {
    "feeds forgotten": "  sn-1: {type",
    "no feeds": "  sn-1: {type",
    "liquid cabinet without loop": "  sn-1: {type",
    "CDU without line": "  loads:",
    "loop without pressure reference": "  tcs-1:",
    "redundancy of one": "    redundancy: N+1\n    supply_temp: 32",
    "redundancy nobody knows": "    redundancy: N+3",
    "loop without kind": "  tcs-1:",
    "kind of loop nobody knows": "  tcs-1:",
    "part of two kinds": "  - {name: npu",
    "optic without cooling": "  - {name: optics",
    "too few rows to fit": "  pressure_drop:",
    "basis without its number": "  required_flow:",
    "type forgotten": "name:",
    "key given twice": "    volume: 200 L",
    "tower and no redundancy": "  fws-1:",
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_one_clear_line(damage: Damage, case: str) -> None:
    name, old, new, field, words, remedy = MISTAKES[case]
    damaged = damage(name, old, new)
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid")
    text = damaged.file.read_text()
    line = text[: text.index(ELSEWHERE[case])].count("\n") + 1 if case in ELSEWHERE else damaged.line
    matching = [problem for problem in caught.value.problems if problem.field == field and words in str(problem)]
    assert matching, str(caught.value)
    problem = matching[0]
    assert problem.location == f"{damaged.file}:{line}", str(problem)
    assert problem.remedy
    assert remedy in str(problem)
    assert "\n" not in str(problem)
    _no_library_speaks(str(caught.value))


def _no_library_speaks(message: str) -> None:
    for word in ("pydantic", "pint", "Input should", "validation error", "Extra inputs", "function-", "input_value"):
        assert word not in message


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("    source: fws-1\n", "    source: fws-1\n  tcs-2:\n    <<: 1\n", "", "merges are not read"),
        ("    rejection: 1 x mini-tower\n    rejection_redundancy: N\n    trim: mini-chiller\n    trim_redundancy: N\n",
         "", "loops.fws-1", "nothing that takes its heat"),
        ("    air: {crah: 2 x mini-crah, redundancy: N+1, supply_temp: 22 degC, chilled_water: chw-1}\n", "",
         "halls.hall-a", "sn-1.bus-01 gives heat to its air"),
    ],
)  # fmt: skip
def test_more_mistakes(damage: Damage, old: str, new: str, field: str, words: str) -> None:
    damage(SITE, old, new)
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid")
    assert any(problem.field == field and words in str(problem) for problem in caught.value.problems), str(caught.value)


def test_a_loop_that_serves_nobody_is_told(damage: Damage) -> None:
    damage("sites/air/site.yaml", "power:\n  utility", """\
  idle:
    kind: chw
    fluid: mini-water
    chillers: mini-chiller
    redundancy: N
    supply_temp: 14 degC
    pumps: mini-pump
    pump_redundancy: N
    static_pressure: 1.0 bar gauge
    volume: 200 L
power:
  utility""")  # fmt: skip
    with pytest.raises(ConfigError, match="idle: serves nobody"):
        load_site("air")


def test_water_cooled_chillers_need_condenser_water(damage: Damage) -> None:
    damage("catalog/heat_rejection/mini-chiller.yaml", "condenser: air", "condenser: water")
    with pytest.raises(ConfigError, match="chw-1: has water-cooled chillers and no source"):
        load_site("hybrid")


def test_every_mistake_of_a_file_is_told_at_once_in_line_order(damage: Damage) -> None:
    damage(SITE, "dew_point: 11 degC", "dew_point: 11 kPa")
    damage(SITE, "supply_temp: 26 degC", "supply_temp: 26")
    damage(SITE, "electrical_code: iec", "electrical_code: din")
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid")
    problems = caught.value.problems
    assert [problem.field for problem in problems] == [
        "electrical_code", "halls.hall-a.dew_point", "loops.fws-1.supply_temp",
    ]  # fmt: skip
    assert len(str(caught.value).splitlines()) == 3


def test_missing_entries_are_told_together(damage: Damage) -> None:
    damage(SITE, "weather: mini-town", "weather: nowhere")
    damage(SITE, "rejection: 1 x mini-tower", "rejection: 1 x max-tower")
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid")
    assert [problem.given for problem in caught.value.problems] == ["nowhere", "max-tower"]


@pytest.mark.parametrize(
    ("given", "words"),
    [("hybird", "did you mean `hybrid`?"), ("zzzzzz", "use one of"), ("/nowhere/at/all", "neither a known site")],
)
def test_no_such_site(folder: Path, given: str, words: str) -> None:
    with pytest.raises(NotFoundError, match="`"):
        load_site(given)
    with pytest.raises(NotFoundError) as caught:
        load_site(given)
    assert words in str(caught.value)


def test_a_folder_without_site_file(folder: Path) -> None:
    with pytest.raises(NotFoundError, match=r"holds no site\.yaml"):
        load_site(folder / "catalog")


@pytest.mark.parametrize(
    "content",
    [b"", b"- a\n- b\n", b"just text", b"\xff\xfe", b"a: &x [*x]\n", b"site: \x00\n", b"a: [1, 2\n", b"site: !!python/object:os.x {}\n",
     b"a: 2026-99-99\n", b"? [1]\n: 2\n", b"a: *nobody\n", b"[" * 100_000, b"a: " + b"[" * 900 + b"]" * 900, b"- " * 100_000,
     b"a: &a [1,1,1,1,1,1,1,1,1,1]\n" + b"".join(b"%c: &%c [%s]\n" % (n, n, b",".join([b"*%c" % (n - 1)] * 10)) for n in b"bcdefgh")],
)  # fmt: skip
def test_what_is_not_a_site_file_is_one_clear_error(folder: Path, content: bytes) -> None:
    file = folder / SITE
    file.write_bytes(content)
    with pytest.raises(InputError) as caught:
        load_site(file)
    assert all(str(file) in problem.location and problem.remedy for problem in caught.value.problems)
    _no_library_speaks(str(caught.value))


def test_a_file_that_cannot_be_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_site(folder / SITE)


def test_loading_is_light(folder: Path) -> None:
    code = (
        "import sys, twin.config as c; c.load_site('hybrid');"
        "print(sorted({'pint', 'numpy', 'scipy', 'pandas', 'numba', 'models'} & set(sys.modules)))"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
    runs = [
        subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert runs[1].strip() == "[]"
