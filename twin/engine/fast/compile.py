"""Traced laws and kernels as one compiled module, kept on disk under a hash of its own text.

numba's cache looks at the file of a function only: a formula edited elsewhere would leave an old kernel answering.
Here the formulas are in the text itself, so a changed formula is another module.
"""

from __future__ import annotations

import hashlib
import importlib.util
import inspect
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from twin.engine.fast.kernels import chips, groups, means, networks, plant, propagators, racks, step

TEMPLATES = (propagators, chips, means, groups, networks, plant, racks, step)
MARK = "# --- kernels ---"
_IMPORTS = """from __future__ import annotations

from math import exp, expm1, inf, log, nan, sqrt, tanh
from typing import Any

import numpy as np
from numba import njit

from twin.engine.fast.lanes import lane_sums
from twin.engine.fast.tables.plant import WINDOW
from twin.engine.fast.tables.records import LANES"""
OPTIONS = (
    "cache=True, nogil=True, _nrt=False, error_model='numpy', no_cfunc_wrapper=True, "
    "fastmath={'nsz', 'arcp', 'contract', 'afn', 'reassoc'}"
)
"""Kernels make no arrays. So none has to be counted, or each call would count every array of the tables it hands on."""
INSIDE = f"{OPTIONS}, no_cpython_wrapper=True"
"""Called by other kernels only: no wrapper, which saves a third of the compilation."""
VECTOR = INSIDE.replace("{'nsz', 'arcp', 'contract', 'afn', 'reassoc'}", "True")
"""For the loop over chips: vector instructions ask that no value be taken for a NaN."""
SUMS = INSIDE.replace(", 'reassoc'", "")
"""For sums lane by lane of what is only read: free to add in another order, a compiler goes through eight blocks at once."""
PART = f"{INSIDE}, forceinline=True"
"""A part of every step: a call would copy the tables it hands on, some hundred words."""
WITHIN = f"{OPTIONS}, inline='always'"
"""A part that stands in one place only: put there before it is compiled, for a function is compiled by itself and once
more with each that calls it. Laws stay apart: all in one took twice as long."""
_OPTIONS_OF = {
    **dict.fromkeys(("advance", "refresh_networks", "set_flows", "find_flows"), OPTIONS),
    **dict.fromkeys(("step_blocks", "ramp_blocks", "sum_up"), VECTOR),
    "sum_blocks": SUMS,
    "move_means": f"{VECTOR}, forceinline=True",
    **dict.fromkeys(("move", "stored", "static_power"), f"{VECTOR}, inline='always'"),
    **dict.fromkeys(("load_rates", "inlet_rates", "fixed_rates", "moving_rates"), PART),
    **dict.fromkeys(("set_dc_power", "set_inlets", "set_drive", "set_means_inlets"), PART),
    **dict.fromkeys(("is_stale", "plates_moved", "drift_of"), PART),
    **dict.fromkeys(("deposit", "deposit_unpredicted"), PART),
    **dict.fromkeys(("move_plant", "window_length", "within_reach", "settle"), WITHIN),
    **dict.fromkeys(("move_all_but_chips", "set_fixed", "set_rates", "step_means"), WITHIN),
    **dict.fromkeys(("step_free", "step_chain", "step_group"), WITHIN),
}
"""The first four are called from Python."""

Notice = Callable[[str], None]


def compiled(laws: str, notice: Notice | None = None) -> ModuleType:
    """Return the module of kernels for the text of traced laws.

    Parameters
    ----------
    laws : str
        Functions `chip_law`, `plate_law`, `branch_law`, `branch_slopes`, `load_rates`, `inlet_rates`, `fixed_rates` and
        `moving_rates`.
    notice : callable, optional
        Called with one line when a module has to be compiled for the first time, which takes seconds.

    Returns
    -------
    module
        Functions run compiled; numba keeps their machine code beside the module.
    """
    from twin.engine.fast.compilation import NAME, listen

    text = _module_text(laws)
    name = f"{NAME}{_key(text)}"
    if name in sys.modules:
        return sys.modules[name]
    path = _written(name, text)
    folder = path.parent
    if notice is not None and not any(folder.glob("__pycache__/*.nbi")):
        notice("compiling the fast engine for this kind of plant; this happens once")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - a path to a file has both
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    listen()
    spec.loader.exec_module(module)
    return module


def kernel_folder() -> Path:
    """Return where compiled kernels are kept: `TWIN_CACHE_DIR`, or the user's cache."""
    own = os.environ.get("TWIN_CACHE_DIR")
    home = (
        Path(own)
        if own
        else Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser() / "supernode-twin"
    )
    return home / "kernels"


def _module_text(laws: str) -> str:
    below = [inspect.getsource(template).split(MARK)[1] for template in TEMPLATES]
    code = re.sub(r"^def (\w+)", _decorated, "\n\n".join([laws, *below]), flags=re.MULTILINE)
    return f"{_IMPORTS}\n\n\n{code}"


def _decorated(match: re.Match[str]) -> str:
    return f"@njit({_OPTIONS_OF.get(match[1], INSIDE)})\n{match[0]}"


def _key(text: str) -> str:
    import numba
    import numpy as np

    from twin.engine.fast.compilation import optimisation_level

    used = [path.read_text(encoding="utf-8") for path in USED]
    parts = (text, optimisation_level(), numba.__version__, np.__version__, sys.version, *used)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


_FOLDER = Path(__file__).parent
USED = (_FOLDER / "lanes.py", *sorted((_FOLDER / "tables").glob("*.py")))
"""What kernels are made of beside their own text."""


def _written(name: str, text: str) -> Path:
    """Return the file of a module; where the cache cannot be written, one that lasts as long as the process."""
    path = kernel_folder() / name / f"{name}.py"
    try:
        if not path.is_file():
            _write(path, text)
    except OSError:
        path = Path(tempfile.mkdtemp(prefix="supernode-twin-")) / f"{name}.py"
        _write(path, text)
    return path


def _write(path: Path, text: str) -> None:
    """Write a file so that another process sees all of it or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8"
    ) as draft:
        draft.write(text)
    Path(draft.name).replace(path)
