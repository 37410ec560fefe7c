"""Where sites and catalogues are looked for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from twin.config.folders import catalogue_folders, find_site, site_files


def put_site(folder: Path, name: str) -> Path:
    file = folder / name / "site.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("site: x\n")
    return file


def test_both_forms_of_a_users_folder_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    plain, nested = put_site(one, "plain"), put_site(two / "sites", "nested")
    monkeypatch.setenv("TWIN_SITE_PATH", os.pathsep.join([str(one), str(two), str(tmp_path / "missing")]))
    assert site_files()["plain"] == plain
    assert find_site("nested") == nested


def test_the_first_folder_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = put_site(tmp_path / "a", "same"), put_site(tmp_path / "b", "same")
    monkeypatch.setenv("TWIN_SITE_PATH", os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert find_site("same") == first


def test_a_name_goes_before_a_folder_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = put_site(tmp_path / "path", "here")
    put_site(tmp_path / "work", "here")
    monkeypatch.setenv("TWIN_SITE_PATH", str(tmp_path / "path"))
    monkeypatch.chdir(tmp_path / "work")
    assert find_site("here") == known
    assert find_site("./here") == Path("./here/site.yaml")


def test_the_catalogue_beside_the_site_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = put_site(tmp_path, "mine")
    for folder in (site.parent / "catalog", tmp_path / "shared" / "catalog"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("TWIN_SITE_PATH", str(tmp_path / "shared"))
    folders = [str(folder) for folder in catalogue_folders(site)]
    assert folders[:2] == [str(site.parent / "catalog"), str(tmp_path / "shared" / "catalog")]
    assert len(folders) == 3
