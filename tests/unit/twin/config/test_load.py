"""A site and its catalogue become SI models; every mistake becomes one line with place and remedy."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from tests.unit.twin.config.conftest import DATA, Damaged
from twin.config import SiteConfig, list_sites, load_site
from twin.config.chips import Chip
from twin.config.heat_rejection import Crah, WetTower
from twin.config.loops import FwsLoop, TcsLoop
from twin.errors import ConfigError, InputError, InternalError, NotFoundError

Damage = Callable[[str, str, str], Damaged]

SITE = "sites/hybrid/site.yaml"
CHIP = "catalog/chips/mini-chip.yaml"


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
    assert fws.modes.free_below == pytest.approx(287.15)
    assert fws.modes.mechanical_above is None


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


def test_a_folder_of_the_users_own_brings_its_catalogue(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = folder / "sites" / "hybrid"
    (folder / "catalog").rename(own / "catalog")
    monkeypatch.delenv("TWIN_SITE_PATH")
    assert load_site(own).chips["mini-chip"].idle_power.value == 165.0


def test_the_users_entry_hides_the_shared_one(folder: Path) -> None:
    own = folder / "sites" / "hybrid" / "catalog" / "chips"
    own.mkdir(parents=True)
    (own / "mini-chip.yaml").write_text(
        (folder / CHIP).read_text().replace("title: A chip", "title: My chip")
    )
    assert load_site("hybrid").chips["mini-chip"].title == "My chip for tests"


def test_sites_are_listed_with_their_titles(folder: Path) -> None:
    sites = list_sites()
    assert sites["air"] == "Two air-cooled cabinets for tests"
    assert list(sites) == sorted(sites)


MISTAKES = yaml.safe_load((DATA / "mistakes.yaml").read_text())


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_one_clear_line(damage: Damage, case: str) -> None:
    mistake = MISTAKES[case]
    damaged = damage(mistake["file"], mistake["old"], mistake["new"])
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid")
    matching = [
        problem
        for problem in caught.value.problems
        if problem.field == mistake["field"] and mistake["words"] in str(problem)
    ]
    assert matching, str(caught.value)
    assert matching[0].location == f"{damaged.file}:{line_of(mistake, damaged)}", str(matching[0])
    assert matching[0].remedy
    assert mistake["remedy"] in str(matching[0])
    assert "\n" not in str(matching[0])
    _no_library_speaks(str(caught.value))


def line_of(mistake: dict[str, str], damaged: Damaged) -> int:
    text = damaged.file.read_text()
    return text[: text.index(mistake["at"])].count("\n") + 1 if "at" in mistake else damaged.line


def _no_library_speaks(message: str) -> None:
    for word in (
        "pydantic",
        "pint",
        "Input should",
        "validation error",
        "Extra inputs",
        "function-",
        "input_value",
    ):
        assert word not in message


def test_a_loop_that_serves_nobody_is_told(damage: Damage) -> None:
    damage(
        "sites/air/site.yaml",
        "power:\n  utility",
        """\
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
  utility""",
    )
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
        "electrical_code",
        "halls.hall-a.dew_point",
        "loops.fws-1.supply_temp",
    ]
    assert len(str(caught.value).splitlines()) == 3


def test_missing_entries_are_told_together(damage: Damage) -> None:
    damage(SITE, "weather: mini-town", "weather: nowhere")
    damage(SITE, "rejection: 1 x mini-tower", "rejection: 1 x max-tower")
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid")
    assert [problem.given for problem in caught.value.problems] == ["nowhere", "max-tower"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("hybird", "did you mean `hybrid`?"),
        ("zzzzzz", "use one of"),
        ("/nowhere/at/all", "neither a known site"),
    ],
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


BOMB = "a: &a [1,1,1,1,1,1,1,1,1,1]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]\n" for before, name in pairwise("abcdefgh")
)
NO_SITE_FILES = {
    "empty": b"",
    "list": b"- a\n- b\n",
    "text": b"just text",
    "not UTF-8": b"\xff\xfe",
    "control character": b"site: \x00\n",
    "unclosed list": b"a: [1, 2\n",
    "foreign tag": b"site: !!python/object:os.x {}\n",
    "impossible date": b"a: 2026-99-99\n",
    "list as key": b"? [1]\n: 2\n",
    "unknown alias": b"a: *nobody\n",
    "alias of itself": b"a: &x [*x]\n",
    "alias of aliases": BOMB.encode(),
    "deep brackets": b"[" * 100_000,
    "deep closed brackets": b"a: " + b"[" * 900 + b"]" * 900,
    "deep dashes": b"- " * 100_000,
}


@pytest.mark.parametrize("case", NO_SITE_FILES)
def test_what_is_not_a_site_file_is_one_clear_error(folder: Path, case: str) -> None:
    file = folder / SITE
    file.write_bytes(NO_SITE_FILES[case])
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
        subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert runs[1].strip() == "[]"
