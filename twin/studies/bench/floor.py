"""The least a step can take: bytes that the kernel has to move per chip, over the bandwidth of the machine.

Bytes are counted in the source of the kernel itself. Every field of a block that it reads or writes is one cache
line, which has to come once, and go back once more where it is written. A window of steps reads them again out of the
first-level cache: they are counted in each step all the same. What is read once a window, to know what chips store, is not.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from twin.engine.fast.kernels import chips
from twin.engine.fast.tables.chips import FIELDS, LINK_FIELDS
from twin.engine.fast.tables.records import LANES

FLOAT_BYTES = 8
DAY_S = 86400.0
BLOCKS = ("block", "link", "before")
"""Names of blocks and links in the kernel; groups have fields of the same names."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Fields of a block that a kernel reads, and those that it writes."""

    read: frozenset[str]
    written: frozenset[str]

    @property
    def touched(self) -> frozenset[str]:
        """Fields that have to stand in the cache."""
        return self.read | self.written

    @property
    def moved_bytes(self) -> int:
        """Bytes per lane and step: each touched field comes once, each written one goes back."""
        return FLOAT_BYTES * (len(self.touched) + len(self.written))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What the chips of a plant move in one step, and how much memory they stand in."""

    bytes_per_step: float
    chips: int
    working_set_bytes: int

    @property
    def bytes_per_chip_step(self) -> float:
        """Bytes per chip and step; padding lanes count for the chips they stand beside."""
        return self.bytes_per_step / self.chips

    def floor_s(self, bandwidth_bytes_s: float, step_s: float) -> float:
        """Return the least time of a simulated day [s]."""
        return DAY_S / step_s * self.bytes_per_step / bandwidth_bytes_s


def fields_of(*functions: Callable[..., Any]) -> Fields:
    """Return the fields of a block that functions of the kernel touch, as their source says."""
    read, written = set[str](), set[str]()
    for function in functions:
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute):
                name, owner = node.value.attr, node.value.value
                if isinstance(owner, ast.Name) and owner.id in BLOCKS and name in FIELDS + LINK_FIELDS:
                    (written if isinstance(node.ctx, ast.Store) else read).add(name)
    return Fields(frozenset(read), frozenset(written))


PLAIN = fields_of(chips.move, chips.step_blocks)
"""Plates that stand at the cabinet's inlet."""
CHAINED = fields_of(chips.move, chips.stored, chips.static_power, chips.step_chained)
"""Plates in a chain."""


def traffic(groups: Any, chip_count: int) -> Traffic:
    """Return what the chips of a plant move in one step.

    Parameters
    ----------
    groups : ndarray of GROUP
        Which blocks chips have, as the fast engine sorts them.
    chip_count : int
        How many chips the engine moves.
    """
    lanes = (groups["last"] - groups["first"]) * LANES
    chained = int(lanes[groups["chained"] != 0].sum())
    plain = int(lanes.sum()) - chained
    return Traffic(
        bytes_per_step=float(plain * PLAIN.moved_bytes + chained * CHAINED.moved_bytes),
        chips=chip_count,
        working_set_bytes=FLOAT_BYTES * (plain * len(PLAIN.touched) + chained * len(CHAINED.touched)),
    )
