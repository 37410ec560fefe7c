"""Errors of the physics floor. They carry data first, then a sentence.

::

    ModelError
    ├── OutOfRange      an argument left the range in which a correlation holds
    ├── IllPosed        the equations have no unique solution: a network without pressure reference, say
    └── NoSolution      well posed, but nothing in the physical range satisfies the equations

Formulas raise none of these: inside a solver the outcome is a status value. They are raised where a caller
comes in from outside.
"""

from __future__ import annotations


class ModelError(Exception):
    """Anything the physics floor refuses.

    Attributes
    ----------
    tag : str
        The part it happened to, such as ``tcs-1.cdu-2``.
    next_step : str
        What the caller can try.
    """

    def __init__(self, tag: str, sentence: str, next_step: str) -> None:
        super().__init__(f"{tag}: {sentence}; {next_step}")
        self.tag = tag
        self.next_step = next_step


class OutOfRange(ModelError):
    """An argument left the range in which a correlation holds.

    Attributes
    ----------
    value, lower, upper : float
        What came and what is allowed, all in ``unit``.
    unit : str
        SI unit of the three.
    """

    def __init__(self, tag: str, value: float, lower: float, upper: float, unit: str, next_step: str) -> None:
        super().__init__(tag, f"{value:g} {unit} is outside {lower:g} to {upper:g} {unit}", next_step)
        self.value = value
        self.lower = lower
        self.upper = upper
        self.unit = unit


class IllPosed(ModelError):
    """The equations have no unique solution as posed.

    Attributes
    ----------
    missing : str
        What the equations lack, such as ``pressure reference``.
    """

    def __init__(self, tag: str, missing: str, next_step: str) -> None:
        super().__init__(tag, f"no unique solution without {missing}", next_step)
        self.missing = missing


class NoSolution(ModelError):
    """Well posed, but nothing in the physical range satisfies the equations.

    Attributes
    ----------
    cause : str
        Why, in the words of the plant: ``pump shut off``, ``thermal runaway``.
    residual : float
        Worst imbalance left, in ``unit``.
    unit : str
        SI unit of the residual.
    """

    def __init__(self, tag: str, cause: str, residual: float, unit: str, next_step: str) -> None:
        super().__init__(tag, f"{cause}, {residual:.3g} {unit} left over", next_step)
        self.cause = cause
        self.residual = residual
        self.unit = unit
