"""A comparison as lines of text that fit a page of 100 columns, however many sites are compared.

Each quantity is a heading with a line per column of knowledge below it, so that a figure keeps its whole kind beside
it. Sites stand beside each other as long as there is room; the others follow in a block of their own, again beside the
first site, which all ratios refer to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Final

from twin.reports.compare_lines import COLUMNS, SECTIONS, Document, Line, Lines, references, row_of
from twin.reports.numbers import MISSING, number
from twin.reports.table import Block

PAGE_WIDTH: Final = 100
GAP: Final = "  "
LABEL: Final = len(GAP) + max(map(len, COLUMNS))
"""Width of the name of a column, set in below its quantity."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Widths:
    """Widths of the three fields of a site: figure, kind and ratio (0 for the first site)."""

    figure: int
    kind: int
    ratio: int

    @property
    def whole(self) -> int:
        """Width of the fields with the gaps in front of them."""
        ratio = len(GAP) + self.ratio if self.ratio else 0
        return len(GAP) + self.figure + 1 + self.kind + ratio


def compare_text(document: Document, lines: Lines, width: int = PAGE_WIDTH) -> tuple[Block, ...]:
    """Return the blocks of a comparison: per section and group of sites, and what binds first after the sites.

    Parameters
    ----------
    document : mapping
        See `twin.studies.compare.compare_document`.
    lines : Lines
        Of the same document.
    width : int
        Longest line. A single pair of sites with long figures may be wider; nothing is cut off.
    """
    labels = [site["site"] for site in document["sites"]]
    (whole, *others) = SECTIONS.items()
    blocks = [*_section(labels, whole, lines, width), _binding(document, width)]
    for section in others:
        blocks += _section(labels, section, lines, width)
    return tuple(block for block in blocks if block.lines)


def _section(labels: Sequence[str], section: tuple[str, str], lines: Lines, width: int) -> Iterator[Block]:
    """Yield a section once for every group of sites that fits beside the first one."""
    name, title = section
    held = lines.of_section(name)
    if not held:
        return
    widths = [_widths(labels, held, place) for place in range(len(labels))]
    groups = _groups(widths, width)
    for place, group in enumerate(groups):
        of = f" ({place + 1} of {len(groups)})" if len(groups) > 1 else ""
        text = [_heading(labels, group, widths)]
        for line in held:
            text += _quantity(line, group, widths, width)
        yield Block(title=title + of, lines=tuple(text))


def _widths(labels: Sequence[str], lines: Sequence[Line], place: int) -> _Widths:
    figures = [figure for line in lines for figure in line.figures[place]]
    ratios = [ratio for line in lines for ratio in line.ratios[place - 1]] if place else []
    kind = max(len(figure.kind) for figure in figures)
    # The name of a site stands over figure and kind.
    figure = max(*(len(figure.text) for figure in figures), len(labels[place]) - 1 - kind)
    return _Widths(figure=figure, kind=kind, ratio=max(len("ratio"), *map(len, ratios)) if place else 0)


def _groups(widths: Sequence[_Widths], width: int) -> list[list[int]]:
    """Return the sites of each block: the first, and as many of the others as fit."""
    groups: list[list[int]] = []
    for place in range(1, len(widths)):
        wider = [*groups[-1], place] if groups else []
        if groups and LABEL + sum(widths[each].whole for each in wider) <= width:
            groups[-1].append(place)
        else:
            groups.append([0, place])
    return groups


def _heading(labels: Sequence[str], group: Sequence[int], widths: Sequence[_Widths]) -> str:
    text = " " * LABEL
    for place in group:
        of = widths[place]
        text += GAP + labels[place].rjust(of.figure + 1 + of.kind)
        text += GAP + "ratio".rjust(of.ratio) if of.ratio else ""
    return text.rstrip()


def _quantity(line: Line, group: Sequence[int], widths: Sequence[_Widths], width: int) -> Iterator[str]:
    """Yield the heading of a quantity, with its unit and notes, and a line for each column that has it."""
    unit = f" [{line.shown_unit}]" if line.shown_unit else ""
    notes = f"{GAP}note {references(line.notes)}" if line.notes else ""
    yield from wrap(f"{line.title}{unit}{notes}", width, subsequent_indent=4 * " ")
    for place, column in enumerate(COLUMNS):
        if line.figures[0][place].applies:
            yield _figures(line, place, column, group, widths)


def _figures(line: Line, column: int, name: str, group: Sequence[int], widths: Sequence[_Widths]) -> str:
    text = GAP + name.ljust(LABEL - len(GAP))
    for place in group:
        figure, of = line.figures[place][column], widths[place]
        text += f"{GAP}{figure.text:>{of.figure}} {figure.kind:<{of.kind}}"
        if place:
            text += f"{GAP}{line.ratios[place - 1][column]:>{of.ratio}}"
    return text.rstrip()


def _binding(document: Document, width: int) -> Block:
    """Return what binds first at each site, and the number its margin owes most of its spread to."""
    limit, margin = (row_of(document, name, "bottom-up") for name in ("binding_limit", "binding_margin"))
    text: list[str] = []
    violated: set[int] = set()
    for place, site in enumerate(document["sites"]):
        binds = None if limit is None else limit["cells"][place]
        left = None if margin is None else margin["cells"][place]
        share = None if left is None else left["value"]
        says = MISSING if binds is None else str(binds["value"] or binds["reason"])
        kind = f" ({binds['kind']})" if binds is not None and binds["kind"] else ""
        rests = "" if binds is None else ", ".join(binds["rests_on"])
        told = f"{site['site']}: {says}; margin {number(share)} % of its scale{kind}"
        told += f"; least certain input {rests}" if rests else ""
        wrapped = wrap(told, width, subsequent_indent=4 * " ", break_long_words=False, break_on_hyphens=False)
        if share is not None and share < 0.0:
            violated |= set(range(len(text), len(text) + len(wrapped)))
        text += wrapped
    return Block(title="What binds first", lines=tuple(text), violated=frozenset(violated))
