"""What makes a run the run it is: the same answers to the same questions, so that it may be resumed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields, is_dataclass
from typing import Any

import numpy as np

from twin import __version__
from twin.inputs import Inputs
from twin.plant import Plant

Identity = Mapping[str, Any]


def identity_of(plant: Plant, inputs: Inputs, spec: Any) -> Identity:
    """Return version, options, and a digest each of the site and of its load and weather, as JSON has them.

    The digests are taken of the arrays that the engine sees. So a changed catalogue, trace or weather file is found
    out, and a comment in one is no change.
    """
    identity = {
        "version": __version__,
        "site": digest(plant),
        "load and weather": digest(inputs),
        "options": asdict(spec),
    }
    return dict(json.loads(json.dumps(identity)))


def differences(kept: Identity, now: Identity) -> list[str]:
    """Return what differs between two identities, in words.

    >>> differences({"version": "1", "options": {"hours": 1}}, {"version": "2", "options": {"hours": 2}})
    ['version (1, now 2)', 'hours (1, now 2)']
    """
    found = []
    for name in now:
        if name == "options":
            found += [_changed(key, kept.get(name, {}).get(key), now[name][key]) for key in now[name]]
        elif name == "version":
            found.append(_changed(name, kept.get(name), now[name]))
        elif kept.get(name) != now[name]:
            found.append(name)
    return [each for each in found if each]


def _changed(name: str, before: Any, now: Any) -> str:
    return "" if before == now else f"{name} ({before}, now {now})"


def digest(value: Any) -> str:
    """Return a short digest of nested records, arrays, names and numbers.

    >>> digest((1.0, np.arange(3))) == digest((1.0, np.arange(3))) != digest((1.0, np.arange(4)))
    True
    """
    found = hashlib.sha256()
    _feed(found.update, value)
    return found.hexdigest()[:16]


def _feed(add: Callable[[bytes], None], value: Any) -> None:
    if isinstance(value, np.ndarray):
        add(f"{value.dtype.str}{value.shape}".encode())
        add(value.tobytes())
    elif is_dataclass(value):
        for field in fields(value):
            add(f"{field.name}=".encode())
            _feed(add, getattr(value, field.name))
    elif isinstance(value, tuple):
        add(f"({len(value)}".encode())
        for each in value:
            _feed(add, each)
    else:
        add(f"{value!r},".encode())
