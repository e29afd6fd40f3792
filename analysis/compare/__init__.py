"""Estimates of groups and comparisons between them. Every function takes a table of counts per article and returns a new one."""

from .description import concentration, copied, coverage
from .differences import PERMUTATIONS, differences, false_discovery
from .estimates import LEAST_OUTLETS, LEAST_TOTAL, LEAST_UNITS, REPLICATES, estimate
from .intervals import LEAST_EACH_SIDE, LEVEL
from .models import logistic
from .pairs import ALL_OTHERS
from .selection import enough, government_labels, labels_of_government, of_every_article, own_and_all, per_words, with_columns
from .specifications import effects_of_choices, joint_tests, label_choices, shuffled_curves, specification_curve
from .stratified import mantel_haenszel, within_stories
from .variants import estimate_variants, outlets_equal

__all__ = [
    "ALL_OTHERS", "LEAST_EACH_SIDE", "LEAST_OUTLETS", "LEAST_TOTAL", "LEAST_UNITS", "LEVEL", "PERMUTATIONS", "REPLICATES", "concentration",
    "copied", "coverage", "differences", "effects_of_choices", "enough", "estimate", "estimate_variants", "false_discovery", "government_labels",
    "joint_tests", "label_choices", "labels_of_government", "logistic", "mantel_haenszel", "of_every_article", "outlets_equal", "own_and_all", "per_words", "shuffled_curves",
    "specification_curve", "with_columns", "within_stories",
]  # fmt: skip
