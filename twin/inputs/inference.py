"""Inference: a request trace scaled to a site, served by its chips, turned into activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from models.compute.workload import activity_from_tokens
from twin.errors import Problem, UsageError
from twin.inputs.cabinet_load import CabinetLoad, Load, with_followers
from twin.inputs.phases import activity_at_power
from twin.inputs.requests import READERS, Requests
from twin.inputs.serving import Offer, Service, offered_tokens, serve
from twin.inputs.signal import Floats, Signal
from twin.inputs.spec import WorkloadSpec, trace_path

__all__ = ["inference_load"]

_BIN_S: Final = 10.0

# Time per output token under which the catalogue's decode rate of the Ascend 910C holds: arXiv 2506.12708 v2.
_TOKEN_TIME_S: Final = 0.05

# The scale is halved in as many steps; a double holds no more.
_SCALE_STEPS: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pools:
    """Chips by what they may do.

    ``prefill`` and ``decode`` are the chips of each cabinet in each pool, shape (n_cabinet,); shared: the
    same.
    """

    prefill: Floats
    decode: Floats
    prefill_rate_s: Floats
    decode_rate_s: Floats
    shared: bool

    @property
    def prefill_capacity_s(self) -> float:
        return float(self.prefill @ self.prefill_rate_s)

    @property
    def decode_capacity_s(self) -> float:
        return float(self.decode @ self.decode_rate_s)

    def serve(self, offer: Offer) -> Service:
        return serve(
            offer,
            prefill_capacity_s=self.prefill_capacity_s,
            decode_capacity_s=self.decode_capacity_s,
            shared=self.shared,
        )

    def busy_frac(self, offer: Offer) -> float:
        """Chip-weighted mean share of time in which chips are busy."""
        service, time_s = self.serve(offer), offer.widths_s
        prefill = float(service.prefill_busy_frac @ time_s) * self.prefill.sum()
        decode = float(service.decode_busy_frac @ time_s) * self.decode.sum()
        chips = self.prefill.sum() + (0.0 if self.shared else self.decode.sum())
        return float((prefill + decode) / (chips * time_s.sum()))


def inference_load(spec: WorkloadSpec, cabinets: Sequence[CabinetLoad], duration_s: float, seed: int) -> Load:
    """Return the activity with which the site's chips serve a request trace.

    Parameters
    ----------
    spec : WorkloadSpec
        Kind ``azure`` or ``mooncake``. ``bin`` [s], default 10; ``tpot``, time per output token [s], default
        0.05; ``pools``: ``shared`` (every chip does both phases) or ``split`` (whole cabinets for prefill,
        the others for decode, in the ratio of the work). A target utilisation scales the request rate so
        that the mean busy fraction over the trace equals it.
    cabinets : sequence of CabinetLoad
        Chips of all cabinets form the pool; work is shared in the ratio of their rates.
    duration_s : float
        Length of the run [s]; a shorter trace is repeated.
    seed : int
        Spreads arrivals that a trace records in steps.

    Raises
    ------
    DataFileError
        From the trace.
    UsageError
        The site has no chip, or the catalogue has no token rate for one of its chips.

    Notes
    -----
    Activity runs straight from bin centre to bin centre: no jump, and the same integral as the bins have
    when they are equally long.
    """
    requests = READERS[spec.kind](trace_path(spec), seed)
    pools = _pools(spec, cabinets, requests)
    bin_s, token_time_s = spec.number("bin", _BIN_S), spec.number("tpot", _TOKEN_TIME_S)
    one_chip_s = pools.prefill_capacity_s / float(pools.prefill.sum())

    def offer_for(length_s: float) -> Offer:
        return offered_tokens(
            requests, duration_s=length_s, bin_s=bin_s, prefill_rate_s=one_chip_s, token_time_s=token_time_s
        )

    scale = _rate_scale(spec, pools, offer_for(requests.period_s))
    offer = _scaled(offer_for(duration_s), scale)
    service = pools.serve(offer)
    centres_s = 0.5 * (offer.edges_s[:-1] + offer.edges_s[1:])
    signal = Signal(
        time_s=centres_s, values=with_followers(_activity(pools, service, cabinets), cabinets), kind="linear"
    )
    busy = pools.busy_frac(offer)
    return Load(
        activity=signal,
        memory=signal,
        measured_power_w=None,
        label=f"{spec.kind} requests at {scale:.4g} times the recorded rate",
        notes=_notes(spec, pools, requests, duration_s, scale, busy, service),
        facts=_facts(requests, offer, service, scale, busy),
    )


def _pools(spec: WorkloadSpec, cabinets: Sequence[CabinetLoad], requests: Requests) -> _Pools:
    computing = [cabinet for cabinet in cabinets if cabinet.chip_count]
    if not computing:
        _refuse(spec, "", "needs chips, and the site has none", "use replay or table")
    for cabinet in computing:
        if not cabinet.prefill_tokens_s or not cabinet.decode_tokens_s:
            _refuse(
                spec,
                "",
                f"needs tokens per second, which catalogue entry chips/{cabinet.chip_name} does not have",
                f"give it `tokens: {{prefill: ..., decode: ...}}`, or use constant, training or table "
                f"({cabinet.name} is the first such cabinet)",
            )
    chips = np.array([cabinet.chip_count for cabinet in cabinets], dtype=np.float64)
    shared = _Pools(
        prefill=chips,
        decode=chips,
        prefill_rate_s=np.array([cabinet.prefill_tokens_s or 0.0 for cabinet in cabinets]),
        decode_rate_s=np.array([cabinet.decode_tokens_s or 0.0 for cabinet in cabinets]),
        shared=True,
    )
    if spec.word("pools") == "shared":
        return shared
    if len(computing) < 2:
        _refuse(spec, "pools=split", "needs two cabinets with chips at least", "write pools=shared")
    for_prefill = _prefill_cabinets(shared, requests)
    return replace(
        shared,
        prefill=np.where(for_prefill, chips, 0.0),
        decode=np.where(for_prefill, 0.0, chips),
        shared=False,
    )


def _prefill_cabinets(shared: _Pools, requests: Requests) -> NDArray[np.bool_]:
    """Choose the first cabinets for prefill, so many that both pools are as equally busy as can be."""
    prefill_work = requests.prefill_tokens.sum() / shared.prefill_capacity_s
    decode_work = requests.decode_tokens.sum() / shared.decode_capacity_s
    share = prefill_work / (prefill_work + decode_work)
    members = np.flatnonzero(shared.prefill > 0.0)
    wanted = share * shared.prefill.sum()
    count = 1 + int(np.argmin(np.abs(np.cumsum(shared.prefill[members])[:-1] - wanted)))
    chosen = np.zeros(len(shared.prefill), dtype=np.bool_)
    chosen[members[:count]] = True
    return chosen


def _rate_scale(spec: WorkloadSpec, pools: _Pools, offer: Offer) -> float:
    """Return the factor on the request rate that reaches the target over the trace once from empty."""
    target = spec.target_utilisation_frac
    if target is None:
        return 1.0
    low, high = 0.0, target / pools.busy_frac(offer)
    for _ in range(_SCALE_STEPS):
        if pools.busy_frac(_scaled(offer, high)) >= target:
            break
        low, high = high, 2.0 * high
    else:
        _refuse(
            spec,
            f"--target-utilisation {target:g}",
            f"cannot be reached: chips are busy {pools.busy_frac(_scaled(offer, high)):.1%}"
            " of the time at most, whatever the request rate",
            "lower it, or write pools=shared",
        )
    for _ in range(_SCALE_STEPS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if pools.busy_frac(_scaled(offer, middle)) < target else (low, middle)
    return high


def _scaled(offer: Offer, factor: float) -> Offer:
    return replace(
        offer, prefill_tokens=factor * offer.prefill_tokens, decode_tokens=factor * offer.decode_tokens
    )


def _activity(pools: _Pools, service: Service, cabinets: Sequence[CabinetLoad]) -> Floats:
    prefill = activity_at_power([cabinet.prefill_power_frac for cabinet in cabinets], cabinets)
    decode = activity_at_power([cabinet.decode_power_frac for cabinet in cabinets], cabinets)
    # A cabinet outside a pool serves none of its tokens.
    prefill_busy = service.prefill_busy_frac[:, np.newaxis] * (pools.prefill > 0.0)
    decode_busy = service.decode_busy_frac[:, np.newaxis] * (pools.decode > 0.0)
    activity = activity_from_tokens(prefill_busy, decode_busy, 1.0, 1.0, prefill, decode, 0.0)
    return np.asarray(activity)


def _facts(requests: Requests, offer: Offer, service: Service, scale: float, busy: float) -> dict[str, float]:
    return {
        "request_rate_scale": scale,
        "requests_per_s": scale * len(requests) / requests.period_s,
        "mean_busy_fraction": busy,
        "prefill_tokens_offered": float(offer.prefill_tokens.sum()),
        "prefill_tokens_served": float(service.prefill_served_tokens.sum()),
        "prefill_tokens_waiting_at_end": float(service.prefill_backlog_tokens[-1]),
        "decode_tokens_offered": float(offer.decode_tokens.sum()),
        "decode_tokens_served": float(service.decode_served_tokens.sum()),
        "decode_tokens_waiting_at_end": float(service.decode_backlog_tokens[-1]),
        "prefill_tokens_waiting_most": float(service.prefill_backlog_tokens.max()),
        "decode_tokens_waiting_most": float(service.decode_backlog_tokens.max()),
    }


def _notes(
    spec: WorkloadSpec,
    pools: _Pools,
    requests: Requests,
    duration_s: float,
    scale: float,
    busy: float,
    service: Service,
) -> tuple[str, ...]:
    notes = [f"request rate is {scale:.4g} times the recorded one; chips are busy {busy:.1%} of the run"]
    if spec.target_utilisation_frac is None:
        notes.append("the trace runs at its recorded rate; --target-utilisation scales it to the site")
    else:
        notes.append(f"over the trace once, from empty, chips are busy {spec.target_utilisation_frac:.1%}")
    if duration_s > requests.period_s:
        notes.append(
            f"the trace of {requests.period_s:,.0f} s repeats {duration_s / requests.period_s:.2f} times"
        )
    if not pools.shared:
        notes.append(
            f"{np.count_nonzero(pools.prefill)} cabinets prefill and "
            f"{np.count_nonzero(pools.decode)} cabinets decode"
        )
    for phase, waiting in (
        ("prefill", service.prefill_backlog_tokens),
        ("decode", service.decode_backlog_tokens),
    ):
        if waiting.max() >= 1.0:
            notes.append(
                f"demand exceeds capacity at times: up to {waiting.max():,.0f} {phase} tokens wait, "
                f"{waiting[-1]:,.0f} at the end"
            )
    return tuple(notes)


def _refuse(spec: WorkloadSpec, given: str, message: str, remedy: str) -> NoReturn:
    raise UsageError(Problem(field=f"--workload {spec.text}", given=given, message=message, remedy=remedy))
