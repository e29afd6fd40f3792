"""The tokens of a batch of articles in one row, with arrays of what stands around each."""
from itertools import accumulate, chain

import numpy as np

from ...reading import reading_of

PAD = 3  # empty places between paragraphs, so that a window of three never reaches the next


class Layout:
    """Arrays over places; a place is a token or padding (word 0)."""


def spans_of(lists, bases):
    """Lists of (start, end), one list a text, as one array (n, 2) of offsets in the joined texts, and the text of each span."""
    of = np.repeat(np.arange(len(lists)), [len(spans) for spans in lists])
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(lists)), dtype=np.int64, count=2 * len(of)).reshape(-1, 2)
    return flat + bases[of, None], of


def index_in(spans, offsets):
    """For each offset (in order) the number of the span that holds it or began last before it; -1 before the first."""
    marks = np.bincount(np.searchsorted(offsets, spans[:, 0]), minlength=len(offsets) + 1)
    return np.cumsum(marks[: len(offsets)]) - 1


def within(spans, of, bases, offsets, article):
    """The same within each text, numbered through all texts; what stands before a text's first span counts to it."""
    first = np.searchsorted(of, np.arange(len(bases)))
    return np.maximum(index_in(spans, offsets), first[article]) + article  # one number is left out after each text, for texts without spans


def lay_out(articles, words):
    """Build the layout of several articles: a list of (text, sentences, quotes, paragraphs)."""
    texts, sentences, quotes, paragraphs = zip(*articles)
    bases = np.array([0, *accumulate(len(text) + 1 for text in texts)], dtype=np.int64)
    types, start, end = words.numbers(list(map(reading_of, texts)))
    article = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(start, bases)))
    out, bases = Layout(), bases[:-1]
    sentence, paragraph = (within(*spans_of(lists, bases), bases, start, article) for lists in (sentences, paragraphs))
    out.places = np.arange(len(start)) + PAD * (paragraph + 1)
    out.size, out.articles = int(out.places[-1] if len(start) else 0) + 2 * PAD, articles
    quote = quotations(*spans_of(quotes, bases), start, end, article)
    named = dict(type=types, start=start - bases[article], end=end - bases[article], article=article, sent=sentence, par=paragraph, **quote)
    for name, values in named.items():
        full = np.full(out.size, -1 if name in ("article", "sent", "par") else 0, dtype=values.dtype)
        full[out.places] = values
        setattr(out, name, full)
    out.real = out.article >= 0
    out.sentence, out.paragraph = bounds(out.sent, out), bounds(out.par, out)
    out.types, out.columns = words.types, words.types.columns(out.type)
    return out


def quotations(spans, of, start, end, article):
    """Of each token the number of its quotation (0 outside), and whether it is the first or the last of it."""
    which = index_in(spans, start)
    spans = np.concatenate([spans, [(0, 0)]])  # for the tokens before the first quotation
    inside = (which >= 0) & (start < spans[which, 1])
    return {"quote": np.where(inside, which + 1, 0), "qfirst": inside & (start == spans[which, 0]), "qlast": inside & (end >= spans[which, 1])}


def runs(keys, places):
    """First place and length of each run of equal keys over the given places (in order)."""
    k = keys[places]
    edge = np.flatnonzero(np.r_[True, (k[1:] != k[:-1])]) if len(k) else np.empty(0, dtype=np.int64)
    return places[edge], np.diff(np.r_[edge, len(k)])


def bounds(keys, layout):
    """Of each place the first place of its run of equal keys, and the end of it; of padding those of the run before it."""
    first, length = runs(keys, layout.places)
    begin = np.zeros(layout.size, dtype=np.int32)
    begin[first] = first
    begin = np.maximum.accumulate(begin)
    end = np.zeros(layout.size, dtype=np.int32)
    end[first] = first + length
    return begin, end[begin]


def in_spans(size, spans):
    """Whether each of `size` places lies in one of the spans (n, 2)."""
    marks = np.bincount(spans[:, 0], minlength=size + 1) - np.bincount(spans[:, 1], minlength=size + 1)
    return np.cumsum(marks)[:-1] > 0
