"""Estimates of groups and comparisons between them. Every function takes a table of counts per article and returns a new one."""

from .corrected import articles_to_code, correct, correct_repeatedly, rogan_gladen
from .description import copied, coverage
from .differences import PERMUTATIONS, differences, false_discovery
from .diversity import INDICES, diversity, names_quoted, words_by_type
from .estimates import LEAST_OUTLETS, LEAST_TOTAL, LEAST_UNITS, REPLICATES, estimate
from .intervals import LEAST_EACH_SIDE, LEVEL
from .models import logistic
from .pairs import ALL_OTHERS
from .planning import articles_needed, coded_needed, power_by_articles, width_by_coded
from .shrunk import shrink
from .selection import enough, government_labels, labels_of_government, of_every_article, own_and_all, per_words, with_columns
from .specifications import effects_of_choices, joint_tests, label_choices, shuffled_curves, specification_curve
from .stratified import mantel_haenszel, within_stories
from .variants import estimate_variants, outlets_equal

__all__ = [
    "ALL_OTHERS", "INDICES", "LEAST_EACH_SIDE", "LEAST_OUTLETS", "LEAST_TOTAL", "LEAST_UNITS", "LEVEL", "PERMUTATIONS", "REPLICATES",
    "articles_needed", "articles_to_code", "coded_needed", "copied", "correct", "correct_repeatedly", "coverage", "differences",
    "diversity", "effects_of_choices", "enough", "estimate", "estimate_variants", "false_discovery", "government_labels", "joint_tests",
    "label_choices", "labels_of_government", "logistic", "mantel_haenszel", "names_quoted", "of_every_article", "outlets_equal",
    "own_and_all", "per_words", "power_by_articles", "rogan_gladen", "shrink", "shuffled_curves", "specification_curve", "width_by_coded",
    "with_columns", "within_stories", "words_by_type",
]  # fmt: skip
