"""The words of short texts with their offsets, each in the form under which lists are searched."""

from itertools import chain

from ..words import Reading, Remembered, normal, words

# How many names and phrases are remembered, of at most so many characters.
KEPT, LONGEST = 50_000, 500


def read_words(piece):
    """The (start, end, comparable form) of the words of a `piece` of text without a space; a form has no last full stop."""
    letters = piece[:-1] if piece[-1:] in (",", ".") else piece
    if letters.isascii() and letters.isalpha():
        return ((0, len(letters), letters.lower()),)
    return tuple([(start, end, normal(piece[start:end]).rstrip(".")) for start, end in words(piece)])


def read_keys(piece):
    """The comparable words of a `piece` of text without a space, an abbreviation without its last full stop."""
    return tuple([key for _, _, key in WORDS[piece]])


def read_tokens(text):
    """The offsets of the words of a short `text`, and a tuple of their comparable forms."""
    spans, keys, shift = [], [], 0
    for piece in text.split(" "):
        for start, end, key in WORDS[piece]:
            spans.append((shift + start, shift + end))
            keys.append(key)
        shift += len(piece) + 1
    return tuple(spans), tuple(keys)


WORDS, KEYS, TOKENS = Remembered(read_words, KEPT), Remembered(read_keys, KEPT), Remembered(read_tokens, KEPT, LONGEST)
# What the three functions above give, remembered.
stripped_keys_of, tokens = KEYS.__getitem__, TOKENS.__getitem__


def key_of(text):
    """The comparable words of `text` as a tuple; an abbreviation without its last full stop."""
    return TOKENS[text][1]


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
