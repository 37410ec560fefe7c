"""A site as arrays: one record per family of components, SI units, names only for reporting.

Records hold the parameters that formulas take; they call none. Every array of a record is indexed by the
component of its family; a field that ends in ``_index`` points into another family (-1: none). Counts of
running units are fields of their own, so that a failure is the same plant with one number changed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.compute.chip import ChipPower
from models.fluids import Fluid

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Names = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chips:
    """Chips with their cold plates; at cabinet resolution one mean chip stands for ``multiplicity`` chips.

    ``upstream_index`` is the chip whose plate feeds this one when plates stand in series. ``flow_share_frac``
    is the share of the cabinet's flow that passes this plate; ``worst_share_frac`` the share of the
    least-favoured branch of the cabinet, for the in-cabinet spread at cabinet resolution.

    A chip in a cabinet without coolant has a heat sink in place of the plate. The same fields then speak of the
    cabinet's air, of which ``sink_airflow_m3_s`` passes a sink at full share; it is 0 on a cold plate.
    """

    names: Names
    part: Names
    cabinet_index: Ints
    upstream_index: Ints
    series_position: Ints
    multiplicity: Floats
    power: ChipPower
    sustained_activity_frac: Floats
    cap_power_w: Floats
    throttle_temp_k: Floats
    throttle_slope_1_k: Floats
    min_clock_frac: Floats
    junction_case_k_w: Floats
    wall_resistance_k_w: Floats
    flow_term_k_m3_s_w: Floats
    die_capacity_j_k: Floats
    case_capacity_j_k: Floats
    flow_share_frac: Floats
    worst_share_frac: Floats
    sink_airflow_m3_s: Floats
    hbm_resistance_k_w: Floats
    shutdown_temp_k: Floats
    hbm_max_temp_k: Floats
    min_plate_flow_m3_s: Floats
    plate_bore_m: Floats
    measured_share_frac: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Cabinets:
    """Cabinets: what is in them besides chips, their conversion, their air and their place.

    ``liquid_*`` and ``air_*`` are the direct-current powers of all parts that are not chips, split by where
    their heat goes, at idle, sustained and nameplate load. ``shelf_knots_frac`` and ``shelf_loss_frac`` give
    the conversion loss, in shares of the shelves' rating, at load points of the same scale. ``shelf_unit_w`` is the
    rating of the shelf or supply that may fail while the others suffice, 0 where none may.
    """

    names: Names
    type_names: Names
    supernodes: Names
    hall_index: Ints
    loop_index: Ints
    slot_index: Ints
    sustained_activity_frac: Floats
    liquid_idle_w: Floats
    liquid_sustained_w: Floats
    liquid_nameplate_w: Floats
    air_idle_w: Floats
    air_sustained_w: Floats
    air_nameplate_w: Floats
    shelf_rating_w: Floats
    shelf_required_w: Floats
    shelf_unit_w: Floats
    shelf_knots_frac: tuple[Floats, ...]
    shelf_loss_frac: tuple[Floats, ...]
    measured_liquid_frac: Floats
    measured_air_frac: Floats
    measured_loss_frac: Floats
    nameplate_power_w: Floats
    feeder_limit_w: Floats
    feeds_voltage_v: Floats
    inlet_min_k: Floats
    inlet_max_k: Floats
    max_air_heat_w: Floats
    airflow_kg_s: Floats
    loss_conductance_w_k: Floats
    return_capacity_j_k: Floats
    design_flow_m3_s: Floats
    rack_linear_1_m3: Floats
    rack_quadratic_1_m4: Floats
    branch_open: Floats
    required_return_k: Floats
    required_specific_m3_s_w: Floats
    door_effectiveness_frac: Floats
    door_water_index: Ints
    door_rating_w: Floats
    door_water_kg_s: Floats
    door_supply_min_k: Floats
    door_supply_max_k: Floats
    max_pressure_drop_pa: Floats
    max_flow_m3_s: Floats
    static_pressure_max_pa: Floats
    bore_m: Floats
    supply_min_k: Floats
    supply_max_k: Floats
    return_max_k: Floats
    optic_count: Ints
    mass_kg: Floats
    footprint_m2: Floats
    power_factor: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Optics:
    """Groups of equal optical modules: in a cabinet (``cabinet_index``) or in a block outside (-1)."""

    names: Names
    cabinet_index: Ints
    block_index: Ints
    count: Ints
    power_w: Floats
    on_liquid: Floats
    resistance_k_w: Floats
    case_max_k: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks:
    """Equipment of a supernode outside its cabinets (scale-out switches): air cooled, powered as IT."""

    names: Names
    supernodes: Names
    hall_index: Ints
    sustained_w: Floats
    nameplate_w: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class TcsLoops:
    """Technology cooling loops (TCS): parallel CDUs feed parallel cabinets.

    ``set_flow_kg_s`` is NaN where the pumps hold a differential pressure, ``set_dp_pa`` where they hold a flow.
    """

    names: Names
    fluid: Fluid
    fluid_names: Names
    facility_index: Ints
    hall_index: Ints
    supply_setpoint_k: Floats
    dew_margin_k: Floats
    set_flow_m3_s: Floats
    set_dp_pa: Floats
    min_speed_frac: Floats
    supply_capacity_j_k: Floats
    return_capacity_j_k: Floats
    static_pressure_pa: Floats
    elevation_m: Floats
    segment_length_m: Floats
    segment_diameter_m: Floats
    segment_roughness_m: Floats
    reverse_return: NDArray[np.bool_]
    check_valves: NDArray[np.bool_]
    freeze_k: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Cdus:
    """Coolant distribution units: heat exchanger, secondary pumps, primary valve."""

    names: Names
    type_names: Names
    loop_index: Ints
    facility_index: Ints
    running: Floats
    pumps_running: Floats
    pumps_installed: Floats
    ua_nominal_w_k: Floats
    primary_nominal_kg_s: Floats
    secondary_nominal_kg_s: Floats
    conductance_ratio: Floats
    conductance_exponent: Floats
    fouling_k_w: Floats
    secondary_quadratic_1_m4: Floats
    filter_coefficient: Floats
    filter_exponent: Floats
    primary_quadratic_1_m4: Floats
    valve_kv_m3_h: Floats
    valve_running: Floats
    valve_rangeability: Floats
    valve_stroke_s: Floats
    pump_head_shutoff_pa: Floats
    pump_head_quadratic: Floats
    pump_efficiency: Floats
    pump_rated_flow_m3_s: Floats
    pump_rated_power_w: Floats
    standby_power_w: Floats
    secondary_capacity_j_k: Floats
    primary_capacity_j_k: Floats
    ambient_conductance_w_k: Floats
    rated_heat_w: Floats
    rated_approach_k: Floats
    supply_min_k: Floats
    supply_max_k: Floats
    npsh_required_m: Floats
    max_pressure_pa: Floats
    mass_kg: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityLoops:
    """Facility water loops (FWS): pumps, CDU primaries in parallel, heat rejection, trim cooling.

    ``rejection_kind`` is ``wet-tower``, ``dry-cooler`` or ``none``; both kinds share the fields (a dry cooler
    reads ``wet_bulb_design_k`` as its design air temperature).
    """

    names: Names
    fluid: Fluid
    fluid_names: Names
    supply_setpoint_k: Floats
    set_dp_pa: Floats
    min_speed_frac: Floats
    pumps_installed: Ints
    pumps_running: Floats
    pump_head_shutoff_pa: Floats
    pump_head_quadratic: Floats
    pump_efficiency: Floats
    pump_rated_flow_m3_s: Floats
    pump_rated_power_w: Floats
    pump_npsh_required_m: Floats
    common_quadratic_1_m4: Floats
    bypass_quadratic_1_m4: Floats
    segment_length_m: Floats
    segment_diameter_m: Floats
    segment_roughness_m: Floats
    supply_capacity_j_k: Floats
    return_capacity_j_k: Floats
    basin_capacity_j_k: Floats
    static_pressure_pa: Floats
    freeze_k: Floats
    rejection_kind: Names
    cells_installed: Ints
    cells_running: Floats
    cell_capacity_w: Floats
    cell_ua_w_k: Floats
    cell_water_kg_s: Floats
    cell_air_kg_s: Floats
    cell_fan_w: Floats
    fan_min_frac: Floats
    wet_bulb_design_k: Floats
    water_design_k: Floats
    exchanger_approach_k: Floats
    cycles_of_concentration: Floats
    drift_frac: Floats
    trim_installed: Ints
    trim_running: Floats
    trim_capacity_w: Floats
    trim_efficiency_frac: Floats
    trim_approach_k: Floats
    trim_on_wet_bulb: Floats
    free_below_k: Floats
    mechanical_above_k: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class ChilledLoops:
    """Chilled-water loops for room air and cooling doors: chillers and fixed-speed pumps."""

    names: Names
    fluid: Fluid
    fluid_names: Names
    supply_setpoint_k: Floats
    flow_kg_s: Floats
    pump_power_w: Floats
    supply_capacity_j_k: Floats
    return_capacity_j_k: Floats
    chillers_installed: Ints
    chillers_running: Floats
    chiller_capacity_w: Floats
    chiller_efficiency_frac: Floats
    condenser_approach_k: Floats
    condenser_on_wet_bulb: Floats
    freeze_k: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Halls:
    """Halls: room air, its CRAH units and the floor."""

    names: Names
    water_index: Ints
    supply_setpoint_k: Floats
    dew_point_k: Floats
    crah_installed: Ints
    crah_running: Floats
    crah_capacity_w: Floats
    crah_airflow_kg_s: Floats
    crah_water_kg_s: Floats
    crah_ua_w_k: Floats
    crah_fan_w: Floats
    demand_airflow_kg_s: Floats
    air_capacity_j_k: Floats
    floor_rating_kg_m2: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerElements:
    """Elements of the power chain, upstream before downstream.

    Loss = ``loss_0`` + ``loss_1`` x + ``loss_2`` x^2 times the rating, x the load over the rating.
    """

    names: Names
    type_names: Names
    kinds: Names
    rating_w: Floats
    rating_current_a: Floats
    voltage_v: Floats
    phases: Floats
    power_factor: Floats
    loss_0: Floats
    loss_1: Floats
    loss_2: Floats
    continuous_factor: Floats
    running: Floats
    battery_energy_j: Floats
    modules_installed: Ints
    modules_required: Ints
    modules_running: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerLoads:
    """Electrical loads: which paths feed each, and how it changes over.

    ``family`` and ``index`` say whose power it is: ``cabinet``, ``block``, ``cdu``, ``fws``, ``chw``, ``hall``.
    """

    names: Names
    family: Names
    index: Ints
    feeds: tuple[Names, ...]
    transfer: Names
    backup: Names


@dataclass(frozen=True, slots=True, kw_only=True)
class PowerChain:
    """Utility, paths (upstream to downstream), elements, generators and the loads on them."""

    utility_voltage_v: float
    contract_w: float
    elements: PowerElements
    path_names: Names
    path_elements: tuple[tuple[int, ...], ...]
    loads: PowerLoads
    generator_names: Names
    generator_rating_w: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """Everything the engine needs to know about a site."""

    name: str
    title: str
    electrical_code: str
    resolution: str
    chips: Chips
    cabinets: Cabinets
    optics: Optics
    blocks: Blocks
    tcs: TcsLoops
    cdus: Cdus
    fws: FacilityLoops
    chw: ChilledLoops
    halls: Halls
    power: PowerChain
    dry_bulb_k: float
    wet_bulb_k: float
    pressure_pa: float
    extreme_min_k: float
