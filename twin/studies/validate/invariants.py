"""Balances of a solved site, recomputed from what it publishes and not from the solver's own residual."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.fluids import density_kg_m3, enthalpy_j_kg, temp_from_enthalpy_k
from models.thermal.heat_exchanger import lmtd_k
from twin.engine.heat import rack_cabinets
from twin.engine.snapshot import Snapshot, snapshot
from twin.engine.steady import SteadyState
from twin.plant.records import Floats, Plant
from twin.plant.select import pick_fluid


def largest_share(imbalance_w: Floats, scale_w: Floats) -> float:
    """Return the largest imbalance over the heat it belongs to; zero where there is nothing to balance."""
    return float(np.max(np.abs(imbalance_w) / np.maximum(np.abs(scale_w), 1.0), initial=0.0))


@dataclass(frozen=True)
class Balances:
    """Invariants of one steady state."""

    steady: SteadyState

    @property
    def plant(self) -> Plant:
        """The plant that was solved."""
        return self.steady.system.plant

    @cached_property
    def view(self) -> Snapshot:
        """What the plant shows."""
        steady = self.steady
        return snapshot(steady.system, steady.drive, steady.state, steady.evaluation)

    @property
    def rack_share(self) -> float:
        """Enthalpy gained in each rack against its heat, less what it gives to the room."""
        plant, racks = self.plant, rack_cabinets(self.plant)
        view = self.view.cabinets
        fluid = pick_fluid(plant.tcs.fluid, plant.cabinets.loop_index[racks])
        supply, back = view.supply_k[racks], view.return_k[racks]
        flow = view.flow_m3_s[racks] * density_kg_m3(supply, fluid)
        gained = flow * (enthalpy_j_kg(back, fluid) - enthalpy_j_kg(supply, fluid))
        return largest_share(gained + view.loss_to_room_w[racks] - view.liquid_w[racks], view.liquid_w[racks])

    @property
    def cdu_share(self) -> float:
        """Both sides of each CDU against its duty, pump heat and loss to the room included."""
        plant, view = self.plant, self.view.cdus
        cdus = plant.cdus
        secondary = pick_fluid(plant.tcs.fluid, cdus.loop_index)
        primary = pick_fluid(plant.fws.fluid, cdus.facility_index)
        air = self.view.halls.air_return_k[plant.tcs.hall_index[cdus.loop_index]]
        given = view.secondary_flow_kg_s * (
            enthalpy_j_kg(view.return_k, secondary) - enthalpy_j_kg(view.supply_k, secondary)
        )
        taken = view.primary_flow_kg_s * (
            enthalpy_j_kg(view.primary_out_k, primary) - enthalpy_j_kg(view.primary_in_k, primary)
        )
        lost = cdus.ambient_conductance_w_k * (view.supply_k - air)
        lost_primary = cdus.ambient_conductance_w_k * (view.primary_out_k - air)
        hot = largest_share(given + view.pump_power_w - view.duty_w - lost, view.duty_w)
        return max(hot, largest_share(view.duty_w - taken - lost_primary, view.duty_w))

    @property
    def facility_share(self) -> float:
        """Cooling of each facility loop's water against the heat its units take and its pumps add."""
        fws, view = self.plant.fws, self.view.fws
        cooled = view.flow_kg_s * (
            enthalpy_j_kg(view.return_k, fws.fluid) - enthalpy_j_kg(view.supply_k, fws.fluid)
        )
        return largest_share(
            cooled + view.pump_power_w - view.rejected_w - view.trim_w, view.rejected_w + view.trim_w
        )

    @property
    def site_share(self) -> float:
        """All heat put into halls and loops against all heat taken out of the loops."""
        view = self.view
        put_in = (
            view.it_power_w
            + view.cdus.pump_power_w.sum()
            + view.fws.pump_power_w.sum()
            + view.chw.pump_power_w.sum()
            + view.halls.fan_power_w.sum()
        )
        out = view.fws.rejected_w.sum() + view.fws.trim_w.sum() + view.chw.heat_w.sum()
        return abs(float(put_in - out)) / float(put_in)

    @property
    def power_share(self) -> float:
        """Electrical power into the site against its loads and the losses on the way."""
        view = self.view
        spent = view.load_w.sum() + view.power.loss_w.sum()
        return abs(float(view.facility_power_w - spent)) / float(view.facility_power_w)

    @property
    def node_imbalance_kg_s(self) -> float:
        """Largest sum of flows at a free node of any hydraulic network."""
        batches = self.steady.system.flow_batches
        solutions = self.steady.evaluation.flow.solutions
        return max(
            float(np.abs(solution.flow_kg_s @ batch.template.topology.free_incidence.T).max(initial=0.0))
            for batch, solution in zip(batches, solutions, strict=True)
        )

    @cached_property
    def exchanger_outlet_k(self) -> Floats:
        """Temperature of each CDU's coolant between exchanger and pump."""
        view = self.view.cdus
        fluid = pick_fluid(self.plant.tcs.fluid, self.plant.cdus.loop_index)
        flow = np.maximum(view.secondary_flow_kg_s, 1e-12)
        left = enthalpy_j_kg(view.return_k, fluid) - view.duty_w / flow
        return np.asarray(temp_from_enthalpy_k(left, fluid))

    @cached_property
    def _primary_outlet_k(self) -> Floats:
        view = self.view.cdus
        fluid = pick_fluid(self.plant.fws.fluid, self.plant.cdus.facility_index)
        flow = np.maximum(view.primary_flow_kg_s, 1e-12)
        return np.asarray(
            temp_from_enthalpy_k(enthalpy_j_kg(view.primary_in_k, fluid) + view.duty_w / flow, fluid)
        )

    @property
    def crossing_k(self) -> float:
        """Largest temperature by which an outlet of a CDU's exchanger passes the other stream's inlet."""
        view = self.view.cdus
        cold_end = view.primary_in_k - self.exchanger_outlet_k
        hot_end = self._primary_outlet_k - view.return_k
        return float(np.maximum(np.maximum(cold_end, hot_end), 0.0).max(initial=0.0))

    @property
    def flat_exchangers(self) -> int:
        """Number of CDUs whose log-mean temperature difference is not positive."""
        view = self.view.cdus
        mean = lmtd_k(view.return_k - self._primary_outlet_k, self.exchanger_outlet_k - view.primary_in_k)
        return int((np.asarray(mean) <= 0.0).sum())
