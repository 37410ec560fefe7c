"""One measurement in a process of its own: figures as JSON on stdout, how far it is on stderr.

``python -m twin.studies.bench CASE HOURS [TRACE]`` or ``python -m twin.studies.bench error``; `run.py` starts it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from models.errors import NoSolution
from twin.errors import InputError
from twin.studies.bench.cases import chosen
from twin.studies.bench.run import ERROR, FAILED, INTERRUPTED, SAYS


def main(arguments: Sequence[str]) -> int:
    """Measure what the arguments ask for, print it, and return an exit code."""
    try:
        document = _measured(arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except (InputError, NoSolution) as error:
        say(str(error))
        return FAILED
    sys.stdout.write(json.dumps(document, allow_nan=False))
    return 0


def _measured(arguments: Sequence[str]) -> dict[str, Any]:
    if arguments[0] == ERROR:
        from twin.studies.bench.error import SLICE, measured_errors

        errors = measured_errors(say)
        return {"max_error_k": errors.chip_k, "max_plant_error_k": errors.plant_k, "error_slice": SLICE}
    from twin.studies.bench.measure import measured

    (case,) = chosen([arguments[0]])
    return measured(case, float(arguments[1]), say, *arguments[2:3])


def say(sentence: str) -> None:
    """Tell the process that started this one."""
    sys.stderr.write(f"{SAYS}{' '.join(sentence.split())}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
