"""One law for every branch: any element, or any chain of elements in series, is a sum of five terms."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from models.errors import IllPosed, OutOfRange
from models.formula import Array, formula
from models.hydraulics.friction import poiseuille_number

# Below this share of its nominal flow a branch's quadratic term turns linear, so that its slope at rest is
# positive. Above it the law is untouched. Relative to nominal: an absolute window distorts small branches.
WINDOW_FRAC = 2e-3
# A shut valve or a closed check valve passes this share of nominal flow at the network's pressure scale.
LEAK_FRAC = 1e-6


class BranchParams(NamedTuple):
    """What a set of branches is made of; every array broadcasts to (..., n_branch).

    Build it with ``branch_params``, which fills what is absent and derives the last three fields. Fields that
    follow the state (density, viscosity, quadratic, pump speed, open) may be exchanged with ``_replace``.
    """

    density_kg_m3: Array
    viscosity_pa_s: Array
    nominal_flow_kg_s: Array
    linear_1_m3: Array
    quadratic_1_m4: Array
    power_coefficient: Array
    power_exponent: Array
    pipe_length_m: Array
    pipe_diameter_m: Array
    pipe_roughness_m: Array
    pipe_loss_coefficient: Array
    pump_head_shutoff_pa: Array
    pump_head_linear: Array
    pump_head_quadratic: Array
    pump_speed_frac: Array
    check_valve: Array
    open: Array
    nominal_dp_pa: Array
    has_pipe: np.bool_
    has_power: np.bool_


class BranchCoefficients(NamedTuple):
    """The law of a set of branches in mass flow, with everything that does not depend on flow worked out."""

    constant_pa: Array
    linear: Array
    quadratic: Array
    power: Array
    power_exponent: Array
    pipe: Array
    reynolds_per_flow: Array
    roughness_ratio: Array
    reverse: Array
    window_kg_s: Array
    has_pipe: np.bool_
    has_power: np.bool_


@formula
def branch_coefficients(params: BranchParams) -> BranchCoefficients:
    """Return the branch law in terms of mass flow.

    Parameters
    ----------
    params : BranchParams, arrays broadcastable to (..., n_branch)
        What the branches are made of.

    Returns
    -------
    BranchCoefficients
        Coefficients of m, m|m| and so on, in Pa with m in kg/s.

    Raises
    ------
    Nothing; ``branch_params`` checks the range.

    Notes
    -----
    Work that is the same for every flow, done once per solve. Zero flow: no influence.
    Source: Darcy-Weisbach with Q = m / rho.

    Examples
    --------
    >>> params = branch_params(
    ...     density_kg_m3=1000.0, viscosity_pa_s=1e-3, nominal_flow_kg_s=1.0, quadratic_1_m4=1e8
    ... )
    >>> branch_coefficients(params).quadratic
    100000.0
    """
    density = params.density_kg_m3
    leak = params.nominal_dp_pa / (LEAK_FRAC * params.nominal_flow_kg_s)
    speed = params.pump_speed_frac
    diameter = params.pipe_diameter_m
    diameter_4 = diameter * diameter * diameter * diameter
    power = params.power_coefficient
    if params.has_power:
        power = power / density**params.power_exponent
    return BranchCoefficients(
        -params.pump_head_shutoff_pa * speed * speed,
        (params.linear_1_m3 * params.viscosity_pa_s - params.pump_head_linear * speed) / density
        + leak * (1.0 - params.open),
        (
            params.quadratic_1_m4
            + params.pump_head_quadratic / density
            + params.pipe_loss_coefficient * 8.0 / (np.pi**2 * diameter_4)
        )
        / density,
        power,
        params.power_exponent,
        2.0 / np.pi * params.pipe_length_m * params.viscosity_pa_s / (diameter_4 * density),
        4.0 / (np.pi * diameter * params.viscosity_pa_s),
        params.pipe_roughness_m / diameter,
        leak * params.check_valve,
        WINDOW_FRAC * params.nominal_flow_kg_s,
        params.has_pipe,
        params.has_power,
    )


@formula
def branch_law(flow_kg_s: Array, coefficients: BranchCoefficients) -> tuple[Array, Array]:
    """Return the pressure loss of each branch and its slope.

    Parameters
    ----------
    flow_kg_s : float or ndarray, shape (..., n_branch)
        Mass flow from the branch's start to its end [kg/s]; any sign.
    coefficients : BranchCoefficients
        From ``branch_coefficients``.

    Returns
    -------
    tuple of float or ndarray, shape (..., n_branch)
        Total pressure lost along the branch minus the pump's rise [Pa], rising with flow, and its exact
        derivative [Pa s/kg], positive.

    Raises
    ------
    Nothing.

    Notes
    -----
    loss = a mu Q + b rho Q|Q| + c Q^n + (f L/D + K) rho v|v|/2 - (H0 N^2 + H1 N Q - H2 Q|Q|), Q = m/rho.
    |m| stands for (m^2/y + y)/2 with y = max(|m|, window): it equals |m| above the window (0.2 % of nominal)
    and stays positive below, so the slope at zero flow is finite and positive. A check valve adds a steep
    line for m < 0 (its slope jumps at zero: a declared kink), a shut branch a steep line for every m. The
    pump's square term keeps its sign: the head goes on rising in reverse flow, and a stopped pump is a
    resistance.
    Source: Darcy-Weisbach; pump affinity laws, J. F. Guelich, Centrifugal Pumps, 3rd ed., section 3.4.

    Examples
    --------
    >>> params = branch_params(
    ...     density_kg_m3=1000.0, viscosity_pa_s=1e-3, nominal_flow_kg_s=1.0, quadratic_1_m4=1e8
    ... )
    >>> loss, slope = branch_law(2.0, branch_coefficients(params))
    >>> float(loss), float(slope)
    (400000.0, 400000.0)
    """
    size = np.abs(flow_kg_s)
    edge = np.maximum(size, coefficients.window_kg_s)
    outer = flow_kg_s * flow_kg_s / edge
    magnitude = 0.5 * (outer + edge)
    loss = coefficients.constant_pa + flow_kg_s * (coefficients.linear + coefficients.quadratic * magnitude)
    loss = loss + coefficients.reverse * np.minimum(0.0, flow_kg_s)
    slope = coefficients.linear + coefficients.quadratic * (magnitude + outer)
    slope = slope + coefficients.reverse * (flow_kg_s < 0.0)
    if coefficients.has_power:
        exponent = coefficients.power_exponent - 1.0
        secant = coefficients.power * magnitude**exponent
        loss = loss + secant * flow_kg_s
        slope = slope + secant * (1.0 + exponent * outer / magnitude)
    if coefficients.has_pipe:
        reynolds = coefficients.reynolds_per_flow * size
        number, number_slope = poiseuille_number(reynolds, coefficients.roughness_ratio)
        loss = loss + coefficients.pipe * number * flow_kg_s
        slope = slope + coefficients.pipe * (number + number_slope * reynolds)
    return loss, slope


@formula
def branch_loss_pa(flow_kg_s: Array, params: BranchParams) -> Array:
    """Return the pressure lost along each branch, less what its pump adds.

    Parameters
    ----------
    flow_kg_s : float or ndarray, shape (..., n_branch)
        Mass flow from start to end [kg/s]; any sign.
    params : BranchParams, arrays broadcastable to (..., n_branch)
        What the branches are made of.

    Returns
    -------
    float or ndarray, shape (..., n_branch)
        Loss minus pump rise [Pa]: start minus end total pressure, without the elevation. Rises with flow.

    Raises
    ------
    Nothing; ``branch_params`` checks the range.

    Notes
    -----
    See ``branch_law``. Zero flow: minus the shutoff head.
    Source: Darcy-Weisbach.

    Examples
    --------
    >>> params = branch_params(
    ...     density_kg_m3=1000.0, viscosity_pa_s=1e-3, nominal_flow_kg_s=1.0, quadratic_1_m4=1e8
    ... )
    >>> float(branch_loss_pa(2.0, params))
    400000.0
    """
    loss, _ = branch_law(flow_kg_s, branch_coefficients(params))
    return loss


@formula
def branch_slope_pa_s_kg(flow_kg_s: Array, params: BranchParams) -> Array:
    """Return the derivative of ``branch_loss_pa`` with respect to flow.

    Parameters
    ----------
    flow_kg_s : float or ndarray, shape (..., n_branch)
        Mass flow from start to end [kg/s]; any sign.
    params : BranchParams, arrays broadcastable to (..., n_branch)
        What the branches are made of.

    Returns
    -------
    float or ndarray, shape (..., n_branch)
        Slope [Pa s/kg], positive.

    Raises
    ------
    Nothing; ``branch_params`` checks the range.

    Notes
    -----
    See ``branch_law``. Zero flow: positive and finite. At a check valve's kink the open side is returned.
    Source: derivative of the law.

    Examples
    --------
    >>> params = branch_params(
    ...     density_kg_m3=1000.0, viscosity_pa_s=1e-3, nominal_flow_kg_s=1.0, quadratic_1_m4=1e8
    ... )
    >>> float(branch_slope_pa_s_kg(2.0, params))
    400000.0
    """
    _, slope = branch_law(flow_kg_s, branch_coefficients(params))
    return slope


def branch_params(
    *,
    density_kg_m3: Array,
    viscosity_pa_s: Array,
    nominal_flow_kg_s: Array,
    linear_1_m3: Array = 0.0,
    quadratic_1_m4: Array = 0.0,
    power_coefficient: Array = 0.0,
    power_exponent: Array = 2.0,
    pipe_length_m: Array = 0.0,
    pipe_diameter_m: Array = 1.0,
    pipe_roughness_m: Array = 0.0,
    pipe_loss_coefficient: Array = 0.0,
    pump_head_shutoff_pa: Array = 0.0,
    pump_head_linear: Array = 0.0,
    pump_head_quadratic: Array = 0.0,
    pump_speed_frac: Array = 1.0,
    check_valve: Array = 0.0,
    open: Array = 1.0,  # noqa: A002 - the word for a valve
) -> BranchParams:
    """Build the record of a set of branches; a term that is not given is absent.

    Parameters
    ----------
    density_kg_m3, viscosity_pa_s : float or ndarray, shape (..., n_branch)
        Coolant in each branch [kg/m3], [Pa s].
    nominal_flow_kg_s : float or ndarray
        Flow each branch is meant for [kg/s], positive: a scale, not a limit.
    linear_1_m3, quadratic_1_m4 : float or ndarray
        a [1/m3] and b [1/m4] of a mu Q + b rho Q|Q|; elements in series add.
    power_coefficient, power_exponent : float or ndarray
        c [Pa/(m3/s)^n] and n [-] of c Q^n.
    pipe_length_m, pipe_diameter_m, pipe_roughness_m : float or ndarray
        Pipe [m]; length 0 is no pipe. Diameter positive.
    pipe_loss_coefficient : float or ndarray
        Sum of minor losses in velocity heads of the pipe [-].
    pump_head_shutoff_pa, pump_head_linear, pump_head_quadratic : float or ndarray
        H0 [Pa], H1 [Pa s/m3, not positive], H2 [Pa s2/m6] of H0 N^2 + H1 N Q - H2 Q|Q|.
    pump_speed_frac : float or ndarray
        N, speed over rated speed [-].
    check_valve : float or ndarray
        1 where reverse flow is blocked, else 0.
    open : float or ndarray
        1 open, 0 shut.

    Returns
    -------
    BranchParams
        With the network's pressure scale (the largest loss at nominal flow or shutoff head of any branch) and
        the two flags that let absent laws be skipped.

    Raises
    ------
    OutOfRange
        A scale, density, viscosity or diameter that is not positive, a negative length, or a pump curve that
        rises somewhere (its operating point would not be unique).
    IllPosed
        A branch without any resistance.

    Notes
    -----
    Zero flow: every branch keeps a positive slope.
    Source: this project.

    Examples
    --------
    >>> params = branch_params(
    ...     density_kg_m3=1000.0, viscosity_pa_s=1e-3, nominal_flow_kg_s=1.0, quadratic_1_m4=1e8
    ... )
    >>> bool(params.has_pipe), float(params.nominal_dp_pa)
    (False, 100000.0)
    """
    for name, value in (
        ("density_kg_m3", density_kg_m3),
        ("viscosity_pa_s", viscosity_pa_s),
        ("nominal_flow_kg_s", nominal_flow_kg_s),
        ("pipe_diameter_m", pipe_diameter_m),
    ):
        _require(name, value, smallest=np.nextafter(0.0, 1.0))
    for name, value in (
        ("linear_1_m3", linear_1_m3),
        ("quadratic_1_m4", quadratic_1_m4),
        ("power_coefficient", power_coefficient),
        ("pipe_length_m", pipe_length_m),
        ("pipe_roughness_m", pipe_roughness_m),
        ("pipe_loss_coefficient", pipe_loss_coefficient),
        ("pump_head_quadratic", pump_head_quadratic),
        ("falling pump_head_linear", -np.asarray(pump_head_linear)),
    ):
        _require(name, value, smallest=0.0)
    _require("power_exponent", power_exponent, smallest=1.0)
    params = BranchParams(
        density_kg_m3,
        viscosity_pa_s,
        nominal_flow_kg_s,
        linear_1_m3,
        quadratic_1_m4,
        power_coefficient,
        power_exponent,
        pipe_length_m,
        pipe_diameter_m,
        pipe_roughness_m,
        pipe_loss_coefficient,
        pump_head_shutoff_pa,
        pump_head_linear,
        pump_head_quadratic,
        pump_speed_frac,
        check_valve,
        open,
        1.0,
        np.any(np.asarray(pipe_length_m) > 0.0),
        np.any(np.asarray(power_coefficient) > 0.0),
    )
    return params._replace(nominal_dp_pa=_pressure_scale_pa(params))


def _require(name: str, value: Array, smallest: float) -> None:
    values = np.asarray(value)
    if not np.all(values >= smallest):  # written so that NaN fails too
        worst = np.nanmin(values) if not np.all(np.isnan(values)) else np.nan
        raise OutOfRange(name, float(worst), smallest, np.inf, "SI", "give every branch a value in range")


def _pressure_scale_pa(params: BranchParams) -> Array:
    still = params._replace(pump_head_shutoff_pa=0.0, pump_head_linear=0.0, check_valve=0.0, open=1.0)
    loss = np.atleast_1d(branch_loss_pa(params.nominal_flow_kg_s, still))
    resistance = loss - params.pump_head_linear * params.pump_speed_frac
    if np.any(resistance <= 0.0):
        branch = int(np.argwhere(resistance <= 0.0)[0][-1])
        raise IllPosed(
            f"branch {branch}", "a resistance", "give it a length, a loss or a pump curve that falls"
        )
    shutoff = np.atleast_1d(params.pump_head_shutoff_pa)
    scale = np.maximum(loss.max(axis=-1, keepdims=True), shutoff.max(axis=-1, keepdims=True))
    return scale if scale.size > 1 else float(scale.item())
