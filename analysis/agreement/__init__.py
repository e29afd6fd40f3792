"""Coders against coders, and the instrument against coders: how often they agree, and which errors are made."""

from .coders import (
    OVERLAP, alpha, attribution_scores, characters, coded_attributions, coders_agree, decisions, f1_counts, found_beside_coded, found_with_coded, is_right,
    match_attributions, match_mentions, mention_scores, paired, same_referent, same_source,
)  # fmt: skip
from .errors import DIMENSIONS, attribution_errors, cue_counts, kind_counts, kind_scores, validation_of, with_all_kinds
from .phrases import known_phrases, known_shares

__all__ = [
    "DIMENSIONS", "OVERLAP", "alpha", "attribution_errors", "attribution_scores", "characters", "coded_attributions", "coders_agree",
    "cue_counts", "decisions", "f1_counts", "found_beside_coded", "found_with_coded", "is_right", "kind_counts", "kind_scores", "known_phrases", "known_shares", "match_attributions",
    "match_mentions", "mention_scores", "paired", "same_referent", "same_source", "validation_of", "with_all_kinds",
]  # fmt: skip
