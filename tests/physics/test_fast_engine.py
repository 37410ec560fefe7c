"""The fast engine against the reference engine at a tight tolerance, against the first law, and in disaster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.compute.chip import leakage_loop_gain
from tests.engines import CHIP_K, PLANT_K, Apart, Seen, apart, fast_run, true_run
from tests.plants import plant, with_fields
from tests.unit.twin.engine.runs import inputs_of, steps
from twin.engine import reference
from twin.engine.events import Event, failing, setting
from twin.engine.failure import Failure, without
from twin.engine.fast.simulate import simulate
from twin.engine.record import Recording
from twin.engine.record.rows import Chunk
from twin.engine.record.sink import Checkpoint, MemorySink
from twin.engine.schedule import drive_at
from twin.engine.steady import solve_steady
from twin.engine.system import System
from twin.errors import InternalError
from twin.inputs import Inputs, Signal, build_activity, cabinet_loads, parse_workload
from twin.plant import Plant
from twin.plant.records import Floats

CLOSURE = 1e-10
"""Far below the 1e-6 that is asked for: what leaves one row enters another, so that rounding is all there is."""
TRIP = Failure(name="one CDU", family="cdus", field="running", index=0)
IN_SERIES = "catalog.cabinets.cm384-compute.liquid.plates_in_series=2"
HOT_K = 318.15


def random_load(of: Plant, length_s: float, every_s: float, *, seed: int = 1, kind: str = "hold") -> Signal:
    """Return an activity that changes in every cabinet at once, each its own way."""
    times = np.arange(0.0, length_s + every_s, every_s)
    values = np.random.default_rng(seed).uniform(0.1, 1.0, (times.size, len(of.cabinets.names)))
    return Signal(time_s=times, values=values, kind=kind)  # type: ignore[arg-type]


def both(
    of: Plant, inputs: Inputs, length_s: float, sample_s: float = 1.0, events: tuple[Event, ...] = ()
) -> tuple[Seen, Seen]:
    """Run both engines."""
    fast = fast_run(of, inputs, length_s, sample_s=sample_s, events=events)
    return fast, true_run(of, inputs, length_s, sample_s=sample_s, events=events)


def agree(fast: Seen, truth: Seen, chip_k: float = CHIP_K, plant_k: float = PLANT_K) -> Apart:
    """Assert that a run is close to the truth, and closes."""
    gap = apart(fast, truth)
    assert np.isfinite(fast.states).all()
    assert gap.chip_k <= chip_k, gap
    assert gap.plant_k <= plant_k, gap
    assert fast.closure_frac.max() <= CLOSURE
    assert fast.run.closure_frac <= CLOSURE
    return gap


def every_chip(of: Plant, **values: float) -> Plant:
    """Return a plant in which numbers of all chips are replaced."""
    return with_fields(
        of, "chips", **{name: np.full(len(of.chips.names), value) for name, value in values.items()}
    )


def leaking(of: Plant, power_w: float, e_fold_k: float) -> Plant:
    """Return a plant whose chips leak at 70 degC, growing by e every ``e_fold_k``."""
    chips = len(of.chips.names)
    power = of.chips.power._replace(
        leakage_w=np.full(chips, power_w), leakage_beta_1_k=np.full(chips, 1.0 / e_fold_k)
    )
    return with_fields(of, "chips", power=power)


def hot(of: Plant) -> Plant:
    """Return a plant with coolant of 45 degC."""
    return with_fields(of, "tcs", supply_setpoint_k=np.full(len(of.tcs.names), HOT_K))


def disturbed(length_s: float) -> tuple[Event, ...]:
    """Return a step of the pumps and a trip of a CDU, both between steps and samples."""
    return (
        setting(0.2 * length_s + 0.37, "tcs", "min_speed_frac", 0, 0.95),
        failing(0.6 * length_s + 0.71, TRIP),
    )


SAMPLES = (1.0, 20.0)
"""Distances of recorded instants: chips follow in each step, or after windows of 16 steps with mean chips."""


# --- against the truth ---------------------------------------------------------------------------------------------


TWO_ROWS = ("repeat.hall.count=1", "repeat.hall.repeat.row.count=2")
"""Two supernodes out of the cluster: 768 chips on two loops."""


def test_an_hour_of_a_cluster_slice_with_load_steps_a_pump_step_and_a_trip() -> None:
    of = plant("cloudmatrix384-x432", "chip", TWO_ROWS)
    assert len(of.chips.names) >= 700
    inputs = inputs_of(of, random_load(of, 3600.0, 300.0))
    agree(*both(of, inputs, 3600.0, 10.0, disturbed(3600.0)))


@pytest.mark.parametrize("sample_s", SAMPLES)
def test_load_steps_a_pump_step_and_a_trip(sample_s: float) -> None:
    of = plant(resolution="chip")
    inputs = inputs_of(of, random_load(of, 600.0, 300.0))
    agree(*both(of, inputs, 600.0, sample_s, disturbed(600.0)))


@pytest.mark.parametrize("sample_s", SAMPLES)
def test_power_of_every_chip_changing_each_second(sample_s: float) -> None:
    of = plant(resolution="chip")
    agree(*both(of, inputs_of(of, random_load(of, 120.0, 1.0)), 120.0, sample_s))


def turning_each_second() -> tuple[Seen, Seen]:
    """Run a load beyond any that is measured: hundreds of watts a second, up and down."""
    of = plant(resolution="chip")
    return both(of, inputs_of(of, random_load(of, 20.0, 1.0, kind="linear")), 20.0)


def test_chips_feel_a_power_that_turns_each_second() -> None:
    gap = apart(*turning_each_second())
    assert gap.chip_k <= CHIP_K, gap


def test_room_air_feels_a_power_that_turns_each_second() -> None:
    agree(*turning_each_second())


def test_jumps_between_steps_cost_no_accuracy() -> None:
    of = plant(resolution="chip")
    inside = steps((0.0, 0.2), (10.37, 0.95), (33.913, 0.1), (33.95, 0.7))
    on_grid = steps((0.0, 0.2), (10.0, 0.95), (33.0, 0.1), (34.0, 0.7))
    gaps = [agree(*both(of, inputs_of(of, load), 120.0)) for load in (inside, on_grid)]
    assert gaps[0].chip_k < 2.0 * gaps[1].chip_k + 1e-3, gaps


@pytest.mark.parametrize("sample_s", SAMPLES)
def test_strong_leakage(sample_s: float) -> None:
    of = hot(leaking(plant(resolution="chip"), 80.0, 40.0))
    of = every_chip(of, junction_case_k_w=0.041, throttle_temp_k=400.0)
    fast, truth = both(of, inputs_of(of, random_load(of, 240.0, 40.0)), 240.0, sample_s, disturbed(240.0))
    agree(fast, truth)
    assert 0.35 < loop_gain(truth) < 0.5


def loop_gain(of: Seen) -> float:
    """Return the loop gain of leakage at the hottest junction: power per kelvin times kelvin per watt."""
    layout, chips = of.system.layout, of.system.plant.chips
    die, case = of.states[:, layout.die], of.states[:, layout.case]
    inlet = of.states[:, layout.supply]
    time, chip = np.unravel_index(int(np.argmax(die)), die.shape)
    drop = (die[time, chip] - inlet[time, 0]) / (die[time, chip] - case[time, chip])
    power = type(chips.power)(*[np.asarray(field)[chip] for field in chips.power])
    gain = leakage_loop_gain(die[time, chip], chips.junction_case_k_w[chip] * drop, power)
    return float(np.asarray(gain))


@pytest.mark.parametrize(
    "protections",
    [
        pytest.param({"throttle_temp_k": 350.0}, id="throttling"),
        pytest.param({"cap_power_w": 700.0}, id="capping"),
        pytest.param({"throttle_temp_k": 350.0, "cap_power_w": 800.0}, id="both"),
    ],
)
def test_protections_that_come_and_go(protections: dict[str, float]) -> None:
    of = every_chip(hot(plant(resolution="chip")), **protections)
    load = random_load(of, 120.0, 7.0)
    load = replace(load, time_s=load.time_s + 0.5)  # a sample at a jump would see two answers
    fast, truth = both(of, inputs_of(of, load), 120.0)
    agree(fast, truth)
    assert truth.run.throttle_time_s.max() > 40.0, "they act"
    assert 0.0 in truth.run.throttle_time_s, "and not everywhere"
    np.testing.assert_allclose(fast.run.throttle_time_s, truth.run.throttle_time_s, atol=2.0)
    np.testing.assert_allclose(fast.run.work_lost_frac, truth.run.work_lost_frac, atol=5e-3)


@pytest.mark.parametrize("sample_s", SAMPLES)
def test_plates_in_series(sample_s: float) -> None:
    of = plant(resolution="chip", overrides=(IN_SERIES,))
    assert of.chips.series_position.max() == 1
    agree(*both(of, inputs_of(of, random_load(of, 200.0, 20.0)), 200.0, sample_s, disturbed(200.0)))


def test_throttled_plates_in_series() -> None:
    of = hot(plant(resolution="chip", overrides=(IN_SERIES,)))
    of = every_chip(of, throttle_temp_k=355.0)
    fast, truth = both(of, inputs_of(of, random_load(of, 80.0, 20.0)), 80.0)
    agree(fast, truth)
    assert truth.run.throttle_time_s.max() > 20.0


@pytest.mark.parametrize(("name", "resolution"), [("gb300-hall", "chip"), ("gb300-hall", "cabinet"),
                                                  ("cloudmatrix384", "cabinet")])  # fmt: skip
def test_other_sites_and_resolutions(name: str, resolution: str) -> None:
    of = plant(name, resolution)
    agree(*both(of, inputs_of(of, random_load(of, 200.0, 20.0)), 200.0, 1.0, disturbed(200.0)))


def test_measured_power_between_rows_of_a_trace() -> None:
    of = plant("frontier")
    times = np.arange(0.0, 315.0, 15.0)
    power = np.random.default_rng(1).uniform(0.15e6, 0.3e6, (times.size, len(of.cabinets.names)))
    measured = Signal(time_s=times, values=power, kind="linear")
    agree(*both(of, inputs_of(of, 0.5, measured_power_w=measured), 300.0, 5.0))


def test_power_measured_in_a_part_of_the_run_is_refused() -> None:
    of = plant()
    power = np.full((2, len(of.cabinets.names)), 3e4)
    power[1, 0] = np.nan
    measured = Signal(time_s=np.array([0.0, 20.0]), values=power, kind="hold")
    with pytest.raises(InternalError, match="in a part of the run"):
        simulate(of, inputs_of(of, 0.5, measured_power_w=measured), 60.0)


@pytest.mark.shared
def test_the_recorded_day_of_frontier(shared_data: Path) -> None:
    from tests.plants import site

    of, length_s = plant("frontier"), 600.0
    path = shared_data / "frontier_cdu_power" / "frontier_25cdu_power_2024-04-07_15s.parquet"
    load = build_activity(
        parse_workload(f"replay:{path}", None), cabinet_loads(site("frontier"), of), length_s, 0
    )
    inputs = inputs_of(of, load.activity, memory=load.memory, measured_power_w=load.measured_power_w)
    gap = agree(*both(of, inputs, length_s, 15.0))
    assert gap.chip_k < 0.5 * CHIP_K


def test_weather_and_dew_point_that_change() -> None:
    of = plant()
    air = Signal(time_s=np.array([0.0, 300.0]), values=np.array([[283.15], [300.15]]), kind="linear")
    dew = Signal(time_s=np.array([0.0, 120.0]), values=np.array([[283.15], [306.0]]), kind="hold")
    inputs = inputs_of(of, 0.7, wet_bulb_k=air, dry_bulb_k=air, indoor_dew_point_k=dew)
    agree(*both(of, inputs, 300.0, 10.0))


# --- the first law ---------------------------------------------------------------------------------------------------


def test_energy_closes_at_every_recorded_instant_whatever_happens() -> None:
    of = every_chip(hot(plant(resolution="chip")), throttle_temp_k=350.0)
    inputs = inputs_of(of, random_load(of, 300.0, 7.3))
    fast = fast_run(of, inputs, 300.0, sample_s=10.0, events=disturbed(300.0))
    assert fast.closure_frac.size == 30
    assert fast.closure_frac.max() <= CLOSURE
    heat_in = fast.states[:, fast.system.layout.heat_in[0]]
    assert np.all(np.diff(heat_in) > 0.0)


def test_energy_put_in_is_that_of_the_reference_engine() -> None:
    of = plant(resolution="chip")
    fast, truth = both(of, inputs_of(of, random_load(of, 300.0, 20.0)), 300.0, 50.0)
    layout = fast.system.layout
    for place in (layout.heat_in[0], layout.heat_out[0]):
        np.testing.assert_allclose(fast.states[1:, place], truth.states[1:, place], rtol=2e-5)


# --- disaster --------------------------------------------------------------------------------------------------------


def steady_at(of: Plant, activity: float) -> Floats:
    """Return the steady state of a plant at a constant activity."""
    steady = solve_steady(System(of), drive_at(of, inputs_of(of, activity), 0.0))
    assert steady.solved
    return steady.state


def shut_branch(of: Plant) -> Plant:
    """Return a plant with the third cabinet's branch shut."""
    shut = of.cabinets.branch_open.copy()
    shut[2] = 0.0
    return with_fields(of, "cabinets", branch_open=shut)


def all_pumps_off(of: Plant) -> Plant:
    """Return a plant without a running CDU."""
    return with_fields(of, "cdus", running=np.zeros(len(of.cdus.names)))


def dark(of: Plant) -> Plant:
    """Return a plant after a failure of both uninterruptible supplies of its pumps and its busways."""
    for place, name in enumerate(of.power.elements.names):
        if name.startswith(("ups", "busway", "feeder")):
            of = without(of, Failure(name=name, family="power", field="running", index=place))
    return of


def without_generators(of: Plant) -> Plant:
    """Return a plant in which no generator takes over."""
    loads = of.power.loads
    return replace(of, power=replace(of.power, loads=replace(loads, backup=("",) * len(loads.names))))


@pytest.mark.parametrize("protected", (True, False))
def test_a_runaway_stays_finite_and_names_the_chip_that_passed_its_limit(protected: bool) -> None:
    cool = plant(resolution="chip")
    of = leaking(cool, 500.0, 20.0)
    if not protected:
        of = every_chip(of, throttle_temp_k=1000.0)
    fast = fast_run(of, inputs_of(of, 1.0), 300.0, initial=steady_at(cool, 0.3))
    assert np.isfinite(fast.states).all()
    assert fast.closure_frac.max() <= CLOSURE
    layout = fast.system.layout
    assert fast.states[-1, layout.die].max() > 473.15, "it ran away"
    assert len(fast.run.notes) == 1
    assert "passed its shutdown limit of 105 degC after" in fast.run.notes[0]


def test_a_runaway_is_that_of_the_reference_engine_until_shutdown() -> None:
    cool = plant(resolution="chip")
    of = leaking(cool, 200.0, 25.0)
    state = steady_at(cool, 0.9)
    options = {"sample_s": 1.0, "initial": state}
    fast = fast_run(of, inputs_of(of, 1.0), 60.0, **options)
    truth = true_run(of, inputs_of(of, 1.0), 60.0, **options)
    alive = truth.states[:, truth.system.layout.die].max(axis=1) < 378.15
    assert alive[-1] == (not fast.run.notes)
    kept = [Seen(each.system, each.run, each.states[alive]) for each in (fast, truth)]
    difference = np.abs(kept[0].states - kept[1].states)[:, fast.system.layout.die]
    assert difference.max() <= CHIP_K


@pytest.mark.parametrize(
    ("change", "length_s"),
    [
        pytest.param(shut_branch, 300.0, id="a branch shut"),
        pytest.param(all_pumps_off, 300.0, id="all pumps off"),
        pytest.param(dark, 300.0, id="no supply left"),
    ],
)
def test_a_plant_without_cooling_heats_up_finitely_and_says_so(
    change: Callable[[Plant], Plant], length_s: float
) -> None:
    of = without_generators(plant(resolution="chip"))
    events = (Event(time_s=30.4, name="disaster", change=change),)
    fast = fast_run(of, inputs_of(of, 0.9), length_s, events=events)
    assert np.isfinite(fast.states).all()
    assert fast.closure_frac.max() <= CLOSURE
    assert len(fast.run.notes) == 1
    assert "passed its shutdown limit of 105 degC after" in fast.run.notes[0]
    assert fast.run.peak_junction_k > 378.15


@pytest.mark.parametrize("change", (shut_branch, all_pumps_off))
def test_the_first_minutes_of_a_disaster_are_those_of_the_reference_engine(
    change: Callable[[Plant], Plant],
) -> None:
    of = plant(resolution="chip")
    events = (Event(time_s=30.4, name="disaster", change=change),)
    fast, truth = both(of, inputs_of(of, 0.9), 120.0, 1.0, events)
    agree(fast, truth)
    assert truth.states[:, truth.system.layout.die].max() > 400.0


def test_chips_of_measured_power_are_named_as_well() -> None:
    of = plant("frontier")
    measured = Signal.constant(np.full(len(of.cabinets.names), 3e5))
    events = (Event(time_s=30.4, name="off", change=all_pumps_off),)
    fast = fast_run(of, inputs_of(of, 0.5, measured_power_w=measured), 300.0, events=events)
    assert "passed its shutdown limit of 110 degC after" in fast.run.notes[0]


# --- the run as a whole ------------------------------------------------------------------------------------------------


class _Stopping(MemorySink):
    """Keeps a copy of the checkpoint at an instant."""

    def __init__(self, at_s: float) -> None:
        super().__init__()
        self.at_s = at_s
        self.found: Checkpoint | None = None

    def keep(self, chunk: Chunk, checkpoint: Checkpoint) -> None:
        super().keep(chunk, checkpoint)
        if checkpoint.time_s == self.at_s:
            arrays = {name: np.array(values) for name, values in checkpoint.arrays.items()}
            self.found = Checkpoint(time_s=checkpoint.time_s, arrays=arrays)


def test_an_interrupted_and_resumed_run_is_the_uninterrupted_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twin.engine.trajectory.CHUNK_ROWS", 1)
    of = every_chip(hot(plant(resolution="chip")), throttle_temp_k=350.0)
    inputs, events = inputs_of(of, random_load(of, 120.0, 7.0)), disturbed(120.0)
    whole = simulate(of, inputs, 120.0, events=events)

    def stop(time_s: float) -> None:
        if time_s >= 50.0:
            raise KeyboardInterrupt

    sink = _Stopping(50.0)
    first = simulate(of, inputs, 120.0, events=events, recording=Recording(sink=sink), progress=stop)
    assert first.interrupted
    assert first.time_s[-1] == 50.0
    assert sink.found is not None
    rest = simulate(of, inputs, 120.0, events=events, recording=Recording(sink=sink, resume=sink.found))
    np.testing.assert_array_equal(rest.time_s, whole.time_s)
    assert not rest.interrupted
    for family, name in (("cabinets", "max_junction_k"), ("tcs", "supply_k"), ("fws", "return_k")):
        np.testing.assert_allclose(
            rest.series[family][name], whole.series[family][name], rtol=0.0, atol=PLANT_K, err_msg=name
        )
    assert rest.peak_junction_k == pytest.approx(whole.peak_junction_k, abs=PLANT_K)
    np.testing.assert_allclose(rest.throttle_time_s, whole.throttle_time_s, atol=1.0)
    np.testing.assert_allclose(rest.work_lost_frac, whole.work_lost_frac, atol=1e-4)
    assert rest.closure_frac <= CLOSURE


@pytest.mark.parametrize("name", ("cloudmatrix384", "gb300-hall", "frontier"))
def test_a_trajectory_has_all_that_the_reference_engine_records(name: str) -> None:
    of = plant(name)
    inputs = inputs_of(of, 0.6)
    fast = simulate(of, inputs, 30.0)
    truth = reference.simulate(of, inputs, 30.0)
    np.testing.assert_array_equal(fast.time_s, truth.time_s)
    assert fast.members == truth.members
    assert {family: set(names) for family, names in fast.series.items()} == {
        family: set(names) for family, names in truth.series.items()
    }
    for family, quantities in truth.series.items():
        for quantity, values in quantities.items():
            found = fast.series[family][quantity]
            if quantity == "closure_frac":  # what rounding leaves
                assert max(found.max(), values.max()) < 1e-10
                continue
            np.testing.assert_allclose(
                found, values, rtol=2e-4, atol=1e-6 * np.nanmax(np.abs(values), initial=1e-9),
                err_msg=f"{family} {quantity}",
            )  # fmt: skip
    assert fast.peak_chip == truth.peak_chip
    assert fast.label == truth.label


def test_a_run_leaves_its_initial_state_alone() -> None:
    of = plant()
    state = steady_at(of, 0.5)
    kept = state.copy()
    first = simulate(of, inputs_of(of, 0.9), 30.0, initial=state)
    np.testing.assert_array_equal(state, kept)
    again = simulate(of, inputs_of(of, 0.9), 30.0, initial=state)
    np.testing.assert_array_equal(first.last_state, again.last_state)
