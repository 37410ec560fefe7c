"""Compare: two or more sites side by side, what is stated against what the twin computes."""

from twin.studies.compare.document import compare_document
from twin.studies.compare.run import Comparison, compare

__all__ = ["Comparison", "compare", "compare_document"]
