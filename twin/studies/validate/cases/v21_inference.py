"""V21: power of a chip against the batch it decodes."""

from __future__ import annotations

from models.compute.workload import inference_power_w
from twin.studies.validate.case import Case
from twin.studies.validate.result import Check
from twin.studies.validate.tables import check_rows


def compute() -> list[Check]:
    """Evaluate the logistic curve of the H100."""
    return check_rows(
        "v21.csv", lambda row: float(inference_power_w(row.inputs["batch [-]"], 300.0, 600.0, 1.0, 4.2))
    )


CASE = Case(
    name="V21",
    title="inference power curve",
    kind="fit",
    shows="Chip power over the batch size, from one request to 256.",
    compute=compute,
)
