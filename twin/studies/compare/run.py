"""Run a comparison: check every site, work out its figures, put them side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from twin.config import SiteConfig
from twin.studies.check import CheckResult, check, margin_uncertainty
from twin.studies.compare.figures import computed_figures
from twin.studies.compare.rows import Row, comparison_rows
from twin.studies.compare.system import Compared

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Systems in the order given, and their rows."""

    systems: tuple[Compared, ...]
    rows: tuple[Row, ...]


def compare(configs: Sequence[SiteConfig], *, resolution: str = "chip", say: Say | None = None) -> Comparison:
    """Compare two or more sites.

    Parameters
    ----------
    configs : sequence of SiteConfig
    resolution : {'chip', 'cabinet'}
    say : callable, optional
        Told what takes time.

    Returns
    -------
    Comparison
        The first site is compared with each of the others.
    """
    tell: Say = say if say is not None else lambda _: None
    systems = tuple(
        _compared(label, config, resolution, tell)
        for label, config in zip(_labels(configs), configs, strict=True)
    )
    return Comparison(systems=systems, rows=comparison_rows(systems))


def _compared(label: str, config: SiteConfig, resolution: str, say: Say) -> Compared:
    result: CheckResult = check(
        config,
        resolution=resolution,
        uncertainty=cache(
            lambda load: margin_uncertainty(config, load, lambda word: say(f"{label}: {word}"))
        ),
        progress=lambda done, total, case: say(f"{label}: case {done + 1} of {total}: {case}"),
    )
    base = result.base
    figures = computed_figures(
        config, result.plant, base.snapshot, base.cause, lambda word: say(f"{label}: {word}")
    )
    return Compared(label=label, config=config, check=result, figures=figures)


def _labels(configs: Sequence[SiteConfig]) -> list[str]:
    """Return a name for each site; one that stands there before gets a number."""
    names = [config.name for config in configs]
    return [
        name if name not in names[:place] else f"{name} ({names[: place + 1].count(name)})"
        for place, name in enumerate(names)
    ]
