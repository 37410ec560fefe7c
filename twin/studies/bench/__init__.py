"""How fast and how exact the fast engine is on this machine."""

from twin.studies.bench.cases import CASES, Case, chosen
from twin.studies.bench.run import TRACED, run_bench

__all__ = ["CASES", "TRACED", "Case", "chosen", "run_bench"]
