"""The tokens of a batch of articles in one row, with arrays of what stands around each."""

import re

import numpy as np

# What training saw as one token; the model's own, since its weights depend on it.
TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*%?"
    r"|(?:[A-Z]\.){2,}"
    r"|(?:Mr|Mrs|Ms|Dr|Sen|Gov|Rep|Reps|Sens|Gen|Lt|Col|St|Jr|Sr|Prof|Rev|No|vs|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.(?=\s)"
    r"|[A-Z]['’][A-Z]\w+"
    r"|[^\W_]+(?:-[^\W_]+)*"
    r"|['’](?:s|re|ve|ll|d|m|t|S)\b"
    r"|''|``|--+|\.{2,}|[^\w\s]|_+")

PAD = 5  # empty places between paragraphs, so that a window never reaches the next


class Layout:
    """Arrays over places; a place is a token or padding (word 0)."""


SPACES = np.array([chr(i).isspace() for i in range(0x3001)])


def tokens_of(text):
    """Words and their offsets; every character that is not a space belongs to a word, so lengths give the offsets."""
    words = TOKEN.findall(text)
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = np.flatnonzero(~SPACES[np.minimum(codes, 0x3000)] | (codes > 0x3000))
    ends = np.cumsum(np.fromiter(map(len, words), dtype=np.int64, count=len(words)))
    if len(words) and ends[-1] == len(places):
        return words, places[np.r_[0, ends[:-1]]], places[ends - 1] + 1
    spans = np.array([found.span() for found in TOKEN.finditer(text)], dtype=np.int64).reshape(-1, 2)
    return words, spans[:, 0], spans[:, 1]


def index_in(spans, offsets):
    """For each offset the number of the span that holds it or began last before it; -1 before the first."""
    starts = np.array([s for s, _ in spans], dtype=np.int64)
    return np.searchsorted(starts, offsets, side="right") - 1


def lay_out(articles, words):
    """Build the layout of several articles: a list of (text, sentences, quotes, paragraphs)."""
    parts = []
    place, sent_base, par_base, quote_base = PAD, 0, 0, 0
    for number, (text, sentences, quotes, paragraphs) in enumerate(articles):
        tokens, starts, ends = tokens_of(text)
        par, sent = index_in(paragraphs, starts), index_in(sentences, starts)
        par = np.maximum.accumulate(np.maximum(par, 0)) if len(par) else par
        sent = np.maximum(sent, 0)
        q = index_in(quotes, starts)
        stop = np.array([e for _, e in quotes] + [0], dtype=np.int64)[q]
        begin = np.array([s for s, _ in quotes] + [0], dtype=np.int64)[q]
        inside = (q >= 0) & (starts < stop)
        parts.append({
            "type": words.numbers(tokens), "start": starts, "end": ends, "article": np.full(len(starts), number),
            "par": par + par_base, "sent": sent + sent_base, "quote": np.where(inside, q + 1 + quote_base, 0),
            "qfirst": inside & (starts == begin), "qlast": inside & (ends >= stop),
            "place": place + np.arange(len(starts)) + PAD * par})
        place += len(starts) + PAD * (len(paragraphs) + 2)
        sent_base += len(sentences) + 1
        par_base += len(paragraphs) + 1
        quote_base += len(quotes) + 1
    out = Layout()
    out.size, out.articles = place + PAD, articles
    joined = {k: np.concatenate([p[k] for p in parts]) for k in parts[0]}
    out.places = joined.pop("place")
    for name, values in joined.items():
        full = np.zeros(out.size, dtype=bool if values.dtype == bool else np.int64)
        if name in ("article", "sent", "par"):
            full[:] = -1
        full[out.places] = values
        setattr(out, name, full)
    out.real = np.zeros(out.size, dtype=bool)
    out.real[out.places] = True
    out.columns = words.columns(out.type)
    out.types = distinct(out.type)
    out.of_types = words.columns(out.types[0])
    out.distinct = distinct(out.columns["vector"])
    return out


def distinct(numbers):
    """The distinct numbers, and for each number its place among them."""
    met = np.zeros(int(numbers.max()) + 1, dtype=bool)
    met[numbers] = True
    return np.flatnonzero(met), (np.cumsum(met) - 1)[numbers]


def runs(keys, places):
    """First place and length of each run of equal keys over the given places (in order)."""
    k = keys[places]
    edge = np.flatnonzero(np.r_[True, (k[1:] != k[:-1])]) if len(k) else np.empty(0, dtype=np.int64)
    return places[edge], np.diff(np.r_[edge, len(k)])
