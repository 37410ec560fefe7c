"""The shape of the work: training swings, checkpoints, tokens per second and batches."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from models.formula import Array, formula
from models.smoothing import smooth_step

# Shortest rise of a load, far below any that the twin resolves; only keeps an edge of no width from dividing
# by zero.
_SHORTEST_EDGE_S: Final = 1e-9


@formula
def training_activity(
    time_s: Array, period_s: Array, duty_frac: Array, edge_s: Array, low_frac: Array, high_frac: Array
) -> Array:
    """Return the activity of bulk-synchronous training: compute near full power, collectives near idle.

    Parameters
    ----------
    time_s : float or ndarray, shape (...)
        Time [s]; each iteration begins with the rise to compute.
    period_s : float or ndarray, shape (...)
        Length of an iteration [s], above 0; 1 to 10.
    duty_frac : float or ndarray, shape (...)
        Share of the iteration spent computing, 0 to 1; 0.7 to 0.95.
    edge_s : float or ndarray, shape (...)
        Length of a rise or fall [s]; 0.001 to 0.05. Held to at most one period.
    low_frac, high_frac : float or ndarray, shape (...)
        Activity during collectives (0.3 to 0.6) and during compute.

    Returns
    -------
    float or ndarray, shape (...)
        Activity, periodic, with a continuous slope and the mean low + duty (high - low) whatever the edge.

    Raises
    ------
    Nothing; the door checks that the period is positive.

    Notes
    -----
    Difference of two smooth steps, one per edge, repeated. No flow enters.
    Source: shape after Power Stabilization for AI Training Datacenters, arXiv 2508.14318 (spectral energy of
    production jobs mostly at 0.2 to 3 Hz); the smooth square is an engineering choice.

    Examples
    --------
    >>> [float(training_activity(t, 5.0, 0.8, 0.05, 0.4, 1.0)) for t in (0.0, 2.0, 4.5, 7.0)]
    [0.4, 1.0, 0.4, 1.0]
    """
    edge = np.minimum(np.maximum(edge_s, _SHORTEST_EDGE_S), period_s)
    phase_s = time_s % period_s
    fall_s = duty_frac * period_s
    risen = smooth_step(phase_s / edge)
    fallen = smooth_step((phase_s - fall_s) / edge)
    previous_fallen = smooth_step((phase_s + period_s - fall_s) / edge)
    return low_frac + (high_frac - low_frac) * (risen - fallen + 1.0 - previous_fallen)


@formula
def checkpoint_envelope(
    time_s: Array, interval_s: Array, duration_s: Array, edge_s: Array, remaining_frac: Array
) -> Array:
    """Return the factor by which checkpoints pull down the activity of training.

    Parameters
    ----------
    time_s : float or ndarray, shape (...)
        Time since the start of the job [s].
    interval_s : float or ndarray, shape (...)
        Time from one checkpoint to the next [s], above 0; 600 to 3,600.
    duration_s : float or ndarray, shape (...)
        Length of a checkpoint [s]; 10 to 120.
    edge_s : float or ndarray, shape (...)
        Length of a fall or rise [s].
    remaining_frac : float or ndarray, shape (...)
        Share of the activity that remains during a checkpoint; 0.2 to 0.4.

    Returns
    -------
    float or ndarray, shape (...)
        Factor, 1 while training and ``remaining_frac`` during a checkpoint, which ends each interval.

    Raises
    ------
    Nothing; the door checks that the interval is positive and longer than the checkpoint.

    Notes
    -----
    A job starts with its model loaded, hence with the factor 1 and not with the rise of
    ``training_activity``.
    Source: dips of arXiv 2508.14318; lengths are engineering choices.

    Examples
    --------
    >>> [float(checkpoint_envelope(t, 1800.0, 60.0, 2.0, 0.3)) for t in (0.0, 900.0, 1770.0, 1850.0)]
    [1.0, 1.0, 0.3, 1.0]
    """
    since_s = time_s + edge_s
    return training_activity(since_s, interval_s, 1.0 - duration_s / interval_s, edge_s, remaining_frac, 1.0)


@formula
def inference_power_w(
    batch_count: Array, idle_w: Array, nominal_w: Array, steepness: Array, midpoint_log2: Array
) -> Array:
    """Return the power of a chip that decodes a batch of requests.

    Parameters
    ----------
    batch_count : float or ndarray, shape (...)
        Requests decoded together; fitted for 1 to 256.
    idle_w, nominal_w : float or ndarray, shape (...)
        Power towards an empty and towards an endless batch [W].
    steepness : float or ndarray, shape (...)
        k of the logistic per doubling of the batch, above 0.
    midpoint_log2 : float or ndarray, shape (...)
        x0, the binary logarithm of the batch of half the rise.

    Returns
    -------
    float or ndarray, shape (...)
        Power [W], rising with the batch; ``idle_w`` at an empty one.

    Raises
    ------
    Nothing.

    Notes
    -----
    P_id + (P_nom - P_id) / (1 + exp(-k (log2 b - x0))), written with b^(k / ln 2) so that b = 0 is regular.
    H100 SXM5: 300 and 600 W, k 1.0, x0 4.2. No flow enters.
    Source: vLLM semantic-router simulator, fitted to ML.ENERGY v3.

    Examples
    --------
    >>> [f"{inference_power_w(b, 300.0, 600.0, 1.0, 4.2):.1f}" for b in (0.0, 1.0, 32.0, 256.0)]
    ['300.0', '304.4', '507.0', '593.4']
    """
    grown = np.maximum(batch_count, 0.0) ** (steepness / math.log(2.0))
    return idle_w + (nominal_w - idle_w) * grown / (grown + np.exp(steepness * midpoint_log2))


@formula
def token_utilisation_ratio(
    prefill_tokens_s: Array, decode_tokens_s: Array, prefill_capacity: Array, decode_capacity: Array
) -> Array:
    """Return the time that offered tokens would take over the time there is.

    Parameters
    ----------
    prefill_tokens_s, decode_tokens_s : float or ndarray, shape (...)
        Offered prompt and output tokens per second.
    prefill_capacity, decode_capacity : float or ndarray, shape (...)
        Tokens per second when doing nothing else, above 0.

    Returns
    -------
    float or ndarray, shape (...)
        Utilisation; above 1 a backlog grows, which the caller keeps.

    Raises
    ------
    Nothing; the door checks that capacities are positive.

    Notes
    -----
    Sum of the two time shares: a chip does one phase at a time. No flow enters.
    Source: utilisation law, Denning and Buzen, ACM Computing Surveys 10 (1978) 225.

    Examples
    --------
    >>> token_utilisation_ratio(1000.0, 150.0, 4000.0, 300.0)
    0.75
    """
    return prefill_tokens_s / prefill_capacity + decode_tokens_s / decode_capacity


@formula
def activity_from_tokens(
    prefill_tokens_s: Array,
    decode_tokens_s: Array,
    prefill_capacity: Array,
    decode_capacity: Array,
    prefill_power_frac: Array,
    decode_power_frac: Array,
    idle_power_frac: Array,
) -> Array:
    """Return the mean activity of a chip that prefills and decodes.

    Parameters
    ----------
    prefill_tokens_s, decode_tokens_s : float or ndarray, shape (...)
        Offered prompt and output tokens per second.
    prefill_capacity, decode_capacity : float or ndarray, shape (...)
        Tokens per second when doing nothing else, above 0.
    prefill_power_frac, decode_power_frac, idle_power_frac : float or ndarray, shape (...)
        Activity while prefilling, decoding and waiting, 0 to 1.

    Returns
    -------
    float or ndarray, shape (...)
        Activity, the mean of the three weighted by their time shares; idle at zero tokens.

    Raises
    ------
    Nothing; the door checks that capacities are positive.

    Notes
    -----
    Shares of time t_p = n_p / c_p and t_d = n_d / c_d, the rest idle. Beyond full utilisation both shares
    shrink by the same factor (kink at 1); what is not served is the caller's backlog. No flow enters.
    Source: three states of arXiv 2603.18383 (median energy error below 5 %).

    Examples
    --------
    >>> f"{activity_from_tokens(1000.0, 150.0, 4000.0, 300.0, 1.0, 0.6, 0.1):.4f}"
    '0.5750'
    """
    busy = token_utilisation_ratio(prefill_tokens_s, decode_tokens_s, prefill_capacity, decode_capacity)
    served = 1.0 / np.maximum(busy, 1.0)
    prefill_share = served * prefill_tokens_s / prefill_capacity
    decode_share = served * decode_tokens_s / decode_capacity
    idle_share = np.maximum(1.0 - busy, 0.0)
    return (
        prefill_share * prefill_power_frac + decode_share * decode_power_frac + idle_share * idle_power_frac
    )
