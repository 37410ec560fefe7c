"""The engine's building block: what one family of components adds to the balance of the plant.

A stamp names the states and flows a family reads, the rows of the balance its results are added to, and the law
in between. The assembler knows nothing else: it evaluates laws on arrays for the residual and on dual numbers
for the sparse Jacobian, and scatters both by the same indices (ADR 0003).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from twin.engine.drive import Drive
from twin.engine.dual import SCALE, Dual, seed
from twin.plant.records import Floats, Ints

Law = Callable[..., tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One family's contribution to the balance.

    Parameters
    ----------
    name : str
        Family and deed, for error messages.
    law : callable
        ``law(drive, *inputs)`` returns one array per entry of ``rows``; formulas only, no branching on values.
    inputs : tuple of index arrays, shape (n,)
        Where each input stands in the joint vector of states and algebraic values.
    rows : tuple of index arrays, shape (n,)
        Row of the balance each result is added to.
    """

    name: str
    law: Law
    inputs: tuple[Ints, ...]
    rows: tuple[Ints, ...]


class Assembler:
    """Evaluates a list of stamps into a balance vector and its sparse partial derivatives."""

    def __init__(self, stamps: Sequence[Stamp], row_count: int, column_count: int) -> None:
        self.stamps = tuple(stamp for stamp in stamps if stamp.rows and stamp.rows[0].size)
        self.shape = (row_count, column_count)
        self._rows = _concatenate([rows for stamp in self.stamps for rows in stamp.rows])
        self._pattern: _Pattern | None = None

    def residual(self, drive: Drive, joint: Floats) -> Floats:
        """Return the balance, shape (row_count,), at the joint vector of states and algebraic values."""
        parts = np.empty(self._rows.size)
        begin = 0
        for stamp in self.stamps:
            results = stamp.law(drive, *[joint[index] for index in stamp.inputs])
            for result, rows in zip(results, stamp.rows, strict=True):
                end = begin + rows.size
                parts[begin:end] = result
                begin = end
        return np.asarray(np.bincount(self._rows, weights=parts, minlength=self.shape[0]), dtype=np.float64)

    def jacobian(self, drive: Drive, joint: Floats) -> sparse.csc_matrix:
        """Return the partial derivatives of the balance, shape (row_count, column_count)."""
        if self._pattern is None:
            self._pattern = _Pattern.of(self.stamps, self.shape)
        parts = np.empty(self._pattern.slot.size)
        begin = 0
        for stamp in self.stamps:
            if not stamp.inputs:
                continue
            results = stamp.law(drive, *seed([joint[index] for index in stamp.inputs]))
            for result, rows in zip(results, stamp.rows, strict=True):
                end = begin + len(stamp.inputs) * rows.size
                parts[begin:end].reshape(-1, rows.size)[:] = (
                    result.both.imag if isinstance(result, Dual) else 0.0
                )
                begin = end
        return self._pattern.matrix(parts / SCALE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pattern:
    """Sparsity of a list of stamps: where each partial lands in a compressed matrix."""

    slot: Ints
    indices: NDArray[np.int32]
    indptr: NDArray[np.int32]
    shape: tuple[int, int]

    @classmethod
    def of(cls, stamps: Sequence[Stamp], shape: tuple[int, int]) -> _Pattern:
        rows: list[Ints] = []
        columns: list[Ints] = []
        for stamp in stamps:
            for target in stamp.rows if stamp.inputs else ():
                for source in stamp.inputs:
                    rows.append(target)
                    columns.append(np.broadcast_to(source, target.shape))
        key = _concatenate(columns) * shape[0] + _concatenate(rows)
        unique, slot = np.unique(key, return_inverse=True)
        counts = np.bincount(unique // shape[0], minlength=shape[1])
        indptr = np.concatenate(([0], np.cumsum(counts)))
        return cls(
            slot=slot.astype(np.int64),
            indices=(unique % shape[0]).astype(np.int32),
            indptr=indptr.astype(np.int32),
            shape=shape,
        )

    def matrix(self, partials: Floats) -> sparse.csc_matrix:
        data = np.bincount(self.slot, weights=partials, minlength=self.indices.size)
        return sparse.csc_matrix((data, self.indices, self.indptr), shape=self.shape)


def _concatenate(arrays: Sequence[Ints]) -> Ints:
    return np.concatenate(arrays) if arrays else np.zeros(0, dtype=np.int64)
