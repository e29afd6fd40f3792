"""The second pass: for one cue, which words around it are its source and its content."""
import numpy as np

from .features import Collector, bucket, in_kinds, last_where, next_where, quote_state, shifted
from .layout import runs

LABELS = ("O", "BS", "IS", "BC", "IC", "Q")
O, BS, IS, BC, IC, Q = range(6)
BEFORE, AFTER = 50, 100  # tokens of the paragraph outside the cue's own sentence


def forbidden():
    """Moves that cannot be: into the inside of a span from elsewhere."""
    out = np.zeros((6, 6), dtype=bool)
    for inside, begin in ((IS, BS), (IC, BC)):
        out[:, inside] = True
        out[[begin, inside], inside] = False
    return out


def windows(layout, cue_first):
    """First place and length of the window of each cue: its sentence, and what is near in the paragraph if words are quoted there."""
    first, length = runs(layout.sent, layout.places)
    pfirst, plength = runs(layout.par, layout.places)
    s = np.searchsorted(first, cue_first, side="right") - 1
    p = np.searchsorted(pfirst, cue_first, side="right") - 1
    low, high = first[s], first[s] + length[s]
    start, end = np.maximum(pfirst[p], low - BEFORE), np.minimum(pfirst[p] + plength[p], high + AFTER)
    quoted = cumulated(layout.quote > 0)
    start = np.where(quoted[low] > quoted[start], start, low)
    end = np.where(quoted[end] > quoted[high], end, high)
    return start, end - start


def place_features(layout, bits):
    """Hashed features of places that do not depend on the cue, a list of columns to be joined with the side."""
    c = layout.columns
    add = (box := Collector(bits)).add
    w, k, mid, coarse = c["word"], c["kind"], c["middle"], c["coarse"]
    at = {name: {d: shifted(c[name], d) for d in range(-2, 3)} for name in ("word", "middle", "coarse", "kind")}
    W, C, G, K = at["word"], at["middle"], at["coarse"], at["kind"]
    for d in (-1, 0, 1):
        add(W[d])
    for d in (-2, -1, 0, 1, 2):
        add(C[d])
    add(c["suffix3"]), add(W[-1], w), add(w, W[1]), add(C[-1], mid), add(mid, C[1]), add(G[-1], coarse, G[1])
    add(K[-1], k, K[1]), add(K[-2], K[-1], k), add(k, K[1], K[2])
    q = quote_state(layout)
    add(q, k), add(q, K[-1]), add(q, mid)
    return box.out


def between(counts, low, high):
    """How many marked places lie in [low, high), from cumulated counts."""
    return np.maximum(counts[np.maximum(high, low)] - counts[low], 0)


def cumulated(mask):
    return np.r_[0, np.cumsum(mask)]


class Around:
    """Named arrays."""

    def __init__(self, **arrays):
        self.__dict__.update(arrays)


def of_places(layout, others):
    """Cumulated counts of what can lie between a place and a cue, and what marks a place itself."""
    k = layout.columns["kind"]
    sums = {"comma": in_kinds(k, "comma"), "marks": layout.qfirst | layout.qlast, "heavy": in_kinds(k, "stop", "colon", "semi", "dash"),
            "cues": others & ~np.roll(others, 1), "subs": in_kinds(k, "sub", "who", "but", "wh"), "ands": in_kinds(k, "and", "but"),
            "nouns": in_kinds(k, "name", "pron", "title", "upper"), "helps": in_kinds(k, "be", "have", "do", "modal")}
    opens = layout.qfirst.astype(np.uint32) + 2 * np.roll(layout.qlast, 1)
    return Around(opens=opens, quoted=(layout.quote > 0).astype(np.uint32), **{name: cumulated(mask) for name, mask in sums.items()})


def of_cues(layout, first, end):
    """The words around each cue, and how far the marks, the ends of the sentence and the quotations are."""
    c, size = layout.columns, layout.size
    k, w, par, sent = c["kind"], c["word"], layout.par, layout.sent
    starts, lengths = runs(sent, layout.places)
    opener, closer = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    opener[starts], closer[starts + lengths - 1] = True, True
    stop = next_where(in_kinds(k, "comma", "stop", "colon", "semi", "dash", "quote"), sent)[end - 1]
    after, before = next_where(layout.qfirst, par)[end - 1], last_where(layout.qlast, par)[first]
    return Around(
        head=c["stem"][end - 1], lead=c["stem"][first], headclass=c["middle"][end - 1], leadclass=c["middle"][first],
        n1=w[end], n2=w[end + 1], p1=w[first - 1], p2=w[first - 2], kn1=k[end], kn2=k[end + 1], kp1=k[first - 1], kp2=k[first - 2],
        length=np.minimum(end - first, 4), quote=layout.quote[first],
        stop_gap=bucket(np.where(stop >= 0, stop - end + 1, 150)), stop_kind=np.where(stop >= 0, k[np.maximum(stop, 0)], 0),
        far_after=bucket(np.where(after >= 0, after - end + 1, 150)), far_before=bucket(np.where(before >= 0, first - before, 150)),
        quote_after=np.where(after >= 0, layout.quote[np.maximum(after, 0)], -1),
        quote_before=np.where(before >= 0, layout.quote[np.maximum(before, 0)], -1),
        since=bucket(first - last_where(opener, sent)[first]), left=bucket(next_where(closer, sent)[end - 1] - end + 1))


def sides(layout, first, end, t):
    """0 to 3: whether a place is after the cue, plus 2 where it is in the same sentence."""
    return ((t >= end) + 2 * (layout.sent[t] == layout.sent[first])).astype(np.uint32)


def relative_features(layout, cues, place, instance, others, bits):
    """Hashed features of (place, cue) pairs, their side, and categories for the network: of places, of cues, of pairs.

    cues: (first, end) places; others: bool of places in likely cues."""
    c = layout.columns
    add = (box := Collector(bits)).add
    w, k, mid, t = c["word"], c["kind"], c["middle"], place
    x, y = of_places(layout, others), of_cues(layout, *cues)
    first, end = cues[0][instance], cues[1][instance]
    after = t >= end
    side = sides(layout, first, end, t)
    gap = np.where(after, t - end, first - 1 - t)
    low, high = np.where(after, end, t + 1), np.where(after, t, first)
    count = lambda name, most=3: np.minimum(between(getattr(x, name), low, high), most).astype(np.uint32)
    comma, marks, heavy, between_cues = count("comma"), count("marks", 4), count("heavy"), count("cues")
    subs, ands, nouns, helps = count("subs"), count("ands", 2), count("nouns", 4), count("helps")
    dist, near = bucket(gap), np.minimum(gap, 3).astype(np.uint32)
    quoted, mine = x.quoted[t], layout.quote[t]
    of_cue = lambda name: getattr(y, name)[instance]
    cue_quote = of_cue("quote")
    qs = quoted + 2 * (cue_quote > 0).astype(np.uint32) + 4 * ((mine == cue_quote) & (mine > 0)).astype(np.uint32)
    which = 4 * quoted + (mine == of_cue("quote_after")) + 2 * (mine == of_cue("quote_before")).astype(np.uint32)
    head, lead, hc, n1, kn1, kp1, p1 = map(of_cue, ("head", "lead", "headclass", "n1", "kn1", "kp1", "p1"))
    since, left = of_cue("since"), of_cue("left")
    sents = (np.clip(layout.sent[t] - layout.sent[first], -3, 3) + 3).astype(np.uint32)
    kt, kb, ka, opens = k[t], k[t - 1], k[t + 1], x.opens[t]
    in_other = (others[t] & ~((t >= first) & (t < end))).astype(np.uint32)

    add(side, dist), add(side, near, head), add(side, near, lead), add(side, dist, qs), add(side, sents, which)
    add(side, comma, marks), add(side, comma, heavy, kt), add(side, comma, kt, near), add(side, between_cues, in_other)
    add(side, between_cues, comma, qs), add(side, subs, ands, helps), add(side, nouns, kt), add(side, nouns, comma, between_cues)
    add(side, head, kt), add(side, hc, kt, kb), add(side, hc, kt, ka), add(side, head, comma, quoted)
    add(side, n1, near), add(side, n1, of_cue("n2"), near), add(side, kn1, of_cue("kn2"), kp1), add(side, p1, of_cue("p2"), near)
    add(side, of_cue("stop_gap"), of_cue("stop_kind"), qs, comma)
    add(side, of_cue("far_after"), of_cue("far_before"), which), add(side, of_cue("far_after"), which, kn1), add(side, which, marks, kt)
    add(side, since, left, which), add(side, left, kt, comma), add(side, since, kt, comma)
    add(side, head, lead), add(side, head, n1), add(side, opens, which, comma)
    add(side, kt, kb, near, kn1), add(side, kt, ka, near, kp1), add(side, w[t], hc), add(side, mid[t], near, hc)
    add(side, w[t], head), add(side, w[t - 1], kt, near)
    add(side, subs, comma, kt), add(side, helps, nouns, near), add(side, w[t - 1], in_other, others[t - 1].astype(np.uint32))

    pairs = [(side * 40 + dist, 160), (side * 4 + comma, 16), (side * 5 + marks, 20), (qs, 8), (which * 4 + side, 32),
             (side * 4 + between_cues, 16), (in_other, 2), (side * 4 + near, 16), (sents, 7), (side * 4 + subs, 16),
             (side * 5 + nouns, 20), (side * 4 + helps, 16), (side * 4 + heavy, 16)]
    cues_own = [(y.stop_gap, 40), (y.stop_kind, 40), (y.far_after, 40), (y.far_before, 40), (y.since, 40), (y.left, 40), (y.kn1, 40),
                (y.kp1, 40), (y.length, 5)]
    places_own = [(k, 40), (shifted(k, -1), 40), (shifted(k, 1), 40), (x.opens, 4)]
    return box.out, side, joined_categories([places_own, cues_own, pairs])


PLACE_SLOTS = (-2, -1, 0, 1, 2)


def cue_slots(first, end):
    """The words of each cue that the network reads: the one before, the first, the last, the one after."""
    return np.stack([first - 1, first, end - 1, end], axis=1)


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


def joined(place_hashes, place, side, bits):
    """Place features joined with the side: rows of the same weight table, a list of columns."""
    mask = np.uint32((1 << bits) - 1)
    shift = (side.astype(np.uint32) * np.uint32(0x9E3779B1)) >> np.uint32(7)
    return [((column[place] ^ shift) & mask) | np.uint32(1) for column in place_hashes]
