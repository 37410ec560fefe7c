"""A plant as a system of equations: states in, rates and their sparse Jacobian out.

One evaluation falls once: load (direct-current power), flow (hydraulic networks), then heat, supply and control
as stamps. The steady solver and the transient engine both stand on this one class.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy import sparse
from scipy.sparse.linalg import ArpackError, eigs

from twin.engine.control import control_stamps
from twin.engine.drive import Drive
from twin.engine.flow import FlowSolver, FlowState, SolvedFlow, gauges_of
from twin.engine.heat import (
    AirSide,
    PlateGroup,
    air_inlet_stamps,
    air_side,
    air_stamps,
    cabinets_with_doors,
    cdu_fluids,
    cdu_stamps,
    chip_stamps,
    plate_groups,
    rack_stamps,
    racks_of,
)
from twin.engine.layout import Layout, layout_of
from twin.engine.load import ChipLoad, PartLoad, dc_power_stamps, dc_power_w, part_load, protected_load
from twin.engine.power import feeding_of, load_places
from twin.engine.runs import Owners
from twin.engine.stamp import Assembler
from twin.engine.supply import chw_stamps, fws_stamps, rejection_groups, setpoint_j_kg
from twin.plant.records import Floats, Ints, Plant
from twin.plant.select import common


@dataclass(frozen=True, slots=True, kw_only=True)
class Algebra:
    """Everything algebraic at one state.

    ``joint`` is the state vector with the algebraic values behind it; ``flow`` carries the networks,
    ``chips`` what each chip draws, ``parts`` what everything else in each cabinet draws, ``air`` the air of each hall,
    ``crah_ability_w`` the heat its coolers would take if they were to cool it without limit.
    """

    joint: Floats
    flow: FlowState
    chips: ChipLoad
    parts: PartLoad
    air: AirSide
    crah_ability_w: Floats

    def at(self, columns: Ints) -> Floats:
        """Return some states or algebraic values, shape (..., n)."""
        return self.joint.take(columns, axis=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation(Algebra):
    """Rates at one state, with everything algebraic they rest on."""

    flow: SolvedFlow
    rates: Floats


class System:
    """Rates of all states of a plant, and their derivatives.

    Parameters
    ----------
    plant : Plant
        Arrays of the site; a failure is another plant and so another system.
    like : System, optional
        Of the plant before a failure: groups of plates that the failure leaves alone are not held twice.

    Attributes
    ----------
    chips : Chips
        Those of the plant, with one number where all chips have the same one.
    heat_weight_j_k : ndarray, shape (n_state,)
        Heat that each state stores per kelvin; 0 where it is no temperature of a capacity.

    Notes
    -----
    The system keeps the last network solution as the first guess of the next one. The guess changes how fast
    a solution is found, not which.
    """

    def __init__(self, plant: Plant, like: System | None = None) -> None:
        self.plant = plant
        self.layout: Layout = layout_of(plant)
        self.capacity: Floats = _capacities(plant, self.layout)
        shared = like.plates if like is not None and _same_plates(plant, like.plant) else None
        self.plates: tuple[PlateGroup, ...] = shared or plate_groups(plant, self.layout)
        self.owners = Owners(plant.chips.cabinet_index, len(plant.cabinets.names))
        self.racks = racks_of(plant)
        self.doors = cabinets_with_doors(plant)
        self.cdu_fluids = cdu_fluids(plant)
        self.rejections = rejection_groups(plant)
        self.feeding, self.load_places = feeding_of(plant.power), load_places(plant)
        self.fws_setpoint_j_kg, self.chw_setpoint_j_kg = setpoint_j_kg(plant.fws), setpoint_j_kg(plant.chw)
        self.heat_weight_j_k = _heat_weight_j_k(plant, self.layout, self.capacity)
        self.chips = common(plant.chips)
        setpoints = plant.halls.supply_setpoint_k
        self._as_set_and_unlimited = replace(
            plant.halls, supply_setpoint_k=np.stack([setpoints, np.zeros_like(setpoints)])
        )
        algebraic = self.layout.algebraic_count
        self._load = Assembler(
            [*dc_power_stamps(plant, self.layout), *air_inlet_stamps(plant, self.layout)],
            algebraic,
            self.layout.total_count,
        )
        self._balance = Assembler(
            [
                *chip_stamps(plant, self.layout, self.plates),
                *rack_stamps(plant, self.layout),
                *cdu_stamps(plant, self.layout),
                *air_stamps(plant, self.layout),
                *fws_stamps(plant, self.layout),
                *chw_stamps(plant, self.layout),
                *control_stamps(plant, self.layout),
            ],
            self.layout.state_count,
            self.layout.total_count,
        )
        self._flow = FlowSolver(plant, self.layout)
        self.flow_batches = self._flow.batches
        self.gauges = tuple(gauges_of(batch, self.layout) for batch in self.flow_batches)

    def evaluate(self, drive: Drive, state: Floats) -> Evaluation:
        """Return the rates [K/s, 1/s, W] at a state, with the algebraic values they rest on."""
        flow = self.flows(state)
        algebra = self.algebra(drive, state, flow)
        rates = self._balance.residual(drive, algebra.joint) / self.capacity
        return Evaluation(
            rates=rates,
            joint=algebra.joint,
            flow=flow,
            chips=algebra.chips,
            parts=algebra.parts,
            air=algebra.air,
            crah_ability_w=algebra.crah_ability_w,
        )

    def algebra(self, drive: Drive, state: Floats, flow: FlowState | None = None) -> Algebra:
        """Return power and flows at a state: all that a look at the plant needs; an engine may know the flows.

        Of several states, shape (..., n_state), it must.
        """
        plant, layout = self.plant, self.layout
        flow = flow or self.flows(state)
        joint = np.concatenate([state, flow.values], axis=-1)
        chips = protected_load(self.chips, self.owners, drive, layout.chips_of(state)[0])
        parts = part_load(plant.cabinets, drive)
        joint[..., layout.dc_power] = dc_power_w(self.chips, self.owners, chips, parts)
        hall = joint.take(layout.hall_air, axis=-1)[..., np.newaxis, :]
        water = joint.take(layout.chw_supply[plant.halls.water_index], axis=-1)[..., np.newaxis, :]
        both = air_side(self._as_set_and_unlimited, hall, water)
        air = AirSide(*[values[..., 0, :] for values in both])
        joint[..., layout.air_inlet] = air.inlet_temp_k
        return Algebra(
            joint=joint,
            flow=flow,
            chips=chips,
            parts=parts,
            air=air,
            crah_ability_w=both.crah_heat_w[..., 1, :],
        )

    def flows(self, state: Floats) -> SolvedFlow:
        """Return the solved networks at a state."""
        return self._flow.solve(np.concatenate([state, np.zeros(self.layout.algebraic_count)]))

    def rates(self, drive: Drive, state: Floats) -> Floats:
        """Return dy/dt at a state."""
        return self.evaluate(drive, state).rates

    def fastest_rate_1_s(self, drive: Drive, state: Floats) -> float:
        """Return how fast anything but a chip relaxes [1/s]: the spectral radius of that part of the Jacobian."""
        layout = self.layout
        rest = np.setdiff1d(np.arange(layout.state_count - 2), np.concatenate([layout.die, layout.case]))
        jacobian = self.jacobian(drive, self.evaluate(drive, state)).tocsr()[rest][:, rest]
        return spectral_radius(jacobian)

    def jacobian(self, drive: Drive, evaluation: Evaluation) -> sparse.csc_matrix:
        """Return d(rates)/d(state) at an evaluated state, shape (n_state, n_state)."""
        count = self.layout.state_count
        balance = self._balance.jacobian(drive, evaluation.joint)
        load = self._load.jacobian(drive, evaluation.joint)[:, :count]
        algebraic = load + self._flow.jacobian(evaluation.joint, evaluation.flow)
        total = sparse.csc_matrix(balance[:, :count] + balance[:, count:] @ algebraic)
        # Rows scaled in place: a product with a diagonal matrix would copy the structure once more.
        total.data /= self.capacity[total.indices]
        return total


DENSE_SIZE = 200


def spectral_radius(matrix: sparse.csr_matrix) -> float:
    """Return the largest magnitude of an eigenvalue; of a large matrix by Arnoldi's iteration.

    Where that does not converge, a bound: the largest row sum.
    """
    if matrix.shape[0] <= DENSE_SIZE:
        return float(np.abs(np.linalg.eigvals(matrix.toarray())).max(initial=0.0))
    try:
        start = np.ones(matrix.shape[0])  # ARPACK would draw one at random
        return float(np.abs(eigs(matrix, k=1, which="LM", tol=1e-2, v0=start, return_eigenvectors=False))[0])
    except ArpackError:
        return float(abs(matrix).sum(axis=1).max())


def _same_plates(plant: Plant, other: Plant) -> bool:
    mine, others = plant.cabinets, other.cabinets
    same_place = mine.loop_index is others.loop_index and mine.hall_index is others.hall_index
    return same_place and plant.chips is other.chips and plant.tcs is other.tcs


def _capacities(plant: Plant, layout: Layout) -> Floats:
    """Return what each row of the balance is divided by: heat capacity [J/K], or 1 for controls and accounts."""
    capacity = np.ones(layout.state_count)
    capacity[layout.die] = plant.chips.die_capacity_j_k
    capacity[layout.case] = plant.chips.case_capacity_j_k
    capacity[layout.rack_return] = plant.cabinets.return_capacity_j_k[plant.cabinets.loop_index >= 0]
    capacity[layout.supply] = plant.tcs.supply_capacity_j_k
    capacity[layout.loop_return] = plant.tcs.return_capacity_j_k
    capacity[layout.cdu_secondary] = plant.cdus.secondary_capacity_j_k
    capacity[layout.cdu_primary] = plant.cdus.primary_capacity_j_k
    capacity[layout.fws_supply] = plant.fws.supply_capacity_j_k
    capacity[layout.fws_return] = plant.fws.return_capacity_j_k
    capacity[layout.fws_basin] = plant.fws.basin_capacity_j_k
    capacity[layout.chw_supply] = plant.chw.supply_capacity_j_k
    capacity[layout.chw_return] = plant.chw.return_capacity_j_k
    capacity[layout.hall_air] = plant.halls.air_capacity_j_k
    return capacity


def stored_energy_j(system: System, state: Floats) -> float:
    """Return the heat stored in all capacities of the plant [J], relative to 0 K."""
    # BLAS would wake its threads for a dot product, for milliseconds.
    return float((system.heat_weight_j_k * state).sum())


def _heat_weight_j_k(plant: Plant, layout: Layout, capacity: Floats) -> Floats:
    """Return how much heat each state stores per kelvin [J/K]; 0 where it is no temperature of a capacity."""
    weight = capacity.copy()
    many = plant.chips.multiplicity
    weight[layout.die] *= many
    weight[layout.case] *= many
    weight[layout.positions] = weight[layout.tower_air] = 0.0
    weight[layout.heat_in] = weight[layout.heat_out] = 0.0
    return weight
