"""What the documentation says can be run, is run: examples, commands, and every page has its place."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
FENCE = re.compile(r"^```(?P<language>[a-z]*)\n(?P<body>.*?)^```", re.MULTILINE | re.DOTALL)
WRITTEN = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(str(p.relative_to(REPOSITORY)) for p in DOCS.rglob("*.md")),
)


def blocks(page: str, language: str) -> list[str]:
    text = (REPOSITORY / page).read_text(encoding="utf-8")
    return [match["body"] for match in FENCE.finditer(text) if match["language"] == language]


def pages_with_examples() -> list[str]:
    return sorted(page for page in WRITTEN if blocks(page, "pycon"))


@pytest.mark.parametrize("page", pages_with_examples())
def test_examples_of_a_page(page: str) -> None:
    """Blocks marked `pycon` run in order and share their names, as a reader would type them."""
    names: dict[str, Any] = {}
    parser, runner = doctest.DocTestParser(), doctest.DocTestRunner(verbose=False)
    report: list[str] = []
    for number, block in enumerate(blocks(page, "pycon"), start=1):
        example = parser.get_doctest(block, names, f"{page}, block {number}", page, None)
        runner.run(example, out=report.append, clear_globs=False)
        names = example.globs
    assert runner.summarize(verbose=False).failed == 0, "".join(report)


def test_there_are_examples() -> None:
    assert {"docs/architecture.md", "docs/cloudmatrix384.md", "docs/gb300.md"} <= set(pages_with_examples())


def command_lines() -> Iterator[list[str]]:
    """Yield the words of every `twin` line in a fenced block of README and CONTRIBUTING, comments cut off."""
    for page in ("README.md", "CONTRIBUTING.md"):
        for block in blocks(page, ""):
            for line in block.splitlines():
                words = re.sub(r"\s#\s.*", "", line).split()
                if words[:1] == ["twin"]:
                    yield words


@cache
def help_of(command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"}
    return subprocess.run(
        [sys.executable, "-m", "twin", command, "--help"],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env=environment,
        check=False,
    )


def test_readme_names_commands() -> None:
    assert {"check", "compare", "simulate", "catalog", "sites", "validate"} <= {
        words[1] for words in command_lines()
    }


@pytest.mark.parametrize("words", list(command_lines()), ids=" ".join)
def test_a_command_of_the_readme_exists_with_its_options(words: list[str]) -> None:
    answer = help_of(words[1])
    assert answer.returncode == 0, answer.stderr
    for option in (word.split("=")[0] for word in words if word.startswith("--")):
        assert re.search(rf"{option}\b", answer.stdout), f"{option} is no option of {words[1]}"


def test_options_named_in_the_readme_text_exist() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(--[a-z-]+)", text))
    offered = help_of("check").stdout + help_of("simulate").stdout
    assert {option for option in named if not re.search(rf"{option}\b", offered)} == set()


@pytest.mark.parametrize("target", sorted({w for p in ("README.md", "CONTRIBUTING.md") for b in blocks(p, "")
                                           for w in re.findall(r"^make ([a-z-]+)", b, re.MULTILINE)}))  # fmt: skip
def test_a_make_target_named_in_the_texts_exists(target: str) -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_page_is_in_the_navigation_and_the_other_way_round() -> None:
    configuration = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    in_navigation = set(_leaves(configuration["nav"]))
    assert in_navigation == {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}


def test_every_decision_is_in_the_index() -> None:
    index = (DOCS / "adr" / "index.md").read_text(encoding="utf-8")
    missing = [page.name for page in DOCS.glob("adr/0*.md") if f"({page.name})" not in index]
    assert missing == ["0000-template.md"]


@pytest.mark.parametrize("page", WRITTEN)
def test_a_link_to_a_file_leads_somewhere(page: str) -> None:
    here = REPOSITORY / page
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", here.read_text(encoding="utf-8"))
    assert [link for link in links if not (here.parent / link).exists()] == []


def _leaves(entry: Any) -> Iterator[str]:
    if isinstance(entry, str):
        yield entry
    elif isinstance(entry, dict):
        for value in entry.values():
            yield from _leaves(value)
    else:
        for item in entry:
            yield from _leaves(item)
