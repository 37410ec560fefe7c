"""Hydraulic networks: solved by Newton's method, followed in straight lines in between."""

from __future__ import annotations

from typing import Any

from twin.engine.fast.laws import branch_law, branch_slopes

# --- kernels ---


NEWTON_STEPS = 30
PRESSURE_TOLERANCE = 1e-9
FLOW_TOLERANCE = 1e-11


def solve_banded(matrix: Any, side: Any, count: int, band: int) -> None:
    """Solve with a factorised banded matrix in place."""
    for i in range(count):
        value = side[i]
        for j in range(max(0, i - band), i):
            value -= matrix[i, i - j] * side[j]
        side[i] = value
    for i in range(count):
        side[i] /= matrix[i, 0]
    for i in range(count - 1, -1, -1):
        value = side[i]
        for j in range(i + 1, min(count, i + band + 1)):
            value -= matrix[j, j - i] * side[j]
        side[i] = value


def factorise_banded(matrix: Any, count: int, band: int) -> None:
    """Factorise a symmetric banded matrix, L D L^T, in place; ``matrix[i, k]`` is the entry (i, i - k)."""
    for i in range(count):
        for j in range(max(0, i - band), i + 1):
            value = matrix[i, i - j]
            for k in range(max(0, i - band, j - band), j):
                value -= matrix[i, i - k] * matrix[j, j - k] * matrix[k, 0]
            if i == j:
                matrix[i, 0] = value
            else:
                matrix[i, i - j] = value / matrix[j, 0]


def assemble(nets: Any, k: int, matrix: Any, conductance: Any) -> None:
    """Fill the node matrix of a network from the conductance of its branches."""
    matrix[:] = 0.0
    low = nets.first_branch[k]
    for b in range(low, nets.first_branch[k + 1]):
        here, there, g = nets.begin[b], nets.end[b], conductance[b - low]
        if here >= 0:
            matrix[here, 0] += g
        if there >= 0:
            matrix[there, 0] += g
        if here >= 0 and there >= 0:
            matrix[max(here, there), abs(here - there)] -= g


def solve_network(nets: Any, k: int, X: Any, slopes: bool) -> bool:
    """Solve one network at the present drivers; whether it converged.

    With ``slopes`` its results are differentiated there and followed from there on, else only its flows are found.
    """
    low, high = nets.first_branch[k], nets.first_branch[k + 1]
    node = nets.first_node[k]
    nodes, band = nets.first_node[k + 1] - node, nets.band[k]
    matrix, side = nets.matrix[:nodes, : band + 1], nets.side[:nodes]
    conductance, pull = nets.conductance[: high - low], nets.pull[: high - low]
    for _ in range(NEWTON_STEPS):
        error = branch_errors(nets, k, X, conductance, pull)
        imbalance = node_errors(nets, k, side)
        good = (
            error <= PRESSURE_TOLERANCE * nets.scale_pa[k]
            and imbalance <= FLOW_TOLERANCE * nets.scale_kg_s[k]
        )
        if good and not slopes:
            return True
        assemble(nets, k, matrix, conductance)
        factorise_banded(matrix, nodes, band)
        if good:
            differentiate(nets, k, X, matrix, conductance)
            return True
        for b in range(low, high):
            spread(nets, b, side, pull[b - low])
        solve_banded(matrix, side, nodes, band)
        for b in range(low, high):
            nets.flow[b] += rise_along(nets, b, side) * conductance[b - low] - pull[b - low]
        for j in range(nodes):
            nets.pressure[node + j] += side[j]
    return False


def branch_errors(nets: Any, k: int, X: Any, conductance: Any, pull: Any) -> float:
    """Fill the conductance of each branch and the flow that its error asks for; return the largest error."""
    low, node, driver = nets.first_branch[k], nets.first_node[k], nets.first_driver[k]
    temperature, speed = X[nets.driver[driver]], X[nets.driver[driver + 1]]
    worst = 0.0
    for b in range(low, nets.first_branch[k + 1]):
        place = X[nets.valve[b]] if nets.valve[b] >= 0 else 1.0
        turning = speed if nets.source[b] != 0 else 1.0
        loss, slope = branch_law(b, nets.numbers, nets.flow[b], temperature, turning, place)
        here, there = nets.begin[b], nets.end[b]
        if here >= 0:
            loss -= nets.pressure[node + here]
        if there >= 0:
            loss += nets.pressure[node + there]
        if not abs(loss) <= worst:  # true of what is no number as well
            worst = abs(loss)
        conductance[b - low] = 1.0 / slope
        pull[b - low] = loss / slope
    return worst


def node_errors(nets: Any, k: int, side: Any) -> float:
    """Fill what flows into each node and does not leave; return the largest."""
    worst = 0.0
    for j in range(side.size):
        side[j] = 0.0
    for b in range(nets.first_branch[k], nets.first_branch[k + 1]):
        spread(nets, b, side, -nets.flow[b])
    for j in range(side.size):
        if not abs(side[j]) <= worst:
            worst = abs(side[j])
    return worst


def spread(nets: Any, b: int, side: Any, value: float) -> None:
    """Add a value where a branch begins and take it off where the branch ends."""
    if nets.begin[b] >= 0:
        side[nets.begin[b]] += value
    if nets.end[b] >= 0:
        side[nets.end[b]] -= value


def rise_along(nets: Any, b: int, side: Any) -> float:
    """Return by how much a branch begins above its end."""
    here = side[nets.begin[b]] if nets.begin[b] >= 0 else 0.0
    there = side[nets.end[b]] if nets.end[b] >= 0 else 0.0
    return here - there


def differentiate(nets: Any, k: int, X: Any, matrix: Any, conductance: Any) -> None:
    """Store results and their slopes at a solved network, by the implicit function theorem."""
    low, high = nets.first_branch[k], nets.first_branch[k + 1]
    node, first = nets.first_node[k], nets.first_driver[k]
    nodes, band = nets.first_node[k + 1] - node, nets.band[k]
    drivers = nets.first_driver[k + 1] - first
    results = nets.first_result[k + 1] - nets.first_result[k]
    temperature, speed = X[nets.driver[first]], X[nets.driver[first + 1]]
    partial = nets.partial
    for b in range(low, high):
        place = X[nets.valve[b]] if nets.valve[b] >= 0 else 1.0
        turning = speed if nets.source[b] != 0 else 1.0
        by_temperature, by_speed, by_valve = branch_slopes(
            b, nets.slope_numbers, nets.flow[b], temperature, turning, place
        )
        partial[b - low, 0], partial[b - low, 2] = by_temperature, by_valve
        partial[b - low, 1] = by_speed if nets.source[b] != 0 else 0.0
    side, change = nets.side[:nodes], nets.change[: high - low]
    for j in range(drivers):
        nets.anchor[first + j] = X[nets.driver[first + j]]
        for n in range(nodes):
            side[n] = 0.0
        for b in range(low, high):
            moved = partial[b - low, min(j, 2)]
            if j >= 2 and nets.valve_branch[first + j] != b:
                moved = 0.0
            change[b - low] = -moved * conductance[b - low]
            spread(nets, b, side, -change[b - low])
        solve_banded(matrix, side, nodes, band)
        for b in range(low, high):
            change[b - low] += conductance[b - low] * rise_along(nets, b, side)
        for r in range(results):
            nets.slope[nets.first_slope[k] + j * results + r] = result_of(nets, k, r, change, side, 0)
    for r in range(results):
        nets.value[nets.first_result[k] + r] = solved_result(nets, k, r)


def solved_result(nets: Any, k: int, r: int) -> float:
    """Return one result of a network at its last solution."""
    flow = nets.flow[nets.first_branch[k] : nets.first_branch[k + 1]]
    return result_of(nets, k, r, flow, nets.pressure, nets.first_node[k])


def result_of(nets: Any, k: int, r: int, flow: Any, pressure: Any, node: int) -> float:
    """Return one result of a network: a flow, the total of its sources, or a pressure difference."""
    low = nets.first_branch[k]
    branch = nets.result_branch[nets.first_result[k] + r]
    if branch >= 0:
        return float(flow[branch - low])
    if branch == -1:
        total = 0.0
        for b in range(low, nets.first_branch[k + 1]):
            if nets.source[b] != 0:
                total += flow[b - low]
        return total
    high_node, low_node = nets.node_high[k], nets.node_low[k]
    upper = pressure[node + high_node] if high_node >= 0 else 0.0
    lower = pressure[node + low_node] if low_node >= 0 else 0.0
    return float(upper - lower)


def moved_too_far(nets: Any, k: int, X: Any) -> bool:
    """Whether a driver of a network has left the range in which its results follow in a straight line."""
    for driver in range(nets.first_driver[k], nets.first_driver[k + 1]):
        if not abs(X[nets.driver[driver]] - nets.anchor[driver]) <= nets.reach[driver]:
            return True
    return False


def refresh_networks(nets: Any, X: Any, everything: bool) -> bool:
    """Solve and differentiate the networks whose drivers moved too far; whether all converged."""
    for k in range(nets.band.size):
        if (everything or moved_too_far(nets, k, X)) and not solve_network(nets, k, X, True):
            nets.trouble[0] = k
            return False
    return True


def find_flows(nets: Any, X: Any, values: Any) -> bool:
    """Solve all networks at the present drivers and write their results, as an array like the joint vector.

    What the next steps follow stays as it is. Return whether all converged.
    """
    for k in range(nets.band.size):
        if not solve_network(nets, k, X, False):
            return False
        first = nets.first_result[k]
        for r in range(nets.first_result[k + 1] - first):
            values[nets.result[first + r]] = solved_result(nets, k, r)
    return True


def set_flows(nets: Any, X: Any) -> None:
    """Write flows and pressure differences at the present drivers into the joint vector.

    The temperature and the speed of a network go with its last solution in one pass: most have no other driver.
    """
    for k in range(nets.band.size):
        first, last = nets.first_result[k], nets.first_result[k + 1]
        count, row, driver = last - first, nets.first_slope[k], nets.first_driver[k]
        value, result, sums = nets.value[first:last], nets.result[first:last], nets.sums[:count]
        warmer = X[nets.driver[driver]] - nets.anchor[driver]
        faster = X[nets.driver[driver + 1]] - nets.anchor[driver + 1]
        by_warmth, by_speed = nets.slope[row : row + count], nets.slope[row + count : row + 2 * count]
        for r in range(count):
            sums[r] = value[r] + by_warmth[r] * warmer + by_speed[r] * faster
        for valve in range(driver + 2, nets.first_driver[k + 1]):
            row = nets.first_slope[k] + (valve - driver) * count
            moved, by_valve = X[nets.driver[valve]] - nets.anchor[valve], nets.slope[row : row + count]
            for r in range(count):
                sums[r] += by_valve[r] * moved
        for r in range(count):
            X[result[r]] = sums[r]
