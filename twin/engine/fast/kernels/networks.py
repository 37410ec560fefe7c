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


def assemble(nets: Any, net: Any, matrix: Any) -> None:
    """Fill the node matrix of a network from the conductance of its branches."""
    matrix[:] = 0.0
    for b in range(net.first_branch, net.last_branch):
        branch = nets.branches[b]
        here, there, g = branch.begin, branch.end, branch.conductance
        if here >= 0:
            matrix[here, 0] += g
        if there >= 0:
            matrix[there, 0] += g
        if here >= 0 and there >= 0:
            matrix[max(here, there), abs(here - there)] -= g


def solve_network(nets: Any, net: Any, X: Any, slopes: bool) -> bool:
    """Solve one network at the present drivers; whether it converged.

    With ``slopes`` its results are differentiated there and followed from there on, else only its flows are found.
    """
    nodes, band = net.last_node - net.first_node, net.band
    matrix, side = nets.matrix[:nodes, : band + 1], nets.side[:nodes]
    for _ in range(NEWTON_STEPS):
        error = branch_errors(nets, net, X)
        imbalance = node_errors(nets, net, side)
        good = error <= PRESSURE_TOLERANCE * net.scale_pa and imbalance <= FLOW_TOLERANCE * net.scale_kg_s
        if good and not slopes:
            return True
        assemble(nets, net, matrix)
        factorise_banded(matrix, nodes, band)
        if good:
            differentiate(nets, net, X, matrix)
            return True
        for b in range(net.first_branch, net.last_branch):
            spread(nets.branches[b], side, nets.branches[b].pull)
        solve_banded(matrix, side, nodes, band)
        for b in range(net.first_branch, net.last_branch):
            branch = nets.branches[b]
            nets.flow[b] += rise_along(branch, side) * branch.conductance - branch.pull
        for j in range(nodes):
            nets.pressure[net.first_node + j] += side[j]
    return False


def branch_errors(nets: Any, net: Any, X: Any) -> float:
    """Fill the conductance of each branch and the flow that its error asks for; return the largest error."""
    node, driver = net.first_node, net.first_driver
    temperature, speed = X[nets.drivers[driver].place], X[nets.drivers[driver + 1].place]
    worst = 0.0
    for b in range(net.first_branch, net.last_branch):
        branch = nets.branches[b]
        opening = X[branch.valve] if branch.valve >= 0 else 1.0
        turning = speed if branch.source != 0 else 1.0
        loss, slope = branch_law(b, nets.numbers, nets.flow[b], temperature, turning, opening)
        if branch.begin >= 0:
            loss -= nets.pressure[node + branch.begin]
        if branch.end >= 0:
            loss += nets.pressure[node + branch.end]
        if not abs(loss) <= worst:  # true of what is no number as well
            worst = abs(loss)
        branch.conductance = 1.0 / slope
        branch.pull = loss / slope
    return worst


def node_errors(nets: Any, net: Any, side: Any) -> float:
    """Fill what flows into each node and does not leave; return the largest."""
    worst = 0.0
    for j in range(side.size):
        side[j] = 0.0
    for b in range(net.first_branch, net.last_branch):
        spread(nets.branches[b], side, -nets.flow[b])
    for j in range(side.size):
        if not abs(side[j]) <= worst:
            worst = abs(side[j])
    return worst


def spread(branch: Any, side: Any, value: float) -> None:
    """Add a value where a branch begins and take it off where the branch ends."""
    if branch.begin >= 0:
        side[branch.begin] += value
    if branch.end >= 0:
        side[branch.end] -= value


def rise_along(branch: Any, side: Any) -> float:
    """Return by how much a branch begins above its end."""
    here = side[branch.begin] if branch.begin >= 0 else 0.0
    there = side[branch.end] if branch.end >= 0 else 0.0
    return here - there


def set_slopes(nets: Any, net: Any, X: Any) -> None:
    """Write how the loss of each branch answers to temperature, speed and its valve."""
    temperature, speed = X[nets.drivers[net.first_driver].place], X[nets.drivers[net.first_driver + 1].place]
    for b in range(net.first_branch, net.last_branch):
        branch = nets.branches[b]
        opening = X[branch.valve] if branch.valve >= 0 else 1.0
        turning = speed if branch.source != 0 else 1.0
        by_temperature, by_speed, by_valve = branch_slopes(
            b, nets.slope_numbers, nets.flow[b], temperature, turning, opening
        )
        branch.by_temperature, branch.by_valve = by_temperature, by_valve
        branch.by_speed = by_speed if branch.source != 0 else 0.0


def loss_by(branch: Any, b: int, order: int, valve_branch: int) -> float:
    """Return how the loss of a branch answers to a driver: temperature, speed, or the valve of one branch."""
    if order == 0:
        return float(branch.by_temperature)
    if order == 1:
        return float(branch.by_speed)
    return float(branch.by_valve) if valve_branch == b else 0.0


def differentiate(nets: Any, net: Any, X: Any, matrix: Any) -> None:
    """Store results and their slopes at a solved network, by the implicit function theorem."""
    low, high = net.first_branch, net.last_branch
    nodes, results = net.last_node - net.first_node, net.last_result - net.first_result
    side, change = nets.side[:nodes], nets.change
    set_slopes(nets, net, X)
    for j in range(net.last_driver - net.first_driver):
        driver = nets.drivers[net.first_driver + j]
        driver.anchor = X[driver.place]
        for n in range(nodes):
            side[n] = 0.0
        for b in range(low, high):
            branch = nets.branches[b]
            change[b] = -loss_by(branch, b, j, driver.valve_branch) * branch.conductance
            spread(branch, side, -change[b])
        solve_banded(matrix, side, nodes, net.band)
        for b in range(low, high):
            change[b] += nets.branches[b].conductance * rise_along(nets.branches[b], side)
        for r in range(results):
            nets.slope[net.first_slope + j * results + r] = result_of(nets, net, r, change, side, 0)
    for r in range(results):
        nets.value[net.first_result + r] = solved_result(nets, net, r)


def solved_result(nets: Any, net: Any, r: int) -> float:
    """Return one result of a network at its last solution."""
    return result_of(nets, net, r, nets.flow, nets.pressure, net.first_node)


def result_of(nets: Any, net: Any, r: int, flow: Any, pressure: Any, node: int) -> float:
    """Return one result of a network: a flow, the total of its sources, or a pressure difference."""
    branch = nets.result_branch[net.first_result + r]
    if branch >= 0:
        return float(flow[branch])
    if branch == -1:
        total = 0.0
        for b in range(net.first_branch, net.last_branch):
            if nets.branches[b].source != 0:
                total += flow[b]
        return total
    upper = pressure[node + net.node_high] if net.node_high >= 0 else 0.0
    lower = pressure[node + net.node_low] if net.node_low >= 0 else 0.0
    return float(upper - lower)


def moved_too_far(nets: Any, net: Any, X: Any) -> bool:
    """Whether a driver of a network has left the range in which its results follow in a straight line."""
    for d in range(net.first_driver, net.last_driver):
        driver = nets.drivers[d]
        if not abs(X[driver.place] - driver.anchor) <= driver.reach:
            return True
    return False


def refresh_networks(nets: Any, X: Any, everything: bool) -> int:
    """Solve and differentiate the networks whose drivers moved too far; return one that did not converge, -1 if all did."""
    for k in range(nets.each.size):
        net = nets.each[k]
        if (everything or moved_too_far(nets, net, X)) and not solve_network(nets, net, X, True):
            return k
    return -1


def find_flows(nets: Any, X: Any, values: Any) -> bool:
    """Solve all networks at the present drivers and write their results, as an array like the joint vector.

    What the next steps follow stays as it is. Return whether all converged.
    """
    for k in range(nets.each.size):
        net = nets.each[k]
        if not solve_network(nets, net, X, False):
            return False
        for r in range(net.last_result - net.first_result):
            values[nets.result[net.first_result + r]] = solved_result(nets, net, r)
    return True


def set_flows(nets: Any, X: Any) -> None:
    """Write flows and pressure differences at the present drivers into the joint vector.

    The temperature and the speed of a network go with its last solution in one pass: most have no other driver.
    """
    for k in range(nets.each.size):
        net = nets.each[k]
        first, last, row = net.first_result, net.last_result, net.first_slope
        count = last - first
        value, result, sums = nets.value[first:last], nets.result[first:last], nets.sums[:count]
        temperature, speed = nets.drivers[net.first_driver], nets.drivers[net.first_driver + 1]
        warmer, faster = X[temperature.place] - temperature.anchor, X[speed.place] - speed.anchor
        by_warmth, by_speed = nets.slope[row : row + count], nets.slope[row + count : row + 2 * count]
        for r in range(count):
            sums[r] = value[r] + by_warmth[r] * warmer + by_speed[r] * faster
        for d in range(net.first_driver + 2, net.last_driver):
            valve, row = nets.drivers[d], net.first_slope + (d - net.first_driver) * count
            moved, by_valve = X[valve.place] - valve.anchor, nets.slope[row : row + count]
            for r in range(count):
                sums[r] += by_valve[r] * moved
        for r in range(count):
            X[result[r]] = sums[r]
