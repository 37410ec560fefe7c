"""A plant that is moved through time by compiled kernels: state in, state out, tables in between."""

from __future__ import annotations

import numpy as np

from models.errors import NoSolution
from models.hydraulics.network import NetworkSolution
from twin.engine.drive import Drive
from twin.engine.fast.assemble import Tables, assemble
from twin.engine.fast.compile import Notice, compiled
from twin.engine.fast.tables import Tally
from twin.engine.fast.trace import Flags
from twin.engine.flow import FlowState, LoopBatch
from twin.engine.heat import air_side, plate_heat
from twin.engine.system import System
from twin.plant.records import Floats

NO_RISE: Floats = np.zeros((0, 0))


class Stepper:
    """Kernels and tables of one plant, with the state they have reached.

    Parameters
    ----------
    system : System
        The plant and its layout; its networks start every search and repair one that fails.
    measured : ndarray of bool, shape (n_cabinet,)
        Cabinets whose power the drive prescribes.
    tally : Tally
        Counted on.
    notice : callable, optional
        Told when kernels have to be compiled.
    """

    def __init__(self, system: System, measured: Flags, tally: Tally, notice: Notice | None = None) -> None:
        self.system, self.tally = system, tally
        self.tables: Tables = assemble(system, measured)
        self._module = compiled(self.tables.laws, notice)
        self._joint = np.zeros(self.tables.places.end)
        self._own, self._chips = self.tables.layout, system.layout.chip_state_count
        rows, whole = self._own.state_count, self._joint.size
        self._work = tuple(np.zeros(size) for size in (whole, rows, rows, rows, whole))
        self._dt_s = 0.0

    def start(self, state: Floats, drive: Drive) -> None:
        """Take over a state, under the drive of its instant."""
        tables, layout = self.tables, self.system.layout
        self._joint[: self._own.state_count] = state[self._chips :]
        self._joint[tables.places.start :] = drive_row(drive)
        lanes = tables.groups.chip
        tables.groups.blocks["die"] = state[layout.die][lanes]
        tables.groups.blocks["case"] = state[layout.case][lanes]
        tables.groups.stale[:] = 1
        self._solve_networks(state)
        heat = self._rack_heat()
        for array in (tables.racks.heat_w, tables.racks.last_heat_w, tables.racks.predicted_w):
            array[:] = heat

    def _rack_heat(self) -> Floats:
        plant, layout = self.system.plant, self.system.layout
        joint = np.concatenate([self.state(), self._joint[self._own.state_count : self._own.total_count]])
        joint[layout.air_inlet] = air_side(
            plant.halls, joint[layout.hall_air], joint[layout.chw_supply[plant.halls.water_index]]
        ).inlet_temp_k
        plates = plate_heat(plant, layout, joint, self.system.plates)
        racks = self.tables.groups.rack
        rack_of_chip = np.zeros(len(plant.chips.names), dtype=np.int64)
        of_lane = np.repeat(racks, np.diff(self.tables.groups.first))
        rack_of_chip[self.tables.groups.chip.ravel()] = np.repeat(of_lane, self.tables.groups.chip.shape[1])
        heat = np.bincount(
            rack_of_chip,
            weights=plant.chips.multiplicity * plates.heat_w,
            minlength=self.tables.racks.state.size,
        )
        return np.asarray(heat)

    def _solve_networks(self, state: Floats) -> None:
        """Find the flows of all networks from scratch, with the damped solver of the reference engine."""
        own, nets = self._own, self.tables.nets
        flow = self.system.flows(state)
        k = 0
        for batch, solution in zip(self.system.flow_batches, flow.solutions, strict=True):
            if not solution.converged.all():
                raise NoSolution(
                    "hydraulic network",
                    "the flows of a loop do not settle",
                    0.0,
                    "",
                    "look at its pumps and valves",
                )
            free = batch.template.topology.free_nodes
            for row in range(batch.valve.shape[0]):
                order = self.tables.node_order[k]
                nets.flow[nets.first_branch[k] : nets.first_branch[k + 1]] = solution.flow_kg_s[row]
                gauge = solution.pressure_pa[row, free] - batch.static_pressure_pa[row]
                nets.pressure[nets.first_node[k] : nets.first_node[k + 1]] = gauge[order]
                k += 1
        self._joint[own.state_count : own.total_count] = flow.values
        if not self._module.refresh_networks(nets, self._joint, True):
            raise self._lost(0.0)
        self._module.set_flows(nets, self._joint)

    def _lost(self, time_s: float) -> NoSolution:
        names = [name for batch in self.system.flow_batches for name in self._loops(batch)]
        loop = names[int(self.tables.nets.trouble[0])]
        return NoSolution(
            f"hydraulic network of {loop}",
            "its flows do not settle",
            time_s,
            "s",
            "look at its pumps and valves",
        )

    def _loops(self, batch: LoopBatch) -> list[str]:
        plant, layout = self.system.plant, self.system.layout
        names = dict(zip(layout.loop_flow.tolist(), plant.tcs.names, strict=True)) | dict(
            zip(layout.fws_flow.tolist(), plant.fws.names, strict=True)
        )
        return [names[int(target)] for target in batch.total_target]

    def advance(self, time_s: float, dt_s: float, drives: Floats, rises: Floats = NO_RISE) -> None:
        """Take one step of ``dt_s`` per row of ``drives``, the inputs in the middle of each step.

        ``rises`` says by how much they rise over each step; it is empty where all are held.

        Raises
        ------
        NoSolution
            When the flows of a loop do not settle, not even from scratch.
        """
        if dt_s != self._dt_s:
            self.tables.groups.stale[:] = 1
            self._dt_s = dt_s
        done = self._steps(time_s, dt_s, drives, rises)
        while done < drives.shape[0]:  # a network has moved too far for its quick search
            self._solve_networks(self.state())
            more = self._steps(time_s + done * dt_s, dt_s, drives[done:], rises[done:])
            if more == 0:
                raise self._lost(time_s + done * dt_s)
            done += more

    def _steps(self, time_s: float, dt_s: float, drives: Floats, rises: Floats) -> int:
        tables = self.tables
        return int(
            self._module.advance(
                self._joint,
                drives,
                rises,
                tables.stamps,
                tables.groups,
                tables.chips,
                tables.nets,
                tables.racks,
                tables.cabinets,
                self.tally,
                tables.plant,
                self._work,
                time_s,
                dt_s,
            )
        )

    def flows(self) -> FlowState:
        """Return the networks solved at the present state, as the reference engine would."""
        found, own = self._joint.copy(), self._own
        if not self._module.find_flows(self.tables.nets, self._joint, found):
            return self.system.flows(self.state())
        values = found[own.state_count : own.total_count]
        solutions, first = [], 0
        for batch in self.system.flow_batches:
            solutions.append(self._solution(batch, first))
            first += batch.valve.shape[0]
        return FlowState(values=values, solutions=tuple(solutions), params=())

    def _solution(self, batch: LoopBatch, first: int) -> NetworkSolution:
        nets = self.tables.nets
        count, branches = batch.valve.shape
        last = first + count
        flow = nets.flow[nets.first_branch[first] : nets.first_branch[last]].reshape(count, branches)
        gauge = nets.pressure[nets.first_node[first] : nets.first_node[last]].reshape(count, -1)
        topology = batch.template.topology
        pressure = np.repeat(batch.static_pressure_pa[:, None], topology.node_count, axis=1)
        pressure[:, topology.free_nodes[self.tables.node_order[first]]] += gauge
        none = np.zeros(count)
        index = np.zeros(count, dtype=np.intp)
        return NetworkSolution(
            flow_kg_s=flow.copy(),
            pressure_pa=pressure,
            slope_pa_s_kg=np.full_like(flow, np.nan),
            iterations=index,
            status=index,
            worst_residual_pa=none,
            worst_imbalance_kg_s=none,
            worst_branch=index,
            worst_node=index,
        )

    def state(self) -> Floats:
        """Return the state vector of the plant, shape (n_state,)."""
        blocks, place = self.tables.groups.blocks, self.tables.chip_place
        own = self._joint[: self._own.state_count]
        return np.concatenate([blocks["die"].ravel()[place], blocks["case"].ravel()[place], own])


def drive_row(drive: Drive) -> Floats:
    """Return a drive as the kernels read it, shape (n_drive,)."""
    return np.concatenate(
        [
            drive.activity_frac,
            drive.memory_frac,
            np.nan_to_num(drive.measured_power_w),
            [drive.dry_bulb_k, drive.wet_bulb_k, drive.pressure_pa],
            drive.dew_point_k,
        ]
    )
