"""The identity of a run: moved by anything the engine sees, and by nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.plants import plant, site, with_fields
from tests.unit.twin.engine.runs import inputs_of
from twin.config import load_site
from twin.plant import build_plant
from twin.studies.simulate import SimulationSpec
from twin.studies.simulate.fingerprint import differences, digest, identity_of

OF = plant("gb300-hall")


def test_the_same_site_built_again_is_the_same() -> None:
    assert digest(build_plant(load_site("gb300-hall"), "cabinet")) == digest(OF)


def test_one_number_of_the_site_or_the_load_is_another_run() -> None:
    moved = with_fields(OF, "cdus", ua_nominal_w_k=OF.cdus.ua_nominal_w_k * (1.0 + 1e-12))
    assert digest(moved) != digest(OF)
    assert digest(inputs_of(OF, 0.5)) != digest(inputs_of(OF, 0.5 + 1e-12))
    assert digest(np.zeros(3)) != digest(np.zeros((3, 1)))
    assert site("gb300-hall").name == OF.name


def test_differences_are_named() -> None:
    spec = SimulationSpec(hours=1.0, chips=("a",), chips_window_s=(0.0, 1.0))
    kept = identity_of(OF, inputs_of(OF, 0.5), spec)
    assert differences(kept, identity_of(OF, inputs_of(OF, 0.5), spec)) == []
    other = identity_of(OF, inputs_of(OF, 0.6), replace(spec, hours=2.0))
    assert differences(kept, other) == ["load and weather", "hours (1.0, now 2.0)"]
    assert differences({**kept, "version": "0"}, kept)[0].startswith("version (0, now ")
