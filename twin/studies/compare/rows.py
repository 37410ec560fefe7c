"""The rows of a comparison: one per quantity and column, with ratios and what a reader must know beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twin.studies.compare.cell import Cell, quotient, weakest
from twin.studies.compare.notes import notes_of
from twin.studies.compare.quantities import (
    FIXED,
    FORMATS,
    SECTIONS,
    Quantity,
    compute,
    energy_per_token,
    power_per_compute,
    token_rate,
)
from twin.studies.compare.system import Compared

PUBLISHED: Final = "published"
BOTTOM_UP: Final = "bottom-up"
ALWAYS: Final = "bf16"
"""Number format that is compared even where nobody states it."""
AFTER_COMPUTE: Final = "memory"
"""Rates of compute stand before this quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One quantity in one column, a cell per site; ``ratios`` are the first site over each of the others."""

    quantity: Quantity
    column: str
    cells: tuple[Cell, ...]
    ratios: tuple[float | None, ...]
    kind: str
    notes: tuple[str, ...]


def comparison_rows(systems: Sequence[Compared]) -> tuple[Row, ...]:
    """Return the rows of a comparison, section by section; `published` before `bottom-up`."""
    rows = [*_fixed(systems), *_work(systems)]
    rows.sort(key=lambda row: list(SECTIONS).index(row.quantity.section))
    return tuple(rows)


def _fixed(systems: Sequence[Compared]) -> Iterator[Row]:
    for quantity in FIXED.values():
        if quantity.id == AFTER_COMPUTE:
            for number_format in _formats(systems):
                for rate in (compute(number_format), power_per_compute(number_format)):
                    rows = _both(systems, rate)
                    yield from rows if number_format == ALWAYS else filter(_has_figure, rows)
        yield from _both(systems, quantity)


def _both(systems: Sequence[Compared], quantity: Quantity) -> Iterator[Row]:
    """Yield the columns a quantity has; the note stands at the first of them."""
    told = False
    for column, of in ((PUBLISHED, _published), (BOTTOM_UP, _bottom_up)):
        if quantity.id in of(systems[0]):
            cells = tuple(of(system)[quantity.id] for system in systems)
            yield _row(systems, quantity, column, cells, with_notes=not told)
            told = True


def _published(system: Compared) -> dict[str, Cell]:
    return system.published


def _bottom_up(system: Compared) -> dict[str, Cell]:
    return system.bottom_up


def _formats(systems: Sequence[Compared]) -> list[str]:
    """Return the number formats that somebody states, that two systems have, or that stand in for a missing BF16."""

    def is_shown(number_format: str) -> bool:
        having = [system for system in systems if _has_rate(system, number_format)]
        is_stated = any(system.stated_compute(number_format).number is not None for system in having)
        stands_alone = not all(_has_rate(system, ALWAYS) for system in having)
        return number_format == ALWAYS or is_stated or stands_alone or len(having) >= 2

    return [each for each in FORMATS if is_shown(each)]


def _has_figure(row: Row) -> bool:
    return any(cell.value is not None for cell in row.cells)


def _has_rate(system: Compared, number_format: str) -> bool:
    return any(
        cell.number is not None
        for cell in (system.stated_compute(number_format), system.counted_compute(number_format))
    )


def _work(systems: Sequence[Compared]) -> Iterator[Row]:
    """Yield rate and energy of each workload that anyone states."""
    workloads = dict.fromkeys(workload for system in systems for workload, _ in system.workloads())
    for workload in workloads:
        rates = tuple(system.token_rate(workload) for system in systems)
        yield _row(systems, token_rate(workload), PUBLISHED, rates, with_notes=True)
        quantity = energy_per_token(workload)
        for column, power in ((PUBLISHED, _stated_power), (BOTTOM_UP, _computed_power)):
            cells = tuple(quotient(power(system), rate) for system, rate in zip(systems, rates, strict=True))
            yield _row(systems, quantity, column, cells, with_notes=column == PUBLISHED)


def _stated_power(system: Compared) -> Cell:
    return system.published["it_power_per_chip"]


def _computed_power(system: Compared) -> Cell:
    return system.bottom_up["it_power_per_chip"]


def _row(
    systems: Sequence[Compared], quantity: Quantity, column: str, cells: tuple[Cell, ...], *, with_notes: bool
) -> Row:
    return Row(
        quantity=quantity,
        column=column,
        cells=cells,
        ratios=_ratios(quantity, cells),
        kind=weakest(cell.kind for cell in cells if cell.kind),
        notes=(
            *(notes_of(systems, quantity) if with_notes else ()),
            *(
                f"{system.label}: {cell.reason}."
                for system, cell in zip(systems, cells, strict=True)
                if cell.value is None
            ),
        ),
    )


def _ratios(quantity: Quantity, cells: Sequence[Cell]) -> tuple[float | None, ...]:
    first = cells[0].number if quantity.has_ratio else None
    return tuple(None if first is None or not cell.number else first / cell.number for cell in cells[1:])
