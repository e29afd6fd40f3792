"""The words of short texts with their offsets, each in the form under which lists are searched."""

from functools import lru_cache
from itertools import chain

from ..words import Reading, normal, words


@lru_cache(maxsize=20_000)
def tokens(text):
    """The offsets of the words of a short `text`, and a tuple of their comparable forms."""
    spans, keys, shift = [], [], 0
    for piece in text.split(" "):
        for start, end, key in words_of(piece):
            spans.append((shift + start, shift + end))
            keys.append(key)
        shift += len(piece) + 1
    return tuple(spans), tuple(keys)


@lru_cache(maxsize=50_000)
def words_of(piece):
    """The (start, end, comparable form) of the words of a `piece` of text without a space; a form has no last full stop."""
    letters = piece[:-1] if piece[-1:] in (",", ".") else piece
    if letters.isascii() and letters.isalpha():
        return ((0, len(letters), letters.lower()),)
    return tuple((start, end, normal(piece[start:end]).rstrip(".")) for start, end in words(piece))


@lru_cache(maxsize=50_000)
def stripped_keys_of(piece):
    """The comparable words of a `piece` of text without a space, an abbreviation without its last full stop."""
    return tuple(key for _, _, key in words_of(piece))


def key_of(text):
    """The comparable words of `text` as a tuple; an abbreviation without its last full stop."""
    return tokens(text)[1]


def long_tokens(text):
    """As `tokens`, for a text of many words, of which few offsets are asked for."""
    return LongSpans(text), list(chain.from_iterable(map(stripped_keys_of, text.split(" "))))


class LongSpans(dict):
    """The offsets of the words of a long text, each worked out when it is asked for."""

    def __init__(self, text):
        super().__init__()
        self.text = text

    def __missing__(self, place):
        if not hasattr(self, "reading"):
            self.reading = Reading(self.text)
        return self.reading.span(place)
