"""Whatever the site, its load and its weather: the fast engine stays with the reference engine and closes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from models.errors import NoSolution
from tests.engines import CHIP_K, PLANT_K, apart, fast_run, true_run
from tests.plants import plant, with_fields
from tests.unit.twin.engine.runs import inputs_of
from twin.engine.events import Event, setting
from twin.inputs import Inputs, Signal
from twin.plant import Plant

LENGTH_S = 30.0
TRUTH = 1e-8
"""Relative tolerance of the reference engine: at 1e-6 it is itself 0.007 K off in the first seconds of a change."""
SITES = [("cloudmatrix384", "cabinet"), ("gb300-hall", "cabinet"), ("cloudmatrix384", "chip")]


@dataclass(frozen=True)
class Case:
    """A site with some of its numbers moved, and what it is put through."""

    site: tuple[str, str]
    setpoint_k: float
    flow_ratio: float
    capacity_ratio: float
    resistance_ratio: float
    loop_ratio: float
    leakage_ratio: float
    check_valves: bool
    on_pressure: bool
    kind: str
    jumps_s: tuple[float, ...]
    seed: int
    pump_step_s: float | None

    def plant(self) -> Plant:
        """Return the site."""
        of = plant(*self.site)
        chips, tcs = of.chips, of.tcs
        power = chips.power._replace(leakage_w=chips.power.leakage_w * self.leakage_ratio)
        of = with_fields(
            of,
            "chips",
            power=power,
            die_capacity_j_k=chips.die_capacity_j_k * self.capacity_ratio,
            case_capacity_j_k=chips.case_capacity_j_k * self.capacity_ratio,
            junction_case_k_w=chips.junction_case_k_w * self.resistance_ratio,
        )
        cabinets = of.cabinets
        of = with_fields(
            of,
            "cabinets",
            rack_quadratic_1_m4=cabinets.rack_quadratic_1_m4 * self.loop_ratio,
            return_capacity_j_k=cabinets.return_capacity_j_k * self.loop_ratio,
        )
        loops = len(tcs.names)
        on_pressure = (
            self.on_pressure and self.site[0] == "cloudmatrix384"
        )  # each control mode is a compilation
        pressure = np.full(loops, 60e3 if on_pressure else np.nan)
        flow = (
            np.full(loops, np.nan)
            if on_pressure
            else self.flow_ratio * np.nan_to_num(tcs.set_flow_m3_s, nan=8e-3)
        )
        return with_fields(
            of,
            "tcs",
            supply_setpoint_k=np.full(loops, self.setpoint_k),
            set_dp_pa=pressure,
            set_flow_m3_s=flow,
            check_valves=np.full(loops, self.check_valves),
        )

    def inputs(self, of: Plant) -> Inputs:
        """Return a load that jumps or turns at the drawn instants, and air that follows."""
        random = np.random.default_rng(self.seed)
        times = np.array([0.0, *sorted(self.jumps_s)])
        shape = (times.size, len(of.cabinets.names))
        load = Signal(time_s=times, values=random.uniform(0.0, 1.0, shape), kind=self.kind)  # type: ignore[arg-type]
        air = Signal(
            time_s=np.array([0.0, LENGTH_S]),
            values=of.wet_bulb_k + random.uniform(-5.0, 2.0, (2, 1)),
            kind="linear",
        )
        return inputs_of(of, load, wet_bulb_k=air)

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the step of the pumps, if there is one."""
        if self.pump_step_s is None:
            return ()
        return (setting(self.pump_step_s, "tcs", "min_speed_frac", 0, 0.9),)


RATIO = st.floats(0.6, 1.6)
INSTANT = st.floats(1.0, LENGTH_S - 1.0).map(lambda time_s: round(time_s, 3))
CASES = st.builds(
    Case,
    site=st.sampled_from(SITES),
    setpoint_k=st.floats(300.0, 312.0),
    flow_ratio=st.floats(0.7, 1.2),
    capacity_ratio=RATIO,
    resistance_ratio=RATIO,
    loop_ratio=RATIO,
    leakage_ratio=st.floats(0.0, 1.5),
    check_valves=st.booleans(),
    on_pressure=st.booleans(),
    kind=st.sampled_from(["hold", "linear"]),
    jumps_s=st.lists(INSTANT, min_size=1, max_size=4, unique_by=lambda time_s: round(time_s / 5.0)).map(
        tuple
    ),
    seed=st.integers(0, 1000),
    pump_step_s=st.none() | INSTANT,
)


# A failing case is not made smaller, and the ordinary suite draws the same cases every time: with odd numbers a tight
# reference run may take minutes.
SHORT = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@SHORT
@given(case=CASES)
def test_some_sites_move_as_in_the_reference_engine(case: Case) -> None:
    hold(case)


@pytest.mark.long
@settings(SHORT, max_examples=40, derandomize=False)
@given(case=CASES)
def test_any_site_moves_as_in_the_reference_engine(case: Case) -> None:
    hold(case)


PUMPS_FROM_LEAST_SPEED = Case(
    site=("cloudmatrix384", "cabinet"),
    setpoint_k=312.0,
    flow_ratio=0.7,
    capacity_ratio=1.6,
    resistance_ratio=1.3,
    loop_ratio=0.6,
    leakage_ratio=1.5,
    check_valves=True,
    on_pressure=False,
    kind="hold",
    jumps_s=(20.0,),
    seed=512,
    pump_step_s=1.0,
)
"""Quick racks whose flow grows by a third in the first step and goes on: plates bend, and cases cool, within a step."""


@pytest.mark.parametrize(
    "jump_s", [pytest.param(20.0, id="alone"), pytest.param(1.0, id="with a jump of the load")]
)
def test_pumps_that_speed_up_from_their_least(jump_s: float) -> None:
    hold(replace(PUMPS_FROM_LEAST_SPEED, jumps_s=(jump_s,)))


def hold(case: Case) -> None:
    """Assert that both engines agree on a case."""
    of = case.plant()
    inputs = case.inputs(of)
    options = {"sample_s": 3.0, "events": case.events}
    try:
        truth = true_run(of, inputs, LENGTH_S, relative_tolerance=TRUTH, **options)
    except NoSolution:
        with pytest.raises(NoSolution):
            fast_run(of, inputs, LENGTH_S, **options)
        return
    fast = fast_run(of, inputs, LENGTH_S, **options)
    gap = apart(fast, truth)
    assert gap.chip_k <= CHIP_K, gap
    assert gap.plant_k <= PLANT_K, gap
    assert fast.closure_frac.max() <= 1e-10
