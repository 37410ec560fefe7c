"""The page about validation says what running the cases says."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.studies.validate import CaseResult, case_names, markdown_table, run_cases

# Rows whose numbers move with the sites and their catalogue entries; the others rest on their own inputs.
FOLLOWS_THE_SITES = {"V07", "V22"}


@pytest.fixture(scope="module")
def page(repository: Path) -> list[str]:
    return (repository / "docs" / "validation.md").read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def results() -> dict[str, CaseResult]:
    return {result.name: result for result in run_cases()}


def row_of(lines: list[str], name: str) -> str:
    (row,) = [line for line in lines if line.startswith(f"| {name} |")]
    return row


@pytest.mark.parametrize("name", case_names())
def test_page_has_a_row_for_every_case(page: list[str], results: dict[str, CaseResult], name: str) -> None:
    written, found = row_of(page, name), row_of(markdown_table([results[name]]).splitlines(), name)
    if name in FOLLOWS_THE_SITES:
        written, found = written.split(" | ")[:4], found.split(" | ")[:4]  # type: ignore[assignment]
    assert written == found, (
        "run twin.studies.validate.markdown_table() and put its rows into docs/validation.md"
    )


@pytest.mark.parametrize("name", case_names())
def test_page_says_what_every_case_shows(page: list[str], name: str) -> None:
    headings = [line.split("**")[1] for line in page if line.startswith("**V")]
    assert any(name in heading for heading in headings)
