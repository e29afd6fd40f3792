"""From a layout to attributions, in places: candidates for cues, their roles, which are kept."""
import numpy as np

from . import accept, crf, features, marked, roles
from .layout import runs

SIZE = 30000  # positions a batch
BLOCK = 1024


def cue_table(layout, settings):
    """The hashed columns for finding cues, but for those that are looked up by word type."""
    return features.cue_features(layout, settings["cue_bits"], simple=False)


def simple_scores(layout, weights, bits):
    """The share of the simple features in the scores: summed by word type and offset, then picked for each place."""
    types, where = layout.types
    by_offset = {}
    for column, (_, offset) in zip(features.simple_columns(layout.of_types, bits), features.SIMPLE):
        part = weights[column]
        by_offset[offset] = by_offset[offset] + part if offset in by_offset else part
    return summed([(part, features.shifted(where, offset)) for offset, part in by_offset.items()], layout.size)


def run_chain(scores, first, lengths, moves, begin, *, marginal=None, bias=None, decoding=None):
    """Viterbi labels of sequences over `scores` (n, K), and on demand the marginals of one label without the bias."""
    labels = np.zeros(len(scores), dtype=np.int8)
    marginals = np.zeros(len(scores))
    for batch in crf.batches(lengths, SIZE):
        places, real = crf.grid(first[batch], lengths[batch])
        score = scores[places]
        if marginal is not None:
            gamma = crf.forward_backward(score, np.ones_like(score), real, moves, begin)[0]
            marginals[places[real]] = gamma[:, :, marginal][real]
        if bias is not None:
            score = score + bias
        labels[places[real]] = crf.viterbi(score, real, moves if decoding is None else decoding, begin)[real]
    return labels, marginals


def hidden_part(net, vectors, words, slots, categories, *, at=0):
    """The hidden layer before its threshold, from some of its slots (numbered from `at`) and categories.

    words: vector rows of all places; slots: (n, s) places; categories: (n, c) rows of the table of categories."""
    distinct, where = words
    dims, rows, count = vectors.shape[1], vectors[distinct], slots.shape[1]
    parts = [rows @ net["vectors"][(at + i) * dims:(at + i + 1) * dims] for i in range(count)]
    columns = [(part, where[slots[:, i]]) for i, part in enumerate(parts)] + merged(net, categories)
    return summed(columns, len(slots))


def summed(columns, n):
    """The sum of the rows that each (table, index) picks, a block at a time so that it stays in the processor's cache."""
    out = np.empty((n, columns[0][0].shape[1]), dtype=np.float32)
    buffer = np.empty((min(BLOCK, n), out.shape[1]), dtype=np.float32)
    for low in range(0, n, BLOCK):
        z = out[low:low + BLOCK]
        one = buffer[:len(z)]
        np.take(columns[0][0], columns[0][1][low:low + BLOCK], axis=0, out=z, mode="clip")
        for table, index in columns[1:]:
            np.take(table, index[low:low + BLOCK], axis=0, out=one, mode="clip")
            z += one
    return out


def cue_scores(layout, table, model):
    """Label scores of every place, of the table and the network together."""
    scores = crf.emissions(table, model.weights["cue"])
    scores += simple_scores(layout, model.weights["cue"], model.settings["cue_bits"])
    net = model.nets.get("cue")
    if net:
        slots = layout.places[:, None] + np.array(features.CUE_SLOTS)[None]
        categories = features.cue_categories(layout)[layout.places]
        scores[layout.places] += threshold_out(net, hidden_part(net, model.floats, layout.distinct, slots, categories))
    return scores


def find_cues(layout, table, model):
    """Candidate cues: first place, end place (exclusive) and score of each."""
    scores = cue_scores(layout, table, model)
    first, lengths = runs(layout.sent, layout.places)
    begin = model.begins["cue"] + np.array([0, 0, -30.0])
    moves = model.moves["cue"].copy()
    moves[1:, 1] -= model.settings["cue_bias"]  # more cues, not more pieces of one
    labels, post = run_chain(scores, first, lengths, model.moves["cue"], begin, marginal=1,
                             bias=np.array([0, model.settings["cue_bias"], 0]), decoding=moves)
    start = np.flatnonzero(labels == 1)
    stops = np.flatnonzero(np.r_[labels, 0] != 2)
    end = stops[np.searchsorted(stops, start + 1)]
    total = np.r_[0, np.cumsum(post)]
    score = np.minimum(total[end] - total[start], 1)
    good = score >= model.settings["least"]
    return marked.with_marked(layout, np.stack([start, end], axis=1)[good], score[good])


def in_cues(layout, cues):
    """Places that lie in one of the cues."""
    out = np.zeros(layout.size + 1, dtype=np.int64)
    np.add.at(out, cues[:, 0], 1)
    np.add.at(out, cues[:, 1], -1)
    return np.cumsum(out)[:-1] > 0


def role_positions(layout, cues):
    """The windows of the cues laid end to end: offset and length of each, and cue and place of every position."""
    start, lengths = roles.windows(layout, cues[:, 0])
    instance = np.repeat(np.arange(len(cues)), lengths)
    offset = np.r_[0, np.cumsum(lengths)[:-1]]
    return offset, lengths, instance, start[instance] + np.arange(len(instance)) - offset[instance]


def role_inputs(layout, hashes, cues, place, instance, others, bits):
    """The hashed columns of the positions, and the categories of places, cues and positions for the network, and their number."""
    relative, side, (categories, width) = roles.relative_features(layout, (cues[:, 0], cues[:, 1]), place, instance, others, bits)
    return relative + roles.joined(hashes, place, side, bits), categories, width


def role_scores(layout, hashes, cues, place, instance, others, model):
    """Label scores of the positions; a cue's own words can be nothing else."""
    table, categories, _ = role_inputs(layout, hashes, cues, place, instance, others, model.settings["role_bits"])
    scores = np.empty((len(place), 6), dtype=np.float32)
    scores[:, :roles.Q] = crf.emissions(table, model.role_weights)
    net = model.nets.get("role")
    if net:
        scores[:, :roles.Q] += role_net_scores(layout, net, model.floats, cues, place, instance, categories)[:, :roles.Q]
    scores[:, roles.BS] += model.settings["source_bias"]
    mine = (place >= cues[instance, 0]) & (place < cues[instance, 1])
    scores[:, roles.Q] = -40
    scores[mine] = -40
    scores[mine, roles.Q] = 0
    return scores


def role_net_scores(layout, net, vectors, cues, place, instance, categories):
    """The network's scores: what belongs to a place or to a cue alone is summed once."""
    of_places, of_cues, of_pairs = categories
    here = layout.places
    slots = here[:, None] + np.array(roles.PLACE_SLOTS)[None]
    by_place = np.zeros((layout.size, len(net["hidden"])), dtype=np.float32)
    by_place[here] = hidden_part(net, vectors, layout.distinct, slots, of_places[here])
    by_cue = hidden_part(net, vectors, layout.distinct, roles.cue_slots(cues[:, 0], cues[:, 1]), of_cues, at=len(roles.PLACE_SLOTS))
    return threshold_out(net, summed([(by_place, place), (by_cue, instance)] + merged(net, of_pairs), len(place)))


def threshold_out(net, z):
    """Label scores from the hidden layer."""
    z += net["hidden"]
    return np.maximum(z, 0, out=z) @ net["out"]


def merged(net, columns, most=4000):
    """Columns of categories taken together: (table of their summed rows, index into it), so that fewer rows are added."""
    out, at = [], 0
    low = columns.min(0)
    size = columns.max(0) - low + 1
    while at < len(size):
        end, table, index = at + 1, net["categories"][low[at]:low[at] + size[at]], columns[:, at] - low[at]
        while end < len(size) and len(table) * size[end] <= most:
            more = net["categories"][low[end]:low[end] + size[end]]
            table = (table[:, None] + more[None]).reshape(-1, table.shape[1])
            index = index * size[end] + columns[:, end] - low[end]
            end += 1
        out.append((table, index))
        at = end
    return out


def find_roles(layout, hashes, cues, others, model):
    """Labels of all positions of the cues' windows; content is made to exist, a source is not."""
    offset, lengths, instance, place = role_positions(layout, cues)
    scores = role_scores(layout, hashes, cues, place, instance, others, model)
    begin = model.begins["role"] + np.array([0, 0, -30.0, 0, -30.0, 0])
    labels = np.zeros(len(place), dtype=np.int8)
    todo = np.arange(len(cues))
    for bias in (0, 4, 16):
        part, _ = run_chain(scores, offset[todo], lengths[todo], model.moves["role"], begin,
                            bias=np.array([0, 0, 0, bias, bias * 0.1, 0]))
        within = np.zeros(len(cues), dtype=bool)
        within[todo] = True
        labels = np.where(within[instance], part, labels)
        has = np.bincount(instance, weights=(labels == roles.BC) | (labels == roles.IC), minlength=len(cues)) > 0
        todo = np.flatnonzero(~has)
        if not len(todo):
            break
    return labels, instance, place


def pieces(labels, instance, place, begin, inside, count):
    """For each cue the list of (first, end) places of one role."""
    mask = (labels == begin) | (labels == inside)
    at = np.flatnonzero(mask)
    out = [[] for _ in range(count)]
    if not len(at):
        return out
    new = np.r_[True, (np.diff(place[at]) != 1) | (np.diff(instance[at]) != 0)]
    heads = np.flatnonzero(new)
    tails = np.r_[heads[1:], len(at)] - 1
    for i, a, b in zip(instance[at[heads]].tolist(), place[at[heads]].tolist(), place[at[tails]].tolist()):
        out[i].append((a, b + 1))
    return out


def structures(layout, cues, score, model, others=None, hashes=None):
    """Attributions in places, before any is dropped: dicts with cue, source, content, score."""
    if not len(cues):
        return []
    hashes = roles.place_features(layout, model.settings["role_bits"]) if hashes is None else hashes
    others = in_cues(layout, cues[score >= 0.25]) if others is None else others
    labels, instance, place = find_roles(layout, hashes, cues, others, model)
    source = pieces(labels, instance, place, roles.BS, roles.IS, len(cues))
    content = pieces(labels, instance, place, roles.BC, roles.IC, len(cues))
    rows = []
    for i, (first, end) in enumerate(cues.tolist()):
        near = min(source[i], key=lambda s: min(abs(s[0] - end), abs(first - s[1]))) if source[i] else None
        rows.append({"cue": (first, end), "source": near, "content": content[i], "score": float(score[i]),
                     "article": int(layout.article[first])})
    return rows


def accepted(layout, rows, model):
    """The rows that may be kept, each with its probability: those above the lower of the two bars."""
    if not rows:
        return rows
    if "accept" in model.weights:
        chance = accept.chances(layout, rows, model)
        for row, p in zip(rows, chance):
            row["chance"] = float(p)
    else:
        for row in rows:
            row["chance"] = row["score"]
    rows = marked.settle(layout, rows)
    return [row for row in rows if row["content"] and row["chance"] >= model.settings["accept_nested"]]


def nest(rows):
    """Set nested_in: the smallest content that holds the row's cue; of two that hold each other the larger is outer."""
    if not rows:
        return rows
    n = len(rows)
    spans = np.array([(b, e, i) for i, row in enumerate(rows) for b, e in row["content"]])
    at = np.array([row["cue"][0] for row in rows])
    holds = np.zeros((n, n), dtype=bool)  # the content of the column's row holds the cue of the line's
    line, column = np.nonzero((at[:, None] >= spans[None, :, 0]) & (at[:, None] < spans[None, :, 1]))
    holds[line, spans[column, 2]] = True
    np.fill_diagonal(holds, False)
    size = np.bincount(spans[:, 2], weights=spans[:, 1] - spans[:, 0], minlength=n)
    larger = (size[:, None] > size[None]) | ((size[:, None] == size[None]) & (np.arange(n)[:, None] < np.arange(n)[None]))
    holds &= ~(holds.T & larger)
    cost = np.where(holds, size[None], np.inf)
    outer = cost.argmin(1)
    for i, row in enumerate(rows):
        row["nested_in"] = int(outer[i]) if holds[i].any() else None
    return rows


def chosen(rows, settings):
    """Of one article's rows those to keep, with nested_in: inside the content of a sure one a lower bar is enough."""
    bar = settings["accept"]
    sure = [row for row in rows if row["chance"] >= bar]
    inside = lambda row: any(b <= row["cue"][0] < e for other in sure if other is not row for b, e in other["content"])
    return nest([row for row in rows if row["chance"] >= bar or inside(row)])
