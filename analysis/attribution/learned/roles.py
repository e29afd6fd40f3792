"""The second pass: for one cue, which words around it are its source and its content.

A position is a place seen from one cue. Its features are those of the place joined with the side on which it lies, and those
of the pair (`pairs`): how far it is, and what stands between.
"""
import numpy as np

from .features import Sums, bucket, gap, in_kinds, last_where, next_where, quote_state

# No part, a word of the source, the first word of a piece of content, others and its last, the cue itself. Against none there are four scores a
# position, rows of eight bytes in the table of weights, which numpy picks faster than of ten.
LABELS = ("O", "S", "BC", "IC", "EC", "Q")
O, S, BC, IC, EC, Q = range(6)
CONTENT = (BC, IC, EC)
NEVER_FIRST = np.where(np.isin(range(Q + 1), (IC, EC)), -30.0, 0)  # of a window
BEFORE, AFTER = 50, 100  # tokens of the paragraph outside the cue's own sentence


def forbidden():
    """Moves that cannot be: into the inside of a content from elsewhere, and out of one but by its last word, which of a single one is its first."""
    out = np.zeros((Q + 1, Q + 1), dtype=bool)
    out[:, [IC, EC]] = True
    out[IC] = True
    out[np.ix_([BC, IC], [IC, EC])] = False
    return out


def windows(layout, cue_first):
    """First place and length of the window of each cue: its sentence, and what is near in the paragraph if words are quoted there."""
    (low, high), (first, last) = ([side[cue_first].astype(np.int64) for side in bounds] for bounds in (layout.sentence, layout.paragraph))
    start, end = np.maximum(first, low - BEFORE), np.minimum(last, high + AFTER)
    quoted = cumulated(layout.quote > 0)
    start = np.where(quoted[low] > quoted[start], start, low)
    end = np.where(quoted[end] > quoted[high], end, high)
    return start, end - start


def positions(layout, cues):
    """The windows of the cues laid end to end: offset and length of each, and cue and place of every position."""
    start, lengths = windows(layout, cues[:, 0])
    offset, instance, place = end_to_end(start, lengths)
    return offset, lengths, instance, place


def end_to_end(first, lengths):
    """Stretches of places laid end to end: offset of each, and stretch and place of every position."""
    offset = np.cumsum(lengths) - lengths
    stretch = np.repeat(np.arange(len(lengths)), lengths)
    return offset, stretch, np.arange(len(stretch)) + (first - offset)[stretch]


def place_columns(layout):
    """The columns that features of places read."""
    return {**layout.columns, "state": quote_state(layout)}


# Features of one word near the place, in the order of their templates: they are looked up once a word type.
SIMPLE = (*(("word", d) for d in (-1, 0, 1)), *(("middle", d) for d in range(-2, 3)), ("suffix3", 0))


def place_features(near, add):
    """Features of places that depend neither on the cue nor on one word alone, to be joined with the side."""
    w, k, mid, coarse, q = map(near, ("word", "kind", "middle", "coarse", "state"))
    C, K = ({d: near(name, d) for d in (-1, 1)} for name in ("middle", "kind"))
    add(near("word", -1), w), add(w, near("word", 1)), add(C[-1], mid), add(mid, C[1]), add(near("coarse", -1), coarse, near("coarse", 1))
    add(K[-1], k, K[1]), add(near("kind", -2), K[-1], k), add(k, K[1], near("kind", 2))
    add(q, k), add(q, K[-1]), add(q, mid)


def turned(hashed, side):
    """Hashes of places joined with the side (0 to 3), a number or an array."""
    return hashed ^ ((np.asarray(side, dtype=np.uint32) * np.uint32(0x9E3779B1)) >> np.uint32(7))


class SideSums(Sums):
    """Sums the weights of features of places joined with their side, added as to a Collector."""

    def __init__(self, odd, side):
        super().__init__(odd, len(side), before=len(SIMPLE))
        self.side = side

    def add(self, *values):
        self.number += 1
        self.pick(turned(self.hashes(self.number, values), self.side))


def cumulated(mask):
    return np.r_[0, np.cumsum(mask)]


class Arrays:
    """Named arrays."""

    def __init__(self, **arrays):
        self.__dict__.update(arrays)


COUNTS = (("comma", "marks", "heavy", "between_cues"), ("subs", "ands", "nouns", "helps"))


def of_places(layout, others):
    """What marks a place itself, and cumulated counts of what can lie between a place and a cue, four to a number of 64 bits.

    Differences of such numbers are right in each of the four as long as no window has 65,536 tokens."""
    k = layout.columns["kind"]
    masks = {"comma": in_kinds(k, "comma"), "marks": layout.qfirst | layout.qlast, "heavy": in_kinds(k, "stop", "colon", "semi", "dash"),
             "between_cues": others & ~np.roll(others, 1), "subs": in_kinds(k, "sub", "who", "but", "wh"), "ands": in_kinds(k, "and", "but"),
             "nouns": in_kinds(k, "name", "pron", "title", "upper"), "helps": in_kinds(k, "be", "have", "do", "modal")}
    packed = [sum(masks[name].astype(np.uint64) << np.uint64(16 * lane) for lane, name in enumerate(four)) for four in COUNTS]
    counts = [np.concatenate([np.zeros(1, dtype=np.uint64), np.cumsum(numbers, dtype=np.uint64)]) for numbers in packed]
    opens = layout.qfirst.astype(np.uint32) + 2 * np.roll(layout.qlast, 1)
    return Arrays(opens=opens.astype(np.uint32), quoted=(layout.quote > 0).astype(np.uint32), counts=counts, others=others.astype(np.uint32),
                  sent=layout.sent, quote=layout.quote, **layout.columns)


def of_cues(layout, first, end):
    """The words around each cue, and how far the marks, the ends of the sentence and the quotations are."""
    c = layout.columns
    k, w = c["kind"], c["word"]
    stop = next_where(in_kinds(k, "comma", "stop", "colon", "semi", "dash", "quote"), layout.sentence[1])[end - 1]
    after, before = next_where(layout.qfirst, layout.paragraph[1])[end - 1], last_where(layout.qlast, layout.paragraph[0])[first]
    return Arrays(
        first=first, end=end, sent=layout.sent[first], quote=layout.quote[first], length=np.minimum(end - first, 4),
        head=c["stem"][end - 1], lead=c["stem"][first], headclass=c["middle"][end - 1],
        n1=w[end], n2=w[end + 1], p1=w[first - 1], p2=w[first - 2], kn1=k[end], kn2=k[end + 1], kp1=k[first - 1],
        stop_gap=gap(stop, end - 1), stop_kind=np.where(stop >= 0, k[stop], np.uint32(0)), far_after=gap(after, end - 1), far_before=gap(before, first),
        quote_after=np.where(after >= 0, layout.quote[after], -1), quote_before=np.where(before >= 0, layout.quote[before], -1),
        since=bucket(first - layout.sentence[0][first]), left=bucket(layout.sentence[1][end - 1] - end))


PLACE_SIZES = (40, 40, 40, 4)


def place_categories(places):
    """(values, number of values) of the categories of places for the network: the classes of the word, of those before and after it, and marks."""
    k = places.kind
    return list(zip((k, np.roll(k, 1), np.roll(k, -1), places.opens), PLACE_SIZES))


def cue_categories(cues):
    """The categories of cues."""
    return [(getattr(cues, name), 40) for name in ("stop_gap", "stop_kind", "far_after", "far_before", "since", "left", "kn1", "kp1")] + [
        (cues.length, 5)]


def joined_categories(groups):
    """Groups of (values, number of values) as rows of one table, and the table's size."""
    sizes = [n for group in groups for _, n in group]
    ends = np.cumsum(sizes)
    out, at = [], 0
    for group in groups:
        rows = [np.minimum(v, n - 1).astype(np.int64) + (ends[at + i] - n) for i, (v, n) in enumerate(group)]
        out.append(np.stack(rows, axis=1))
        at += len(group)
    return out, int(ends[-1])


PLACE_SLOTS = (-2, -1, 0, 1, 2)


def cue_slots(first, end):
    """The words of each cue that the network reads: the one before, the first, the last, the one after."""
    return np.stack([first - 1, first, end - 1, end], axis=1)
