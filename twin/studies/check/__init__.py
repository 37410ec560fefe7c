"""Check: every limit of a site at its load cases and with any one redundant unit out."""

from twin.studies.check.document import check_document
from twin.studies.check.envelope import operating_envelope
from twin.studies.check.relief import reliefs
from twin.studies.check.run import check
from twin.studies.check.types import CheckResult, LimitRow
from twin.studies.check.uncertainty import margin_uncertainty

__all__ = [
    "CheckResult",
    "LimitRow",
    "check",
    "check_document",
    "margin_uncertainty",
    "operating_envelope",
    "reliefs",
]
