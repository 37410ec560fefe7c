"""The published cases against which the physics is held: inputs, expected values, tolerances, results."""

from __future__ import annotations

from twin.studies.validate.render import COLUMNS, markdown_table, render
from twin.studies.validate.result import CaseResult, Check
from twin.studies.validate.runner import case_names, run_cases

__all__ = ["COLUMNS", "CaseResult", "Check", "case_names", "markdown_table", "render", "run_cases"]
