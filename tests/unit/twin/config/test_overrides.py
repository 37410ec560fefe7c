"""`--set path=value` changes one value, and says so when it changes none."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.config import load_site
from twin.config.loops import FwsLoop, TcsLoop
from twin.errors import ConfigError, InputError, OverrideError


def tcs_of(*overrides: str) -> TcsLoop:
    loop = load_site("hybrid", overrides).site.loops["tcs-1"]
    assert isinstance(loop, TcsLoop)
    return loop


def test_a_value_of_the_site(folder: Path) -> None:
    assert tcs_of("loops.tcs-1.supply_temp=35 degC").supply_temp == pytest.approx(308.15)


def test_the_last_one_wins(folder: Path) -> None:
    loop = tcs_of("loops.tcs-1.supply_temp=35 degC", "loops.tcs-1.supply_temp=40 degC")
    assert loop.supply_temp == pytest.approx(313.15)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("check_valves=false", "check_valves", False),
        ("elevation=-3 m", "elevation", -3.0),
        ("fluid=mini-water", "fluid", "mini-water"),
    ],
)
def test_values_are_yaml_and_optional_keys_may_be_added(
    folder: Path, text: str, name: str, value: object
) -> None:
    assert getattr(tcs_of(f"loops.tcs-1.{text}"), name) == value


def test_a_key_may_be_taken_back_with_null(folder: Path) -> None:
    loop = load_site("hybrid", ["loops.fws-1.modes=null"]).site.loops["fws-1"]
    assert isinstance(loop, FwsLoop)
    assert loop.modes is None


def test_names_with_dots_and_places_in_lists(folder: Path) -> None:
    site = load_site("hybrid", ["power.loads.tcs-1.cdu-1.feeds.0=b", "supernodes.sn-1.feeds=[b]"]).site
    assert site.power.loads["tcs-1.cdu-1"].feeds == ("b", "b")
    assert site.supernodes["sn-1"].feeds == ("b",)


def test_one_number_of_a_catalogue_entry(folder: Path) -> None:
    change = "catalog.chips.mini-chip.plate.wall_resistance.value=0.018 K/W"
    plate = load_site("hybrid", [change]).chips["mini-chip"].plate
    assert plate is not None
    assert plate.wall_resistance.value == 0.018
    assert (plate.wall_resistance.low, plate.wall_resistance.kind) == (0.012, "derived")


def test_a_plain_value_replaces_the_whole_number(folder: Path) -> None:
    power = (
        load_site("hybrid", ["catalog.chips.mini-chip.sustained_power=1200 W"])
        .chips["mini-chip"]
        .sustained_power
    )
    assert (power.low, power.value, power.high) == (1200.0, 1200.0, 1200.0)
    assert (power.kind, power.source) == ("assumed", "set on the command line")


def test_narrowing_the_spread(folder: Path) -> None:
    path = "catalog.chips.mini-chip.plate.wall_resistance"
    wall = load_site("hybrid", [f"{path}.low=0.016 K/W", f"{path}.high=0.017 K/W"]).chips["mini-chip"].plate
    assert wall is not None
    assert (wall.wall_resistance.low, wall.wall_resistance.high) == (0.016, 0.017)


def test_another_site_is_not_touched(folder: Path) -> None:
    load_site("hybrid", ["catalog.chips.mini-chip.idle_power=1 W"])
    assert load_site("hybrid").chips["mini-chip"].idle_power.value == 165.0


MISSES = [
    ("loops.tcs-9.supply_temp=35 degC", "there is no `tcs-9`", "`tcs-1`"),
    ("loop.tcs-1.supply_temp=35 degC", "there is no `loop`", "`loops`"),
    ("loops.tcs-1.supply_temp.value=35 degC", "nothing below", "leave out"),
    ("supernodes.sn-1.feeds.7=b", "no place 7", "0 to 1"),
    ("supernodes.sn-1.feeds.x=b", "no place x", "0 to 1"),
    ("catalog.chips.mini-chpi.idle_power=1 W", "matches no catalogue entry", "catalog.chips.mini-chip"),
    ("catalog.chips=1", "matches no catalogue entry", "catalog."),
    ("catalog.chips.mini-chip=1", "names a whole file", "name the value"),
    ("supply_temp", "not a path and a value", "--set"),
    ("=5", "not a path and a value", "--set"),
    ("a..b=5", "not a path and a value", "--set"),
    ("site=[1", "cannot be read", "quotes"),
]


@pytest.mark.parametrize(("text", "words", "remedy"), MISSES, ids=[text for text, _, _ in MISSES])
def test_what_matches_nothing_is_an_error(folder: Path, text: str, words: str, remedy: str) -> None:
    with pytest.raises(OverrideError) as caught:
        load_site("hybrid", [text])
    assert words in str(caught.value)
    assert remedy in str(caught.value)
    assert caught.value.location == f"--set {text}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("loops.tcs-1.supply_temp=35 kW", "`35 kW` is not a temperature"),
        ("loops.tcs-1.supply_tmp=35 degC", "did you mean `supply_temp`?"),
        ("catalog.chips.mini-chip.idle_power.value=1 K", "`1 K` is not a power"),
        ("catalog.chips.mini-chip.idle_powr=1 W", "did you mean `idle_power`?"),
        ("catalog.chips.mini-chip.sustained_power.value=1200 W", "not in rising order"),
        ("loops.tcs-1.source=null", "loops.tcs-1.source: is missing"),
        ("loops.tcs-1.static_pressure=null", "needs a pressure reference"),
        ("catalog.chips.mini-chip.idle_power=null", "idle_power: is missing"),
    ],
)
def test_a_bad_value_is_told_at_the_option(folder: Path, text: str, words: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load_site("hybrid", [text])
    assert words in str(caught.value)


def test_the_option_is_the_place_of_its_value(folder: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_site("hybrid", ["loops.tcs-1.supply_temp=35 kW"])
    assert caught.value.location == "--set loops.tcs-1.supply_temp=35 kW"
