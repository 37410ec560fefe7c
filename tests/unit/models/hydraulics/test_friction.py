"""Friction of round pipes against the equation it solves and the limits it joins."""

from __future__ import annotations

import numpy as np
import pytest

from models.hydraulics.friction import (
    REYNOLDS_LAMINAR,
    REYNOLDS_TURBULENT,
    colebrook_friction_factor,
    haaland_friction_factor,
    poiseuille_number,
)

REYNOLDS = np.logspace(np.log10(REYNOLDS_LAMINAR), 8.0, 60)[:, np.newaxis]
ROUGHNESS = np.array([0.0, 1e-6, 1e-4, 1e-3, 1e-2, 5e-2])


def test_colebrook_solves_its_equation() -> None:
    factor, _ = colebrook_friction_factor(REYNOLDS, ROUGHNESS)
    root = np.sqrt(factor)
    right = -2.0 * np.log10(ROUGHNESS / 3.71 + 2.51 / (REYNOLDS * root))
    np.testing.assert_allclose(1.0 / root, right, rtol=1e-10)


def test_colebrook_number_of_the_pandapipes_case() -> None:
    """STANET result of the pandapipes network meshed_2valves: 0.022975 at Re 71,012 and 0.1 mm in 100 mm."""
    factor, _ = colebrook_friction_factor(71012.0, 1e-3)
    assert factor == pytest.approx(0.022975, abs=5e-7)


def test_colebrook_exponent_is_the_logarithmic_slope() -> None:
    above, _ = colebrook_friction_factor(REYNOLDS * 1.0001, ROUGHNESS)
    below, _ = colebrook_friction_factor(REYNOLDS / 1.0001, ROUGHNESS)
    _, exponent = colebrook_friction_factor(REYNOLDS, ROUGHNESS)
    np.testing.assert_allclose(exponent, np.log(above / below) / (2.0 * np.log(1.0001)), atol=1e-7)


def test_haaland_stays_within_two_percent_of_colebrook() -> None:
    reynolds = np.logspace(np.log10(4000.0), 8.0, 60)[:, np.newaxis]
    factor, _ = colebrook_friction_factor(reynolds, ROUGHNESS)
    np.testing.assert_allclose(haaland_friction_factor(reynolds, ROUGHNESS), factor, rtol=0.021)


@pytest.mark.parametrize("reynolds", [0.0, 1.0, 2300.0])
def test_laminar_flow_is_hagen_poiseuille(reynolds: float) -> None:
    number, slope = poiseuille_number(reynolds, 1e-3)
    assert number == pytest.approx(64.0, rel=1e-14)
    assert slope == 0.0


@pytest.mark.parametrize("reynolds", [4000.0, 1e5])
def test_turbulent_flow_is_colebrook(reynolds: float) -> None:
    factor, _ = colebrook_friction_factor(reynolds, 1e-3)
    number, _ = poiseuille_number(reynolds, 1e-3)
    assert number == pytest.approx(factor * reynolds, rel=1e-14)


def test_loss_rises_with_flow_through_the_transition() -> None:
    """A pipe's loss goes as (f Re) Re: it must never fall, or a network would have several solutions."""
    reynolds = np.linspace(1.0, 1e4, 20001)[:, np.newaxis]
    number, slope = poiseuille_number(reynolds, ROUGHNESS)
    assert np.all(np.diff(number * reynolds, axis=0) > 0.0)
    assert np.all(number + slope * reynolds > 0.0)


@pytest.mark.parametrize("reynolds", [2000.0, 2500.0, 3150.0, 3900.0, 4100.0, 1e6])
def test_slope_is_the_derivative(reynolds: float) -> None:
    step = 1e-4 * reynolds
    above, _ = poiseuille_number(reynolds + step, 1e-3)
    below, _ = poiseuille_number(reynolds - step, 1e-3)
    _, slope = poiseuille_number(reynolds, 1e-3)
    assert slope == pytest.approx((above - below) / (2.0 * step), rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("edge", [REYNOLDS_LAMINAR, REYNOLDS_TURBULENT])
def test_value_and_slope_are_continuous_at_the_limits(edge: float) -> None:
    number_below, slope_below = poiseuille_number(edge * (1.0 - 1e-9), 1e-3)
    number_above, slope_above = poiseuille_number(edge * (1.0 + 1e-9), 1e-3)
    assert number_below == pytest.approx(number_above, rel=1e-8)
    assert slope_below == pytest.approx(slope_above, rel=1e-5, abs=1e-6)
