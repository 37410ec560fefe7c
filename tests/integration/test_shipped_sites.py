"""Every site that comes along: opens, adds up, is judged without a gap, runs, and is as sure of itself as it says."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import jsonschema
import numpy as np
import pandas as pd
import pytest

from tests.plants import plant, site, solved
from twin.cli import main
from twin.config import SiteConfig, list_sites
from twin.config.catalogue import FAMILIES
from twin.plant import Plant
from twin.plant.records import Floats
from twin.reports.compare_lines import compare_lines
from twin.reports.compare_page import compare_page
from twin.reports.compare_text import PAGE_WIDTH, compare_text
from twin.studies.check import CheckResult, check, check_document
from twin.studies.compare import Comparison, compare_document
from twin.studies.compare import figures as figures_module
from twin.studies.compare.figures import NAMES, computed_figures
from twin.studies.compare.rows import comparison_rows
from twin.studies.compare.system import Compared

MOST_CHIPS_RESOLVED = 200_000
HOUR = ("--hours", "1", "--sample", "300", "--engine", "fast", "--workload", "table:activity-small")
"""A load between 31 and 97 % of full activity, with a jump at every recorded instant."""
SAMPLES_S = np.arange(0.0, 3601.0, 300.0)
BUSIEST_S, QUIETEST_S = 900.0, 2100.0
"""When `activity-small` is highest and lowest."""
ROUNDING = 1e-9
"""A margin of nothing may come out this much below."""
MOST_CLOSURE_FRAC = 1e-9
"""Energy that a run may lose sight of, over the heat put in; rounding reaches 1e-12."""


class Counts(NamedTuple):
    """What the announcement, or the site's own title, says a site holds."""

    chips: int
    cabinets: int
    optics: int


SITES = {
    "atlas900-a3": Counts(384, 16, 6_912),
    "atlas950-supercluster": Counts(524_288, 64 * 160, 64 * 163_840),
    "atlas950-superpod": Counts(8_192, 160, 163_840),
    "atlas960-superpod": Counts(15_488, 220, 340_736),
    "baige-tianchi256": Counts(4 * 256, 4, 4 * 64),
    "baige-tianchi512": Counts(2 * 512, 4, 4 * 64),
    "bytedance-h200": Counts(64 * 16 + 384, 64 + 16, 64 * 16 + 6_912),
    "cloudmatrix384": Counts(384, 16, 6_912),
    "cloudmatrix384-x432": Counts(165_888, 6_912, 432 * 6_912),
    "ethx-mixed": Counts(4 * 64 + 4 * 64 + 8 * 24, 16, 4 * 32 + 4 * 16 + 8 * 24),
    "frontier": Counts(37_888, 74, 0),
    "gb200-nvl72": Counts(72, 1, 72),
    "gb300-hall": Counts(576, 8, 576),
    "gb300-nvl72": Counts(72, 1, 72),
    "hanguang800-row": Counts(12 * 32, 12, 0),
    "kunlun-p800-30k": Counts(30_000, 469, 469 * 16 - 4),
    "metax-liquid-pod": Counts(1_280, 10, 0),
    "metax-optical": Counts(8 * 64, 8, 8 * 640),
    "metax-shanghai-cube": Counts(4 * 128, 4, 0),
    "metax-yaolong-3dmesh": Counts(8 * 64, 8, 0),
    "panjiu128": Counts(2 * 128, 2, 2 * 128),
    "ppu-cluster": Counts(16_384, 512, 0),
    "superpod-15k": Counts(15_360, 640, 40 * 6_912),
    "yuannao-sd200": Counts(8 * 64, 8, 8 * 64),
}
every_site = pytest.mark.parametrize("name", SITES)


def test_every_site_has_its_counts_here() -> None:
    assert set(SITES) == set(list_sites())


@every_site
def test_counts_are_exact(name: str) -> None:
    of, expected = plant(name), SITES[name]
    assert int(of.chips.multiplicity.sum()) == expected.chips
    assert len(of.cabinets.names) == len(set(of.cabinets.names)) == expected.cabinets
    assert int(of.optics.count.sum()) == expected.optics


@pytest.fixture(scope="module", params=SITES)
def checked(request: pytest.FixtureRequest) -> CheckResult:
    """Return a checked site; pytest lets all tests of one site follow each other."""
    return check(site(request.param), resolution="cabinet")


def test_check_is_complete_as_expected_and_inside_the_stated_power(checked: CheckResult) -> None:
    config, result = checked.config, checked
    document = check_document(result)
    assert [(case["name"], case["cause"]) for case in document["cases"] if case["outcome"] != "solved"] == []
    assert [(row["id"], row["scope"]) for row in document["limits"] if row["status"] == "unknown"] == []
    assert document["energy_closure"] < 1e-6
    violated = sorted({row["id"] for row in document["limits"] if row["status"] == "violated"})
    assert int(result.violated) == config.site.expect.exit_code, violated
    assert all(limit in config.site.expect.because for limit in violated), (
        "the reason is silent about a limit"
    )
    loads = {case["load"] for case in document["cases"] if (case["worst_margin_fraction"] or 0.0) < -ROUNDING}
    assert all(load in config.site.expect.because for load in loads), "the reason is silent about a load"
    low_w, high_w = stated_power_w(config)
    assert low_w <= document["it_power_kw"] * 1e3 <= high_w


def stated_power_w(config: SiteConfig) -> tuple[float, float]:
    """Return the range of the supernodes' published or derived powers, summed over the site."""
    low_w = high_w = 0.0
    for placement in config.site.supernodes.values():
        published = config.supernodes[placement.type].published
        assert published is not None
        assert published.total_power is not None
        low_w, high_w = low_w + published.total_power.low, high_w + published.total_power.high
    return low_w, high_w


def without_spread(checked: CheckResult) -> Compared:
    """Return a checked site for a comparison; what its figures rest on is left out, it takes minutes for the largest."""
    figures = computed_figures(checked.config, checked.plant, checked.base.snapshot, checked.base.cause)
    return Compared(label=checked.config.name, config=checked.config, check=checked, figures=figures)


@pytest.fixture(scope="module")
def yardstick() -> CheckResult:
    """Return the site that all others are compared with."""
    return check(site("cloudmatrix384"), resolution="cabinet")


def test_compares_with_cloudmatrix384(
    checked: CheckResult, yardstick: CheckResult, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = {name: {"down": 0.0, "up": 0.0, "kind": "derived", "rests_on": []} for name in NAMES}
    monkeypatch.setattr(figures_module, "_spread", lambda config, say: nothing)
    systems = (without_spread(yardstick), without_spread(checked))
    document = compare_document(Comparison(systems=systems, rows=comparison_rows(systems)))

    text = json.dumps(document, allow_nan=False)
    schema = (files("site_configs") / "schemas" / "compare.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(json.loads(text), json.loads(schema))
    rows = {(row["quantity"], row["column"]): row for row in document["rows"]}
    for row in document["rows"]:
        for cell in row["cells"]:
            assert (cell["value"] is None) == bool(cell["reason"]), row["quantity"]
            assert (cell["kind"] is None) == (cell["value"] is None), row["quantity"]
        if row["column"] == "published":
            assert "assumed" not in row["kinds"], row["quantity"]
    counts = [
        rows[name, "bottom-up"]["values"][1] for name in ("site_chips", "site_cabinets", "site_optics_count")
    ]
    assert counts == list(SITES[checked.config.name])
    claims = {conflict["claim"] for conflict in document["conflicts"]}
    assert claims >= {conflict.claim for conflict in checked.config.site.conflicts}
    wet = checked.config.cabinets.values()
    assert (rows["flow", "bottom-up"]["values"][1] is None) == (
        len(systems[1].census.types) > 1 or all(cabinet.liquid is None for cabinet in wet)
    )

    blocks = compare_text(document, compare_lines(document))
    assert max(len(line) for block in blocks for line in block.lines) <= PAGE_WIDTH
    assert checked.config.site.title.split("<")[0] in compare_page(document).replace("&#39;", "'")


def liquid_ranges() -> list[tuple[str, float, float]]:
    """Return the sites whose supernodes are all of one type with a stated liquid share."""
    found = []
    for name in SITES:
        config = site(name)
        types = {placement.type for placement in config.site.supernodes.values()}
        published = config.supernodes[types.pop()].published if len(types) == 1 else None
        if published is not None and published.liquid_fraction is not None:
            found.append((name, published.liquid_fraction.low, published.liquid_fraction.high))
    return found


@pytest.mark.parametrize(("name", "low", "high"), liquid_ranges())
def test_liquid_share_is_inside_what_is_stated(name: str, low: float, high: float) -> None:
    _, view = solved(plant(name))
    assert low <= view.cabinets.liquid_w.sum() / view.it_power_w <= high


def test_panjiu_is_fed_with_350_kw_and_cooled_for_500() -> None:
    of = plant("panjiu128")
    assert of.cabinets.feeder_limit_w.tolist() == [350e3, 350e3]
    assert of.cabinets.nameplate_power_w.tolist() == [350e3, 350e3]
    assert of.cdus.rated_heat_w.tolist() == [500e3] * 4
    # Each cabinet has a loop of its own, on which one CDU may fail.
    assert of.cabinets.loop_index.tolist() == [0, 1]


@every_site
def test_chips_of_air_cooled_cabinets_hang_on_no_loop(name: str) -> None:
    of, config = plant(name), site(name)
    dry = np.array([config.cabinets[kind].liquid is None for kind in of.cabinets.type_names])
    assert ((of.cabinets.loop_index < 0) == dry).all()


@every_site
def test_an_hour_of_changing_load_runs_closes_and_stays_in_range(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resolution = "chip" if SITES[name].chips <= MOST_CHIPS_RESOLVED else "cabinet"
    out = tmp_path / "out"
    assert main(["simulate", name, *HOUR, "--resolution", resolution, "--out", str(out), "--json"]) == 0
    summary = json.loads(capsys.readouterr().out)
    assert (summary["complete"], summary["hours"], summary["engine"]) == (True, 1.0, "fast")
    assert summary["resolution"] == resolution

    series = site_series(out)
    assert series["time_s"].tolist() == SAMPLES_S.tolist()
    assert all(np.isfinite(values).all() for values in series.values())
    assert series["closure_frac"].max() < MOST_CLOSURE_FRAC

    of = plant(name, resolution)
    it_w, facility_w = series["it_power_w"], series["facility_power_w"]
    assert (it_w > idle_power_w(of)).all()
    assert (it_w < nameplate_power_w(of)).all()
    assert (facility_w > it_w + series["cooling_power_w"]).all(), "the electrical chain loses power too"
    for power_w in (it_w, facility_w):
        assert SAMPLES_S[power_w.argmax()] == BUSIEST_S
        assert SAMPLES_S[power_w.argmin()] == QUIETEST_S

    chips = pd.read_parquet(out / "chips.parquet")
    assert len(chips) == len(of.chips.names)
    assert (chips["junction_max_k"] < of.chips.shutdown_temp_k).all()
    assert (chips["junction_min_k"] < chips["junction_max_k"] - 5.0).all(), "the load moved by two thirds"


def site_series(folder: Path) -> dict[str, Floats]:
    """Return the recorded series of a whole site."""
    table = pd.read_parquet(folder / "site.parquet")
    return {name: np.array(table[name].tolist(), dtype=float).ravel() for name in table.columns}


def idle_power_w(of: Plant) -> float:
    """Return what the chips of a plant draw without work, a floor under its IT power."""
    return float((of.chips.multiplicity * of.chips.power.idle_w).sum())


def nameplate_power_w(of: Plant) -> float:
    """Return the nameplates of everything that counts as IT."""
    return float(of.cabinets.nameplate_power_w.sum() + of.blocks.nameplate_w.sum())


def entries_of_sites() -> list[str]:
    """Return every catalogue entry that a site uses, once."""
    used = {(family, entry) for name in SITES for family in FAMILIES for entry in getattr(site(name), family)}
    return [f"{family}/{entry}" for family, entry in sorted(used)]


@pytest.mark.parametrize("entry", entries_of_sites())
def test_the_catalogue_shows_every_entry_of_a_site(entry: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", entry, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert f"{shown['family']}/{shown['name']}" == entry
    assert shown["rows"]
    assert all(row["source"] for row in shown["rows"] if row["kind"])
    assert main(["catalog", entry]) == 0
    text = capsys.readouterr().out
    assert shown["title"].split()[0] in text
    assert all(row["field"] in text for row in shown["rows"])


def test_the_page_of_systems_and_the_readme_name_every_site_and_its_counts() -> None:
    repository = Path(__file__).resolve().parents[2]
    readme = (repository / "README.md").read_text(encoding="utf-8")
    rows = {
        cells[1].strip(" `"): cells
        for line in (repository / "docs" / "systems.md").read_text(encoding="utf-8").splitlines()
        if len(cells := line.split("|")) == 7 and cells[1].startswith(" `")
    }
    assert set(rows) == set(SITES)
    for name, cells in rows.items():
        assert f"`{name}`" in readme
        # A chip count stands at the start of a part; the numbers behind belong to the chip's name.
        chips = sum(int(part.split()[0].replace(",", "")) for part in cells[2].split(", "))
        assert (chips, int(cells[3].replace(",", ""))) == SITES[name][:2]
        assert int(cells[5]) == site(name).site.expect.exit_code
