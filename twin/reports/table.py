"""A table before it is drawn: the terminal and the page show the same cells."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Heading, with the unit where all cells share one."""

    title: str
    unit: str = ""
    right: bool = False

    @property
    def heading(self) -> str:
        """Return title and unit on one line."""
        return f"{self.title} [{self.unit}]" if self.unit else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells; ``status`` colours the line."""

    cells: tuple[str, ...]
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A titled table.

    ``note`` says what is not shown or how to read it; ``optional`` names columns that a narrow terminal may
    leave out, the most dispensable first.
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    optional: tuple[str, ...] = ()

    @property
    def used(self) -> tuple[int, ...]:
        """Places of the columns that any row fills; an empty column says nothing."""
        return tuple(
            place for place in range(len(self.columns)) if any(row.cells[place] for row in self.rows)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Lines that are laid out already, under a title; ``violated`` are places of lines that tell of a violated limit."""

    title: str
    lines: tuple[str, ...]
    violated: frozenset[int] = frozenset()


def words(*titles: str) -> tuple[Column, ...]:
    """Return columns of words."""
    return tuple(Column(title=title) for title in titles)
