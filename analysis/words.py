"""Words with exact offsets, and the one form under which spellings of a word compare equal."""

import re
import unicodedata
from functools import lru_cache

# A run of letters and digits with the combining marks and soft hyphens that stand inside it, an abbreviation with full stops
# ("U.S."), or a possessive ending. It begins with one set of characters, which the regular expression engine finds fast.
WORD = re.compile(
    r"[\w'’](?:(?<![_'’])(?:[^\W_]+(?:[̀-ͯ­]+[^\W_]*)*|(?<=[A-Za-z])\.(?:[A-Za-z]\.)+|(?:[̀-ͯ­]+[^\W_]*)*)|(?<=\w['’])s\b)"
)

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
    return len(found) - found.count("'s") - found.count("’s")


def words_together(text, end, start):
    """Whether words that end and start at these offsets of `text` may belong to one term."""
    return GAP.fullmatch(text, end, start) is not None
