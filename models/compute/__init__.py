"""What computing draws: chips, the other parts of a cabinet, and the shape of the work."""

from __future__ import annotations

from models.compute import cabinet, chip, workload

__all__ = ["cabinet", "chip", "workload"]
