"""The networks' part of the scores: one hidden layer over word vectors and categories, put together from tables.

The layer before its threshold is a sum in which each word and each category has its own row; so what a word gives is computed once
a batch for each slot, and everything after that is picking rows and adding them.
"""
import numpy as np

from . import pairs, roles
from .features import CUE_CATEGORIES, CUE_SLOTS, blocks

ROWS = 2048  # a block of rows whose sum stays in the processor's cache
JOINT = (("dist", "sents", "in_other", "qs"), ("comma", "marks", "between_cues", "heavy"), ("subs", "nouns", "helps", "which"))


def added(columns, low, high, out, one):
    """The sums of the rows low to high that each (table, index) picks, in `out`; `one` is room for one of them."""
    (table, index), *others = columns
    np.take(table, index[low:high], axis=0, out=out, mode="clip")
    for table, index in others:
        out += np.take(table, index[low:high], axis=0, out=one, mode="clip")
    return out


def room(columns, n):
    """Two arrays of a block's size for `added`."""
    return [np.empty((min(ROWS, n), columns[0][0].shape[1]), dtype=np.float32) for _ in range(2)]


def hidden(columns, n):
    """The hidden layer before its threshold, (n, width), of columns (table, index)."""
    out, (_, one) = np.empty((n, columns[0][0].shape[1]), dtype=np.float32), room(columns, n)
    for low, high in blocks(0, n, ROWS):
        added(columns, low, high, out[low:high], one[: high - low])
    return out


def label_scores(columns, n, weights):
    """The scores (n, labels) of the hidden layer that columns (table, index) give."""
    out, (z, one) = np.empty((n, weights.shape[1]), dtype=np.float32), room(columns, n)
    for low, high in blocks(0, n, ROWS):
        part = added(columns, low, high, z[: high - low], one[: high - low])
        np.matmul(np.maximum(part, 0, out=part), weights, out=out[low:high])
    return out


def word_tables(net, rows, count, at=0):
    """For each of `count` slots, numbered from `at`, what each of the word vectors `rows` gives there."""
    dims = rows.shape[1]
    return [rows @ net["vectors"][slot * dims : (slot + 1) * dims] for slot in range(at, at + count)]


def cue_tables(net):
    """What of the cues' network no text changes: a row for each quotation state and closed class, with the hidden layer's own."""
    first, second = CUE_CATEGORIES
    return (net["categories"][:first, None] + net["categories"][None, first : first + second] + net["hidden"]).reshape(-1, len(net["hidden"]))


def cue_scores(layout, columns, low, high, model):
    """The network's scores (n, 2) of the places low to high for being cues."""
    known, where = layout.distinct
    category = columns["state"].astype(np.int64) * CUE_CATEGORIES[1] + columns["kind"]
    tables = word_tables(model.nets["cue"], model.floats[known], len(CUE_SLOTS))
    around = [(table, where[low + by : high + by]) for table, by in zip(tables, CUE_SLOTS)]
    return label_scores([(model.fixed["cue"], category[low:high]), *around], high - low, model.outs["cue"])


def role_tables(net):
    """What of the roles' network no text changes: for each group of JOINT parts a row for each joint value."""
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


def by_place(layout, places, model, wanted):
    """Of the roles' network what belongs to each of the `wanted` places alone, before the threshold."""
    net, (known, where) = model.nets["role"], layout.distinct
    tables = word_tables(net, model.floats[known], len(roles.PLACE_SLOTS))
    kind = places.kind.astype(np.int64)
    around, own = kind[wanted - 1] * roles.PLACE_SIZES[2] + kind[wanted + 1], kind[wanted] * roles.PLACE_SIZES[3] + places.opens[wanted]
    of_kinds = zip(model.fixed["place"], (around, own))
    return hidden([*((table, where[wanted + by]) for table, by in zip(tables, roles.PLACE_SLOTS)), *of_kinds], len(wanted))


def by_cue(layout, cues, model):
    """Of the roles' network what belongs to each cue alone, before the threshold."""
    net, (known, where) = model.nets["role"], layout.distinct
    slots, before = roles.cue_slots(cues.first, cues.end), sum(roles.PLACE_SIZES)
    (categories,), _ = roles.joined_categories([roles.cue_categories(cues)])
    tables = word_tables(net, model.floats[known], slots.shape[1], at=len(roles.PLACE_SLOTS))
    own = [(net["categories"], before + column) for column in categories.T]
    return hidden([(table, where[slot]) for table, slot in zip(tables, slots.T)] + own, len(slots))


def role_scores(positions, of_place, of_cue, model):
    """The network's scores of positions, given (rows, their index) of what belongs to their places alone and to their cues alone."""
    joint = [(table, positions.joint(names)) for table, names in zip(model.fixed["role"], JOINT)]
    return label_scores([of_place, of_cue, *joint], len(positions.place), model.outs["role"])
