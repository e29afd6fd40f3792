"""The networks' part of the scores: one hidden layer over word vectors and categories, put together from tables.

The layer before its threshold is a sum in which each word and each category has its own row; so what a word gives in each slot is computed
when it is first met, and everything after that is picking rows and adding them. Rows are whole numbers of 16 bits, which halves what
passes through the processor's cache: in 256ths, so that sums up to 128 have room (a test holds the bound of the project's model) and a score
is off by some thousandths. Products of matrices are taken in 64 bits, where those of a model read from its file are exact: its weights, of 16 bits in floating point, are whole
numbers of 2^-24, words of 2^-5 and rows of the hidden layer of 2^-8. So the order in which a processor adds does not matter, and every machine gives the same scores.
"""
import numpy as np

from . import pairs, roles
from .features import CUE_CATEGORIES, CUE_SLOTS, blocks

SCALE = 256
ROWS = 2048  # a block of rows whose sum stays in the processor's cache
JOINT = (("dist", "sents", "in_other", "qs"), ("comma", "marks", "between_cues", "heavy"), ("subs", "nouns", "helps", "which"))


def fixed_point(rows):
    """Rows of a hidden layer as whole numbers of 16 bits."""
    return np.rint(rows * SCALE).astype(np.int16)


class WordRows:
    """What each word gives in each of a network's slots: `tables` (slots, words, width), filled in for words that have been met."""

    def __init__(self, vectors, weights):
        self.vectors, self.weights = vectors.astype(np.float64), weights.reshape(-1, vectors.shape[1], weights.shape[1]).astype(np.float64)
        self.tables = np.zeros((len(self.weights), len(vectors), weights.shape[1]), dtype=np.int16)
        self.met = np.zeros(len(vectors), dtype=bool)

    def meet(self, words):
        """The tables, in which these words have their rows."""
        new = np.unique(words[~self.met[words]])
        if len(new):
            self.met[new] = True
            for table, weights in zip(self.tables, self.weights):
                table[new] = fixed_point(self.vectors[new] @ weights)
        return self.tables


def added(columns, low, high, out, one):
    """The sums of the rows low to high that each (table, index) picks, in `out`; `one` is room for one of them."""
    (table, index), *others = columns
    np.take(table, index[low:high], axis=0, out=out, mode="clip")
    for table, index in others:
        out += np.take(table, index[low:high], axis=0, out=one, mode="clip")
    return out


def summed(columns, n):
    """The sums (n, width) of the rows that columns (table, index) pick."""
    first, _ = columns[0]
    out, one = np.empty((n, first.shape[1]), dtype=first.dtype), np.empty((min(ROWS, n), first.shape[1]), dtype=first.dtype)
    for low, high in blocks(0, n, ROWS):
        added(columns, low, high, out[low:high], one[: high - low])
    return out


def label_scores(columns, n, weights):
    """The scores (n, labels) of the hidden layer that columns (table, index) give."""
    out, weights = np.empty((n, weights.shape[1])), weights.astype(np.float64) / SCALE
    z, one, nought = np.zeros((3, min(ROWS, n), len(weights)), dtype=np.int16)
    for low, high in blocks(0, n, ROWS):
        part = added(columns, low, high, z[: high - low], one[: high - low])
        above = np.maximum(part, nought[: high - low], out=part)  # an array of noughts: beside a number it takes six times as long
        np.matmul(above.astype(np.float64), weights, out=out[low:high])
    return out.astype(np.float32)


def cue_tables(net):
    """What of the cues' network no text changes: a row for each quotation state and closed class, with the hidden layer's own."""
    first, second = CUE_CATEGORIES
    both = net["categories"][:first, None] + net["categories"][None, first : first + second]
    return fixed_point(both + net["hidden"]).reshape(-1, len(net["hidden"]))


def cue_scores(columns, low, high, model):
    """The network's scores (n, 2) of the places low to high for being cues."""
    category, word = columns["state"].astype(np.int64) * CUE_CATEGORIES[1] + columns["kind"], columns["vector"].astype(np.int64)
    around = [(table, word[low + by : high + by]) for table, by in zip(model.word_rows["cue"].meet(word), CUE_SLOTS)]
    return label_scores([(model.fixed["cue"], category[low:high]), *around], high - low, model.outs["cue"])


def role_tables(net):
    """What of the roles' network no text changes, in fixed point, by what it belongs to."""
    cue = net["categories"][sum(roles.PLACE_SIZES) :]
    return {"role": list(map(fixed_point, joint_tables(net))), "place": list(map(fixed_point, place_tables(net))), "cue alone": fixed_point(cue)}


def joint_tables(net):
    """For each group of JOINT parts a row for each joint value."""
    base = category_rows(net)
    out = []
    for names in JOINT:
        values = roles.Arrays(**pairs.grid(names))
        if "dist" in names:  # the nearest few places follow from the distance
            values.near, names = np.minimum(values.dist, pairs.SIZES["near"] - 1), (*names, "near")
        out.append(sum(net["categories"][base[name] + pairs.category(values, name)] for name in names))
    out[0] = out[0] + net["hidden"]
    return out


def category_rows(net):
    """Of each category of positions the first row in the network's table, in which they stand last."""
    sizes = [size for _, size in pairs.CATEGORIES.values()]
    return dict(zip(pairs.CATEGORIES, len(net["categories"]) - sum(sizes) + np.cumsum([0, *sizes])))


def place_tables(net):
    """The rows of the roles' network for the classes of the words on both sides, together, and for a place's own class with what opens or closes there."""
    kind, before, after, opens = np.split(net["categories"][: sum(roles.PLACE_SIZES)], np.cumsum(roles.PLACE_SIZES)[:-1])
    return [(one[:, None] + other[None]).reshape(-1, one.shape[1]) for one, other in ((before, after), (kind, opens))]


def by_place(places, model, wanted):
    """Of the roles' network what belongs to each of the `wanted` places alone, before the threshold."""
    kind, word = places.kind.astype(np.int64), places.vector.astype(np.int64)
    around, own = kind[wanted - 1] * roles.PLACE_SIZES[2] + kind[wanted + 1], kind[wanted] * roles.PLACE_SIZES[3] + places.opens[wanted]
    words = [(table, word[wanted + by]) for table, by in zip(model.word_rows["role"].meet(word), roles.PLACE_SLOTS)]
    return summed([*words, *zip(model.fixed["place"], (around, own))], len(wanted))


def by_cue(places, cues, model):
    """Of the roles' network what belongs to each cue alone, before the threshold."""
    slots, rows = roles.cue_slots(cues.first, cues.end), model.fixed["cue alone"]
    (categories,), _ = roles.joined_categories([roles.cue_categories(cues)])
    tables = model.word_rows["role"].tables[len(roles.PLACE_SLOTS) :]
    words = [(table, places.vector[slot]) for table, slot in zip(tables, slots.T)]
    return summed([*words, *((rows, column) for column in categories.T)], len(slots))


def role_scores(positions, of_place, of_cue, model):
    """The network's scores of positions, given (rows, their index) of what belongs to their places alone and to their cues alone."""
    joint = [(table, positions.joint(names)) for table, names in zip(model.fixed["role"], JOINT)]
    return label_scores([of_place, of_cue, *joint], len(positions.place), model.outs["role"])
