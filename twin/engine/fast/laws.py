"""What the kernels ask of physics: shapes only. The functions themselves are traced from the laws of the engine."""

from __future__ import annotations

from typing import Any


def chip_law(i: int, table: Any, junction_k: float, activity: float, memory: float) -> tuple[float, float]:
    """Return power [W] and clock of chip i; a chip with measured power takes that power in place of activity."""
    raise NotImplementedError


def plate_law(i: int, table: Any, rack_flow_kg_s: float, supply_k: float) -> tuple[float, float]:
    """Return effectiveness [-] and conductance [W/K] of the cold plate of chip i."""
    raise NotImplementedError


def branch_law(
    b: int, table: Any, flow_kg_s: float, temperature_k: float, speed: float, valve: float
) -> tuple[float, float]:
    """Return loss [Pa] of branch b and its derivative by flow [Pa s/kg]."""
    raise NotImplementedError


def branch_slopes(
    b: int, table: Any, flow_kg_s: float, temperature_k: float, speed: float, valve: float
) -> tuple[float, float, float]:
    """Return the derivatives of the loss of branch b by temperature [Pa/K], pump speed and valve position [Pa]."""
    raise NotImplementedError


def load_rates(joint: Any, laws: Any, out: Any) -> None:
    """Add the direct-current power of the other parts of each cabinet."""
    raise NotImplementedError


def inlet_rates(joint: Any, laws: Any, out: Any) -> None:
    """Add the temperature of the air at the cabinets of each hall."""
    raise NotImplementedError


def fixed_rates(joint: Any, laws: Any, out: Any) -> None:
    """Add the balance of all stamps that read nothing but the drive and direct-current power."""
    raise NotImplementedError


def moving_rates(joint: Any, laws: Any, out: Any) -> None:
    """Add the balance of all other stamps but those of chips."""
    raise NotImplementedError
