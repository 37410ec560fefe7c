"""Sums that a kernel keeps lane by lane while it goes through blocks.

A sum of plain numbers would be added up across the lanes in every block, each waiting for the one before: half of the
time of a step whose chips are in the first-level cache. Kernels make no arrays, so the sums stand on the stack.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from twin.engine.fast.tables.records import LANES


def _room(_typing: Any) -> Any:
    """Return the signature of `lane_sums`, and what writes its code."""

    def build(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        kind = ir.ArrayType(ir.DoubleType(), LANES)
        room = cgutils.alloca_once(builder, kind)  # type: ignore[no-untyped-call]
        room.align = LANES * 8
        builder.store(ir.Constant(kind, None), room)
        return builder.bitcast(room, ir.DoubleType().as_pointer())

    return types.CPointer(types.float64)(), build  # type: ignore[no-untyped-call]


lane_sums: Callable[[], Any] = intrinsic(_room)  # type: ignore[assignment]
"""Return room for one sum per lane, all of them zero, until the kernel returns."""
