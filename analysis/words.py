"""Words with exact offsets, and the one form under which spellings of a word compare equal."""

import re
import unicodedata
from functools import lru_cache

# An abbreviation with full stops ("U.S."), a possessive ending, or a run of letters and digits with the combining
# marks and soft hyphens that stand inside it.
WORD = re.compile(r"(?:[A-Za-z]\.){2,}|(?<=\w)['’]s\b|[^\W_](?:[^\W_]|[̀-ͯ­])*")

# What may stand between two words of one term: spaces of any kind, hyphens, apostrophes, soft hyphens.
GAP = re.compile(r"[\s\-‐‑–'’­]*")


@lru_cache(maxsize=200_000)
def normal(word):
    """The comparable form of a `word`: compatibility-composed, case folded, without soft hyphens, straight apostrophe."""
    folded = unicodedata.normalize("NFKC", word.replace("\u00ad", "")).casefold().replace("’", "'")
    return unicodedata.normalize("NFKC", folded)


def words(text):
    """The list of (start, end) offsets of the words of `text`."""
    return [match.span() for match in WORD.finditer(text)]


def count_words(text, start=0, end=None):
    """How many words stand in `text` between two offsets; a possessive ending is part of its word."""
    found = WORD.findall(text, start, len(text) if end is None else end)
    return sum(word not in ("'s", "’s") for word in found)


def words_together(text, end, start):
    """Whether words that end and start at these offsets of `text` may belong to one term."""
    return GAP.fullmatch(text, end, start) is not None
