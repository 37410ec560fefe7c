"""How a schema rule says no."""

from __future__ import annotations

from typing import NoReturn

from twin.errors import Problem, QuantityError

__all__ = ["refuse"]


def refuse(message: str, remedy: str, *sub_field: str | int, given: str = "") -> NoReturn:
    """Raise the error of a block; the loader adds file, line and field.

    Raises
    ------
    QuantityError
        Always.
    """
    raise QuantityError(Problem(message=message, given=given, remedy=remedy), sub_field=sub_field)
