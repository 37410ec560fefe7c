"""Rows on disk: a family is a folder of Parquet parts, which every Parquet reader takes for one table.

A part has a column ``time_s`` and one column per quantity that holds a list of one value per member, in the order of
the names that stand as JSON under ``members`` in the metadata of the schema. One column per member and quantity reads
more easily, but its footer grows with them: 6,912 cabinets make 110,000 columns, and writing 36 rows took 4.9 s
instead of 0.06 s. Values stay 64 bits wide, so that balances can be closed from the published numbers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from twin.engine.record.rows import Table
from twin.errors import InternalError
from twin.plant.records import Floats, Names

MEMBERS: Final = b"members"
QUANTITIES: Final = b"quantities"


def part_name(place: int) -> str:
    """Return the file name of a part."""
    return f"part-{place:05}.parquet"


def write_part(table: Table, family: Path, place: int) -> None:
    """Write a part of a family; it appears whole or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"time_s": _floats(table.time_s)}
    if table.members:  # Parquet knows no lists of length 0
        for name, values in table.quantities.items():
            columns[name] = pa.FixedSizeListArray.from_arrays(_floats(values), len(table.members))
    noted = {MEMBERS: json.dumps(table.members), QUANTITIES: json.dumps(list(table.quantities))}
    rows = pa.table(columns).replace_schema_metadata(noted)
    family.mkdir(parents=True, exist_ok=True)
    draft = family / f".{part_name(place)}"
    pq.write_table(rows, draft, use_dictionary=False, use_byte_stream_split=True)
    draft.replace(family / part_name(place))


def _floats(values: Floats) -> Any:
    """Return an Arrow array over the memory of another one: `pyarrow.array` would import pandas, a quarter second."""
    import pyarrow as pa

    memory = np.ascontiguousarray(values, dtype=np.float64).ravel()
    return pa.Array.from_buffers(pa.float64(), memory.size, [None, pa.py_buffer(memory)])


@dataclass(frozen=True)
class StoredFamily(Mapping[str, Floats]):
    """Quantities of a family on disk, shape (n_time, n_member); each is read when it is asked for."""

    parts: tuple[Path, ...]
    members: Names
    quantities: Names

    @property
    def time_s(self) -> Floats:
        """Instants, shape (n_time,)."""
        return np.concatenate([_values(_column(part, "time_s").combine_chunks()) for part in self.parts])

    def blocks(self, quantity: str) -> Iterator[Floats]:
        """Yield a quantity part by part."""
        for part in self.parts:
            if self.members:
                values = _values(_column(part, quantity).combine_chunks().flatten())
                yield values.reshape(-1, len(self.members))
            else:
                yield np.empty((len(_column(part, "time_s")), 0))

    def __getitem__(self, quantity: str) -> Floats:
        if quantity not in self.quantities:
            raise KeyError(quantity)
        return np.concatenate(list(self.blocks(quantity)))

    def __iter__(self) -> Iterator[str]:
        return iter(self.quantities)

    def __len__(self) -> int:
        return len(self.quantities)


def stored_family(parts: Iterable[Path]) -> StoredFamily:
    """Return the family that some parts make up, in their order; there must be one."""
    import pyarrow.parquet as pq

    every = tuple(parts)
    noted = pq.read_schema(every[0]).metadata
    members, quantities = (tuple(json.loads(noted[key])) for key in (MEMBERS, QUANTITIES))
    return StoredFamily(every, members, quantities)


def blocks_of(family: Mapping[str, Floats], quantity: str) -> Iterator[Floats]:
    """Yield a quantity in pieces of consecutive rows; what is in memory comes as one."""
    if isinstance(family, StoredFamily):
        yield from family.blocks(quantity)
    else:
        yield family[quantity]


def _values(array: Any) -> Floats:
    """Return an array over the memory of an Arrow one, which has no gaps."""
    if str(array.type) != "double" or array.null_count:
        raise InternalError(f"a column of results holds {array.type} or gaps, no plain numbers")
    return np.frombuffer(array.buffers()[1], dtype=np.float64, count=len(array), offset=8 * array.offset)


def _column(part: Path, name: str) -> Any:
    import pyarrow.parquet as pq

    # One file, not `read_table`: that would look for a dataset and its threads.
    with pq.ParquetFile(part) as file:
        return file.read(columns=[name], use_threads=False)[name]
