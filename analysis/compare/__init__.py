"""Estimates of groups and comparisons between them. Every function takes a table of counts per article and returns a new one."""

from .description import concentration, copied, coverage
from .estimates import LEAST_OUTLETS, LEAST_TOTAL, LEAST_UNITS, REPLICATES, estimate
from .intervals import LEAST_EACH_SIDE, LEVEL
from .selection import enough, government_labels, own_and_all, per_words, with_columns
from .variants import estimate_variants, outlets_equal

__all__ = [
    "LEAST_EACH_SIDE", "LEAST_OUTLETS", "LEAST_TOTAL", "LEAST_UNITS", "LEVEL", "REPLICATES", "concentration", "copied", "coverage", "enough", "estimate", "estimate_variants",
    "government_labels", "outlets_equal", "own_and_all", "per_words", "with_columns",
]  # fmt: skip
