"""A site through time: load and weather in, series and a summary out."""

from twin.studies.simulate.run import SimulationResult, SimulationSpec, run_simulation
from twin.studies.simulate.store import write_results

__all__ = ["SimulationResult", "SimulationSpec", "run_simulation", "write_results"]
