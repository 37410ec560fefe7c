"""One door to every kind of workload."""

from __future__ import annotations

from collections.abc import Sequence

from twin.inputs.cabinet_load import CabinetLoad, Load
from twin.inputs.inference import inference_load
from twin.inputs.replay import replay_load, table_load
from twin.inputs.spec import WorkloadSpec
from twin.inputs.steady_work import constant_load, training_load

__all__ = ["build_activity"]


def build_activity(
    spec: WorkloadSpec, cabinets: Sequence[CabinetLoad], duration_s: float, seed: int = 0
) -> Load:
    """Lay a workload on the cabinets of a site.

    Parameters
    ----------
    spec : WorkloadSpec
        From `parse_workload`.
    cabinets : sequence of CabinetLoad
        In the order of the plant.
    duration_s : float
        Length of the run [s], above 0.
    seed : int
        For what a trace leaves open; the same seed gives the same load.

    Returns
    -------
    Load
        Activity, memory traffic and, for a replay, measured power per cabinet; notes and facts for the
        report.

    Raises
    ------
    DataFileError
        A trace is absent or wrong; with file, line or row, and column.
    UsageError
        Options do not go together, or the site's chips lack what the workload needs.
    """
    if spec.kind == "constant":
        return constant_load(spec, cabinets)
    if spec.kind == "training":
        return training_load(spec, cabinets, duration_s)
    if spec.kind == "replay":
        return replay_load(spec, cabinets, duration_s)
    if spec.kind == "table":
        return table_load(spec, cabinets, duration_s)
    return inference_load(spec, cabinets, duration_s, seed)
