"""Integer features of places, for cues and for roles."""
import numpy as np

from .layout import runs
from .words import CLASSES

M1, M2, M3, M4 = np.uint32(0x9E3779B1), np.uint32(0x85EBCA77), np.uint32(0xC2B2AE3D), np.uint32(0x27D4EB2F)


class Collector:
    """Collects hashed feature columns; every template has its own number."""

    def __init__(self, bits, before=0):
        self.mask, self.out, self.before = np.uint32((1 << bits) - 1), [], before

    def add(self, *values):
        """One feature: the joint value of its parts."""
        h = np.array([(self.before + len(self.out) + 1) * int(M4) & 0xFFFFFFFF], dtype=np.uint32)
        for v in values:
            v = v if v.dtype == np.uint32 else v.astype(np.uint32)
            h = (h ^ v) * M1
            h = h ^ (h >> np.uint32(15))
        h = h * M3
        self.out.append(((h ^ (h >> np.uint32(13))) & self.mask) | np.uint32(1))


def matrix(columns):
    """Columns of hashes side by side, as training wants them."""
    return np.stack(columns, axis=1).astype(np.int32)


def shifted(values, by):
    """The value `by` places to the right (left if negative); the ends are padding already."""
    return np.roll(values, -by)


def last_where(mask, keys):
    """For each place the last place at or before it where mask holds, within the same key; -1 if none."""
    places = np.arange(len(mask))
    last = np.maximum.accumulate(np.where(mask, places, -1))
    ok = (last >= 0) & (keys[np.maximum(last, 0)] == keys)
    return np.where(ok, last, -1)


def next_where(mask, keys):
    """The same to the right."""
    back = last_where(mask[::-1], keys[::-1])[::-1]
    return np.where(back >= 0, len(mask) - 1 - back, -1)


def bucket(distance):
    """Distances in few steps, sign kept, as uint32."""
    d = np.clip(distance, -200, 200)
    steps = np.array([1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 45, 70])
    size = np.searchsorted(steps, np.abs(d), side="right")
    return (np.where(d < 0, 20, 0) + size).astype(np.uint32)


def in_kinds(kind, *names):
    """Whether a place's word is of one of the closed classes."""
    return np.isin(kind, [CLASSES[n] for n in names])


def quote_state(layout):
    """0 outside, 1 inside, 2 opening mark, 3 closing mark; plus 4 if a quote closed just before, 8 if one opens just after."""
    state = np.where(layout.quote > 0, np.where(layout.qfirst, 2, np.where(layout.qlast, 3, 1)), 0)
    before = np.roll(layout.qlast, 1)
    before2 = np.roll(layout.qlast, 2)
    after, after2 = np.roll(layout.qfirst, -1), np.roll(layout.qfirst, -2)
    return (state + 4 * (before | before2) + 8 * (after | after2)).astype(np.uint32)


def marked(layout, places, flag):
    """A bool array with `flag` at the given places."""
    out = np.zeros(layout.size, dtype=bool)
    out[places] = flag
    return out


def gap_to(found, places, none=150):
    """Bucketed distance to the found places, and where there is none a far one."""
    return bucket(np.where(found >= 0, np.abs(places - found), none))


# Features of one word near the place, in the order of their templates: they are looked up once a word type.
SIMPLE = ([("word", d) for d in (-2, -1, 0, 1, 2)] + [("stem", d) for d in (-1, 0, 1)] + [("middle", d) for d in range(-3, 4)]
          + [("fine", 0), ("suffix3", 0), ("suffix3", -1), ("suffix3", 1)])


def simple_columns(columns, bits):
    """The hashes of the simple features, given the columns of words (or of word types), in order."""
    box = Collector(bits)
    for name, _ in SIMPLE:
        box.add(columns[name])
    return box.out


def cue_features(layout, bits, *, simple=True):
    """Features of every place for finding cues; without the simple ones if they are looked up by word type."""
    c = layout.columns
    first = [shifted(column, d) for column, (_, d) in zip(simple_columns(c, bits), SIMPLE)] if simple else []
    add = (box := Collector(bits, before=len(SIMPLE))).add
    w, s, k, mid, coarse = c["word"], c["stem"], c["kind"], c["middle"], c["coarse"]
    at = {name: {d: shifted(c[name], d) for d in range(-2, 3)} for name in ("word", "middle", "coarse", "kind")}
    W, C, G, K = at["word"], at["middle"], at["coarse"], at["kind"]
    add(c["shape"], shifted(c["shape"], 1), shifted(c["shape"], -1))
    add(W[-1], w), add(w, W[1]), add(W[-1], w, W[1]), add(W[-2], W[-1], w), add(w, W[1], W[2])
    add(s, C[1]), add(s, C[-1]), add(s, K[-1], K[1]), add(s, G[-2], G[-1]), add(s, G[1], G[2])
    add(C[-1], mid), add(mid, C[1]), add(C[-1], mid, C[1])
    add(G[-2], G[-1], coarse), add(coarse, G[1], G[2]), add(K[-1], k, K[1], K[2]), add(K[-2], K[-1], k, K[1])
    q, keys, places = quote_state(layout), layout.sent, np.arange(layout.size)
    add(q, mid), add(q, s), add(q, K[1]), add(q, K[-1])
    noun = last_where(in_kinds(k, "pron", "name", "title", "upper"), keys)
    add(gap_to(noun, places, 99), np.where(noun >= 0, k[noun], 0), mid)
    opened, closed = gap_to(next_where(layout.qfirst, keys), places), gap_to(last_where(layout.qlast, keys), places)
    add(opened, mid), add(closed, mid), add(opened, closed, q)
    that = next_where(in_kinds(k, "that", "to", "wh", "colon", "quote"), keys)
    add(np.where(that >= 0, w[that], 0), gap_to(that, places), mid)
    marks = in_kinds(k, "comma", "stop", "colon", "semi", "dash", "quote")
    for found in (next_where(marks, keys), last_where(marks, keys)):
        add(np.where(found >= 0, k[found], 0), gap_to(found, places), mid)
    helper = last_where(in_kinds(k, "be", "have", "do", "modal", "neg", "to"), keys)
    add(np.where(helper >= 0, w[helper], 0), gap_to(helper, places), mid)
    since = gap_to(last_where(marked(layout, sentence_runs(layout)[0], True), keys), places)
    add(since, mid), add(since, q)
    return first + box.out


def sentence_runs(layout):
    """First place and length of every sentence."""
    return runs(layout.sent, layout.places)


CUE_SLOTS = (-3, -2, -1, 0, 1, 2, 3)
CUE_CATEGORIES = (16, 40)


def cue_categories(layout):
    """Categories of places for the network: quotation state and closed class."""
    return np.stack([quote_state(layout), layout.columns["kind"] + np.uint32(16)], axis=1)
