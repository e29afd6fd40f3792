"""Positions, places seen from one cue: what is known of the two together, and the features of the table of weights for roles.

A feature is the joint value of a few parts. How often its parts change decides where its weight is looked up: in tables made once where all are
small numbers; once for each stretch of positions where only the cue and what seldom changes along a window count; else at every position.
"""
import numpy as np

from .features import Sums, bucket
from .roles import COUNTS

# Parts that are small numbers, and how many values each has.
SIZES = {"side": 4, "dist": 14, "near": 4, "comma": 4, "marks": 5, "heavy": 4, "between_cues": 4, "in_other": 2, "quoted": 2, "opens": 4,
         "qs": 8, "which": 8, "sents": 7, "subs": 4, "ands": 3, "nouns": 5, "helps": 4, "kind": 40}
OF_CUE = {"head", "lead", "headclass", "n1", "n2", "p1", "p2", "kn1", "kn2", "kp1", "since", "left", "far_after", "far_before", "stop_gap", "stop_kind"}
OF_PLACE = {"word": ("word", 0), "word_before": ("word", -1), "middle": ("middle", 0), "kind": ("kind", 0), "kind_before": ("kind", -1),
            "kind_after": ("kind", 1), "other_before": ("others", -1)}

# The templates in the order of their numbers, on which the trained weights depend. All have the side as their first part.
FEATURES = tuple(("side", *line.split()) for line in """
    dist / near head / near lead / dist qs / sents which / comma marks / comma heavy kind / comma kind near / between_cues in_other
    between_cues comma qs / subs ands helps / nouns kind / nouns comma between_cues / head kind / headclass kind kind_before
    headclass kind kind_after / head comma quoted / n1 near / n1 n2 near / kn1 kn2 kp1 / p1 p2 near / stop_gap stop_kind qs comma
    far_after far_before which / far_after which kn1 / which marks kind / since left which / left kind comma / since kind comma / head lead
    head n1 / opens which comma / kind kind_before near kn1 / kind kind_after near kp1 / word headclass / middle near headclass / word head
    word_before kind near / subs comma kind / helps nouns near / word_before in_other other_before
""".replace("\n", "/").split("/") if line.strip())

# Which small parts are looked up together, and which do not change within a stretch.
TOGETHER = (("dist", "qs"), ("sents", "which", "opens", "comma"), ("kind", "comma", "near", "heavy"), ("comma", "marks", "between_cues", "qs", "in_other", "nouns"),
            ("subs", "ands", "helps", "nouns", "near"), ("kind", "nouns", "subs", "comma"), ("which", "marks", "kind"))
STRETCH = ("near", "comma", "qs", "which")


def looked_up(parts):
    """The place in TOGETHER of the table that has all `parts`, or None."""
    return next((place for place, names in enumerate(TOGETHER) if {"side", *names} >= set(parts)), None)


NUMBERED = list(enumerate(FEATURES, start=1))
IN_TABLES = [[(number, parts) for number, parts in NUMBERED if looked_up(parts) == place] for place in range(len(TOGETHER))]
IN_STRETCHES = [(number, parts) for number, parts in NUMBERED if looked_up(parts) is None and {"side", "quoted", *STRETCH} | OF_CUE >= set(parts)]
ELSEWHERE = [(number, parts) for number, parts in NUMBERED if looked_up(parts) is None and (number, parts) not in IN_STRETCHES]


class Pairs:
    """Positions, each with what is known of its place and of its cue (taken up when asked for) and of the two together."""

    def __init__(self, places, cues, place, instance):
        x, y, t = places, cues, place
        self.places, self.cues, self.place, self.instance = x, y, t, instance
        first, end = y.first[instance], y.end[instance]
        after = t >= end
        sents = x.sent[t] - y.sent[instance]
        self.side = (after + 2 * (sents == 0)).astype(np.uint32)
        self.sents = (np.clip(sents, -3, 3) + 3).astype(np.uint32)
        apart = np.maximum(np.where(after, t - end, first - 1 - t), 0)
        self.dist, self.near = bucket(apart), np.minimum(apart, 3).astype(np.uint32)
        low = np.where(after, end, t + 1)
        self.count(low, np.maximum(np.where(after, t, first), low))
        mine, cue_quote = x.quote[t], y.quote[instance]
        self.quoted, self.opens = x.quoted[t], x.opens[t]
        self.qs = self.quoted + 2 * (cue_quote > 0).astype(np.uint32) + 4 * ((mine == cue_quote) & (mine > 0)).astype(np.uint32)
        self.which = 4 * self.quoted + (mine == y.quote_after[instance]) + 2 * (mine == y.quote_before[instance]).astype(np.uint32)
        self.mine = (t >= first) & ~after
        self.in_other = x.others[t] & ~self.mine

    def count(self, low, high):
        """How many of each kind lie in [low, high)."""
        for counts, names in zip(self.places.counts, COUNTS):
            found = counts[high] - counts[low]
            for lane, name in enumerate(names):
                number = (found >> np.uint64(16 * lane)).astype(np.uint32) & np.uint32(0xFFFF)
                setattr(self, name, np.minimum(number, np.uint32(SIZES[name] - 1)))

    def part(self, name, rows=slice(None)):
        """The values of one part of features, at the positions numbered `rows`."""
        if name in OF_CUE:
            return getattr(self.cues, name)[self.instance[rows]]
        if name in OF_PLACE:
            column, by = OF_PLACE[name]
            return getattr(self.places, column)[self.place[rows] + by if by else self.place[rows]]
        return getattr(self, name)[rows]

    def joint(self, names):
        """One number for the joint value of the side and of the named small parts."""
        index = self.side
        for name in names:
            index = index * np.uint32(SIZES[name]) + self.part(name)
        return index

    def stretches(self):
        """The first position of each stretch along which neither the cue nor the parts of STRETCH change, and the stretch of each position."""
        joint, new = self.joint(STRETCH), np.ones(len(self.place), dtype=bool)
        new[1:] = (joint[1:] != joint[:-1]) | (self.instance[1:] != self.instance[:-1])
        return np.flatnonzero(new), np.cumsum(new) - 1


def all_features(pairs, add):
    """Features of positions, in the order of their numbers, as training wants them."""
    for parts in FEATURES:
        add(*map(pairs.part, parts))


def grid(names):
    """Every joint value of the side and of the named small parts, in the order of `Pairs.joint`."""
    values = np.indices([SIZES[name] for name in ("side", *names)]).reshape(len(names) + 1, -1)
    return dict(zip(("side", *names), values.astype(np.uint32)))


def small_tables(odd):
    """For each group of TOGETHER the weights of its features at every joint value; `odd` as of `features.Sums`."""
    out = []
    for names, features in zip(TOGETHER, IN_TABLES):
        values = grid(names)
        sums = Sums(odd, len(values["side"]))
        for number, parts in features:
            sums.add_as(number, [values[part] for part in parts])
        out.append(sums.out)
    return out


def weights(pairs, odd, tables):
    """The sums (n, labels) of the table's weights of positions by these features; `tables` are those of `small_tables`."""
    sums, (first, stretch) = Sums(odd, len(pairs.place)), pairs.stretches()
    add_features(sums, ELSEWHERE, pairs, slice(None))
    seldom = Sums(odd, len(first))
    add_features(seldom, IN_STRETCHES, pairs, first)
    for table, index in [(seldom.out, stretch), *((table, pairs.joint(names)) for table, names in zip(tables, TOGETHER))]:
        sums.out += np.take(table, index, axis=0, out=sums.picked, mode="clip")
    return sums.out


def add_features(sums, features, pairs, rows):
    """Adds numbered features of the positions `rows`; each part is taken up once."""
    part = {name: pairs.part(name, rows) for name in {name for _, parts in features for name in parts}}
    for number, parts in features:
        sums.add_as(number, [part[name] for name in parts])


# Categories for the network, which knows each by a row of its table: its parts and the number of its values.
CATEGORIES = {"dist": (("side", "dist"), 160), "comma": (("side", "comma"), 16), "marks": (("side", "marks"), 20), "qs": (("qs",), 8),
              "which": (("which", "side"), 32), "between_cues": (("side", "between_cues"), 16), "in_other": (("in_other",), 2),
              "near": (("side", "near"), 16), "sents": (("sents",), 7), "subs": (("side", "subs"), 16), "nouns": (("side", "nouns"), 20),
              "helps": (("side", "helps"), 16), "heavy": (("side", "heavy"), 16)}
STRIDES = {**SIZES, "dist": 40}


def category(pairs, name):
    """The values of one category of positions."""
    first, *others = CATEGORIES[name][0]
    values = getattr(pairs, first)
    for part in others:
        values = values * np.uint32(STRIDES[part]) + getattr(pairs, part)
    return values


def categories(pairs):
    """(values, number of values) of each category of positions."""
    return [(category(pairs, name), size) for name, (_, size) in CATEGORIES.items()]
