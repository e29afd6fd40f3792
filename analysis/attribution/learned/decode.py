"""From a layout to attributions, in places: candidates for cues, their roles, which are kept."""
from dataclasses import replace

import numpy as np

from . import accept, chains, features, marked, network, pairs, roles
from .layout import PAD, in_spans, runs
from .structures import Structures

POSITIONS = 150_000  # of cues' windows that are held at once


def cue_scores(layout, model):
    """Scores (size, 2) of every place for beginning and for going on with a cue, against being none; those of padding mean nothing."""
    columns, low, high = features.cue_columns(layout), PAD, layout.size - PAD
    simple = model.simple["cue"].of(layout.types)
    weights = network.summed([(table[:, 0], layout.type[low + by : high + by]) for by, table in simple.items()], high - low)
    for first, end in features.blocks(low, high):
        sums = features.Sums(model.tables["cue"], end - first, before=len(features.SIMPLE))
        features.cue_features(features.Near(columns, first, end), sums.add)
        weights[first - low : end - low] += sums.out
    scores = np.zeros((layout.size, 2), dtype=np.float32)
    scores[low:high] = weights / np.float32(features.WEIGHT) + network.cue_scores(columns, low, high, model)
    return scores


def find_cues(layout, model):
    """Candidate cues: first place, end place (exclusive) and score of each."""
    scores, (first, lengths) = cue_scores(layout, model), runs(layout.sent, layout.places)
    begin, moves, bias = model.begins["cue"] + np.array([0, 0, -30.0]), model.moves["cue"], model.settings["cue_bias"]
    biased = moves.copy()
    biased[1:, 1] -= bias  # more cues, not more pieces of one
    labels, packed = np.zeros(layout.size, dtype=np.int8), chains.Packed(first, lengths)
    labels[packed.places] = chains.best_labels(packed, against_none(scores, packed.places, bias), biased, begin)
    start = np.flatnonzero(labels == 1)
    stops = np.flatnonzero(np.append(labels, 0) != 2)
    end = stops[np.searchsorted(stops, start + 1)]
    wanted = np.unique(np.searchsorted(first, start, side="right") - 1)  # only the sentences with a candidate
    chance = np.zeros(layout.size + 1)
    if len(start):
        packed = chains.Packed(first[wanted], lengths[wanted])
        chance[packed.places + 1] = chains.marginals(packed, against_none(scores, packed.places), moves, begin, 1)
    total = np.cumsum(chance)
    score = np.minimum(total[end] - total[start], 1)
    good = score >= model.settings["least"]
    return marked.with_marked(layout, np.stack([start, end], axis=1)[good], score[good])


def against_none(scores, places, bias=0):
    """Scores (3, n) of the labels of cues at these places; that of no cue is nought."""
    out = np.zeros((3, len(places)), dtype=np.float32)
    out[1:] = scores.take(places, axis=0).T
    out[1] += bias
    return out


class RoleScorer:
    """Scores of positions: what belongs to places and to cues alone is summed once."""

    def __init__(self, layout, cues, others, model):
        self.model, self.cues = model, roles.of_cues(layout, cues[:, 0], cues[:, 1])
        self.places, self.layout, self.columns = roles.of_places(layout, others), layout, roles.place_columns(layout)
        start, lengths = roles.windows(layout, cues[:, 0])
        wanted = in_spans(layout.size, np.stack([start, start + lengths], axis=1))
        self.row = np.cumsum(wanted) - 1
        self.by_place = network.by_place(self.places, model, np.flatnonzero(wanted))
        self.by_cue = network.by_cue(self.places, self.cues, model)

    def by_side(self, place, side):
        """(weights, row): the sums (n, labels) of the table for places joined with a side, and their row for each of these positions."""
        layout, odd = self.layout, self.model.tables["role"]
        asked = side.astype(np.int64) * layout.size + place
        wanted, row = np.zeros(4 * layout.size, dtype=bool), np.empty(4 * layout.size, dtype=np.int32)
        wanted[asked] = True
        found = np.flatnonzero(wanted)
        row[found] = np.arange(len(found))
        sides, at = np.divmod(found, layout.size)
        simple = self.model.simple["role"].of(layout.types)
        out = network.summed([(table.reshape(-1, odd.shape[1]), layout.type[at + by] * 4 + sides) for by, table in simple.items()], len(at))
        for low, high in features.blocks(0, len(at)):
            sums = roles.SideSums(odd, sides[low:high].astype(np.uint32))
            roles.place_features(features.At(self.columns, at[low:high]), sums.add)
            out[low:high] += sums.out
        return out, row[asked]

    def scores(self, place, instance):
        """Label scores (labels, n) of positions outside their cues, against none."""
        out = np.zeros((roles.Q, len(place)), dtype=np.float32)
        parts = [(low, high, pairs.Pairs(self.places, self.cues, place[low:high], instance[low:high])) for low, high in features.blocks(0, len(place))]
        by_side, row = self.by_side(place, np.concatenate([some.side for _, _, some in parts]))
        for low, high, some in parts:
            weights = pairs.weights(some, self.model.tables["role"], self.model.fixed["pair"])
            weights += np.take(by_side, row[low:high], axis=0, mode="clip")
            found = weights / np.float32(features.WEIGHT) + network.role_scores(some, (self.by_place, self.row[some.place]), (self.by_cue, some.instance), self.model)
            out[roles.S : roles.Q, low:high] = found.T
        return out


def around(layout, cues):
    """The places around cues, laid end to end in stretches, one before and one after each cue: the stretches' lengths, and of each place its cue and itself."""
    start, lengths = roles.windows(layout, cues[:, 0])
    low, high = (np.stack(edges, axis=1).ravel() for edges in ((start, cues[:, 1]), (cues[:, 0], start + lengths)))
    _, stretch, place = roles.end_to_end(low, high - low)
    return high - low, stretch // 2, place


def role_moves(model):
    """(moves (labels, labels), beginnings (labels,)) of roles, those into a source made likelier by the model's bias."""
    moves, begin = model.moves["role"].astype(np.float32), (model.begins["role"] + roles.NEVER_FIRST).astype(np.float32)
    bias = np.where(np.arange(len(moves)) == roles.S, 0, model.settings["source_bias"])
    moves[:, roles.S] += bias
    begin[roles.S] += model.settings["source_bias"]
    return moves, begin


def add_moves_at_cues(scores, offset, lengths, moves, begin):
    """Adds to the scores at the ends of stretches, in place, the moves from a window's beginning, to a cue and from a cue."""
    before, after = (place + np.flatnonzero(lengths[place::2]) * 2 for place in (0, 1))
    scores[:, offset[before]] += begin[: roles.Q, None]
    scores[:, offset[before] + lengths[before] - 1] += moves[: roles.Q, roles.Q, None]
    scores[:, offset[after]] += moves[roles.Q, : roles.Q, None]


def find_roles(scorer, layout, cues, instances, model):
    """(labels, instance, place) of the positions around some cues; content is made to exist, a source is not.

    The places before a cue and those after it are sequences of their own: what the cue is, is known.
    """
    lengths, instance, place = around(layout, cues[instances])
    if not len(place):  # each cue is all that its text says
        return np.zeros(0, dtype=np.int8), instances[instance], place
    scores, offset = scorer.scores(place, instances[instance]), np.cumsum(lengths) - lengths
    moves, begin = role_moves(model)
    add_moves_at_cues(scores, offset, lengths, moves, begin)
    labels, todo = np.zeros(len(place), dtype=np.int8), np.flatnonzero(lengths)
    for bias in (0, 4, 16):
        packed = chains.Packed(offset[todo], lengths[todo])
        biased = scores.take(packed.places, axis=1)
        biased[roles.BC] += bias
        biased[[roles.IC, roles.EC]] += bias * 0.1
        labels[packed.places] = chains.best_labels(packed, biased, moves[: roles.Q, : roles.Q], np.zeros(roles.Q))
        has = np.bincount(instance, weights=np.isin(labels, roles.CONTENT), minlength=len(instances)) > 0
        todo = np.flatnonzero(~np.repeat(has, 2) & (lengths > 0))
        if not len(todo):
            break
    return labels, instances[instance], place


def pieces(labels, instance, place, wanted):
    """The (first, end) places of one role, that of the `wanted` labels, and the cue that each belongs to, in order."""
    at = np.flatnonzero(np.isin(labels, wanted))
    new = np.flatnonzero(np.r_[True, (np.diff(place[at]) != 1) | (np.diff(instance[at]) != 0)]) if len(at) else at
    last = np.r_[new[1:], len(at)][: len(new)] - 1
    return np.stack([place[at[new]], place[at[last]] + 1], axis=1), instance[at[new]]


def nearest(cues, spans, owner):
    """Of the pieces (in order of their owners) the one nearest to each cue, the first of equals; (-1, -1) where there is none."""
    gap = np.minimum(np.abs(spans[:, 0] - cues[owner, 1]), np.abs(cues[owner, 0] - spans[:, 1]))
    order = np.lexsort((gap, owner))[::-1]  # the nearest is written last
    out = np.full((len(cues), 2), -1)
    out[owner[order]] = spans[order]
    return out


def structures(layout, cues, score, model, others=None):
    """The Structures of candidate cues, before any is dropped; `others` are the places of likely cues."""
    others = in_spans(layout.size, cues[score >= 0.25]) if others is None else others
    scorer = RoleScorer(layout, cues, others, model)
    size = np.cumsum(roles.windows(layout, cues[:, 0])[1]) // POSITIONS
    found = [find_roles(scorer, layout, cues, np.flatnonzero(size == part), model) for part in np.unique(size)]
    labels, instance, place = (np.concatenate(part) for part in zip(*found))
    content, owner = pieces(labels, instance, place, roles.CONTENT)
    source = nearest(cues, *pieces(labels, instance, place, [roles.S]))
    return Structures(cues, source, content, owner, score, score, layout.article[cues[:, 0]])


def accepted(layout, rows, model):
    """The rows to keep, each with its probability."""
    if "accept" in model.weights:
        rows = replace(rows, chance=accept.chances(layout, rows, model))
    rows = marked.settle(layout, rows)
    has = np.bincount(rows.owner, minlength=len(rows)) > 0
    return rows.only(has & (rows.chance >= model.settings["accept"]))
