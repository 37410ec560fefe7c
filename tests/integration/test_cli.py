"""The command as users run it: exit codes, JSON alone on stdout, one clear line per mistake."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pytest

from twin.cli import main

SITE = "gb300-hall"
TABLES = ["cabinet_summary", "cabinets", "cdus", "chips", "chw", "fws", "halls", "power", "site", "tcs"]


def twin(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "twin", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=cwd,
    )


@pytest.fixture(scope="module")
def checked() -> tuple[int, dict[str, Any], str]:
    """Return exit code, document and stderr of `twin check cloudmatrix384 --json`."""
    done = twin("check", "cloudmatrix384", "--json")
    return done.returncode, json.loads(done.stdout), done.stderr


@pytest.fixture
def own_site(tmp_path: Path) -> Path:
    """Return a folder of the user's own that holds a copy of a shipped site."""
    folder = tmp_path / "hall"
    folder.mkdir()
    text = (files("site_configs") / "sites" / SITE / "site.yaml").read_text(encoding="utf-8")
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return folder


class TestCheck:
    def test_json_stands_alone_and_follows_the_published_schema(
        self, checked: tuple[int, dict[str, Any], str]
    ) -> None:
        _, document, err = checked
        schema = json.loads(
            (files("site_configs") / "schemas" / "check.schema.json").read_text(encoding="utf-8")
        )
        jsonschema.validate(document, schema)
        assert err == ""

    def test_exit_code_follows_the_verdict(self, checked: tuple[int, dict[str, Any], str]) -> None:
        code, document, _ = checked
        assert code == int(any(row["status"] == "violated" for row in document["limits"]))

    def test_table_names_every_limit_and_is_not_cut(
        self, checked: tuple[int, dict[str, Any], str], capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, document, _ = checked
        assert main(["check", "cloudmatrix384", "--all"]) == code
        text, err = capsys.readouterr()
        assert err == ""
        assert "\x1b" not in text
        assert "…" not in text
        lines = text.splitlines()
        binding = document["limits"][0]
        assert binding["id"] in lines[1]
        assert binding["case"] in lines[1]
        for row in document["limits"]:
            assert any(line.startswith(f"{row['id']} ") for line in lines)
        for row in document["cases"]:
            assert row["worst_limit"] in text

    def test_one_changed_line_moves_the_result(self, capsys: pytest.CaptureFixture[str]) -> None:
        found = []
        for temp in (40, 45):
            change = f"loops.tcs-1.supply_temp={temp} degC"
            assert main(["check", SITE, "--json", "--resolution", "cabinet", "--set", change]) in (0, 1)
            found.append(json.loads(capsys.readouterr().out)["cabinets"][0]["supply_temp_degc"])
        assert found == pytest.approx([40.0, 45.0], abs=0.01)

    def test_strict_fails_on_what_could_not_be_judged(self, capsys: pytest.CaptureFixture[str]) -> None:
        arguments = ["check", SITE, "--json", "--resolution", "cabinet"]
        unknown = [*arguments, "--set", "catalog.cabinets.gb300-nvl72.liquid.max_flow=null"]
        assert main(arguments) == main(unknown) == 0
        capsys.readouterr()
        assert main([*arguments, "--strict"]) == 0
        assert main([*unknown, "--strict"]) == 1

    def test_report_is_one_file_and_json_stays_alone(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        page = tmp_path / "check.html"
        quick = ["--no-envelope", "--no-relief", "--resolution", "cabinet"]
        assert main(["check", SITE, "--json", "--report", str(page), *quick]) in (0, 1)
        out, err = capsys.readouterr()
        assert "envelope" not in json.loads(out)
        assert err == f"twin: report written to {page}\n"
        assert list(tmp_path.iterdir()) == [page]
        text = page.read_text(encoding="utf-8")
        assert "Eight GB300 NVL72 racks" in text
        assert "plotly.js v" in text

    def test_a_reader_that_leaves_early_gets_no_traceback(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "twin", "catalog"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as running:
            assert running.stdout is not None
            running.stdout.close()
            assert running.stderr is not None
            assert running.stderr.read() == ""
        assert running.returncode == 141

    def test_a_user_folder_is_a_site(self, own_site: Path) -> None:
        done = twin("check", own_site, "--json", "--resolution", "cabinet")
        assert done.returncode in (0, 1)
        assert json.loads(done.stdout)["site"] == SITE


class TestCompare:
    QUICK = ("compare", "cloudmatrix384", "gb200-nvl72", "--resolution", "cabinet")

    def test_json_stands_alone_and_follows_the_published_schema(self) -> None:
        done = twin(*self.QUICK, "--json")
        assert (done.returncode, done.stderr) == (0, "")
        schema = json.loads(
            (files("site_configs") / "schemas" / "compare.schema.json").read_text(encoding="utf-8")
        )
        jsonschema.validate(json.loads(done.stdout), schema)

    def test_table_shows_both_columns_with_kinds_and_explains_conflicts(
        self, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(list(self.QUICK)) == 0, "what the limits of the sites say is no verdict of a comparison"
        text, err = capsys.readouterr()
        assert err == ""
        lines = text.splitlines()
        (place,) = [
            place for place, each in enumerate(lines) if each.startswith("IT power per compute, dense BF16")
        ]
        assert lines[place + 1].split()[0] == "published"
        assert "2.31" in lines[place + 1]
        assert lines[place + 1].count("analyst") == 2
        assert lines[place + 2].split()[0] == "bottom-up"
        assert max(map(len, lines)) <= 100
        for said in ("4.1 x the power", "2.5 x the power", "6,912 modules of 800G", "training rates"):
            assert said in " ".join(text.split())

    def test_report_is_one_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        page = tmp_path / "compare.html"
        assert main([*self.QUICK, "--json", "--report", str(page)]) == 0
        out, err = capsys.readouterr()
        assert json.loads(out)["rows"]
        assert err == f"twin: report written to {page}\n"
        assert list(tmp_path.iterdir()) == [page]

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["cloudmatrix384"], "two or more sites"),
            (["cloudmatrix384", "gb200-nvl27"], "gb200-nvl72"),
            (["nowhere", "neither"], "neither"),
            (["cloudmatrix384", "gb200-nvl72", "--report", "missing/x.html"], "mkdir -p"),
        ],
    )
    def test_bad_input_ends_with_two_and_a_remedy(
        self, arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main(["compare", *arguments]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert says in err


Edit = Callable[[str], str]


def replaced(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return edit


class TestBadInput:
    @pytest.mark.parametrize(
        ("edit", "says"),
        [
            (replaced("weather:", "wether: x\nweather:"), ("wether", "is not a known key", "did you mean")),
            (replaced("supply_temp: 45 degC", "supply_temp: 35 kW"), ("supply_temp", "is not a temperature")),
            (
                replaced("supply_temp: 45 degC", "supply_temp: 0.03 degC/W"),
                ("supply_temp", "is not a temperature"),
            ),
            (replaced("weather: leesburg", "weather: leesbrug"), ("leesbrug", "did you mean `leesburg`")),
        ],
        ids=["unknown-key", "power-for-temperature", "resistance-for-temperature", "missing-entry"],
    )
    def test_a_wrong_site_file_is_named_with_line_and_remedy(
        self, edit: Edit, says: tuple[str, ...], own_site: Path
    ) -> None:
        file = own_site / "site.yaml"
        file.write_text(edit(file.read_text(encoding="utf-8")), encoding="utf-8")
        done = twin("check", "hall", "--json", "--report", "page.html", cwd=own_site.parent)
        assert done.returncode == 2
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line.startswith("twin: error: hall/site.yaml:")
        assert line.split(":")[3].isdecimal()
        assert all(word in line for word in says), line
        assert not (own_site.parent / "page.html").exists()

    def test_every_mistake_gets_its_line(self, own_site: Path) -> None:
        file = own_site / "site.yaml"
        text = file.read_text(encoding="utf-8").replace("supply_temp: 45 degC", "supply_temp: 35 kW", 1)
        file.write_text(f"wether: x\n{text}", encoding="utf-8")
        done = twin("check", own_site)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 2

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["check", "clodmatrix384"], "did you mean `cloudmatrix384`?"),
            (["check", SITE, "--set", "loops.tcs-1.supply_temp=35 kW"], "`35 kW` is not a temperature"),
            (["check", SITE, "--set", "loops.tcs-9.supply_temp=35 degC"], "matches nothing"),
            (["check", SITE, "--set", "supply"], "is not a path and a value"),
            (["check", SITE, "--report", "none/page.html"], "make it first: mkdir -p none"),
            (["simulate", SITE, "--workload", "constnt"], "did you mean `constant`"),
            (["simulate", SITE, "--workload", "replay:none.csv"], "none.csv"),
            (["simulate", SITE, "--weather", "none.epw"], "none.epw"),
            (["simulate", SITE, "--weather", "trace"], "needs a workload that carries a wet bulb"),
            (["simulate", SITE, "--hours", "0"], "is no length of a run"),
            (["simulate", SITE, "--resume"], "needs the folder of the run to go on with"),
            (["simulate", SITE, "--resume", "--out", "none"], "holds no run to resume"),
            (["simulate", SITE, "--chips", "rack-1.rack-99"], "did you mean `rack-1.rack-01`"),
            (["simulate", SITE, "--chips-window", "0:60"], "needs chips to record"),
            (["simulate", SITE, "--chips", "rack-1.*", "--chips-window", "9"], "is no stretch of time"),
            (["simulate", SITE, "--start", "soon"], "is no time of day"),
            (["simulate", SITE, "--target-utilisation", "0.7"], "scales a request trace"),
            (["validate", "V99"], "is no validation case"),
            (["catalog", "ascend"], "is not in the catalogue"),
        ],
    )
    def test_one_line_on_stderr_and_nothing_written(
        self,
        arguments: list[str],
        says: str,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main(arguments) == 2
        out, err = capsys.readouterr()
        assert out == ""
        (line,) = err.splitlines()
        assert line.startswith("twin: error: ")
        assert says in line
        assert list(tmp_path.iterdir()) == []

    def test_nan_in_a_trace(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        Path("load.csv").write_text("time_s,activity\n0,0.5\n300,nan\n600,0.5\n", encoding="utf-8")
        assert main(["simulate", SITE, "--workload", "table:load.csv", "--out", "out"]) == 2
        assert capsys.readouterr().err.startswith("twin: error: load.csv:3: ")
        assert [path.name for path in tmp_path.iterdir()] == ["load.csv"]

    def test_a_foreign_folder_is_refused_before_the_run(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from twin.studies import simulate

        def never(*_: object) -> None:
            raise AssertionError("the run has begun")

        monkeypatch.setattr(simulate, "run_simulation", never)
        (tmp_path / "thesis.tex").touch()
        assert main(["simulate", SITE, "--out", str(tmp_path)]) == 2
        assert "holds files that are not a result of a run" in capsys.readouterr().err


class TestSimulate:
    ARGUMENTS = ("simulate", SITE, "--resolution", "cabinet", "--sample", "10", "--hours", "0.05")

    def test_series_summary_and_page(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "deep" / "out"
        assert main([*self.ARGUMENTS, "--out", str(out), "--json"]) == 0
        printed = json.loads(capsys.readouterr().out)
        names = sorted(path.name for path in out.iterdir())
        assert names == sorted([*(f"{name}.parquet" for name in TABLES), "report.html", "summary.json"])
        assert json.loads((out / "summary.json").read_text()) | {"out": str(out)} == printed
        assert printed["energy_closure"] < 1e-9
        assert "plotly.js v" in (out / "report.html").read_text(encoding="utf-8")
        site = pd.read_parquet(out / "site.parquet")
        assert site["time_s"].iloc[-1] == 180.0
        assert len(site) == 19

    def test_the_default_folder_is_printed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert main([*self.ARGUMENTS]) == 0
        text = capsys.readouterr().out
        (folder,) = (tmp_path / "twin-runs").iterdir()
        assert folder.name.startswith(f"{SITE}-")
        assert f"Results: twin-runs/{folder.name}\n" in text
        assert "peak junction" in text

    def test_ctrl_c_keeps_what_is_done(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        @contextmanager
        def stopped(_title: str, _total: float) -> Iterator[Callable[[float], None]]:
            def moved(time_s: float) -> None:
                if time_s >= 60.0:
                    raise KeyboardInterrupt

            yield moved

        # The command's module is shadowed by nothing but must be found by its full name.
        monkeypatch.setattr(sys.modules["twin.cli.simulate"], "bar", stopped)
        out = tmp_path / "out"
        assert main([*self.ARGUMENTS, "--out", str(out)]) == 130
        assert f"what is done is in {out}" in capsys.readouterr().err
        summary = json.loads((out / "summary.json").read_text())
        assert summary["complete"] is False
        assert pd.read_parquet(out / "site.parquet")["time_s"].iloc[-1] == 60.0
        assert "INTERRUPTED" in (out / "report.html").read_text(encoding="utf-8")

    @pytest.mark.parametrize("where", ["twin.engine.course.solve_steady", "twin.engine.trajectory.snapshot"])
    def test_an_interruption_before_the_first_instant_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], where: str
    ) -> None:
        def interrupted(*_: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(where, interrupted)
        assert main([*self.ARGUMENTS, "--out", str(tmp_path / "new" / "out")]) == 130
        said = capsys.readouterr()
        assert said.out == ""
        assert len(said.err.splitlines()) == 1
        assert "nothing was recorded" in said.err
        assert list(tmp_path.iterdir()) == []

    def test_a_result_of_ours_is_replaced(self, tmp_path: Path) -> None:
        out = tmp_path / "out"
        for _ in range(2):
            assert main([*self.ARGUMENTS, "--out", str(out)]) == 0
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


class TestValidate:
    def test_case_by_case(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["validate", "v08"]) == 0
        text = capsys.readouterr().out
        assert text.startswith("V08  ")
        assert "all inside their tolerance" in text
        assert main(["validate", "V08", "--json"]) == 0
        document = json.loads(capsys.readouterr().out)
        assert document["passed"] is True
        assert [case["name"] for case in document["cases"]] == ["V08"]
        assert {"expected", "got", "error", "tolerance", "source"} <= set(document["cases"][0]["checks"][0])

    def test_a_miss_exits_with_1(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        from twin.studies import validate

        check = validate.Check(
            quantity="flow",
            expected=1.0,
            got=float("nan"),
            tolerance=0.1,
            relative=False,
            unit="",
            source="s",
        )
        missed = validate.CaseResult(name="V08", title="t", kind="k", shows="s", checks=(check,))
        monkeypatch.setattr(validate, "run_cases", lambda names: [missed])
        assert main(["validate", "V08", "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["cases"][0]["checks"][0]["got"] is None


class TestLists:
    def test_catalogue(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["catalog", "--json"]) == 0
        names = json.loads(capsys.readouterr().out)
        assert "ascend-910c" in names["chips"]
        assert main(["catalog", "ascend-910c", "--json"]) == 0
        entry = json.loads(capsys.readouterr().out)
        (power,) = [row for row in entry["rows"] if row["field"] == "sustained_power"]
        assert all(power[key] for key in ("value", "low", "high", "kind", "source"))

    def test_sites_of_the_user_are_listed(
        self, own_site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv("TWIN_SITE_PATH", str(own_site.parent))
        assert main(["sites", "--json"]) == 0
        found = {each["name"]: each["title"] for each in json.loads(capsys.readouterr().out)}
        assert set(found) >= {"hall", "cloudmatrix384", "frontier", "gb300-hall"}
        assert main(["sites"]) == 0
        assert found["hall"] in capsys.readouterr().out

    def test_an_encoding_without_our_signs_is_no_error(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "twin", "check", SITE, "--resolution", "cabinet"],
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
        )
        assert done.returncode in (0, 1)
        assert done.stdout.isascii()


def test_the_installed_command_is_this_one() -> None:
    command = shutil.which("twin", path=Path(sys.executable).parent)
    assert command is not None
    done = subprocess.run([command, "sites", "--json"], capture_output=True, text=True, check=True, cwd="/")
    assert json.loads(done.stdout)
