"""Integer features of places, for cues and for roles.

A feature is a hash of a few integers: a row of a table of weights. Training collects the rows; prediction sums the weights behind
them at once, a block of places at a time, so that the numbers stay in the processor's cache.
"""
import numpy as np

from .words import CLASSES

M1, M2, M3 = 0x9E3779B1, 0xC2B2AE3D, 0x27D4EB2F
WEIGHT = 1024  # of a whole number of 16 bits
LARGEST = (2**15 - 1) // 60  # of a weight in that number, so that no sum of sixty features passes it; a handful of weights are larger, and are cut
BLOCK = 32_768  # places; the more, the more often the weights are in the processor's cache, the fewer, the less memory


def in_whole_numbers(weights):
    """Weights as whole numbers of 16 bits, none larger than LARGEST."""
    return np.clip(np.rint(weights * WEIGHT), -LARGEST, LARGEST).astype(np.int16)


class Hashes:
    """Hashes of joint values, in arrays that are used again: of two that are asked for in turn the first is gone."""

    def __init__(self, size):
        self.out, self.spare = np.empty(size, dtype=np.uint32), np.empty(size, dtype=np.uint32)

    def __call__(self, number, values):
        """The joint hash of `values`, arrays of uint32, in the feature of this number."""
        h, spare = self.out, self.spare
        np.bitwise_xor(values[0], np.uint32(number * M3 & 0xFFFFFFFF), out=h)
        for place, value in enumerate(values):
            if place:
                np.bitwise_xor(h, value, out=h)
            np.multiply(h, np.uint32(M1), out=h)
            np.bitwise_xor(h, np.right_shift(h, np.uint32(15), out=spare), out=h)
        np.multiply(h, np.uint32(M2), out=h)
        return np.bitwise_xor(h, np.right_shift(h, np.uint32(13), out=spare), out=h)


class Collector:
    """Collects hashed feature columns; every feature has its own number."""

    def __init__(self, bits, before=0):
        self.mask, self.out, self.before = np.uint32((1 << bits) - 1), [], before

    def add(self, *values):
        """One feature: the joint value of its parts."""
        values = [np.asarray(value).astype(np.uint32) for value in values]
        hashed = Hashes(len(values[0]))(self.before + len(self.out) + 1, values)
        self.out.append((hashed & self.mask) | np.uint32(1))


class Sums:
    """Sums the weights of features, added as to a Collector; `odd` are the rows of odd number of the table, the only ones in use.

    The sums are of the table's own kind of numbers: whole ones of 16 bits, in 1024ths, take half the time.
    """

    def __init__(self, odd, size, before=0):
        self.odd, self.number, self.mask = odd, before, np.uint32(len(odd) - 1)
        self.hashes, self.picked = Hashes(size), np.empty((size, odd.shape[1]), dtype=odd.dtype)
        self.out = np.zeros_like(self.picked)

    def add(self, *values):
        self.number += 1
        self.add_as(self.number, values)

    def add_as(self, number, values):
        """Adds the weights of the feature of this number."""
        self.pick(self.hashes(number, values))

    def pick(self, hashed):
        """Adds the weights behind one column of hashes, which is spoilt."""
        self.out += self.behind(hashed)

    def behind(self, hashed):
        """The weights behind one column of hashes, which is spoilt, in an array that is used again."""
        np.bitwise_and(np.right_shift(hashed, np.uint32(1), out=hashed), self.mask, out=hashed)
        return np.take(self.odd, hashed, axis=0, out=self.picked, mode="clip")


def matrix(columns):
    """Columns of hashes side by side, as training wants them."""
    return np.stack(columns, axis=1).astype(np.int32)


def blocks(low, high, size=BLOCK):
    """The stretches of at most `size` from low to high."""
    return [(at, min(at + size, high)) for at in range(low, high, size)]


class Near:
    """A stretch of places: the value of a column `by` places from each of them."""

    def __init__(self, columns, low, high):
        self.columns, self.low, self.high = columns, low, high

    def __call__(self, name, by=0):
        return self.columns[name][self.low + by : self.high + by]


class At:
    """Some places: the value of a column `by` places from each of them."""

    def __init__(self, columns, places):
        self.columns, self.places = columns, places

    def __call__(self, name, by=0):
        return self.columns[name][self.places + by if by else self.places]


def last_where(mask, begin):
    """For each place the last place at or before it where mask holds, not before `begin` (of its sentence, say); -1 if none."""
    last = np.maximum.accumulate(np.where(mask, np.arange(len(mask), dtype=np.int32), np.int32(-1)))
    return np.where(last >= begin, last, np.int32(-1))


def next_where(mask, end):
    """The same to the right, before `end`."""
    size = np.int32(len(mask))
    after = np.minimum.accumulate(np.where(mask, np.arange(size, dtype=np.int32), size)[::-1])[::-1]
    return np.where(after < end, after, np.int32(-1))


FAR = 100
STEPS = np.searchsorted([1, 2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 45, 70], np.arange(FAR + 1), side="right")
BUCKETS = np.concatenate([20 + STEPS[:0:-1], STEPS]).astype(np.uint32)


def bucket(distance):
    """Distances in few steps, sign kept, as uint32."""
    return np.take(BUCKETS, distance + FAR, mode="clip")


def gap(found, places):
    """Distances between places and what was found, in few steps; a far one where nothing was (-1)."""
    return bucket(np.where(found >= 0, np.abs(found - places), FAR))


def in_kinds(kind, *names):
    """Whether a place's word is of one of the closed classes."""
    known = np.zeros(len(CLASSES) + 1, dtype=bool)
    known[[CLASSES[name] for name in names]] = True
    return known[kind]


def quote_state(layout):
    """0 outside, 1 inside, 2 opening mark, 3 closing mark; plus 4 if a quote closed just before, 8 if one opens just after."""
    state = np.where(layout.quote > 0, np.where(layout.qfirst, 2, np.where(layout.qlast, 3, 1)), 0)
    before = np.roll(layout.qlast, 1)
    before2 = np.roll(layout.qlast, 2)
    after, after2 = np.roll(layout.qfirst, -1), np.roll(layout.qfirst, -2)
    return (state + 4 * (before | before2) + 8 * (after | after2)).astype(np.uint32)


# Features of one word near the place, in the order of their templates: they are looked up once a word type.
SIMPLE = ([("word", d) for d in (-2, -1, 0, 1, 2)] + [("stem", d) for d in (-1, 0, 1)] + [("middle", d) for d in range(-3, 4)]
          + [("fine", 0), ("suffix3", 0), ("suffix3", -1), ("suffix3", 1)])


def cue_columns(layout):
    """The columns that features of cues read: those of words, and for each place what stands nearest on either side in its sentence."""
    c, (begin, end), places = layout.columns, layout.sentence, np.arange(layout.size, dtype=np.int32)
    kinds = lambda *names: in_kinds(c["kind"], *names)
    of = lambda found, name: np.where(found >= 0, c[name][found], np.uint32(0))
    marks = kinds("comma", "stop", "colon", "semi", "dash", "quote")
    noun = last_where(kinds("pron", "name", "title", "upper"), begin)
    that = next_where(kinds("that", "to", "wh", "colon", "quote"), end)
    mark, mark_before = next_where(marks, end), last_where(marks, begin)
    helper = last_where(kinds("be", "have", "do", "modal", "neg", "to"), begin)
    return {**c, "state": quote_state(layout), "noun_gap": gap(noun, places), "noun_kind": of(noun, "kind"),
            "opened": gap(next_where(layout.qfirst, end), places), "closed": gap(last_where(layout.qlast, begin), places),
            "that_gap": gap(that, places), "that_word": of(that, "word"), "mark_gap": gap(mark, places), "mark_kind": of(mark, "kind"),
            "mark_before_gap": gap(mark_before, places), "mark_before_kind": of(mark_before, "kind"),
            "helper_gap": gap(helper, places), "helper_word": of(helper, "word"), "since": gap(begin, places)}


def cue_features(near, add):
    """Features of a stretch of places for finding cues, but for the simple ones."""
    w, s, k, mid, coarse = map(near, ("word", "stem", "kind", "middle", "coarse"))
    W, C, G, K = ({d: near(name, d) for d in (-2, -1, 1, 2)} for name in ("word", "middle", "coarse", "kind"))
    add(near("shape"), near("shape", 1), near("shape", -1))
    add(W[-1], w), add(w, W[1]), add(W[-1], w, W[1]), add(W[-2], W[-1], w), add(w, W[1], W[2])
    add(s, C[1]), add(s, C[-1]), add(s, K[-1], K[1]), add(s, G[-2], G[-1]), add(s, G[1], G[2])
    add(C[-1], mid), add(mid, C[1]), add(C[-1], mid, C[1])
    add(G[-2], G[-1], coarse), add(coarse, G[1], G[2]), add(K[-1], k, K[1], K[2]), add(K[-2], K[-1], k, K[1])
    q, opened, closed, since = map(near, ("state", "opened", "closed", "since"))
    add(q, mid), add(q, s), add(q, K[1]), add(q, K[-1])
    add(near("noun_gap"), near("noun_kind"), mid)
    add(opened, mid), add(closed, mid), add(opened, closed, q)
    add(near("that_word"), near("that_gap"), mid)
    add(near("mark_kind"), near("mark_gap"), mid), add(near("mark_before_kind"), near("mark_before_gap"), mid)
    add(near("helper_word"), near("helper_gap"), mid)
    add(since, mid), add(since, q)


def all_features(simple, others, columns, size, bits):
    """The hashed columns of every place for the `simple` features, (column, shift), and the `others`, as training wants them; those of padding mean nothing."""
    first, rest = Collector(bits), Collector(bits, before=len(simple))
    for name, _ in simple:
        first.add(columns[name])
    others(Near({name: np.pad(column, 2) for name, column in columns.items()}, 2, size + 2), rest.add)
    return [np.roll(column, -by) for column, (_, by) in zip(first.out, simple)] + rest.out


CUE_SLOTS = (-3, -2, -1, 0, 1, 2, 3)
CUE_CATEGORIES = (16, 40)


def cue_categories(layout):
    """Categories of places for the network: quotation state and closed class."""
    return np.stack([quote_state(layout), layout.columns["kind"] + np.uint32(16)], axis=1)
