"""A site through time: load and weather in, series and a summary out."""

from twin.studies.simulate.choice import parse_window
from twin.studies.simulate.folder import ResultFolder, families_of
from twin.studies.simulate.run import SimulationResult, SimulationSpec, run_simulation
from twin.studies.simulate.store import write_results

__all__ = [
    "ResultFolder",
    "SimulationResult",
    "SimulationSpec",
    "families_of",
    "parse_window",
    "run_simulation",
    "write_results",
]
