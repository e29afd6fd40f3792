"""Estimates of groups and comparisons between them. Every function takes a table of counts per article and returns a new one."""

from .corrected import articles_to_code, correct, correct_repeatedly, rogan_gladen
from .description import concentration, copied, coverage
from .diversity import INDICES, diversity, names_quoted, words_by_type
from .estimates import LEAST_ARTICLES, LEAST_TOTAL, LEVEL, REPLICATES, estimate, interval, resample, resample_two_stages
from .planning import articles_needed, coded_needed, power_by_articles, width_by_coded
from .selection import enough, government_labels, own_and_all, per_words, with_columns
from .shrunk import shrink
from .variants import estimate_variants, outlets_equal

__all__ = [
    "LEAST_ARTICLES", "LEAST_TOTAL", "LEVEL", "REPLICATES", "concentration", "copied", "coverage", "enough", "estimate", "estimate_variants",
    "government_labels", "interval", "outlets_equal", "own_and_all", "per_words", "resample", "resample_two_stages", "with_columns",
]  # fmt: skip
