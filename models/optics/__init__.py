"""Optical modules: power and case temperature."""

from __future__ import annotations

from models.optics import module

__all__ = ["module"]
