"""V03: outlet temperature of a 132 kW cabinet whose power pulses and whose flow is halved."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from models.constants import KELVIN_OFFSET_K
from models.fluids import enthalpy_j_kg
from models.thermal.volume import volume_rate_k_s
from twin.studies.validate.case import Case
from twin.studies.validate.coolants import constant_coolant
from twin.studies.validate.result import Check
from twin.studies.validate.tables import check_rows, expected_rows

# LBNL Modelica Buildings, example ColdPlateR_P: coolant frozen at 303.15 K, one mixed volume of two seconds.
COOLANT: Final = constant_coolant(1014.90, 3944.64)
NOMINAL_W: Final = 132e3
NOMINAL_KG_S: Final = 4.780450
INLET_K: Final = 303.15
CAPACITY_J_K: Final = 2.0 * NOMINAL_KG_S * 3944.64
PERIOD_S: Final = 5.0
PULSE_S: Final = 2.0
FIRST_PULSE_S: Final = 0.2


def power_w(time_s: float) -> float:
    """Return the pulsing power of the cabinet [W]."""
    return NOMINAL_W * (0.62 + 0.4 * (((time_s - FIRST_PULSE_S) % PERIOD_S) < PULSE_S))


def flow_kg_s(time_s: float) -> float:
    """Return the coolant flow [kg/s], halved from 30 to 35 s."""
    return NOMINAL_KG_S * (1.0 - 0.5 * min(max((time_s - 30.0) / 5.0, 0.0), 1.0))


def compute() -> list[Check]:
    """Integrate the mixed volume over 60 s and read it at the times of the table."""
    times = np.array([row.inputs["time [s]"] for row in expected_rows("v03.csv")])
    outlet = dict(zip(times, _outlet_degc(times), strict=True))
    return check_rows("v03.csv", lambda row: outlet[row.inputs["time [s]"]])


def _outlet_degc(times: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the outlet at rising times; the integration restarts at every edge of the power."""
    end = float(times[-1])
    pulses = np.arange(FIRST_PULSE_S, end, PERIOD_S)
    edges = np.unique(np.concatenate([[0.0, 30.0, 35.0, end], pulses, pulses + PULSE_S]))
    edges = edges[edges <= end]
    temp, found = INLET_K, []
    for begin, finish in pairwise(edges):
        inside = times[(times > begin) & (times <= finish)]
        temp, values = _segment(temp, float(begin), float(finish), inside)
        found.append(values)
    return np.concatenate(found) - KELVIN_OFFSET_K


def _segment(
    temp_k: float, begin: float, finish: float, times: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64]]:
    middle = 0.5 * (begin + finish)
    inlet = enthalpy_j_kg(INLET_K, COOLANT)

    def rate(time_s: float, state: NDArray[np.float64]) -> NDArray[np.float64]:
        own = enthalpy_j_kg(state, COOLANT)
        return np.asarray(volume_rate_k_s(flow_kg_s(time_s), inlet, own, power_w(middle), CAPACITY_J_K))

    solution = solve_ivp(
        rate, (begin, finish), [temp_k], t_eval=np.unique(np.append(times, finish)), rtol=1e-8, atol=1e-8
    )
    values = np.asarray(solution.y[0])
    return float(values[-1]), values[: times.size]


CASE = Case(
    name="V03",
    title="132 kW cabinet transient, outlet temperature",
    kind="simulator",
    shows="A mixed coolant volume follows pulsing heat and a ramp of flow as the Modelica reference does.",
    compute=compute,
)
