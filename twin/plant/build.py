"""From a validated site to the arrays of its plant."""

from __future__ import annotations

from collections.abc import Sequence

from twin.config import SiteConfig
from twin.config.loops import ChwLoop, FwsLoop, TcsLoop
from twin.config.weather import Weather
from twin.plant.cabinets import Indices, compute_records
from twin.plant.cooling import cdu_record, chilled_record, facility_record, hall_record, tcs_record
from twin.plant.power import power_record
from twin.plant.records import Plant
from twin.plant.source import Choose, Source, nominal


def build_plant(config: SiteConfig, resolution: str = "chip", choose: Choose = nominal) -> Plant:
    """Return the plant of a site.

    Parameters
    ----------
    config : SiteConfig
        From `twin.config.load_site`.
    resolution : {'chip', 'cabinet'}
        Every chip, or one mean chip per cabinet, chip type and place in a chain of plates.
    choose : callable, optional
        Rule that turns each catalogue number into one value; the nominal one by default.

    Returns
    -------
    Plant
        Arrays in SI; all redundant units run.
    """
    source = Source(config, choose)
    loops = config.site.loops
    indices = Indices(
        halls=_numbered(list(config.site.halls)),
        tcs=_numbered([name for name, loop in loops.items() if isinstance(loop, TcsLoop)]),
        fws=_numbered([name for name, loop in loops.items() if isinstance(loop, FwsLoop)]),
        chw=_numbered([name for name, loop in loops.items() if isinstance(loop, ChwLoop)]),
    )
    chips, cabinets, optics, blocks = compute_records(source, indices, resolution)
    weather = source.entry(Weather, config.site.weather)
    pressure = source.value(weather.pressure)
    cdus = cdu_record(source, indices)
    return Plant(
        name=config.name,
        title=config.site.title,
        electrical_code=config.site.electrical_code,
        resolution=resolution,
        chips=chips,
        cabinets=cabinets,
        optics=optics,
        blocks=blocks,
        tcs=tcs_record(source, indices, cabinets),
        cdus=cdus,
        fws=facility_record(source, indices, cdus, pressure),
        chw=chilled_record(source, indices),
        halls=hall_record(source, indices, cabinets),
        power=power_record(source, blocks),
        dry_bulb_k=source.value(weather.design_dry_bulb),
        wet_bulb_k=source.value(weather.design_wet_bulb),
        pressure_pa=pressure,
        extreme_min_k=source.value(weather.extreme_min_dry_bulb),
    )


def _numbered(names: Sequence[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names)}
