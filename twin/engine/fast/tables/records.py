"""Records of which the tables of kernels are made, and the memory that they stand in."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from twin.plant.records import Floats

Places = NDArray[Any]
"""Places in a vector. Islands have them without sign, of half the size: an index that may be negative is tested at each use."""

LANES = 8
"""Chips that stand side by side in a block, so that one instruction serves several of them."""


def lanes(names: tuple[str, ...]) -> np.dtype[np.void]:
    """Return a record of ``LANES`` chips, one cache line per field."""
    return np.dtype([(name, np.float64, (LANES,)) for name in names])


def record(integers: str = "", numbers: str = "", places: str = "") -> np.dtype[np.void]:
    """Return a record with those fields, ``places`` in a vector without sign.

    A table of records is one argument of a kernel, and a record one pointer: numba takes arrays apart, at each call, and a
    table of an array for each field took four tenths longer to compile.
    """
    kinds = ((integers, np.int64), (numbers, np.float64), (places, np.uint32))
    return np.dtype([(name, kind) for names, kind in kinds for name in names.split()], align=True)


def plain(records: Any) -> Floats:
    """Return blocks of records as plain numbers in the same memory, shape (n_block, n_field, ``LANES``)."""
    numbers: Floats = records.view(np.float64).reshape(records.size, len(records.dtype.names), LANES)
    return numbers


def aligned(kind: np.dtype[np.void], count: int) -> Any:
    """Return empty records that begin on a cache line."""
    line = 64
    raw = np.zeros(count * kind.itemsize + line, dtype=np.uint8)
    start = -raw.ctypes.data % line
    return raw[start : start + count * kind.itemsize].view(kind)
