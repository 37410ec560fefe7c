"""Weather files, request traces, recordings and tables, read into what drives a run."""

from __future__ import annotations

from twin.inputs.assemble import join_inputs
from twin.inputs.cabinet_load import CabinetLoad, Load
from twin.inputs.cabinets import cabinet_loads
from twin.inputs.epw import WeatherYear, epw_weather, read_epw
from twin.inputs.signal import Inputs, Signal
from twin.inputs.spec import WorkloadSpec, parse_workload, shipped_traces, trace_path
from twin.inputs.weather import DayProfile, OutdoorAir, design_day, design_point, trace_weather
from twin.inputs.workload import build_activity

__all__ = [
    "CabinetLoad",
    "DayProfile",
    "Inputs",
    "Load",
    "OutdoorAir",
    "Signal",
    "WeatherYear",
    "WorkloadSpec",
    "build_activity",
    "cabinet_loads",
    "design_day",
    "design_point",
    "epw_weather",
    "join_inputs",
    "parse_workload",
    "read_epw",
    "shipped_traces",
    "trace_path",
    "trace_weather",
]
