"""Request traces served by a pool of chips: tokens offered, tokens served, backlog, time busy.

Tokens are a fluid. A request's prompt is offered from its arrival at the rate of one chip, its output after
that at one token per ``token_time_s``. A pool serves what is offered as long as it has time; what does not
fit waits, nothing is lost and no chip idles while something waits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from twin.inputs.requests import Requests
from twin.inputs.signal import Floats

__all__ = ["Offer", "Service", "offered_tokens", "queue", "serve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Tokens that fall into each time bin.

    Attributes
    ----------
    edges_s : ndarray, shape (n_bin + 1,)
        Bounds of the bins; the last bin may be shorter.
    prefill_tokens, decode_tokens : ndarray, shape (n_bin,)
        Tokens offered in a bin.
    """

    edges_s: Floats
    prefill_tokens: Floats
    decode_tokens: Floats

    @property
    def widths_s(self) -> Floats:
        """Length of each bin."""
        return np.diff(self.edges_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What a pool made of an offer.

    Attributes
    ----------
    prefill_busy_frac, decode_busy_frac : ndarray, shape (n_bin,)
        Share of the bin that the pool's prefill and decode chips spend in the phase. In a shared pool they
        are the same chips and the sum is at most 1.
    prefill_served_tokens, decode_served_tokens : ndarray, shape (n_bin,)
        Tokens served in a bin.
    prefill_backlog_tokens, decode_backlog_tokens : ndarray, shape (n_bin,)
        Tokens waiting at the end of a bin.
    """

    prefill_busy_frac: Floats
    decode_busy_frac: Floats
    prefill_served_tokens: Floats
    decode_served_tokens: Floats
    prefill_backlog_tokens: Floats
    decode_backlog_tokens: Floats


def offered_tokens(
    requests: Requests, *, duration_s: float, bin_s: float, prefill_rate_s: float, token_time_s: float
) -> Offer:
    """Return the tokens that a trace, repeated as often as needed, offers in each bin.

    Parameters
    ----------
    requests : Requests
    duration_s : float
        Length of the run [s]; tokens after its end are not counted.
    bin_s : float
        Length of a bin [s].
    prefill_rate_s : float
        Prompt tokens per second of one request under way.
    token_time_s : float
        Time per output token of one request [s].

    Notes
    -----
    Exact: the offered rate is a step function whose integral is taken at the bin edges.
    """
    edges_s = np.append(np.arange(0.0, duration_s - 1e-9 * bin_s, bin_s), duration_s)
    repeats = int(np.ceil(duration_s / requests.period_s))
    shift_s = requests.period_s * np.arange(repeats)
    arrival_s = (requests.arrival_s + shift_s[:, np.newaxis]).ravel()
    prefill, decode = np.tile(requests.prefill_tokens, repeats), np.tile(requests.decode_tokens, repeats)
    first_token_s = arrival_s + prefill / prefill_rate_s
    last_token_s = first_token_s + decode * token_time_s
    return Offer(
        edges_s=edges_s,
        prefill_tokens=_in_bins(edges_s, arrival_s, first_token_s, prefill_rate_s),
        decode_tokens=_in_bins(edges_s, first_token_s, last_token_s, 1.0 / token_time_s),
    )


def _in_bins(edges_s: Floats, start_s: Floats, end_s: Floats, rate_s: float) -> Floats:
    # Time under way up to T, summed over requests, is sum of (T - start)+ less sum of (T - end)+.
    under_way_s = _time_past(edges_s, start_s) - _time_past(edges_s, end_s)
    return rate_s * np.maximum(np.diff(under_way_s), 0.0)


def _time_past(edges_s: Floats, instants_s: Floats) -> Floats:
    ordered_s = np.sort(instants_s)
    passed = np.searchsorted(ordered_s, edges_s, side="right")
    total_s = np.concatenate([[0.0], np.cumsum(ordered_s)])
    return np.asarray(edges_s * passed - total_s[passed])


def queue(offered: Floats, capacity: Floats) -> tuple[Floats, Floats]:
    """Serve what is offered as far as capacity goes; the rest waits for the next bin.

    Parameters
    ----------
    offered, capacity : ndarray, shape (n_bin,)
        Work that comes and work that can be done in each bin, in one unit.

    Returns
    -------
    served, backlog : ndarray, shape (n_bin,)
        Work done in each bin, and waiting at its end.

    Notes
    -----
    Lindley's recursion b_k = max(b_(k-1) + o_k - c_k, 0) in closed form: the sum of (o - c) above its running
    minimum. Source: Lindley, Mathematical Proceedings of the Cambridge Philosophical Society 48 (1952) 277.

    Examples
    --------
    >>> import numpy as np
    >>> served, backlog = queue(np.array([0.5, 3.0, 0.0, 0.0]), np.ones(4))
    >>> served.tolist(), backlog.tolist()
    ([0.5, 1.0, 1.0, 1.0], [0.0, 2.0, 1.0, 0.0])
    """
    surplus = np.cumsum(offered - capacity)
    backlog = surplus - np.minimum(np.minimum.accumulate(surplus), 0.0)
    served = offered - np.diff(backlog, prepend=0.0)
    return np.minimum(np.maximum(served, 0.0), capacity), backlog


def serve(offer: Offer, *, prefill_capacity_s: float, decode_capacity_s: float, shared: bool) -> Service:
    """Serve an offer with one shared pool or with one pool per phase.

    Parameters
    ----------
    offer : Offer
    prefill_capacity_s, decode_capacity_s : float
        Tokens per second of the chips that may do the phase, doing nothing else; above 0.
    shared : bool
        The same chips do both, prompts first; else the two phases have chips of their own.
    """
    time_s = offer.widths_s
    prefill_s, prefill_wait_s = queue(offer.prefill_tokens / prefill_capacity_s, time_s)
    left_s = time_s - prefill_s if shared else time_s
    decode_s, decode_wait_s = queue(offer.decode_tokens / decode_capacity_s, left_s)
    return Service(
        prefill_busy_frac=prefill_s / time_s,
        decode_busy_frac=decode_s / time_s,
        prefill_served_tokens=prefill_s * prefill_capacity_s,
        decode_served_tokens=decode_s * decode_capacity_s,
        prefill_backlog_tokens=prefill_wait_s * prefill_capacity_s,
        decode_backlog_tokens=decode_wait_s * decode_capacity_s,
    )
