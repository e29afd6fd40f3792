"""Words with exact offsets, and the one form under which spellings of a word compare equal."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache
from itertools import accumulate, chain, count
from operator import add

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
    return sum(map(COUNTS.__getitem__, blanked(text[start:end]).split(" ")))


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


def blanked(text):
    """`text` with a space for each mark that is part of no word, so that a word comes as one piece whatever stands beside it."""
    for mark in "\n,;:?!()\"“”-—":
        text = text.replace(mark, " ")
    return text


def plain_word(piece):
    """The word of ASCII letters and figures that a `piece` of text is but for full stops around it, "" where it is more or less than that."""
    word = piece.strip(".")
    return word if word.isascii() and word.isalnum() else ""


def keys_of(piece):
    """The words of a `piece` of text without a space, in comparable form."""
    if word := plain_word(piece).lower():
        return (piece,) if word == piece else KEYS[word]  # one object for all spellings: what is met often stays in the processor's cache
    return tuple(normal(piece[start:end]) for start, end in words(piece))


def spans_of(piece):
    """The (start, end) of the words of a `piece` of text without a space."""
    if word := plain_word(piece):
        start = piece.index(word)
        return ONE_SPAN[start, start + len(word)]
    return tuple(words(piece))


def count_of(piece):
    """How many words stand in a `piece` of text without a space, as of `count_words`."""
    return len(KEYS[piece]) - KEYS[piece].count("'s")


# Most pieces of news have been met before.
KEYS, COUNTS, SPANS, ONE_SPAN = Remembered(keys_of), Remembered(count_of), Remembered(spans_of), Remembered(lambda span: (span,))


class Reading:
    """The words of one text: `keys`, all in comparable form, and `span`, the offsets of those that are asked for."""

    def __init__(self, text):
        self.text, self.blanked = text, blanked(text)
        self.pieces = self.blanked.split(" ")
        self.by_piece = list(map(KEYS.__getitem__, self.pieces))
        self.keys = list(chain.from_iterable(self.by_piece))
        self.spans, self.found = {}, {}

    @cached_property
    def following(self):
        """The word after each word in comparable form, "" after the last."""
        return [*self.keys[1:], ""] if self.keys else []

    @cached_property
    def words_before(self):
        """How many words stand before each piece, and in all."""
        return list(accumulate(map(len, self.by_piece), initial=0))

    @cached_property
    def starts(self):
        """Where each piece begins, and the next one would."""
        return list(map(add, accumulate(map(len, self.pieces), initial=0), count()))  # a space for each piece before

    def spans_in(self, piece):
        """The (start, end) of the words of a piece, kept here since SPANS does not remember those of a long one."""
        if piece not in self.found:
            self.found[piece] = SPANS[self.pieces[piece]]
        return self.found[piece]

    def span(self, place):
        """The (start, end) of the word at `place` in the text."""
        if place not in self.spans:
            piece = bisect_right(self.words_before, place) - 1
            start, end = self.spans_in(piece)[place - self.words_before[piece]]
            shift = self.starts[piece]
            self.spans[place] = shift + start, shift + end
        return self.spans[place]

    def together(self, place):
        """Whether the word at `place` may belong to one term with the word before it."""
        end, start = self.span(place - 1)[1], self.span(place)[0]
        return self.text[end:start] == " " or words_together(self.text, end, start)

    def begun(self, offset):
        """How many words begin before an `offset` of the text."""
        piece = bisect_left(self.starts, offset) - 1
        if piece < 0:
            return 0
        shift = offset - self.starts[piece]
        inside = len(self.by_piece[piece]) if shift > len(self.pieces[piece]) else bisect_left(self.spans_in(piece), (shift,))
        return self.words_before[piece] + inside

    def counts(self, passages):
        """How many words stand in each of the (start, end) `passages`, which are in order, as of `count_words`."""
        blanked, keys, words_before = self.blanked, self.keys, self.words_before
        at, spaces, counts, bounded = 0, 0, [], f" {blanked} "  # by a space before the first piece and after the last
        for start, end in passages:
            first = spaces + blanked.count(" ", at, start)
            at, spaces = end, first + blanked.count(" ", start, end)
            passage = self.text[start:end]
            if not bounded[start] == bounded[end + 1] == " ":  # a piece goes on before or after
                counts.append(count_words(passage))
            elif "'s" in passage or "’s" in passage:
                counts.append(words_before[spaces + 1] - words_before[first] - keys[words_before[first] : words_before[spaces + 1]].count("'s"))
            else:
                counts.append(words_before[spaces + 1] - words_before[first])
        return counts


# A chunk of articles; what is remembered of a text of a thousand words takes less than 200 KB. Titles are read as fast as they are looked up.
KEPT, SHORT, LONG = 256, 300, 12_000


def reading_of(text):
    """The Reading of a `text`: the same one for each stage that reads it, unless it is longer than most articles."""
    return remembered_reading(text) if SHORT < len(text) <= LONG else Reading(text)


remembered_reading = lru_cache(maxsize=KEPT)(Reading)
