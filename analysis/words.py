"""Words with exact offsets, and the one form under which spellings of a word compare equal."""

import re
import unicodedata
from functools import lru_cache

# A run of letters and digits with the combining marks and soft hyphens that stand inside it, an abbreviation with full stops
# ("U.S."), or a possessive ending. It begins with one set of characters, which the regular expression engine finds fast.
WORD = re.compile(
    r"[\w'’](?:(?<![_'’])(?:[^\W_]+(?:[̀-ͯ­]+[^\W_]*)*|(?<=[A-Za-z])\.(?:[A-Za-z]\.)+|(?:[̀-ͯ­]+[^\W_]*)*)|(?<=\w['’])s\b)"
)

POSSESSIVE = "'s"  # in comparable form

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
    return sum(normal(match.group()) != POSSESSIVE for match in WORD.finditer(text[start:end]))


def words_together(text, end, start):
    """Whether words that end and start at these offsets of `text` may belong to one term."""
    return GAP.fullmatch(text, end, start) is not None


class Remembered(dict):
    """A dictionary from what a function has been asked to its answer; `map(remembered.__getitem__, many)` asks for many without a call in Python.

    What is longer than `longest` is answered and not kept: a text without spaces is one piece.
    """

    def __init__(self, function, limit=200_000, longest=100):
        super().__init__()
        self.function, self.limit, self.longest = function, limit, longest

    def __missing__(self, asked):
        if len(self) >= self.limit:
            self.clear()
        answer = self.function(asked)
        if len(asked) <= self.longest:
            self[asked] = answer
        return answer


MARKS = "\n,;:?!()\"“”-—"  # part of no word


def blanked(text):
    """`text` with a space for each of the MARKS, so that a word comes as one piece whatever stands beside it."""
    for mark in MARKS:
        text = text.replace(mark, " ")
    return text


def plain_word(piece):
    """The word of ASCII letters and figures that a `piece` of text is but for full stops around it, "" where it is more or less than that."""
    word = piece.strip(".")
    return word if word.isascii() and word.isalnum() else ""
