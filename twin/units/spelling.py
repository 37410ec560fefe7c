"""The unit spellings a file may use, and what each means in the unit library's own words.

A closed list instead of the library's parser: there `2 RT` reads as two ronna-tesla, `Gb` as gilbert and
`35 C` as coulomb.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

__all__ = ["SPELLINGS", "UnknownUnitError", "nearest_spellings", "to_expression"]


class UnknownUnitError(ValueError):
    """A unit text that cannot be read; `token` is the part at fault."""

    def __init__(self, token: str) -> None:
        """Keep the part at fault for the message."""
        self.token = token
        super().__init__(token)


_PREFIXES: Final = {
    "n": "nano",
    "u": "micro",
    "µ": "micro",
    "m": "milli",
    "k": "kilo",
    "M": "mega",
    "G": "giga",
    "T": "tera",
    "P": "peta",
    "E": "exa",
}
_PREFIXED: Final = {
    "W": ("watt", "mkMG"),
    "Wh": ("watt_hour", "kMG"),
    "VA": ("apparent_va", "kMG"),
    "J": ("joule", "kMG"),
    "V": ("volt", "mkM"),
    "A": ("ampere", "mk"),
    "ohm": ("ohm", "uµmk"),
    "Ω": ("ohm", "uµmk"),
    "Pa": ("pascal", "kM"),
    "bar": ("bar", "m"),
    "m": ("meter", "nuµmk"),
    "g": ("gram", "mk"),
    "s": ("second", "uµm"),
    "K": ("kelvin", "mk"),
    "L": ("liter", "m"),
    "l": ("liter", "m"),
    "B": ("databyte", "kMGTP"),
    "b": ("databit", "kMGTP"),
    "bit": ("databit", "kMGTP"),
    "FLOP": ("flop", "MGTPE"),
}
_PLAIN: Final = {
    "hPa": "hectopascal",
    "cm": "centimeter",
    "in": "inch",
    "ft": "foot",
    "psi": "psi",
    "psid": "psi",
    "t": "metric_ton",
    "lb": "pound",
    "min": "minute",
    "h": "hour",
    "day": "day",
    "gal": "gallon",
    "gpm": "(gallon/minute)",
    "GPM": "(gallon/minute)",
    "lpm": "(liter/minute)",
    "LPM": "(liter/minute)",
    "CFM": "(foot**3/minute)",
    "cfm": "(foot**3/minute)",
    "RT": "(3516.8528*watt)",
    "USRT": "(3516.8528*watt)",
    "BTU": "(1055.05585262*joule)",
    "KiB": "(1024*databyte)",
    "MiB": "(1048576*databyte)",
    "GiB": "(1073741824*databyte)",
    "TiB": "(1099511627776*databyte)",
    "token": "token",
    "tok": "token",
    "%": "0.01",
    "pu": "1.0",
}

SPELLINGS: Final[dict[str, str]] = {
    **{name: word for name, (word, _) in _PREFIXED.items()},
    **{p + name: _PREFIXES[p] + word for name, (word, allowed) in _PREFIXED.items() for p in allowed},
    **_PLAIN,
}
"""RT is the refrigeration ton, 12 000 BTU/h = 3516.85 W (ASHRAE Terminology); gal is the US gallon."""

_PRODUCT: Final = re.compile(r"u[*/]u|\(u\)")
_EXPONENTS: Final = str.maketrans({"²": "2", "³": "3", "·": "*"})
_PIECE: Final = re.compile(
    r"\s*(?:(?P<unit>[A-Za-zµΩ%]+)(?:\^|\*\*)?(?P<power>[23])?|(?P<sign>[*/()])|(?P<one>1(?=\s*/)))"
)


def to_expression(unit_text: str) -> str:
    """Return the unit library's expression of a unit text.

    >>> to_expression("L/min/kW")
    'liter/minute/kilowatt'
    >>> to_expression("kg/m3")
    'kilogram/meter**3'
    """
    text = unit_text.translate(_EXPONENTS).strip()
    pieces: list[str] = []
    form = ""
    place = 0
    while place < len(text):
        match = _PIECE.match(text, place)
        if match is None:
            raise UnknownUnitError(text[place:].strip())
        place = match.end()
        pieces.append(_translated(match))
        form += match["sign"] or "u"
    if not _is_product(form):
        raise UnknownUnitError(unit_text)
    return "".join(pieces)


def _is_product(form: str) -> bool:
    """Say whether a form such as `u/(u*u)` is a product of units: nothing dangling, nothing side by side."""
    shorter = _PRODUCT.sub("u", form)
    while shorter != form:
        form, shorter = shorter, _PRODUCT.sub("u", shorter)
    return form == "u"


def _translated(match: re.Match[str]) -> str:
    if match["unit"] is None:
        return match["sign"] or match["one"]
    if match["unit"] not in SPELLINGS:
        raise UnknownUnitError(match["unit"])
    power = f"**{match['power']}" if match["power"] else ""
    return SPELLINGS[match["unit"]] + power


def nearest_spellings(token: str) -> list[str]:
    """Return up to three known spellings like the given one.

    >>> nearest_spellings("kw")
    ['kW']
    """
    same_letters = [name for name in SPELLINGS if name.lower() == token.lower()]
    return same_letters or get_close_matches(token, SPELLINGS, n=3, cutoff=0.6)
