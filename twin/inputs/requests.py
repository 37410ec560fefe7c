"""Request traces of language-model services, in one form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from twin.inputs.signal import Floats
from twin.inputs.tables import Table, read_table

__all__ = ["READERS", "Requests", "read_azure", "read_mooncake"]

# Length of a block of the prefix cache: Mooncake (USENIX FAST 2025), open trace format.
_BLOCK_TOKENS: Final = 512

_MOST_TOKENS: Final = 1e8
"""More in one request is a mistake in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requests:
    """Requests in order of arrival.

    Attributes
    ----------
    arrival_s : ndarray, shape (n,)
        Seconds after the first request.
    prefill_tokens : ndarray, shape (n,)
        Prompt tokens that must be computed; cached prefixes left out.
    decode_tokens : ndarray, shape (n,)
        Tokens generated.
    period_s : float
        After this time the trace may start again: its span and one mean gap more.
    """

    arrival_s: Floats
    prefill_tokens: Floats
    decode_tokens: Floats
    period_s: float

    def __len__(self) -> int:
        """Return the number of requests."""
        return len(self.arrival_s)


def read_azure(path: str | Path, seed: int = 0) -> Requests:
    """Read a trace in the form of the Azure LLM inference traces 2023.

    Parameters
    ----------
    path : str or Path
        CSV or Parquet with ``timestamp, context_tokens, generated_tokens``, or the names of the original CSV
        ``TIMESTAMP, ContextTokens, GeneratedTokens``.
    seed : int
        Not used: arrivals are exact.

    Raises
    ------
    DataFileError
        A column is absent, a cell is no number of tokens, or time falls.

    Notes
    -----
    Source of the form: Azure/AzurePublicDataset; Patel et al., Splitwise, ISCA 2024.
    """
    del seed
    table = read_table(path)
    original = "TIMESTAMP" in table.names
    names = (
        ("TIMESTAMP", "ContextTokens", "GeneratedTokens")
        if original
        else ("timestamp", "context_tokens", "generated_tokens")
    )
    table.require(*names)
    arrival_s = table.clock_seconds(names[0])
    return _requests(table, arrival_s, _tokens(table, names[1]), _tokens(table, names[2]))


def read_mooncake(path: str | Path, seed: int = 0) -> Requests:
    """Read a trace in the form of the Mooncake serving traces.

    Parameters
    ----------
    path : str or Path
        CSV or Parquet with ``timestamp_ms, input_length, output_length, n_prefix_blocks_seen``.
    seed : int
        Arrivals recorded in steps of some seconds are spread at random over their step.

    Raises
    ------
    DataFileError
        A column is absent, a cell is no number of tokens, or time falls.

    Notes
    -----
    Prefill is the input less 512 tokens for each leading block that an earlier request held, at least 0.
    Source of the form: Qin et al., Mooncake, USENIX FAST 2025, trace format.
    """
    table = read_table(path)
    table.require("timestamp_ms", "input_length", "output_length", "n_prefix_blocks_seen")
    stamps_s = 1e-3 * table.numbers("timestamp_ms")
    table.refuse_order(stamps_s, "timestamp_ms")
    cached = _BLOCK_TOKENS * _tokens(table, "n_prefix_blocks_seen")
    prefill = np.maximum(_tokens(table, "input_length") - cached, 0.0)
    return _requests(table, _spread(stamps_s - stamps_s[0], seed), prefill, _tokens(table, "output_length"))


READERS: Final[Mapping[str, Callable[[Path, int], Requests]]] = {
    "azure": read_azure,
    "mooncake": read_mooncake,
}


def _tokens(table: Table, name: str) -> Floats:
    return table.numbers_within(name, 0.0, _MOST_TOKENS, "a number of tokens from 0 to 1e8")


def _requests(table: Table, arrival_s: Floats, prefill: Floats, decode: Floats) -> Requests:
    span_s = float(arrival_s[-1])
    if span_s <= 0.0:
        table.refuse("has all requests at one time", remedy="a trace needs two arrival times at least")
    if prefill.sum() + decode.sum() == 0.0:
        table.refuse("has no token to compute")
    period_s = span_s * len(arrival_s) / (len(arrival_s) - 1)
    return Requests(arrival_s=arrival_s, prefill_tokens=prefill, decode_tokens=decode, period_s=period_s)


def _spread(stamps_s: Floats, seed: int) -> Floats:
    """Spread requests with the same time stamp over the step that follows it."""
    distinct_s, group, count = np.unique(stamps_s, return_inverse=True, return_counts=True)
    steps_s = np.diff(distinct_s)
    step_s = np.append(steps_s, np.median(steps_s)) if len(steps_s) else np.zeros(1)
    crowded = count[group] > 1
    share = np.random.default_rng(seed).random(len(stamps_s))
    return np.sort(stamps_s + np.where(crowded, share * step_s[group], 0.0))
