"""The words of short texts with their offsets, each in the form under which lists are searched."""

from bisect import bisect_right
from itertools import accumulate, chain

from ..words import Remembered, blanked, normal, plain_word, words

# How many names and phrases are remembered, of at most so many characters.
KEPT, LONGEST = 50_000, 500

# One object for a form wherever it comes from, so that lists are searched by identity first and what is met often stays in the processor's cache.
FORMS = Remembered(str, KEPT)


def read_words(piece):
    """The (start, end, comparable form) of the words of a `piece` of text without a space; a form has no last full stop."""
    if word := plain_word(piece):
        start = piece.index(word)
        return ((start, start + len(word), FORMS[word.lower()]),)
    return tuple([(start, end, FORMS[normal(piece[start:end]).rstrip(".")]) for start, end in words(piece)])


def read_keys(piece):
    """The comparable words of a `piece` of text without a space, an abbreviation without its last full stop."""
    if word := plain_word(piece):
        return (FORMS[word.lower()],)
    return tuple([key for _, _, key in WORDS[piece]])


def read_tokens(text):
    """The offsets of the words of a short `text`, and a tuple of their comparable forms."""
    spans, keys, shift = [], [], 0
    for piece in blanked(text).split(" "):
        for start, end, key in WORDS[piece]:
            spans.append((shift + start, shift + end))
            keys.append(key)
        shift += len(piece) + 1
    return tuple(spans), tuple(keys)


WORDS, KEYS, TOKENS = Remembered(read_words, KEPT), Remembered(read_keys, KEPT), Remembered(read_tokens, KEPT, LONGEST)
# What `read_keys` and `read_tokens` give, remembered.
stripped_keys_of, tokens = KEYS.__getitem__, TOKENS.__getitem__


def key_of(text):
    """The comparable words of a short `text` as a tuple; an abbreviation without its last full stop."""
    return TOKENS[text][1]


def read_key(text):
    """As `key_of`, for a text of many words or one that is read once; not remembered."""
    return tuple(chain.from_iterable(map(stripped_keys_of, blanked(text).split(" "))))


class LongText(dict):
    """The `keys` of a longer text, as of `read_key`; as a dictionary the (start, end) of its words by place, worked out when asked for: few are."""

    def __init__(self, text):
        super().__init__()
        self.pieces = blanked(text).split(" ")
        self.by_piece = list(map(stripped_keys_of, self.pieces))
        self.keys = tuple(chain.from_iterable(self.by_piece))
        self.words_before = self.letters_before = None

    def count(self):
        """Notes how many words, and characters without the spaces, stand before each piece."""
        self.words_before = list(accumulate(map(len, self.by_piece), initial=0))
        self.letters_before = list(accumulate(map(len, self.pieces), initial=0))

    def __missing__(self, place):
        if self.words_before is None:
            self.count()
        piece = bisect_right(self.words_before, place) - 1
        start, end, _ = WORDS[self.pieces[piece]][place - self.words_before[piece]]
        shift = self.letters_before[piece] + piece  # a space for each piece before
        span = self[place] = shift + start, shift + end
        return span
