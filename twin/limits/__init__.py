"""Limits, declared once and judged at any state of a plant."""

from twin.limits.evaluate import Judgement, LimitTable, margins
from twin.limits.limit import Direction, Limit, Status
from twin.limits.register import LIMITS

__all__ = ["LIMITS", "Direction", "Judgement", "Limit", "LimitTable", "Status", "margins"]
