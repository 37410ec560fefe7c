"""A plant that is moved through time by compiled kernels: state in, state out, tables in between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import numpy as np

from models.errors import NoSolution
from twin.engine.drive import Drive
from twin.engine.fast.assemble import Tables, assemble
from twin.engine.fast.compile import Notice, compiled
from twin.engine.fast.islands import Island, islands_of
from twin.engine.fast.threads import thread_count, threads
from twin.engine.fast.trace import Flags
from twin.engine.flow import FlowState, LoopBatch
from twin.engine.heat import air_side, plate_heat
from twin.engine.system import System
from twin.plant.records import Floats

T = TypeVar("T")

NO_RISE: Floats = np.zeros((0, 0))


class Stepper:
    """Kernels and tables of one plant, with the state they have reached.

    Its islands are moved ``at_once``, each through all steps asked for before the next one.

    Parameters
    ----------
    system : System
        The plant and its layout; its networks start every search and repair one that fails.
    measured : ndarray of bool, shape (n_cabinet,)
        Cabinets whose power the drive prescribes.
    tally : ndarray of SEEN, shape (n_cabinet,)
        Counted on.
    notice : callable, optional
        Told when kernels have to be compiled.
    """

    def __init__(self, system: System, measured: Flags, tally: Any, notice: Notice | None = None) -> None:
        self.system, self.tally = system, tally
        self.tables: Tables = assemble(system, measured)
        self.islands = islands_of(self.tables)
        self.at_once = min(len(self.islands), thread_count())
        self._module = compiled(self.tables.laws, notice)
        self._layout, self._chip_states = self.tables.layout, system.layout.chip_state_count
        self._dt_s = 0.0

    def start(self, state: Floats, drive: Drive) -> None:
        """Take over a state, under the drive of its instant."""
        layout, row = self.system.layout, drive_row(drive)
        self.put(state)
        for island in self.islands:
            first, columns = island.plant.drive, island.plant.columns
            island.joint[first : first + columns.size] = row[columns]
            island.laws.memory[:] = np.nan
            island.chips.blocks["die"] = state[layout.die][island.chips.chip]
            island.chips.blocks["case"] = state[layout.case][island.chips.chip]
            island.groups["stale"], island.groups["rising_w"] = 1, 0.0
            island.chips.blocks["centre"] = 0.0  # so that chips are asked anew where they stand
        self._solve_networks(state, self.islands, 0.0)
        heat = self._rack_heat()
        for island in self.islands:
            for name in ("heat_w", "last_heat_w", "predicted_w"):
                island.racks[name] = heat[island.racks_of]
            island.racks["beyond_mean_w"] = 0.0

    def put(self, state: Floats) -> None:
        """Write the states that are not chips'; the accounts of heat go to the first island."""
        own = state[self._chip_states :].copy()
        accounts = np.concatenate([self._layout.heat_in, self._layout.heat_out])
        for island in self.islands:
            island.joint[: island.state_count] = own[island.rows[: island.state_count]]
            own[accounts] = 0.0

    def values(self) -> Floats:
        """Return states that are not chips' and algebraic values, shape (n_row,)."""
        values = np.zeros(self._layout.total_count)
        for island in self.islands:
            values[island.rows] += island.joint[: island.plant.drive]
        return values

    def _rack_heat(self) -> Floats:
        plant, layout = self.system.plant, self.system.layout
        joint = np.concatenate([self.state(), self.values()[self._layout.state_count :]])
        joint[layout.air_inlet] = air_side(
            plant.halls, joint[layout.hall_air], joint[layout.chw_supply[plant.halls.water_index]]
        ).inlet_temp_k
        plates = plate_heat(plant, layout, joint, self.system.plates)
        groups, chips = self.tables.groups, self.tables.chips.chip
        rack_of_chip = np.zeros(len(plant.chips.names), dtype=np.int64)
        of_block = np.repeat(groups["rack"], groups["last"] - groups["first"])
        rack_of_chip[chips.ravel()] = np.repeat(of_block, chips.shape[1])
        heat = np.bincount(
            rack_of_chip,
            weights=plant.chips.multiplicity * plates.heat_w,
            minlength=self.tables.racks.size,
        )
        return np.asarray(heat)

    def _solve_networks(self, state: Floats, islands: Sequence[Island], time_s: float) -> None:
        """Find the flows of islands from scratch, with the damped solver of the reference engine."""
        own, nets = self._layout, self.tables.nets
        flow = self.system.flows(state)
        k = 0
        for batch, solution in zip(self.system.flow_batches, flow.solutions, strict=True):
            if not solution.converged.all():
                raise NoSolution(
                    "hydraulic network",
                    "the flows of a loop do not settle",
                    time_s,
                    "s",
                    "look at its pumps and valves",
                )
            free = batch.template.topology.free_nodes
            for row in range(batch.valve.shape[0]):
                net, order = nets.each[k], self.tables.node_order[k]
                nets.flow[net["first_branch"] : net["last_branch"]] = solution.flow_kg_s[row]
                gauge = solution.pressure_pa[row, free] - batch.static_pressure_pa[row]
                nets.pressure[net["first_node"] : net["last_node"]] = gauge[order]
                k += 1
        values = np.concatenate([np.zeros(own.state_count), flow.values])
        for island in islands:
            algebraic = slice(island.state_count, island.plant.drive)
            island.joint[algebraic] = values[island.rows[algebraic]]
            island.nets.flow[:] = nets.flow[island.branches_of]
            island.nets.pressure[:] = nets.pressure[island.nodes_of]
            trouble = self._module.refresh_networks(island.nets, island.joint, True)
            if trouble >= 0:
                raise self._lost(island.networks_of[trouble], time_s)
            self._module.set_flows(island.nets, island.joint)

    def _lost(self, network: int, time_s: float) -> NoSolution:
        names = [name for batch in self.system.flow_batches for name in self._loops(batch)]
        loop = names[network]
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

        ``rises`` says by how much they rise over each step; it is empty where none does that counts.

        Raises
        ------
        NoSolution
            When the flows of a loop do not settle, not even from scratch.
        """
        if dt_s != self._dt_s:
            for island in self.islands:
                island.groups["stale"] = 1
            self._dt_s = dt_s

        def move(island: Island) -> int:
            return self._steps(island, time_s, dt_s, drives, rises)

        for island, done in zip(self.islands, self._of_islands(move), strict=True):
            self._rescue(island, done, time_s, dt_s, drives, rises)

    def _of_islands(self, ask: Callable[[Island], T]) -> list[T]:
        """Return what each island answers, as many asked at once as may be moved at once."""
        return list((map if self.at_once == 1 else threads(self.at_once).map)(ask, self.islands))

    def _rescue(
        self, island: Island, done: int, time_s: float, dt_s: float, drives: Floats, rises: Floats
    ) -> None:
        """Take the steps that are left where a network has moved too far for its quick search."""
        while done < drives.shape[0]:
            now_s = time_s + done * dt_s
            self._solve_networks(self.state(), [island], now_s)
            done += self._steps(island, now_s, dt_s, drives[done:], rises[done:])

    def _steps(self, island: Island, time_s: float, dt_s: float, drives: Floats, rises: Floats) -> int:
        return int(
            self._module.advance(
                island.joint,
                drives,
                rises,
                island.laws,
                island.groups,
                island.chips,
                island.means,
                island.nets,
                island.racks,
                self.tally,
                island.plant,
                island.work,
                time_s,
                dt_s,
            )
        )

    def flows(self) -> FlowState:
        """Return the networks solved at the present state, as the reference engine would."""
        own = self._layout
        values = np.zeros(own.total_count)

        def find(island: Island) -> bool:
            found, start = island.joint.copy(), (island.nets.flow.copy(), island.nets.pressure.copy())
            converged = bool(self._module.find_flows(island.nets, island.joint, found))
            values[island.rows] = found[: island.plant.drive]
            self.tables.nets.pressure[island.nodes_of] = island.nets.pressure
            island.nets.flow[:], island.nets.pressure[:] = start  # a look changes nothing
            return converged

        if not all(self._of_islands(find)):
            return self.system.flows(self.state())
        pressures, first = [], 0
        for batch in self.system.flow_batches:
            pressures.append(self._pressure_pa(batch, first))
            first += batch.valve.shape[0]
        return FlowState(values=values[own.state_count :], pressure_pa=tuple(pressures))

    def _pressure_pa(self, batch: LoopBatch, first: int) -> Floats:
        """Return the pressures of a batch whose first network has number ``first``, shape (n_loop, n_node)."""
        nets, topology, count = self.tables.nets, batch.template.topology, batch.valve.shape[0]
        begin, end = nets.each["first_node"][first], nets.each["last_node"][first + count - 1]
        gauge = nets.pressure[begin:end].reshape(count, -1)
        pressure = np.empty((count, topology.node_count))
        pressure[:] = batch.static_pressure_pa[:, np.newaxis]
        pressure[:, topology.free_nodes[self.tables.node_order[first]]] += gauge
        return pressure

    def state(self) -> Floats:
        """Return the state vector of the plant, shape (n_state,)."""
        place, lanes = self.tables.chip_place, np.empty(self.tables.chips.chip.shape)
        state = np.empty(self._chip_states + self._layout.state_count)
        for field, chips in zip(("die", "case"), self.system.layout.chips_of(state), strict=True):
            for island in self.islands:
                lanes[island.blocks_of] = island.chips.blocks[field]
            lanes.take(place, out=chips, mode="clip")  # straight there; all places are inside
        state[self._chip_states :] = self.values()[: self._layout.state_count]
        return state


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
