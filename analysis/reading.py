"""The words of whole texts, as numbers: a piece of text between two spaces is cut into words when it is first met, and afterwards looked up.

News repeats itself: of a thousand pieces some forty are new after a thousand articles. Every stage that reads whole texts reads them here, once.
"""

from array import array
from functools import lru_cache

import numpy as np

from .words import MARKS, POSSESSIVE, WORD, count_words, normal, words_together

BLANKS = "\n\t\r\u00a0"  # the commonest; another space inside a piece parts words all the same
EDGES = MARKS + BLANKS + " "  # what stands beside them is a word by itself
EDGES_AND_STOP = EDGES + "."  # the full stop is part of some words
MOST = 2_000_000  # characters of pieces held before new ones are begun: some 45 MiB


class Numbers(dict):
    """Numbers from 0 on, one for each key that was ever asked for; `describe` is called once with each new key."""

    def __init__(self, describe):
        super().__init__()
        self.describe = describe

    def __missing__(self, key):
        self.describe(key)
        number = self[key] = len(self)
        return number


class Growing:
    """Values in an array to which more are added: `values`, of which the first `size` count."""

    def __init__(self, dtype):
        self.values, self.size = np.zeros(1000, dtype=dtype), 0

    def extend(self, values):
        """Adds a list of values."""
        size = self.size + len(values)
        if size > len(self.values):
            self.values = np.concatenate([self.values, np.zeros(size, dtype=self.values.dtype)])
        self.values[self.size : size] = values
        self.size = size


class Pieces:
    """What is known of pieces of text, by their numbers, and of the words in them, which have a type: a number for each comparable form.

    `numbers` goes from a piece to its number, `texts` back; `forms` are the types' comparable forms. There is a row a piece, of its characters and the
    space after it, its words and the place after its last word among the rows a word: of a word's type, its start and its end in the piece. All only grow.
    """

    def __init__(self):
        self.texts, self.forms, self.rows, self.word_rows = [], [], array("i"), array("i")
        self.numbers, self.types, self.characters = Numbers(self.texts.append), Numbers(self.forms.append), 0
        self.types[POSSESSIVE], self.types[""]  # have numbers 0 and 1

    def describe(self):
        """Notes the rows of the pieces that have none yet."""
        new, types, words, rows, before = self.texts[len(self.rows) // 3 :], self.types, [], [], len(self.word_rows) // 3
        for piece in new:
            word, first = piece.strip(EDGES_AND_STOP), len(words) // 3
            if word.isascii() and word.isalnum():
                start = piece.index(word)
                words += types[word.lower()], start, start + len(word)
            elif word:
                for match in WORD.finditer(piece):
                    words += types[normal(match.group())], *match.span()
            after = len(words) // 3
            rows += len(piece) + 1, after - first, before + after
        self.word_rows.fromlist(words)
        self.rows.fromlist(rows)
        self.characters += sum(map(len, new))


def rows_at(rows, places):
    """The columns (3, n) of the rows at some `places` of an array of three numbers a row, which may grow again afterwards."""
    return np.frombuffer(rows, dtype=np.int32).reshape(-1, 3).take(places, axis=0).T if rows else np.zeros((3, 0), dtype=np.int32)


class OfTypes:
    """What `say` says of each type of word, asked once a type."""

    def __init__(self, say, dtype):
        self.say, self.dtype, self.pieces = say, dtype, None

    def values(self, pieces):
        """The answers for all types of the `pieces`, an array in which there may be room for more."""
        if pieces is not self.pieces:
            self.pieces, self.known = pieces, Growing(self.dtype)
        if self.known.size < len(pieces.forms):
            new = pieces.forms[self.known.size :]
            self.known.extend(np.fromiter(map(self.say, new), dtype=self.dtype, count=len(new)))
        return self.known.values


class Reading:
    """One text as pieces and words: `numbers` and `starts` of the pieces, with where the next piece would begin; of the words in order `types`,
    `begins` and `ends` in the text."""

    def __init__(self, text, pieces=None):
        self.text, self.pieces = text, pieces or pieces_now()
        for blank in BLANKS:
            text = text.replace(blank, " ")
        found = text.split(" ")
        self.numbers = np.fromiter(map(self.pieces.numbers.__getitem__, found), dtype=np.int64, count=len(found))
        self.pieces.describe()
        lengths, counts, after = rows_at(self.pieces.rows, self.numbers)
        self.starts = np.zeros(len(found) + 1, dtype=np.int64)
        lengths.cumsum(out=self.starts[1:])
        piece = np.arange(len(found)).repeat(counts)  # of each word
        self.types, begins, ends = rows_at(self.pieces.word_rows, np.arange(len(piece)) + (after - counts.cumsum()).take(piece))
        shift = self.starts.take(piece)
        self.begins, self.ends = begins + shift, ends + shift

    def key(self, place):
        """The word at `place` in comparable form, "" after the last."""
        return self.pieces.forms[self.types.item(place)] if place < len(self.types) else ""

    def span(self, place):
        """The (start, end) of the word at `place` in the text."""
        return self.begins.item(place), self.ends.item(place)

    def passage(self, place, after):
        """The (start, end) in the text of the words from the one at `place` to the one before `after`."""
        return self.begins.item(place), self.ends.item(after - 1)

    def together(self, place):
        """Whether the word at `place` may belong to one term with the word before it."""
        end, start = self.ends.item(place - 1), self.begins.item(place)
        return self.text[end:start] == " " or words_together(self.text, end, start)

    def begun(self, offsets):
        """How many words begin before each of the `offsets` of the text, which may be an array."""
        return np.searchsorted(self.begins, offsets)

    def counts(self, passages):
        """How many words stand in each of the (start, end) `passages`, as of `count_words`."""
        edges = self.begun(np.array(passages, dtype=np.int64).reshape(-1, 2))
        edges -= np.flatnonzero(self.types == 0).searchsorted(edges)  # 0 is the possessive ending
        counts, text = (edges[:, 1] - edges[:, 0]).tolist(), f" {self.text} "  # with a space before the first piece and after the last
        for place, (start, end) in enumerate(passages):
            if not (text[start] in EDGES and text[end + 1] in EDGES):  # a word may go on before or after
                counts[place] = count_words(self.text[start:end])
        return counts


_pieces = Pieces()


def pieces_now():
    """The Pieces for a new text: the ones in use, or new ones once these are many, so that names and figures do not pile up."""
    global _pieces
    if _pieces.characters > MOST:
        _pieces = Pieces()
    return _pieces


# Titles and texts of two chunks of articles; what is remembered of a text of a thousand words takes some 50 KB.
KEPT, LONG = 1000, 12_000


def reading_of(text):
    """The Reading of a `text`: the same one for each stage that reads it, unless it is longer than most articles."""
    return remembered_reading(text) if len(text) <= LONG else Reading(text)


remembered_reading = lru_cache(maxsize=KEPT)(Reading)
